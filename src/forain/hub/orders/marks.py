"""Marks on orders and lines that people set and lift: holds, and the knowledge that a parcel must be kept back."""

from __future__ import annotations

from django.db import models


class Holdable(models.Model):
    """A person holds it: nothing happens to it by itself, and it is not shipped. `held_at` None: nobody does."""

    held_at = models.DateTimeField(null=True, blank=True)
    held_by = models.CharField(max_length=160, blank=True)
    held_reason = models.TextField(blank=True)

    class Meta:
        abstract = True


class Stoppable(models.Model):
    """`do_not_ship` is raised by an observation and stays until somebody says that they know.

    `stop_state`: how the line ended, or the phase of its claim; it outlives the acknowledgement.
    """

    do_not_ship = models.BooleanField(default=False)
    stop_state = models.CharField(max_length=24, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stop_acknowledged_at = models.DateTimeField(null=True, blank=True)
    stop_acknowledged_by = models.CharField(max_length=160, blank=True)

    class Meta:
        abstract = True


class Billed(models.Model):
    """What the marketplace's accounting tells of a line once it speaks (axis 7), integer minor units.

    `provisional_minor`: the unit price a list told before, when the final one differs. `commission_minor` is with
    tax. `bill` keeps all amounts verbatim.
    """

    provisional_minor = models.BigIntegerField(null=True, blank=True)
    shipping_minor = models.BigIntegerField(null=True, blank=True)
    commission_minor = models.BigIntegerField(null=True, blank=True)
    payable_minor = models.BigIntegerField(null=True, blank=True)
    bill = models.JSONField(default=dict)
    bill_exchange_id = models.UUIDField(null=True, blank=True)

    class Meta:
        abstract = True


class Mapped(models.Model):
    """The merchant's own SKU of a line and the strategy that found it. `needs_mapping`: none did."""

    merchant_sku = models.CharField(max_length=120, blank=True)
    mapped_by = models.CharField(max_length=16, blank=True)
    needs_mapping = models.BooleanField(default=False)

    class Meta:
        abstract = True
