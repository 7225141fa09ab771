"""`forain workspace`: how long the proof of calls is kept, and the days of closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forain.cli.exits import Exit, Failure
from forain.cli.language import say
from forain.cli.options import hub_options

if TYPE_CHECKING:
    from collections.abc import Callable

    from forain.hub.workspaces.models import Workspace

#: Said for "as long as the server says".
SERVER = "server"


@click.group(help=say("What holds for the whole workspace: days kept, days of closing."))
def workspace() -> None:
    pass


@workspace.command(help=say("Show how long exchanges are kept, and the days of closing."))
@hub_options
def show(as_json: bool) -> None:
    from forain.cli.hub import workspace as chosen

    with chosen() as merchant:
        _show(merchant, as_json=as_json)


@workspace.command(
    help=say("Keep exchanges with the marketplaces for DAYS; “server”: as long as the server says.")
)
@click.argument("days")
@hub_options
def keep(days: str, as_json: bool) -> None:
    from forain.cli.hub import actor
    from forain.cli.hub import workspace as chosen

    if days != SERVER and not days.isdecimal():
        raise Failure(say("Give a number of days, or “server”."), Exit.USAGE)
    with chosen() as merchant:
        from forain.hub.workspaces.keeping import keep_for

        keep_for(merchant, None if days == SERVER else int(days[:9]), actor=actor())
        _show(merchant, as_json=as_json)


@workspace.command(
    "close", help=say("Be closed on DAY (2026-12-26): your own limits in working days skip it.")
)
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.argument("name", default="")
@hub_options
def close_day(day: object, name: str, as_json: bool) -> None:
    key = f"{day:%Y-%m-%d}"
    _change(lambda before: {**before, key: name[:80]}, as_json=as_json)


@workspace.command("open", help=say("Be open on DAY again."))
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@hub_options
def open_day(day: object, as_json: bool) -> None:
    key = f"{day:%Y-%m-%d}"

    def without(before: dict[str, str]) -> dict[str, str]:
        if key not in before:
            raise Failure(say("{day} is no day of closing.", day=key), Exit.NOT_FOUND)
        return {one: name for one, name in before.items() if one != key}

    _change(without, as_json=as_json)


def _change(change: Callable[[dict[str, str]], dict[str, str]], *, as_json: bool) -> None:
    from forain.cli.hub import actor
    from forain.cli.hub import workspace as chosen

    with chosen() as merchant:
        from forain.hub.inbox.clocking import change_closed_days

        change_closed_days(merchant, change, actor=actor())
        _show(merchant, as_json=as_json)


def _show(merchant: Workspace, *, as_json: bool) -> None:
    from forain.cli.serial import closed_days, workspace_settings
    from forain.cli.show import facts, print_json, table

    merchant.refresh_from_db()
    if as_json:
        print_json({**workspace_settings(merchant), "closed_days": closed_days(merchant)["items"]})
        return
    from forain.hub.workspaces.keeping import days_of

    by = "" if merchant.exchange_days else say("as the server says")
    facts([
        ("Workspace", merchant.name),
        ("Exchanges kept, days", " · ".join(one for one in (str(days_of(merchant)), by) if one)),
    ])  # fmt: skip
    rows = [(one["day"], one["name"]) for one in merchant.closed_days]
    table(("Closed on", "Name"), rows, empty="No day of closing.")
