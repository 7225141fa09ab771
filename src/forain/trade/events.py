"""Names of the facts kept in the journal and handed to back offices; one vocabulary for feed and webhooks."""

from __future__ import annotations

from enum import StrEnum


class EventKind(StrEnum):
    ORDER_SEEN = "order.seen"
    ORDER_CHANGED = "order.changed"
    ORDER_ACKNOWLEDGED = "order.acknowledged"
    ORDER_HANDOFF_REFUSED = "order.handoff_refused"
    LINE_SEEN = "line.seen"
    LINE_MOVED = "line.moved"
    LINE_DO_NOT_SHIP = "line.do_not_ship"
    COMMAND_QUEUED = "command.queued"
    COMMAND_SENT = "command.sent"
    COMMAND_UNKNOWN = "command.unknown"
    COMMAND_CONFIRMED = "command.confirmed"
    COMMAND_REJECTED = "command.rejected"
    COMMAND_SUPERSEDED = "command.superseded"
    COMMAND_NEEDS_PERSON = "command.needs_person"
    COMMAND_SEEN = "command.seen"
    RETURN_SEEN = "return.seen"
    RETURN_MOVED = "return.moved"
    MESSAGE_SEEN = "message.seen"
    CLAIM_SEEN = "claim.seen"
    TODO_OPENED = "todo.opened"
    TODO_RESOLVED = "todo.resolved"
    TODO_ESCALATED = "todo.escalated"
    TODO_CHANGED = "todo.changed"
    CONNECTION_ADDED = "connection.added"
    CONNECTION_CHANGED = "connection.changed"
    CONNECTION_TROUBLE = "connection.trouble"
    CONNECTION_RECOVERED = "connection.recovered"
