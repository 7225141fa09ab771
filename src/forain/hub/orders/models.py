"""An order as it was last seen, with what we worked out from it. Raw is kept beside normalised."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.utils.translation import gettext_lazy as _

from forain.hub.connections.models import Connection
from forain.hub.kit.clock import now
from forain.hub.kit.ids import new_id
from forain.hub.orders.marks import Billed, Holdable, Mapped, Stoppable
from forain.hub.workspaces.models import Workspace
from forain.trade.lifecycle import ENDS, Dispute, Fulfilment, HandOff, MoneyState
from forain.trade.money import Money


class Stand(models.TextChoices):
    """Axis 2, fulfilment."""

    UNMAPPED = Fulfilment.UNMAPPED.value, _("Unknown status")
    PENDING = Fulfilment.PENDING.value, _("Pending")
    AWAITING_ACCEPTANCE = Fulfilment.AWAITING_ACCEPTANCE.value, _("To accept")
    AWAITING_STOCK = Fulfilment.AWAITING_STOCK.value, _("Awaiting stock")
    TO_SHIP = Fulfilment.TO_SHIP.value, _("To ship")
    SHIPPED = Fulfilment.SHIPPED.value, _("Shipped")
    DELIVERED = Fulfilment.DELIVERED.value, _("Delivered")
    CLOSED = Fulfilment.CLOSED.value, _("Closed")
    REFUSED = Fulfilment.REFUSED.value, _("Refused")
    EXPIRED = Fulfilment.EXPIRED.value, _("Expired")
    CANCELLED = Fulfilment.CANCELLED.value, _("Cancelled")
    LOST = Fulfilment.LOST.value, _("Lost")
    UNDELIVERABLE = Fulfilment.UNDELIVERABLE.value, _("Undeliverable")


#: Ways a line ends without being delivered.
ENDED = frozenset(one.value for one in ENDS)


class DisputeState(models.TextChoices):
    """Axis 5."""

    NONE = Dispute.NONE.value, _("No claim")
    AMICABLE = Dispute.CLAIM_AMICABLE.value, _("Claim, amicable phase")
    ESCALATED = Dispute.CLAIM_ESCALATED.value, _("Claim, with the marketplace")
    CLOSED = Dispute.CLAIM_CLOSED.value, _("Claim closed")


class MoneyStand(models.TextChoices):
    """Axis 7."""

    PROVISIONAL = MoneyState.PROVISIONAL.value, _("provisional")
    FINAL = MoneyState.FINAL.value, _("final")
    PAYABLE = MoneyState.PAYABLE.value, _("payable")
    PAID = MoneyState.PAID.value, _("paid")
    REVERSED = MoneyState.REVERSED.value, _("reversed")


class HandOffState(models.TextChoices):
    """Axis 3."""

    NEW = HandOff.NEW.value, _("New")
    EXPORTED = HandOff.EXPORTED.value, _("Exported")
    ACKNOWLEDGED = HandOff.ACKNOWLEDGED.value, _("Acknowledged")
    REFUSED = HandOff.REFUSED.value, _("Refused by the back office")


class Order(Holdable):
    """A basket of one buyer. `state` is folded from the lines at every change, never set by hand.

    Addresses and the delivery point are kept as JSON: normalised fields and, under `raw`, the marketplace's own.
    `observed_at` is the time of the newest observation; an older one moves nothing. `digests` tells an observation
    that says nothing new, by the set of lines it showed (a basket may stand in two lists at once). `money_at`: when
    its amounts are asked for next (None: nothing to ask). `parked`: a line has no SKU of the merchant's, the hand-off
    waits. `test`: made here for trying things, the marketplace knows nothing of it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="orders")
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="orders")
    reference = models.CharField(max_length=80)
    placed_at = models.DateTimeField()
    first_seen_at = models.DateTimeField(default=now, editable=False)
    last_seen_at = models.DateTimeField(default=now)
    observed_at = models.DateTimeField()
    exchange_id = models.UUIDField(null=True, blank=True)
    digests = models.JSONField(default=dict)
    state = models.CharField(max_length=24, choices=Stand)
    currency = models.CharField(max_length=3, default="EUR")
    shipping_minor = models.BigIntegerField(null=True, blank=True)
    fee_minor = models.BigIntegerField(null=True, blank=True)
    discount_minor = models.BigIntegerField(null=True, blank=True)
    total_minor = models.BigIntegerField(null=True, blank=True)
    residue_minor = models.BigIntegerField(null=True, blank=True)
    buyer_name = models.CharField(max_length=200, blank=True)
    buyer_login = models.CharField(max_length=120, blank=True)
    buyer_email = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True)
    shipping_address = models.JSONField(null=True, blank=True)
    billing_address = models.JSONField(null=True, blank=True)
    buyer_address = models.JSONField(null=True, blank=True)
    delivery_point = models.JSONField(null=True, blank=True)
    shipping_mode = models.CharField(max_length=120, blank=True)
    payment_method = models.CharField(max_length=120, blank=True)
    site = models.CharField(max_length=10, blank=True)
    raw = models.JSONField(default=dict)
    deadline_at = models.DateTimeField(null=True, blank=True)
    deadline_clock = models.CharField(max_length=40, blank=True)
    do_not_ship = models.BooleanField(default=False)
    money_at = models.DateTimeField(null=True, blank=True)
    money_tries = models.IntegerField(default=0)
    money_exchange_id = models.UUIDField(null=True, blank=True)
    label = models.JSONField(default=dict, help_text=_("Prepaid label, where the shipping mode has one"))
    parked = models.BooleanField(default=False)
    test = models.BooleanField(default=False)
    search = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True, blank=True, help_text=_("When its buyer was forgotten"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "reference"], name="order_once")]
        indexes = [
            models.Index(fields=["workspace", "state", "-placed_at", "-id"], name="order_tab"),
            models.Index(fields=["workspace", "-placed_at", "-id"], name="order_newest"),
            models.Index(
                fields=["workspace", "deadline_at"],
                name="order_deadline",
                condition=~models.Q(deadline_at=None),
            ),
            GinIndex(SearchVector("search", config="simple"), name="order_search"),
            models.Index(
                fields=["connection", "money_at"], name="order_money", condition=~models.Q(money_at=None)
            ),
            models.Index(
                fields=["workspace", "parked"], name="order_parked", condition=models.Q(parked=True)
            ),
            models.Index(fields=["workspace"], name="order_stopped", condition=models.Q(do_not_ship=True)),
            models.Index(fields=["workspace"], name="order_test", condition=models.Q(test=True)),
            models.Index(fields=["workspace"], name="order_held", condition=~models.Q(held_at=None)),
        ]

    def __str__(self) -> str:
        return self.reference

    def money(self, minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, self.currency)

    @property
    def held_lines(self) -> list[Line]:
        """Lines somebody holds one by one; a hold of the whole order is `held_at`."""
        return [line for line in self.lines.all() if line.held_at is not None]

    @property
    def stopped_lines(self) -> list[Line]:
        return [line for line in self.lines.all() if line.do_not_ship]

    @property
    def lines_total(self) -> Money:
        """Of the lines the accounting bills and that stand, once it has spoken; of all lines before."""
        lines = list(self.lines.all())
        billed = [line for line in lines if line.bill and line.fulfilment not in ENDED]
        return Money(sum(line.unit_minor * line.quantity for line in billed or lines), self.currency)


