"""Axis 3: a back office takes an order in, or says why it cannot."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from forain.hub.journal.unit import Unit, unit
from forain.hub.kit.clock import now
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders.models import Consumer, Delivery, HandOffState, Order
from forain.hub.workspaces.audit import note
from forain.hub.workspaces.models import Workspace
from forain.trade.events import EventKind


def consumers(workspace: Workspace) -> list[Consumer]:
    return list(Consumer.objects.filter(workspace=workspace).order_by("name"))


def consumer_named(workspace: Workspace, words: str) -> Consumer:
    """By id or name. Raises `Consumer.DoesNotExist`."""
    rows = Consumer.objects.filter(workspace=workspace)
    try:
        return rows.get(pk=uuid.UUID(words))
    except (ValueError, Consumer.DoesNotExist):
        return rows.get(name=words)


def add_consumer(workspace: Workspace, name: str, *, actor: str) -> Consumer:
    """Raises NotAllowed (`consumer_exists`)."""
    try:
        with transaction.atomic():
            row = Consumer.objects.create(workspace=workspace, name=name)
            note(workspace.pk, actor, "consumer.added", name)
    except IntegrityError:
        raise NotAllowed("consumer_exists", _("There is already a consumer of this name.")) from None
    return row


def acknowledge(order: Order, consumer: Consumer, merchant_reference: str, *, actor: str) -> Delivery:
    """The consumer took the order in; saying it again changes nothing.

    Raises NotAllowed (`already_acknowledged`) when it did so before under another number.
    """
    with unit(order.workspace_id, actor) as work:
        row = _locked(order, consumer)
        if row.state == HandOffState.ACKNOWLEDGED:
            _same(row, merchant_reference)
            return row
        row.merchant_reference = merchant_reference
        _say(row, HandOffState.ACKNOWLEDGED, "")
        _tell(work, EventKind.ORDER_ACKNOWLEDGED, row, merchant_reference=merchant_reference)
        note(order.workspace_id, actor, "order.acknowledged", order.reference, consumer=consumer.name)
    return row


def refuse_hand_off(order: Order, consumer: Consumer, reason: str, *, actor: str) -> Delivery:
    """The consumer cannot take the order in. Raises NotAllowed (`already_acknowledged`) when it has."""
    with unit(order.workspace_id, actor) as work:
        row = _locked(order, consumer)
        if row.state == HandOffState.ACKNOWLEDGED:
            raise NotAllowed("already_acknowledged", _("The consumer has acknowledged this order before."))
        if (row.state, row.reason) == (HandOffState.REFUSED, reason):
            return row
        _say(row, HandOffState.REFUSED, reason)
        _tell(work, EventKind.ORDER_HANDOFF_REFUSED, row, reason=reason)
        note(order.workspace_id, actor, "order.handoff_refused", order.reference, consumer=consumer.name)
    return row


def export(work: Unit, order_ids: Sequence[uuid.UUID], consumer: Consumer) -> list[Order]:
    """The consumer was given these orders. Those it was given before, or has answered, stay as they are; parked ones
    (a SKU is not mapped yet) wait until they resume."""
    known = Delivery.objects.filter(consumer=consumer, order_id__in=order_ids).exclude(state=HandOffState.NEW)
    orders = list(
        Order.objects.filter(pk__in=order_ids, workspace_id=work.workspace_id, parked=False)
        .exclude(pk__in=known.values("order_id"))
        .order_by("pk")
    )
    return [order for order in orders if _exported(work, order, consumer)]


def _exported(work: Unit, order: Order, consumer: Consumer) -> bool:
    row = _locked(order, consumer)
    if row.state != HandOffState.NEW:
        return False
    _say(row, HandOffState.EXPORTED, "")
    _tell(work, EventKind.ORDER_EXPORTED, row)
    return True


def unacknowledge(order: Order, consumer: Consumer, reason: str, *, actor: str) -> Delivery:
    """The consumer gives the order back: it stands as exported again. The merchant reference stays in the audit.

    Raises NotAllowed (`not_acknowledged`).
    """
    with unit(order.workspace_id, actor) as work:
        row = _locked(order, consumer)
        if row.state != HandOffState.ACKNOWLEDGED:
            raise NotAllowed("not_acknowledged", _("The consumer has not acknowledged this order."))
        before, row.merchant_reference = row.merchant_reference, ""
        _say(row, HandOffState.EXPORTED, reason)
        _tell(work, EventKind.ORDER_UNACKNOWLEDGED, row, reason=reason, merchant_reference=before)
        note(
            order.workspace_id, actor, "order.unacknowledged", order.reference,
            consumer=consumer.name, reason=reason, merchant_reference=before,
        )  # fmt: skip
    return row


def _locked(order: Order, consumer: Consumer) -> Delivery:
    """The one row of order and consumer, ours until the transaction ends."""
    Delivery.objects.bulk_create([Delivery(order=order, consumer=consumer)], ignore_conflicts=True)
    rows = Delivery.objects.select_for_update(no_key=True, of=("self",)).select_related("order", "consumer")
    return rows.get(order=order, consumer=consumer)


def _same(row: Delivery, merchant_reference: str) -> None:
    if row.merchant_reference != merchant_reference:
        raise NotAllowed(
            "already_acknowledged",
            _("The consumer has acknowledged this order before, as “%(reference)s”.")
            % {"reference": row.merchant_reference},
            merchant_reference=row.merchant_reference,
        )


def _say(row: Delivery, state: HandOffState, reason: str) -> None:
    row.state, row.reason, row.at = state, reason, now()
    row.save(update_fields=["state", "reason", "at", "merchant_reference"])


def _tell(work: Unit, kind: EventKind, row: Delivery, **said: str) -> None:
    work.event(
        kind,
        "order",
        row.order_id,
        order_id=row.order_id,
        connection_id=row.order.connection_id,
        reference=row.order.reference,
        consumer=row.consumer.name,
        **said,
    )
