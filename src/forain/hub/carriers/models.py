"""A workspace's own carriers, and the names carriers go by on a seller account."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.functions import Upper

from forain.hub.connections.models import Connection
from forain.hub.kit.clock import now
from forain.hub.kit.ids import new_id
from forain.hub.workspaces.models import Workspace


class OwnCarrier(models.Model):
    """A row laid over the open registry (`trade/carriers.toml`): a new carrier, or a known one changed.

    `pattern` is a shape of its numbers and `check` the rule of their check digit (`trade/check_digits.py`); `url` a
    template with `{n}` and perhaps `{zip}`; `network` the relay points it serves. Empty: what the registry says stays.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="own_carriers")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=80)
    pattern = models.CharField(max_length=200, blank=True)
    check_rule = models.CharField(max_length=20, blank=True)
    url = models.CharField(max_length=400, blank=True)
    network = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "code"], name="own_carrier_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def row(self) -> dict[str, Any]:
        """The properties it sets, as the registry takes them."""
        numbers = [{"shape": self.pattern, "check": self.check_rule}] if self.pattern else []
        told = {"name": self.name, "numbers": numbers, "url": self.url, "network": self.network}
        said = {name: value for name, value in told.items() if value}
        return {**said, "certainty": "own"} if self.url else said


class CarrierMapping(models.Model):
    """What a carrier goes by on one account, for a shipping service and a country or ('') for all of them.

    `carrier` is a code of the registry or any word the back office uses, folded (`trade.carriers.code_of`); `name` one
    of the marketplace's own names; `url` a template that comes before the carrier's own.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="carrier_mappings")
    carrier = models.CharField(max_length=60)
    service = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2, blank=True)
    name = models.CharField(max_length=80)
    url = models.CharField(max_length=400, blank=True)
    changed_at = models.DateTimeField(default=now)
    changed_by = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "connection", "carrier", Upper("service"), "country", name="carrier_mapping_once"
            )
        ]
        ordering = ["carrier", "service", "country", "id"]

    def __str__(self) -> str:
        return f"{self.carrier} → {self.name}"
