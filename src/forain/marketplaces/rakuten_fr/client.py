"""The typed client of Rakuten France's seller web services, blocking and asynchronous, one line for each call.

    with RakutenFrClient("my-shop", token) as rakuten:
        for sale in rakuten.getnewsales().sales:
            ...

Every method raises the errors drawn in `forain.sdk.errors` and nothing else. Methods are named as the services
are; what they take and return is said in `flows.Calls` and `messages`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date
from typing import Generic, Self, TypeVar

import httpx2

from forain.marketplaces.rakuten_fr import hosts, paging
from forain.marketplaces.rakuten_fr.flows import Calls, Notice, log_notice
from forain.marketplaces.rakuten_fr.messages import (
    AcceptedSale,
    ContactedOld,
    ContactedUs,
    CurrentSales,
    ItemInfos,
    NewSales,
    RefusedSale,
    Sale,
    ShippingTypes,
    ToDoList,
    TrackingRecorded,
)
from forain.marketplaces.rakuten_fr.search_client import AsyncSearchMethods, SearchMethods
from forain.marketplaces.rakuten_fr.sold_client import AsyncSoldMethods, SoldMethods
from forain.marketplaces.rakuten_fr.stock_client import AsyncStockMethods, StockMethods
from forain.sdk.aio import AsyncDriver
from forain.sdk.client import SyncDriver
from forain.sdk.flow import Retry
from forain.sdk.pacing import NO_PACE, Pace
from forain.wire.http import Exchange

__all__ = ["AsyncRakutenFrClient", "RakutenFrClient"]

Record = Callable[[Exchange], None]


AnyTransport = TypeVar("AnyTransport")


class _OfAccount(Generic[AnyTransport]):
    """How both clients are made: one account, its settings, and the driver that carries calls out."""

    def __init__(
        self,
        login: str,
        token: str,
        *,
        endpoint: str = hosts.PRODUCTION,
        retry: Retry | None = None,
        pace: Pace = NO_PACE,
        timeout: float = 60.0,
        record: Record | None = None,
        notice: Notice = log_notice,
        transport: AnyTransport | None = None,
    ) -> None:
        self._calls = Calls(
            login=login,
            token=token,
            endpoint=endpoint,
            retry=retry or Retry(),
            pace=pace,
            notice=notice,
            timeout=timeout,
        )
        self._drive(record, transport)

    def _drive(self, record: Record | None, transport: AnyTransport | None) -> None:
        """Make the driver."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._calls.login!r})"


