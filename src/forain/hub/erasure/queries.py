"""Reads of certificates, and the look at what an erasure would touch."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from forain.hub.erasure import erasing
from forain.hub.erasure.models import Erasure
from forain.hub.inbox.models import Message
from forain.hub.kit.refusal import NotAllowed
from forain.hub.kit.wordpaging import pack, unpack
from forain.hub.orders.models import Order
from forain.hub.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Look:
    """Every order of the buyer on the account, and why they cannot be forgotten now."""

    orders: list[Order]
    letters: int
    no: NotAllowed | None


def look(order: Order) -> Look:
    """Changes nothing."""
    orders = erasing.orders_of(order)
    letters = Message.objects.filter(line__order__in=orders).count()
    no = erasing.done(orders) or erasing.refusal(orders)
    return Look(orders, letters, no)


def certificates(
    workspace: Workspace, *, cursor: str = "", limit: int = 50
) -> tuple[list[Erasure], str | None]:
    """Newest first, with the cursor of the next page. Raises `BadCursor`."""
    rows = Erasure.objects.filter(workspace=workspace).select_related("connection", "workspace")
    if cursor:
        rows = rows.filter(id__lt=unpack(cursor)[1])
    found = list(rows.order_by("-id")[: limit + 1])
    return found[:limit], pack("", found[limit - 1].pk) if len(found) > limit else None


def certificate(workspace: Workspace, erasure_id: uuid.UUID) -> Erasure:
    """Raises `Erasure.DoesNotExist`, also for one of another workspace."""
    return Erasure.objects.select_related("connection", "workspace").get(workspace=workspace, pk=erasure_id)
