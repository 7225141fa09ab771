"""Offers as the merchant wants them, and what each account shows of them.

`Offer` is the desired state, `Listing` one offer on one connection: what we want there (rules and reservations
applied), what is under way, and what the marketplace confirmed. A listing whose `due` is true is a difference.
The bulk tables carry no foreign-key checks in the database: a million rows would pay a look-up each for parents that
are never deleted one by one; the references are Django's own, and cascades work as everywhere.
"""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forain.hub.connections.models import Connection
from forain.hub.kit.clock import now
from forain.hub.kit.ids import new_id
from forain.hub.kit.lease import Leased, Proven
from forain.hub.workspaces.models import Workspace

#: The digest of an offer that is not there: not wanted, not published, ended.
NOTHING = uuid.UUID(int=0)


class Offer(models.Model):
    """What the merchant sells, as the back office last said. `details`: members of `trade.offer.Offer` beyond sku,
    quantity and price. `row_digest`: of the row as it came, so that an unchanged row is not even converted;
    `digest`: of `details` and currency (`canon.digest_of`). `reserved`: units sold since that the back office does not know of."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    sku = models.CharField(max_length=120)
    quantity = models.IntegerField(default=0, db_default=0)
    price_minor = models.BigIntegerField(default=0, db_default=0)
    currency = models.CharField(max_length=3, default="EUR", db_default="EUR")
    cost_minor = models.BigIntegerField(
        null=True, blank=True, help_text=_("What the merchant paid, for margins")
    )
    details = models.JSONField(default=dict)
    row_digest = models.BigIntegerField(null=True, blank=True)
    digest = models.BigIntegerField(default=0)
    reserved = models.IntegerField(default=0, db_default=0)
    ended = models.BooleanField(default=False, db_default=False, help_text=_("The merchant sells it no more"))
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "sku"], name="offer_once")]

    def __str__(self) -> str:
        return self.sku


class ListingState(models.TextChoices):
    NEW = "new", _("Not sent yet")
    LIVE = "live", _("On sale as wanted")
    PENDING = "pending", _("Changed, to be sent")
    SENT = "sent", _("Sent, waiting for the answer")
    REJECTED = "rejected", pgettext_lazy("an offer", "Rejected")
    ENDED = "ended", _("No longer offered")
    HELD = "held", _("Stopped, needs you")


class Listing(models.Model):
    """One offer on one connection. `wanted`, `published`, `sent`: digests of content, price and quantity together;
    `NOTHING` where there is none, `sent` None while nothing is under way. `refused`: the digest the marketplace
    rejected: it is not sent again until something changes or a person asks. `published_details`: the content the
    marketplace confirmed; None until it did."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    connection = models.ForeignKey(
        Connection, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    offer = models.ForeignKey(
        Offer, models.CASCADE, related_name="listings", db_constraint=False, db_index=False
    )
    wanted = models.UUIDField(default=NOTHING, db_default=NOTHING)
    wanted_price_minor = models.BigIntegerField(default=0, db_default=0)
    wanted_quantity = models.IntegerField(default=0, db_default=0)
    published = models.UUIDField(default=NOTHING, db_default=NOTHING)
    published_price_minor = models.BigIntegerField(null=True, blank=True)
    published_quantity = models.IntegerField(null=True, blank=True)
    published_details = models.JSONField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    sent = models.UUIDField(null=True, blank=True)
    push_id = models.UUIDField(null=True, blank=True)
    refused = models.UUIDField(null=True, blank=True)
    state = models.CharField(
        max_length=10, choices=ListingState, default=ListingState.NEW, db_default=ListingState.NEW
    )
    problem = models.TextField(blank=True, default="", db_default="")
    reference = models.CharField(
        max_length=80, blank=True, default="", db_default="", help_text=_("The marketplace's own id of it")
    )
    due = models.GeneratedField(
        expression=ExpressionWrapper(
            Q(sent=None) & ~Q(wanted=F("published")) & (Q(refused=None) | ~Q(refused=F("wanted"))),
            output_field=models.BooleanField(),
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "connection"], name="listing_once")]
        indexes = [
            models.Index(fields=["connection", "id"], name="listing_due", condition=Q(due=True)),
            models.Index(fields=["push_id"], name="listing_of_push", condition=~Q(push_id=None)),
            models.Index(fields=["connection", "id"], name="listing_rejected", condition=Q(state="rejected")),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} on {self.connection_id}: {self.state}"


class Rounding(models.TextChoices):
    NONE = "none", _("To the cent")
    UP = "up", _("Up to the next ending")
    NEAREST = "nearest", _("To the nearest ending")
    DOWN = "down", _("Down to the next ending")


