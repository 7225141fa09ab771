"""One fact, once written never changed."""

from __future__ import annotations

from django.db import models

from forain.hub.kit.clock import now
from forain.hub.workspaces.models import Workspace


class Event(models.Model):
    """`id` is the cursor: within a workspace ids are committed in order (see `unit.py`).

    `subject` is the object's own id (ours), `order_id` the order it concerns, `exchange_id` the proof.
    """

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    at = models.DateTimeField(default=now)
    subject_kind = models.CharField(max_length=20)
    subject = models.UUIDField()
    order_id = models.UUIDField(null=True, blank=True)
    connection_id = models.UUIDField(null=True, blank=True)
    exchange_id = models.UUIDField(null=True, blank=True)
    actor = models.CharField(max_length=160, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "id"], name="event_feed"),
            models.Index(
                fields=["order_id", "id"], name="event_of_order", condition=~models.Q(order_id=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.kind}"
