"""Settles lines of a push: what the marketplace confirmed becomes what is published, what it refused is marked.

Only lines that nothing was said of yet are settled, and only listings that this push still holds, so a page that is
read twice after a crash changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection as database
from django.db.models import Q

from forain.connect.explaining import filled
from forain.connect.offers import ImageTrouble, LineProblem
from forain.hub.kit.clock import now
from forain.hub.offers.models import ChangeKind, Listing, ListingState, Push, PushLine
from forain.hub.reports.causes import cause_of
from forain.hub.reports.models import Problem, ProblemKind
from forain.hub.reports.told import Verdict

DONE, REJECTED, LOST = "done", "rejected", "lost"
_LINE: Final = PushLine._meta.db_table
_LISTING: Final = Listing._meta.db_table

_PUBLISH: Final = f"""
    UPDATE {_LISTING} l SET published = p.digest, published_price_minor = p.price_minor,
        published_quantity = p.quantity, published_details = COALESCE(p.details, l.published_details),
        published_at = %s, sent = NULL, push_id = NULL, refused = NULL, problem = '',
        reference = COALESCE(NULLIF(d.reference, ''), l.reference),
        state = CASE WHEN l.wanted <> p.digest THEN 'pending' WHEN p.kind = 'end' THEN 'ended' ELSE 'live' END
    FROM unnest(%s::bigint[], %s::text[]) AS d(id, reference) JOIN {_LINE} p ON p.id = d.id
    WHERE l.id = p.listing_id AND l.push_id = p.push_id
"""  # noqa: S608  table names of our own models
_REFUSE: Final = f"""
    UPDATE {_LISTING} l SET sent = NULL, push_id = NULL, refused = p.digest, problem = d.words,
        state = CASE WHEN l.wanted <> p.digest THEN 'pending' ELSE 'rejected' END
    FROM unnest(%s::bigint[], %s::text[]) AS d(id, words) JOIN {_LINE} p ON p.id = d.id
    WHERE l.id = p.listing_id AND l.push_id = p.push_id
