"""`forain up`: the hub of one data folder, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import click

from forain.cli.language import say
from forain.cli.options import data_option


@click.command(help=say("Start the hub: database, web pages and workers, until Ctrl-C."))
@data_option
@click.option("--host", default="127.0.0.1", show_default=True, help=say("Address to listen on."))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help=say("Port."))
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(0, 32),
    help=say("Worker processes; 0 for none, where others run elsewhere."),
)
def up(host: str, port: int, workers: int) -> None:
    from forain.cli.serving import Serving
    from forain.hub.config import config, default_data

    serving = Serving(data=default_data(), host=host, port=port, workers=workers, kind="up")
    with serving.alive():
        made = serving.prepare(user="admin", workspace=say("My shop"))
        serving.start()
        serving.wait_until_healthy()
        _welcome(config().address or serving.address, made["code"])
        serving.family.watch()


def _welcome(address: str, code: str | None) -> None:
    click.echo(say("Forain is ready: {address}", address=address))
    if code:
        words = "Nobody is here yet. Make your login at {page} (only who has this code can, and only the first one)."
        click.echo(say(words, page=f"{address}/first?code={code}"))
