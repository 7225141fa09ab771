"""Each service doing what it is for: answer, effect, ledger, and the differences between versions."""

from __future__ import annotations

import re

import httpx2
import pytest

from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr.client import RakutenFrClient
from forain.marketplaces.rakuten_fr.operations import OPERATIONS
from forain.marketplaces.rakuten_fr.tests.support import OTHER_SELLER, Play
from forain.wire.xml import decode

# -- getnewsales --------------------------------------------------------------------------------------------


def test_a_new_sale_is_listed_with_one_item_for_each_unit(play: Play, client: RakutenFrClient) -> None:
    items = play.sale(items=[{"sku": "BOUGEOIR-3", "quantity": 3}])
    sale = client.getnewsales().sales[0]
    assert [one.item_id for one in sale.items] == items
    assert {one.item_status for one in sale.items} == {"REQUESTED"}
    assert sale.items[0].sku == "BOUGEOIR-3"


def test_an_empty_list_is_written_as_an_empty_element(play: Play) -> None:
    assert b"<sales></sales>" in play.call("getnewsales")


def test_the_newest_sale_is_last_and_answered_items_leave_the_list(
    play: Play, client: RakutenFrClient
) -> None:
    first = play.sale(items=[{"quantity": 2}])
    play.pass_time(minutes=2)
    second = play.sale()
    client.acceptsale(first[0])
    listed = [[one.item_id for one in sale.items] for sale in client.getnewsales().sales]
    assert listed == [[first[1]], second]


@pytest.mark.parametrize(
    ("mode", "blocks"),
    [
        ("Normal", "delivery"),
        ("Suivi", "delivery"),
        ("Recommandé", "delivery"),
        ("Express", "delivery"),
        ("So Colissimo", "billing"),
        ("Chronopost", "billing"),
        ("Point relais Mondial Relay", "relay billing"),
        ("Relais Kiala", "relay billing"),
    ],
)
def test_the_address_blocks_follow_the_shipping_mode(
    play: Play, client: RakutenFrClient, mode: str, blocks: str
) -> None:
    play.sale(mode=mode)
    sale = client.getnewsales().sales[0]
    found = {
        "delivery": sale.delivery_address,
        "relay": sale.collection_point,
        "billing": sale.billing_address,
    }
    assert {name for name, block in found.items() if block} == set(blocks.split())


def test_an_individual_seller_sees_no_buyer_before_accepting(play: Play) -> None:
    play.tell("account", professional=False)
    play.sale(mode="Point relais Mondial Relay")
    sale = decode(m.NewSales, play.call("getnewsales")).value.sales[0]
    assert (sale.collection_point, sale.delivery_address, sale.billing_address) == (None, None, None)
    assert sale.buyer_email == ""
    assert sale.buyer_login


VOCABULARY = [
    ("2014-01-28", "TO_CONFIRM", None, None),
    ("2014-02-11", "TO_CONFIRM", None, None),
    ("2016-03-16", "REQUESTED", False, None),
    ("2017-08-07", "REQUESTED", False, False),
]


@pytest.mark.parametrize(("version", "status", "shipped", "fulfilment"), VOCABULARY)
def test_each_version_of_the_list_uses_the_words_it_knows(
    play: Play, version: str, status: str, shipped: bool | None, fulfilment: bool | None
) -> None:
    play.sale()
    item = decode(m.NewSales, play.call("getnewsales", version=version)).value.sales[0].items[0]
    assert (item.item_status, item.shipped, item.is_fulfilment) == (status, shipped, fulfilment)


# -- acceptsale, refusesale ---------------------------------------------------------------------------------


def test_accepting_commits_the_item_and_is_in_the_ledger_once(play: Play, client: RakutenFrClient) -> None:
    item = play.sale()[0]
    answer = client.acceptsale(item)
    assert (answer.status, answer.shipping_from_country) == ("Accepted", "249")
    assert play.status(item) == "COMMITTED"
    assert play.effects(item) == ["ordered", "accepted"]
    assert play.sandbox.ledger.entries[-1].account == play.login


