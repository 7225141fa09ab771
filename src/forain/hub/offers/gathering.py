"""One look at a source: the files of a folder, or what an address gave, each taken in once.

A bad file is told until it changes or goes; it does not keep the others out.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forain.hub.kit.clock import now
from forain.hub.kit.lease import claim, still_ours
from forain.hub.kit.sealed import unseal
from forain.hub.offers.importing import Wish, digest_of, take_file
from forain.hub.offers.mapped import reading_of
from forain.hub.offers.models import OfferSource
from forain.hub.offers.trouble import BadFile, both

#: A file younger than this, in seconds, may still be written.
SETTLED_SECONDS = 2.0
SUFFIXES = frozenset({".csv", ".txt", ".tsv", ".xlsx", ".xml", ".json", ".jsonl", ".ndjson", ".gz", ".zip"})
#: Files of a folder that are remembered.
REMEMBERED = 500

#: Code -> why a source gave nothing.
SENTENCES: Mapping[str, Promise] = {
    "source_status": _("The address answers with HTTP %(status)s. Look at it in a browser, and at its user name and password."),
    "source_timeout": _("The file did not come within %(seconds)s s. It is tried again at the next look."),
    "source_no_connection": _("Nobody answers at the address, or its certificate is not in order."),
    "source_broken": _("The connection broke before the file was whole. It is tried again at the next look."),
    "source_too_large": _("The file has more than %(limit)s: cut it into parts."),
    "source_redirect": _("The address leads on to another one that cannot be followed: name the last one."),
    "source_private": _("The address leads into a private network. Whoever runs Forain can allow it with FORAIN_WEBHOOK_NETWORKS."),
    "source_unknown_host": _("The host name cannot be resolved."),
    "source_no_folder": _("The folder cannot be read: it must be there, and open to the user that runs Forain."),
}  # fmt: skip


class NotFetched(Exception):
    """A source gave nothing; `words` say why in both languages and never hold the address."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.words = code, both(SENTENCES[code], facts)


@dataclass(frozen=True, slots=True)
class Order:
    """What to get. `marks`: `etag` and `modified` of the file that was taken in last."""

    place: str
    user: str = ""
    password: str = field(default="", repr=False)
    marks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fetched:
    """`changed` is False when the address says that the file is the one we have."""

    changed: bool
    marks: Mapping[str, str] = field(default_factory=dict)


#: Gets what an order names into a file of at most so many bytes.
Fetch = Callable[[Order, BinaryIO, int], Awaitable[Fetched]]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a look brought nothing good."""

    code: str
    words: Mapping[str, str]


def due(limit: int = 5) -> list[OfferSource]:
    """Sources whose turn it is, claimed."""
    rows = OfferSource.objects.filter(paused=False, next_at__lte=now())
    return claim(rows.order_by("next_at", "id"), limit)


def order_of(row: OfferSource) -> Order:
    kept = unseal(row.sealed)
    return Order(kept["place"], kept.get("user", ""), kept.get("password", ""), row.marks)


def look_at_folder(row: OfferSource) -> Trouble | None:
    """Every file in turn. Raises NotFetched."""
    try:
        paths = [one for one in sorted(Path(unseal(row.sealed)["place"]).iterdir()) if _is_ready(one)]
        row.seen = {one.name: row.seen[one.name] for one in paths if one.name in row.seen}
        found = [_look_at_file(row, path) for path in paths]
    except OSError:
        raise NotFetched("source_no_folder") from None
    return next((one for one in found if one is not None), None)


def _is_ready(path: Path) -> bool:
    if path.suffix.lower() not in SUFFIXES or not path.is_file():
        return False
    return time.time() - path.stat().st_mtime >= SETTLED_SECONDS


def _look_at_file(row: OfferSource, path: Path) -> Trouble | None:
    with path.open("rb") as file:
        return take(row, file, path.name)


def told_before(row: OfferSource) -> Trouble | None:
    """The file of an address that has not changed: what was wrong with it still is."""
    return _trouble(row.seen.get(row.name, {}))


def _trouble(known: Mapping[str, Any]) -> Trouble | None:
    return Trouble(known["code"], known["words"]) if known.get("code") else None


def take(row: OfferSource, file: BinaryIO, name: str) -> Trouble | None:
    """Take the file in, unless its bytes were seen already; what is wrong with it then is told again."""
    digest = digest_of(file)
    known = row.seen.get(name)
    if known is None or known["digest"] != digest:
        known = {"digest": digest, **_taken(row, file, name)}
        row.seen = {**dict(list(row.seen.items())[-REMEMBERED:]), name: known}
    return _trouble(known)


def _taken(row: OfferSource, file: BinaryIO, name: str) -> dict[str, Any]:
    """Nothing when it was taken in, else what is wrong with it."""
    try:
        take_file(row.workspace, file, wish_of(row, name), actor=f"source:{row.name}")
    except BadFile as bad:
        return {"code": bad.code, "words": bad.in_both}
    return {}


def wish_of(row: OfferSource, name: str) -> Wish:
    """How a file of this source is to be read."""
    told = row.options
    mapping, profile = reading_of(told.get("mapping", {}), str(told.get("row", "")))
    return Wish(
        name=name, source=row.kind, complete=bool(told.get("complete")), encoding=str(told.get("encoding", "")),
        mapping=mapping, profile=profile,
    )  # fmt: skip


def settle(row: OfferSource, trouble: Trouble | None) -> bool:
    """Write what came of a look; whether it was still ours to tell."""
    values: dict[str, Any] = {
        "next_at": now() + timedelta(seconds=row.every_seconds),
        "lease_until": None,
        "seen": row.seen,
        "marks": row.marks,
        "trouble_code": trouble.code if trouble else "",
        "trouble_words": dict(trouble.words) if trouble else {},
    }
    if trouble is None:
        values["last_ok_at"] = now()
    return bool(still_ours(row).update(**values))
