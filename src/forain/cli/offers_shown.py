"""How files of offers, plans and pushes are shown."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from forain.cli.exits import Exit
from forain.cli.language import language, say
from forain.cli.show import facts, note, print_json, table

if TYPE_CHECKING:
    from forain.hub.connections.models import Connection
    from forain.hub.kit.refusal import NotAllowed
    from forain.hub.offers.models import OfferImport
    from forain.hub.offers.plan import Difference
    from forain.hub.offers.pushing import Queued


@contextmanager
def progress(size: int) -> Iterator[Callable[[int], None]]:
    """A bar on stderr where somebody looks at it."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    words = TextColumn("{task.description}")
    with Progress(
        words, BarColumn(), DownloadColumn(), TimeRemainingColumn(), console=Console(stderr=True)
    ) as bar:
        task = bar.add_task(say("Reading"), total=size)
        yield lambda seen: bar.update(task, completed=min(seen, size))


def show_import(row: OfferImport, *, as_json: bool) -> None:
    if as_json:
        print_json(imported(row))
        return
    facts([
        ("File", row.name),
        ("Format", row.format),
        ("Encoding", row.encoding),
        ("Separator", repr(row.separator) if row.separator else ""),
        ("Columns", ", ".join(f"{head} → {name}" for head, name in row.columns.items())),
        ("State", row.get_state_display()),
        ("Rows", row.rows),
        ("New", row.new_count),
        ("Changed", row.changed_count),
        ("Unchanged", row.same_count),
        ("Ended", row.ended_count),
        ("Bad", row.bad_count),
        ("Seconds", row.seconds),
    ])  # fmt: skip
    if row.bad_rows:
        shown = [
            (one["line"], one["sku"], one["words"][language()], one["value"]) for one in row.bad_rows[:20]
        ]
        table(("Line", "SKU", "Why", "Value"), shown, empty="")
    if row.bad_count > 20:
        note("{more} more bad rows; --json has the first thousand.", more=row.bad_count - 20)


def imported(row: OfferImport) -> dict[str, Any]:
    """An import as JSON, as the API shows it."""
    from forain.hub.offers.shapes import import_shape

    return import_shape(row).model_dump()


def show_plan(accounts: Sequence[Connection], limit: int, *, as_json: bool) -> None:
    from forain.hub.offers.plan import summary
    from forain.hub.offers.shapes import plan_shape

    if as_json:
        print_json([plan_shape(one, summary(one), _some(one, limit)) for one in accounts])
        return
    for account in accounts:
        told = summary(account)
        facts([
            ("Account", account.name),
            ("New", told.new),
            ("Changed", told.update),
            ("Ended", told.end),
            ("Under way", told.under_way),
            ("Rejected", told.rejected),
        ])  # fmt: skip
        found = _some(account, limit)
        rows = [(say(_KINDS[one.kind.value]), one.sku, changes(one)) for one in found]
        table(("What", "SKU", "Change"), rows, empty="Nothing differs: nothing would be sent.")
        _show_findings(found)
        if told.total > len(rows):
            note("{more} more differences; --limit 0 shows all.", more=told.total - len(rows))


_KINDS = {"new": "New", "update": "Changed", "end": "Ended"}


def _some(account: Connection, limit: int) -> list[Difference]:
    from itertools import islice

    from forain.hub.offers.checking import looked_at
    from forain.hub.offers.plan import differences

    return list(looked_at(account, islice(differences(account), limit or None)))


def _show_findings(found: Sequence[Difference]) -> None:
    """What the marketplace would say of them, as far as its forms are known here: each cause once, what is fatal first."""
    skus: dict[tuple[bool, str, str, str], list[str]] = {}
    for one in found:
        for each in one.findings:
            cause = (not each.fatal, each.field, each.cause[language()], each.fix[language()])
            skus.setdefault(cause, []).append(one.sku)
    rows = [
        (
            say("worth a look" if mild else "would be refused"),
            len(those),
            _column(field),
            words,
            fix,
            those[0],
        )
        for (mild, field, words, fix), those in sorted(skus.items(), key=lambda item: item[0][0])
    ]
    if rows:
        click.echo()
        table(("Check", "Offers", "Column", "Cause", "What to do", "For instance"), rows, empty="")


def _column(field: str) -> str:
    """How a file heads it."""
    return field.replace("attributes.", "attribute.", 1)


def changes(one: Difference) -> str:
    """What changes, old → new; of a new offer only stock and price."""
    if one.kind.value == "end":
        return ""
    if one.kind.value == "new":
        return f"{one.quantity} × {one.price_minor / 100:.2f} {one.currency}"
    told = [f"{name} {_value(name, old)} → {_value(name, new)}" for name, (old, new) in one.fields.items()]
    return ", ".join(told) or say("everything (what the marketplace has is not known)")


def _value(name: str, value: Any) -> str:
    if value is None:
        return "–"
    return f"{value / 100:.2f}" if name == "price" else str(value)[:40]


def show_queued(told: Sequence[tuple[Connection, Queued | NotAllowed]], *, as_json: bool) -> int:
    """What was queued, stopped or refused; the exit code of the worst."""
    from forain.hub.kit.refusal import NotAllowed
    from forain.hub.offers.breaker import explain
    from forain.hub.offers.shapes import queued_shape

    worst = Exit.OK
    shapes = []
    for account, found in told:
        if isinstance(found, NotAllowed):
            worst = Exit.REFUSED
            shapes.append({"connection_id": account.pk, "code": found.code, "words": found.words})
            note("{account}: {words}", account=account.name, words=found.words)
            continue
        shapes.append(queued_shape(account, found).model_dump())
        for stop in found.stops:
            worst = Exit.REFUSED
            note("{account}: {words}", account=account.name, words=explain(stop))
            note(
                "  forain offers breaker confirm {id} --type {count}", id=str(stop.pk)[-8:], count=stop.count
            )
        if not as_json and not found.stops:
            _show_pushes(account, found)
    if as_json:
        print_json(shapes)
    return worst


def _show_pushes(account: Connection, found: Queued) -> None:
    from forain.hub.kit.routes import in_language

    rows = [
        (account.name, one.service, sum(one.counts.values()), in_language(one.why)) for one in found.pushes
    ]
    table(("Account", "Service", "Offers", "Why"), rows, empty="Nothing differs: nothing is sent.")
    if found.cannot:
        note("{count} offers cannot go with any service of this marketplace.", count=found.cannot)