class Line(Holdable, Stoppable, Billed, Mapped):
    """One line: the marketplace's words (axis 1) beside what we made of them. `position` keeps the shown order."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="+")
    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    reference = models.CharField(max_length=120)
    position = models.IntegerField(default=0)
    observed = models.JSONField(default=dict)
    observed_at = models.DateTimeField()
    exchange_id = models.UUIDField(null=True, blank=True)
    fulfilment = models.CharField(max_length=24, choices=Stand)
    fulfilment_since = models.DateTimeField(default=now)
    dispute = models.CharField(max_length=20, choices=DisputeState, default=DisputeState.NONE)
    money_state = models.CharField(max_length=16, choices=MoneyStand, default=MoneyStand.PROVISIONAL)
    cancelled_by = models.CharField(max_length=16, blank=True)
    cancelled_phase = models.CharField(max_length=20, blank=True)
    sku = models.CharField(max_length=120, blank=True)
    title = models.TextField(blank=True)
    quantity = models.IntegerField(default=1)
    unit_minor = models.BigIntegerField()
    listed_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    offer_reference = models.CharField(max_length=80, blank=True)
    gtins = models.JSONField(default=list)
    attributes = models.JSONField(default=dict)
    actions = models.JSONField(
        null=True, blank=True, help_text=_("Actions the marketplace says are allowed now")
    )
    detailed_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When it was last asked about alone")
    )
    preorder = models.BooleanField(default=False)
    negotiated = models.BooleanField(default=False)
    marketplace_fulfilled = models.BooleanField(default=False)
    accepted_seen_at = models.DateTimeField(null=True, blank=True)
    shipped_seen_at = models.DateTimeField(null=True, blank=True)
    deadline_at = models.DateTimeField(null=True, blank=True)
    deadline_clock = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "reference"], name="line_once")]
        indexes = [
            models.Index(fields=["order", "position"], name="line_of_order"),
            models.Index(fields=["order"], name="line_held", condition=~models.Q(held_at=None)),
        ]
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.reference

    @property
    def unit_price(self) -> Money:
        return Money(self.unit_minor, self.currency)

    @property
    def total(self) -> Money:
        return Money(self.unit_minor * self.quantity, self.currency)


class Consumer(models.Model):
    """A back office that receives orders and acknowledges or refuses them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="consumers")
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="consumer_once")]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """Axis 3: where an order stands with one consumer."""

    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey(Order, models.CASCADE, related_name="deliveries")
    consumer = models.ForeignKey(Consumer, models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=16, choices=HandOffState, default=HandOffState.NEW)
    reason = models.TextField(blank=True)
    merchant_reference = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "consumer"], name="delivery_once")]

    def __str__(self) -> str:
        return f"{self.order} → {self.consumer}: {self.state}"


class SavedView(models.Model):
    """A list somebody wants again: the filters as they stand in the page's address, under a name, for everybody here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)
    created_at = models.DateTimeField(default=now, editable=False)
    created_by = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="saved_view_once")]

    def __str__(self) -> str:
        return self.name


def address_words(address: dict[str, Any] | None) -> str:
    """An address in one line, for search and lists."""
    if not address:
        return ""
    parts = [address.get("first_name"), address.get("last_name"), address.get("company")]
    parts += [*address.get("lines", ()), address.get("postcode"), address.get("city")]
    return " ".join(part for part in parts if part)
