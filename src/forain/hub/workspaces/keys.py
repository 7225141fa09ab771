"""API keys: 256 random bits, shown once, kept as SHA-256. Made, verified and revoked here and nowhere else."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from forain.hub.database.scope import everywhere
from forain.hub.kit.clock import now
from forain.hub.workspaces.audit import note
from forain.hub.workspaces.models import ApiKey, Role, Workspace

MARK = "frn_"
#: How exact `last_used_at` is: a busy key writes one row a minute, not one a call.
USE_IS_NOTED_EVERY = timedelta(minutes=1)


def make(
    workspace: Workspace, name: str, role: str = Role.OPERATOR, *, actor: str = ""
) -> tuple[ApiKey, str]:
    """A new key and its text, which can never be shown again."""
    text = MARK + secrets.token_urlsafe(32)
    with transaction.atomic():
        key = ApiKey.objects.create(
            workspace=workspace, name=name, prefix=text[:12], digest=_digest(text), role=Role(role)
        )
        note(workspace.pk, actor, "api_key.made", str(key), role=key.role)
    return key, text


def verify(text: str) -> ApiKey | None:
    """The key of this text with its workspace, None when it is wrong or revoked."""
    if not text.startswith(MARK) or not text.isascii():
        return None
    with everywhere("who is calling"):
        rows = ApiKey.objects.select_related("workspace")
        key = rows.filter(digest=_digest(text), revoked_at=None).first()
        if key is not None:
            _note_use(key)
    return key


def revoke(key: ApiKey, *, actor: str = "") -> bool:
    """From now on the key opens nothing; False when it was revoked before."""
    with transaction.atomic():
        changed = ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now())
        if changed:
            note(key.workspace_id, actor, "api_key.revoked", str(key))
    return bool(changed)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("ascii")).digest()


def _note_use(key: ApiKey) -> None:
    stale = now() - USE_IS_NOTED_EVERY
    if key.last_used_at is not None and key.last_used_at > stale:
        return
    unnoted = Q(last_used_at=None) | Q(last_used_at__lte=stale)
    ApiKey.objects.filter(unnoted, pk=key.pk).update(last_used_at=now())
