"""A parcel: what was told to the marketplace about a shipment."""

from __future__ import annotations

from django.db import models

from forain.hub.kit.clock import now
from forain.hub.kit.ids import new_id
from forain.hub.orders.models import Order
from forain.hub.workspaces.models import Workspace


class Parcel(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    order = models.ForeignKey(Order, models.CASCADE, related_name="parcels")
    command_id = models.UUIDField(unique=True)
    carrier = models.CharField(max_length=60)
    carrier_label = models.CharField(max_length=80, blank=True)
    tracking_number = models.CharField(max_length=80)
    tracking_url = models.CharField(max_length=400, blank=True)
    line_references = models.JSONField(default=list)
    created_at = models.DateTimeField(default=now, editable=False)

    def __str__(self) -> str:
        return f"{self.carrier} {self.tracking_number}"
