"""`forain backfill CONNECTION --since DATE`: older orders of an account, page by page, resumable."""

from __future__ import annotations

import time
from datetime import datetime
from typing import TYPE_CHECKING

import click

from forain.cli.exits import Exit, Failure
from forain.cli.language import say
from forain.cli.options import hub_options

if TYPE_CHECKING:
    from forain.hub.connections.models import Connection
    from forain.hub.connections.scans import Scan


@click.command(
    help=say(
        "Read everything an account sold since a day, beside normal reading; goes on where it ended after any crash."
    )
)
@click.argument("connection")
@click.option(
    "--since",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help=say("The first day, 2026-01-31 for instance."),
)
@click.option("--detach", is_flag=True, help=say("Only begin it; the workers go on."))
@hub_options
def backfill(connection: str, since: datetime, detach: bool, as_json: bool) -> None:
    from forain.cli.connections import named
    from forain.cli.hub import actor, workspace
    from forain.cli.show import note, print_json

    with workspace() as merchant:
        from forain.hub.connections.scans import backfill as begin
        from forain.hub.connections.shapes import scan as shape_of

        found = named(merchant, connection)
        scan = begin(found, since.astimezone(), actor=actor())
        if not detach:
            _drive(found, scan)
        if as_json:
            print_json(shape_of(scan))
        elif detach:
            note("Begun; `forain connections show` tells how far it is.")


def _drive(found: Connection, scan: Scan) -> None:
    """Visit after visit until it is over; a worker that does the same is no harm."""
    from forain.cli.show import note
    from forain.hub.connections.scans import Scan as Row
    from forain.hub.kit.clock import now
    from forain.hub.sync.run import Occupied, sync_now

    while scan.state == "running":
        Row.objects.filter(pk=scan.pk, pages=scan.pages).update(next_at=now())
        try:
            visit = sync_now(found, ["-"])
        except Occupied:
            time.sleep(1)
            visit = None
        scan.refresh_from_db()
        facts = {"missed": scan.missed_count, "changed": scan.changed_count}
        note(
            "{pages} pages, {seen} seen, {missed} new, {changed} changed",
            pages=scan.pages,
            seen=scan.seen,
            **facts,
        )
        if visit is not None and visit.trouble is not None:
            raise Failure(str(visit.trouble.words), Exit.UNREACHABLE)
        if visit is not None and visit.waiting:
            at = f"{scan.next_at.astimezone():%H:%M}"
            note(
                "It waits until {at}: half of this hour's calls are used; the workers go on, or call it again.",
                at=at,
            )
            return
