"""`forain db`: the embedded database's life, and backups of any database."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from forain.cli.exits import Exit, Failure
from forain.cli.language import say
from forain.cli.options import data_option, json_option

if TYPE_CHECKING:
    from forain.hub.database.embedded import EmbeddedServer


@click.group(help=say("Start, stop, back up and restore the database."))
def db() -> None:
    pass


@db.command(help=say("Start the embedded database and leave it running."))
@data_option
def start() -> None:
    from forain.cli.show import note

    info = _embedded().ensure()
    words = "PostgreSQL {version} started." if info.started_by_us else "PostgreSQL {version} runs already."
    note(words, version=info.version)


@db.command(help=say("Stop the embedded database, for everybody who uses it."))
@data_option
def stop() -> None:
    from forain.cli.show import note

    note("Stopped." if _embedded().stop() else "It did not run.")


@db.command(help=say("Whether the database runs, and where it is; exit code 3 when it does not."))
@data_option
@json_option
def status(as_json: bool) -> int:
    from forain.cli.show import facts, print_json

    found = _status()
    if as_json:
        print_json(found)
    else:
        facts([(name.replace("_", " ").capitalize(), value) for name, value in found.items()])
    return Exit.OK if found["state"] == "running" else Exit.UNREACHABLE


def _status() -> dict[str, object]:
    from dataclasses import asdict

    from forain.hub.database.probe import Health, ask
    from forain.hub.database.url import configured_url

    url = configured_url()
    if url is None:
        return {"kind": "embedded", **asdict(_embedded().status())}
    answer = ask(url)
    running = answer.health is Health.ANSWERS
    return {
        "kind": "outside",
        "state": "running" if running else answer.health.value,
        "version": answer.version,
    }


@db.command(help=say("Write everything into FILE; by default a dated file in the data folder."))
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@data_option
def backup(file: Path | None) -> None:
    from forain.cli.show import note
    from forain.hub.database.backup import dump
    from forain.hub.processes.base import Base

    base = Base.open()
    try:
        chosen = file or _dated(base.data)
        chosen.parent.mkdir(parents=True, exist_ok=True)
        dump(base.url, chosen)
    finally:
        base.close()
    note("Everything is in {file} ({size} bytes).", file=chosen, size=chosen.stat().st_size)
    note("Keep secret.keys of the data folder with it: credentials are sealed with it.")


def _dated(data: Path) -> Path:
    return data / "backups" / f"forain-{datetime.now(UTC):%Y%m%d-%H%M%S}.backup"


@db.command(help=say("Put a backup into the database; all of it or nothing."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help=say("Replace what is there; it is lost."))
@data_option
def restore(file: Path, replace: bool) -> None:
    from forain.cli.show import note
    from forain.hub.config import default_data
    from forain.hub.database.backup import restore as pour
    from forain.hub.processes.base import Base
    from forain.hub.processes.running import running

    if running(default_data()):
        raise Failure(say("Stop the hub first: `forain stop`."), Exit.REFUSED)
    base = Base.open()
    try:
        pour(base.url, file, replace=replace)
    finally:
        base.close()
    note("Restored.")


def _embedded() -> EmbeddedServer:
    from forain.hub.config import default_data
    from forain.hub.database.embedded import EmbeddedServer
    from forain.hub.database.url import configured_url

    if configured_url():
        raise Failure(
            say("FORAIN_DATABASE_URL names an outside database; it is not ours to start or stop."),
            Exit.REFUSED,
        )
    return EmbeddedServer(default_data())
