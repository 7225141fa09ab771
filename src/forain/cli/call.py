"""`forain call MARKETPLACE SERVICE NAME=VALUE …`: one call of any web service, shown as table, JSON or raw XML.

Marketplaces, their credentials and their services are found: a room offers them in its `calls` module. The
secret goes nowhere but into the call; what is shown comes from the record, which is redacted.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from forain.cli.exits import Exit, Failure
from forain.cli.language import language, say
from forain.cli.options import json_option

if TYPE_CHECKING:
    from forain.connect.contract import CredentialField, Marketplace
    from forain.sdk.calls import Offer, Paper
    from forain.wire.operation import Operation, Parameter

#: Errors of a call -> how the command ends; the first that fits.
_EXITS = (
    ("AuthenticationFailed", Exit.CREDENTIALS),
    ("AccountDeactivated", Exit.CREDENTIALS),
    ("NotFound", Exit.NOT_FOUND),
    ("MarketplaceFailure", Exit.FAILURE),
    ("Rejected", Exit.REFUSED),
    ("TransportError", Exit.UNREACHABLE),
    ("SdkError", Exit.FAILURE),
)


class Callables(click.Group):
    """Marketplaces whose rooms offer calls."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  Click's signature
        from forain.cli.connect import short_name
        from forain.connect.registry import marketplaces

        found = marketplaces()
        return [short_name(name, list(found)) for name, room in found.items() if offer_of(room) is not None]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        from forain.connect.registry import UnknownMarketplace, marketplace

        try:
            room = marketplace(cmd_name)
        except UnknownMarketplace:
            return None
        offer = offer_of(room)
        return None if offer is None else Services(cmd_name, room, offer)


@click.group(
    cls=Callables,
    help=say("Make one call of a marketplace's web services; the account's secret is never shown."),
)
def call() -> None:
    pass


def offer_of(room: Marketplace) -> Offer | None:
    """What the room's `calls` module offers; None for a room without one."""
    name = f"{type(room).__module__.rpartition('.')[0]}.calls"
    try:
        offer: Offer = importlib.import_module(name).offer
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        return None
    return offer


class Services(click.Group):
    """The services of one marketplace, each a command made from its declaration."""

    def __init__(self, name: str, room: Marketplace, offer: Offer) -> None:
        super().__init__(name, help=say("Services of {name}.", name=room.manifest.name))
        self.room = room
        self.offer = offer

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  Click's signature
        return list(self.offer.operations)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        operation = self.offer.operations.get(cmd_name)
        return None if operation is None else _command(self.room, self.offer, cmd_name, operation)


def _command(room: Marketplace, offer: Offer, name: str, operation: Operation[Any]) -> click.Command:
    def run(values: tuple[str, ...], at: str | None, endpoint: str, **shown: Any) -> None:
        how = {key: shown.pop(key) for key in ("as_json", "as_xml")}
        given, files = _given(offer, operation, values)
        typed = {key: str(one) for key, one in shown.items() if one}
        credentials, base = _account(room, typed, at, endpoint, wanted=_wanted(offer, operation))
        _carry_out(offer, name, given, files, credentials, base, how)

    parameters = [one for one in operation.parameters if one.name not in offer.own]
    command = click.Command(
        name,
        callback=run,
        help="\n\n".join((f"{operation.method} {operation.path}", *_told(offer, operation, parameters))),
        short_help=", ".join(_names(operation, parameters)),
        params=[
            click.Argument(["values"], nargs=-1, metavar=say("NAME=VALUE…")),
            *map(_option, room.manifest.credentials),
            *_where(),
            click.Option(["--xml", "as_xml"], is_flag=True, help=say("Print the answer as it came.")),
        ],
    )
    return json_option(command)


def _names(operation: Operation[Any], parameters: Iterable[Parameter]) -> list[str]:
    """What can be given: parameters, and the file where it is no parameter of its own."""
    names = [one.name for one in parameters]
    return names if operation.upload in {None, *names} else [*names, str(operation.upload)]


def _told(offer: Offer, operation: Operation[Any], parameters: list[Parameter]) -> list[str]:
    """One line for each; the notes in the person's language."""
    lines = [_described(offer, one) for one in parameters]
    if len(_names(operation, parameters)) > len(parameters):
        lines.append(f"{operation.upload}*: {say('the file to send, as @PATH')}")
    return lines


def _described(offer: Offer, parameter: Parameter) -> str:
    note = offer.french.get(parameter.note, parameter.note) if language() == "fr" else parameter.note
    mark = "*" if parameter.required else ""
    return f"{parameter.name}{mark}: {note}" if note else f"{parameter.name}{mark}"


def _wanted(offer: Offer, operation: Operation[Any]) -> frozenset[str]:
    """The credentials this service takes."""
    return frozenset(offer.own[one.name] for one in operation.parameters if one.name in offer.own)


