"""`forain keys rotate-sealing`: every stored secret under the newest sealing key."""

from __future__ import annotations

import click

from forain.cli.exits import Exit, Failure
from forain.cli.language import say
from forain.cli.options import data_option, json_option


@click.group("keys", help=say("Keys that seal the stored credentials."))
def keys() -> None:
    pass


@keys.command(
    "rotate-sealing",
    help=say(
        "Seal every stored secret with the newest key, the first of secret.keys or FORAIN_SECRET_KEYS. Restart all "
        "processes with the new key first. May be stopped and started again."
    ),
)
@json_option
@data_option
def rotate_sealing(as_json: bool) -> None:
    from forain.cli.hub import hub
    from forain.cli.show import note, print_json

    with hub():
        from forain.hub.ops.resealing import Progress, reseal

        progress = Progress()
        for progress in reseal():
            if progress.done % 100 == 0 and not as_json:
                note("{done} of {total}", done=progress.done, total=progress.total)
        lost = progress.lost
        if as_json:
            print_json({"total": progress.total, "rotated": progress.rotated, "lost": lost})
        else:
            note(
                "{rotated} of {total} secrets were sealed anew.",
                rotated=progress.rotated,
                total=progress.total,
            )
        if lost:
            raise Failure(
                say("No key opens these; enter them again: {names}", names=", ".join(lost)), Exit.FAILURE
            )