def test_an_accepted_preorder_waits_for_stock(play: Play, client: RakutenFrClient) -> None:
    item = play.sale(items=[{"sku": "COLLECTION-26"}])[0]
    client.acceptsale(item)
    assert play.status(item) == "PENDING"
    assert not list(client.iter_currentsales())
    listed = list(client.iter_currentsales(pending_preorders=True))
    assert listed[0].items[0].item_status == "PENDING"


@pytest.mark.parametrize(
    ("country", "imported", "scheme"),
    [(249, None, None), (276, None, "OSS"), (156, 249, "OSS"), (156, 56, "IOSS")],
)
def test_goods_from_elsewhere_get_a_one_stop_shop_number(
    play: Play, client: RakutenFrClient, country: int, imported: int | None, scheme: str | None
) -> None:
    answer = client.acceptsale(play.sale()[0], country, imported)
    assert answer.one_stop_shop_type == scheme
    assert bool(answer.one_stop_shop_value) is bool(scheme)


def test_the_old_acceptance_answers_with_its_status_only(play: Play) -> None:
    body = play.call("acceptsale", itemid=play.sale()[0], version="2010-09-20", shippingfromcountry="249")
    assert b"shippingfromcountry" not in body


@pytest.mark.parametrize("version", OPERATIONS["refusesale"].versions)
def test_refusing_ends_the_item(play: Play, version: str) -> None:
    item = play.sale()[0]
    body = play.call("refusesale", itemid=item, version=version, shippingfromcountry="249")
    assert decode(m.RefusedSale, body).value.status == "Refused"
    assert (play.status(item), play.effects(item)) == ("REFUSED", ["ordered", "refused"])


# -- settrackingpackageinfos --------------------------------------------------------------------------------


def test_tracking_marks_the_item_shipped(play: Play, client: RakutenFrClient) -> None:
    item = play.item(accepted=True)
    answer = client.settrackingpackageinfos(item, "Autre", "XX1", "https://suivi.example.fr/XX1")
    assert (answer.status, answer.transporter_name, answer.tracking_number) == ("OK", "Autre", "XX1")
    assert answer.tracking_url == "https://suivi.example.fr/XX1"
    assert play.listed()[0].shipped is True
    assert play.effects(item)[-1] == "shipped"


@pytest.mark.parametrize("carrier", ["CHRONOPOST", "colissimo", "Courrier suivi", "MONDIAL RELAY PRÉPAYÉ"])
def test_carriers_are_compared_without_regard_to_case(
    play: Play, client: RakutenFrClient, carrier: str
) -> None:
    assert client.settrackingpackageinfos(play.item(accepted=True), carrier, "1").status == "OK"


def test_the_ledger_tells_a_corrected_tracking_from_a_doubled_one(
    play: Play, client: RakutenFrClient
) -> None:
    item = play.item(shipped=True)
    client.settrackingpackageinfos(item, "GLS", "12345678901")
    assert play.effects(item)[-1] == "tracking_corrected"
    assert not play.sandbox.ledger.repeated()
    client.settrackingpackageinfos(item, "GLS", "12345678901")
    assert play.sandbox.ledger.repeated() == {("rakuten_fr", "shipped", item): 2}


# -- getiteminfos, getitemtodolist --------------------------------------------------------------------------


def test_item_infos_tell_what_was_unread_and_then_mark_it_read(play: Play, client: RakutenFrClient) -> None:
    item = play.item(shipped=True)
    play.tell("message", item=item, text="Bonjour, où est mon colis ?")
    play.tell("message", item=item, text="Répondez à l'acheteur.", author="marketplace")
    causes = ("UNREAD_MESSAGE_FROM_CUSTOMER_SERVICE", "UNREAD_MESSAGE_FROM_BUYER")
    assert client.getitemtodolist().items[0].causes == causes
    assert {one.status for one in client.getiteminfos(item).item.conversation} == {"UNREAD"}
    assert {one.status for one in client.getiteminfos(item).item.conversation} == {"READ"}
    assert client.getitemtodolist().items == ()
    assert play.effects(item).count("marked_read") == 1


