"""Who did what: one line for each change a person or program asked for."""

from __future__ import annotations

import uuid
from typing import Any

from forain.hub.workspaces.models import AuditEntry


def note(workspace_id: uuid.UUID, actor: str, action: str, target: str = "", **details: Any) -> None:
    """Written in the caller's transaction, so it stands or falls with the change."""
    AuditEntry.objects.create(
        workspace_id=workspace_id, actor=actor, action=action, target=target, details=details
    )
