"""The calls about stock, one line for each in both clients; what they take is said in `stock_flows`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from forain.marketplaces.rakuten_fr import paging
from forain.marketplaces.rakuten_fr.flows import Calls
from forain.marketplaces.rakuten_fr.messages import (
    CampaignPurged,
    FlatFileReceived,
    FlatFileReport,
    Inventory,
    OwnAdvert,
    ProductTypes,
    ProductTypeTemplate,
    ReportedLine,
    XmlFileReceived,
    XmlFileReport,
)
from forain.sdk.aio import AsyncDriver
from forain.sdk.client import SyncDriver


class StockMethods:
    """Blocking."""

    _calls: Calls
    _driver: SyncDriver

    def genericimportfile(
        self, content: bytes | Path, *, name: str = "", purge_and_replace: bool = False
    ) -> XmlFileReceived:
        """Queue an XML stock file, from memory or piece by piece from disk. Never sent twice by itself."""
        return self._driver.run(
            self._calls.genericimportfile(content, name=name, purge_and_replace=purge_and_replace)
        )

    def genericimportreport(self, file_id: str, *, next_token: str = "") -> XmlFileReport:
        """The state of an XML file and one page of its lines; `iter_genericimportreport` follows the pages."""
        return self._driver.run(self._calls.genericimportreport(file_id, next_token=next_token))

    def iter_genericimportreport(self, file_id: str) -> Iterator[ReportedLine]:
        """All lines of the report, one line in memory at a time: each page is put into a file first."""
        found = paging.pages(lambda token: self._calls.report_lines(file_id, next_token=token))
        yield from paging.records(found, self._driver.run)

    def import_(
        self, content: bytes | Path, *, mapping_alias: str = "", profile_id: str = "", name: str = ""
    ) -> FlatFileReceived:
        """Queue a flat stock file, from memory or piece by piece from disk. Never sent twice by itself."""
        return self._driver.run(
            self._calls.import_(content, mapping_alias=mapping_alias, profile_id=profile_id, name=name)
        )

    def importreport(self, file_id: str) -> FlatFileReport:
        """The state of a flat file and its bad lines."""
        return self._driver.run(self._calls.importreport(file_id))

    def producttypes(self) -> ProductTypes:
        """All product types; ask once a day at most."""
        return self._driver.run(self._calls.producttypes())

    def producttypetemplate(self, alias: str, *, with_values: bool = False) -> ProductTypeTemplate:
        """The keys of a product type, with their closed lists on demand."""
        return self._driver.run(self._calls.producttypetemplate(alias, with_values=with_values))

    def export(self, *, with_pricing: bool = False, next_token: str = "") -> Inventory:
        """One page of the seller's adverts; `iter_export` follows the pages."""
        return self._driver.run(self._calls.export(with_pricing=with_pricing, next_token=next_token))

    def iter_export(self, *, with_pricing: bool = False) -> Iterator[OwnAdvert]:
        """All adverts of the seller, one in memory at a time."""
        found = paging.pages(
            lambda token: self._calls.own_adverts(with_pricing=with_pricing, next_token=token)
        )
        yield from paging.records(found, self._driver.run)

    def purge_campaign(self, campaign_id: str, version: str) -> CampaignPurged:
        """Inferred from the service's name alone; use the back office unless you know better."""
        return self._driver.run(self._calls.purge_campaign(campaign_id, version))


class AsyncStockMethods:
    """Over asyncio."""

    _calls: Calls
    _driver: AsyncDriver

    async def genericimportfile(
        self, content: bytes | Path, *, name: str = "", purge_and_replace: bool = False
    ) -> XmlFileReceived:
        """Queue an XML stock file, from memory or piece by piece from disk. Never sent twice by itself."""
        return await self._driver.run(
            self._calls.genericimportfile(content, name=name, purge_and_replace=purge_and_replace)
        )

    async def genericimportreport(self, file_id: str, *, next_token: str = "") -> XmlFileReport:
        """The state of an XML file and one page of its lines; `iter_genericimportreport` follows the pages."""
        return await self._driver.run(self._calls.genericimportreport(file_id, next_token=next_token))

    async def iter_genericimportreport(self, file_id: str) -> AsyncIterator[ReportedLine]:
        """All lines of the report, one line in memory at a time: each page is put into a file first."""
        found = paging.pages(lambda token: self._calls.report_lines(file_id, next_token=token))
        async for line in paging.records_async(found, self._driver.run):
            yield line

    async def import_(
        self, content: bytes | Path, *, mapping_alias: str = "", profile_id: str = "", name: str = ""
    ) -> FlatFileReceived:
        """Queue a flat stock file, from memory or piece by piece from disk. Never sent twice by itself."""
        return await self._driver.run(
            self._calls.import_(content, mapping_alias=mapping_alias, profile_id=profile_id, name=name)
        )

    async def importreport(self, file_id: str) -> FlatFileReport:
        """The state of a flat file and its bad lines."""
        return await self._driver.run(self._calls.importreport(file_id))

    async def producttypes(self) -> ProductTypes:
        """All product types; ask once a day at most."""
        return await self._driver.run(self._calls.producttypes())

    async def producttypetemplate(self, alias: str, *, with_values: bool = False) -> ProductTypeTemplate:
        """The keys of a product type, with their closed lists on demand."""
        return await self._driver.run(self._calls.producttypetemplate(alias, with_values=with_values))

    async def export(self, *, with_pricing: bool = False, next_token: str = "") -> Inventory:
        """One page of the seller's adverts; `iter_export` follows the pages."""
        return await self._driver.run(self._calls.export(with_pricing=with_pricing, next_token=next_token))

    async def iter_export(self, *, with_pricing: bool = False) -> AsyncIterator[OwnAdvert]:
        """All adverts of the seller, one in memory at a time."""
        found = paging.pages(
            lambda token: self._calls.own_adverts(with_pricing=with_pricing, next_token=token)
        )
        async for advert in paging.records_async(found, self._driver.run):
            yield advert

    async def purge_campaign(self, campaign_id: str, version: str) -> CampaignPurged:
        """Inferred from the service's name alone; use the back office unless you know better."""
        return await self._driver.run(self._calls.purge_campaign(campaign_id, version))
