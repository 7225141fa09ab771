"""A file or request of offers to the desired state: read, judge, merge, and say what became of it.

A file that cannot be taken in changes nothing but leaves its `OfferImport`, which says why.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from forain.hub.journal.unit import Unit, unit
from forain.hub.offers import applying, breaker, merging, reserving
from forain.hub.offers.columns import Layout, layout
from forain.hub.offers.locking import lock_offers
from forain.hub.offers.models import ImportState, OfferImport, StopKind
from forain.hub.offers.reading.feed import Feed, chunked
from forain.hub.offers.reading.json_lines import cell
from forain.hub.offers.reading.marked_up import Profile
from forain.hub.offers.reading.opening import opened
from forain.hub.offers.reading.unpack import size_of
from forain.hub.offers.staging import Progress, Staging
from forain.hub.offers.trouble import HARMLESS, ROW, BadFile, Shrank, both
from forain.hub.workspaces.audit import note
from forain.hub.workspaces.models import Workspace
from forain.trade.events import EventKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a file is to be read. `complete`: what is not in it is no longer sold. `mapping`: head -> field."""

    name: str
    source: str = "file"
    complete: bool = False
    encoding: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    profile: Profile | None = None
    preview: bool = False


def take_file(
    workspace: Workspace, file: BinaryIO, wish: Wish, *, actor: str, progress: Progress | None = None
) -> OfferImport:
    """Take in a file that can be sought; the import says what became of it, also when nothing did."""
    began = time.monotonic()
    row = OfferImport(
        workspace=workspace,
        name=wish.name[:200],
        source=wish.source,
        complete=wish.complete,
        created_by=actor[:160],
    )
    with _told(row, began):
        size_of(file)
        row.digest = digest_of(file)
        with opened(file, encoding=wish.encoding, profile=wish.profile) as feed:
            _take(row, feed, wish, progress)
    return row


def take_rows(
    workspace: Workspace, rows: Sequence[Mapping[str, Any]], *, actor: str, name: str = ""
) -> OfferImport:
    """Take in offers a program sends: members as in a file's heads; rows of different members are merged in turn.

    All or nothing of a group that is broken as a whole; bad rows are told by their place, counted from 1.
    """
    began = time.monotonic()
    row = OfferImport(
        workspace=workspace, name=name[:200], source="api", format="json", created_by=actor[:160]
    )
    with _told(row, began):
        for heads, members in _groups(rows).items():
            numbered = [(number, [cell(one[head]) for head in heads]) for number, one in members]
            _take(row, Feed("json", list(heads), chunked(numbered, len(heads))), Wish(name=name), None)
    return row


def _groups(rows: Sequence[Mapping[str, Any]]) -> dict[tuple[str, ...], list[tuple[int, Mapping[str, Any]]]]:
    groups: dict[tuple[str, ...], list[tuple[int, Mapping[str, Any]]]] = {}
    for number, one in enumerate(rows, start=1):
        groups.setdefault(tuple(sorted(one)), []).append((number, one))
    return groups


@contextmanager
def _told(row: OfferImport, began: float) -> Iterator[None]:
    """One transaction for the offers; what went wrong is kept outside of it."""
    try:
        with unit(row.workspace_id, row.created_by) as work:
            yield
            row.state = (
                ImportState.DONE
                if row.new_count + row.changed_count + row.ended_count
                else ImportState.UNCHANGED
            )
            row.seconds = round(time.monotonic() - began, 3)
            row.save()
            counts = {"new": row.new_count, "changed": row.changed_count, "ended": row.ended_count}
            note(row.workspace_id, row.created_by, "offers.imported", row.name, **counts)
            if any(counts.values()):
                _tell(work, row, counts)
    except BadFile as bad:
        _failed(row, bad, time.monotonic() - began)
        raise
    applying.refresh(row.workspace_id)


def _tell(work: Unit, row: OfferImport, counts: dict[str, int]) -> None:
    new, changed, ended = counts["new"], counts["changed"], counts["ended"]
    work.event(
        EventKind.OFFERS_IMPORTED, "import", row.pk, name=row.name, new=new, changed=changed, ended=ended
    )


