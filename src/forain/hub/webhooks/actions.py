"""What a person or program may ask of an endpoint. Every change is audited; secrets are shown once, by what makes them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from forain.hub.inbox.todos import resolve_key
from forain.hub.journal.unit import unit
from forain.hub.kit import addresses
from forain.hub.kit.clock import now
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders.models import Consumer
from forain.hub.webhooks import signing, spread
from forain.hub.webhooks.models import Delivery, Endpoint, State, Why
from forain.hub.webhooks.payload import TEST
from forain.hub.webhooks.schedule import TRIED_FOR
from forain.hub.webhooks.settle import todo_key
from forain.hub.workspaces.audit import note
from forain.hub.workspaces.models import Workspace

#: How long the secret before goes on signing, unless said otherwise.
OVERLAP = timedelta(hours=24)
#: Events one request to replay takes at most; the answer tells where to go on.
REPLAYED_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Replay:
    """How many deliveries begin anew, and the cursor for the next request; None when there is nothing more."""

    deliveries: int
    next: int | None


def add(
    workspace: Workspace,
    name: str,
    address: str,
    *,
    kinds: Sequence[str] = (),
    consumer: Consumer | None = None,
    actor: str,
) -> tuple[Endpoint, str]:
    """A new endpoint that gets what happens from now on, and its secret. Raises NotAllowed (`webhook_exists`,
    `webhook_address`)."""
    _check(address)
    row = Endpoint(workspace=workspace, name=name, address=address, kinds=_plain(kinds), consumer=consumer)
    row.cursor = spread.last_event(workspace.pk)
    secret = signing.first_secret(row)
    with _named_once(), transaction.atomic():
        row.save()
        note(workspace.pk, actor, "webhook.added", name, kinds=row.kinds)
    return row, secret


def change(endpoint: Endpoint, values: dict[str, Any], *, actor: str) -> Endpoint:
    """Set `name`, `address`, `kinds`, `consumer`, as far as they are given. Raises NotAllowed as `add` does."""
    if "address" in values:
        _check(values["address"])
    if "kinds" in values:
        values["kinds"] = _plain(values["kinds"])
    for name, value in values.items():
        setattr(endpoint, name, value)
    with _named_once(), transaction.atomic():
        endpoint.save(update_fields=list(values))
        note(endpoint.workspace_id, actor, "webhook.changed", endpoint.name, what=sorted(values))
    return endpoint


def remove(endpoint: Endpoint, *, actor: str) -> None:
    """The endpoint and its deliveries are gone; nothing more is sent."""
    with unit(endpoint.workspace_id, actor) as work:
        resolve_key(work, todo_key(endpoint), actor)
        note(endpoint.workspace_id, actor, "webhook.removed", endpoint.name)
        endpoint.delete()


def rotate(endpoint: Endpoint, overlap: timedelta = OVERLAP, *, actor: str) -> str:
    """A new secret; the one before goes on signing beside it for `overlap`, at once not at all for none.

    Raises NotAllowed (`rotation_under_way`): three secrets at a time are one too many to keep track of.
    """
    with transaction.atomic():
        row = Endpoint.objects.select_for_update(no_key=True).get(pk=endpoint.pk)
        if overlap and row.previous_until and row.previous_until > now():
            words = _("The secret before the last still signs until %(moment)s.")
            moment = row.previous_until.isoformat(timespec="minutes")
            raise NotAllowed("rotation_under_way", words % {"moment": moment}, previous_until=moment)
        secret = signing.rotate(row, now() + overlap if overlap else None)
        row.save(update_fields=["sealed", "previous_until"])
        note(row.workspace_id, actor, "webhook.rotated", row.name, hours=overlap.total_seconds() / 3600)
    endpoint.refresh_from_db()
    return secret


def disable(endpoint: Endpoint, reason: str = "", *, actor: str) -> Endpoint:
    """Send nothing until it is enabled again; what happens meanwhile is kept for then."""
    with transaction.atomic():
        on = Endpoint.objects.filter(pk=endpoint.pk, disabled="")
        if on.update(disabled=Why.PERSON, disabled_words=reason, disabled_at=now()):
            note(endpoint.workspace_id, actor, "webhook.disabled", endpoint.name, reason=reason)
    endpoint.refresh_from_db()
    return endpoint


def enable(endpoint: Endpoint, *, skip_missed: bool = False, actor: str) -> Endpoint:
    """Go on where it stopped, or from now on: then what was missed is left out (`replay` can still bring it)."""
    with unit(endpoint.workspace_id, actor) as work:
        row = Endpoint.objects.select_for_update(no_key=True, of=("self",)).get(pk=endpoint.pk)
        waiting = row.deliveries.filter(state=State.WAITING)
        if skip_missed:
            row.cursor = max(row.cursor, spread.last_event(row.workspace_id))
            waiting.update(state=State.FAILED, settled_at=now(), lease_until=None)
        else:
            waiting.update(next_at=now(), until=now() + TRIED_FOR)
        row.disabled = row.disabled_words = ""
        row.disabled_at = row.failing_since = row.paused_until = None
        row.failures = 0
        row.save(
            update_fields=[
                "cursor", "disabled", "disabled_words", "disabled_at", "failing_since", "paused_until", "failures",
            ]
        )  # fmt: skip
        resolve_key(work, todo_key(row), actor)
        note(row.workspace_id, actor, "webhook.enabled", row.name, skip_missed=skip_missed)
    endpoint.refresh_from_db()
    return endpoint


def test(endpoint: Endpoint, *, actor: str) -> Delivery:
    """Send a message about nothing, once. Raises NotAllowed (`webhook_disabled`)."""
    with transaction.atomic():
        _require_enabled(endpoint)
        _hurry(endpoint)
        note(endpoint.workspace_id, actor, "webhook.tested", endpoint.name)
        return spread.trial(endpoint, TEST)


def replay(delivery: Delivery, *, actor: str) -> Delivery:
    """Send one again under the same `webhook-id`. Raises NotAllowed (`webhook_disabled`)."""
    with transaction.atomic():
        _require_enabled(delivery.endpoint)
        _hurry(delivery.endpoint)
        spread.restart(Delivery.objects.filter(pk=delivery.pk))
        note(
            delivery.workspace_id,
            actor,
            "webhook.replayed",
            delivery.endpoint.name,
            delivery=str(delivery.pk),
        )
    delivery.refresh_from_db()
    return delivery


def replay_range(
    endpoint: Endpoint,
    *,
    after: int = 0,
    since: datetime | None = None,
    limit: int = REPLAYED_AT_ONCE,
    actor: str,
) -> Replay:
    """Send again everything after a cursor, from a time on. Raises NotAllowed (`webhook_disabled`)."""
    with transaction.atomic():
        _require_enabled(endpoint)
        _hurry(endpoint)
        row = Endpoint.objects.select_for_update(no_key=True).get(pk=endpoint.pk)  # its cursor as it is now
        count, more = spread.again(row, after, since, limit)
        since_words = since.isoformat() if since else None
        note(
            endpoint.workspace_id,
            actor,
            "webhook.replayed",
            endpoint.name,
            after=after,
            since=since_words,
            count=count,
        )
    return Replay(count, more)


def named(workspace: Workspace, words: str) -> Endpoint:
    """By id or name. Raises `Endpoint.DoesNotExist`."""
    rows = Endpoint.objects.filter(workspace=workspace).select_related("consumer")
    try:
        return rows.get(pk=uuid.UUID(words))
    except (ValueError, Endpoint.DoesNotExist):
        return rows.get(name=words)


def _require_enabled(endpoint: Endpoint) -> None:
    if endpoint.disabled:
        raise NotAllowed("webhook_disabled", _("This webhook is disabled; enable it first."))


def _hurry(endpoint: Endpoint) -> None:
    """Somebody is looking: an outage is probed at once."""
    Endpoint.objects.filter(pk=endpoint.pk).exclude(paused_until=None).update(paused_until=None)


def _plain(kinds: Sequence[str]) -> list[str]:
    return sorted({str(kind) for kind in kinds})


def _check(address: str) -> None:
    try:
        addresses.check(address)
    except addresses.BadAddress as no:
        raise NotAllowed("webhook_address", _ADDRESS_WORDS[no.code](), reason=no.code) from None


_ADDRESS_WORDS = {
    "malformed": lambda: _(
        "The address is not one of a receiver: it must begin with https:// or http://, and hold no password."
    ),
    "private": lambda: _(
        "The address leads into a private network. Whoever runs Forain can allow it with FORAIN_WEBHOOK_NETWORKS."
    ),
}


@contextmanager
def _named_once() -> Iterator[None]:
    """The database forbids two endpoints of one name; said in words here."""
    try:
        yield
    except IntegrityError as error:
        if "webhook_name_once" not in str(error):
            raise
        raise NotAllowed("webhook_exists", _("There is already a webhook of this name.")) from None
