"""Conversations and claims about a line, and the texts people keep ready for answers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from forain.hub.connections.models import Connection
from forain.hub.kit.clock import now
from forain.hub.kit.ids import new_id
from forain.hub.orders.models import Line
from forain.hub.workspaces.models import Language, Workspace


class Author(models.TextChoices):
    BUYER = "buyer", _("Buyer")
    SELLER = "seller", _("You")
    MARKETPLACE = "marketplace", _("Marketplace")


class Partner(models.TextChoices):
    """Whom the seller talks with."""

    BUYER = "buyer", _("Buyer")
    MARKETPLACE = "marketplace", _("Marketplace")


class Thread(models.Model):
    """Everything said about a line with one partner. `last_at` is the newest message, or when the thread was begun."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="+")
    line = models.ForeignKey(Line, models.CASCADE, related_name="threads")
    partner = models.CharField(max_length=12, choices=Partner)
    last_at = models.DateTimeField(default=now)
    last_author = models.CharField(max_length=12, choices=Author, blank=True)
    unread = models.IntegerField(default=0)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "partner"], name="thread_once")]
        indexes = [models.Index(fields=["workspace", "-last_at", "-id"], name="thread_newest")]

    def __str__(self) -> str:
        return f"{self.line_id} {self.partner}"


class Message(models.Model):
    """One message of a thread. `key` is the marketplace's id, or a digest where it gives none; `raw` are its own
    words about the message; `command_id` is the letter of ours that this is."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    line = models.ForeignKey(Line, models.CASCADE, related_name="messages")
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="messages")
    key = models.CharField(max_length=80)
    reference = models.CharField(max_length=80, blank=True)
    author = models.CharField(max_length=12, choices=Author)
    sent_at = models.DateTimeField()
    subject = models.TextField(blank=True)
    text = models.TextField()
    unread = models.BooleanField(default=False)
    raw = models.JSONField(default=dict)
    command_id = models.UUIDField(null=True, blank=True)
    exchange_id = models.UUIDField(null=True, blank=True)
    first_seen_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "key"], name="message_once")]
        ordering = ["sent_at", "id"]

    def __str__(self) -> str:
        return f"{self.author} {self.sent_at:%d/%m %H:%M}"


class Claim(models.Model):
    """A buyer's claim about a line, in the marketplace's words, with the end of its phase and where that comes from."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    line = models.ForeignKey(Line, models.CASCADE, related_name="claims")
    opened_at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=40)
    amicable = models.BooleanField(default=True)
    comment = models.TextField(blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    due_basis = models.JSONField(default=dict)
    closed_at = models.DateTimeField(null=True, blank=True, help_text=_("When it was seen closed"))
    exchange_id = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "opened_at", "kind"], name="claim_once")]
        indexes = [models.Index(fields=["workspace", "-opened_at", "-id"], name="claim_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.opened_at:%d/%m}"

    @property
    def phase(self) -> str:
        """`amicable`, `escalated` or `closed`."""
        if self.closed_at is not None:
            return "closed"
        return "amicable" if self.amicable else "escalated"


class ReplyTemplate(models.Model):
    """A text kept ready, in one language, with blanks such as `{order}` (`replies.py` fills them)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    language = models.CharField(max_length=5, choices=Language, default=Language.FRENCH)
    partner = models.CharField(max_length=12, choices=Partner, default=Partner.BUYER)
    text = models.TextField()
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "name", "language"], name="reply_template_once")
        ]
        ordering = ["name", "language"]

    def __str__(self) -> str:
        return self.name
