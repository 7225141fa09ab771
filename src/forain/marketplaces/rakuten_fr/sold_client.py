"""The calls about what was sold, one line for each in both clients; what they take is said in `sold_flows`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import datetime

from forain.marketplaces.rakuten_fr import paging
from forain.marketplaces.rakuten_fr.flows import Calls
from forain.marketplaces.rakuten_fr.messages import (
    BillingInformation,
    CancelledItem,
    CompensationDetails,
    ConfirmedPreorder,
    ContactedUser,
    ImportedShippingStatus,
    ShippingInformation,
    ShippingNotice,
    WalletOperation,
    WalletOperations,
)
from forain.marketplaces.rakuten_fr.operation_pages import by_date, fresh
from forain.sdk.aio import AsyncDriver
from forain.sdk.client import SyncDriver


class SoldMethods:
    """Blocking."""

    _calls: Calls
    _driver: SyncDriver

    def contactuseraboutitem(self, item_id: str, content: str) -> ContactedUser:
        """Write to the buyer of an item. Never sent twice by itself."""
        return self._driver.run(self._calls.contactuseraboutitem(item_id, content))

    def cancelitem(self, item_id: str, comment: str) -> CancelledItem:
        """Give an accepted item up. Never sent twice by itself."""
        return self._driver.run(self._calls.cancelitem(item_id, comment))

    def confirmpreorder(self, advert_id: str, stock: int) -> ConfirmedPreorder:
        """Units of a pre-order advert arrived. Never sent twice by itself."""
        return self._driver.run(self._calls.confirmpreorder(advert_id, stock))

    def getbillinginformation(self, purchase_id: str) -> BillingInformation:
        """Prices, shipping, commissions and net amounts of a purchase."""
        return self._driver.run(self._calls.getbillinginformation(purchase_id))

    def getshippinginformation(self, purchase_id: str) -> ShippingInformation:
        """Mode, prepaid label, shipping price and addresses of a purchase."""
        return self._driver.run(self._calls.getshippinginformation(purchase_id))

    def getcompensationdetails(self, compensation_id: str) -> CompensationDetails:
        """The lines of one payout; professional sellers only."""
        return self._driver.run(self._calls.getcompensationdetails(compensation_id))

    def getoperations(self, *, older_than: datetime | None = None) -> WalletOperations:
        """At most 200 operations of the wallet, newest first; `iter_operations` goes on."""
        return self._driver.run(self._calls.getoperations(older_than=older_than))

    def importitemshippingstatus(self, notices: Iterable[ShippingNotice]) -> ImportedShippingStatus:
        """Many shipments in one file. Never sent twice by itself; `errors.LinesRefused` tells the bad lines."""
        return self._driver.run(self._calls.importitemshippingstatus(notices))

    def iter_operations(self) -> Iterator[WalletOperation]:
        """All operations of the wallet, newest first, each once."""
        found, seen = paging.pages(by_date(self._calls.getoperations)), set[str]()
        for page in paging.walk(found, self._driver.run):
            yield from fresh(page, seen)


class AsyncSoldMethods:
    """Over asyncio."""

    _calls: Calls
    _driver: AsyncDriver

    async def contactuseraboutitem(self, item_id: str, content: str) -> ContactedUser:
        """Write to the buyer of an item. Never sent twice by itself."""
        return await self._driver.run(self._calls.contactuseraboutitem(item_id, content))

    async def cancelitem(self, item_id: str, comment: str) -> CancelledItem:
        """Give an accepted item up. Never sent twice by itself."""
        return await self._driver.run(self._calls.cancelitem(item_id, comment))

    async def confirmpreorder(self, advert_id: str, stock: int) -> ConfirmedPreorder:
        """Units of a pre-order advert arrived. Never sent twice by itself."""
        return await self._driver.run(self._calls.confirmpreorder(advert_id, stock))

    async def getbillinginformation(self, purchase_id: str) -> BillingInformation:
        """Prices, shipping, commissions and net amounts of a purchase."""
        return await self._driver.run(self._calls.getbillinginformation(purchase_id))

    async def getshippinginformation(self, purchase_id: str) -> ShippingInformation:
        """Mode, prepaid label, shipping price and addresses of a purchase."""
        return await self._driver.run(self._calls.getshippinginformation(purchase_id))

    async def getcompensationdetails(self, compensation_id: str) -> CompensationDetails:
        """The lines of one payout; professional sellers only."""
        return await self._driver.run(self._calls.getcompensationdetails(compensation_id))

    async def getoperations(self, *, older_than: datetime | None = None) -> WalletOperations:
        """At most 200 operations of the wallet, newest first; `iter_operations` goes on."""
        return await self._driver.run(self._calls.getoperations(older_than=older_than))

    async def importitemshippingstatus(self, notices: Iterable[ShippingNotice]) -> ImportedShippingStatus:
        """Many shipments in one file. Never sent twice by itself; `errors.LinesRefused` tells the bad lines."""
        return await self._driver.run(self._calls.importitemshippingstatus(notices))

    async def iter_operations(self) -> AsyncIterator[WalletOperation]:
        """All operations of the wallet, newest first, each once."""
        found, seen = paging.pages(by_date(self._calls.getoperations)), set[str]()
        async for page in paging.walk_async(found, self._driver.run):
            for one in fresh(page, seen):
                yield one
