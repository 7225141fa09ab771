"""Where offers come from by themselves: a folder that is watched, or an address that is fetched.

A file of a folder is taken in once it stopped changing, and again whenever its bytes change. What an address gives is
taken in when it differs from the last time. Addresses are resolved, checked and pinned like those of webhooks: none of a
private network unless the installation allows it. A place is kept sealed, because an address may hold a password.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

import structlog
from django.db.models import Q
from django.utils.translation import gettext as _

from forain.hub.kit.clock import now
from forain.hub.kit.lease import claim, still_ours
from forain.hub.kit.refusal import NotAllowed
from forain.hub.kit.sealed import seal, unseal
from forain.hub.offers.importing import Wish, take_file
from forain.hub.offers.models import OfferSource, SourceKind
from forain.hub.offers.reading.unpack import LARGEST
from forain.hub.offers.trouble import BadFile
from forain.hub.workspaces.audit import note
from forain.hub.workspaces.models import Workspace

log = structlog.get_logger(__name__)

#: A file younger than this may still be written.
SETTLED_SECONDS = 2.0
SUFFIXES = frozenset({".csv", ".txt", ".tsv", ".xlsx", ".json", ".jsonl", ".ndjson", ".gz", ".zip"})
#: Fetches an address into a file; plugged in by whoever may speak HTTP.
Fetch = Callable[[str, BinaryIO, int], None]
_fetchers: list[Fetch] = []


class NotFetched(Exception):
    """The address did not give a file; the words say why."""


def plug(fetch: Fetch) -> None:
    _fetchers.append(fetch)


def add(
    workspace: Workspace,
    name: str,
    place: str,
    *,
    every_seconds: int = 900,
    complete: bool = False,
    actor: str,
) -> OfferSource:
    """Watch a folder, or fetch an address. Raises NotAllowed (`bad_source`)."""
    kind = SourceKind.ADDRESS if place.startswith(("https://", "http://")) else SourceKind.FOLDER
    if kind == SourceKind.FOLDER and not Path(place).is_absolute():
        raise NotAllowed(
            "bad_source", _("Name a folder from the root, or an address that begins with https://.")
        )
    values = {
        "kind": kind,
        "sealed": seal({"place": place}),
        "options": {"complete": complete},
        "every_seconds": max(5, every_seconds),
        "next_at": now(),
    }
    row, _made = OfferSource.objects.update_or_create(workspace=workspace, name=name[:120], defaults=values)
    note(workspace.pk, actor, "offers.source_set", name, kind=kind.value)
    return row


def fetch_due(limit: int = 5) -> int:
    """Look at the sources whose turn it is; how many were looked at."""
    rows = claim(OfferSource.objects.filter(Q(next_at__lte=now())).order_by("next_at", "id"), limit)
    for row in rows:
        _look(row)
    return len(rows)


def _look(row: OfferSource) -> None:
    words: dict[str, str] = {}
    try:
        (_folder if row.kind == SourceKind.FOLDER else _address)(row)
    except BadFile as bad:
        words = bad.in_both
    except (OSError, NotFetched) as error:
        words = {"en": str(error), "fr": str(error)}
        log.warning("offers.source", source=str(row.pk), error=type(error).__name__)
    values = {"next_at": now() + timedelta(seconds=row.every_seconds), "lease_until": None, "seen": row.seen}
    if not words:
        values["last_ok_at"] = now()
    still_ours(row).update(**values, trouble_words=words)


def _folder(row: OfferSource) -> None:
    """Every file in turn; a bad one does not keep the others out, and is told once."""
    bad: BadFile | None = None
    for path in sorted(Path(unseal(row.sealed)["place"]).iterdir()):
        if path.suffix.lower() not in SUFFIXES or time.time() - path.stat().st_mtime < SETTLED_SECONDS:
            continue
        with path.open("rb") as file:
            try:
                _take(row, file, path.name)
            except BadFile as error:
                bad = error
    if bad is not None:
        raise bad


def _address(row: OfferSource) -> None:
    if not _fetchers:
        raise NotFetched("nobody here may fetch an address")
    with TemporaryFile() as file:
        _fetchers[0](unseal(row.sealed)["place"], file, LARGEST)
        file.seek(0)
        _take(row, file, row.name)


def _take(row: OfferSource, file: BinaryIO, name: str) -> None:
    """The file, unless its bytes were seen already, as a good one or a bad one."""
    found = hashlib.sha256()
    while piece := file.read(1 << 20):
        found.update(piece)
    file.seek(0)
    digest = found.hexdigest()
    if row.seen.get(name) == digest:
        return
    row.seen = {**dict(list(row.seen.items())[-500:]), name: digest}
    wish = Wish(name=name, source=row.kind, complete=bool(row.options.get("complete")))
    take_file(row.workspace, file, wish, actor=f"source:{row.name}")
