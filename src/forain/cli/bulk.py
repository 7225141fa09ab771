"""One wish for many orders by the command line: looked at, confirmed, asked for, followed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from forain.cli.acting import TAB_NAMES, act, line_options
from forain.cli.exits import Exit, Failure
from forain.cli.language import say
from forain.cli.options import hub_options

if TYPE_CHECKING:
    from forain.hub.orders.bulk import Choice, Item
    from forain.hub.outbox.models import Bulk, Command
    from forain.hub.workspaces.models import Workspace
    from forain.trade.commands import CommandKind

#: Kind -> the tab of the orders it is for, when `--all` names none.
TAB_OF = {
    "accept": "accept",
    "refuse": "accept",
    "cancel": "ship",
    "confirm_preorder": "stock",
    "mark_lost": "shipped",
    "mark_undeliverable": "shipped",
}


def many(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command about one order, several, or all that a filter finds."""
    for option in (
        click.option("--yes", is_flag=True, help=say("Do not ask back.")),
        click.option("--preview", is_flag=True, help=say("Only tell what would happen, order by order.")),
        click.option("--connection", help=say("Only this account.")),
        click.option("--search", default="", help=say("Words of references, people, towns, articles.")),
        click.option(
            "--tab", type=click.Choice(TAB_NAMES), help=say("Only orders that are worked on alike.")
        ),
        click.option(
            "--all", "every", is_flag=True, help=say("All orders that the filter finds, 500 at most.")
        ),
        click.argument("references", nargs=-1),
    ):
        command = option(command)
    return hub_options(line_options(command))


def act_on_many(kind: str, *, reason: str = "", **given: Any) -> int:
    """One order as ever; several, a filter or a preview as a bulk."""
    references: tuple[str, ...] = given["references"]
    if given["every"] and (references or given["lines"]):
        raise Failure(say("--all goes with a filter, not with orders or lines."), Exit.USAGE)
    if not references and not given["every"]:
        raise Failure(say("Name an order, or say --all."), Exit.USAGE)
    if len(references) == 1 and not given["preview"]:
        details = {"reason": reason} if reason else {}
        return act(kind, references[0], given["lines"], details, wait=given["wait"], as_json=given["as_json"])
    if given["lines"]:
        raise Failure(say("--line goes with one order only."), Exit.USAGE)
    return _bulk(kind, reason, given)


def _bulk(kind: str, reason: str, given: dict[str, Any]) -> int:
    from forain.cli.hub import actor, workspace

    with workspace() as merchant:
        from forain.hub.orders import bulk
        from forain.trade.commands import CommandKind

        command, choice = CommandKind(kind), _choice(merchant, kind, given)
        if given["preview"]:
            return _show_preview(bulk.preview(merchant, command, choice, reason=reason), given["as_json"])
        if given["every"]:
            choice = _confirmed(merchant, command, choice, reason, given)
        row, left = bulk.run(merchant, command, choice, reason=reason, actor=actor())
        return _report(row, left, wait=given["wait"], as_json=given["as_json"])


def _choice(merchant: Workspace, kind: str, given: dict[str, Any]) -> Choice:
    from forain.cli.connections import named
    from forain.hub.orders.bulk import Choice

    if not given["every"]:
        return Choice(orders=given["references"])
    account = named(merchant, given["connection"]).pk if given["connection"] else None
    return Choice(tab=given["tab"] or TAB_OF[kind], text=given["search"], connection=account)


def _confirmed(
    merchant: Workspace, kind: CommandKind, choice: Choice, reason: str, given: dict[str, Any]
) -> Choice:
    """Exactly the orders that were looked at: what comes in meanwhile is not among them."""
    from forain.hub.orders import bulk
    from forain.hub.orders.bulk import BulkVerdict, Choice

    look = bulk.preview(merchant, kind, choice, reason=reason)
    if not look.items:
        raise Failure(say("The filter finds no order."), Exit.NOT_FOUND)
    if not given["yes"]:
        if not sys.stdin.isatty():
            raise Failure(say("Look at it with --preview, then say --yes."), Exit.USAGE)
        _table(look.items)
        ready = sum(one.verdict is BulkVerdict.GO for one in look.items)
        click.confirm(say("Go on with {n} orders?", n=ready), abort=True, err=True)
    return Choice(orders=[str(one.order_id) for one in look.items])


def _show_preview(look: Any, as_json: bool) -> int:
    from forain.cli.serial import bulk_preview
    from forain.cli.show import print_json

    if as_json:
        print_json(bulk_preview(look))
        return Exit.OK
    _table(look.items)
    _tell_left(look.left)
    return Exit.OK


def _tell_left(left: int) -> None:
    from forain.cli.show import note

    if left:
        note("{n} more orders are found; they come with the next --all.", n=left)


def _table(items: list[Item]) -> None:
    from forain.cli.show import table

    words = {
        "go": say("go"),
        "under_way": say("under way"),
        "flagged": say("flagged"),
        "unknown": say("unknown"),
    }
    rows = [(one.order, words[one.verdict.value], ", ".join(one.lines), one.reason) for one in items]
    table(("Order", "Verdict", "Lines", "Reason"), rows, empty="No orders.")


def _report(row: Bulk, left: int, *, wait: bool, as_json: bool) -> int:
    from forain.cli.following import follow, worst
    from forain.cli.serial import bulk_run
    from forain.cli.show import print_json
    from forain.hub.orders.bulk import BulkVerdict, Item

    commands = _commands(row)
    if wait:
        commands = follow(commands)
    if as_json:
        print_json(bulk_run(row, left))
    else:
        _table(
            [
                Item(one["order"], BulkVerdict(one["verdict"]), lines=one["lines"], reason=one["reason"])
                for one in row.items
            ]
        )
        _tell_left(left)
    refused = any(one["verdict"] in ("flagged", "unknown") for one in row.items)
    return max(worst(commands, waited=wait), int(Exit.REFUSED) if refused else 0)


def _commands(row: Bulk) -> list[Command]:
    from forain.hub.outbox.models import Command

    keys = [key for item in row.items for key in item["commands"]]
    return list(Command.objects.filter(pk__in=keys).order_by("created_at", "id"))
