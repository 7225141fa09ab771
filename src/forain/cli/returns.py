"""`forain returns`: what buyers send back, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from forain.cli.exits import Exit, Failure
from forain.cli.language import say
from forain.cli.options import hub_options

if TYPE_CHECKING:
    from forain.hub.outbox.models import Command
    from forain.hub.returns.models import Return
    from forain.hub.workspaces.models import Workspace

WAIT = click.option("--wait", is_flag=True, help=say("Follow the command to its end."))


@click.group(help=say("List returns, accept or refuse them, send labels."))
def returns() -> None:
    pass


@returns.command("list", help=say("List returns, newest first."))
@click.option("--state", default="", help=say("Only this state, `awaiting_label` for instance."))
@click.option(
    "--limit", default=50, show_default=True, type=click.IntRange(1, 500), help=say("How many at most.")
)
@click.option("--cursor", default="", help=say("Where the previous page ended."))
@hub_options
def list_returns(state: str, limit: int, cursor: str, as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.pages import more
    from forain.cli.serial import return_page
    from forain.cli.show import print_json, table

    with workspace() as merchant:
        from forain.hub.returns.queries import page as page_of

        page = page_of(merchant, tab=state, cursor=cursor, limit=limit)
        if as_json:
            print_json(return_page(page))
            return
        rows = [
            (
                one.reference,
                one.order_reference,
                one.get_state_display(),
                one.title or one.sku,
                one.opened_at,
                one.reason,
            )
            for one in page.returns
        ]
        table(("Return", "Order", "State", "Article", "Opened", "Reason"), rows, empty="No returns.")
        more(page.next)


@returns.command(help=say("Show one return and what was asked for about it."))
@click.argument("reference")
@hub_options
def show(reference: str, as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.serial import one_return
    from forain.cli.show import facts, print_json

    with workspace() as merchant:
        row = _found(merchant, reference)
        if as_json:
            print_json(one_return(row))
            return
        facts(
            [
                ("Return", row.reference),
                ("Order", row.order_reference),
                ("State", row.get_state_display()),
                ("Article", row.title or row.sku),
                ("Reason", row.reason),
                ("Opened", row.opened_at),
            ]
        )
        _commands(row)


def _commands(row: Return) -> None:
    from forain.cli.following import words
    from forain.cli.show import table
    from forain.hub.returns.queries import commands_of_all

    rows = [(one.created_at, one.get_kind_display(), words(one)) for one in commands_of_all([row])[row.pk]]
    if rows:
        click.echo()
        table(("Asked", "Command", "State"), rows, empty="")


@returns.command(help=say("The parcel came back and all is well: the buyer is paid back."))
@click.argument("reference")
@WAIT
@hub_options
def accept(reference: str, wait: bool, as_json: bool) -> int:
    from forain.cli.hub import actor

    def ask(row: Return) -> Command:
        from forain.hub.returns import actions

        return actions.accept(row, actor=actor())

    return _act(reference, ask, wait=wait, as_json=as_json)


@returns.command(help=say("The return is not accepted."))
@click.argument("reference")
@click.option("--reason", required=True, help=say("Why; kept with the return, Spartoo takes none."))
@WAIT
@hub_options
def refuse(reference: str, reason: str, wait: bool, as_json: bool) -> int:
    from forain.cli.hub import actor

    def ask(row: Return) -> Command:
        from forain.hub.returns import actions

        return actions.refuse(row, reason=reason, actor=actor())

    return _act(reference, ask, wait=wait, as_json=as_json)


@returns.command(help=say("Give the buyer a prepaid label: its address, or the file."))
@click.argument("reference")
@click.option("--link", default="", help=say("Where the label can be fetched."))
@click.option(
    "--file",
    "paper",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=say("The label itself: PDF, PNG or JPEG."),
)
@WAIT
@hub_options
def label(reference: str, link: str, paper: Path | None, wait: bool, as_json: bool) -> int:
    from forain.cli.hub import actor

    if bool(link) is bool(paper):
        raise Failure(say("Give --link or --file, one of them."), Exit.USAGE)

    def ask(row: Return) -> Command:
        from forain.hub.returns import actions

        if paper is None:
            return actions.label_link(row, link, actor=actor())
        return actions.label_file(row, paper.name, paper.read_bytes(), actor=actor())

    return _act(reference, ask, wait=wait, as_json=as_json)


def _act(reference: str, ask: Callable[[Return], Command], *, wait: bool, as_json: bool) -> int:
    from forain.cli.following import follow, report
    from forain.cli.hub import workspace

    with workspace() as merchant:
        commands = [ask(_found(merchant, reference))]
        if wait:
            commands = follow(commands)
        return report(commands, waited=wait, as_json=as_json)


def _found(merchant: Workspace, reference: str) -> Return:
    from forain.hub.returns.models import Return
    from forain.hub.returns.queries import find

    try:
        return find(merchant, reference)
    except Return.DoesNotExist:
        raise Failure(say("There is no return {reference!r}.", reference=reference), Exit.NOT_FOUND) from None
