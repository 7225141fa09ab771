"""How pushes, reports, errors by cause, corrections and product types are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from forain.cli.language import language, say
from forain.cli.pages import more
from forain.cli.serial import as_the_api
from forain.cli.show import facts, print_json, table

if TYPE_CHECKING:
    from forain.hub.connections.models import Connection
    from forain.hub.offers.models import Push
    from forain.hub.reports.correcting import Preview, Wish
    from forain.hub.reports.grouping import Group
    from forain.hub.reports.models import Correction, Form
    from forain.hub.reports.queries import Lines, Problems, Pushes


@as_the_api
def pushes_page(page: Pushes) -> Any:
    from forain.hub.reports import shapes

    return shapes.Pushes(items=[shapes.push(row) for row in page.rows], next=page.next or None)


@as_the_api
def push_page(row: Push, page: Lines) -> Any:
    from forain.hub.reports import shapes

    items = [shapes.line(one, page.problems.get(one.listing_id, [])) for one in page.rows]
    lines = shapes.PushedOffers(items=items, next=page.next or None)
    return shapes.PushReport(push=shapes.push(row), lines=lines)


@as_the_api
def causes(found: Sequence[Group]) -> Any:
    from forain.hub.reports import shapes

    return shapes.OfferErrorCauses(items=[shapes.cause(one) for one in found])


@as_the_api
def errors_page(page: Problems) -> Any:
    from forain.hub.reports import shapes

    return shapes.OfferErrorLines(items=[shapes.error_line(row) for row in page.rows], next=page.next or None)


@as_the_api
def correction(account: Connection, found: Correction | tuple[Wish, Preview]) -> Any:
    from forain.hub.reports import shapes

    if not isinstance(found, tuple):
        return shapes.made(found)
    wish, seen = found
    asked = shapes.OfferCorrectionWish(connection=account.pk, cause=wish.cause, operation=wish.operation)
    return shapes.shown(asked, seen)


@as_the_api
def type_list(rows: Sequence[Form]) -> Any:
    from forain.hub.reports import shapes

    read = max((row.read_at for row in rows), default=None)
    return shapes.ProductTypes(items=[shapes.product_type(row) for row in rows], read_at=read)


@as_the_api
def type_form(row: Form, text: str) -> Any:
    from forain.hub.kit.fold import fold
    from forain.hub.reports import shapes

    return shapes.form(row, fold(text))


def show_pushes(page: Pushes, *, as_json: bool) -> None:
    if as_json:
        print_json(pushes_page(page))
        return
    rows = [_pushed(row) for row in page.rows]
    columns = ("Id", "When", "Account", "Service", "State", "Offers", "Taken in", "Rejected", "Why")
    table(columns, rows, empty="Nothing was sent yet.")
    more(page.next)


def _pushed(row: Push) -> tuple[object, ...]:
    count = sum(row.counts.get(name, 0) for name in ("new", "update", "end"))
    return (
        str(row.pk)[-8:],
        row.created_at,
        str(row.connection),
        row.service,
        row.get_state_display(),
        count,
        row.counts.get("done", 0),
        row.counts.get("rejected", 0),
        row.outcome_words,
    )


def show_push(row: Push, page: Lines, *, as_json: bool) -> None:
    if as_json:
        print_json(push_page(row, page))
        return
    facts(
        [
            ("Id", row.pk),
            ("Account", row.connection),
            ("Service", row.service),
            ("Why so", row.why.get(language(), "")),
            ("State", row.get_state_display()),
            ("Number", row.reference),
            ("Taken in", row.counts.get("done", 0)),
            ("Rejected", row.counts.get("rejected", 0)),
            ("Not told of", row.counts.get("lost", 0)),
            ("Pictures", row.counts.get("images", 0)),
            ("Sent", row.sent_at),
            ("Settled", row.settled_at),
            ("Words", row.outcome_words),
        ]
    )
    rows = [
        (one.sku, one.outcome, "; ".join(_words(page, one.listing_id)), one.quantity) for one in page.rows
    ]
    table(("SKU", "Outcome", "Why", "Quantity"), rows, empty="No such offers in this push.")
    more(page.next)


def _words(page: Lines, listing: int) -> list[str]:
    return [f"{one.code} {one.field}: {one.words}" for one in page.problems.get(listing, [])]


def show_causes(found: Sequence[Group], *, as_json: bool) -> None:
    if as_json:
        print_json(causes(found))
        return
    if not found:
        table(("Cause",), [], empty="No offer has an error.")
    for one in found:
        tongue = language()
        remark = "" if one.fatal else f"   ({say('only a remark: the offers were taken in')})"
        click.secho(f"{one.count} × {one.cause}   {one.connection}{remark}", bold=True)
        click.echo(f"  {one.told(one.explanation.cause, tongue)}")
        click.echo(f"  → {one.told(one.explanation.fix, tongue)}")
        click.echo(f"    {one.told(one.explanation.where, tongue)}")
        if one.values:
            told = ", ".join(f"{value!r} × {count}" for value, count in one.values)
            click.echo(f"    {say('Values')}: {told}")
        click.echo(f"    {say('SKUs')}: {', '.join(one.skus)}{' …' if one.offers > len(one.skus) else ''}")


def show_errors(page: Problems, *, as_json: bool) -> None:
    if as_json:
        print_json(errors_page(page))
        return
    rows = [(one.sku, one.field, one.value, one.words) for one in page.rows]
    table(("SKU", "Field", "Value", "Words"), rows, empty="No offer has an error.")
    more(page.next)


def show_correction(account: Connection, found: Correction | tuple[Wish, Preview], *, as_json: bool) -> None:
    if as_json:
        print_json(correction(account, found))
        return
    examples = found[1].examples if isinstance(found, tuple) else found.examples
    count = len(found[1].changes) if isinstance(found, tuple) else found.count
    rows = [(one["sku"], one["before"], one["after"]) for one in examples]
    table(("SKU", "Before", "After"), rows, empty="Nothing would change.")
    if isinstance(found, tuple):
        click.echo(say("{count} offers would change. Add --apply to change them.", count=count))
    else:
        click.echo(say("{count} offers changed. Send them: forain offers push.", count=count))


def show_types(rows: Sequence[Form], *, as_json: bool) -> None:
    if as_json:
        print_json(type_list(rows))
        return
    shown = [(row.code, row.label, " › ".join(row.path)) for row in rows]
    table(("Code", "Label", "In"), shown, empty="No product type has these words.")


def show_form(row: Form, text: str, *, as_json: bool) -> None:
    if as_json:
        print_json(type_form(row, text))
        return
    from forain.hub.kit.fold import fold
    from forain.hub.reports.shapes import form

    rows = [
        (one.name, one.part, one.kind, say("yes") if one.mandatory else "", _values(one))
        for one in form(row, fold(text)).fields
    ]
    table(("Key", "Part", "Kind", "Mandatory", "Values"), rows, empty="This type has no keys.")


def _values(one: Any) -> str:
    """The first ten of a closed list."""
    told = [f"{value.value} {value.meaning}".strip() for value in one.values[:10]]
    return ", ".join(told) + (f" … ({len(one.values)})" if len(one.values) > 10 else "")
