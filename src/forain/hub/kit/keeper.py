"""Renews claims while their work goes on, in the background of the same event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

from forain.hub.kit.lease import SPAN, Leased, let_go, renew
from forain.hub.kit.threads import in_database


@asynccontextmanager
async def keeping(rows: Sequence[Leased]) -> AsyncIterator[None]:
    """While the block runs, the claims of `rows` are renewed every third of their span.

    A block that is cut short (the grace of a stop is over) lets go of what it still holds, so that another worker
    need not wait for the span to end.
    """
    held = {row.pk: row.fence for row in rows}
    model = type(rows[0])
    task = asyncio.create_task(_renew(model, held))
    try:
        yield
    except asyncio.CancelledError:
        await in_database(let_go, model, dict(held))
        raise
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
