"""`forain orders slip`: the marketplace's delivery slip of an order, as a file."""

from __future__ import annotations

from pathlib import Path

import click

from forain.cli.found import found_order
from forain.cli.language import say
from forain.cli.options import hub_options


@click.command(help=say("Write the delivery slip of an order into a file; fetched when it is not here."))
@click.argument("reference")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help=say("The file; without: the slip's own name."),
)
@hub_options
def slip(reference: str, out: Path | None, as_json: bool) -> None:
    from forain.cli.hub import actor, workspace
    from forain.cli.serial import one_slip
    from forain.cli.show import note, print_json

    with workspace() as merchant:
        from forain.hub.parcels import slips
        from forain.hub.parcels.serving import file_name

        order = found_order(merchant, reference)
        row = slips.fetch(order, actor=actor())
        target = out or Path(file_name(order))
        target.write_bytes(bytes(row.content))
        note("Written: {file}", file=target)
        if as_json:
            print_json(one_slip(row))
