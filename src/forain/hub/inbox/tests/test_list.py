"""The order of the inbox, its pages and filters, and what a person does with a to-do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import translation

from forain.hub.kit.clock import held_at

if TYPE_CHECKING:
    from forain.hub.connections.models import Connection
    from forain.hub.inbox.models import Todo
    from forain.hub.workspaces.models import User, Workspace

NOW = datetime(2026, 4, 30, 16, 40, tzinfo=UTC)


def _open(connection: Connection, key: str, kind: str = "ship", hours: float | None = None) -> Todo:
    from forain.hub.inbox.models import Todo, TodoKind
    from forain.hub.inbox.todos import Cause, open_todo
    from forain.hub.journal.unit import unit

    due = NOW + timedelta(hours=hours) if hours is not None else None
    with held_at(NOW), unit(connection.workspace_id) as work:
        open_todo(
            work, connection, Cause(kind=TodoKind(kind), key=key, subject=key, due_at=due, clock_from=NOW)
        )
    return Todo.objects.get(workspace=connection.workspace, key=key, resolved_at=None)


def _listed(workspace: Workspace, **wanted: object) -> list[str]:
    from forain.hub.inbox.queries import Wanted, open_todos

    with held_at(NOW + timedelta(hours=1)):
        return [one.key for one in open_todos(workspace, Wanted(**wanted)).todos]  # type: ignore[arg-type]


def test_urgent_first_then_by_deadline_and_those_without_last(connection: Connection) -> None:
    _open(connection, "message", "buyer_message")
    _open(connection, "ship", "ship", hours=48)
    _open(connection, "accept", "accept", hours=20)
    _open(connection, "claim", "claim", hours=144)
    _open(connection, "stop", "do_not_ship")
    _open(connection, "residue", "money_residue")
    assert _listed(connection.workspace) == ["stop", "claim", "accept", "ship", "message", "residue"]


def test_pages_by_cursor_show_each_once_while_new_ones_come(connection: Connection) -> None:
    from forain.hub.inbox.queries import open_todos

    for number in range(25):
        _open(connection, f"t{number}", hours=number + 1)
    seen: list[str] = []
    cursor = ""
    for round_ in range(10):
        page = open_todos(connection.workspace, cursor=cursor, limit=10)
        seen += [one.key for one in page.todos]
        _open(connection, f"early{round_}", "claim", hours=1)
        cursor = page.next
        if not cursor:
            break
    assert [key for key in seen if key.startswith("t")] == [f"t{number}" for number in range(25)]
    assert len(seen) == len(set(seen))


def test_filters_leave_out_what_was_not_asked_for(connection: Connection, person: User) -> None:
    from forain.hub.inbox import actions
    from forain.hub.inbox.queries import counts

    late = _open(connection, "late", hours=0.5)
    mine = _open(connection, "mine", hours=3)
    _open(connection, "claim", "claim", hours=4)
    actions.assign(mine, person.username, actor="marie")
    assert _listed(connection.workspace, overdue=True) == [late.key]
    assert _listed(connection.workspace, assignee=person.username) == ["mine"]
    assert _listed(connection.workspace, assignee="-") == ["claim", "late"]
    assert _listed(connection.workspace, kind="claim") == ["claim"]
    assert _listed(connection.workspace, connection=connection.pk) == ["claim", "late", "mine"]
    assert _listed(connection.workspace, connection=late.pk) == []
    assert counts(connection.workspace) == {"": 3, "ship": 2, "claim": 1}


def test_what_is_put_off_comes_back_by_itself(connection: Connection) -> None:
    from forain.hub.inbox import actions
    from forain.hub.kit.refusal import NotAllowed

    todo = _open(connection, "later", hours=48)
    urgent = _open(connection, "stop", "do_not_ship")
    with held_at(NOW):
        for row, until, code in (
            (todo, NOW - timedelta(hours=1), "snooze_past"),
            (todo, NOW + timedelta(hours=49), "snooze_too_long"),
            (urgent, NOW + timedelta(hours=1), "snooze_too_long"),
        ):
            with pytest.raises(NotAllowed) as no:
                actions.snooze(row, until, actor="marie")
            assert no.value.code == code
        actions.snooze(todo, NOW + timedelta(hours=2), actor="marie")
    assert _listed(connection.workspace) == ["stop"]
    assert _listed(connection.workspace, snoozed=True) == ["later"]
    from forain.hub.inbox.queries import open_todos

    with held_at(NOW + timedelta(hours=3)):
        assert len(open_todos(connection.workspace).todos) == 2


def test_only_those_who_may_act_are_given_something(connection: Connection, person: User) -> None:
    from forain.hub.inbox import actions
    from forain.hub.kit.refusal import NotAllowed
    from forain.hub.workspaces.models import Membership, Role, User

    viewer = User.objects.create_user("paul", password="une longue phrase")
    Membership.objects.create(workspace=connection.workspace, user=viewer, role=Role.VIEWER)
    todo = _open(connection, "x")
    with pytest.raises(NotAllowed) as no:
        actions.assign(todo, "paul", actor="marie")
    assert no.value.code == "unknown_person"
    assert person.username in no.value.words
    actions.settle(todo, actor="marie", note="Fait au téléphone")
    todo.refresh_from_db()
    assert (todo.resolved_by, todo.note) == ("marie", "Fait au téléphone")
    with pytest.raises(NotAllowed) as no:
        actions.assign(todo, person.username, actor="marie")
    assert no.value.code == "todo_resolved"


def test_a_deadline_that_moves_moves_its_place(connection: Connection) -> None:
    _open(connection, "a", hours=10)
    _open(connection, "b", hours=20)
    _open(connection, "a", hours=30)
    assert _listed(connection.workspace) == ["b", "a"]


def test_own_clocks_move_deadlines_and_say_whose_they_are(connection: Connection) -> None:
    """Workspace rule, connection rule over it, and back: each time the running deadline and its basis follow."""
    from forain.hub.clocks.models import ClockRule
    from forain.hub.inbox.clocking import reset_clock, set_clock
    from forain.hub.inbox.models import Claim, Todo
    from forain.hub.inbox.of_orders import follow
    from forain.hub.journal.unit import unit
    from forain.hub.kit.refusal import NotAllowed
    from forain.hub.orders.clocks import set_deadline
    from forain.hub.orders.models import Line, Order

    order = Order.objects.create(
        workspace=connection.workspace, connection=connection, reference="P1", placed_at=NOW, observed_at=NOW
    )
    line = Line(
        workspace=connection.workspace, connection=connection, order=order, reference="I1", observed_at=NOW,
        fulfilment="awaiting_acceptance", unit_minor=100,
    )  # fmt: skip
    set_deadline(line, NOW, connection)
    line.save()
    claim = Claim.objects.create(
        workspace=connection.workspace, line=line, opened_at=NOW, kind="DAMAGED", state="NEW"
    )
    with unit(connection.workspace_id) as work:
        follow(work, order, connection)

    def due() -> tuple[timedelta, str]:
        todo = Todo.objects.get(kind="accept", resolved_at=None)
        assert todo.due_at is not None
        return todo.due_at - NOW, str(todo.due_basis["certainty"])

    assert due() == (timedelta(hours=72), "observed")
    set_clock(connection.workspace, name="accept", amount=24, measure="hours", actor="marie")
    assert due() == (timedelta(hours=24), "merchant")
    set_clock(
        connection.workspace, name="accept", amount=2, measure="days", connection=connection, actor="marie"
    )
    assert due() == (timedelta(hours=48), "merchant")
    words = Todo.objects.get(kind="accept").due_basis["fr"]
    assert "marie" in words
    assert "72 heures" in words, "the marketplace's own rule stays visible"
    set_clock(connection.workspace, name="claim_amicable", amount=2, measure="working_days", actor="marie")
    claim.refresh_from_db()
    assert claim.due_at == datetime(2026, 5, 5, 16, 40, tzinfo=UTC), "1 May is a holiday"
    for rule in ClockRule.objects.all():
        reset_clock(rule, actor="marie")
    assert due() == (timedelta(hours=72), "observed")
    for name, amount, code in (("nonsense", 1, "unknown_clock"), ("accept", 99999, "clock_amount")):
        with pytest.raises(NotAllowed) as no:
            set_clock(connection.workspace, name=name, amount=amount, measure="hours", actor="marie")
        assert no.value.code == code


def test_an_address_a_carrier_would_send_back_wants_a_look_until_it_is_mended(connection: Connection) -> None:
    from forain.hub.inbox.models import Todo
    from forain.hub.inbox.of_orders import follow
    from forain.hub.inbox.told import told
    from forain.hub.journal.unit import unit
    from forain.hub.orders.models import Line, Order

    address = {"last_name": "Noël", "lines": ["3 rue X"], "postcode": "6900", "city": "Lyon", "country": "FR"}
    order = Order.objects.create(
        workspace=connection.workspace, connection=connection, reference="P1", placed_at=NOW, observed_at=NOW,
        shipping_address=address,
    )  # fmt: skip
    Line.objects.create(
        workspace=connection.workspace, connection=connection, order=order, reference="I1", observed_at=NOW,
        fulfilment="to_ship", unit_minor=100,
    )  # fmt: skip
    with unit(connection.workspace_id) as work:
        follow(work, order, connection)
    todo = Todo.objects.get(kind="doubtful_address", resolved_at=None)
    with translation.override("en"):
        assert "postcode does not fit" in told(todo)
    order.shipping_address = {**address, "postcode": "69001"}
    with unit(connection.workspace_id) as work:
        follow(work, order, connection)
    assert not Todo.objects.filter(kind="doubtful_address", resolved_at=None).exists()