class SellingRules(models.Model):
    """How a connection sells: what is shown of stock and price, what is left out, when it goes out by itself, and when
    a push is stopped. Percentages are in basis points (1 % = 100). `exclude`: list of {field, is, value}.

    `stale`: the wanted state of its listings must be worked out anew (`applying.py`).
    """

    connection = models.OneToOneField(Connection, models.CASCADE, primary_key=True, related_name="selling")
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    stock_buffer = models.IntegerField(default=0)
    max_shown = models.IntegerField(null=True, blank=True)
    price_factor_bp = models.IntegerField(default=10_000, help_text=_("10000: as it is"))
    price_plus_minor = models.BigIntegerField(default=0)
    rounding = models.CharField(max_length=10, choices=Rounding, default=Rounding.NONE)
    ending_minor = models.IntegerField(default=0, help_text=_("90: prices end in .90"))
    min_margin_bp = models.IntegerField(null=True, blank=True)
    exclude = models.JSONField(default=list)
    shipping_profile = models.CharField(max_length=80, blank=True)
    push_every_seconds = models.IntegerField(default=0, help_text=_("0: only when somebody asks"))
    next_push_at = models.DateTimeField(null=True, blank=True)
    zero_stop_bp = models.IntegerField(default=2_000)
    price_stop_bp = models.IntegerField(default=5_000)
    shrink_stop_bp = models.IntegerField(default=2_000)
    check_first = models.BooleanField(
        default=False, db_default=False, help_text=_("Do not send what the marketplace would refuse")
    )
    stale = models.BooleanField(default=True)
    version = models.IntegerField(default=1)
    changed_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"rules of {self.connection_id}"


class ImportState(models.TextChoices):
    DONE = "done", _("Taken in")
    UNCHANGED = "unchanged", _("Nothing new")
    FAILED = "failed", _("Not taken in")
    STOPPED = "stopped", _("Stopped, needs you")


class OfferImport(models.Model):
    """One file or request of offers. `bad_rows`: the first ones, {line, sku, code, words: {en, fr}, value};
    `bad_count` counts all."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=40, help_text=_("file, api, folder or address"))
    format = models.CharField(max_length=20, blank=True)
    encoding = models.CharField(max_length=40, blank=True)
    separator = models.CharField(max_length=4, blank=True)
    columns = models.JSONField(default=dict)
    complete = models.BooleanField(default=False, help_text=_("What is not in it is no longer sold"))
    digest = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=12, choices=ImportState, default=ImportState.DONE)
    rows = models.IntegerField(default=0)
    new_count = models.IntegerField(default=0)
    changed_count = models.IntegerField(default=0)
    same_count = models.IntegerField(default=0)
    ended_count = models.IntegerField(default=0)
    bad_count = models.IntegerField(default=0)
    bad_rows = models.JSONField(default=list)
    trouble_code = models.CharField(max_length=40, blank=True)
    trouble_words = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=now, editable=False)
    created_by = models.CharField(max_length=160, blank=True)
    seconds = models.FloatField(default=0)

    class Meta:
        indexes = [models.Index(fields=["workspace", "-created_at"], name="offer_imports")]

    def __str__(self) -> str:
        return f"{self.name}: {self.state}"


class SourceKind(models.TextChoices):
    FOLDER = "folder", _("Watched folder")
    ADDRESS = "address", _("Address, fetched on a schedule")


class OfferSource(Leased):
    """Where offers come from by themselves. `seen`: by name, the `digest` of a file that was looked at, and `code` and `words`
    when it was bad. `marks`: by which an address tells that nothing changed. `options`: how its files are read. `paused`: it
    is not looked at."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=SourceKind)
    name = models.CharField(max_length=120)
    sealed = models.BinaryField(help_text=_("The place; an address may hold a password"))
    options = models.JSONField(default=dict)
    every_seconds = models.IntegerField(default=900)
    paused = models.BooleanField(default=False, db_default=False)
    next_at = models.DateTimeField(default=now)
    seen = models.JSONField(default=dict)
    marks = models.JSONField(default=dict)
    trouble_code = models.CharField(max_length=40, blank=True)
    trouble_words = models.JSONField(default=dict)
    last_ok_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="offer_source_once")]

    def __str__(self) -> str:
        return self.name


class ReservationState(models.TextChoices):
    HELD = "held", _("Reserved")
    RELEASED = "released", _("Given back")
    ABSORBED = "absorbed", _("Known to the back office")


class Reservation(models.Model):
    """Units of a SKU sold on a line of an order. `pending`: `Offer.reserved` does not tell of it yet. `shown`: the listing
    of the account that sold tells that less is shown there."""

    line_id = models.UUIDField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    order_id = models.UUIDField()
    sku = models.CharField(max_length=120)
    quantity = models.IntegerField()
    state = models.CharField(max_length=10, choices=ReservationState, default=ReservationState.HELD)
    pending = models.BooleanField(default=True)
    shown = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "sku"], name="reservation_held", condition=Q(state="held")),
            models.Index(fields=["workspace"], name="reservation_pending", condition=Q(pending=True)),
            models.Index(fields=["workspace"], name="reservation_untold", condition=Q(shown=False)),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.sku} {self.state}"


