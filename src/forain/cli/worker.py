"""`forain worker`: one more worker, here or on another machine with the same database and keys."""

from __future__ import annotations

import os

import click

from forain.cli.language import say
from forain.cli.options import data_option


@click.command(help=say("Run one more worker until Ctrl-C; what is under way gets 25 s to end."))
@data_option
@click.option(
    "--concurrency", type=click.IntRange(1, 1000), help=say("Marketplace calls at once; default: ours.")
)
def worker(concurrency: int | None) -> None:
    from forain.cli.aside import aside
    from forain.cli.progress import step
    from forain.hub.processes.family import Family, stopped_by_signals
    from forain.hub.processes.member import Member

    family = Family(lambda code, facts: step(code, **facts))
    work = ("forain.hub.processes.work:main", *([str(concurrency)] if concurrency else []))
    with stopped_by_signals(family.stop):
        made = aside("forain.cli.prepare:schema", {}, step)
        os.environ["FORAIN_DATABASE_URL"] = made["url"]
        step("worker")
        try:
            family.add(Member("worker", work))
            family.watch()
        finally:
            step("stopping")
            family.end()
            aside("forain.cli.prepare:close_base", made, lambda _step: None)
            step("stopped")
