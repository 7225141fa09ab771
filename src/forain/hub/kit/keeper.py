"""Renews claims while their work goes on, in the background of the same event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

from forain.hub.kit.lease import SPAN, Leased, renew
from forain.hub.kit.threads import in_database


@asynccontextmanager
async def keeping(rows: Sequence[Leased]) -> AsyncIterator[None]:
    """While the block runs, the claims of `rows` are renewed every third of their span."""
    held = {row.pk: row.fence for row in rows}
    task = asyncio.create_task(_renew(type(rows[0]), held))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _renew(model: type[Leased], held: dict[Any, int]) -> None:
    while held:
        await asyncio.sleep(SPAN.total_seconds() / 3)
        kept = await in_database(renew, model, held)
        for key in set(held) - kept:
            held.pop(key)
