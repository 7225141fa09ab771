"""Walkthrough 7: a claim on Thursday evening before a public holiday, over REST and in the terminal.

Both clocks, the sandbox's and the hub's, stand still at 18:40 in Paris on Thursday, 30 April 2026; Friday is the first
of May.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from forain.cli.exits import Exit
from forain.cli.tests.conftest import Forain, reading  # noqa: F401  a fixture
from forain.hub.api.tests.world import Api, caller
from forain.hub.inbox.models import Todo
from forain.hub.kit.clock import held_at
from forain.hub.orders.models import Line, Stand
from forain.hub.outbox.models import Command, State
from forain.hub.workspaces.models import Workspace
from forain.sandbox.inprocess import Sandbox
from tests.conftest import Playground

THURSDAY = datetime(2026, 4, 30, 16, 40, tzinfo=UTC)
#: Monday, Tuesday, Wednesday, at the same hour.
DUE = datetime(2026, 5, 6, 16, 40, tzinfo=UTC)
TO_BUYER = "Bonjour, nous sommes désolés. Un nouveau vase part lundi ; gardez celui-ci."
TO_RAKUTEN = "Bonjour, un nouvel article part lundi, l'acheteur est prévenu."


class Evening(Playground):
    """The playground with both clocks in our hands."""

    def __init__(self, sandbox: Sandbox, url: str, workspace: Workspace, stack: ExitStack) -> None:
        self.stack = stack
        self.to(THURSDAY)
        super().__init__(sandbox, url, workspace)
        self.sync()
        lines = Line.objects.filter(connection=self.rakuten, fulfilment=Stand.SHIPPED, dispute="none")
        self.line, self.other = lines.order_by("-order__placed_at")[:2]

    def to(self, moment: datetime) -> None:
        self.stack.enter_context(held_at(moment))
        sandbox = getattr(self, "sandbox", None)
        if sandbox is not None:
            with sandbox.engine.lock:
                sandbox.world.clock.set(moment)
                sandbox.engine.pass_time()

    def claim(self) -> None:
        self.sandbox.control("claim", item=self.line.reference, type="DAMAGED", comment="Le vase est ébréché")
        self.sync()

    def letters(self) -> list[tuple[str, str]]:
        """What we wrote, as the ledger knows it."""
        kinds = ("buyer_written_to", "message_sent")
        return [(one.effect, one.target) for one in self.sandbox.ledger.entries if one.effect in kinds]

    def effects_on(self, item: str) -> list[str]:
        return [one.effect for one in self.sandbox.ledger.entries if one.target == item]

    def come_round(self) -> None:
        """Look up what is uncertain: its time has come."""
        Command.objects.exclude(state=State.CONFIRMED).update(next_at=THURSDAY - timedelta(days=1))
        self.drain()


@pytest.fixture
def evening(workspace: Workspace) -> Iterator[Evening]:
    sandbox = Sandbox(seed=7, frozen=True, start=THURSDAY)
    with ExitStack() as stack, sandbox.listen() as url:
        yield Evening(sandbox, url, workspace, stack)


@pytest.fixture
def api(evening: Evening) -> Api:
    found = caller(evening.workspace)
    found.headers["Accept-Language"] = "fr"
    return found


def _thread(api: Api, evening: Evening, partner: str) -> dict[str, Any]:
    answer = api.post("/threads", {"line": str(evening.line.pk), "partner": partner})
    assert answer.status == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


def test_the_claim_is_at_the_top_with_its_deadline_and_basis(api: Api, evening: Evening) -> None:
    """To the hour: Friday is a holiday, then the weekend; and Rakuten takes over at that hour, not before."""
    evening.claim()
    listed = api.get("/todos", {"limit": 200}).json["items"]
    place = next(n for n, one in enumerate(listed) if one["subject"] == evening.line.reference)
    todo = listed[place]
    assert (todo["kind"], todo["severity"]) == ("claim", "urgent")
    assert datetime.fromisoformat(todo["due_at"]) == DUE
    assert "3 jours ouvrés" in todo["due_basis"]
    above = listed[:place]
    assert all(one["severity"] == "urgent" for one in above)
    assert all((one["due_at"] or one["opened_at"]) <= todo["due_at"] for one in above)
    assert any(one["kind"] == "accept" for one in listed[place:]), "sales wait below it"
    claim = api.get(f"/claims/{todo['claim_id']}").json
    assert (claim["kind"], claim["phase"], claim["comment"]) == (
        "DAMAGED",
        "amicable",
        "Le vase est ébréché",
    )
    assert datetime.fromisoformat(claim["due_at"]) == DUE
    assert (claim["certainty"], claim["due_basis"]) == ("observed", todo["due_basis"])
    evening.to(DUE - timedelta(minutes=1))
    assert evening.effects_on(evening.line.reference).count("claim_escalated") == 0
    evening.to(DUE + timedelta(minutes=1))
    assert evening.effects_on(evening.line.reference).count("claim_escalated") == 1
    evening.sync()
    assert api.get(f"/claims/{todo['claim_id']}").json["phase"] == "escalated"
    answers = api.get(f"/lines/{evening.line.pk}/contact").json["items"]
    assert [(one["partner"], one["allowed"]) for one in answers] == [("buyer", False), ("marketplace", True)]
    assert "phase amiable" in answers[0]["rule"]


def test_the_buyer_is_answered_once_and_markup_is_caught_before(api: Api, evening: Evening) -> None:
    evening.claim()
    thread = _thread(api, evening, "buyer")
    assert (thread["contact"]["allowed"], thread["contact"]["certainty"]) == (True, "documented")
    assert datetime.fromisoformat(thread["contact"]["until"]) == DUE
    path = f"/threads/{thread['id']}"
    marked = "Bonjour, <b>désolés</b> !"
    shown = api.post(f"{path}/check", {"text": marked}).json
    assert not shown["sendable"]
    first = shown["findings"][0]
    assert (first["code"], marked[first["start"] : first["end"]]) == ("text_markup", "<b>")
    refused = api.post(f"{path}/reply", {"text": marked})
    assert (refused.status, refused.code) == (422, "text_refused")
    assert refused.json["facts"]["findings"][0]["excerpt"] == "<b>"
    assert evening.letters() == []
    asked = [api.post(f"{path}/reply", {"text": TO_BUYER}) for _ in range(3)]
    assert {one.status for one in asked} == {202}
    assert len({one.json["commands"][0]["id"] for one in asked}) == 1
    evening.drain()
    evening.sync()
    command = api.get(f"/commands/{asked[0].json['commands'][0]['id']}").json
    assert (command["state"], bool(command["seen_at"])) == ("confirmed", True)
    found = api.get(path).json
    assert [(one["author"], one["text"]) for one in found["messages"]][-1] == ("seller", TO_BUYER)
    assert found["on_their_way"] == []
    assert evening.letters() == [("buyer_written_to", evening.line.reference)]


def test_rakuten_is_answered_on_the_parent_mail_once_though_the_answer_is_lost(
    api: Api, evening: Evening
) -> None:
    """Customer service wrote when the claim was opened; our answer names that mail, and a lost answer is looked up."""
    evening.claim()
    thread = _thread(api, evening, "marketplace")
    [mail] = [one for one in thread["messages"] if one["author"] == "marketplace"]
    evening.sandbox.fault("drop_after", service="contactusaboutitem", count=1)
    answer = api.post(f"/threads/{thread['id']}/reply", {"text": TO_RAKUTEN, "parent": mail["reference"]})
    assert answer.status == 202
    evening.drain()
    key = answer.json["commands"][0]["id"]
    assert api.get(f"/commands/{key}").json["state"] == "unknown"
    evening.come_round()
    evening.sync()
    command = api.get(f"/commands/{key}").json
    assert (command["state"], command["attempts"], bool(command["seen_at"])) == ("confirmed", 1, True)
    assert evening.letters() == [("message_sent", evening.line.reference)]
    [entry] = [one for one in evening.sandbox.ledger.entries if one.effect == "message_sent"]
    assert entry.details["parent"] == mail["reference"]
    assert not Todo.objects.filter(
        line_id=evening.line.pk, kind="marketplace_message", resolved_at=None
    ).exists()
    wrong = api.post(f"/threads/{thread['id']}/reply", {"text": "Suite", "parent": "1"})
    assert (wrong.status, wrong.code) == (422, "unknown_parent")


def test_a_closed_window_explains_itself(api: Api, evening: Evening) -> None:
    """43 days after the order the buyer, 73 days after it Rakuten cannot be written to; nothing is sent."""
    placed = evening.other.order.placed_at
    path = f"/lines/{evening.other.pk}/contact"
    evening.to(placed + timedelta(days=43))
    buyer, rakuten = api.get(path).json["items"]
    assert (buyer["allowed"], buyer["code"], buyer["certainty"]) == (False, "contact_closed", "documented")
    assert datetime.fromisoformat(buyer["until"]) == placed + timedelta(days=42)
    assert "42 jours après la commande" in buyer["rule"]
    assert "s’est terminé le" in buyer["reason"]
    assert rakuten["allowed"]
    thread = api.post("/threads", {"line": str(evening.other.pk), "partner": "buyer"}).json
    refused = api.post(f"/threads/{thread['id']}/reply", {"text": TO_BUYER})
    assert (refused.status, refused.code) == (409, "contact_closed")
    assert refused.json["facts"]["rule"] == buyer["rule"]
    evening.to(placed + timedelta(days=73))
    assert [one["allowed"] for one in api.get(path).json["items"]] == [False, False]
    assert evening.letters() == []
    assert not Command.objects.exists()


def test_the_same_in_the_terminal(evening: Evening, reading: Forain) -> None:  # noqa: F811  the fixture
    evening.claim()
    listed = reading("inbox", "list", "--kind", "claim", "--json").json["items"]
    todo = next(one for one in listed if one["subject"] == evening.line.reference)
    assert datetime.fromisoformat(todo["due_at"]) == DUE
    shown = reading("claims", "show", todo["claim_id"])
    assert "06/05/2026 " in shown.out
    assert "3 working days" in shown.out
    where = ("--line", evening.line.reference, "--with", "buyer")
    refused = reading("threads", "reply", *where, "--text", "<b>Bonjour</b>")
    assert refused.code == Exit.REFUSED
    assert "<b>" in refused.err
    tried = reading("threads", "reply", *where, "--text", "<b>Bonjour</b>", "--dry-run", "--json")
    assert (tried.code, tried.json["findings"][0]["start"]) == (Exit.REFUSED, 0)
    assert evening.letters() == []
    reading("replies", "save", "désolé", "--text", "Bonjour {buyer}, un nouveau vase part lundi.")
    sent = reading("threads", "reply", *where, "--template", "désolé", "--json")
    assert sent.code == Exit.OK, sent.err
    buyer = evening.line.order.buyer_name
    assert sent.json[0]["details"]["text"] == f"Bonjour {buyer}, un nouveau vase part lundi."
    evening.drain()
    evening.sync()
    assert evening.letters() == [("buyer_written_to", evening.line.reference)]
    evening.to(evening.other.order.placed_at + timedelta(days=43))
    answer = reading("threads", "contact", evening.other.reference)
    assert "42 days after the order" in answer.out
    closed = reading(
        "threads", "reply", "--line", evening.other.reference, "--with", "buyer", "--text", "Bonjour"
    )
    assert closed.code == Exit.REFUSED
    assert "The time to write ended on" in closed.err
    assert len(evening.letters()) == 1
