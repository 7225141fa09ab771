"""`forain orders`: accept and refuse, one or many; what is done after acceptance."""

from __future__ import annotations

from typing import Any

import click

from forain.cli.acting import act, acting
from forain.cli.bulk import act_on_many, many
from forain.cli.language import say


@click.command(help=say("Accept orders, or some lines of one."))
@many
def accept(**given: Any) -> int:
    return act_on_many("accept", **given)


@click.command(help=say("Refuse orders, or some lines of one, before acceptance."))
@click.option("--reason", default="", help=say("Why; kept with the command."))
@many
def refuse(**given: Any) -> int:
    return act_on_many("refuse", **given)


@click.command(help=say("Give accepted orders up, or some lines of one; the buyer is paid back."))
@click.option("--reason", default="", help=say("Why; Rakuten sends it to the buyer, Spartoo takes none."))
@many
def cancel(**given: Any) -> int:
    return act_on_many("cancel", **given)


@click.command("confirm-preorder", help=say("Pre-ordered goods arrived."))
@many
def confirm_preorder(**given: Any) -> int:
    return act_on_many("confirm_preorder", **given)


@click.command(help=say("The carrier lost the parcel."))
@many
def lost(**given: Any) -> int:
    return act_on_many("mark_lost", **given)


@click.command(help=say("The parcel could not be delivered."))
@many
def undeliverable(**given: Any) -> int:
    return act_on_many("mark_undeliverable", **given)


@click.command("correct-tracking", help=say("Tell another number or carrier of a parcel that left."))
@click.option("--carrier", required=True, help=say("The carrier, `colissimo` for instance."))
@click.option("--tracking", "tracking_number", required=True, help=say("The parcel's number."))
@click.option("--tracking-url", default="", help=say("Where the buyer can follow it."))
@acting
def correct_tracking(
    reference: str,
    lines: tuple[str, ...],
    carrier: str,
    tracking_number: str,
    tracking_url: str,
    wait: bool,
    as_json: bool,
) -> int:
    parcel = {"carrier": carrier, "tracking_number": tracking_number, "tracking_url": tracking_url}
    return act("correct_tracking", reference, lines, parcel, wait=wait, as_json=as_json)


COMMANDS = (accept, refuse, cancel, confirm_preorder, correct_tracking, lost, undeliverable)
