"""Who works here, for which merchant, and what they may do."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from forain.hub.kit.clock import now
from forain.hub.kit.ids import new_id


class Role(models.TextChoices):
    VIEWER = "viewer", _("Viewer")
    OPERATOR = "operator", _("Operator")
    ADMIN = "admin", _("Administrator")

    @property
    def may_act(self) -> bool:
        return self is not Role.VIEWER


class Language(models.TextChoices):
    FRENCH = "fr", "Français"
    ENGLISH = "en", "English"


class Workspace(models.Model):
    """One merchant's data; nothing crosses it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    ship_from = models.CharField(max_length=2, default="FR", help_text=_("Country parcels leave from"))
    #: How long exchanges and deliveries are kept; None: as long as the server says (`FORAIN_EXCHANGE_DAYS`).
    exchange_days = models.PositiveSmallIntegerField(null=True, blank=True)
    #: Days the merchant is closed, `{"day": "2026-12-26", "name": "…"}`: their own limits in working days skip them.
    closed_days = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person. `username` is what is typed at login; it may be an e-mail address."""

    language = models.CharField(max_length=5, choices=Language, default=Language.FRENCH)


class Membership(models.Model):
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.VIEWER)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "user"], name="one_membership")]

    def __str__(self) -> str:
        return f"{self.user} · {self.workspace} · {self.role}"


class ApiKey(models.Model):
    """A program's key: 256 random bits, stored as SHA-256, shown once. `prefix` is what people recognise it by."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    digest = models.BinaryField(max_length=32, unique=True)
    role = models.CharField(max_length=10, choices=Role, default=Role.OPERATOR)
    created_at = models.DateTimeField(default=now, editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class AuditEntry(models.Model):
    """Who did what, when. Append-only."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now, db_index=True)
    actor = models.CharField(max_length=160)
    action = models.CharField(max_length=60)
    target = models.CharField(max_length=160, blank=True)
    details = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.actor} {self.action} {self.target}"


class LoginFailure(models.Model):
    """Wrong passwords of one name from one address, counted for all web processes together. `key` is a digest."""

    key = models.CharField(primary_key=True, max_length=64)
    failures = models.IntegerField(default=1)
    began_at = models.DateTimeField(default=now, db_index=True)

    def __str__(self) -> str:
        return f"{self.failures} since {self.began_at}"
