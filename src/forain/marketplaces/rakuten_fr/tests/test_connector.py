"""What the hub gets: observations, outcomes for every failure, and look-ups that find the truth."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest

from forain.connect.contract import Account, Applied, Checked, LookedUp, Page
from forain.connect.outcomes import (
    Busy,
    BusyReason,
    Done,
    Garbled,
    Refused,
    Unauthorised,
    Uncertain,
)
from forain.marketplaces.rakuten_fr import decisions, manifest
from forain.marketplaces.rakuten_fr.connector import RakutenFrConnector
from forain.marketplaces.rakuten_fr.tests.support import Play
from forain.trade.commands import Command, CommandKind
from forain.trade.conversation import Attention, LineDetail
from forain.trade.lifecycle import Dispute, Fulfilment
from forain.trade.order import Order

T = TypeVar("T")
K = CommandKind
PARCEL = {"carrier": "colissimo", "tracking_number": "8R00000000001"}
LETTER = {"text": "Le colis part demain."}


def run(coming: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(coming)


def command(kind: CommandKind, item: str, **details: str) -> Command:
    return Command(kind=kind, order_reference="", line_references=(item,), details=details)


def orders(outcome: object) -> list[Order]:
    assert isinstance(outcome, Page)
    return [one for one in outcome.observations if isinstance(one, Order)]


# -- reading ------------------------------------------------------------------------------------------------


def test_checking_tells_the_seller_and_the_rights_and_changes_nothing(play: Play) -> None:
    item = play.item(shipped=True)
    play.tell("message", item=item, text="Bonjour")
    found = run(play.connector().check())
    assert isinstance(found, Checked)
    assert found.facts["seller_id"] == "40100200"
    assert found.facts["right_custom_shipping"] == "yes"
    assert found.facts["to_do"] == "1"
    assert "marked_read" not in play.effects(item)


def test_an_account_without_the_custom_right_is_fine(play: Play) -> None:
    play.tell("account", rights=["sales"])
    found = run(play.connector().check())
    assert isinstance(found, Checked)
    assert found.facts["right_custom_shipping"] == "no"


def test_every_resource_of_the_manifest_can_be_read(play: Play) -> None:
    for resource in manifest.RESOURCES:
        assert isinstance(run(play.connector().read(resource.name, None, None)), Page)


def test_a_page_names_the_exchange_it_came_from(play: Play) -> None:
    play.sale()
    page = run(play.connector().read(manifest.NEW_SALES, None, None))
    assert isinstance(page, Page)
    assert page.exchange_id == play.exchanges[-1].id
    assert orders(page)[0].lines[0].fulfilment is Fulfilment.AWAITING_ACCEPTANCE


def test_a_sale_is_seen_through_all_its_states(play: Play) -> None:
    item, connector = play.item(), play.connector()

    def seen() -> Fulfilment:
        return orders(run(connector.read(manifest.CURRENT_SALES, None, None)))[0].lines[0].fulfilment

    assert run(connector.send(command(K.ACCEPT, item))) == Done(reference=item, words="Accepted")
    assert seen() is Fulfilment.TO_SHIP
    assert isinstance(run(connector.send(command(K.SHIP, item, **PARCEL))), Done)
    assert seen() is Fulfilment.SHIPPED


def test_preorders_awaiting_stock_are_a_resource_of_their_own(play: Play) -> None:
    item, connector = play.item(items=[{"sku": "COLLECTION-26"}]), play.connector()
    run(connector.send(command(K.ACCEPT, item)))
    found = orders(run(connector.read(manifest.PREORDERS, None, None)))
    assert found[0].lines[0].fulfilment is Fulfilment.AWAITING_STOCK


def test_pages_are_followed_by_cursor_with_the_same_filter(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decisions, "PAGE_SIZE", 2)
    for _ in range(5):
        play.item(accepted=True)
    connector, cursor, found = play.connector(), None, list[str]()
    since: datetime | None = play.sandbox.world.now() - timedelta(days=3)
    while True:
        page = run(connector.read(manifest.CURRENT_SALES, since, cursor))
        assert isinstance(page, Page)
        found += [one.reference for one in orders(page)]
        cursor, since = page.cursor, None  # the cursor holds the filter
        if cursor is None:
            break
    assert len(found) == len(set(found)) == 5


def test_the_to_do_list_and_one_item_become_attention_and_detail(play: Play) -> None:
    item, connector = play.item(shipped=True), play.connector()
    play.tell("claim", item=item)
    page = run(connector.read(manifest.TODO, None, None))
    assert isinstance(page, Page)
    causes = ("CLAIM", "UNREAD_MESSAGE_FROM_CUSTOMER_SERVICE")
    assert page.observations == (Attention(line_reference=item, causes=causes),)
    page = run(connector.inspect(item))
    assert isinstance(page, Page)
    detail = page.observations[0]
    assert isinstance(detail, LineDetail)
    actions = ("contactuseraboutitem", "contactusaboutitem", "cancelitem")
    assert (detail.dispute, detail.actions) == (Dispute.CLAIM_AMICABLE, actions)


def test_a_mended_answer_is_noted(play: Play) -> None:
    play.sale(items=[{"title": "D’olivier"}])
    play.tell("behaviour", low_byte_damage=True)
    page = run(play.connector().read(manifest.NEW_SALES, None, None))
    assert isinstance(page, Page)
    assert any("typography" in note for note in page.notes)


# -- failures of reading ------------------------------------------------------------------------------------

FAULTS: list[tuple[str, dict[str, Any], Any]] = [
    ("quota", {}, BusyReason.QUOTA),
    ("internal", {}, BusyReason.SERVER),
    ("status", {"status": 503}, BusyReason.SERVER),
    ("timeout_before", {}, BusyReason.NETWORK),
    ("deactivated", {}, "deactivated"),
    ("html", {}, Garbled),
    ("truncated", {}, Garbled),
]


@pytest.mark.parametrize(("fault", "fields", "expected"), FAULTS)
def test_each_failure_of_a_read_is_one_outcome(
    play: Play, fault: str, fields: dict[str, Any], expected: Any
) -> None:
    play.sale()
    play.sandbox.fault(fault, **fields)
    outcome = run(play.connector().read(manifest.NEW_SALES, None, None))
    if expected is Garbled:
        assert isinstance(outcome, Garbled)
        assert outcome.place
    elif isinstance(expected, BusyReason):
        assert isinstance(outcome, Busy)
        assert outcome.reason is expected
        assert (outcome.retry_after is not None) is (expected is BusyReason.QUOTA)
    else:
        assert isinstance(outcome, Unauthorised)
        assert outcome.code == expected


@pytest.mark.parametrize("wrong", [{"login": "nobody"}, {"token": "f" * 32}])
def test_bad_credentials_are_unauthorised_whatever_is_asked(play: Play, wrong: dict[str, str]) -> None:
    connector = play.connector(**wrong)
    for outcome in (
        run(connector.check()),
        run(connector.read(manifest.NEW_SALES, None, None)),
        run(connector.send(command(K.ACCEPT, "1"))),
        run(connector.look_up(command(K.ACCEPT, "1"))),
    ):
        assert isinstance(outcome, Unauthorised)
        assert outcome.code == "credentials"


def test_no_marketplace_at_the_address_is_busy_and_names_no_address() -> None:
    account = Account(endpoint="http://127.0.0.1:9", credentials={"login": "x", "token": "0123456789abcdef"})
    outcome = run(RakutenFrConnector(account, lambda _: None).send(command(K.ACCEPT, "1")))
    assert isinstance(outcome, Busy)
    assert outcome.reason is BusyReason.NETWORK
    assert "127.0.0.1" not in outcome.words


def test_inspecting_another_sellers_item_is_refused(play: Play) -> None:
    outcome = run(play.connector().inspect("123"))
    assert isinstance(outcome, Refused)
    assert outcome.code == "ParameterError"


# -- commands -----------------------------------------------------------------------------------------------


def test_the_country_the_parcel_leaves_from_is_the_accounts_or_the_commands(play: Play) -> None:
    items, connector = play.sale(items=[{"quantity": 2}]), play.connector()
    run(connector.send(command(K.ACCEPT, items[0])))
    run(connector.send(command(K.ACCEPT, items[1], ship_from="DE", import_country="FR")))
    told = [one.details["ship_from"] for one in play.sandbox.ledger.entries if one.effect == "accepted"]
    assert told == ["249", "276"]


def test_a_carrier_rakuten_does_not_list_goes_as_autre_with_the_address_we_know(play: Play) -> None:
    item = play.item(accepted=True)
    sent = command(K.SHIP, item, carrier="relais_colis", tracking_number="AB 12")
    assert isinstance(run(play.connector().send(sent)), Done)
    details = play.sandbox.ledger.entries[-1].details
    assert details["carrier"] == "Autre"
    assert details["url"] == "https://www.relaiscolis.com/suivi/?code=AB12"


def test_a_named_carrier_gets_its_address_as_well(play: Play) -> None:
    item = play.item(accepted=True)
    sent = command(K.SHIP, item, carrier="mondial_relay", tracking_number="12345678", postcode="59000")
    run(play.connector().send(sent))
    assert play.sandbox.ledger.entries[-1].details["url"].endswith("=12345678&codePostal=59000")


def test_what_the_hub_chose_is_sent_as_it_is(play: Play) -> None:
    item = play.item(accepted=True)
    chosen = {"carrier_label": "GLS", "tracking_url": "https://suivi.example.fr/1"}
    run(play.connector().send(command(K.SHIP, item, carrier="mine", tracking_number="1", **chosen)))
    details = play.sandbox.ledger.entries[-1].details
    assert (details["carrier"], details["url"]) == ("GLS", "https://suivi.example.fr/1")


LOCAL = [
    (K.SHIP, {"carrier": "colissimo"}, "local.tracking_number_missing"),
    (K.SHIP, {"carrier": "heppner", "tracking_number": "1"}, "local.tracking_url_missing"),
    (K.SHIP, {"carrier": "nobody", "tracking_number": "1"}, "local.tracking_url_missing"),
    (K.SHIP, {"carrier": "kiala", "tracking_number": "1"}, "local.tracking_url_missing"),
    (K.SHIP, {**PARCEL, "tracking_url": "suivi"}, "local.tracking_url_invalid"),
    (K.ACCEPT, {"ship_from": "XX"}, "local.unknown_country"),
    (K.MESSAGE_MARKETPLACE, {"text": " "}, "local.text_missing"),
    (K.MESSAGE_MARKETPLACE, {"text": "<b>x</b>"}, "local.text_markup"),
    (K.MESSAGE_BUYER, {}, "local.text_missing"),
    (K.MESSAGE_BUYER, {"text": "<b>x</b>"}, "local.text_markup"),
    (K.CANCEL, {}, "local.reason_missing"),
    (K.CANCEL, {"reason": "x" * 401}, "local.reason_too_long"),
    (K.CONFIRM_PREORDER, {"stock": "1"}, "local.advert_missing"),
    (K.CONFIRM_PREORDER, {"advert": "1"}, "local.stock_invalid"),
    (K.CONFIRM_PREORDER, {"advert": "1", "stock": "0"}, "local.stock_invalid"),
    (K.MARK_LOST, {}, "local.unsupported"),
]


@pytest.mark.parametrize(("kind", "details", "code"), LOCAL)
def test_what_rakuten_would_refuse_is_refused_here_before_any_call(
    play: Play, kind: CommandKind, details: dict[str, str], code: str
) -> None:
    outcome = run(play.connector().send(command(kind, "1", **details)))
    assert isinstance(outcome, Refused)
    assert outcome.code == code
    assert not play.exchanges


def test_items_are_commanded_one_by_one(play: Play) -> None:
    both = replace(command(K.ACCEPT, "1"), line_references=("1", "2"))
    assert run(play.connector().send(both)) == Refused(
        code="local.one_line", words="Rakuten takes one item at a time; make one command for each line."
    )


def test_what_rakuten_refuses_keeps_its_words(play: Play) -> None:
    item = play.item(accepted=True)
    assert run(play.connector().send(command(K.ACCEPT, item))) == Refused(
        code="ParameterError", words="The parameter 'itemid' is invalid."
    )


SENDS: list[tuple[CommandKind, dict[str, str], str]] = [
    (K.ACCEPT, {}, "accepted"),
    (K.REFUSE, {}, "refused"),
    (K.SHIP, PARCEL, "shipped"),
    (K.MESSAGE_MARKETPLACE, LETTER, "message_sent"),
    (K.MESSAGE_BUYER, LETTER, "buyer_written_to"),
    (K.CANCEL, {"reason": "Article cassé au stock, désolé."}, "cancelled"),
]
#: Every fault of the sandbox after which a caller cannot know.
LOSSES = [
    "status",
    "status_after",
    "timeout_before",
    "timeout_after",
    "drop_before",
    "drop_after",
    "truncated",
    "cut",
    "html",
    "doctype",
    "garbage",
    "internal",
]


def _ready(play: Play, kind: CommandKind) -> str:
    return play.item(accepted=kind not in {K.ACCEPT, K.REFUSE})


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize(("kind", "details", "effect"), SENDS)
def test_a_lost_answer_is_uncertain_and_the_look_up_finds_the_truth(
    play: Play, kind: CommandKind, details: dict[str, str], effect: str, loss: str
) -> None:
    item, connector = _ready(play, kind), play.connector()
    wanted = command(kind, item, **details)
    play.sandbox.fault(loss, count=1)
    outcome = run(connector.send(wanted))
    happened = effect in play.effects(item)
    assert isinstance(outcome, Uncertain)
    found = run(connector.look_up(wanted))
    assert isinstance(found, LookedUp)
    assert found.applied is (Applied.YES if happened else Applied.NO)
    if not happened:
        assert isinstance(run(connector.send(wanted)), Done)
    assert play.effects(item).count(effect) == 1


@pytest.mark.parametrize(("kind", "details", "effect"), SENDS)
def test_a_spent_quota_is_busy_and_nothing_was_done(
    play: Play, kind: CommandKind, details: dict[str, str], effect: str
) -> None:
    item = _ready(play, kind)
    play.sandbox.fault("quota", count=1)
    outcome = run(play.connector().send(command(kind, item, **details)))
    assert isinstance(outcome, Busy)
    assert outcome.retry_after is not None
    assert effect not in play.effects(item)


# -- look-ups -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [K.ACCEPT, K.SHIP])
def test_looking_up_in_the_lists_marks_nothing_as_read(play: Play, kind: CommandKind) -> None:
    item = play.item(shipped=True)
    play.tell("message", item=item, text="Bonjour")
    found = run(play.connector().look_up(command(kind, item, **PARCEL)))
    assert isinstance(found, LookedUp)
    assert found.applied is Applied.YES
    assert "marked_read" not in play.effects(item)


@pytest.mark.parametrize(("kind", "applied"), [(K.ACCEPT, Applied.YES), (K.REFUSE, Applied.NO)])
def test_a_closed_item_was_accepted_and_not_refused(play: Play, kind: CommandKind, applied: Applied) -> None:
    item = play.item(shipped=True)
    play.tell("receipt", item=item)
    found = run(play.connector().look_up(command(kind, item)))
    assert isinstance(found, LookedUp)
    assert found.applied is applied


def test_an_item_cancelled_meanwhile_was_not_refused_and_nobody_knows_whether_it_was_accepted(
    play: Play,
) -> None:
    """A buyer may cancel right after the acceptance whose answer was lost: both look the same afterwards."""
    item = play.item()
    play.tell("cancel", item=item)
    for kind, told in ((K.ACCEPT, Applied.CANNOT_TELL), (K.REFUSE, Applied.NO)):
        found = run(play.connector().look_up(command(kind, item)))
        assert isinstance(found, LookedUp)
        assert found.applied is told


def test_a_preorder_that_waits_for_stock_was_accepted(play: Play) -> None:
    item = play.item(accepted=True, items=[{"sku": "COLLECTION-26"}])
    found = run(play.connector().look_up(command(K.ACCEPT, item)))
    assert isinstance(found, LookedUp)
    assert found.applied is Applied.YES


def test_an_older_mail_of_the_same_words_is_not_taken_for_this_one(play: Play) -> None:
    item, connector = play.item(accepted=True), play.connector()
    run(connector.send(command(K.MESSAGE_MARKETPLACE, item, **LETTER)))
    play.pass_time(hours=2)
    queued = play.sandbox.world.now().isoformat()
    found = run(connector.look_up(command(K.MESSAGE_MARKETPLACE, item, queued_at=queued, **LETTER)))
    assert isinstance(found, LookedUp)
    assert found.applied is Applied.NO


def test_a_kind_that_cannot_be_read_back_says_so(play: Play) -> None:
    found = run(play.connector().look_up(command(K.MARK_LOST, "1")))
    assert isinstance(found, LookedUp)
    assert found.applied is Applied.CANNOT_TELL


STOCK = {"advert": "880000061", "stock": "1"}


def test_preorders_are_confirmed_by_advert_and_one_that_still_waits_tells_nothing(play: Play) -> None:
    """The oldest goes first, so a line that waits may only have stood behind another."""
    older, newer = (play.item(accepted=True, items=[{"sku": "COLLECTION-26"}]) for _ in range(2))
    connector = play.connector()
    outcome = run(connector.send(command(K.CONFIRM_PREORDER, newer, **STOCK)))
    assert outcome == Done(reference="880000061", words="OK : 1 remaining item(s)")
    found = [run(connector.look_up(command(K.CONFIRM_PREORDER, one, **STOCK))) for one in (older, newer)]
    assert [one.applied for one in found if isinstance(one, LookedUp)] == [Applied.YES, Applied.CANNOT_TELL]


def test_a_mail_to_customer_service_is_not_taken_for_a_message_to_the_buyer(play: Play) -> None:
    item, connector = play.item(accepted=True), play.connector()
    run(connector.send(command(K.MESSAGE_MARKETPLACE, item, **LETTER)))
    for kind, applied in ((K.MESSAGE_MARKETPLACE, Applied.YES), (K.MESSAGE_BUYER, Applied.NO)):
        found = run(connector.look_up(command(kind, item, **LETTER)))
        assert isinstance(found, LookedUp)
        assert found.applied is applied


def test_the_search_is_narrowed_to_the_day_of_the_order(play: Play) -> None:
    item = play.item(shipped=True)
    placed = play.sandbox.world.now().isoformat()
    run(play.connector().look_up(command(K.SHIP, item, placed_at=placed, **PARCEL)))
    assert "purchasedate=2031-05-06" in play.exchanges[-1].url


def test_every_exchange_of_every_call_is_recorded_in_order(play: Play) -> None:
    item, connector = play.item(accepted=True), play.connector()
    before = len(play.exchanges)
    run(connector.check())
    run(connector.look_up(command(K.SHIP, item, **PARCEL)))
    services = [one.service for one in play.exchanges[before:]]
    assert services == ["getitemtodolist", "getavailableshippingtypes", "getcurrentsales"]
