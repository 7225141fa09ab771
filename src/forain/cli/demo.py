"""`forain demo`: sandbox, hub, worker and a merchant who sells on both marketplaces, in one command."""

from __future__ import annotations

import os
from pathlib import Path

import click

from forain.cli.language import say
from forain.cli.options import data_option

#: Where a demo lives when nobody says otherwise: below the current folder, ignored by git, easy to delete.
DEFAULT_DATA = Path(".forain") / "demo"


@click.command(
    help=say(
        "Start the hub with a sandbox of both marketplaces and a demo merchant, until Ctrl-C. Everything is kept in "
        ".forain/demo of the current folder unless --data or FORAIN_DATA says otherwise; the next start goes on from there."
    )
)
@data_option
@click.option("--host", default="127.0.0.1", show_default=True, help=say("Address to listen on."))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help=say("Port."))
@click.option(
    "--arrivals",
    default=40.0,
    show_default=True,
    type=click.FloatRange(min=1),
    help=say("Seconds between new sales."),
)
def demo(host: str, port: int, arrivals: float) -> None:
    os.environ.setdefault("FORAIN_DATA", str(DEFAULT_DATA.absolute()))
    from forain.cli.demo_world import play

    play(Path(os.environ["FORAIN_DATA"]).absolute(), host, port, arrivals)
