"""`forain connections`: which accounts are connected, how they are, and their mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forain.cli.exits import Exit, Failure
from forain.cli.language import say
from forain.cli.options import hub_options

if TYPE_CHECKING:
    from forain.hub.connections.models import Connection
    from forain.hub.workspaces.models import Workspace


@click.group(help=say("List the connected accounts, change their mode."))
def connections() -> None:
    pass


@connections.command("list", help=say("List the connected accounts."))
@hub_options
def list_connections(as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.serial import connection_list
    from forain.cli.show import print_json, table

    with workspace() as merchant:
        from forain.hub.connections.queries import all_of

        found = all_of(merchant)
        if as_json:
            print_json(connection_list(found))
            return
        rows = [
            (
                one.name,
                one.manifest.name,
                one.account_label,
                one.get_mode_display(),
                _health(one),
                one.last_ok_at,
            )
            for one in found
        ]
        columns = ("Name", "Marketplace", "Account", "Mode", "Health", "Last read")
        table(columns, rows, empty="No account is connected yet: `forain connect --help`.")


@connections.command(help=say("observe reads only, live also sends, paused does neither."))
@click.argument("connection")
@click.argument("mode", type=click.Choice(["observe", "live", "paused"]))
@hub_options
def mode(connection: str, mode: str, as_json: bool) -> None:
    from forain.cli.hub import actor, workspace
    from forain.cli.serial import connection as shape_of
    from forain.cli.show import note, print_json

    with workspace() as merchant:
        from forain.hub.connections.actions import set_mode

        found = named(merchant, connection)
        set_mode(found, mode, actor=actor())
        if as_json:
            print_json(shape_of(found))
        else:
            note("{name}: {mode}", name=found.name, mode=found.get_mode_display())


def named(merchant: Workspace, name: str) -> Connection:
    """A connection by name, id, or marketplace where only one is connected."""
    from forain.hub.connections.queries import all_of

    found = all_of(merchant)
    exact = [one for one in found if name in (one.name, str(one.pk))]
    near = [one for one in found if one.marketplace_id.startswith(name) or one.name.lower() == name.lower()]
    chosen = exact or near
    if len(chosen) == 1:
        return chosen[0]
    names = ", ".join(repr(one.name) for one in found) or "-"
    raise Failure(
        say("No single connection is called {name!r}; there are: {names}", name=name, names=names),
        Exit.NOT_FOUND,
    )


def _health(one: Connection) -> str:
    words = str(one.get_health_display())
    return f"{words} ({one.trouble_words or one.trouble_code})" if one.trouble_code else words
