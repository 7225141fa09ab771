"""Routes of webhooks and their deliveries."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from ninja import Query, Router, Status

from forain.hub.kit.routes import Cursor, Level, Limit, needs
from forain.hub.orders.handoff import consumer_named
from forain.hub.webhooks import actions, queries, shapes
from forain.hub.webhooks.models import Endpoint
from forain.hub.workspaces.callers import Call

routes = Router(tags=["Webhooks"])


@routes.get("/webhooks", response=shapes.Webhooks, operation_id="listWebhooks", summary="Webhooks")
def list_webhooks(request: Call) -> shapes.Webhooks:
    """Addresses that events of this workspace are sent to."""
    return shapes.Webhooks(items=[shapes.webhook(row) for row in queries.endpoints(request.auth.workspace)])


@routes.post(
    "/webhooks",
    response={201: shapes.WebhookSecret},
    operation_id="addWebhook",
    summary="Add a webhook",
)
@needs(Level.CONFIGURE, "webhook_exists", "webhook_address", "not_found", secret=True)
def add_webhook(request: Call, body: shapes.NewWebhook) -> Status[shapes.WebhookSecret]:
    """Sends every event from now on, signed as Standard Webhooks tells. The secret is in this answer and never again."""
    workspace = request.auth.workspace
    consumer = consumer_named(workspace, body.consumer) if body.consumer else None
    row, secret = actions.add(
        workspace, body.name, body.address, kinds=body.kinds, consumer=consumer, actor=request.auth.actor
    )
    return Status(201, shapes.WebhookSecret(webhook=shapes.webhook(row), secret=secret))


@routes.get(
    "/webhooks/{uuid:webhook_id}",
    response=shapes.Webhook,
    operation_id="getWebhook",
    summary="One webhook",
)
def get_webhook(request: Call, webhook_id: UUID) -> shapes.Webhook:
    """Its standing: enabled, in an outage, or why it is disabled."""
    return shapes.webhook(_endpoint(request, webhook_id))


@routes.patch(
    "/webhooks/{uuid:webhook_id}",
    response=shapes.Webhook,
    operation_id="changeWebhook",
    summary="Change a webhook",
)
@needs(Level.CONFIGURE, "webhook_exists", "webhook_address")
def change_webhook(request: Call, webhook_id: UUID, body: shapes.WebhookChange) -> shapes.Webhook:
    """Name, address, kinds, consumer. What already waits goes to the new address."""
    row = _endpoint(request, webhook_id)
    values = shapes.changes(body, request.auth.workspace)
    return shapes.webhook(actions.change(row, values, actor=request.auth.actor))


@routes.delete(
    "/webhooks/{uuid:webhook_id}",
    response=shapes.Webhook,
    operation_id="removeWebhook",
    summary="Remove a webhook",
)
@needs(Level.CONFIGURE)
def remove_webhook(request: Call, webhook_id: UUID) -> shapes.Webhook:
    """Forgets it with its deliveries; answers what it was."""
    row = _endpoint(request, webhook_id)
    was = shapes.webhook(row)
    actions.remove(row, actor=request.auth.actor)
    return was


@routes.post(
    "/webhooks/{uuid:webhook_id}/rotate",
    response=shapes.WebhookSecret,
    operation_id="rotateWebhookSecret",
    summary="Give a webhook a new secret",
)
@needs(Level.CONFIGURE, "rotation_under_way", secret=True)
def rotate_secret(request: Call, webhook_id: UUID, body: shapes.Rotation) -> shapes.WebhookSecret:
    """While the secret before lives, every message carries a signature of each. The new one is in this answer alone."""
    row = _endpoint(request, webhook_id)
    secret = actions.rotate(row, timedelta(hours=body.overlap_hours), actor=request.auth.actor)
    return shapes.WebhookSecret(webhook=shapes.webhook(row), secret=secret)


@routes.post(
    "/webhooks/{uuid:webhook_id}/disable",
    response=shapes.Webhook,
    operation_id="disableWebhook",
    summary="Stop sending",
)
@needs(Level.CONFIGURE)
def disable_webhook(request: Call, webhook_id: UUID, body: shapes.Disabling) -> shapes.Webhook:
    """What happens from now on is kept and sent once it is enabled again."""
    row = _endpoint(request, webhook_id)
    return shapes.webhook(actions.disable(row, body.reason, actor=request.auth.actor))


@routes.post(
    "/webhooks/{uuid:webhook_id}/enable",
    response=shapes.Webhook,
    operation_id="enableWebhook",
    summary="Send again",
)
@needs(Level.CONFIGURE)
def enable_webhook(request: Call, webhook_id: UUID, body: shapes.Enabling) -> shapes.Webhook:
    """Goes on where it stopped, or skips what was missed."""
    row = _endpoint(request, webhook_id)
    return shapes.webhook(actions.enable(row, skip_missed=body.skip_missed, actor=request.auth.actor))


@routes.post(
    "/webhooks/{uuid:webhook_id}/test",
    response={202: shapes.WebhookDelivery},
    operation_id="testWebhook",
    summary="Try a webhook",
)
@needs(Level.ACT, "webhook_disabled")
def test_webhook(request: Call, webhook_id: UUID) -> Status[shapes.WebhookDelivery]:
    """Sends `hub.test` once; follow it at GET /webhook-deliveries/{id}."""
    row = _endpoint(request, webhook_id)
    return Status(202, shapes.delivery(actions.test(row, actor=request.auth.actor)))


@routes.post(
    "/webhooks/{uuid:webhook_id}/replay",
    response={202: shapes.Replayed},
    operation_id="replayWebhook",
    summary="Send events again",
)
@needs(Level.ACT, "webhook_disabled")
def replay_webhook(request: Call, webhook_id: UUID, body: shapes.ReplayRange) -> Status[shapes.Replayed]:
    """Everything the webhook wants since a time or a cursor, delivered before or not, in the order of the events."""
    row = _endpoint(request, webhook_id)
    done = actions.replay_range(row, after=body.after, since=body.since, actor=request.auth.actor)
    return Status(202, shapes.Replayed(deliveries=done.deliveries, next=done.next))


@routes.get(
    "/webhooks/{uuid:webhook_id}/deliveries",
    response=shapes.WebhookDeliveries,
    operation_id="listWebhookDeliveries",
    summary="What was sent, and what waits",
)
@needs(Level.LOOK, "bad_cursor")
def list_deliveries(
    request: Call,
    webhook_id: UUID,
    state: Annotated[
        list[shapes.DeliveryState] | None, Query(max_length=5, description="Only these; repeat the parameter")
    ] = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> shapes.WebhookDeliveries:
    """Newest first, each with its newest tries."""
    row = _endpoint(request, webhook_id)
    names = [one.value for one in state or ()]
    page = queries.deliveries(row, states=names, cursor=cursor, limit=limit)
    return shapes.WebhookDeliveries(
        items=[shapes.delivery(one) for one in page.deliveries], next=page.next or None
    )


@routes.get(
    "/webhook-deliveries/{uuid:delivery_id}",
    response=shapes.WebhookDelivery,
    operation_id="getWebhookDelivery",
    summary="One delivery",
)
def get_delivery(request: Call, delivery_id: UUID) -> shapes.WebhookDelivery:
    """Where it stands and what the receiver answered."""
    return shapes.delivery(queries.delivery(request.auth.workspace, delivery_id))


@routes.post(
    "/webhook-deliveries/{uuid:delivery_id}/replay",
    response={202: shapes.WebhookDelivery},
    operation_id="replayWebhookDelivery",
    summary="Send one event again",
)
@needs(Level.ACT, "webhook_disabled")
def replay_delivery(request: Call, delivery_id: UUID) -> Status[shapes.WebhookDelivery]:
    """Delivered before or not; under the same `webhook-id`, with the object as it stands now."""
    row = queries.delivery(request.auth.workspace, delivery_id)
    return Status(202, shapes.delivery(actions.replay(row, actor=request.auth.actor)))


def _endpoint(request: Call, webhook_id: UUID) -> Endpoint:
    return queries.one(request.auth.workspace, webhook_id)
