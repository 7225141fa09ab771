"""`forain connections`: which accounts are connected, how they are, and their mode."""

from __future__ import annotations

import os
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


@connections.command(help=say("Show one account: how it is and why, its calls of this hour."))
@click.argument("connection")
@hub_options
def show(connection: str, as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.serial import connection as shape_of
    from forain.cli.show import print_json

    with workspace() as merchant:
        found = named(merchant, connection)
        if as_json:
            print_json(shape_of(found))
        else:
            _shown(found)


def _shown(found: Connection) -> None:
    from forain.cli.show import facts, table
    from forain.hub.connections.budget import spent
    from forain.hub.connections.reasons import reasons

    facts(
        [
            ("Name", found.name),
            ("Marketplace", found.manifest.name),
            ("Account", found.account_label),
            ("Mode", found.get_mode_display()),
            ("Health", found.get_health_display()),
            ("Last read", found.last_ok_at),
            ("Clock", "" if found.skew_seconds is None else f"{found.skew_seconds:+.1f} s"),
        ]
    )
    for one in reasons(found):
        click.echo(f"- {one.words}")
    for scan in found.scans.order_by("-started_at")[:3]:
        missed, changed = scan.missed_count, scan.changed_count
        words = say(
            "{pages} pages, {seen} seen, {missed} new, {changed} changed",
            pages=scan.pages, seen=scan.seen, missed=missed, changed=changed,
        )  # fmt: skip
        facts([("Read in depth", f"{scan.get_kind_display()} · {scan.get_state_display()} · {words}")])
    rows = [(one.service, one.calls, one.quota, one.exhausted_at) for one in spent(found)]
    if rows:
        click.echo()
        table(("Service", "Calls", "Quota", "Used up"), rows, empty="")


@connections.command(
    help=say("New credentials for an account: checked live first; while they do not work, the old ones stay.")
)
@click.argument("connection")
@click.option(
    "--file",
    "files",
    multiple=True,
    metavar="FIELD=PATH",
    help=say("A file that holds one of them, token=/run/token for instance; - is the standard input."),
)
@hub_options
def credentials(connection: str, files: tuple[str, ...], as_json: bool) -> None:
    from forain.cli.hub import actor, workspace
    from forain.cli.serial import connection as shape_of
    from forain.cli.show import note, print_json

    with workspace() as merchant:
        from forain.cli.connect import refused
        from forain.hub.connections.actions import CannotConnect, replace_credentials

        found = named(merchant, connection)
        typed = _typed(found, files)
        try:
            replace_credentials(found, typed, actor=actor())
        except CannotConnect as refusal:
            raise refused(refusal) from None
        if as_json:
            print_json(shape_of(named(merchant, str(found.pk))))
        else:
            note(
                "The new credentials of {name} work and are kept; the old ones are forgotten.",
                name=found.name,
            )


def _typed(found: Connection, files: tuple[str, ...]) -> dict[str, str]:
    """From files, the environment, or asked for; a field left empty stays as it is."""
    from forain.cli.connect import protect, typed_value

    named_files = dict(one.partition("=")[::2] for one in files)
    given: dict[str, str] = {}
    for field in found.manifest.credentials:
        told = {f"{field.name}_file": named_files.get(field.name)}
        if value := typed_value(
            field, {field.name: os.environ.get(f"FORAIN_CONNECT_{field.name.upper()}"), **told}
        ):
            given[field.name] = value
    protect(found.manifest, given)
    if not given:
        raise Failure(say("Nothing was given: name a file, or set FORAIN_CONNECT_TOKEN."), Exit.USAGE)
    return given


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
