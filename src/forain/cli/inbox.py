"""`forain inbox`: what a person must do, soonest deadline first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forain.cli.language import language, say
from forain.cli.options import hub_options

if TYPE_CHECKING:
    from forain.hub.inbox.models import Todo


@click.group(help=say("What a person must do, most urgent first."))
def inbox() -> None:
    pass


@inbox.command("list", help=say("List open to-dos, soonest deadline first."))
@click.option("--kind", default="", help=say("Only this kind, `accept` for instance."))
@click.option(
    "--limit", default=50, show_default=True, type=click.IntRange(1, 500), help=say("How many at most.")
)
@click.option("--cursor", default="", help=say("Where the previous page ended."))
@hub_options
def list_todos(kind: str, limit: int, cursor: str, as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.pages import more
    from forain.cli.serial import todo_page
    from forain.cli.show import print_json, table

    with workspace() as merchant:
        from forain.hub.inbox.queries import open_todos

        page = open_todos(merchant, kind=kind, cursor=cursor, limit=limit)
        if as_json:
            print_json(todo_page(page))
            return
        rows = [
            (one.due_at, one.get_kind_display(), one.subject, words(one), str(one.connection or ""))
            for one in page.todos
        ]
        table(("Before", "To do", "About", "What", "Account"), rows, empty="Nothing to do.")
        more(page.next)


def words(todo: Todo) -> str:
    found = todo.words or {}
    return str(found.get(language()) or found.get("en") or "")
