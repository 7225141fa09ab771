"""The merchant's own time limits, for the whole workspace or for one connection."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from forain.hub.connections.models import Connection
from forain.hub.kit.clock import now
from forain.hub.kit.ids import new_id
from forain.hub.workspaces.models import Workspace


class Unit(models.TextChoices):
    """`hours` and `days` run through nights and holidays; `working_days` skips weekends and public holidays."""

    HOURS = "hours", _("hours")
    DAYS = "days", _("days")
    WORKING_DAYS = "working_days", _("working days")


class ClockRule(models.Model):
    """In place of the marketplace's clock of this name. Without a connection it holds for all of the workspace."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    connection = models.ForeignKey(
        Connection, models.CASCADE, related_name="clock_rules", null=True, blank=True
    )
    name = models.CharField(max_length=40)
    amount = models.IntegerField()
    unit = models.CharField(max_length=12, choices=Unit)
    reason = models.CharField(max_length=200, blank=True)
    set_by = models.CharField(max_length=160)
    set_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "connection", "name"], name="clock_rule_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.amount} {self.unit}"
