"""The certificate of an erasure: what was forgotten of whom, when and by whom; it names nobody."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import models

from forain.hub.connections.models import Connection
from forain.hub.kit.clock import now
from forain.hub.kit.ids import new_id
from forain.hub.workspaces.models import Workspace


class Erasure(models.Model):
    """`orders`: {reference, placed_at, total, currency, lines} of each order concerned, as they stand after it.

    `counts`: what was emptied or struck out, by name. `reason` is the asker's own words, which may be a ticket number.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=400, blank=True)
    orders = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=now, editable=False)
    created_by = models.CharField(max_length=160)

    class Meta:
        indexes = [models.Index(fields=["workspace", "-created_at"], name="erasures")]

    def __str__(self) -> str:
        return ", ".join(str(one["reference"]) for one in self.orders)

    @property
    def document(self) -> dict[str, Any]:
        """The certificate as it can be given away; the same bytes each time it is asked for."""
        return {
            "certificate": str(self.pk),
            "workspace": self.workspace.name,
            "connection": self.connection.name,
            "at": self.created_at.isoformat(),
            "by": self.created_by,
            "reason": self.reason,
            "orders": self.orders,
            "erased": self.counts,
        }

    @property
    def text(self) -> str:
        return json.dumps(self.document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"

    @property
    def digest(self) -> str:
        """SHA-256 of the document, so that a copy can be held against what is kept here."""
        return hashlib.sha256(self.text.encode()).hexdigest()
