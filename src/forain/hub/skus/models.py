"""The merchant's catalogue of SKUs, other names of them, and the order in which they are looked for.

As long as a workspace has no product here, nothing is mapped and nothing waits: lines keep the marketplace's SKU.
"""

from __future__ import annotations

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from forain.hub.connections.models import Connection
from forain.hub.kit.clock import now
from forain.hub.kit.ids import new_id
from forain.hub.workspaces.models import Workspace


class Strategy(models.TextChoices):
    """Ways from a marketplace's line to a SKU of the merchant, in the order they are tried unless told otherwise."""

    SKU = "sku", _("Same SKU")
    ALIAS = "alias", _("Another name of the SKU")
    GTIN = "gtin", _("GTIN")
    PATTERN = "pattern", _("Pattern")


class Product(models.Model):
    """One SKU of the merchant. `gtins` are kept without leading zeros, because marketplaces pad them differently."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    sku = models.CharField(max_length=120)
    title = models.CharField(max_length=300, blank=True)
    gtins = models.JSONField(default=list)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "sku"], name="product_once")]
        indexes = [GinIndex(fields=["gtins"], name="product_gtins")]

    def __str__(self) -> str:
        return self.sku


class Alias(models.Model):
    """What a marketplace calls a product; without a connection, what any of them does."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    connection = models.ForeignKey(Connection, models.CASCADE, null=True, blank=True, related_name="+")
    alias = models.CharField(max_length=120)
    product = models.ForeignKey(Product, models.CASCADE, related_name="aliases")
    created_at = models.DateTimeField(default=now, editable=False)
    created_by = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "connection", "alias"], name="alias_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.alias} → {self.product}"


def every_strategy() -> list[str]:
    return [one.value for one in Strategy]


class Rules(models.Model):
    """How a workspace maps. `patterns`: texts around `{sku}`, such as `FR-{sku}` or `{sku}-R`.

    `remap_after`: how far the open orders are looked at again after a change, by the order's id; None: nothing to do.
    """

    workspace = models.OneToOneField(Workspace, models.CASCADE, primary_key=True, related_name="+")
    strategies = models.JSONField(default=every_strategy)
    patterns = models.JSONField(default=list)
    remap_after = models.UUIDField(null=True, blank=True)

    def __str__(self) -> str:
        return ", ".join(self.strategies)


#: Before every order.
BEGINNING = uuid.UUID(int=0)
