"""A command and the lines (or the return) it holds while it is open: the database itself forbids two open commands on
one line."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from forain.hub.connections.models import Connection
from forain.hub.kit.clock import now
from forain.hub.kit.ids import new_id
from forain.hub.kit.lease import Proven
from forain.hub.workspaces.models import Workspace
from forain.trade.commands import LEADS_TO, RETURN_KINDS, CommandKind
from forain.trade.commands import Command as Intention
from forain.trade.commands import Paper as TradePaper
from forain.trade.lifecycle import Intent, ReturnState


class Kind(models.TextChoices):
    ACCEPT = CommandKind.ACCEPT.value, _("Accept")
    REFUSE = CommandKind.REFUSE.value, _("Refuse")
    SHIP = CommandKind.SHIP.value, _("Ship")
    CANCEL = CommandKind.CANCEL.value, _("Cancel")
    CONFIRM_PREORDER = CommandKind.CONFIRM_PREORDER.value, _("Confirm pre-order")
    CORRECT_TRACKING = CommandKind.CORRECT_TRACKING.value, _("Correct tracking")
    MARK_LOST = CommandKind.MARK_LOST.value, _("Mark as lost")
    MARK_UNDELIVERABLE = CommandKind.MARK_UNDELIVERABLE.value, _("Mark as undeliverable")
    MESSAGE_BUYER = CommandKind.MESSAGE_BUYER.value, _("Write to the buyer")
    MESSAGE_MARKETPLACE = CommandKind.MESSAGE_MARKETPLACE.value, _("Write to the marketplace")
    RETURN_DECIDE = CommandKind.RETURN_DECIDE.value, _("Decide a return")
    RETURN_LABEL = CommandKind.RETURN_LABEL.value, _("Send a return label")


class State(models.TextChoices):
    QUEUED = Intent.QUEUED.value, _("Waiting")
    SENDING = Intent.SENDING.value, _("Sending")
    UNKNOWN = Intent.UNKNOWN.value, _("Unknown, being looked up")
    CONFIRMED = Intent.CONFIRMED.value, _("Sent")
    REJECTED = Intent.REJECTED.value, _("Rejected")
    SUPERSEDED = Intent.SUPERSEDED.value, _("Superseded")
    NEEDS_PERSON = Intent.NEEDS_PERSON.value, _("Needs you")


#: States in which a command still holds its lines.
OPEN = (State.QUEUED, State.SENDING, State.UNKNOWN)


#: Outcome of a confirmed command whose line was cancelled before a visit could show the effect.
ENDED_FIRST = "ended_first"


class Command(Proven):
    """What a person or program wants done on the marketplace. `seen_at`: when the marketplace was seen to agree.

    `order_id` is None for a return whose order was never seen; `return_id` is set for what is done about a return.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="commands")
    order_id = models.UUIDField(null=True, blank=True, db_index=True)
    return_id = models.UUIDField(null=True, blank=True, db_index=True)
    order_reference = models.CharField(max_length=80)
    line_references = models.JSONField(default=list)
    kind = models.CharField(max_length=24, choices=Kind)
    details = models.JSONField(default=dict)
    state = models.CharField(max_length=16, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField(default=now, editable=False)
    created_by = models.CharField(max_length=160, blank=True)
    next_at = models.DateTimeField(default=now)
    attempts = models.IntegerField(default=0)
    lookups = models.IntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    outcome_code = models.CharField(max_length=80, blank=True)
    outcome_words = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["connection", "next_at"],
                name="command_waiting",
                condition=models.Q(state__in=[s.value for s in OPEN]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.order_reference} ({self.state})"

    @property
    def intention(self) -> Intention:
        return Intention(
            kind=CommandKind(self.kind),
            order_reference=self.order_reference,
            line_references=tuple(self.line_references),
            details={
                "queued_at": self.created_at.isoformat(),
                **{str(key): str(value) for key, value in self.details.items()},
            },
            paper=self._paper(),
        )

    def _paper(self) -> TradePaper | None:
        """Only a label has one. Read it with `select_related("paper")` where no database may be asked."""
        row = getattr(self, "paper", None) if self.kind == Kind.RETURN_LABEL else None
        return (
            TradePaper(name=row.name, content_type=row.content_type, content=bytes(row.content))
            if row
            else None
        )

    @property
    def its_order(self) -> uuid.UUID:
        """For looking rows up: the nil UUID, which nothing has, where the order was never seen."""
        return self.order_id or NOTHING

    @property
    def shows(self) -> bool:
        """Whether the marketplace can be seen to agree: a corrected number, a message, or a label given to a return
        that awaited none leave nothing to see, nor does a line that ended before anybody looked (`ENDED_FIRST`)."""
        if self.outcome_code == ENDED_FIRST:
            return False
        kind = CommandKind(self.kind)
        awaited = bool(self.details.get("before") == ReturnState.AWAITING_LABEL.value)
        return kind in LEADS_TO or kind is CommandKind.RETURN_DECIDE or awaited

    @property
    def tells(self) -> str:
        """Which lists show its effect: `orders` or `returns`."""
        return "returns" if CommandKind(self.kind) in RETURN_KINDS else "orders"

    @property
    def wish(self) -> dict[str, Any]:
        """The details as they were asked for, without what the outbox added."""
        return {name: value for name, value in self.details.items() if name not in OWN_DETAILS}


#: The id of no row.
NOTHING = uuid.UUID(int=0)

#: Members of `Command.details` that nobody asked for.
OWN_DETAILS = frozenset({"placed_at", "before"})


class Paper(models.Model):
    """The file that goes out with a command: a return label."""

    command = models.OneToOneField(Command, models.CASCADE, primary_key=True, related_name="paper")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=80)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.name


class Hold(models.Model):
    """A line, or a return, held by an open command. One row a line: a second command on it cannot be written (double
    clicks)."""

    line_id = models.UUIDField(primary_key=True)
    command = models.ForeignKey(Command, models.CASCADE, related_name="holds")

    def __str__(self) -> str:
        return f"{self.line_id} held by {self.command_id}"


class Bulk(models.Model):
    """One wish for many orders: what was asked for and what became of each order, in the order they were worked on.

    `items`: dicts of `order_id`, `order`, `lines`, `verdict`, `code`, `reason`, `words` (the reason by language) and `commands` (ids to follow).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=24, choices=Kind)
    details = models.JSONField(default=dict)
    items = models.JSONField(default=list)
    created_at = models.DateTimeField(default=now, editable=False, db_index=True)
    created_by = models.CharField(max_length=160, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} × {len(self.items)}"


class Remembered(models.Model):
    """An `Idempotency-Key` and the answer it got, so that a repeated write gets the same answer and no effect."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    status = models.IntegerField(default=0)
    body = models.JSONField(null=True)
    created_at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return self.key
