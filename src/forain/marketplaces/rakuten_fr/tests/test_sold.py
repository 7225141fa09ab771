"""Letters to the buyer, cancelling, pre-orders, shipments in bulk, amounts and labels: answer, effect, versions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import httpx2
import pytest

from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr.client import RakutenFrClient
from forain.marketplaces.rakuten_fr.errors import LinesRefused
from forain.marketplaces.rakuten_fr.operations import OPERATIONS
from forain.marketplaces.rakuten_fr.tests.support import Play, sample
from forain.sdk import errors as sdk
from forain.wire.xml import decode

PREORDER: dict[str, Any] = {"items": [{"sku": "COLLECTION-26"}]}
ADVERT = "880000061"


def sale_of(play: Play, item: str) -> str:
    return play.stage.ground.shop.items[item].sale_id


# -- contactuseraboutitem, cancelitem -----------------------------------------------------------------------


def test_a_letter_to_the_buyer_stands_in_the_conversation(play: Play, client: RakutenFrClient) -> None:
    item = play.item(accepted=True)
    answer = client.contactuseraboutitem(item, "Votre colis part demain : 3 < 4 & promis")
    assert (answer.status, answer.content) == ("SENT", "Votre colis part demain : 3 < 4 & promis")
    newest = client.getiteminfos(item).item.conversation[0]
    assert isinstance(newest, m.ItemMessage)
    assert (newest.status, newest.sender, newest.content) == ("SENT", play.login, answer.content)
    assert "buyer_written_to" in play.effects(item)


@pytest.mark.parametrize("state", ["accepted", "shipped", "preorder", "claimed"])
def test_an_accepted_item_is_cancelled_and_the_buyer_told_why(
    play: Play, client: RakutenFrClient, state: str
) -> None:
    fields: dict[str, Any] = PREORDER if state == "preorder" else {}
    item = play.item(accepted=True, shipped=state in {"shipped", "claimed"}, **fields)
    if state == "claimed":
        play.tell("claim", item=item)
    answer = client.cancelitem(item, "Article cassé au stock, désolé.")
    assert (answer.status, answer.comment) == ("CANCELLED", "Article cassé au stock, désolé.")
    infos = client.getiteminfos(item).item
    assert (infos.item_status, infos.payment_status) == ("CANCELLED", "Cancelled")
    assert all(one.state == "CLOSED" for one in infos.claims)
    assert "Article cassé au stock, désolé." in {one.content for one in infos.conversation}
    assert play.effects(item).count("cancelled") == 1


def test_the_action_to_write_names_the_buyer(play: Play, client: RakutenFrClient) -> None:
    item = play.item(accepted=True, buyer={"login": "clair2lune"})
    found = {one.code: one.description for one in client.getiteminfos(item).item.actions}
    assert found["contactuseraboutitem"] == "Ecrire à clair2lune"


# -- confirmpreorder ----------------------------------------------------------------------------------------


def test_preorders_are_confirmed_first_ordered_first_served(play: Play, client: RakutenFrClient) -> None:
    first, second, third = (play.item(accepted=True, **PREORDER) for _ in range(3))
    assert client.confirmpreorder(ADVERT, 2).status == "OK : 1 remaining item(s)"
    assert [play.status(one) for one in (first, second, third)] == ["COMMITTED", "COMMITTED", "PENDING"]
    assert client.confirmpreorder(ADVERT, 5).status == "OK : no remaining item(s)"
    assert play.status(third) == "COMMITTED"
    assert play.stage.ground.shop.restocked == {(play.login, ADVERT): 4}


def test_the_answer_to_a_confirmation_has_its_odd_names(play: Play) -> None:
    body = play.call("confirmpreorder", advertid=ADVERT, stock="1")
    assert b"<confirmpreorder xmlns=" in body
    assert b"<statut>OK : no remaining item(s)</statut>" in body


# -- getbillinginformation ----------------------------------------------------------------------------------


def test_amounts_of_a_purchase_add_up_to_the_cent(play: Play, client: RakutenFrClient) -> None:
    item = play.item(accepted=True, items=[{"sku": "new", "title": "Vase", "price": "15.00"}])
    found = client.getbillinginformation(sale_of(play, item)).items[0]
    amounts = [one.amount for one in (found.price, found.shipping, found.item_fee, found.item_fee_vat)]
    assert amounts == [Decimal(one) for one in ("15.0", "4.9", "1.5", "0.3")]
    assert (found.shipping_fee.amount, found.shipping_fee_vat.amount) == (Decimal("0.49"), Decimal("0.1"))
    assert found.payment.amount == Decimal("17.51")


def test_what_was_not_accepted_is_not_billed_and_what_was_cancelled_brings_nothing(
    play: Play, client: RakutenFrClient
) -> None:
    kept, given_up, refused, waiting = play.sale(items=[{"quantity": 4}])
    for one in (kept, given_up):
        client.acceptsale(one)
    client.refusesale(refused)
    client.cancelitem(given_up, "Cassé")
    found = {one.item_id: one for one in client.getbillinginformation(sale_of(play, kept)).items}
    assert set(found) == {kept, given_up}
    assert waiting not in found
    assert found[given_up].payment.amount == 0
    assert found[kept].payment.amount > 0


def test_a_purchase_pays_shipping_once_and_a_little_more_for_each_further_unit(
    play: Play, client: RakutenFrClient
) -> None:
    items = play.sale(items=[{"quantity": 3}])
    for one in items:
        client.acceptsale(one)
    sale = sale_of(play, items[0])
    billed = [one.shipping.amount for one in client.getbillinginformation(sale).items]
    assert billed == [Decimal("4.9"), Decimal("1.0"), Decimal("1.0")]
    assert client.getshippinginformation(sale).shipping_cost.amount == sum(billed)


@pytest.mark.parametrize(
    ("version", "status", "shipped"), [("2016-03-16", "COMMITTED", True), ("2011-03-29", "ACCEPTED", None)]
)
def test_each_version_of_the_bill_uses_the_words_it_knows(
    play: Play, version: str, status: str, shipped: bool | None
) -> None:
    sale = sale_of(play, play.item(shipped=True))
    body = play.call("getbillinginformation", purchaseid=sale, version=version)
    item = decode(m.BillingInformation, body).value.items[0]
    assert (item.item_status, item.shipped) == (status, shipped)
    assert body.index(b"<sellerid>") < body.index(b"<lastversion>")


# -- getshippinginformation ---------------------------------------------------------------------------------


@pytest.mark.parametrize("version", OPERATIONS["getshippinginformation"].versions)
@pytest.mark.parametrize(
    ("mode", "blocks", "prepaid"),
    [
        ("Suivi", {"delivery"}, False),
        ("So Colissimo", {"billing"}, True),
        ("Chronopost", {"billing"}, True),
        ("Point relais Mondial Relay", {"relay", "billing"}, False),
        ("Shop2Shop by Chronopost", {"relay", "billing"}, True),
        ("Click and Collect", {"relay", "billing"}, False),
    ],
)
def test_addresses_and_label_follow_the_mode(
    play: Play, version: str, mode: str, blocks: set[str], prepaid: bool
) -> None:
    sale = sale_of(play, play.item(accepted=True, mode=mode))
    body = play.call("getshippinginformation", purchaseid=sale, version=version)
    found = decode(m.ShippingInformation, body).value
    told = {
        "delivery": found.delivery_address,
        "relay": found.collection_point,
        "billing": found.billing_address,
    }
    assert {name for name, block in told.items() if block} == blocks
    assert bool(found.label and found.label.available) is prepaid
    assert (b"<prepaidlabel>" in body) is prepaid


def test_an_individual_seller_learns_the_address_here(play: Play, client: RakutenFrClient) -> None:
    play.tell("account", professional=False)
    found = client.getshippinginformation(sale_of(play, play.item(accepted=True)))
    assert found.delivery_address
    assert found.buyer_email


def test_a_label_waits_until_every_item_is_answered_and_ends_with_the_last(
    play: Play, client: RakutenFrClient
) -> None:
    first, second = play.sale(mode="So Colissimo", items=[{"quantity": 2}])
    client.acceptsale(first)
    label = client.getshippinginformation(sale_of(play, first)).label
    assert label
    assert (label.available, label.url, label.tracking_number) == (False, None, None)
    client.refusesale(second)
    label = client.getshippinginformation(sale_of(play, first)).label
    assert label
    assert label.available
    client.cancelitem(first, "Cassé")
    label = client.getshippinginformation(sale_of(play, first)).label
    assert label
    assert not label.available


def test_the_label_is_a_pdf_for_its_signature_only(play: Play, client: RakutenFrClient) -> None:
    item = play.item(accepted=True, mode="So Colissimo", buyer={"login": "clair2lune"})
    label = client.getshippinginformation(sale_of(play, item)).label
    assert label
    assert label.url
    assert label.tracking_url
    assert label.tracking_url.endswith(label.tracking_number or "-")
    with httpx2.Client(transport=play.sandbox.transport()) as http:
        paper = http.get(label.url)
        wrong = http.get(label.url[:-1] + "z")
    assert (paper.status_code, paper.headers["content-type"]) == (200, "application/pdf")
    assert paper.content.startswith(b"%PDF-1.4")
    assert b"Strasbourg" in paper.content
    assert wrong.status_code == 404


# -- importitemshippingstatus -------------------------------------------------------------------------------


def notice(play: Play, item: str, carrier: str = "GLS", number: str = "1", url: str = "") -> m.ShippingNotice:
    return m.ShippingNotice(
        purchase_id=sale_of(play, item),
        item_id=item,
        transporter=carrier,
        tracking_number=number,
        tracking_url=url,
    )


def test_a_file_ships_many_items_of_all_modes(play: Play, client: RakutenFrClient) -> None:
    tracked, plain = play.item(accepted=True), play.item(accepted=True, mode="Normal")
    prepaid, other = play.item(accepted=True, mode="So Colissimo"), play.item(accepted=True)
    answer = client.importitemshippingstatus(
        [
            notice(play, tracked),
            notice(play, plain, "", "Oui"),
            notice(play, prepaid, "", "yes"),
            notice(play, other, "Autre", "X1", "https://suivi.example.fr/X1"),
        ]
    )
    assert (answer.status, answer.last_version) == ("OK", "2021-06-29")
    assert all(play.effects(one)[-1] == "shipped" for one in (tracked, plain, prepaid, other))


def test_a_file_may_come_without_declaration_as_a_stranger_posts_it(play: Play) -> None:
    item = play.item(accepted=True, mode="Normal")
    body = (
        f"<items><item><purchaseid>{sale_of(play, item)}</purchaseid><itemid>{item}</itemid><transporter/>"
        "<trackingnumber>Oui</trackingnumber><trackingurl/></item></items>"
    )
    answer = play.post_file("importitemshippingstatus", body.encode())
    assert b"<status>OK</status>" in answer
    assert b"/res/schema/importitemshippingstatus" in answer
    assert play.effects(item)[-1] == "shipped"


def test_bad_lines_get_their_words_and_good_ones_take_effect(play: Play, client: RakutenFrClient) -> None:
    good, shipped = play.item(accepted=True), play.item(shipped=True)
    waiting, foreign = play.item(), play.item(accepted=True)
    lost = m.ShippingNotice(purchase_id="1", item_id=foreign, tracking_number="Oui")
    lines = [notice(play, shipped), lost, notice(play, good), notice(play, waiting)]
    with pytest.raises(LinesRefused) as failure:
        client.importitemshippingstatus(lines)
    assert failure.value.lines == {
        shipped: "a déjà été expédié",
        foreign: "numéro incorrect",
        waiting: "statut incorrect. L'enregistrement de votre numéro de suivi n'est possible que si le statut de votre"
        ' article est "confirmé".',
    }
    assert play.effects(good)[-1] == "shipped"
    assert play.effects(foreign)[-1] == "accepted"


@pytest.mark.parametrize(
    ("carrier", "number", "url", "why"),
    [
        ("", "Oui", "", "transporteur incorrect"),
        ("Relais Colis", "1", "", "transporteur incorrect"),
        ("GLS", "", "", "numéro de suivi incorrect"),
        ("Autre", "1", "", "adresse de suivi manquante ou incorrecte"),
    ],
)
def test_a_parcel_that_cannot_be_followed_is_a_bad_line(
    play: Play, client: RakutenFrClient, carrier: str, number: str, url: str, why: str
) -> None:
    item = play.item(accepted=True)
    with pytest.raises(LinesRefused) as failure:
        client.importitemshippingstatus([notice(play, item, carrier, number, url)])
    assert failure.value.lines == {item: why}
    assert play.listed()[0].shipped is False


PROBLEM = ("Sender", "ParameterError", "Problem with parameters")
FAILED = ("ServerError", "ServerError", "Server not able to fullfill request.")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, (*FAILED, "An error occurred while submitting the file")),
        (b"", (*FAILED, "An error occurred while submitting the file")),
        (b"purchaseid;itemid\n1;2", (*PROBLEM, "The file is not a valid XML file")),
        (b"<items><item></items>", (*PROBLEM, "The file is not a valid XML file")),
        (b"<items/>", (*PROBLEM, "The file is not a valid XML file")),
        (
            b"<!DOCTYPE x [<!ENTITY a 'b'>]><items><item>&a;</item></items>",
            (*PROBLEM, "The file is not a valid XML file"),
        ),
        (b"<items>" + b"<item/>" * 1001 + b"</items>", (*PROBLEM, "The file holds more than 1000 items")),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(
    play: Play, content: bytes | None, expected: tuple[str, str, str, str]
) -> None:
    error = decode(m.ErrorResponse, play.post_file("importitemshippingstatus", content)).value
    assert (error.type, error.code, error.message, error.details[0]) == expected


def test_several_details_travel_as_several_elements(play: Play) -> None:
    body = play.post_file("importitemshippingstatus", sample("importitemshippingstatus_file.xml"))
    assert body.count(b"<detail>") == 2
    assert decode(m.ErrorResponse, body).value.details == (
        "Article 910000480 : numéro incorrect",
        "Article 910000485 : numéro incorrect",
    )


# -- refusals -----------------------------------------------------------------------------------------------

STATE = ("Status", "IncorrectStatusError", "Incorrect item status")
UNKNOWN = ("Unknown error", "Unknown error", "Service unavailable", "")


@pytest.mark.parametrize(
    ("service", "given", "expected"),
    [
        ("contactuseraboutitem", {"itemid": "1337", "content": "x"}, UNKNOWN),
        ("contactuseraboutitem", {"itemid": "1337"}, (*PROBLEM, "The parameter 'content' is mandatory")),
        ("contactuseraboutitem", {"content": "x"}, (*PROBLEM, "The parameter 'itemid' is mandatory")),
        ("cancelitem", {"itemid": "1337", "comment": "x"}, (*PROBLEM, "The parameter 'itemid' is invalid.")),
        ("cancelitem", {"itemid": "1337"}, (*PROBLEM, "The parameter 'comment' is mandatory")),
        ("cancelitem", {"comment": "x"}, (*PROBLEM, "The parameter 'itemid' is mandatory")),
        (
            "cancelitem",
            {"itemid": "1", "comment": "x" * 401},
            (*PROBLEM, "Your message cannot exceed 400 characters"),
        ),
        (
            "confirmpreorder",
            {"advertid": "1337", "stock": "1"},
            (*PROBLEM, "The parameter 'advertid' is invalid."),
        ),
        ("confirmpreorder", {"stock": "1"}, (*PROBLEM, "The parameter 'advertid' is mandatory")),
        ("confirmpreorder", {"advertid": ADVERT}, (*PROBLEM, "The parameter 'stock' is mandatory")),
        (
            "confirmpreorder",
            {"advertid": ADVERT, "stock": "0"},
            (*PROBLEM, "The parameter 'stock' is invalid."),
        ),
        (
            "confirmpreorder",
            {"advertid": ADVERT, "stock": "-8"},
            (*PROBLEM, "The parameter 'stock' is invalid."),
        ),
        (
            "confirmpreorder",
            {"advertid": ADVERT, "stock": "many"},
            (*PROBLEM, "The parameter 'stock' is invalid."),
        ),
        ("getbillinginformation", {"purchaseid": "1337"}, UNKNOWN),
        ("getbillinginformation", {}, (*PROBLEM, "The parameter 'purchaseid' is mandatory")),
        ("getshippinginformation", {"purchaseid": "1337"}, UNKNOWN),
        ("getshippinginformation", {}, (*PROBLEM, "The parameter 'purchaseid' is mandatory")),
    ],
)
def test_a_wrong_call_is_refused_in_the_documented_words(
    play: Play, service: str, given: dict[str, str], expected: tuple[str, str, str, str]
) -> None:
    assert play.refusal(service, **given) == expected


def test_four_hundred_characters_are_not_too_many(play: Play) -> None:
    assert b"CANCELLED" in play.call("cancelitem", itemid=play.item(accepted=True), comment="é" * 400)


@pytest.mark.parametrize("service", ["getbillinginformation", "getshippinginformation"])
def test_a_purchase_nobody_accepted_is_an_unknown_error(play: Play, service: str) -> None:
    waiting = sale_of(play, play.item())
    assert play.refusal(service, purchaseid=waiting) == UNKNOWN
    other = play.sale(account="grenier-de-lea")[0]
    assert play.refusal(service, purchaseid=sale_of(play, other)) == UNKNOWN


def test_what_is_not_accepted_or_over_cannot_be_cancelled(play: Play, client: RakutenFrClient) -> None:
    waiting, refused, twice, received = (
        play.item(),
        play.item(),
        play.item(accepted=True),
        play.item(shipped=True),
    )
    client.refusesale(refused)
    client.cancelitem(twice, "Cassé")
    play.tell("receipt", item=received)
    for item in (waiting, refused, twice, received):
        found = play.refusal("cancelitem", itemid=item, comment="Cassé")
        assert found == (*STATE, "This item cannot be cancelled")
        with pytest.raises(sdk.WrongState):
            client.cancelitem(item, "Cassé")


NO_BUYER = (*STATE, "You cannot contact the buyer on this item.")


def write(play: Play, item: str, content: str = "Bonjour") -> tuple[str, str, str, str] | None:
    body = play.call("contactuseraboutitem", itemid=item, content=content)
    if b"<errorresponse" not in body:
        return None
    error = decode(m.ErrorResponse, body).value
    return error.type, error.code, error.message, error.details[0]


def test_the_buyer_is_written_to_until_42_days_after_the_order(play: Play) -> None:
    waiting, held = play.item(), play.item(shipped=True)
    assert write(play, waiting) == NO_BUYER
    play.pass_time(days=41.9)
    assert write(play, held) is None
    play.pass_time(days=0.2)
    assert write(play, held) == NO_BUYER


def test_a_late_receipt_opens_fifteen_days_more(play: Play) -> None:
    item = play.item(shipped=True)
    play.tell("claim", item=item)
    play.pass_time(days=40)
    play.tell("claim_end", item=item)
    play.tell("receipt", item=item)
    play.pass_time(days=14.9)
    assert write(play, item) is None
    play.pass_time(days=0.2)
    assert write(play, item) == NO_BUYER


def test_during_a_claim_the_buyer_is_written_to_while_it_is_amicable(play: Play) -> None:
    item = play.item(shipped=True)
    play.tell("claim", item=item)
    assert write(play, item) is None
    play.pass_time(days=7)
    assert write(play, item) == NO_BUYER


@pytest.mark.parametrize("content", ["<toto>", "voir <b>ici</b>", "x" * 1001])
def test_markup_must_be_rephrased(play: Play, content: str) -> None:
    found = write(play, play.item(accepted=True), content)
    assert found == (*PROBLEM, "We encounter problems with your message. Please rephrase it")


def test_another_sellers_item_is_named_when_writing_and_invalid_when_cancelling(play: Play) -> None:
    item = play.sale(account="grenier-de-lea")[0]
    play.stage.ground.shop.items[item].status = play.stage.ground.shop.items[item].status.COMMITTED
    assert write(play, item) == (*PROBLEM, f"You're not the seller of the item {item}.")
    found = play.refusal("cancelitem", itemid=item, comment="x")
    assert found == (*PROBLEM, "The parameter 'itemid' is invalid.")
