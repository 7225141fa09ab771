"""Returns commanded through the contract: decided, labelled, refused before sending, looked up after a lost answer."""

from __future__ import annotations

import asyncio

import pytest

from forain.connect.contract import Applied, LookedUp
from forain.connect.outcomes import Done, Refused, SendOutcome, Uncertain
from forain.marketplaces.spartoo.client import SpartooClient
from forain.marketplaces.spartoo.manifest import MANIFEST
from forain.marketplaces.spartoo.tests.support import Play
from forain.trade.commands import Command, CommandKind

DECIDE, LABEL = CommandKind.RETURN_DECIDE, CommandKind.RETURN_LABEL
LINK = "https://labels.example.test/1.pdf"


@pytest.fixture
def case(play: Play, client: SpartooClient) -> str:
    return _opened(play, client)


def _opened(play: Play, client: SpartooClient, *, waits: bool = False) -> str:
    order = play.order()
    client.maj_orders(order, 2)
    client.maj_orders(order, 3)
    return play.return_(order, seller_label=waits)


def _command(kind: CommandKind, **details: str) -> Command:
    return Command(kind=kind, order_reference="X", details=details)


def _send(play: Play, kind: CommandKind, **details: str) -> SendOutcome:
    return asyncio.run(play.connector().send(_command(kind, **details)))


def _status(play: Play, case: str) -> int:
    found: int = play.sandbox.stages["spartoo"].objects("returns")[case]["status"]
    return found


@pytest.mark.parametrize(("decision", "status"), [("accept", 4), ("refuse", 3)])
def test_a_return_is_decided_and_the_second_time_is_done_already(
    play: Play, case: str, decision: str, status: int
) -> None:
    first = _send(play, DECIDE, return_reference=case, decision=decision)
    assert isinstance(first, Done)
    assert (first.already, _status(play, case)) == (False, status)
    again = _send(play, DECIDE, return_reference=case, decision=decision)
    assert isinstance(again, Done)
    assert again.already


def test_a_decision_that_is_too_late_tells_where_the_return_is(play: Play, case: str) -> None:
    _send(play, DECIDE, return_reference=case, decision="accept")
    late = _send(play, DECIDE, return_reference=case, decision="refuse")
    assert isinstance(late, Refused)
    assert "status 4 (Colis reçu, retour accepté)" in late.words


def test_a_label_moves_a_return_that_waits_for_it(play: Play, client: SpartooClient) -> None:
    case = _opened(play, client, waits=True)
    assert isinstance(_send(play, LABEL, return_reference=case, label_link=LINK), Done)
    assert _status(play, case) == 2
    again = _send(play, LABEL, return_reference=case, label_link=LINK)
    assert isinstance(again, Done)
    assert again.already


@pytest.mark.parametrize(
    ("kind", "details"),
    [
        (DECIDE, {"decision": "accept"}),
        (DECIDE, {"return_reference": "X"}),
        (DECIDE, {"return_reference": "X", "decision": "perhaps"}),
        (LABEL, {"return_reference": "X"}),
    ],
)
def test_what_lacks_something_is_refused_before_any_call(
    play: Play, kind: CommandKind, details: dict[str, str]
) -> None:
    outcome = _send(play, kind, **details)
    assert isinstance(outcome, Refused)
    assert outcome.code.startswith("local.")
    assert play.exchanges == []


@pytest.mark.parametrize(("fault", "applied"), [("drop_after", Applied.YES), ("timeout_before", Applied.NO)])
def test_a_lost_answer_is_looked_up(play: Play, case: str, fault: str, applied: Applied) -> None:
    play.sandbox.fault(fault, service="xml_maj_returns", count=1)
    wish = _command(DECIDE, return_reference=case, decision="accept")
    assert isinstance(asyncio.run(play.connector().send(wish)), Uncertain)
    found = asyncio.run(play.connector().look_up(wish))
    assert isinstance(found, LookedUp)
    assert found.applied is applied


def test_a_label_can_only_be_seen_not_to_have_come(play: Play, client: SpartooClient) -> None:
    """No export tells a label, so in 2 nobody can know whose it is: a file is a person's to judge, and a link may be
    sent again, since Spartoo answers the one it has with -25."""
    case = _opened(play, client, waits=True)
    link = _command(LABEL, return_reference=case, label_link=LINK)
    file = _command(LABEL, return_reference=case)
    assert _applied(play, link) is Applied.NO
    assert _applied(play, file) is Applied.NO
    client.maj_returns(case, label_link=LINK)
    assert _applied(play, link) is Applied.NO
    assert _applied(play, file) is Applied.CANNOT_TELL


def _applied(play: Play, command: Command) -> Applied:
    found = asyncio.run(play.connector().look_up(command))
    assert isinstance(found, LookedUp)
    return found.applied


def test_the_hub_is_offered_both() -> None:
    for kind in (DECIDE, LABEL):
        offered = MANIFEST.capability(kind)
        assert offered is not None
        assert offered.scope == "return"