def test_a_claim_stays_on_the_to_do_list_until_it_is_closed(play: Play, client: RakutenFrClient) -> None:
    item = play.item(shipped=True)
    play.tell("claim", item=item, type="NOT_RECEIVED", comment="Rien reçu")
    client.getiteminfos(item)
    assert client.getitemtodolist().items[0].causes == ("CLAIM",)
    play.tell("claim_end", item=item, winner="seller")
    assert client.getitemtodolist().items[0].causes == ("UNREAD_MESSAGE_FROM_CUSTOMER_SERVICE",)
    client.getiteminfos(item)
    assert client.getitemtodolist().items == ()


@pytest.mark.parametrize(
    ("version", "shipped", "knows_purchase"),
    [
        ("2011-02-02", None, False),
        ("2011-06-01", None, False),
        ("2016-03-16", True, False),
        ("2017-08-07", True, True),
    ],
)
def test_each_version_of_item_infos_tells_what_it_knows(
    play: Play, version: str, shipped: bool | None, knows_purchase: bool
) -> None:
    item = play.item(shipped=True)
    found = decode(m.ItemInfos, play.call("getiteminfos", itemid=item, version=version)).value
    assert (found.item.shipped, found.item.item_status) == (shipped, "COMMITTED")
    assert bool(found.purchase_id) is knows_purchase


#: Names the oldest version has for actions.
OLD_NAME = {"contactusaboutitem": "contactpriceministeraboutitem"}


def test_available_actions_are_those_the_services_take(play: Play, client: RakutenFrClient) -> None:
    states = [
        play.item(),
        play.item(accepted=True),
        play.item(shipped=True),
        play.item(accepted=True, items=[{"sku": "COLLECTION-26"}]),
    ]
    on_hold = play.item(shipped=True)
    play.tell("claim", item=on_hold)
    for item in (*states, on_hold):
        told = {one.code for one in client.getiteminfos(item).item.actions}
        assert told == _taken(play, item)


def _taken(play: Play, item: str) -> set[str]:
    """The services that do not answer with an error, tried on a copy of the world each."""
    from copy import deepcopy

    tries: dict[str, dict[str, str | None]] = {
        "acceptsale": {"shippingfromcountry": "249"},
        "refusesale": {},
        "settrackingpackageinfos": {"transporter_name": "GLS", "tracking_number": "1"},
        "contactusaboutitem": {"content": "Bonjour"},
        "contactuseraboutitem": {"content": "Bonjour"},
        "cancelitem": {"comment": "Cassé"},
    }
    taken = set()
    for service, given in tries.items():
        before = deepcopy(play.stage.state())
        if b"<errorresponse" not in play.call(service, itemid=item, **given):
            taken.add(service)
        play.stage.restore(before)
    return taken


def test_the_oldest_item_infos_use_the_old_action_name(play: Play) -> None:
    body = play.call("getiteminfos", itemid=play.item(accepted=True), version="2011-02-02")
    codes = [one.code for one in decode(m.ItemInfos, body).value.item.actions]
    assert OLD_NAME["contactusaboutitem"] in codes


# -- contactusaboutitem -------------------------------------------------------------------------------------


def test_a_mail_of_customer_service_is_answered(play: Play, client: RakutenFrClient) -> None:
    item = play.item(accepted=True)
    mail = play.tell("message", item=item, text="Bonjour", author="marketplace")["mail"]
    answer = client.contactusaboutitem(item, "Le colis part demain : 3 < 4 jours & promis", mail)
    assert (answer.status, answer.mail_parent_id) == ("SENT", mail)
    assert answer.content == "Le colis part demain : 3 < 4 jours & promis"
    newest = client.getiteminfos(item).item.conversation[0]
    assert (newest.status, newest.content) == ("SENT", answer.content)
    assert play.effects(item)[-2:] == ["message_sent", "marked_read"]


