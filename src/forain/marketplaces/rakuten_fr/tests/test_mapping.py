"""From Rakuten's words to ours (model.md section 9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from forain.marketplaces.rakuten_fr import mapping
from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr.tests.support import sample
from forain.trade.conversation import Author
from forain.trade.lifecycle import Dispute, Fulfilment, MoneyState
from forain.trade.money import Money
from forain.wire.xml import decode

F, D = Fulfilment, Dispute

STATES = [
    ("TO_CONFIRM", None, F.AWAITING_ACCEPTANCE, D.NONE),
    ("REQUESTED", False, F.AWAITING_ACCEPTANCE, D.NONE),
    ("REMINDED", False, F.AWAITING_ACCEPTANCE, D.NONE),
    ("PENDING", False, F.AWAITING_STOCK, D.NONE),
    ("COMMITTED", False, F.TO_SHIP, D.NONE),
    ("COMMITTED", None, F.TO_SHIP, D.NONE),
    ("COMMITTED", True, F.SHIPPED, D.NONE),
    ("ACCEPTED", False, F.TO_SHIP, D.NONE),
    ("ACCEPTED", True, F.SHIPPED, D.NONE),
    ("ON_HOLD", False, F.TO_SHIP, D.CLAIM_AMICABLE),
    ("ON_HOLD", True, F.SHIPPED, D.CLAIM_AMICABLE),
    ("PENDING_CLAIM", True, F.SHIPPED, D.CLAIM_AMICABLE),
    ("CLAIM", True, F.SHIPPED, D.CLAIM_AMICABLE),
    ("CANCELLED", True, F.CANCELLED, D.NONE),
    ("REFUSED", False, F.REFUSED, D.NONE),
    ("CLOSED", True, F.CLOSED, D.NONE),
    ("TELEPORTED", True, F.UNMAPPED, D.NONE),
    ("", None, F.UNMAPPED, D.NONE),
    (" committed ", True, F.SHIPPED, D.NONE),
]


@pytest.mark.parametrize(("status", "shipped", "fulfilment", "dispute"), STATES)
def test_each_word_has_its_place_and_is_kept(
    status: str, shipped: bool | None, fulfilment: Fulfilment, dispute: Dispute
) -> None:
    line = mapping.line(_item(item_status=status, shipped=shipped))
    assert (line.fulfilment, line.dispute) == (fulfilment, dispute)
    assert line.observed.get("itemstatus", "") == status


def _item(**changes: object) -> m.SoldItem:
    return replace(decode(m.NewSales, sample("getnewsales.xml")).value.sales[0].items[0], **changes)  # type: ignore[arg-type]


def _sale(name: str = "getnewsales") -> m.Sale:
    if name == "getnewsales":
        return decode(m.NewSales, sample("getnewsales.xml")).value.sales[0]
    return decode(m.CurrentSales, sample(f"{name}.xml")).value.sales[0]


# -- orders -------------------------------------------------------------------------------------------------


def test_an_order_keeps_the_raw_address_beside_the_normalised_one() -> None:
    order = mapping.order(_sale())
    address = order.shipping_address
    assert address is not None
    assert (address.country, address.country_raw, address.postcode) == ("FR", "FX", "33000")
    assert address.lines == ("4 allée des Essais",)
    assert address.raw["address1"] == "4 allée des Essais"
    assert address.raw["countryalpha2"] == "FX"
    assert order.buyer_email == "buyer-700000101@example.invalid"
    assert order.placed_at == datetime(2026, 2, 3, 17, 7, tzinfo=UTC)


def test_a_relay_point_is_never_squeezed_into_an_address_line() -> None:
    order = mapping.order(_sale("getcurrentsales"))
    point = order.delivery_point
    assert point is not None
    assert (point.network, point.point_id, point.contract_level) == ("mondial_relay", "FR-000123", "24R")
    assert (point.name, point.address.city, point.address.country) == ("TABAC DU PONT", "LILLE", "FR")
    assert order.shipping_address is None
    assert order.billing_address is not None
    assert order.buyer is not None
    assert order.buyer.last_name == "Modele"


def test_the_buyer_of_a_relay_order_without_billing_address_has_at_least_a_name() -> None:
    order = mapping.order(replace(_sale("getcurrentsales"), billing_address=None))
    assert order.buyer is not None
    assert (order.buyer.first_name, order.buyer.last_name) == ("Guy", "Modele")


def test_an_unknown_country_stays_unknown() -> None:
    address = _sale().delivery_address
    assert address is not None
    sale = replace(_sale(), delivery_address=replace(address, country="Atlantide", country_alpha2="XQ"))
    found = mapping.order(sale).shipping_address
    assert found is not None
    assert (found.country, found.country_raw) == (None, "XQ")


def test_the_name_of_a_country_helps_where_its_code_does_not() -> None:
    address = _sale().delivery_address
    assert address is not None
    sale = replace(_sale(), delivery_address=replace(address, country="Espagne", country_alpha2=""))
    found = mapping.order(sale).shipping_address
    assert found is not None
    assert found.country == "ES"


def test_one_unit_is_one_line_and_its_money_is_provisional() -> None:
    line = mapping.line(_item(price=Decimal("19.9"), is_nego=True, negotiation_comment="d'accord"))
    assert (line.quantity, line.unit_price, line.listed_price) == (1, Money(1990, "EUR"), Money(2490, "EUR"))
    assert line.money_state is MoneyState.PROVISIONAL
    assert (line.negotiated, line.attributes["negotiationcomment"]) == (True, "d'accord")
    assert line.reference == "910000501"


def test_several_codes_in_one_element_are_taken_apart() -> None:
    line = mapping.line(_item(ean="3760001000229; 3760001000236;", isbn="3760001000229"))
    assert line.gtins == ("3760001000229", "3760001000236")


def test_a_sku_that_looks_like_a_number_keeps_its_zeros() -> None:
    assert mapping.line(_item(sku="000417")).sku == "000417"


def test_a_purchase_in_two_blocks_is_one_order_without_doubled_lines() -> None:
    first = _sale()
    second = replace(first, items=(first.items[0], _item(item_id="910000777")))
    orders = mapping.orders((first, second))
    assert [order.reference for order in orders] == ["700000101"]
    assert [line.reference for line in orders[0].lines] == ["910000501", "910000777"]


def test_a_list_never_claims_to_show_the_whole_basket() -> None:
    assert mapping.order(_sale()).complete is False


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("26/10/2031-02:30", "2031-10-26T00:30+00:00"),  # happens twice: the first one
        (
            "30/03/2031-02:30",
            "2031-03-30T01:30+00:00",
        ),  # never happens: moved on by the hour that was skipped
        ("06/05/2031-11:00", "2031-05-06T09:00+00:00"),
        ("06/12/2031-11:00", "2031-12-06T10:00+00:00"),
    ],
)
def test_times_are_french_and_both_nights_of_the_clock_are_read(written: str, moment: str) -> None:
    body = sample("getnewsales.xml").replace(b"03/02/2026-18:07", written.encode())
    order = mapping.order(decode(m.NewSales, body).value.sales[0])
    assert order.placed_at == datetime.fromisoformat(moment)


# -- one item -----------------------------------------------------------------------------------------------


def _infos(**changes: object) -> m.ItemInfos:
    found = decode(m.ItemInfos, sample("getiteminfos.xml")).value
    return replace(found, item=replace(found.item, **changes))  # type: ignore[arg-type]


def test_item_infos_become_a_line_detail() -> None:
    detail = mapping.line_detail(_infos(), "atelier-lumiere")
    assert (detail.line_reference, detail.order_reference) == ("910000480", "700000090")
    assert (detail.fulfilment, detail.dispute, detail.shipped) == (F.SHIPPED, D.CLAIM_AMICABLE, True)
    assert detail.observed["itemstate"] == "CLAIMED_AMICABLE"
    assert detail.actions == ("contactuseraboutitem",)
    assert [one.author for one in detail.messages] == [Author.BUYER, Author.MARKETPLACE]
    assert [one.read for one in detail.messages] == [False, False]
    assert detail.messages[1].reference == "2900000001"
    assert detail.claims[0].comment == "Le vase est ébréché"
    assert detail.history[0].code == "AMICABLE_CLAIM_CREATION"


def test_our_own_letters_are_known_by_their_status_or_sender() -> None:
    mail = m.ItemMail(mail_id="1", send_date=datetime(2031, 5, 6, tzinfo=UTC), sender="?", status="SENT")
    message = m.ItemMessage(
        sender="Atelier-Lumiere", send_date=datetime(2031, 5, 6, tzinfo=UTC), status="READ"
    )
    detail = mapping.line_detail(_infos(conversation=(mail, message)), "atelier-lumiere")
    assert [one.author for one in detail.messages] == [Author.SELLER, Author.SELLER]
    assert [one.read for one in detail.messages] == [None, True]


CLAIM = m.ItemClaim(creation_date=datetime(2031, 5, 6, tzinfo=UTC), state="NEW", amicable=True)
DISPUTES = [
    ({}, D.CLAIM_AMICABLE),
    ({"item_state": "ON_HOLD", "claims": (CLAIM,)}, D.CLAIM_AMICABLE),
    ({"item_state": "CLAIMED", "claims": (replace(CLAIM, amicable=False),)}, D.CLAIM_ESCALATED),
    ({"item_state": "", "claims": ()}, D.CLAIM_ESCALATED),
    (
        {"item_status": "COMMITTED", "item_state": "", "claims": (replace(CLAIM, state="CLOSED"),)},
        D.CLAIM_CLOSED,
    ),
    ({"item_status": "COMMITTED", "item_state": "", "claims": ()}, D.NONE),
]


@pytest.mark.parametrize(("changes", "dispute"), DISPUTES)
def test_the_phase_of_a_claim_is_told_by_the_claim_itself(
    changes: dict[str, object], dispute: Dispute
) -> None:
    assert mapping.line_detail(_infos(**changes), "x").dispute is dispute


def test_unknown_causes_of_the_to_do_list_stay_as_they_are() -> None:
    found = mapping.attention(m.ToDoItem(item_id="7", causes=("CLAIM", "SOMETHING_NEW")))
    assert found.causes == ("CLAIM", "SOMETHING_NEW")
