"""How the commands of `forain sandbox` talk to a running sandbox: ask, show, and options made from a control's fields."""

from __future__ import annotations

import json
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

import click
import msgspec

from forain.cli.exits import Exit
from forain.cli.sandbox import at_option, json_option

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_EXITS = {404: Exit.NOT_FOUND, 409: Exit.REFUSED, 422: Exit.USAGE}
_SCALARS: dict[type[Any], Any] = {
    msgspec.inspect.IntType: click.INT,
    msgspec.inspect.FloatType: click.FLOAT,
    msgspec.inspect.StrType: click.STRING,
    msgspec.inspect.DateTimeType: click.STRING,
    msgspec.inspect.DateType: click.STRING,
    msgspec.inspect.DecimalType: click.STRING,
    msgspec.inspect.UUIDType: click.STRING,
}


def ask(at: str, method: str, path: str, body: Any = None, query: Mapping[str, Any] | None = None) -> Any:
    """One control call. Ends the program with a sentence when the sandbox is not there or refuses."""
    asked = urlencode({name: value for name, value in (query or {}).items() if value is not None})
    address = f"{at.rstrip('/')}/_control{quote(path)}" + (f"?{asked}" if asked else "")
    if not address.startswith(("http://", "https://")):
        raise click.UsageError("--at must be an http address.")
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"}, method=method)  # noqa: S310 - checked above
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=60) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        _end(*_refusal(error))
    except (OSError, json.JSONDecodeError):
        _end(f"No sandbox answers at {at}. Start one with: forain sandbox up", Exit.UNREACHABLE)


def _refusal(error: urllib.error.HTTPError) -> tuple[str, Exit]:
    """The sandbox's own words and the exit status for them."""
    try:
        return str(json.load(error)["detail"]), _EXITS.get(error.code, Exit.FAILURE)
    except (ValueError, KeyError, TypeError):
        words = f"The server at that address answered {error.code}; it may not be a sandbox."
        return words, Exit.UNREACHABLE


def _end(words: str, status: Exit) -> None:
    click.echo(words, err=True)
    sys.exit(status)


def show(told: Any, *, as_json: bool) -> None:
    """A JSON document for programs, names and values for people."""
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        table([{"": name, " ": value} for name, value in told.items()])


def table(rows: Iterable[Mapping[str, Any]], empty: str = "Nothing.") -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    found = list(rows)
    if not found:
        click.echo(empty)
        return
    drawn = Table(box=box.SIMPLE_HEAD)
    names = list(dict.fromkeys(name for row in found for name in row))
    for name in names:
        drawn.add_column(name, overflow="fold")
    for row in found:
        drawn.add_row(*(_cell(row.get(name)) for name in names))
    Console(highlight=False, markup=False, width=_width(found, names)).print(drawn)


