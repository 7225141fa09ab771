"""A parcel: what was told to the marketplace about a shipment. And the slip that belongs into it."""

from __future__ import annotations

from django.db import models

from forain.hub.kit.clock import now
from forain.hub.kit.ids import new_id
from forain.hub.orders.models import Order
from forain.hub.workspaces.models import Workspace


class Parcel(models.Model):
    """One number of one carrier, with all lines that went under it: marketplaces that take lines one by one get a
    command for each, and all those commands tell of the same parcel."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    order = models.ForeignKey(Order, models.CASCADE, related_name="parcels")
    command_ids = models.JSONField(default=list)
    carrier = models.CharField(max_length=60)
    carrier_label = models.CharField(max_length=80, blank=True)
    service = models.CharField(max_length=120, blank=True)
    tracking_number = models.CharField(max_length=80)
    tracking_url = models.CharField(max_length=400, blank=True)
    line_references = models.JSONField(default=list)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "carrier", "tracking_number"], name="parcel_once")
        ]
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"{self.carrier} {self.tracking_number}"


class DeliverySlip(models.Model):
    """The paper a marketplace wants in the parcel, kept as it came. `exchange_id` is the call it came by.

    Without `fetched_at` it was asked for in vain: `trouble_words` say why, and before `next_at` it is not asked again
    by itself.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    order = models.OneToOneField(Order, models.CASCADE, related_name="delivery_slip")
    content = models.BinaryField(default=bytes)
    content_type = models.CharField(max_length=80, blank=True)
    size = models.IntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    exchange_id = models.UUIDField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)
    fetched_by = models.CharField(max_length=160, blank=True)
    attempts = models.IntegerField(default=0)
    next_at = models.DateTimeField(default=now)
    trouble_code = models.CharField(max_length=80, blank=True)
    trouble_words = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.order}: {self.sha256[:12] or self.trouble_code}"
