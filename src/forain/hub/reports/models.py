"""What marketplaces told about offers that were sent, corrections made in one go, and their forms for products."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forain.hub.connections.models import Connection
from forain.hub.kit.clock import now
from forain.hub.kit.ids import new_id
from forain.hub.offers.models import Listing, Push
from forain.hub.workspaces.models import Workspace


class ProblemKind(models.TextChoices):
    LINE = "line", _("Line")
    IMAGE = "image", _("Picture")
    FILE = "file", _("File")


class Problem(models.Model):
    """One defect a report told of one listing, kept after it ended. `cause` groups those of the same kind: the code of
    the explanation and the field. `field`: of an offer; `key`: the marketplace's own name; `value`: what we had sent."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    connection = models.ForeignKey(
        Connection, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    push = models.ForeignKey(Push, models.CASCADE, related_name="problems", db_constraint=False)
    listing = models.ForeignKey(
        Listing, models.CASCADE, related_name="+", db_constraint=False, db_index=False, null=True, blank=True
    )
    sku = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=8, choices=ProblemKind, default=ProblemKind.LINE)
    cause = models.CharField(max_length=160)
    code = models.CharField(max_length=80)
    key = models.CharField(max_length=160, blank=True)
    field = models.CharField(max_length=120, blank=True)
    value = models.TextField(blank=True)
    words = models.TextField(blank=True)
    fatal = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=160, blank=True, help_text=_("A push, a correction or a person"))

    class Meta:
        indexes = [
            models.Index(fields=["connection", "cause"], name="problem_open", condition=Q(ended_at=None)),
            models.Index(fields=["listing"], name="problem_of_listing", condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.sku} {self.cause}"


class Correction(models.Model):
    """One change made to all offers of a cause. `operation`: set, replace or resend; `examples`: {sku, before, after}."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="+")
    cause = models.CharField(max_length=160)
    operation = models.CharField(max_length=12)
    field = models.CharField(max_length=120, blank=True)
    wanted = models.JSONField(default=dict)
    count = models.IntegerField(default=0)
    examples = models.JSONField(default=list)
    created_at = models.DateTimeField(default=now, editable=False)
    created_by = models.CharField(max_length=160, blank=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "-created_at"], name="corrections")]

    def __str__(self) -> str:
        return f"{self.operation} {self.cause} × {self.count}"


class Form(models.Model):
    """A product type of a connection, as the marketplace gave it; `template` None until somebody needed it."""

    id = models.BigAutoField(primary_key=True)
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="forms")
    code = models.CharField(max_length=120)
    label = models.CharField(max_length=300)
    path = models.JSONField(default=list)
    folded = models.TextField(help_text=_("Label and code without accents, for searching"))
    template = models.JSONField(null=True, blank=True)
    read_at = models.DateTimeField(default=now)
    template_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "code"], name="form_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"
