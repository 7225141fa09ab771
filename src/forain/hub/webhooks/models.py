"""Where events are sent, and each of them on its way there. A delivery is a fact; the job engine only wakes."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forain.hub.kit.clock import now
from forain.hub.kit.ids import new_id
from forain.hub.kit.lease import Leased
from forain.hub.orders.models import Consumer
from forain.hub.workspaces.models import Workspace


class Why(models.TextChoices):
    """Why an endpoint gets nothing."""

    PERSON = "person", _("Switched off by a person")
    GONE = "gone", _("It answered 410 Gone")
    FAILING = "failing", _("It failed for days without a single success")


class Endpoint(Leased):
    """An address of a back office. `cursor` is the last event that was turned into a delivery (or left out).

    `kinds` empty: every kind. `sealed` holds the secrets: `current`, and `previous` while `previous_until` is to come.
    `failing_since` is the first failure of the present outage, `failures` counts its attempts in a row, and nothing is
    sent before `paused_until`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="webhooks")
    consumer = models.ForeignKey(Consumer, models.SET_NULL, null=True, blank=True, related_name="webhooks")
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=1000)
    kinds = models.JSONField(default=list)
    sealed = models.BinaryField()
    previous_until = models.DateTimeField(null=True, blank=True)
    disabled = models.CharField(max_length=10, choices=Why, blank=True)
    disabled_words = models.TextField(blank=True)
    disabled_at = models.DateTimeField(null=True, blank=True)
    cursor = models.BigIntegerField(default=0)
    failures = models.IntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True)
    last_ok_at = models.DateTimeField(null=True, blank=True)
    visited_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="webhook_name_once")]
        indexes = [models.Index(fields=["workspace"], name="webhook_on", condition=models.Q(disabled=""))]

    def __str__(self) -> str:
        return self.name

    @property
    def enabled(self) -> bool:
        return not self.disabled


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DELIVERED = "delivered", pgettext_lazy("webhook", "Delivered")
    FAILED = "failed", _("Failed")


class Delivery(Leased):
    """One event for one endpoint; one row, however often it is tried or replayed, so its `webhook-id` never changes.

    `attempts` counts tries since it was (re)started, `until` is when trying ends. `answers` keeps the newest tries:
    `at`, `status` (null when none came), `ms`, `words`. `event_id` is None for a test.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="deliveries")
    event_id = models.BigIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=40)
    order_id = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(default=now, editable=False)
    next_at = models.DateTimeField(default=now)
    until = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    settled_at = models.DateTimeField(null=True, blank=True)
    answers = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["endpoint", "event_id"], name="webhook_event_once")]
        indexes = [
            models.Index(
                fields=["endpoint", "next_at"],
                name="webhook_waiting",
                condition=models.Q(state=State.WAITING.value),
            ),
            models.Index(fields=["endpoint", "-created_at", "-id"], name="webhook_newest"),
            models.Index(fields=["endpoint", "state"], name="webhook_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id or 'test'} → {self.endpoint_id}: {self.state}"

    @property
    def message_id(self) -> str:
        """The `webhook-id`: the same for every try and replay, so that a receiver can tell what it has seen."""
        return f"msg_{self.id.hex}"

    @property
    def lane(self) -> uuid.UUID:
        """What is delivered one after the other: the events of one order."""
        return self.order_id or self.id
