"""Test orders: made here for a connection, to try a back office end to end. The marketplace knows nothing of them, and
nothing about them is ever sent: a command on one ends confirmed at once, and the order moves as if it had been seen."""

from __future__ import annotations

from collections.abc import Sequence

from forain.hub.connections.models import Connection
from forain.hub.journal.unit import Unit, unit
from forain.hub.kit.clock import now
from forain.hub.kit.ids import new_id
from forain.hub.orders.followers import tell_followers
from forain.hub.orders.intake import take_order
from forain.hub.orders.models import Line, Order
from forain.hub.orders.settle import confirmed
from forain.hub.outbox.models import Command, Hold, State
from forain.hub.workspaces.audit import note
from forain.trade import order as trade
from forain.trade.address import Address
from forain.trade.commands import CommandKind
from forain.trade.events import EventKind
from forain.trade.lifecycle import Fulfilment
from forain.trade.money import Money

MARK = "TEST-"
#: What a command's outcome says; kept in English like a marketplace's own words.
WORDS = "Test order: nothing was sent to the marketplace."
#: Where a test order stands after a command; kinds that are not here move nothing.
LEADS: dict[CommandKind, Fulfilment] = {
    CommandKind.ACCEPT: Fulfilment.TO_SHIP,
    CommandKind.REFUSE: Fulfilment.REFUSED,
    CommandKind.SHIP: Fulfilment.SHIPPED,
    CommandKind.CANCEL: Fulfilment.CANCELLED,
    CommandKind.CONFIRM_PREORDER: Fulfilment.TO_SHIP,
    CommandKind.MARK_LOST: Fulfilment.LOST,
    CommandKind.MARK_UNDELIVERABLE: Fulfilment.UNDELIVERABLE,
}


def make_order(connection: Connection, skus: Sequence[str] = (), *, actor: str) -> Order:
    """A sale that waits to be accepted, one line for each SKU (two lines without any)."""
    reference = f"{MARK}{new_id().hex[:12].upper()}"
    wanted = list(skus) or ["TEST-SKU-1", "TEST-SKU-2"]
    lines = tuple(_line(f"{reference}-{number}", sku) for number, sku in enumerate(wanted, 1))
    with unit(connection.workspace_id, actor) as work:
        taken = take_order(work, connection, _seen(reference, lines), at=now(), exchange_id="", test=True)
        note(connection.workspace_id, actor, "order.test_made", reference, connection=connection.name)
        tell_followers(work, taken.order)
    return taken.order


def carry_out(work: Unit, order: Order, commands: Sequence[Command]) -> None:
    """Commands on a test order end here, in the transaction that asked for them."""
    for command in commands:
        moment = now()
        rows = Command.objects.filter(pk=command.pk, state=State.QUEUED)
        ended = {"state": State.CONFIRMED, "outcome_code": "test", "outcome_words": WORDS}
        if rows.update(**ended, sent_at=moment, settled_at=moment, seen_at=moment):
            Hold.objects.filter(command_id=command.pk).delete()
            command.refresh_from_db()
            confirmed(command)
            _tell(work, order, command)
            _move(work, order, command)


def _tell(work: Unit, order: Order, command: Command) -> None:
    work.event(
        EventKind.COMMAND_CONFIRMED,
        "command",
        command.pk,
        order_id=order.pk,
        connection_id=order.connection_id,
        command=command.kind,
        lines=command.line_references,
        words=WORDS,
        code="test",
    )


def _move(work: Unit, order: Order, command: Command) -> None:
    after = LEADS.get(CommandKind(command.kind))
    if after is None:
        return
    moved = set(command.line_references)
    lines = tuple(_again(line, after if line.reference in moved else None) for line in order.lines.all())
    seen = _seen(order.reference, lines, order)
    taken = take_order(work, order.connection, seen, at=now(), exchange_id="", test=True)
    tell_followers(work, taken.order)


def _again(line: Line, after: Fulfilment | None) -> trade.Line:
    return _line(line.reference, line.sku, after or Fulfilment(line.fulfilment))


def _line(reference: str, sku: str, state: Fulfilment = Fulfilment.AWAITING_ACCEPTANCE) -> trade.Line:
    return trade.Line(
        reference=reference,
        observed={"test": state.value},
        fulfilment=state,
        sku=sku,
        title=f"Test {sku}",
        quantity=1,
        unit_price=Money(1000, "EUR"),
    )


def _seen(reference: str, lines: tuple[trade.Line, ...], order: Order | None = None) -> trade.Order:
    person = Address(
        first_name="Test",
        last_name="TEST – NE PAS EXPÉDIER",
        lines=("1 rue de l'Essai",),
        postcode="75001",
        city="Paris",
        country="FR",
        country_raw="France",
    )
    return trade.Order(
        reference=reference,
        placed_at=order.placed_at if order else now(),
        lines=lines,
        complete=True,
        buyer=person,
        shipping_address=person,
        billing_address=person,
        shipping_mode="Test",
        shipping=Money(390, "EUR"),
        total=Money(1000 * len(lines) + 390, "EUR"),
    )
