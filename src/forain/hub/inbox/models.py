"""To-dos with their deadline and its basis, and the mails that tell of them. Messages and claims: `talk.py`."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from forain.hub.connections.models import Connection
from forain.hub.inbox.talk import Author, Claim, Message, Partner, ReplyTemplate, Thread
from forain.hub.kit.clock import now
from forain.hub.kit.ids import new_id
from forain.hub.kit.lease import Leased
from forain.hub.workspaces.models import User, Workspace

__all__ = [
    "Author",
    "Claim",
    "Mail",
    "Message",
    "Partner",
    "ReplyTemplate",
    "Severity",
    "Thread",
    "Todo",
    "TodoKind",
]


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
    EXPIRED_COMMAND = "expired_command", _("A command came too late")
    UNSEEN_COMMAND = "unseen_command", _("A command was confirmed, its effect never seen")
    UNMAPPED_STATE = "unmapped_state", _("Unknown status of the marketplace")
    UNKNOWN_COUNTRY = "unknown_country", _("Unknown country in an address")
    MONEY_RESIDUE = "money_residue", _("Amounts do not add up")
    UNMAPPED_SKU = "unmapped_sku", _("Map a SKU")
    DO_NOT_SHIP = "do_not_ship", _("Do not ship")
    CREDENTIAL = "credential", _("Credentials refused")
    ACCOUNT = "account", _("Account deactivated")
    QUOTA = "quota", _("Quota used up")
    CONNECTION = "connection", _("Connection in trouble")
    QUIET_CONNECTION = "quiet_connection", _("Unusually quiet connection")
    DOUBTFUL_ADDRESS = "doubtful_address", _("Check an address")
    WEBHOOK = "webhook", _("A webhook does not arrive")
    IMPORT_ERRORS = "import_errors", _("Offers were rejected")
    UNCERTAIN_PUSH = "uncertain_push", _("A file of offers needs you")
    OFFERS_STOPPED = "offers_stopped", _("Offers stopped before they went out")
    OFFER_SOURCE = "offer_source", _("A source of offers gives nothing")


class Severity(models.IntegerChoices):
    LOW = 1, _("Low")
    NORMAL = 2, _("Normal")
    HIGH = 3, _("High")
    URGENT = 4, _("Urgent")


class Todo(models.Model):
    """`key` names the cause; at most one open to-do a cause. `words`: the facts that fill the sentence shown.

    `rank` sorts the inbox (`ranking.py`). The clock runs from `clock_from` to `due_at`; `escalated` is the highest
    step (percent of the clock) that was told, `escalate_at` when the next one is reached.
    """

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
    rank = models.CharField(max_length=40, default="1", editable=False)
    clock_from = models.DateTimeField(null=True, blank=True)
    escalated = models.IntegerField(default=0)
    escalate_at = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    assignee = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(default=now, editable=False)
    exchange_id = models.UUIDField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.CharField(max_length=160, blank=True)
    note = models.TextField(blank=True, help_text=_("What the person who resolved it wrote"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "key"], name="one_open_todo", condition=models.Q(resolved_at=None)
            )
        ]
        indexes = [
            models.Index(
                fields=["workspace", "rank", "id"], name="todo_open", condition=models.Q(resolved_at=None)
            ),
            models.Index(
                fields=["escalate_at"],
                name="todo_escalates",
                condition=models.Q(resolved_at=None) & ~models.Q(escalate_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Mail(Leased):
    """An e-mail to a person, written with the fact it tells and sent afterwards by whichever worker claims it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    created_at = models.DateTimeField(default=now, editable=False)
    next_at = models.DateTimeField(default=now)
    attempts = models.IntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], name="mail_waiting", condition=models.Q(sent_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
