"""The contract with the hub: every failure of the pretend Spartoo ends in one clear outcome."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest

from forain.connect.contract import Account, Applied, Checked, Connector, LookedUp, Page
from forain.connect.outcomes import (
    Busy,
    BusyReason,
    Done,
    Garbled,
    Refused,
    SendOutcome,
    Unauthorised,
    Uncertain,
)
from forain.connect.registry import marketplace
from forain.marketplaces.spartoo import returning
from forain.marketplaces.spartoo.connector import MOVES, SpartooConnector
from forain.marketplaces.spartoo.tests.support import Play, Scripted
from forain.trade.commands import LEADS_TO, Command, CommandKind
from forain.trade.lifecycle import Fulfilment
from forain.trade.order import Order
from forain.trade.returns import Return

T = TypeVar("T")
K = CommandKind
ORDERS, CHANGE = "xml_export_orders", "xml_maj_orders"


def run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


def command(kind: CommandKind, order: str, **details: str) -> Command:
    if kind is K.SHIP:
        details.setdefault("tracking_number", "ZX000111222FR")
    return Command(kind=kind, order_reference=order, details=details)


def send(play: Play, kind: CommandKind, order: str, **details: str) -> SendOutcome:
    return run(play.connector().send(command(kind, order, **details)))


def scripted(kind: CommandKind, codes: list[int], statut: int) -> SendOutcome:
    """Send to a server that answers changes with these codes and shows the order in this status."""
    account = Account(endpoint="http://test.invalid", credentials={"partenaire": "0A1B2C3D4E5F6071"})
    connector = SpartooConnector(account, lambda _: None, Scripted(codes, statut))
    return run(connector.send(command(kind, "X")))


def look_up(play: Play, kind: CommandKind, order: str) -> LookedUp:
    found = run(play.connector().look_up(command(kind, order)))
    assert isinstance(found, LookedUp)
    return found


def effects(play: Play, order: str) -> list[str]:
    return [one.effect for one in play.sandbox.ledger.entries if one.target == order and one.by == "seller"]


# Reading ---------------------------------------------------------------------------------------------------------


def test_the_check_tells_site_and_currency(play: Play) -> None:
    connector: Connector = play.connector(site="cz")
    assert run(connector.check()) == Checked(facts={"site": "cz", "currency": "CZK"})


def test_orders_come_with_the_exchange_that_proves_them(play: Play) -> None:
    order = play.order()
    page = run(play.connector().read("orders", datetime(2031, 5, 1, tzinfo=UTC), None))
    assert isinstance(page, Page)
    (found,) = page.observations
    assert isinstance(found, Order)
    assert found.reference == order
    assert page.cursor is None
    assert page.exchange_id == play.exchanges[-1].id


def test_the_window_is_what_the_hub_asks(play: Play) -> None:
    play.order()
    page = run(play.connector().read("orders", datetime(2031, 5, 9, 12, 0, 1, tzinfo=UTC), None))
    assert isinstance(page, Page)
    assert page.observations == ()


def test_returns_come_too(play: Play) -> None:
    order = play.order()
    for kind in (K.ACCEPT, K.SHIP):
        send(play, kind, order)
    case = play.return_(order)
    page = run(play.connector().read("returns", datetime(2031, 5, 1, tzinfo=UTC), None))
    assert isinstance(page, Page)
    (found,) = page.observations
    assert isinstance(found, Return)
    assert (found.reference, found.order_reference) == (case, order)


def test_one_order_can_be_inspected(play: Play) -> None:
    order = play.order()
    page = run(play.connector().inspect(order))
    assert isinstance(page, Page)
    assert [one.reference for one in page.observations if isinstance(one, Order)] == [order]
    unknown = run(play.connector().inspect("NOPE"))
    assert isinstance(unknown, Page)
    assert unknown.observations == ()


# Sending ---------------------------------------------------------------------------------------------------------


def test_an_order_goes_the_whole_way(play: Play) -> None:
    """11, 2, 3, 45, 41: each confirmed, each seen, each once in the ledger."""
    order = play.order()
    for kind in (K.ACCEPT, K.SHIP, K.MARK_LOST, K.CANCEL):
        assert isinstance(send(play, kind, order), Done)
        assert look_up(play, kind, order).applied is Applied.YES
    assert effects(play, order) == ["accepted", "shipped", "lost", "cancelled"]


@pytest.mark.parametrize(
    ("way", "kind", "status"),
    [
        ((), K.ACCEPT, 2),
        ((), K.REFUSE, 41),
        ((K.ACCEPT,), K.CANCEL, 41),
        ((K.ACCEPT, K.SHIP), K.MARK_UNDELIVERABLE, 47),
    ],
)
def test_each_command_reaches_its_status(play: Play, way: tuple[K, ...], kind: K, status: int) -> None:
    order = play.order()
    for step in way:
        send(play, step, order)
    assert look_up(play, kind, order).applied is Applied.NO
    assert isinstance(send(play, kind, order), Done)
    assert play.status(order) == status


def test_a_shipment_of_an_unaccepted_order_accepts_first(play: Play) -> None:
    order = play.order()
    assert isinstance(send(play, K.SHIP, order), Done)
    assert effects(play, order) == ["accepted", "shipped"]
    assert play.seen(order)["tracking"] == "ZX000111222FR"


def test_the_two_steps_are_told_apart_when_the_second_fails(play: Play) -> None:
    """The quota is spent after the acceptance: the words say that the order is accepted and not shipped."""
    order = play.order()
    play.sandbox.control("rules", calls_per_hour=2)
    outcome = send(play, K.SHIP, order)
    assert isinstance(outcome, Busy)
    assert outcome.reason is BusyReason.QUOTA
    assert outcome.words.startswith("The order is accepted (2), its shipment is not confirmed.")
    assert effects(play, order) == ["accepted"]
    play.later(hours=2)
    assert isinstance(send(play, K.SHIP, order), Done)


def test_the_two_steps_are_told_apart_when_the_first_is_uncertain(play: Play) -> None:
    order = play.order()
    connector = play.connector()

    async def script() -> SendOutcome:
        play.sandbox.control("rules", calls_per_hour=60)
        return await connector.send(command(K.SHIP, order))

    play.sandbox.fault("timeout_after", service=CHANGE, probability=1.0, count=1)
    outcome = run(script())
    assert isinstance(outcome, Uncertain)
    assert look_up(play, K.SHIP, order).applied is Applied.NO


def test_a_shipment_without_number_is_refused_before_any_call(play: Play) -> None:
    order = play.order()
    outcome = send(play, K.SHIP, order, tracking_number="  ")
    assert isinstance(outcome, Refused)
    assert outcome.code == "local.tracking_number"
    assert play.exchanges == []


def test_what_spartoo_cannot_do_is_refused_before_any_call(play: Play) -> None:
    outcome = send(play, K.MESSAGE_BUYER, "X")
    assert isinstance(outcome, Refused)
    assert outcome.code == "local.unsupported"
    assert play.exchanges == []


@pytest.mark.parametrize(
    ("way", "kind"),
    [
        ((), K.MARK_LOST),
        ((K.ACCEPT,), K.MARK_UNDELIVERABLE),
        ((K.REFUSE,), K.ACCEPT),
        ((K.REFUSE,), K.SHIP),
        ((K.ACCEPT, K.SHIP), K.CANCEL),
    ],
)
def test_a_wrong_transition_is_refused_and_says_where_the_order_is(
    play: Play, way: tuple[K, ...], kind: K
) -> None:
    order = play.order()
    for step in way:
        send(play, step, order)
    before = effects(play, order)
    outcome = send(play, kind, order)
    assert isinstance(outcome, Refused)
    assert outcome.code == "-7"
    assert f"status {play.status(order)} " in outcome.words
    assert effects(play, order) == before


@pytest.mark.parametrize("kind", [K.ACCEPT, K.SHIP, K.REFUSE])
def test_a_repeated_command_is_done_already(play: Play, kind: K) -> None:
    order = play.order()
    if kind is K.SHIP:
        send(play, K.ACCEPT, order)
    send(play, kind, order)
    again = send(play, kind, order)
    assert isinstance(again, Done)
    assert again.already
    assert play.sandbox.ledger.repeated() == {}


def test_already_is_believed_only_when_it_is_seen(play: Play) -> None:
    """-9 with the order unreadable is uncertain, not done."""
    order = play.order()
    send(play, K.ACCEPT, order)
    play.sandbox.fault("timeout_before", service=ORDERS)
    assert isinstance(send(play, K.ACCEPT, order), Uncertain)


@pytest.mark.parametrize("code", [-7, -8, -99])
@pytest.mark.parametrize(("statut", "already"), [(2, True), (41, False), (11, False)])
def test_a_code_nobody_knows_is_settled_by_looking(code: int, statut: int, already: bool) -> None:
    """The error table of this service is inferred: whatever is said, the order's own status decides."""
    outcome = scripted(K.ACCEPT, [code], statut)
    if already:
        assert outcome == Done(reference="X", already=True)
    else:
        assert isinstance(outcome, Refused)
        assert outcome.code == str(code)
        assert f"status {statut} " in outcome.words