"""  # noqa: S608
_RELEASE: Final = f"""
    UPDATE {_LISTING} l SET sent = NULL, push_id = NULL, state = %s
    FROM {_LINE} p WHERE p.push_id = %s AND p.outcome = '' AND l.id = p.listing_id AND l.push_id = p.push_id
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a push, as far as settling needs it."""

    id: int
    sku: str
    listing_id: int
    kind: str
    price_minor: int
    quantity: int
    fields: Sequence[str]
    details: Mapping[str, Any] | None


_MEMBERS: Final = ("id", "sku", "listing_id", "kind", "price_minor", "quantity", "fields", "details")


def open_lines(push: Push, skus: Iterable[str] | None = None) -> list[Row]:
    """Lines nothing was said of yet."""
    rows = PushLine.objects.filter(push_id=push.pk, outcome="")
    if skus is not None:
        rows = rows.filter(sku__in=list(skus))
    return [Row(*values) for values in rows.values_list(*_MEMBERS)]


def settle(push: Push, found: Sequence[Verdict]) -> dict[str, int]:
    """Write verdicts down; how many lines were done and rejected. Inside a transaction."""
    by_sku = {row.sku: row for row in open_lines(push, {one.sku for one in found})}
    known = [(by_sku[one.sku], one) for one in {one.sku: one for one in found}.values() if one.sku in by_sku]
    done = [(row, one) for row, one in known if one.done]
    bad = [(row, one) for row, one in known if not one.done]
    publish([row.id for row, _ in done], [one.reference for _, one in done])
    refuse([row.id for row, _ in bad], [_summary(one.problems) for _, one in bad])
    _end_older(push, [row for row, _ in known], images=[row for row, _ in done if _tells_images(row)])
    _note(push, [(row, one) for row, one in known if one.problems])
    return {DONE: len(done), REJECTED: len(bad)}


def publish(lines: Sequence[int], references: Sequence[str]) -> None:
    """The marketplace confirmed them."""
    if not lines:
        return
    with database.cursor() as cursor:
        cursor.execute(_PUBLISH, [now(), list(lines), list(references)])
    PushLine.objects.filter(id__in=lines).update(outcome=DONE)


def refuse(lines: Sequence[int], words: Sequence[str]) -> None:
    """The marketplace refused them: not sent again until something changes or a person asks."""
    if not lines:
        return
    with database.cursor() as cursor:
        cursor.execute(_REFUSE, [list(lines), list(words)])
    PushLine.objects.filter(id__in=lines).update(outcome=REJECTED)


def release(push: Push, state: ListingState = ListingState.PENDING) -> int:
    """Let the rest go: they differ again and the next plan sends what is wanted then."""
    with database.cursor() as cursor:
        cursor.execute(_RELEASE, [state.value, push.pk])
    return PushLine.objects.filter(push_id=push.pk, outcome="").update(outcome=LOST)


def publish_rest(push: Push) -> int:
    """Of reports that name bad lines only: all others were done."""
    rest = open_lines(push)
    publish([row.id for row in rest], [""] * len(rest))
    _end_older(push, rest, images=[row for row in rest if _tells_images(row)])
    return len(rest)


def refuse_rest(push: Push, problem: LineProblem, kind: ProblemKind) -> int:
    """The file as a whole was refused: one problem for each of its listings would say nothing more."""
    rest = open_lines(push)
    refuse([row.id for row in rest], [problem.words or problem.code] * len(rest))
    Problem.objects.create(**_told(push, problem, kind, None, ""))
    return len(rest)


# -- problems -----------------------------------------------------------------------------------------------


def _summary(problems: Sequence[LineProblem]) -> str:
    grave = [one for one in problems if one.fatal] or list(problems)
    return "; ".join(dict.fromkeys(one.words or one.code for one in grave))[:400]


def _note(push: Push, found: Sequence[tuple[Row, Verdict]]) -> None:
    sent = _values([row for row, _ in found])
    rows = [
        Problem(**_told(push, one, ProblemKind.LINE, row, sent.get(row.listing_id, {}).get(one.field, "")))
        for row, verdict in found
        for one in verdict.problems
    ]
    Problem.objects.bulk_create(rows, batch_size=1000)


def _told(push: Push, one: LineProblem, kind: ProblemKind, row: Row | None, sent: str) -> dict[str, Any]:
    value = one.value or sent
    return {
        "workspace_id": push.workspace_id,
        "connection_id": push.connection_id,
        "push_id": push.pk,
        "listing_id": row.listing_id if row else None,
        "sku": row.sku if row else "",
        "kind": kind,
        "cause": cause_of(push.connection, one)[:160],
        "code": one.code[:80],
        "key": one.key[:160],
        "field": one.field[:120],
        "value": value[:2000],
        "words": filled(one.words, value=value, field=one.field)[:2000],
        "fatal": one.fatal,
    }


def _values(rows: Sequence[Row]) -> dict[int, dict[str, str]]:
    """Listing -> field -> what was sent, in words."""
    if not rows:
        return {}
    told = Listing.objects.filter(id__in=[row.listing_id for row in rows])
    details = dict(told.values_list("id", "offer__details"))
    return {row.listing_id: _fields(row, row.details or details.get(row.listing_id) or {}) for row in rows}


def _fields(row: Row, details: Mapping[str, Any]) -> dict[str, str]:
    found = {name: _text(value) for name, value in details.items()}
    attributes = details.get("attributes") or {}
    found |= {f"attributes.{name}": _text(value) for name, value in attributes.items()}
    return {**found, "sku": row.sku, "quantity": str(row.quantity), "price": f"{row.price_minor / 100:.2f}"}


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _tells_images(row: Row) -> bool:
    return row.kind == ChangeKind.NEW or "images" in row.fields or not row.fields


def _end_older(push: Push, rows: Sequence[Row], images: Sequence[Row]) -> None:
    """A newer report about a listing puts an end to what an older one said of it."""
    older = Problem.objects.filter(ended_at=None).exclude(push_id=push.pk)
    lines = Q(kind=ProblemKind.LINE, listing_id__in=[row.listing_id for row in rows])
    pictures = Q(kind=ProblemKind.IMAGE, listing_id__in=[row.listing_id for row in images])
    older.filter(lines | pictures).update(ended_at=now(), ended_by=f"push:{push.pk}")


def note_images(push: Push, found: Sequence[ImageTrouble]) -> int:
    """Pictures that could not be taken in, joined to listings by the marketplace's number or the address; each once."""
    known = set(Problem.objects.filter(push_id=push.pk, kind=ProblemKind.IMAGE).values_list("value", "key"))
    fresh = [one for one in found if (one.url, one.reference) not in known]
    if not fresh:
        return 0
    listings = {
        reference: (key, sku)
        for key, reference, sku in Listing.objects.filter(
            connection_id=push.connection_id, reference__in={one.reference for one in fresh}
        ).values_list("id", "reference", "offer__sku")
    }
    rows = []
    for one in fresh:
        key, sku = listings.get(one.reference, (None, one.sku))
        problem = LineProblem(
            code=one.code, field="images", key=one.reference, value=one.url, words=one.words, fatal=False
        )
        rows.append(
            Problem(**_told(push, problem, ProblemKind.IMAGE, None, "") | {"listing_id": key, "sku": sku})
        )
    Problem.objects.bulk_create(rows, batch_size=1000)
    return len(rows)