def _failed(row: OfferImport, bad: BadFile, seconds: float) -> None:
    if isinstance(bad, Shrank):
        with unit(row.workspace_id, row.created_by) as work:
            figures = breaker.Figures(bad.count, bad.total, breaker.fingerprint_of(row), [])
            breaker.stop(work, row.workspace_id, None, StopKind.SHRUNK, figures, bad.limit, row.name)
    row.state = ImportState.STOPPED if isinstance(bad, Shrank) else ImportState.FAILED
    row.trouble_code, row.trouble_words = bad.code, bad.in_both
    row.new_count = row.changed_count = row.same_count = row.ended_count = 0
    row.seconds = round(seconds, 3)
    row.save()


def digest_of(file: BinaryIO) -> str:
    """Of all its bytes; it stands at its beginning again."""
    found = hashlib.sha256()
    while piece := file.read(1 << 20):
        found.update(piece)
    file.seek(0)
    return found.hexdigest()


def _take(row: OfferImport, feed: Feed, wish: Wish, progress: Progress | None) -> None:
    row.format, row.encoding, row.separator = feed.format, feed.encoding, feed.separator
    found = _layout(feed, wish)
    row.columns = found.shown(feed.heads)
    staging = Staging(row.workspace_id, found, len(feed.heads))
    staging.fill(feed, progress)
    if not staging.counts.rows:
        raise BadFile("file_no_rows")
    lock_offers(row.workspace_id)
    staging.compare()
    staging.judge()
    _some_good(row, staging)
    _write(row, staging)
    _count(row, staging)


def _layout(feed: Feed, wish: Wish) -> Layout:
    own = {name: name for name in feed.heads} if feed.format in ("xml", "json") else {}
    found = layout(feed.heads, {**own, **wish.mapping})
    if found.twice:
        raise BadFile("file_heads_twice", heads=", ".join(found.twice)[:200])
    missing = [name for name in ("sku",) if name not in found.places]
    if missing or len(found.places) + len(found.attributes) < 2:
        heads = ", ".join(feed.heads[:30])[:300]
        raise BadFile(
            "file_columns_missing", missing=", ".join(missing or ["quantity", "price"]), heads=heads
        )
    return found


def _some_good(row: OfferImport, staging: Staging) -> None:
    if staging.counts.bad == staging.counts.rows and staging.bad:
        _count(row, staging)
        raise BadFile("file_all_bad", line=staging.bad[0].line)


def _write(row: OfferImport, staging: Staging) -> None:
    if staging.conversion.has("quantity"):
        reserving.absorb(
            row.workspace_id,
            f"SELECT {staging.conversion.sku} AS sku, {staging.conversion.quantity} AS quantity FROM {staging.news}",
        )
    merging.merge(staging)
    if row.complete:
        _end_left_out(row, staging)
    counts = staging.counts
    if counts.new + counts.changed + counts.ended > applying.FEW:
        applying.mark_stale(row.workspace_id)
    elif counts.new + counts.changed:
        applying.apply_where(
            row.workspace_id, f"o.sku IN (SELECT {staging.conversion.sku} FROM {staging.news})"
        )
    reserving.apply_pending(row.workspace_id)


def _end_left_out(row: OfferImport, staging: Staging) -> None:
    """What a complete file does not name is no longer sold. With bad rows nobody knows what it names: nothing ends."""
    if any(one.code not in HARMLESS for one in staging.bad):
        row.trouble_code, row.trouble_words = "kept", both(ROW["kept"], {})
        return
    left, total, ending = merging.left_out(staging)
    limit = min((one.shrink_stop_bp for one in applying.selling(row.workspace_id)), default=2_000)
    if left >= breaker.FEWEST and left * 10_000 > total * limit and not breaker.is_shrink_confirmed(row):
        raise Shrank(left, total, limit)
    if left:
        applying.apply_where(row.workspace_id, merging.end_left_out(staging, ending))
        staging.counts.ended = left


def _count(row: OfferImport, staging: Staging) -> None:
    counts = staging.counts
    row.rows += counts.rows
    row.new_count += counts.new
    row.changed_count += counts.changed
    row.same_count += counts.same
    row.ended_count += counts.ended
    row.bad_count += counts.bad
    row.bad_rows = [*row.bad_rows, *(one.shown() for one in staging.bad)][:1000]
