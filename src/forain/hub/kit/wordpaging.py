"""Cursors for lists that are sorted by a word and an id (`paging` has those sorted by a time)."""

from __future__ import annotations

import base64
import json
import uuid

from forain.hub.kit.paging import BadCursor


def pack(word: str, key: uuid.UUID) -> str:
    """The place after the row with this word and key."""
    text = json.dumps([word, str(key)], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def unpack(cursor: str) -> tuple[str, uuid.UUID]:
    """Raises `BadCursor`."""
    try:
        word, key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(word, str) or "\x00" in word:
            raise BadCursor(BadCursor.__doc__)
        return word, uuid.UUID(key)
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise BadCursor(BadCursor.__doc__) from None
