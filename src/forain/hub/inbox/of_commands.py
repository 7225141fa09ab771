"""To-dos about commands: refused by the marketplace, uncertain for ever, or too late."""

from __future__ import annotations

from forain.hub.inbox.models import TodoKind
from forain.hub.inbox.todos import Cause, open_todo, resolve_key
from forain.hub.journal.unit import Unit
from forain.hub.orders.models import Line, Order
from forain.hub.orders.standing import overtaken
from forain.hub.outbox.ending import OURS, withdraw
from forain.hub.outbox.models import Command, State
from forain.hub.returns.models import Return
from forain.hub.returns.standing import overtaken as return_overtaken


def key_of(command: Command) -> str:
    return f"command:{command.pk}"


def ask_person(work: Unit, command: Command, kind: TodoKind, code: str, words: str) -> None:
    """Open the to-do of a command that ended without its effect, or nobody knows how."""
    facts = {"command": command.kind, "code": code, "words": words, **_standing(command)}
    open_todo(
        work,
        command.connection,
        Cause(
            kind=kind,
            key=key_of(command),
            subject=command.details.get("return_reference") or command.order_reference,
            order_id=command.order_id,
            facts=facts,
        ),
    )


def _standing(command: Command) -> dict[str, str]:
    """Where its first line (`state`), or its return (`state` and `stage`), stands."""
    if command.return_id is not None:
        stage = Return.objects.filter(pk=command.return_id).values_list("state", flat=True).first() or ""
        return {"state": stage, "stage": stage}
    rows = Line.objects.filter(order_id=command.its_order, reference__in=command.line_references)
    return {"state": rows.values_list("fulfilment", flat=True).first() or ""}


def told_done(work: Unit, command: Command, by: str) -> None:
    """Nobody has to look after this command any more."""
    resolve_key(work, key_of(command), by)


def expire(work: Unit, command: Command, code: str) -> None:
    """Tell a person that a command was not sent because its chance has passed. It was superseded already."""
    ask_person(work, command, TodoKind.EXPIRED_COMMAND, code, str(OURS[code]))


def expire_overtaken(work: Unit, order: Order) -> None:
    """End the waiting commands of an order that the marketplace was just seen to have overtaken."""
    rows = Command.objects.select_related("connection").filter(state=State.QUEUED, return_id=None)
    for command in rows.filter(order_id=order.pk):
        _end(work, command, overtaken(command))


def expire_returns(work: Unit, row: Return) -> None:
    """The same for what waits about a return."""
    rows = Command.objects.select_related("connection").filter(state=State.QUEUED, return_id=row.pk)
    for command in rows:
        _end(work, command, return_overtaken(command))


def _end(work: Unit, command: Command, code: str) -> None:
    if code and withdraw(work, command, code) and code != "already":
        expire(work, command, code)
