"""Typed clients of Spartoo's web services, one line per call; the logic is in flows both drivers step through.

    with SpartooClient("0A1B2C3D4E5F6071", site="cz") as spartoo:
        for order in spartoo.export_orders(date=since).message.orders: ...

Every method raises the tree of `forain.sdk.errors`. Reads may raise BrokenAnswer; a change whose answer cannot be
read raises AnswerLost, because it may have taken effect. Codes of single items are in `Answered.marked`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Generic, Self, TypeVar

import httpx2

from forain.marketplaces.spartoo import messages as m
from forain.marketplaces.spartoo.decisions import PRODUCTS_A_CALL, SIZES_A_CALL
from forain.marketplaces.spartoo.flows import catalogue, orders, returns, stock
from forain.marketplaces.spartoo.flows.caller import Answered, Caller, Encoding
from forain.marketplaces.spartoo.flows.catalogue import NO_FORCE, Force
from forain.marketplaces.spartoo.flows.multipart import Upload
from forain.marketplaces.spartoo.flows.orders import SlipFile
from forain.marketplaces.spartoo.sites import DEFAULT, site_of
from forain.sdk.aio import AsyncDriver
from forain.sdk.client import SyncDriver
from forain.sdk.flow import Retry
from forain.sdk.pacing import Pace
from forain.wire.http import Exchange

__all__ = [
    "Answered",
    "AsyncSpartooClient",
    "Encoding",
    "Force",
    "SlipFile",
    "SpartooClient",
    "Upload",
    "polite_pace",
]

Record = Callable[[Exchange], None]
T = TypeVar("T")


def polite_pace() -> Pace:
    """Below 60 calls of one service in any hour (spartoo.md section 9): 15 at once, 40 more over the hour."""
    return Pace(per_hour=40, burst=15)


def _in_lists(found: Iterable[T], at_most: int) -> Iterator[list[T]]:
    source = iter(found)
    while part := list(islice(source, at_most)):
        yield part


AnyTransport = TypeVar("AnyTransport")


class _OfPartner(Generic[AnyTransport]):
    """How both clients are made: one partner on one site, and the driver that carries calls out."""

    def __init__(
        self,
        partner: str,
        *,
        site: str = DEFAULT.suffix,
        endpoint: str = "",
        retry: Retry | None = None,
        pace: Pace | None = None,
        record: Record | None = None,
        transport: AnyTransport | None = None,
        encoding: Encoding = "form",
    ) -> None:
        self._caller = Caller(
            partner, site_of(site), endpoint, retry or Retry(), pace or polite_pace(), encoding
        )
        self._drive(record, transport)

    def _drive(self, record: Record | None, transport: AnyTransport | None) -> None:
        """Make the driver."""
        raise NotImplementedError


class SpartooClient(_OfPartner[httpx2.BaseTransport]):
    """Blocking calls. `site` is the suffix of the national host; `endpoint` replaces the whole base address.

    `record` is told of every exchange, without secrets. `pace` keeps below the hourly quota unless given.
    `encoding` says how parameters travel; Spartoo takes all three ways. With `form`, documents and files go as multipart.
    """

    def _drive(self, record: Record | None, transport: httpx2.BaseTransport | None) -> None:
        self._driver = SyncDriver(record=record, transport=transport)

    def export_orders(
        self, *, date: datetime | None = None, oid: str | None = None, statut: int | None = None
    ) -> Answered[m.ExportedOrders]:
        """Orders placed since `date` (aware), or the order `oid`; an unknown one is an empty list."""
        return self._driver.run(orders.export_orders(self._caller, date, oid, statut))

    def maj_orders(
        self, oid: str, statut: int, *, tracking_number: str | None = None
    ) -> Answered[m.OrderUpdate]:
        """Move an order to 2, 3 (with tracking), 41, 45 or 47. Never repeated by itself after a lost answer."""
        return self._driver.run(orders.maj_orders(self._caller, oid, statut, tracking_number))

    def export_bl(self, order_id: str, pieces: Mapping[str, int]) -> SlipFile:
        """The delivery slip for these pieces (parent or size reference -> count) of an order in 2 or 3."""
        return self._driver.run(orders.export_bl(self._caller, order_id, pieces))

    def export_returns(
        self,
        *,
        date: datetime | None = None,
        oid: str | None = None,
        rid: str | None = None,
        statut: int | None = None,
    ) -> Answered[m.ExportedReturns]:
        """Returns opened since `date` (aware), those of an order, or the one `rid`."""
        return self._driver.run(returns.export_returns(self._caller, date, oid, rid, statut))

    def maj_returns(
        self,
        rid: str,
        statut: int | None = None,
        *,
        label_link: str | None = None,
        label_file: Upload | None = None,
    ) -> Answered[m.ReturnUpdate]:
        """Accept (4) or refuse (3) a return, or give its label as a link or a file. Never repeated by itself."""
        return self._driver.run(returns.maj_returns(self._caller, rid, statut, label_link, label_file))

    def maj_stock(self, reference: str, size_reference: str, quantity: int) -> Answered[m.StockSet]:
        """Set the stock of one size; that it has this value already (-18) is a success with a note."""
        return self._driver.run(stock.maj_stock(self._caller, reference, size_reference, quantity))

    def maj_stock_batch(self, products: Sequence[m.StockProduct]) -> Answered[m.StockBatchResult]:
        """Set stock and prices of many sizes in one document; the outcome of each is in the answer."""
        return self._driver.run(stock.maj_stock_batch(self._caller, products))

    def check_status_products(self, products: Sequence[m.AskedProduct]) -> Answered[m.ProductStatuses]:
        """Whether products or sizes are online, and why not; at most 200 a call are advised."""
        return self._driver.run(stock.check_status(self._caller, products))

    def export_products(self, reference: str | None = None) -> Answered[m.OnlineCatalogue]:
        """What is online on this site, or this one product; an unknown one is an empty list."""
        return self._driver.run(catalogue.export_products(self._caller, reference))

    def import_products(
        self, products: Sequence[m.ParentProduct], force: Force = NO_FORCE
    ) -> Answered[m.ImportResult]:
        """Create and update products; codes of each product are in the answer, those of errors also in `marked`."""
        return self._driver.run(catalogue.import_products(self._caller, products, force))

    def import_products_async(
        self, products: Sequence[m.ParentProduct], force: Force = NO_FORCE
    ) -> Answered[m.ImportQueued]:
        """Queue products; the answer holds the address of the result."""
        return self._driver.run(catalogue.import_products_async(self._caller, products, force))

    def import_progress(self, address: str) -> Answered[m.ImportProgress]:
        """One look at a result address; `state` 1 means wait."""
        return self._driver.run(catalogue.import_progress(self._caller, address))

    def import_result(self, address: str) -> Answered[m.ImportResult]:
        """Wait for a queued import: a look after 30 s, then ever more seldom, for a day at most."""
        return self._driver.run(catalogue.import_result(self._caller, address))

    def import_all(
        self, products: Iterable[m.ParentProduct], *, at_most: int = PRODUCTS_A_CALL
    ) -> Iterator[Answered[m.ImportResult]]:
        """Import as many products as there are, in documents of `at_most`; memory holds one document."""
        for part in _in_lists(products, at_most):
            yield self.import_products(part)

    def maj_stock_all(
        self, products: Iterable[m.StockProduct], *, at_most: int = SIZES_A_CALL
    ) -> Iterator[Answered[m.StockBatchResult]]:
        """Set the stock of as many sizes as there are, in documents of `at_most`; memory holds one document."""
        for part in stock.batches(products, at_most):
            yield self.maj_stock_batch(part)

    def close(self) -> None:
        self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncSpartooClient(_OfPartner[httpx2.AsyncBaseTransport]):
    """The same calls as coroutines. Without `transport` the running loop's connection pool is shared."""

    def _drive(self, record: Record | None, transport: httpx2.AsyncBaseTransport | None) -> None:
        self._driver = AsyncDriver(record=record, transport=transport)

    async def export_orders(
        self, *, date: datetime | None = None, oid: str | None = None, statut: int | None = None
    ) -> Answered[m.ExportedOrders]:
        """Orders placed since `date` (aware), or the order `oid`; an unknown one is an empty list."""
        return await self._driver.run(orders.export_orders(self._caller, date, oid, statut))

    async def maj_orders(
        self, oid: str, statut: int, *, tracking_number: str | None = None
    ) -> Answered[m.OrderUpdate]:
        """Move an order to 2, 3 (with tracking), 41, 45 or 47. Never repeated by itself after a lost answer."""
        return await self._driver.run(orders.maj_orders(self._caller, oid, statut, tracking_number))

    async def export_bl(self, order_id: str, pieces: Mapping[str, int]) -> SlipFile:
        """The delivery slip for these pieces (parent or size reference -> count) of an order in 2 or 3."""
        return await self._driver.run(orders.export_bl(self._caller, order_id, pieces))

    async def export_returns(
        self,
        *,
        date: datetime | None = None,
        oid: str | None = None,
        rid: str | None = None,
        statut: int | None = None,
    ) -> Answered[m.ExportedReturns]:
        """Returns opened since `date` (aware), those of an order, or the one `rid`."""
        return await self._driver.run(returns.export_returns(self._caller, date, oid, rid, statut))

    async def maj_returns(
        self,
        rid: str,
        statut: int | None = None,
        *,
        label_link: str | None = None,
        label_file: Upload | None = None,
    ) -> Answered[m.ReturnUpdate]:
        """Accept (4) or refuse (3) a return, or give its label as a link or a file. Never repeated by itself."""
        return await self._driver.run(returns.maj_returns(self._caller, rid, statut, label_link, label_file))

    async def maj_stock(self, reference: str, size_reference: str, quantity: int) -> Answered[m.StockSet]:
        """Set the stock of one size; that it has this value already (-18) is a success with a note."""
        return await self._driver.run(stock.maj_stock(self._caller, reference, size_reference, quantity))

    async def maj_stock_batch(self, products: Sequence[m.StockProduct]) -> Answered[m.StockBatchResult]:
        """Set stock and prices of many sizes in one document; the outcome of each is in the answer."""
        return await self._driver.run(stock.maj_stock_batch(self._caller, products))

    async def check_status_products(self, products: Sequence[m.AskedProduct]) -> Answered[m.ProductStatuses]:
        """Whether products or sizes are online, and why not; at most 200 a call are advised."""
        return await self._driver.run(stock.check_status(self._caller, products))

    async def export_products(self, reference: str | None = None) -> Answered[m.OnlineCatalogue]:
        """What is online on this site, or this one product; an unknown one is an empty list."""
        return await self._driver.run(catalogue.export_products(self._caller, reference))

    async def import_products(
        self, products: Sequence[m.ParentProduct], force: Force = NO_FORCE
    ) -> Answered[m.ImportResult]:
        """Create and update products; codes of each product are in the answer, those of errors also in `marked`."""
        return await self._driver.run(catalogue.import_products(self._caller, products, force))

    async def import_products_async(
        self, products: Sequence[m.ParentProduct], force: Force = NO_FORCE
    ) -> Answered[m.ImportQueued]:
        """Queue products; the answer holds the address of the result."""
        return await self._driver.run(catalogue.import_products_async(self._caller, products, force))

    async def import_progress(self, address: str) -> Answered[m.ImportProgress]:
        """One look at a result address; `state` 1 means wait."""
        return await self._driver.run(catalogue.import_progress(self._caller, address))

    async def import_result(self, address: str) -> Answered[m.ImportResult]:
        """Wait for a queued import: a look after 30 s, then ever more seldom, for a day at most."""
        return await self._driver.run(catalogue.import_result(self._caller, address))

    async def import_all(
        self, products: Iterable[m.ParentProduct], *, at_most: int = PRODUCTS_A_CALL
    ) -> AsyncIterator[Answered[m.ImportResult]]:
        """Import as many products as there are, in documents of `at_most`; memory holds one document."""
        for part in _in_lists(products, at_most):
            yield await self.import_products(part)

    async def maj_stock_all(
        self, products: Iterable[m.StockProduct], *, at_most: int = SIZES_A_CALL
    ) -> AsyncIterator[Answered[m.StockBatchResult]]:
        """Set the stock of as many sizes as there are, in documents of `at_most`; memory holds one document."""
        for part in stock.batches(products, at_most):
            yield await self.maj_stock_batch(part)

    async def aclose(self) -> None:
        await self._driver.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()