def test_already_with_another_status_is_refused() -> None:
    """-9 said, 41 seen: the two disagree, so a person has to look."""
    outcome = scripted(K.ACCEPT, [-9], 41)
    assert isinstance(outcome, Refused)
    assert outcome.code == "-9"
    assert "status 41" in outcome.words


def test_an_acceptance_by_somebody_else_does_not_stop_the_shipment() -> None:
    """Not possible from 11, and accepted by another hand in between: the shipment decides."""
    assert isinstance(scripted(K.SHIP, [-7, -9, 1], 11), Done)


def test_an_unknown_order_is_refused(play: Play) -> None:
    outcome = send(play, K.ACCEPT, "NOPE")
    assert isinstance(outcome, Refused)
    assert outcome.code == "-6"
    assert look_up(play, K.ACCEPT, "NOPE").applied is Applied.CANNOT_TELL


@pytest.mark.parametrize(
    "kind", ["timeout_after", "drop_after", "status_after", "truncated", "cut", "garbage", "wrong_charset"]
)
def test_an_effect_with_a_lost_answer_is_looked_up(play: Play, kind: str) -> None:
    """Shipped, answer lost: uncertain, never sent again by us, found by the look-up."""
    order = play.order()
    send(play, K.ACCEPT, order)
    play.sandbox.fault(kind, service=CHANGE)
    outcome = send(play, K.SHIP, order)
    assert isinstance(outcome, Uncertain)
    play.sandbox.engine.faults.clear()
    assert look_up(play, K.SHIP, order).applied is Applied.YES
    assert effects(play, order) == ["accepted", "shipped"]


