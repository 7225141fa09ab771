"""Our own identifiers: UUIDs of version 7, so that new rows land at the end of an index and sort by age."""

from __future__ import annotations

import os
import time
import uuid


def new_id() -> uuid.UUID:
    """A time-ordered UUID (RFC 9562, version 7): 48 bits of milliseconds, 74 random bits."""
    stamp = time.time_ns() // 1_000_000
    rest = int.from_bytes(os.urandom(10), "big")
    value = (
        (stamp & (1 << 48) - 1) << 80
        | 0x7 << 76
        | (rest >> 68 & 0xFFF) << 64
        | 0b10 << 62
        | rest & (1 << 62) - 1
    )
    return uuid.UUID(int=value)
