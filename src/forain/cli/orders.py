"""`forain orders`: list, show, accept, refuse, ship; what comes after is in `orders_acts`."""

from __future__ import annotations

import click

from forain.cli.acting import TAB_NAMES, act, acting
from forain.cli.consumers import acknowledge, refuse_handoff, unacknowledge
from forain.cli.export import export
from forain.cli.found import found_order
from forain.cli.language import say
from forain.cli.options import hub_options
from forain.cli.orders_acts import COMMANDS
from forain.cli.orders_marks import acknowledge_stop, hold, release, test
from forain.cli.slips import slip

TABS = click.Choice(TAB_NAMES)
MARKS = click.Choice(["do_not_ship", "held", "parked", "test"])


@click.group(help=say("List, show, accept, refuse, ship and cancel orders."))
def orders() -> None:
    pass


for _command in (
    *COMMANDS,
    hold,
    release,
    acknowledge_stop,
    test,
    acknowledge,
    refuse_handoff,
    unacknowledge,
    export,
    slip,
):
    orders.add_command(_command)


@orders.command("list", help=say("List orders, newest first."))
@click.option("--tab", type=TABS, help=say("Only orders that are worked on alike."))
@click.option("--mark", type=MARKS, help=say("Only orders that carry this mark."))
@click.option("--search", default="", help=say("Words of references, people, towns, articles."))
@click.option("--connection", help=say("Only this account."))
@click.option(
    "--limit", default=50, show_default=True, type=click.IntRange(1, 500), help=say("How many at most.")
)
@click.option("--cursor", default="", help=say("Where the previous page ended."))
@hub_options
def list_orders(
    tab: str | None,
    mark: str | None,
    search: str,
    connection: str | None,
    limit: int,
    cursor: str,
    as_json: bool,
) -> None:
    from forain.cli.connections import named
    from forain.cli.hub import workspace
    from forain.cli.orders_shown import print_page

    with workspace() as merchant:
        from forain.hub.orders.queries import page

        account = named(merchant, connection).pk if connection else None
        found = page(
            merchant,
            tab=tab or "",
            mark=mark or "",
            text=search,
            connection=account,
            cursor=cursor,
            limit=limit,
        )
        print_page(merchant, found, as_json=as_json)


@orders.command(help=say("Show one order: lines, people, money, what may be done, its story."))
@click.argument("reference")
@hub_options
def show(reference: str, as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.orders_shown import print_one

    with workspace() as merchant:
        print_one(merchant, found_order(merchant, reference), as_json=as_json)


@orders.command(help=say("Tell the marketplace that a parcel left."))
@click.option("--carrier", required=True, help=say("The carrier, `colissimo` for instance."))
@click.option("--tracking", "tracking_number", required=True, help=say("The parcel's number."))
@click.option("--tracking-url", default="", help=say("Where the buyer can follow it."))
@click.option("--service", default="", help=say("The shipping service, where the carrier's mapping asks."))
@acting
def ship(
    reference: str,
    lines: tuple[str, ...],
    carrier: str,
    tracking_number: str,
    tracking_url: str,
    service: str,
    wait: bool,
    as_json: bool,
) -> int:
    parcel = {
        "carrier": carrier,
        "tracking_number": tracking_number,
        "tracking_url": tracking_url,
        "service": service,
    }
    return act("ship", reference, lines, parcel, wait=wait, as_json=as_json)