def test_the_old_action_name_still_works_under_its_own_root(play: Play, client: RakutenFrClient) -> None:
    item = play.item(accepted=True)
    assert client.contactpriceministeraboutitem(item, "Bonjour").status == "SENT"
    body = play.call("contactpriceministeraboutitem", itemid=item, content="Bonjour")
    assert b"<contactpriceministeraboutitemresult" in body


# -- getavailableshippingtypes ------------------------------------------------------------------------------


def test_shipping_types_are_listed_in_the_recorded_order(client: RakutenFrClient) -> None:
    found = client.getavailableshippingtypes()
    assert [one.alias for one in found.basic] == ["NORMAL", "SUIVI", "RECOMMANDE", "EXPRESS_DELIVERY"]
    assert found.basic[3].label == "Livraison express"
    assert found.custom[0].alias == "VELO"


# -- how documents look -------------------------------------------------------------------------------------


def test_documents_begin_as_known_clients_expect(play: Play) -> None:
    """A known client finds errors by a regular expression in the first 256 bytes (section 13)."""
    good, bad = play.call("getnewsales"), play.call("getnewsales", pwd="wrong")
    assert good.startswith(b'<?xml version="1.0" encoding="ISO-8859-1"?>\n<getnewsalesresult xmlns=')
    assert re.search(rb"<errorresponse", bad[:256])
    assert b"<details><detail>" in bad


def test_the_schema_file_of_acceptsale_has_an_underscore(play: Play) -> None:
    body = play.call("acceptsale", itemid=play.sale()[0], shippingfromcountry="249")
    assert b"/res/schema/acceptsale/accept_sale.2021-04-08.xsd" in body


def test_answers_carry_their_charset_and_status_200(play: Play) -> None:
    with httpx2.Client(transport=play.sandbox.transport()) as http:
        answer = http.get(f"{play.sandbox.url}/sales_ws?action=getnewsales")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/xml;charset=ISO-8859-1"


def test_the_token_is_never_echoed(play: Play) -> None:
    item = play.item(shipped=True)
    for service in OPERATIONS:
        body = play.call(service, itemid=item, content="Bonjour", transporter_name="GLS", tracking_number="1")
        assert play.token.encode() not in body


@pytest.mark.parametrize("form", ["query", "form", "multipart"])
def test_business_parameters_may_come_in_the_body(play: Play, form: str) -> None:
    """Some clients post everything but the credentials (section 2)."""
    item = play.sale()[0]
    head = {"action": "acceptsale", "login": play.login, "pwd": play.token, "version": "2021-04-08"}
    body = {"itemid": item, "shippingfromcountry": "249"}
    with httpx2.Client(transport=play.sandbox.transport()) as http:
        if form == "query":
            answer = http.post(f"{play.sandbox.url}/sales_ws", params={**head, **body})
        elif form == "form":
            answer = http.post(f"{play.sandbox.url}/sales_ws", params=head, data=body)
        else:
            files = {name: (None, value) for name, value in body.items()}
            answer = http.post(f"{play.sandbox.url}/sales_ws", params=head, files=files)
    assert b"<status>Accepted</status>" in answer.content


def test_quirks_of_the_real_service_are_read_all_the_same(play: Play, client: RakutenFrClient) -> None:
    play.tell("behaviour", blank_lines=True, low_byte_damage=True)
    play.sale(items=[{"sku": "x", "title": "Bougeoirs en bois d’olivier – lot"}])
    body = play.call("getnewsales")
    assert b"?>\n\n\n\n<" in body
    assert b"d\x19olivier" in body
    assert client.getnewsales().sales[0].items[0].headline == "Bougeoirs en bois d’olivier – lot"


def test_outside_the_quirks_foreign_characters_are_spelled_with_what_the_charset_has(
    play: Play, client: RakutenFrClient
) -> None:
    play.sale(items=[{"sku": "x", "title": "Cœur d’ours"}])
    assert client.getnewsales().sales[0].items[0].headline == "Coeur d'ours"


def test_two_sellers_see_their_own_sales_only(play: Play, client: RakutenFrClient) -> None:
    play.sale(account=OTHER_SELLER)
    assert client.getnewsales().sales == ()
