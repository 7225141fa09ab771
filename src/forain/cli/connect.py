"""`forain connect MARKETPLACE`: one command for each marketplace found, its options made from the manifest."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from forain.cli.exits import Exit, Failure
from forain.cli.language import language, say
from forain.cli.options import data_option, json_option, workspace_option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from forain.connect.contract import CredentialField, Manifest, Marketplace
    from forain.hub.connections.actions import CannotConnect
    from forain.hub.connections.models import Connection

#: Reasons that are about the way to the marketplace, not about what was typed.
_ON_THE_WAY = frozenset({"network", "server", "quota", "garbled", "timeout"})
_OWN_FIELDS = {"": Exit.REFUSED, "name": Exit.REFUSED, "marketplace": Exit.NOT_FOUND}


class Marketplaces(click.Group):
    """Marketplaces are found, so a new one is a new command."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  Click's signature
        from forain.connect.registry import marketplaces

        return [short_name(name, list(marketplaces())) for name in marketplaces()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        from forain.connect.registry import UnknownMarketplace, marketplace

        try:
            return _command(cmd_name, marketplace(cmd_name))
        except UnknownMarketplace:
            return None


def short_name(name: str, names: list[str]) -> str:
    """`rakuten` for `rakuten_fr`, while no other marketplace begins like it."""
    first = name.partition("_")[0]
    return name if sum(other.startswith(first) for other in names) > 1 else first


@click.group(cls=Marketplaces, help=say("Connect a seller account, after a live check that changes nothing."))
def connect() -> None:
    pass


def _command(name: str, room: Marketplace) -> click.Command:
    manifest = room.manifest
    command = click.Command(
        name,
        callback=_callback(manifest),
        params=[option for field in manifest.credentials for option in _options(field)],
        help=say("Connect an account of {name}.", name=manifest.name),
        short_help=manifest.name,
    )
    for option in _common(manifest):
        command.params.append(option)
    for decorate in (json_option, workspace_option, data_option):
        decorate(command)
    return command


def _options(field: CredentialField) -> list[click.Parameter]:
    """A secret may also come from a file or the environment, so that it shows in no list of processes."""
    flag = "--" + field.name.replace("_", "-")
    words = field.label.get(language()) or field.label["en"]
    found: list[click.Parameter] = [
        click.Option(
            [flag, field.name],
            envvar=f"FORAIN_CONNECT_{field.name.upper()}",
            show_envvar=True,
            help=f"{words}. {say('Asked for, unseen, when not given.') if field.secret else ''}".strip(),
        )
    ]
    if field.secret:
        kind = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
        words = say("A file that holds it; - is the standard input.")
        found.append(click.Option([f"{flag}-file", f"{field.name}_file"], type=kind, help=words))
    return found


def _common(manifest: Manifest) -> list[click.Parameter]:
    return [
        click.Option(["--name"], default=manifest.name, show_default=True, help=say("Name shown to people.")),
        click.Option(
            ["--endpoint"],
            default=manifest.endpoint,
            show_default=True,
            help=say("Address of its web services; a sandbox's, for instance."),
        ),
        click.Option(
            ["--mode"],
            type=click.Choice(["observe", "live"]),
            default="observe",
            show_default=True,
            help=say("observe reads only; live also sends what you decide."),
        ),
    ]


def _callback(manifest: Manifest) -> Any:
    def connect_account(name: str, endpoint: str, mode: str, as_json: bool, **typed: Any) -> None:
        credentials = {field.name: typed_value(field, typed) for field in manifest.credentials}
        _connect(manifest, name, credentials, endpoint, mode, as_json=as_json)

    return connect_account


def typed_value(field: CredentialField, typed: dict[str, Any]) -> str:
    given = typed.get(field.name)
    if given:
        return str(given)
    file = typed.get(f"{field.name}_file")
    if file:
        return (sys.stdin.read() if str(file) == "-" else Path(file).read_text(encoding="utf-8")).strip()
    if not sys.stdin.isatty():
        return ""  # the room says what is missing
    words = field.label.get(language()) or field.label["en"]
    return str(click.prompt(words, default="", show_default=False, hide_input=field.secret, err=True))


def _connect(
    manifest: Manifest, name: str, credentials: dict[str, str], endpoint: str, mode: str, *, as_json: bool
) -> None:
    from forain.cli.hub import actor, workspace

    with workspace() as merchant:
        from forain.hub.connections.actions import CannotConnect, connect

        protect(manifest, credentials)
        try:
            made = connect(merchant, manifest.id, name, credentials, endpoint, mode, actor=actor())
        except CannotConnect as refusal:
            raise refused(refusal) from None
        _show(made, as_json=as_json)


def refused(refusal: CannotConnect) -> Failure:
    """How the command ends."""
    return Failure(refusal.words, _exit(refusal.field, refusal.code))


def protect(manifest: Manifest, credentials: Mapping[str, str]) -> None:
    """From here on no log line of this process can hold the secrets."""
    from forain.hub.ops.logs import keep_secret

    keep_secret(credentials[name] for name in manifest.secret_fields if credentials.get(name))


def _exit(field: str, code: str) -> Exit:
    if code in _ON_THE_WAY:
        return Exit.UNREACHABLE
    if code in ("credentials", "deactivated", "rights"):
        return Exit.CREDENTIALS
    return _OWN_FIELDS.get(field, Exit.CREDENTIALS)


def _show(made: Connection, *, as_json: bool) -> None:
    from forain.cli.serial import connection
    from forain.cli.show import facts, note, print_json

    if as_json:
        print_json(connection(made))
        return
    note("Checked live and connected; the secret is sealed and never shown again.")
    from forain.hub.web.labels import FACTS

    known = [(str(FACTS.get(name, name)), value) for name, value in made.facts.items()]
    facts([("Name", made.name), ("Account", made.account_label), ("Mode", made.get_mode_display()), *known])