@pytest.mark.parametrize("kind", ["timeout_before", "drop_before", "status", "html", "internal"])
def test_no_effect_with_a_lost_answer_is_looked_up(play: Play, kind: str) -> None:
    order = play.order()
    play.sandbox.fault(kind, service=CHANGE)
    assert isinstance(send(play, K.ACCEPT, order), Uncertain)
    play.sandbox.engine.faults.clear()
    assert look_up(play, K.ACCEPT, order).applied is Applied.NO
    assert isinstance(send(play, K.ACCEPT, order), Done)


def test_an_unreachable_marketplace_is_busy_for_everything() -> None:
    """Nothing listens there: certain that nothing arrived."""
    account = Account(endpoint="http://127.0.0.1:9", credentials={"partenaire": "0A1B2C3D4E5F6071"})
    connector = marketplace("spartoo").connect(account, lambda _: None)

    async def script() -> tuple[object, ...]:
        return (
            await connector.check(),
            await connector.read("orders", None, None),
            await connector.send(command(K.ACCEPT, "X")),
            await connector.look_up(command(K.ACCEPT, "X")),
        )

    for outcome in run(script()):
        assert isinstance(outcome, Busy)
        assert outcome.reason is BusyReason.NETWORK


# Trouble ---------------------------------------------------------------------------------------------------------


def test_trouble_is_the_same_for_reading_and_sending(play: Play) -> None:
    order = play.order()

    def outcomes(partner: str = "") -> list[Any]:
        connector = play.connector(partner)

        async def script() -> list[Any]:
            return [
                await connector.check(),
                await connector.read("orders", None, None),
                await connector.read("returns", None, None),
                await connector.inspect(order),
                await connector.send(command(K.ACCEPT, order)),
                await connector.look_up(command(K.ACCEPT, order)),
            ]

        return run(script())

    for one in outcomes("0123456789ABCDEF"):
        assert (type(one), one.code) == (Unauthorised, "credentials")
    play.sandbox.control("account", active=False)
    for one in outcomes():
        assert (type(one), one.code) == (Unauthorised, "deactivated")
    play.sandbox.control("account", active=True)
    play.sandbox.control("rules", calls_per_hour=0)
    for one in outcomes():
        assert (type(one), one.reason, one.retry_after) == (Busy, BusyReason.QUOTA, timedelta(minutes=10))
    assert play.status(order) == 11


def test_an_empty_partner_is_told_by_validation_not_by_a_call() -> None:
    found = marketplace("spartoo").validate({"partenaire": "  "})
    assert [(one.field, one.code) for one in found] == [("partenaire", "missing")]


