"""`forain doctor`: every check with what was found and what to do; exit code 1 when one failed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from forain.cli.exits import Exit, foreseen
from forain.cli.language import say
from forain.cli.options import data_option, json_option

if TYPE_CHECKING:
    from forain.hub.ops.doctor import Finding

_STYLES = {"ok": "green", "warn": "yellow", "fail": "red"}


@click.command(help=say("Check this installation and say what to do; exit code 1 when a check failed."))
@data_option
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help=say("Port."))
@json_option
def doctor(port: int, as_json: bool) -> int:
    from forain.cli.show import print_json
    from forain.hub.ops.doctor import Level, worst

    found = list(_findings(port))
    level = worst(found)
    if as_json:
        print_json({"status": level.value, "checks": [_shown(one) for one in found]})
    else:
        for one in found:
            _print(one)
    return Exit.FAILURE if level is Level.FAIL else Exit.OK


def _findings(port: int) -> Iterator[Finding]:
    from forain.hub.config import default_data
    from forain.hub.database.url import configured_url
    from forain.hub.ops.doctor import Finding, Level, before_database, with_database

    yield from before_database(default_data(), port)
    if not default_data().exists() and not configured_url():
        return
    from forain.cli.hub import hub

    try:
        with hub(migrate=False):
            _ask_database()
            yield Finding("database", Level.OK, "answers")
            yield from with_database()
    except Exception as error:
        failure = foreseen(error)
        if failure is None:
            raise
        yield Finding("database", Level.FAIL, failure.message)


def _ask_database() -> None:
    from forain.hub.database.steps import refuse_old_server
    from forain.hub.ops.facts import database_answers

    refuse_old_server()
    database_answers()


def _shown(one: Finding) -> dict[str, Any]:
    return {"check": one.check, "level": one.level.value, "found": _words(one), "advice": _advice(one)}


def _words(one: Finding) -> str:
    return say(one.words, **one.facts)


def _advice(one: Finding) -> str:
    return say(one.advice, **one.facts) if one.advice else ""


def _print(one: Finding) -> None:
    kind, _, name = one.check.partition(" ") if one.check.startswith("connection ") else (one.check, "", "")
    label = f"{say(kind)} {name}".strip()
    level = click.style(f"{say(one.level.value):<9}", fg=_STYLES[one.level.value])
    click.echo(f"{level} {label}: {_words(one)}")
    if one.advice and one.level.value != "ok":
        click.echo(f"{'':<10}→ {_advice(one)}")