def _option(field: CredentialField) -> click.Option:
    """As `forain connect` has it; a secret is taken from the environment, or asked for unseen."""
    words = field.label.get(language()) or field.label["en"]
    flag = "--" + field.name.replace("_", "-")
    variable = f"FORAIN_CONNECT_{field.name.upper()}"
    return click.Option([flag, field.name], envvar=variable, show_envvar=True, help=f"{words}.")


def _where() -> tuple[click.Option, click.Option]:
    """The sandbox's demo account, or an address of one's own."""
    sandbox = say("Use the demo account of the sandbox at this address.")
    address = say("Address of its web services; a sandbox's, for instance.")
    return (
        click.Option(["--sandbox", "at"], metavar="URL", help=sandbox),
        click.Option(["--endpoint"], default="", metavar="URL", help=address),
    )


def _given(
    offer: Offer, operation: Operation[Any], values: tuple[str, ...]
) -> tuple[dict[str, str], dict[str, Paper]]:
    """Parameters and files; `name=@file` takes a value from a file."""
    from forain.sdk.calls import Paper

    known = set(_names(operation, [one for one in operation.parameters if one.name not in offer.own]))
    given: dict[str, str] = {}
    files: dict[str, Paper] = {}
    for value in values:
        name, equals, text = value.partition("=")
        if not equals or name not in known:
            words = say(
                "{value} is no NAME=VALUE; names are: {names}", value=value, names=", ".join(sorted(known))
            )
            raise Failure(words, Exit.USAGE)  # fmt: skip
        if text.startswith("@") and name == operation.upload:
            files[name] = Paper(Path(text[1:]).name, Path(text[1:]).read_bytes())
        else:
            given[name] = Path(text[1:]).read_text(encoding="utf-8") if text.startswith("@") else text
    return given, files


def _account(
    room: Marketplace, typed: Mapping[str, str], at: str | None, endpoint: str, *, wanted: frozenset[str]
) -> tuple[dict[str, str], str]:
    """Credentials and base address; what a sandbox is asked for gives way to what was typed."""
    manifest = room.manifest
    if at:
        from forain.cli.sandbox_play import ask

        demo = ask(at, "GET", "/accounts").get(manifest.id, {})
        names = {field.name for field in manifest.credentials}
        found, base = {**{key: one for key, one in demo.items() if key in names}, **typed}, endpoint or at
    else:
        asked = [one for one in manifest.credentials if one.name in wanted and one.name not in typed]
        found = {**typed, **{field.name: _prompt(field) for field in asked}}
        base = endpoint if endpoint.rstrip("/") != manifest.endpoint else ""
    _insist_on_good(room, wanted, found)
    return found, base


def _prompt(field: CredentialField) -> str:
    words = field.label.get(language()) or field.label["en"]
    return str(click.prompt(words, hide_input=field.secret, err=True)).strip()


def _insist_on_good(room: Marketplace, wanted: frozenset[str], found: Mapping[str, str]) -> None:
    """What surely cannot be a credential is told before any call."""
    for problem in room.validate(found):
        if problem.field in wanted or found.get(problem.field):
            raise Failure(problem.words.get(language()) or problem.words["en"], Exit.CREDENTIALS)


def _carry_out(
    offer: Offer,
    service: str,
    given: Mapping[str, str],
    files: Mapping[str, Paper],
    credentials: Mapping[str, str],
    endpoint: str,
    how: Mapping[str, bool],
) -> None:
    from forain.sdk.calls import Asked
    from forain.sdk.client import SyncDriver
    from forain.sdk.errors import SdkError
    from forain.wire.http import Exchange

    calls: list[Exchange] = []
    asked = Asked(service=service, given=given, files=files, credentials=credentials, endpoint=endpoint)
    with SyncDriver(record=calls.append) as driver:
        try:
            told = driver.run(offer.call(asked))
        except SdkError as error:
            if how["as_xml"] and calls:
                _raw(calls[-1].response_body)
            raise _failure(error) from None
        except ValueError as error:  # a credential that cannot be one
            raise Failure(str(error), Exit.CREDENTIALS) from None
    if how["as_xml"]:
        _raw(calls[-1].response_body)
        return
    _show(told.message, how["as_json"])
    for words in told.notes:
        click.echo(words, err=True)


def _raw(body: bytes) -> None:
    """The bytes as they came, secrets redacted by the record."""
    click.echo(body.rstrip(b"\n"))


def _failure(error: Exception) -> Failure:
    names = {kind.__name__ for kind in type(error).__mro__}
    code = next(exit_code for name, exit_code in _EXITS if name in names)
    number = getattr(error, "code", "")
    return Failure(f"{number}: {error}" if number else str(error), code)


def _show(message: Any, as_json: bool) -> None:
    from forain.cli import called, show

    if as_json:
        show.print_json(message)
        return
    shown: Callable[[Any], None] = called.show_message
    shown(message)
