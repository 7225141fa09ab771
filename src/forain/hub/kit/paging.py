"""Cursors for long lists: opaque to the caller, a sort key and an id inside, so that pages stay right while rows come."""

from __future__ import annotations

import base64
import json
import uuid
from datetime import UTC, datetime


class BadCursor(ValueError):
    """The cursor is not one of ours; start again without it."""


def pack(direction: str, moment: datetime, key: uuid.UUID) -> str:
    """`direction` is `after` or `before` the row with this moment and key."""
    text = json.dumps([direction, moment.isoformat(), str(key)], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def unpack(cursor: str) -> tuple[str, datetime, uuid.UUID]:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        direction, moment, key = json.loads(text)
        if direction not in ("after", "before"):
            raise BadCursor(BadCursor.__doc__)
        return direction, datetime.fromisoformat(moment).astimezone(UTC), uuid.UUID(key)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        raise BadCursor(BadCursor.__doc__) from None