@pytest.mark.parametrize("kind", ["html", "truncated", "garbage", "doctype"])
def test_an_unreadable_read_is_garbled(play: Play, kind: str) -> None:
    play.order()
    play.sandbox.fault(kind, service=ORDERS)
    outcome = run(play.connector().read("orders", datetime(2031, 5, 1, tzinfo=UTC), None))
    assert isinstance(outcome, Garbled)
    assert outcome.words


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("status", BusyReason.SERVER),
        ("internal", BusyReason.SERVER),
        ("drop_after", BusyReason.NETWORK),
        ("timeout_before", BusyReason.NETWORK),
    ],
)
def test_a_read_without_answer_is_busy(play: Play, kind: str, reason: BusyReason) -> None:
    play.sandbox.fault(kind, service=ORDERS)
    outcome = run(play.connector().check())
    assert isinstance(outcome, Busy)
    assert outcome.reason is reason


@pytest.mark.parametrize(("kind", "code"), [("deactivated", "deactivated"), ("quota", "")])
def test_injected_refusals_speak_the_services_own_form(play: Play, kind: str, code: str) -> None:
    play.sandbox.fault(kind, account="partner-1")
    outcome = run(play.connector().check())
    assert isinstance(outcome, Unauthorised) if code else isinstance(outcome, Busy)


# What the room says of itself ------------------------------------------------------------------------------------


def test_the_room_is_found_and_offers_what_it_can_do() -> None:
    found = marketplace("spartoo")
    offered = {one.kind: one.scope for one in found.manifest.capabilities}
    assert offered == dict.fromkeys(MOVES, "order") | dict.fromkeys(returning.KINDS, "return")
    assert set(offered) | set(found.manifest.cannot) == set(CommandKind)
    assert not set(offered) & set(found.manifest.cannot)
    assert found.manifest.secret_fields == ("partenaire",)
    assert found.manifest.calls_per_hour == 60
    assert found.carrier_label("colissimo") == ("colissimo", False)
    labels = [one.label for one in found.manifest.credentials] + [
        one.label for one in found.manifest.resources
    ]
    assert all(set(one) == {"en", "fr"} for one in labels)
    for clock in found.manifest.clocks:
        assert set(clock.basis) == {"en", "fr"}


def test_a_command_leads_where_the_hub_expects_to_see_it() -> None:
    """The status a command asks for maps to a state in which the hub calls it seen."""
    from forain.marketplaces.spartoo.mapping import FULFILMENT

    for kind, move in MOVES.items():
        assert FULFILMENT[move.target] in LEADS_TO[kind] | {Fulfilment.CANCELLED}


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ({"partenaire": "0A1B2C3D4E5F6071"}, []),
        ({"partenaire": "0A1B2C3D4E5F6071", "site": "co.uk"}, []),
        ({"partenaire": "not-hexadecimal-at-all"}, []),
        ({}, ["missing"]),
        ({"partenaire": "me@shop.test"}, ["email"]),
        ({"partenaire": "0A1B 2C3D"}, ["blanks"]),
        ({"partenaire": "0A1B"}, ["too_short"]),
        ({"partenaire": "0A1B2C3D4E5F6071", "site": "https://sws.spartoo.cz"}, ["not_a_suffix"]),
        ({"partenaire": "", "site": "www.spartoo.cz"}, ["missing", "not_a_suffix"]),
    ],
)
def test_slips_are_found_before_any_call(typed: dict[str, str], problems: list[str]) -> None:
    found = marketplace("spartoo").validate(typed)
    assert [one.code for one in found] == problems
    assert all(set(one.words) == {"en", "fr"} for one in found)


def test_a_site_can_be_told_by_the_address() -> None:
    from forain.marketplaces.spartoo.connector import _address

    def site(endpoint: str, **credentials: str) -> tuple[str, str]:
        replaced, found = _address(Account(endpoint=endpoint, credentials=credentials))
        return replaced, found.suffix

    assert site("https://sws.spartoo.com") == ("", "com")
    assert site("https://sws.spartoo.com", site="cz") == ("", "cz")
    assert site("https://sws.spartoo.cz/") == ("https://sws.spartoo.cz", "cz")
    assert site("http://127.0.0.1:8801") == ("http://127.0.0.1:8801", "com")
    assert site("http://127.0.0.1:8801", site="cz") == ("http://127.0.0.1:8801", "cz")
