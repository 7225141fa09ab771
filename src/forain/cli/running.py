"""`forain status` and `forain stop`: what runs in a data folder, and its end."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from forain.cli.exits import Exit, Failure
from forain.cli.language import say
from forain.cli.options import data_option, json_option
from forain.cli.show import facts, note, print_json

#: Longer than the grace children get, so that a stop that works is never reported as one that does not.
PATIENCE_SECONDS = 45.0


@click.command(help=say("What runs in this data folder; exit code 3 when nothing does."))
@data_option
@json_option
def status(as_json: bool) -> int:
    from forain.hub.config import default_data
    from forain.hub.processes.running import running

    data = default_data()
    found = running(data)
    answer: dict[str, Any] = {"running": found is not None, "data": str(data)}
    answer.update(_shown(found) if found else {})
    if as_json:
        print_json(answer)
    elif found:
        facts([(name.capitalize(), value) for name, value in answer.items() if name != "running"])
    else:
        note("Nothing runs in {data}.", data=data)
    return Exit.OK if found else Exit.UNREACHABLE


def _shown(found: dict[str, Any]) -> dict[str, Any]:
    since = datetime.fromtimestamp(float(found.get("since", 0)), UTC)
    kept: dict[str, Any] = {
        name: found[name] for name in ("kind", "address", "pid", "sandbox") if name in found
    }
    return {**kept, "since": since}


@click.command(help=say("Stop the hub that runs in this data folder, and wait for its end."))
@data_option
def stop() -> None:
    from forain.hub.config import default_data
    from forain.hub.processes.running import running
    from forain.hub.processes.running import stop as stop_it

    data = default_data()
    if running(data) is None:
        note("Nothing runs in {data}.", data=data)
        return
    if not stop_it(data, PATIENCE_SECONDS):
        raise Failure(say("It was asked to stop and still runs after {seconds} s.", seconds=PATIENCE_SECONDS))
    note("Stopped.")