class RakutenFrClient(_OfAccount[httpx2.BaseTransport], SoldMethods, SearchMethods, StockMethods):
    """`login` is the account name, never the e-mail address; `token` the API token of the seller's account."""

    def _drive(self, record: Record | None, transport: httpx2.BaseTransport | None) -> None:
        self._driver = SyncDriver(record=record, transport=transport)

    def getnewsales(self) -> NewSales:
        """Sales waiting for the seller's answer."""
        return self._driver.run(self._calls.getnewsales())

    def acceptsale(
        self, item_id: str, shipping_from_country: int = 249, import_country: int | None = None
    ) -> AcceptedSale:
        """Accept one item; the buyer is debited. Never sent twice by itself."""
        return self._driver.run(self._calls.acceptsale(item_id, shipping_from_country, import_country))

    def refusesale(self, item_id: str) -> RefusedSale:
        """Refuse one item. Never sent twice by itself."""
        return self._driver.run(self._calls.refusesale(item_id))

    def getiteminfos(self, item_id: str) -> ItemInfos:
        """Everything about one item. Marks its messages as read."""
        return self._driver.run(self._calls.getiteminfos(item_id))

    def settrackingpackageinfos(
        self, item_id: str, transporter_name: str, tracking_number: str, tracking_url: str = ""
    ) -> TrackingRecorded:
        """Tell carrier and number of one item. Never sent twice by itself."""
        return self._driver.run(
            self._calls.settrackingpackageinfos(item_id, transporter_name, tracking_number, tracking_url)
        )

    def getitemtodolist(self) -> ToDoList:
        """Items with an open claim or something unread."""
        return self._driver.run(self._calls.getitemtodolist())

    def contactusaboutitem(self, item_id: str, content: str, mail_parent_id: str = "") -> ContactedUs:
        """Write to customer service. Never sent twice by itself."""
        return self._driver.run(self._calls.contactusaboutitem(item_id, content, mail_parent_id))

    def contactpriceministeraboutitem(
        self, item_id: str, content: str, mail_parent_id: str = ""
    ) -> ContactedOld:
        """The same under its name of 2011."""
        return self._driver.run(self._calls.contactpriceministeraboutitem(item_id, content, mail_parent_id))

    def getavailableshippingtypes(self) -> ShippingTypes:
        """Shipping modes activated for the account."""
        return self._driver.run(self._calls.getavailableshippingtypes())

    def getcurrentsales(
        self,
        *,
        purchase_date: date | None = None,
        pending_preorders: bool = False,
        not_shipped_only: bool = False,
        next_token: str = "",
    ) -> CurrentSales:
        """One page of confirmed sales; `iter_currentsales` follows the pages."""
        return self._driver.run(
            self._calls.getcurrentsales(
                purchase_date=purchase_date,
                pending_preorders=pending_preorders,
                not_shipped_only=not_shipped_only,
                next_token=next_token,
            )
        )

    def iter_currentsales(
        self,
        *,
        purchase_date: date | None = None,
        pending_preorders: bool = False,
        not_shipped_only: bool = False,
    ) -> Iterator[Sale]:
        """All confirmed sales, page after page; stops on an absent, empty or repeated token."""
        found = paging.pages(
            lambda token: self._calls.getcurrentsales(
                purchase_date=purchase_date,
                pending_preorders=pending_preorders,
                not_shipped_only=not_shipped_only,
                next_token=token,
            )
        )
        for page in paging.walk(found, self._driver.run):
            yield from page.sales

    def close(self) -> None:
        """Close the connections."""
        self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncRakutenFrClient(
    _OfAccount[httpx2.AsyncBaseTransport], AsyncSoldMethods, AsyncSearchMethods, AsyncStockMethods
):
    """The same calls over asyncio."""

    def _drive(self, record: Record | None, transport: httpx2.AsyncBaseTransport | None) -> None:
        self._driver = AsyncDriver(record=record, transport=transport)

    async def getnewsales(self) -> NewSales:
        """Sales waiting for the seller's answer."""
        return await self._driver.run(self._calls.getnewsales())

    async def acceptsale(
        self, item_id: str, shipping_from_country: int = 249, import_country: int | None = None
    ) -> AcceptedSale:
        """Accept one item; the buyer is debited. Never sent twice by itself."""
        return await self._driver.run(self._calls.acceptsale(item_id, shipping_from_country, import_country))

    async def refusesale(self, item_id: str) -> RefusedSale:
        """Refuse one item. Never sent twice by itself."""
        return await self._driver.run(self._calls.refusesale(item_id))

    async def getiteminfos(self, item_id: str) -> ItemInfos:
        """Everything about one item. Marks its messages as read."""
        return await self._driver.run(self._calls.getiteminfos(item_id))

    async def settrackingpackageinfos(
        self, item_id: str, transporter_name: str, tracking_number: str, tracking_url: str = ""
    ) -> TrackingRecorded:
        """Tell carrier and number of one item. Never sent twice by itself."""
        return await self._driver.run(
            self._calls.settrackingpackageinfos(item_id, transporter_name, tracking_number, tracking_url)
        )

    async def getitemtodolist(self) -> ToDoList:
        """Items with an open claim or something unread."""
        return await self._driver.run(self._calls.getitemtodolist())

    async def contactusaboutitem(self, item_id: str, content: str, mail_parent_id: str = "") -> ContactedUs:
        """Write to customer service. Never sent twice by itself."""
        return await self._driver.run(self._calls.contactusaboutitem(item_id, content, mail_parent_id))

    async def contactpriceministeraboutitem(
        self, item_id: str, content: str, mail_parent_id: str = ""
    ) -> ContactedOld:
        """The same under its name of 2011."""
        return await self._driver.run(
            self._calls.contactpriceministeraboutitem(item_id, content, mail_parent_id)
        )

    async def getavailableshippingtypes(self) -> ShippingTypes:
        """Shipping modes activated for the account."""
        return await self._driver.run(self._calls.getavailableshippingtypes())

    async def getcurrentsales(
        self,
        *,
        purchase_date: date | None = None,
        pending_preorders: bool = False,
        not_shipped_only: bool = False,
        next_token: str = "",
    ) -> CurrentSales:
        """One page of confirmed sales; `iter_currentsales` follows the pages."""
        return await self._driver.run(
            self._calls.getcurrentsales(
                purchase_date=purchase_date,
                pending_preorders=pending_preorders,
                not_shipped_only=not_shipped_only,
                next_token=next_token,
            )
        )

    async def iter_currentsales(
        self,
        *,
        purchase_date: date | None = None,
        pending_preorders: bool = False,
        not_shipped_only: bool = False,
    ) -> AsyncIterator[Sale]:
        """All confirmed sales, page after page; stops on an absent, empty or repeated token."""
        found = paging.pages(
            lambda token: self._calls.getcurrentsales(
                purchase_date=purchase_date,
                pending_preorders=pending_preorders,
                not_shipped_only=not_shipped_only,
                next_token=token,
            )
        )
        async for page in paging.walk_async(found, self._driver.run):
            for sale in page.sales:
                yield sale

    async def aclose(self) -> None:
        """Close connections of its own; the shared pool stays open."""
        await self._driver.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()
