"""Typed clients of Spartoo's web services, one line per call; the logic is in flows both drivers step through.

    with SpartooClient("0A1B2C3D4E5F6071", site="cz") as spartoo:
        for order in spartoo.export_orders(date=since).message.orders: ...

Every method raises the tree of `forain.sdk.errors`. Reads may raise BrokenAnswer; a change whose answer cannot be
read raises AnswerLost, because it may have taken effect.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Self

import httpx2

from forain.marketplaces.spartoo.flows import Answered, Flows
from forain.marketplaces.spartoo.messages import ExportedOrders, ExportedReturns, OrderUpdate
from forain.marketplaces.spartoo.sites import DEFAULT, site_of
from forain.sdk.aio import AsyncDriver
from forain.sdk.client import SyncDriver
from forain.sdk.flow import Retry
from forain.sdk.pacing import Pace
from forain.wire.http import Exchange

__all__ = ["Answered", "AsyncSpartooClient", "SpartooClient", "polite_pace"]

Record = Callable[[Exchange], None]


def polite_pace() -> Pace:
    """Below 60 calls of one service in any hour (spartoo.md section 9): 15 at once, 40 more over the hour."""
    return Pace(per_hour=40, burst=15)


class SpartooClient:
    """Blocking calls. `site` is the suffix of the national host; `endpoint` replaces the whole base address.

    `record` is told of every exchange, without secrets. `pace` keeps below the hourly quota unless given.
    """

    def __init__(
        self,
        partner: str,
        *,
        site: str = DEFAULT.suffix,
        endpoint: str = "",
        retry: Retry | None = None,
        pace: Pace | None = None,
        record: Record | None = None,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self._flows = Flows(partner, site_of(site), endpoint, retry or Retry(), pace or polite_pace())
        self._driver = SyncDriver(record=record, transport=transport)

    def export_orders(
        self, *, date: datetime | None = None, oid: str | None = None, statut: int | None = None
    ) -> Answered[ExportedOrders]:
        """Orders placed since `date` (aware), or the order `oid`; an unknown one is an empty list."""
        return self._driver.run(self._flows.export_orders(date, oid, statut))

    def maj_orders(
        self, oid: str, statut: int, *, tracking_number: str | None = None
    ) -> Answered[OrderUpdate]:
        """Move an order to 2, 3 (with tracking), 41, 45 or 47. Never repeated by itself after a lost answer."""
        return self._driver.run(self._flows.maj_orders(oid, statut, tracking_number))

    def export_returns(
        self,
        *,
        date: datetime | None = None,
        oid: str | None = None,
        rid: str | None = None,
        statut: int | None = None,
    ) -> Answered[ExportedReturns]:
        """Returns opened since `date` (aware), those of an order, or the one `rid`."""
        return self._driver.run(self._flows.export_returns(date, oid, rid, statut))

    def close(self) -> None:
        self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncSpartooClient:
    """The same calls as coroutines. Without `transport` the running loop's connection pool is shared."""

    def __init__(
        self,
        partner: str,
        *,
        site: str = DEFAULT.suffix,
        endpoint: str = "",
        retry: Retry | None = None,
        pace: Pace | None = None,
        record: Record | None = None,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self._flows = Flows(partner, site_of(site), endpoint, retry or Retry(), pace or polite_pace())
        self._driver = AsyncDriver(record=record, transport=transport)

    async def export_orders(
        self, *, date: datetime | None = None, oid: str | None = None, statut: int | None = None
    ) -> Answered[ExportedOrders]:
        """Orders placed since `date` (aware), or the order `oid`; an unknown one is an empty list."""
        return await self._driver.run(self._flows.export_orders(date, oid, statut))

    async def maj_orders(
        self, oid: str, statut: int, *, tracking_number: str | None = None
    ) -> Answered[OrderUpdate]:
        """Move an order to 2, 3 (with tracking), 41, 45 or 47. Never repeated by itself after a lost answer."""
        return await self._driver.run(self._flows.maj_orders(oid, statut, tracking_number))

    async def export_returns(
        self,
        *,
        date: datetime | None = None,
        oid: str | None = None,
        rid: str | None = None,
        statut: int | None = None,
    ) -> Answered[ExportedReturns]:
        """Returns opened since `date` (aware), those of an order, or the one `rid`."""
        return await self._driver.run(self._flows.export_returns(date, oid, rid, statut))

    async def aclose(self) -> None:
        await self._driver.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()
