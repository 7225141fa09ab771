"""`forain inbox`: what a person must do, urgent first, then by deadline; and what a person does about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forain.cli.exits import Exit, Failure
from forain.cli.language import say
from forain.cli.options import hub_options

if TYPE_CHECKING:
    from datetime import datetime

    from forain.hub.inbox.models import Todo
    from forain.hub.workspaces.models import Workspace

LIMIT = click.IntRange(1, 500)


@click.group(help=say("What a person must do, most urgent first."))
def inbox() -> None:
    pass


@inbox.command("list", help=say("List open to-dos, urgent first, then by deadline."))
@click.option("--kind", default="", help=say("Only this kind, `accept` for instance."))
@click.option("--connection", help=say("Only this account."))
@click.option("--assignee", default="", help=say("Only given to this person; `-` for nobody."))
@click.option("--overdue", is_flag=True, help=say("Only past their deadline."))
@click.option("--snoozed", is_flag=True, help=say("Those that were put off, instead of the others."))
@click.option("--limit", default=50, show_default=True, type=LIMIT, help=say("How many at most."))
@click.option("--cursor", default="", help=say("Where the previous page ended."))
@hub_options
def list_todos(
    kind: str,
    connection: str | None,
    assignee: str,
    overdue: bool,
    snoozed: bool,
    limit: int,
    cursor: str,
    as_json: bool,
) -> None:
    from forain.cli.connections import named
    from forain.cli.hub import workspace
    from forain.cli.pages import more
    from forain.cli.serial import todo_page
    from forain.cli.show import print_json, table

    with workspace() as merchant:
        from forain.hub.inbox.queries import Wanted, open_todos
        from forain.hub.inbox.told import told

        account = named(merchant, connection).pk if connection else None
        wanted = Wanted(kind=kind, connection=account, assignee=assignee, overdue=overdue, snoozed=snoozed)
        page = open_todos(merchant, wanted, cursor=cursor, limit=limit)
        if as_json:
            print_json(todo_page(page))
            return
        rows = [
            (
                short(one),
                one.due_at,
                one.get_kind_display(),
                one.subject,
                told(one),
                str(one.connection or ""),
            )
            for one in page.todos
        ]
        columns = ("Id", "Before", "To do", "About", "What", "Account")
        table(columns, rows, empty="Nothing to do.")
        more(page.next)


def short(todo: Todo) -> str:
    """Enough of the id to name it; its end, for the beginning is the time."""
    return str(todo.pk)[-8:]


@inbox.command(help=say("Show one to-do: its deadline, where that comes from, what is known."))
@click.argument("todo")
@hub_options
def show(todo: str, as_json: bool) -> None:
    from forain.cli.hub import workspace

    with workspace() as merchant:
        _print(found(merchant, todo), as_json=as_json)


@inbox.command(help=say("Mark as done."))
@click.argument("todo")
@click.option("--note", default="", help=say("What was done, for the others."))
@hub_options
def resolve(todo: str, note: str, as_json: bool) -> None:
    from forain.cli.hub import actor, workspace

    with workspace() as merchant:
        from forain.hub.inbox import actions

        row = found(merchant, todo)
        actions.settle(row, actor=actor(), note=note)
        _print(row, as_json=as_json)


@inbox.command(help=say("Put off: out of the list until a moment before its deadline."))
@click.argument("todo")
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"]),
    help=say("Until when, in the time of this machine."),
)
@click.option("--hours", type=click.FloatRange(min=0, min_open=True), help=say("For so many hours."))
@click.option("--wake", is_flag=True, help=say("It is back now."))
@hub_options
def snooze(todo: str, until: datetime | None, hours: float | None, wake: bool, as_json: bool) -> None:
    from forain.cli.hub import actor, workspace

    if (until is not None) + (hours is not None) + wake != 1:
        raise Failure(say("Say one of --until, --hours and --wake."), Exit.USAGE)
    with workspace() as merchant:
        from datetime import timedelta

        from forain.hub.inbox import actions
        from forain.hub.kit.clock import now

        moment = until.astimezone() if until else now() + timedelta(hours=hours) if hours else None
        row = found(merchant, todo)
        actions.snooze(row, moment, actor=actor())
        _print(row, as_json=as_json)


@inbox.command(help=say("Give to somebody who may act; `-` for nobody."))
@click.argument("todo")
@click.argument("person")
@hub_options
def assign(todo: str, person: str, as_json: bool) -> None:
    from forain.cli.hub import actor, workspace

    with workspace() as merchant:
        from forain.hub.inbox import actions

        row = found(merchant, todo)
        actions.assign(row, "" if person == "-" else person, actor=actor())
        _print(row, as_json=as_json)


def found(merchant: Workspace, text: str) -> Todo:
    """A to-do by its id or the end of it."""
    from forain.hub.inbox.models import Todo

    rows = list(Todo.objects.filter(workspace=merchant, pk__endswith=text.lower())[:2])
    if len(rows) != 1:
        words = say("There is no to-do {id!r}.", id=text) if not rows else say("Several to-dos end so.")
        raise Failure(words, Exit.NOT_FOUND)
    return rows[0]


def _print(todo: Todo, *, as_json: bool) -> None:
    from forain.cli.serial import one_todo
    from forain.cli.show import facts, print_json
    from forain.hub.inbox import queries
    from forain.hub.inbox.told import told
    from forain.hub.kit.routes import in_language

    row = queries.one(todo.workspace, todo.pk)
    if as_json:
        print_json(one_todo(row))
        return
    facts(
        [
            ("Id", row.pk),
            ("To do", row.get_kind_display()),
            ("About", row.subject),
            ("What", told(row)),
            ("Severity", row.get_severity_display()),
            ("Before", row.due_at),
            ("By the rule", in_language(row.due_basis)),
            ("Given to", row.assignee.username if row.assignee else ""),
            ("Put off until", row.snoozed_until),
            ("Done", row.resolved_at),
            ("By", row.resolved_by),
            ("Note", row.note),
        ]
    )
