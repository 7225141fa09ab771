"""`forain offers`: what is sold, files in, the plan, pushes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from forain.cli import offers_reports
from forain.cli.exits import Exit
from forain.cli.language import language, say
from forain.cli.offers_more import drift, replace
from forain.cli.offers_reading import mapping, profile_of
from forain.cli.offers_rules import breaker, list_offers, rules, show
from forain.cli.offers_sources import fetch, pause, resume, sources, unwatch, watch
from forain.cli.options import hub_options

if TYPE_CHECKING:
    from forain.hub.connections.models import Connection
    from forain.hub.offers.models import OfferImport
    from forain.hub.offers.pushing import Queued
    from forain.hub.workspaces.models import Workspace

connection_option = click.option("--connection", help=say("Only this account."))


@click.group(help=say("Stock and prices: files in, what would be sent, pushes."))
def offers() -> None:
    pass


for command in (
    list_offers,
    show,
    rules,
    breaker,
    drift,
    watch,
    sources,
    fetch,
    pause,
    resume,
    unwatch,
    replace,
):
    offers.add_command(command)


@offers.command(
    "import",
    help=say(
        "Take in a FILE of offers: CSV, XLSX, JSON lines or XML. Exit code 5 when it has bad rows; the good ones are taken in."
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--complete", is_flag=True, help=say("What is not in the file is no longer sold."))
@click.option("--encoding", default="", help=say("Where it cannot be told by itself."))
@click.option("--map", "mapped", multiple=True, metavar="HEAD=FIELD", help=say("What a head means."))
@click.option("--profile", type=click.Path(exists=True, dir_okay=False, path_type=Path), help=say("How an XML is read: a JSON file."))  # fmt: skip
@hub_options
def import_file(
    file: Path, complete: bool, encoding: str, mapped: tuple[str, ...], profile: Path | None, as_json: bool
) -> int:
    from forain.cli.hub import actor, workspace
    from forain.cli.offers_shown import progress, show_import

    with workspace() as merchant:
        from forain.hub.offers.importing import Wish, take_file

        wish = Wish(
            name=file.name,
            complete=complete,
            encoding=encoding,
            mapping=mapping(mapped),
            profile=profile_of(profile),
        )
        with file.open("rb") as content, progress(file.stat().st_size) as advance:
            row = take_file(merchant, content, wish, actor=actor(), progress=advance)
        show_import(row, as_json=as_json)
        return Exit.REFUSED if row.bad_count else Exit.OK


def accounts(merchant: Workspace, name: str | None) -> list[Connection]:
    """The named account, or all whose marketplace takes offers."""
    from forain.cli.connections import named
    from forain.hub.connections.models import Connection

    if name:
        return [named(merchant, name)]
    rows = Connection.objects.filter(workspace=merchant).order_by("created_at", "id")
    return [one for one in rows if one.manifest.offers is not None]


@offers.command(help=say("Show exactly what would be sent to each account. Changes nothing."))
@connection_option
@click.option("--limit", default=20, show_default=True, type=click.IntRange(0), help=say("How many differences to show; 0: all."))  # fmt: skip
@hub_options
def plan(connection: str | None, limit: int, as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.offers_shown import show_plan

    with workspace() as merchant:
        from forain.hub.offers import applying

        applying.refresh(merchant.pk)
        show_plan(accounts(merchant, connection), limit, as_json=as_json)


@offers.command(help=say("Queue what differs, for every account or one."))
@connection_option
@hub_options
def push(connection: str | None, as_json: bool) -> int:
    from forain.cli.hub import actor, workspace
    from forain.cli.offers_shown import show_queued

    with workspace() as merchant:
        from forain.hub.kit.refusal import NotAllowed
        from forain.hub.offers.pushing import enqueue

        told: list[tuple[Connection, Queued | NotAllowed]] = []
        for account in accounts(merchant, connection):
            try:
                told.append((account, enqueue(account, actor=actor())))
            except NotAllowed as refusal:
                told.append((account, refusal))
        return show_queued(told, as_json=as_json)


@offers.command(help=say("The last files and requests that came in."))
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 500), help=say("How many at most."))  # fmt: skip
@hub_options
def imports(limit: int, as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.offers_shown import imported
    from forain.cli.show import print_json, table

    with workspace() as merchant:
        from forain.hub.offers.models import OfferImport

        rows = list(OfferImport.objects.filter(workspace=merchant).order_by("-created_at")[:limit])
        if as_json:
            print_json([imported(row) for row in rows])
            return
        columns = ("When", "File", "State", "New", "Changed", "Bad", "Why")
        table(columns, [_line(row) for row in rows], empty="Nothing has come in yet.")


def _line(row: OfferImport) -> tuple[object, ...]:
    why = row.trouble_words.get(language(), "")
    return (
        row.created_at,
        row.name,
        row.get_state_display(),
        row.new_count,
        row.changed_count,
        row.bad_count,
        why,
    )


offers_reports.attach(offers)
