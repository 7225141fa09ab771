"""What a visit has in hand while it talks: the connector, what was recorded, what was done, and what may be spent."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from forain.connect.contract import Connector, Exchange
from forain.connect.outcomes import Trouble
from forain.hub.connections.budget import Share, left, services_of
from forain.hub.connections.models import Connection
from forain.hub.connections.skew import skew_of
from forain.hub.exchanges.keep import keep
from forain.hub.kit.clock import now
from forain.hub.kit.threads import in_database

#: A call that takes longer than this is given up.
CALL_SECONDS = 90

Answer = TypeVar("Answer")


@dataclass(slots=True)
class Visit:
    """What a visit did; `trouble` when it ended early, `waiting` what our own budget put off to the next hour."""

    connection: Connection
    seen: int = 0
    changed: int = 0
    calls: int = 0
    trouble: Trouble | None = None
    complete: dict[str, datetime] = field(default_factory=dict)  #: fulfilment -> when all of it was read
    by_resource: dict[str, int] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    skew: float | None = None  #: seconds the marketplace's clock is ahead of ours


class Stop(Exception):
    """The visit ends early with this trouble."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(trouble)


@dataclass(slots=True)
class Talk:
    """One conversation with a marketplace. Every call is kept before its answer is used."""

    done: Visit
    connector: Connector
    recorded: list[Exchange]

    @property
    def connection(self) -> Connection:
        return self.done.connection

    async def may(self, purpose: str, share: Share) -> bool:
        """Whether our own budget allows another call; when not, the purpose is remembered as waiting."""
        services = services_of(self.connection, purpose)
        if await in_database(left, self.connection, share, services) > 0:
            return True
        if purpose not in self.done.waiting:
            self.done.waiting.append(purpose)
        return False

    async def ask(self, call: Callable[[], Awaitable[Answer]]) -> tuple[Answer, datetime]:
        """The answer, and when the call began. Raises TimeoutError."""
        at = now()
        async with asyncio.timeout(CALL_SECONDS):
            answer = await call()
        await self.keep()
        return answer, at

    async def keep(self) -> None:
        self.done.calls += len(self.recorded)
        skews = [skew for one in self.recorded if (skew := skew_of(one)) is not None]
        self.done.skew = skews[-1] if skews else self.done.skew
        await in_database(keep, self.connection, list(self.recorded))
        self.recorded.clear()
