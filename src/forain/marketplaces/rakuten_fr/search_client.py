"""The calls about products, one line for each in both clients; what they take is said in `search_flows`."""

from __future__ import annotations

from typing import Unpack

from forain.marketplaces.rakuten_fr.flows import Calls
from forain.marketplaces.rakuten_fr.messages import CategoryMap, Listing
from forain.marketplaces.rakuten_fr.search_flows import Search
from forain.sdk.aio import AsyncDriver
from forain.sdk.client import SyncDriver


class SearchMethods:
    """Blocking."""

    _calls: Calls
    _driver: SyncDriver

    def listing(self, **criteria: Unpack[Search]) -> Listing:
        """Products by words, references, numbers or category, with all sellers' offers when `pricing`."""
        return self._driver.run(self._calls.listing(**criteria))

    def listing_old(self, **criteria: Unpack[Search]) -> Listing:
        """The same on its path of before 2015: the login is sent, the token is not."""
        return self._driver.run(self._calls.listing_old(**criteria))

    def categorymap(self) -> CategoryMap:
        """The tree of category codes; neither login nor token is sent."""
        return self._driver.run(self._calls.categorymap())


class AsyncSearchMethods:
    """Over asyncio."""

    _calls: Calls
    _driver: AsyncDriver

    async def listing(self, **criteria: Unpack[Search]) -> Listing:
        """Products by words, references, numbers or category, with all sellers' offers when `pricing`."""
        return await self._driver.run(self._calls.listing(**criteria))

    async def listing_old(self, **criteria: Unpack[Search]) -> Listing:
        """The same on its path of before 2015: the login is sent, the token is not."""
        return await self._driver.run(self._calls.listing_old(**criteria))

    async def categorymap(self) -> CategoryMap:
        """The tree of category codes; neither login nor token is sent."""
        return await self._driver.run(self._calls.categorymap())
