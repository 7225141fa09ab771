"""`forain erasures`: forget a buyer who asks for it, and show the certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forain.cli.exits import Exit, Failure
from forain.cli.language import say
from forain.cli.options import hub_options

if TYPE_CHECKING:
    from forain.hub.erasure.models import Erasure


@click.group(help=say("Forget buyers who ask for it; certificates."))
def erasures() -> None:
    pass


@erasures.command(help=say("Show what forgetting the buyer of an order would touch; changes nothing."))
@click.argument("order")
@hub_options
def look(order: str, as_json: bool) -> int:
    from forain.cli.found import found_order
    from forain.cli.hub import workspace
    from forain.cli.show import note, print_json, table

    with workspace() as merchant:
        from forain.hub.erasure import queries, shapes

        found = queries.look(found_order(merchant, order))
        if as_json:
            print_json(shapes.look(found).model_dump(mode="json"))
        else:
            rows = [(one.reference, one.placed_at, one.get_state_display()) for one in found.orders]
            table(("Order", "Placed", "State"), rows, empty="")
            note("Messages: {n}", n=found.letters)
            click.echo(found.no.words if found.no else say("They can be forgotten."), err=True)
        return Exit.REFUSED if found.no else Exit.OK


@erasures.command(help=say("Forget the buyer of an order on all their orders; cannot be taken back."))
@click.argument("order")
@click.option("--type", "typed", required=True, help=say("The reference of the order, typed once more."))
@click.option("--reason", default="", help=say("Why, the number of the request for instance."))
@hub_options
def erase(order: str, typed: str, reason: str, as_json: bool) -> None:
    from forain.cli.found import found_order
    from forain.cli.hub import actor, workspace

    with workspace() as merchant:
        from forain.hub.erasure import erasing

        row = erasing.erase(found_order(merchant, order), typed, reason, actor=actor())
        _show(row, as_json=as_json)


@erasures.command("list", help=say("List certificates, newest first."))
@click.option(
    "--limit", default=50, show_default=True, type=click.IntRange(1, 500), help=say("How many at most.")
)
@click.option("--cursor", default="", help=say("Where the previous page ended."))
@hub_options
def list_erasures(limit: int, cursor: str, as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.pages import more
    from forain.cli.show import print_json, table

    with workspace() as merchant:
        from forain.hub.erasure import queries, shapes

        found, following = queries.certificates(merchant, cursor=cursor, limit=limit)
        if as_json:
            items = [shapes.erasure(one) for one in found]
            print_json(shapes.Erasures(items=items, next=following).model_dump(mode="json"))
            return
        rows = [(one.created_at, str(one), one.created_by, one.reason, one.pk) for one in found]
        table(("When", "Orders", "Who", "Why", "Certificate"), rows, empty="Nobody was forgotten.")
        more(following or "")


@erasures.command(help=say("Print one certificate; the same bytes as the pages give away."))
@click.argument("certificate")
@hub_options
def show(certificate: str, as_json: bool) -> None:
    import uuid

    from forain.cli.hub import workspace

    with workspace() as merchant:
        from forain.hub.erasure.models import Erasure
        from forain.hub.erasure.queries import certificate as found

        try:
            row = found(merchant, uuid.UUID(certificate))
        except (Erasure.DoesNotExist, ValueError):
            words = say("There is no certificate {number!r}.", number=certificate)
            raise Failure(words, Exit.NOT_FOUND) from None
        if as_json:
            _show(row, as_json=True)
        else:
            click.echo(row.text, nl=False)


def _show(row: Erasure, *, as_json: bool) -> None:
    from forain.cli.show import facts, print_json
    from forain.hub.erasure import shapes

    if as_json:
        print_json(shapes.erasure(row).model_dump(mode="json"))
        return
    facts([("Certificate", row.pk), ("Orders", str(row)), ("SHA-256", row.digest)])
