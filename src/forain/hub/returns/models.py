"""A return as it was last seen (axis 6)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forain.hub.connections.models import Connection
from forain.hub.kit.clock import now
from forain.hub.kit.ids import new_id
from forain.hub.orders.models import Order
from forain.hub.workspaces.models import Workspace
from forain.trade.lifecycle import ReturnState


class Stage(models.TextChoices):
    AWAITING_LABEL = ReturnState.AWAITING_LABEL.value, _("Awaiting label")
    AWAITING_RECEIPT = ReturnState.AWAITING_RECEIPT.value, _("Awaiting receipt")
    ACCEPTED = ReturnState.ACCEPTED.value, pgettext_lazy("return", "Accepted")
    REFUSED = ReturnState.REFUSED.value, pgettext_lazy("return", "Refused")
    SETTLED = ReturnState.SETTLED.value, pgettext_lazy("return", "Settled")
    UNMAPPED = ReturnState.UNMAPPED.value, _("Unknown status")


class Return(models.Model):
    """`order` is None until the order itself has been seen; `order_reference` is the marketplace's word for it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="returns")
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="returns")
    order = models.ForeignKey(Order, models.SET_NULL, null=True, blank=True, related_name="returns")
    reference = models.CharField(max_length=80)
    order_reference = models.CharField(max_length=80)
    state = models.CharField(max_length=20, choices=Stage)
    observed = models.JSONField(default=dict)
    observed_at = models.DateTimeField()
    exchange_id = models.UUIDField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    first_seen_at = models.DateTimeField(default=now, editable=False)
    reason = models.TextField(blank=True)
    sku = models.CharField(max_length=120, blank=True)
    title = models.TextField(blank=True)
    product_reference = models.CharField(max_length=120, blank=True)
    attributes = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "reference"], name="return_once")]
        indexes = [models.Index(fields=["workspace", "state", "-first_seen_at"], name="return_tab")]

    def __str__(self) -> str:
        return self.reference
