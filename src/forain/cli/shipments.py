"""`forain shipments`: ship from a file, write what waits and what was shipped into one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from forain.cli.exits import Exit
from forain.cli.language import say
from forain.cli.options import data_option, hub_options, workspace_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forain.hub.parcels.importing import Result


@click.group(help=say("Shipments as files: CSV and JSON lines, in and out."))
def shipments() -> None:
    pass


@shipments.command(
    "import", help=say("Ship from a file; `-` reads standard input. Bad rows are told, good ones go on.")
)
@click.argument("file", type=click.File("rb"))
@click.option("--preview", is_flag=True, help=say("Check every row and write nothing."))
@hub_options
def import_file(file: BinaryIO, preview: bool, as_json: bool) -> int:
    from forain.cli.hub import actor, workspace
    from forain.cli.serial import import_report
    from forain.cli.show import print_json

    with workspace() as merchant:
        from forain.hub.parcels import importing, reading_files

        sheet = reading_files.read(file.read())
        results = importing.run(merchant, sheet, actor=actor(), preview=preview)
        report = import_report(sheet, results, preview=preview)
        if as_json:
            print_json(report)
        else:
            _print(report, results)
        return Exit.REFUSED if report["counts"]["refused"] else Exit.OK


def _print(report: dict[str, Any], results: Sequence[Result]) -> None:
    from forain.cli.show import note, table

    rows = [_row(one) for one in results]
    table(("Line", "Order", "Parcel", "State", "Reason", "To do"), rows, empty="The file has no rows.")
    counts = report["counts"]
    note(
        "Asked for: {asked}; ready: {ready}; already so: {already}; refused: {refused}.",
        asked=counts["asked_for"],
        ready=counts["ready"],
        already=counts["already"],
        refused=counts["refused"],
    )


def _row(result: Result) -> tuple[object, ...]:
    row = result.row
    reason = result.reason or " ".join(result.warnings)
    return (
        row.number,
        row.order,
        f"{row.carrier} {row.tracking_number}",
        _outcome(result.outcome),
        reason,
        result.fix,
    )


def _outcome(code: str) -> str:
    return {
        "asked_for": say("asked for"),
        "ready": say("ready"),
        "already": say("already so"),
    }.get(code, say("refused"))


@shipments.command(
    help=say("Write the lines to be shipped into a file; --shipped writes the parcels instead.")
)
@click.option("--shipped", is_flag=True, help=say("Parcels that were shipped."))
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "jsonl"]),
    default="csv",
    show_default=True,
    help=say("The file's form."),
)
@click.option("--connection", help=say("Only this account."))
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help=say("The file; without: standard output.")
)
@data_option
@workspace_option
def export(shipped: bool, form: str, connection: str | None, out: Path | None) -> None:
    from forain.cli.connections import named
    from forain.cli.hub import workspace
    from forain.cli.show import note

    with workspace() as merchant:
        from forain.hub.parcels import exporting

        account = named(merchant, connection).pk if connection else None
        what = exporting.What.SHIPPED if shipped else exporting.What.TO_SHIP
        content = b"".join(exporting.export(merchant, what, exporting.Form(form), account))
        if out is None:
            sys.stdout.write(content.decode("utf-8-sig"))
        else:
            out.write_bytes(content)
            note("Written: {file}", file=out)
