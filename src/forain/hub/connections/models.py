"""A seller account on a marketplace, and what is due to be read from it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from forain.connect.contract import Account, Manifest, Marketplace
from forain.connect.registry import marketplace
from forain.hub.kit.clock import now
from forain.hub.kit.ids import new_id
from forain.hub.kit.lease import Leased
from forain.hub.kit.sealed import seal, unseal
from forain.hub.workspaces.models import Workspace


class Mode(models.TextChoices):
    OBSERVE = "observe", _("Observe (read only)")
    LIVE = "live", _("Live")
    PAUSED = "paused", _("Paused")


class Health(models.TextChoices):
    """`code` of the trouble says more: `credentials`, `deactivated`, `quota`, `server`, `network`, `garbled`…"""

    NEW = "new", _("Not read yet")
    WELL = "well", _("Working")
    TROUBLE = "trouble", _("Trouble")
    STOPPED = "stopped", _("Stopped: needs you")


class Connection(Leased):
    """One seller account on one marketplace. Credentials are sealed and never shown again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="connections")
    marketplace_id = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    account_label = models.CharField(max_length=120, blank=True, help_text=_("Public name of the account"))
    endpoint = models.CharField(max_length=300)
    sealed = models.BinaryField()
    options = models.JSONField(default=dict)
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.OBSERVE)
    health = models.CharField(max_length=10, choices=Health, default=Health.NEW)
    trouble_code = models.CharField(max_length=60, blank=True)
    trouble_words = models.TextField(blank=True)
    trouble_since = models.DateTimeField(null=True, blank=True)
    facts = models.JSONField(default=dict)
    calls_per_hour = models.IntegerField(default=0, help_text=_("0: the marketplace's own default"))
    blocked_until = models.DateTimeField(null=True, blank=True, help_text=_("No call before this time"))
    next_at = models.DateTimeField(default=now, help_text=_("When the next read is due"))
    last_ok_at = models.DateTimeField(null=True, blank=True)
    waiting = models.JSONField(default=list, help_text=_("What our own budget put off to the next hour"))
    skew_seconds = models.FloatField(
        null=True, blank=True, help_text=_("How far the marketplace's clock is ahead of ours")
    )
    quiet_since = models.DateTimeField(
        null=True, blank=True, help_text=_("Last sale, while it is unusually quiet")
    )
    usual_gap_seconds = models.IntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="connection_name_once")]
        indexes = [
            models.Index(fields=["next_at"], name="connection_due", condition=~models.Q(mode="paused")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def room(self) -> Marketplace:
        return marketplace(self.marketplace_id)

    @property
    def manifest(self) -> Manifest:
        return self.room.manifest

    @property
    def account(self) -> Account:
        return Account(
            endpoint=self.endpoint,
            credentials=unseal(self.sealed),
            ship_from=self.workspace.ship_from,
            options={str(key): str(value) for key, value in self.options.items()},
        )

    def seal_credentials(self, credentials: dict[str, str]) -> None:
        self.sealed = seal(credentials)

    @property
    def hourly_quota(self) -> int:
        return self.calls_per_hour or self.manifest.calls_per_hour


class Reading(models.Model):
    """One resource of a connection: how far it was read and when it is read next.

    `since` is the start of the last complete visit: the next window begins `overlap` before it.
    `cursor` is where an interrupted visit goes on; None when none is open.
    """

    id = models.BigAutoField(primary_key=True)
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="readings")
    resource = models.CharField(max_length=40)
    next_at = models.DateTimeField(default=now)
    since = models.DateTimeField(null=True, blank=True)
    last_ok_at = models.DateTimeField(null=True, blank=True)
    last_count = models.IntegerField(default=0)
    failures = models.IntegerField(default=0)
    notes = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "resource"], name="one_reading")]

    def __str__(self) -> str:
        return f"{self.connection} {self.resource}"


class ScanKind(models.TextChoices):
    DEEP = "deep", _("Deep scan")
    BACKFILL = "backfill", _("Backfill")


class ScanState(models.TextChoices):
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")


class Scan(models.Model):
    """`left`: resources still to read, the first with `cursor`; then open orders are asked about one by one.

    `missed`: orders nobody had seen; `changed`: orders whose change nobody had seen.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="scans")
    kind = models.CharField(max_length=10, choices=ScanKind)
    state = models.CharField(max_length=10, choices=ScanState, default=ScanState.RUNNING)
    since = models.DateTimeField()
    left = models.JSONField(default=list)
    cursor = models.TextField(null=True, blank=True)
    restarts = models.IntegerField(default=0)
    pages = models.IntegerField(default=0)
    seen = models.IntegerField(default=0)
    asked = models.IntegerField(default=0)
    missed_count = models.IntegerField(default=0)
    changed_count = models.IntegerField(default=0)
    missed = models.JSONField(default=list)
    changed = models.JSONField(default=list)
    words = models.TextField(blank=True)
    next_at = models.DateTimeField(default=now)
    started_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True, blank=True)
    created_by = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "kind"], name="one_running_scan", condition=models.Q(state="running")
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.connection_id} since {self.since:%Y-%m-%d}: {self.state}"


class CallCount(models.Model):
    """Calls made in a clock hour by service: the budget all workers share."""

    id = models.BigAutoField(primary_key=True)
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="call_counts")
    service = models.CharField(max_length=60)
    hour = models.DateTimeField()
    calls = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "service", "hour"], name="one_call_count")
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.hour:%H}h: {self.calls}"


def account_of(connection: Connection) -> Account:
    """`connection.account` for code beside an event loop, run in a database thread: it may have to read the workspace."""
    return connection.account


def facts_of(connection: Connection) -> dict[str, Any]:
    """What may be shown of a connection, to anybody of the workspace."""
    return {
        "id": str(connection.pk),
        "marketplace": connection.marketplace_id,
        "name": connection.name,
        "account": connection.account_label,
        "endpoint": connection.endpoint,
        "mode": connection.mode,
        "health": connection.health,
        "trouble_code": connection.trouble_code,
        "trouble_words": connection.trouble_words,
        "last_ok_at": connection.last_ok_at,
        "created_at": connection.created_at,
    }
