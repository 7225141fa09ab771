"""What is sent: the event, and what it is about as it stands at the moment of sending, in the shapes of the REST API."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from django.conf import settings
from django.utils.translation import override
from pydantic import BaseModel

from forain.hub.connections import shapes as connections
from forain.hub.connections.models import Connection
from forain.hub.inbox import shapes as inbox
from forain.hub.inbox.models import Todo
from forain.hub.journal import shapes as journal
from forain.hub.journal.models import Event
from forain.hub.orders import shapes as orders
from forain.hub.orders.models import Order
from forain.hub.outbox import shapes as outbox
from forain.hub.outbox.models import Command
from forain.hub.returns import shapes as returns
from forain.hub.returns.models import Return
from forain.hub.webhooks.models import Delivery

#: The kind of a message that only tries whether an endpoint works.
TEST = "hub.test"

Shapes = Mapping[uuid.UUID, BaseModel]

#: What an event is about (`subject_kind`) -> the shape it is told in. What is not here is told as its order.
SHAPE_OF: Mapping[str, type[BaseModel]] = {
    "order": orders.Order,
    "line": orders.Order,
    "command": outbox.Command,
    "return": returns.Return,
    "todo": inbox.Todo,
    "connection": connections.Connection,
}
TOLD_AS_ORDER = orders.Order


def bodies(deliveries: Sequence[Delivery]) -> dict[uuid.UUID, str]:
    """Delivery -> the body to send. A bounded number of statements, however many deliveries."""
    events = {row.pk: row for row in Event.objects.filter(pk__in=[one.event_id for one in deliveries])}
    with override(settings.LANGUAGE_CODE):
        told = _objects(events.values())
        return {one.pk: _body(one, events.get(one.event_id or 0), told) for one in deliveries}


def tells_order(event_subject: str) -> bool:
    """Whether the receiver got the order itself."""
    return SHAPE_OF.get(event_subject, TOLD_AS_ORDER) is orders.Order


def shape_of(kind: str) -> type[BaseModel]:
    """The shape of `data.object` for a kind of event: its first word names what it is about."""
    return SHAPE_OF.get(kind.partition(".")[0], TOLD_AS_ORDER)


def _body(delivery: Delivery, event: Event | None, told: Shapes) -> str:
    about = told.get(_key(event)) if event is not None else None
    document = {
        "type": delivery.kind,
        "timestamp": event.at if event is not None else delivery.created_at,
        "data": {
            "event": journal.event(event).model_dump() if event is not None else None,
            "object": about.model_dump() if about is not None else None,
        },
    }
    return msgspec.json.encode(document, enc_hook=str).decode()


def _key(event: Event) -> uuid.UUID:
    """The id of the object that is shown."""
    if event.subject_kind in SHAPE_OF and event.subject_kind != "line":
        return event.subject
    return event.order_id or event.subject


def _objects(events: Iterable[Event]) -> dict[uuid.UUID, BaseModel]:
    """Every object the events are about, by id; one that is gone is left out."""
    wanted: dict[str, set[uuid.UUID]] = {}
    workspaces = set()
    for event in events:
        kind = event.subject_kind if event.subject_kind in _READERS else "order"
        wanted.setdefault(kind, set()).add(_key(event))
        workspaces.add(event.workspace_id)
    found: dict[uuid.UUID, BaseModel] = {}
    for kind, keys in wanted.items():
        for workspace_id in workspaces:
            found |= _READERS[kind](workspace_id, keys)
    return found


def _orders(workspace_id: uuid.UUID, keys: set[uuid.UUID]) -> dict[uuid.UUID, BaseModel]:
    rows = list(Order.objects.filter(workspace_id=workspace_id, pk__in=keys))
    return {one.id: one for one in orders.orders(workspace_id, rows)}


def _each(model: Any, shape: Callable[[Any], BaseModel]) -> Callable[..., dict[uuid.UUID, BaseModel]]:
    def read(workspace_id: uuid.UUID, keys: set[uuid.UUID]) -> dict[uuid.UUID, BaseModel]:
        return {row.pk: shape(row) for row in model.objects.filter(workspace_id=workspace_id, pk__in=keys)}

    return read


_READERS: Mapping[str, Callable[..., dict[uuid.UUID, BaseModel]]] = {
    "order": _orders,
    "command": _each(Command, outbox.command),
    "return": _each(Return, returns.product_return),
    "todo": _each(Todo, inbox.todo),
    "connection": _each(Connection, connections.connection),
}
