"""`forain consumers`: back offices that receive orders; and what they say about an order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from forain.cli.exits import Exit, Failure
from forain.cli.language import say
from forain.cli.options import hub_options

if TYPE_CHECKING:
    from collections.abc import Callable

    from forain.hub.orders.models import Consumer, Delivery
    from forain.hub.workspaces.models import Workspace

_STATES = click.Choice(["new", "exported", "acknowledged", "refused"])
_CONSUMER = click.option("--consumer", required=True, help=say("The consumer, by its name or id."))


@click.group(help=say("Back offices that receive orders, and what waits for each."))
def consumers() -> None:
    pass


@consumers.command("list", help=say("List the consumers and how many orders stand where."))
@hub_options
def list_consumers(as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.show import print_json, table

    with workspace() as merchant:
        from forain.hub.orders import handed, handoff, wishes

        rows = handoff.consumers(merchant)
        if as_json:
            print_json([wishes.consumer(row).model_dump() for row in rows])
            return
        counts = {row.pk: handed.counts(row) for row in rows}
        names = ("new", "exported", "acknowledged", "refused")
        cells = [(row.name, *(counts[row.pk][name] for name in names)) for row in rows]
        columns = ("Name", "New", "Exported", "Acknowledged", "Refused")
        table(columns, cells, empty="There is no consumer yet: `forain consumers add NAME`.")


@consumers.command(help=say("Add a back office called NAME."))
@click.argument("name")
@hub_options
def add(name: str, as_json: bool) -> None:
    from forain.cli.hub import actor, workspace
    from forain.cli.show import note, print_json

    with workspace() as merchant:
        from forain.hub.orders import handoff, wishes

        row = handoff.add_consumer(merchant, name, actor=actor())
        if as_json:
            print_json(wishes.consumer(row).model_dump())
        else:
            note("Added: {name}", name=row.name)


@consumers.command(help=say("List orders as a consumer sees them; nothing is marked by this."))
@click.argument("name")
@click.option("--state", "states", type=_STATES, multiple=True, help=say("Only these; may be repeated."))
@click.option(
    "--limit", default=50, show_default=True, type=click.IntRange(1, 500), help=say("How many at most.")
)
@click.option("--cursor", default="", help=say("Where the previous page ended."))
@hub_options
def orders(name: str, states: tuple[str, ...], limit: int, cursor: str, as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.orders_shown import print_page

    with workspace() as merchant:
        from forain.hub.orders import handed

        found = handed.page(found_consumer(merchant, name), states, cursor=cursor, limit=limit)
        print_page(merchant, found, as_json=as_json)


def handing(command: Callable[..., Any]) -> Callable[..., Any]:
    """What the commands about one order and one consumer have in common."""
    return click.argument("reference")(_CONSUMER(hub_options(command)))


@click.command(help=say("Say that a consumer took an order in."))
@click.option("--merchant-reference", default="", help=say("The consumer's own number."))
@handing
def acknowledge(reference: str, consumer: str, merchant_reference: str, as_json: bool) -> None:
    _say("acknowledge", reference, consumer, merchant_reference, as_json=as_json)


@click.command("refuse-handoff", help=say("Say that a consumer cannot take an order in, and why."))
@click.option("--reason", required=True, help=say("Why, for people."))
@handing
def refuse_handoff(reference: str, consumer: str, reason: str, as_json: bool) -> None:
    _say("refuse_hand_off", reference, consumer, reason, as_json=as_json)


@click.command(help=say("Take an acknowledgement back, and say why."))
@click.option("--reason", required=True, help=say("Why, for people."))
@handing
def unacknowledge(reference: str, consumer: str, reason: str, as_json: bool) -> None:
    _say("unacknowledge", reference, consumer, reason, as_json=as_json)


def _say(what: str, reference: str, consumer: str, words: str, *, as_json: bool) -> None:
    from forain.cli.found import found_order
    from forain.cli.hub import actor, workspace

    with workspace() as merchant:
        from forain.hub.orders import handoff

        order, whose = found_order(merchant, reference), found_consumer(merchant, consumer)
        row: Delivery = getattr(handoff, what)(order, whose, words, actor=actor())
        _print(whose, row, reference, as_json=as_json)


def _print(consumer: Consumer, row: Delivery, reference: str, *, as_json: bool) -> None:
    from forain.cli.show import print_json
    from forain.hub.orders.shapes import hand_off

    if as_json:
        print_json(hand_off(consumer, row).model_dump())
        return
    said = " ".join(part for part in (row.merchant_reference, row.reason) if part)
    click.echo(f"{reference} · {consumer.name}: {row.get_state_display()}" + (f" ({said})" if said else ""))


def found_consumer(merchant: Workspace, name: str) -> Consumer:
    """By its name or id. Raises Failure (not found)."""
    from forain.hub.orders.handoff import consumer_named
    from forain.hub.orders.models import Consumer

    try:
        return consumer_named(merchant, name)
    except Consumer.DoesNotExist:
        raise Failure(say("There is no consumer {name!r}.", name=name), Exit.NOT_FOUND) from None
