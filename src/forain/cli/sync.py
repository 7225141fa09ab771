"""`forain sync`: read accounts now, in this process, and say what came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from forain.cli.exits import Exit
from forain.cli.language import say
from forain.cli.options import hub_options

if TYPE_CHECKING:
    from forain.hub.connections.models import Connection
    from forain.hub.sync.visit import Visit

#: What ended a visit early -> how the command ends.
_EXITS = {
    "Unauthorised": Exit.CREDENTIALS,
    "Busy": Exit.UNREACHABLE,
    "Garbled": Exit.UNREACHABLE,
    "Refused": Exit.REFUSED,
}


@click.command(help=say("Read CONNECTION now (all of them, if none is named), whether it is due or not."))
@click.argument("connection", required=False)
@click.option("--resource", "resources", multiple=True, help=say("Only this resource; may be repeated."))
@hub_options
def sync(connection: str | None, resources: tuple[str, ...], as_json: bool) -> int:
    from forain.cli.connections import named
    from forain.cli.hub import workspace
    from forain.cli.show import print_json, table

    with workspace() as merchant:
        from forain.hub.connections.queries import all_of

        wanted = [named(merchant, connection)] if connection else _open(all_of(merchant))
        reports = [_report(one, resources) for one in wanted]
        if as_json:
            print_json(reports)
        else:
            rows = [
                (one["connection"], one["seen"], one["changed"], one["calls"], one["words"])
                for one in reports
            ]
            columns = ("Connection", "Seen", "Changed", "Calls", "Trouble")
            table(columns, rows, empty="No account is connected yet: `forain connect --help`.")
    return max((int(one["exit"]) for one in reports), default=int(Exit.OK))


def _open(found: list[Connection]) -> list[Connection]:
    return [one for one in found if one.mode != "paused"]


def _report(connection: Connection, resources: tuple[str, ...]) -> dict[str, Any]:
    from forain.hub.sync.run import Occupied, sync_now

    try:
        return _told(connection, sync_now(connection, resources))
    except Occupied:
        words = say("A worker is reading this account just now.")
        return _line(connection, words=words, code="occupied", exit_code=Exit.REFUSED)


def _told(connection: Connection, visit: Visit) -> dict[str, Any]:
    trouble = visit.trouble
    line = _line(
        connection,
        words=str(getattr(trouble, "words", "") or ""),
        code=type(trouble).__name__.lower() if trouble else "",
        exit_code=_EXITS.get(type(trouble).__name__, Exit.FAILURE) if trouble else Exit.OK,
    )
    return {**line, "seen": visit.seen, "changed": visit.changed, "calls": visit.calls}


def _line(connection: Connection, *, words: str, code: str, exit_code: Exit) -> dict[str, Any]:
    counts = {"seen": 0, "changed": 0, "calls": 0}
    return {"connection": connection.name, **counts, "trouble": code, "words": words, "exit": int(exit_code)}
