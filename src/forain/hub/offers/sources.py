"""Where offers come from by themselves: a folder that is watched, or an address that is fetched.

Addresses are resolved, checked and pinned like those of webhooks: none of a private network unless the installation
allows it. A place is kept sealed, because an address may hold a secret, and is shown without it. Our decision: over the
API and on the pages a folder must lie in one the installation names (`FORAIN_OFFER_FOLDERS`), because files of the machine belong to whoever
runs it; the command line is theirs and may name any.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from forain.hub.config import config
from forain.hub.journal.unit import unit
from forain.hub.kit import addresses
from forain.hub.kit.clock import now
from forain.hub.kit.refusal import NotAllowed
from forain.hub.kit.sealed import seal, unseal
from forain.hub.offers import followers
from forain.hub.offers.mapped import reading_of
from forain.hub.offers.models import OfferSource, SourceKind
from forain.hub.workspaces.audit import note
from forain.hub.workspaces.models import Workspace

#: What a source is made of; the first three are sealed, then come the options of reading.
SEALED = ("place", "user", "password")
OPTIONS = ("complete", "encoding", "mapping", "row")
SHORTEST_SECONDS = 5


def add(
    workspace: Workspace, name: str, values: Mapping[str, Any], *, actor: str, own_machine: bool = False
) -> OfferSource:
    """Watch a folder, or fetch an address. `own_machine`: whoever asks runs this installation. Raises NotAllowed
    (`bad_source`, `source_exists`)."""
    row = OfferSource(workspace=workspace, name=name[:120], every_seconds=900)
    _fill(row, values, own_machine)
    with _named_once(), transaction.atomic():
        row.save()
        note(workspace.pk, actor, "offers.source_added", row.name, kind=row.kind, place=shown(row))
    return row


def change(
    row: OfferSource, values: Mapping[str, Any], *, actor: str, own_machine: bool = False
) -> OfferSource:
    """Only what is named; the next look comes at once and reads everything again, unless it is paused. Raises NotAllowed
    (`bad_source`, `source_exists`)."""
    if "paused" in values:
        row = (pause if values["paused"] else resume)(row, actor=actor)
        values = {name: value for name, value in values.items() if name != "paused"}
    return _changed(row, values, actor, own_machine) if values else row


def _changed(row: OfferSource, values: Mapping[str, Any], actor: str, own_machine: bool) -> OfferSource:
    row.name = str(values.get("name", row.name))[:120]
    _fill(row, values, own_machine)
    with _named_once(), transaction.atomic():
        row.save()
        _forget_seen(row)
        note(row.workspace_id, actor, "offers.source_changed", row.name, what=sorted(values))
    return row


def remove(row: OfferSource, *, actor: str) -> None:
    """Nothing more comes from there; what came stays."""
    with unit(row.workspace_id, actor) as work:
        note(row.workspace_id, actor, "offers.source_removed", row.name, kind=row.kind, place=shown(row))
        followers.tell_source(work, row, None)
        row.delete()


def pause(row: OfferSource, *, actor: str) -> OfferSource:
    """No look from now on; one that is under way changes nothing any more. What was wrong with it wants nobody now."""
    with unit(row.workspace_id, actor) as work:
        row.paused, row.lease_until, row.fence = True, None, row.fence + 1
        row.save(update_fields=["paused", "lease_until", "fence"])
        followers.tell_source(work, row, None)
        note(row.workspace_id, actor, "offers.source_paused", row.name)
    return row


def resume(row: OfferSource, *, actor: str) -> OfferSource:
    """The next look comes at once; what was seen before is not taken in anew."""
    with transaction.atomic():
        row.paused, row.next_at = False, now()
        row.save(update_fields=["paused", "next_at"])
        note(row.workspace_id, actor, "offers.source_resumed", row.name)
    return row


def read_again(row: OfferSource, *, actor: str) -> OfferSource:
    """The next look comes at once and takes in what is there, seen before or not. Raises NotAllowed (`source_paused`)."""
    if row.paused:
        words = _("“%(name)s” is paused. Resume it, and it is read at once.")
        raise NotAllowed("source_paused", words % {"name": row.name})
    with transaction.atomic():
        _forget_seen(row)
        note(row.workspace_id, actor, "offers.source_asked", row.name)
    return row


def shown(row: OfferSource) -> str:
    """The place without what may be secret in it: of an address, host and path alone."""
    place = unseal(row.sealed)["place"]
    if row.kind == SourceKind.FOLDER:
        return place
    parts = urlsplit(place)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "…" if parts.query else "", ""))


def signs_in(row: OfferSource) -> bool:
    return bool(unseal(row.sealed).get("user"))


def of(workspace: Workspace) -> list[OfferSource]:
    return list(OfferSource.objects.filter(workspace=workspace).order_by("name"))


def _forget_seen(row: OfferSource) -> None:
    """Whoever looks at it now settles in vain: its fence is out of date."""
    row.seen, row.marks, row.next_at, row.lease_until = {}, {}, now(), None
    row.fence += 1
    row.save(update_fields=["seen", "marks", "next_at", "lease_until", "fence"])


def _fill(row: OfferSource, values: Mapping[str, Any], own_machine: bool) -> None:
    if any(name in values for name in SEALED):
        _check_shape(str(values.get("place", "https://")))
        kept = _place({**_kept(row, values), **_named(values, SEALED)})
        row.kind = SourceKind.ADDRESS if _is_address(kept["place"]) else SourceKind.FOLDER
        _check(kept, own_machine=own_machine)
        row.sealed = seal(kept)
    row.options = {**row.options, **_named(values, OPTIONS)}
    reading_of(row.options.get("mapping", {}), str(row.options.get("row", "")))
    row.every_seconds = max(SHORTEST_SECONDS, int(values.get("every_seconds", row.every_seconds)))


def _kept(row: OfferSource, values: Mapping[str, Any]) -> dict[str, str]:
    """What is known of the place; who we are there is forgotten when it becomes another host."""
    before = unseal(row.sealed) if row.sealed else {}
    place = before.get("place", "")
    return before if _host(str(values.get("place", place))) == _host(place) else {}


def _host(place: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(place)
    return parts.scheme, parts.hostname, parts.port


def _named(values: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: values[name] for name in names if name in values}


def _is_address(place: str) -> bool:
    return place.lower().startswith(("https://", "http://"))


def _place(kept: dict[str, str]) -> dict[str, str]:
    """`https://user:password@host/…` taken apart: an address with a password in it would stand in logs."""
    place = kept["place"]
    if not _is_address(place) or "@" not in (netloc := urlsplit(place).netloc):
        return kept
    login, _at, host = netloc.rpartition("@")
    user, _colon, password = login.partition(":")
    bare = urlunsplit(urlsplit(place)._replace(netloc=host))
    return {**kept, "place": bare, "user": unquote(user), "password": unquote(password)}


def _check_shape(place: str) -> None:
    try:
        _host(place)
    except ValueError:
        raise NotAllowed("bad_source", _no_place()) from None


def _no_place() -> str:
    return _("Name a folder from the root, or an address that begins with https://.")


def _check(kept: Mapping[str, str], *, own_machine: bool) -> None:
    if _is_address(kept["place"]):
        _check_address(kept["place"])
    elif not Path(kept["place"]).is_absolute():
        raise NotAllowed("bad_source", _no_place())
    elif not own_machine:
        _check_folder(Path(kept["place"]))


def _check_address(place: str) -> None:
    try:
        addresses.check(place)
    except addresses.BadAddress as error:
        if error.code == "private":
            words = _("The address leads into a private network. Whoever runs Forain can allow it with FORAIN_WEBHOOK_NETWORKS.")  # fmt: skip
        else:
            words = _no_place()
        raise NotAllowed("bad_source", words) from None


def _check_folder(folder: Path) -> None:
    real = folder.resolve()
    if not any(real.is_relative_to(one) for one in folders()):
        words = _("A folder must lie in one that FORAIN_OFFER_FOLDERS names. Whoever runs Forain sets it, or watches the folder with “forain offers watch”.")  # fmt: skip
        raise NotAllowed("bad_source", words)


def folders() -> list[Path]:
    """Those that people and programs may name a folder in."""
    return [Path(one.strip()).resolve() for one in config().offer_folders.split(",") if one.strip()]


@contextmanager
def _named_once() -> Iterator[None]:
    """The database forbids two sources of one name; said in words here."""
    try:
        yield
    except IntegrityError as error:
        if "offer_source_once" not in str(error):
            raise
        raise NotAllowed("source_exists", _("There is already a source of this name.")) from None
