"""`forain orders export`: orders as CSV or JSON lines, to a file or to whatever reads our output."""

from __future__ import annotations

from datetime import datetime
from typing import IO

import click

from forain.cli.language import say
from forain.cli.options import data_option, workspace_option

_FORMATS = click.Choice(["csv", "jsonl"])


@click.command(help=say("Write orders as CSV (a row a line) or JSON lines (an order a line), oldest first."))
@click.option(
    "--format", "form", type=_FORMATS, default="csv", show_default=True, help=say("The kind of file.")
)
@click.option("--output", type=click.File("wb"), default="-", help=say("The file; without it, the terminal."))
@click.option("--state", "states", multiple=True, help=say("Only this state; may be repeated."))
@click.option("--connection", help=say("Only this account."))
@click.option("--since", type=click.DateTime(), help=say("Only orders placed after this time."))
@click.option("--until", type=click.DateTime(), help=say("Only orders placed before this time."))
@click.option(
    "--semicolon", is_flag=True, help=say("Separate CSV by semicolons, as French spreadsheets expect.")
)
@data_option
@workspace_option
def export(
    form: str,
    output: IO[bytes],
    states: tuple[str, ...],
    connection: str | None,
    since: datetime | None,
    until: datetime | None,
    semicolon: bool,
) -> None:
    from forain.cli.connections import named
    from forain.cli.hub import workspace

    with workspace() as merchant:
        from django.conf import settings
        from django.utils import translation

        from forain.hub.orders.export import Choice, Format, Separator, exported

        account = named(merchant, connection).pk if connection else None
        after, before = (moment.astimezone() if moment else None for moment in (since, until))
        choice = Choice(states, account, after, before)
        mark = Separator.SEMICOLON if semicolon else Separator.COMMA
        with translation.override(settings.LANGUAGE_CODE):
            for piece in exported(merchant, Format(form), choice, mark):
                output.write(piece)
