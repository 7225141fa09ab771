"""`Idempotency-Key`: the same write sent twice has one effect and gets one answer.

A key is written down before the work begins. The work and its answer are one transaction, so a crash leaves either
both or neither; a key without answer is in progress, and after `ABANDONED` whoever asks again takes it over. (Work
that calls a marketplace cannot be inside a transaction; its answer is written after it, and the actions themselves
never have their effect twice.) Only answers that had an effect are remembered: a refusal changed nothing, so the same
request with the same key may succeed once its cause is mended.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from forain.hub.kit.clock import now
from forain.hub.kit.sealed import seal, unseal
from forain.hub.outbox.models import Remembered

#: After this a request without answer is taken for lost with its process.
ABANDONED = timedelta(minutes=1)
#: How long answers are remembered at least.
KEPT = timedelta(days=7)


class InProgress(Exception):
    """The same key is being worked on; `Retry-After` a few seconds."""


class Reused(Exception):
    """The key belongs to a different request."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` is the JSON text exactly as it was sent first."""

    status: int
    body: str
    replayed: bool = False


def fingerprint(method: str, path: str, body: bytes) -> str:
    """Of the request's meaning: the order of members and blanks of a JSON body do not matter."""
    try:
        meaning = json.dumps(json.loads(body), sort_keys=True, separators=(",", ":")).encode()
    except ValueError:
        meaning = body
    return hashlib.sha256(b"\n".join([method.encode(), path.encode(), meaning])).hexdigest()


def once(
    workspace_id: uuid.UUID,
    key: str,
    digest: str,
    work: Callable[[], Answer],
    *,
    one_transaction: bool = True,
    secret: bool = False,
) -> Answer:
    """Do `work`, or give the answer it gave before. Raises InProgress, Reused, and what `work` raises.

    An answer with a `secret` is sealed before it is remembered.
    """
    row = _take(workspace_id, key, digest)
    if row.status:
        return Answer(row.status, _opened(row.body), replayed=True)
    try:
        with transaction.atomic() if one_transaction else nullcontext():
            answer = work()
            _remember(row, answer, secret=secret)
    except Exception:
        Remembered.objects.filter(pk=row.pk, status=0, created_at=row.created_at).delete()
        raise
    return answer


def forget_old() -> int:
    """Drop what is older than `KEPT`; called by the nightly cleaning."""
    return Remembered.objects.filter(created_at__lt=now() - KEPT).delete()[0]


def _take(workspace_id: uuid.UUID, key: str, digest: str) -> Remembered:
    """The key's row: ours to work on when it has no status, else answered."""
    row, created = Remembered.objects.get_or_create(
        workspace_id=workspace_id, key=key, defaults={"digest": digest, "created_at": now()}
    )
    if row.digest != digest:
        raise Reused
    if created or row.status or _take_over(row):
        return row
    raise InProgress


def _take_over(row: Remembered) -> bool:
    """Claim a row whose worker is gone; one of those who try wins."""
    moment = now()
    if row.created_at > moment - ABANDONED:
        return False
    ours = Remembered.objects.filter(pk=row.pk, status=0, created_at=row.created_at).update(created_at=moment)
    row.created_at = moment
    return bool(ours)


def _remember(row: Remembered, answer: Answer, *, secret: bool) -> None:
    """`created_at` is the fence: whoever was overtaken writes nothing, and in one transaction undoes its work."""
    ours = Remembered.objects.filter(pk=row.pk, status=0, created_at=row.created_at)
    body = {"sealed": seal({"body": answer.body}).decode("ascii")} if secret else answer.body
    if not ours.update(status=answer.status, body=body):
        raise InProgress


def _opened(body: object) -> str:
    return unseal(body["sealed"].encode("ascii"))["body"] if isinstance(body, dict) else str(body)