class PushState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    SENDING = "sending", _("Sending")
    UNKNOWN = "unknown", _("Unknown, being looked up")
    PROCESSING = "processing", _("The marketplace works on it")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    NEEDS_PERSON = "needs_person", _("Needs you")
    TAKEN_BACK = "taken_back", _("Overtaken by newer changes")


#: States in which a push still holds its listings.
OPEN = (PushState.QUEUED, PushState.SENDING, PushState.UNKNOWN, PushState.PROCESSING, PushState.NEEDS_PERSON)


class PushKind(models.TextChoices):
    DIFFERENCE = "difference", _("What changed")
    REPLACEMENT = "replacement", _("Full replacement")


class Push(Proven):
    """One file or series of calls to a marketplace: a fact before it is a call. `why`: why this service, {en, fr}.

    `counts`: {new, update, end} when queued; the worker adds what became of them. `cursor`: how far its report was read.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="+")
    service = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=PushKind, default=PushKind.DIFFERENCE)
    why = models.JSONField(default=dict)
    state = models.CharField(max_length=16, choices=PushState, default=PushState.QUEUED)
    reference = models.CharField(max_length=120, blank=True)
    counts = models.JSONField(default=dict)
    cursor = models.TextField(null=True, blank=True)
    next_at = models.DateTimeField(default=now)
    attempts = models.IntegerField(default=0)
    lookups = models.IntegerField(default=0)
    created_at = models.DateTimeField(default=now, editable=False)
    created_by = models.CharField(max_length=160, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    outcome_code = models.CharField(max_length=80, blank=True)
    outcome_words = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["connection", "next_at"],
                name="push_open",
                condition=Q(state__in=["queued", "sending", "unknown", "processing"]),
            ),
            models.Index(fields=["workspace", "-created_at"], name="push_of_workspace"),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.state}"


class ChangeKind(models.TextChoices):
    NEW = "new", _("New")
    UPDATE = "update", _("Changed")
    END = "end", _("Ended")


class PushLine(models.Model):
    """One listing of a push, as it was when the push was queued. `fields`: names of what changed, among `price`,
    `quantity` and the members of `details`; `details`: the content, None where none of it changed. `outcome` is
    empty until the marketplace told, then `done` or `rejected`."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    push = models.ForeignKey(Push, models.CASCADE, related_name="lines", db_constraint=False, db_index=False)
    listing = models.ForeignKey(
        Listing, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    sku = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=ChangeKind)
    digest = models.UUIDField()
    price_minor = models.BigIntegerField()
    quantity = models.IntegerField()
    fields = ArrayField(models.CharField(max_length=60), default=list)
    details = models.JSONField(null=True, blank=True)
    outcome = models.CharField(max_length=10, blank=True, default="", db_default="")

    class Meta:
        indexes = [models.Index(fields=["push", "id"], name="push_lines")]

    def __str__(self) -> str:
        return f"{self.kind} {self.sku}"


class StopKind(models.TextChoices):
    ZERO = "zero", _("Too many offers to zero")
    PRICE = "price", _("Prices fall too far")
    SHRUNK = "shrunk", _("The file shrank")


class StopState(models.TextChoices):
    OPEN = "open", _("Needs you")
    CONFIRMED = "confirmed", _("Confirmed")
    DISMISSED = "dismissed", _("Dismissed")


class Stop(models.Model):
    """The circuit breaker's stop. `count` of `total` offers are concerned, `limit_bp` was the threshold; whoever lets it
    through types `count`. `fingerprint`: what was stopped (the file, or the differences), so that a confirmation lets
    through that and not something else."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    connection = models.ForeignKey(Connection, models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10, choices=StopKind)
    state = models.CharField(max_length=10, choices=StopState, default=StopState.OPEN)
    subject = models.CharField(max_length=200, blank=True)
    count = models.IntegerField()
    total = models.IntegerField()
    limit_bp = models.IntegerField()
    examples = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64)
    opened_at = models.DateTimeField(default=now, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "connection", "kind"],
                name="one_open_stop",
                condition=Q(state="open"),
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.count}/{self.total} {self.state}"


class AuditState(models.TextChoices):
    QUEUED = "queued", _("Waiting for a worker")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class Audit(Leased):
    """One look at everything a marketplace shows, against what we believe it shows. `drifted`: shown with another price or
    quantity; `missing`: not shown although it should be; `adopted`: shown before we ever sent it; `foreign`: SKUs that
    are no offer of ours. `examples`: the first ones, {sku, what, shown, believed}, the last two {price_minor, quantity}; at most
    one audit of a connection is open."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=AuditState, default=AuditState.QUEUED)
    seen = models.IntegerField(default=0)
    drifted = models.IntegerField(default=0)
    missing = models.IntegerField(default=0)
    adopted = models.IntegerField(default=0)
    foreign = models.IntegerField(default=0)
    examples = models.JSONField(default=list)
    words = models.TextField(blank=True)
    started_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True, blank=True)
    created_by = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["connection"], name="one_open_audit", condition=Q(state__in=["queued", "running"])
            )
        ]

    def __str__(self) -> str:
        return f"audit of {self.connection_id}: {self.state}"
