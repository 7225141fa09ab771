"""To-dos with their deadline and its basis; messages and claims of a line."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from forain.hub.connections.models import Connection
from forain.hub.kit.clock import now
from forain.hub.kit.ids import new_id
from forain.hub.orders.models import Line
from forain.hub.workspaces.models import Workspace


class TodoKind(models.TextChoices):
    ACCEPT = "accept", _("Accept a sale")
    SHIP = "ship", _("Ship an order")
    CLAIM = "claim", _("Answer a claim")
    BUYER_MESSAGE = "buyer_message", _("Answer the buyer")
    MARKETPLACE_MESSAGE = "marketplace_message", _("Answer the marketplace")
    MARKETPLACE_OTHER = "marketplace_other", _("Look at a notice of the marketplace")
    RETURN_TO_DECIDE = "return_to_decide", _("Decide a return")
    REJECTED_COMMAND = "rejected_command", _("A command was rejected")
    UNCERTAIN_COMMAND = "uncertain_command", _("A command needs you")
    UNMAPPED_STATE = "unmapped_state", _("Unknown status of the marketplace")
    UNKNOWN_COUNTRY = "unknown_country", _("Unknown country in an address")
    MONEY_RESIDUE = "money_residue", _("Amounts do not add up")
    DO_NOT_SHIP = "do_not_ship", _("Do not ship")
    CREDENTIAL = "credential", _("Credentials refused")
    ACCOUNT = "account", _("Account deactivated")
    QUOTA = "quota", _("Quota used up")
    CONNECTION = "connection", _("Connection in trouble")
    WEBHOOK = "webhook", _("A webhook does not arrive")


class Severity(models.IntegerChoices):
    LOW = 1, _("Low")
    NORMAL = 2, _("Normal")
    HIGH = 3, _("High")
    URGENT = 4, _("Urgent")


class Todo(models.Model):
    """`key` names the cause; at most one open to-do a cause. `words`: language → what happened and what to do."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="todos")
    connection = models.ForeignKey(Connection, models.CASCADE, null=True, blank=True, related_name="todos")
    kind = models.CharField(max_length=24, choices=TodoKind)
    key = models.CharField(max_length=200)
    order_id = models.UUIDField(null=True, blank=True, db_index=True)
    line_id = models.UUIDField(null=True, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    words = models.JSONField(default=dict)
    severity = models.IntegerField(choices=Severity, default=Severity.NORMAL)
    due_at = models.DateTimeField(null=True, blank=True)
    due_basis = models.JSONField(default=dict)
    opened_at = models.DateTimeField(default=now, editable=False)
    exchange_id = models.UUIDField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "key"], name="one_open_todo", condition=models.Q(resolved_at=None)
            )
        ]
        indexes = [
            models.Index(
                fields=["workspace", "due_at", "-severity"],
                name="todo_open",
                condition=models.Q(resolved_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Author(models.TextChoices):
    BUYER = "buyer", _("Buyer")
    SELLER = "seller", _("You")
    MARKETPLACE = "marketplace", _("Marketplace")


class Message(models.Model):
    """One message about a line. `key` is the marketplace's id, or a digest where it gives none."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    line = models.ForeignKey(Line, models.CASCADE, related_name="messages")
    key = models.CharField(max_length=80)
    reference = models.CharField(max_length=80, blank=True)
    author = models.CharField(max_length=12, choices=Author)
    sent_at = models.DateTimeField()
    subject = models.TextField(blank=True)
    text = models.TextField()
    unread = models.BooleanField(default=False)
    exchange_id = models.UUIDField(null=True, blank=True)
    first_seen_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "key"], name="message_once")]
        ordering = ["sent_at", "id"]

    def __str__(self) -> str:
        return f"{self.author} {self.sent_at:%d/%m %H:%M}"


class Claim(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    line = models.ForeignKey(Line, models.CASCADE, related_name="claims")
    opened_at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=40)
    amicable = models.BooleanField(default=True)
    comment = models.TextField(blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    exchange_id = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "opened_at", "kind"], name="claim_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.opened_at:%d/%m}"