def _width(rows: list[Mapping[str, Any]], names: list[str]) -> int | None:
    """The terminal's; what is piped is as wide as its content."""
    if sys.stdout.isatty():
        return None
    widths = [max(len(name), *(len(_cell(row.get(name))) for row in rows)) for name in names]
    return sum(widths) + 4 * len(widths)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return "  ".join(f"{name} {_cell(one)}" for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(map(_cell, value))
    if isinstance(value, str):
        return f"{value[:10]} {value[11:19]}" if _MOMENT.match(value) else value
    return json.dumps(value)


def overview(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first columns of plain values that the screen has room for; `--json` has the rest."""
    from rich.console import Console

    room = Console().width
    shown: list[str] = []
    for name in dict.fromkeys(name for one in found for name in one):
        values = [one.get(name) for one in found]
        if not any(isinstance(one, (dict, list)) for one in values):
            room -= max(len(name), *(len(_cell(one)) for one in values)) + 2
            if room < 2:
                break
            shown.append(name)
    return [{name: one.get(name) for name in shown} for one in found]


def ledger_rows(entries: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "": one["number"],
            "at": one["at"],
            "by": one["by"],
            "effect": f"{one['stage']} {one['effect']}",
            "target": one["target"],
            "details": one["details"],
        }
        for one in entries
    ]


def seconds(words: str) -> float:
    """`90`, `90s`, `15m`, `-36h`, `5d`, `2w` as seconds."""
    found = re.fullmatch(r"([+-]?\d+(?:\.\d+)?)([smhdw]?)", words.strip())
    if not found:
        raise click.UsageError(f"{words!r} is no duration; write 90, 15m, 36h or 5d.")
    return float(found[1]) * _UNITS[found[2] or "s"]


def shortcut(name: str) -> click.Command:
    """The command of a control, its options made from the fields of the control's body."""
    stage, control = _found(name)
    options = [_option(one) for one in msgspec.structs.fields(control.body)]

    def run(at: str, as_json: bool, body: str | None, **fields: Any) -> None:
        sent = {**_given(fields), **(json.loads(body) if body else {})}
        show(ask(at, "POST", f"/{stage}/{name}", sent), as_json=as_json)

    whole = click.Option(["--body"], metavar="JSON", help="Fields as one JSON object; wins over the options.")
    command = click.Command(name, params=[*options, whole], callback=run, help=control.summary)
    return json_option(at_option(command))


def _found(name: str) -> tuple[str, Any]:
    from forain.sandbox.engine import Engine, Options

    engine = Engine(Options(empty=True))
    found = [
        (stage.id, one) for stage in engine.stages.values() for one in stage.controls() if one.name == name
    ]
    if len(found) != 1:
        raise click.ClickException(f"{len(found)} marketplaces offer {name!r} here; use: forain sandbox play")
    return found[0]


def _option(one: msgspec.structs.FieldInfo) -> click.Option:
    kind, description = _plain(msgspec.inspect.type_info(one.type))
    settings: dict[str, Any] = {"help": description}
    flag = f"--{one.encode_name.replace('_', '-')}"
    if isinstance(kind, msgspec.inspect.BoolType):
        return click.Option([f"{flag}/--no-{flag[2:]}", one.encode_name], default=None, **settings)
    if isinstance(kind, (msgspec.inspect.ListType, msgspec.inspect.VarTupleType)):
        settings["multiple"] = True
        kind, _ = _plain(kind.item_type)
    if isinstance(kind, msgspec.inspect.LiteralType):
        settings["type"] = click.Choice([str(value) for value in kind.values])
    elif isinstance(kind, msgspec.inspect.EnumType):
        settings["type"] = click.Choice([str(member.value) for member in kind.cls])
    elif type(kind) in _SCALARS:
        settings["type"] = _SCALARS[type(kind)]
    else:
        settings |= {"type": _Json(), "metavar": "JSON"}
    return click.Option([flag, one.encode_name], required=False, **settings)


def _plain(kind: Any) -> tuple[Any, str | None]:
    """A type without its description and without `or None`."""
    description = None
    while True:
        if isinstance(kind, msgspec.inspect.Metadata):
            description = description or (kind.extra_json_schema or {}).get("description")
            kind = kind.type
        elif isinstance(kind, msgspec.inspect.UnionType):
            others = [one for one in kind.types if not isinstance(one, msgspec.inspect.NoneType)]
            if len(others) != 1:
                return kind, description
            kind = others[0]
        else:
            return kind, description


class _Json(click.ParamType[Any]):
    name = "json"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return json.loads(value) if isinstance(value, str) else value
        except json.JSONDecodeError as error:
            self.fail(f"not JSON: {error}", param, ctx)


def _given(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The options that were given; a struct's own defaults are the server's business."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in fields.items()
        if value not in (None, ())
    }


def play(stage: str | None, control: str | None, fields: tuple[str, ...], at: str, *, as_json: bool) -> None:
    """POST to any control, or list them all."""
    if stage and control:
        texts = _texts(stage, control)
        sent = dict(_field(pair, texts) for pair in fields)
        show(ask(at, "POST", f"/{stage}/{control}", sent), as_json=as_json)
        return
    told = ask(at, "GET", "/stages")
    rows = [
        {"stage": one["id"], "control": name, "what it does": words}
        for one in told["stages"]
        for name, words in one["controls"].items()
    ]
    show(told, as_json=True) if as_json else table(rows)


def _texts(stage: str, control: str) -> frozenset[str]:
    """Fields that are text by their declaration: `item=910000563` is an identifier, not a number."""
    from forain.sandbox.stages import offers
    from forain.sandbox.world import World

    offer = offers().get(stage)
    found = offer(World()).controls() if offer else ()
    body = next((one.body for one in found if one.name == control), None)
    fields = msgspec.structs.fields(body) if body else ()
    return frozenset(one.encode_name for one in fields if _is_text(one))


def _is_text(field: msgspec.structs.FieldInfo) -> bool:
    kind, _ = _plain(msgspec.inspect.type_info(field.type))
    return _SCALARS.get(type(kind)) is click.STRING


def _field(pair: str, texts: frozenset[str]) -> tuple[str, Any]:
    """`name=value`, the value read as JSON where it is and the field is no text, as text otherwise."""
    name, found, value = pair.partition("=")
    if not found:
        raise click.UsageError(f"{pair!r} must be name=value.")
    if name in texts:
        return name, value
    try:
        return name, json.loads(value)
    except json.JSONDecodeError:
        return name, value
