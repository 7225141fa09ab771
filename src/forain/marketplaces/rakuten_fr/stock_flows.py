"""The calls about stock as flows; `flows.Calls` carries them out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import TypeVar

from forain.marketplaces.rakuten_fr import stock_operations as operations
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
from forain.marketplaces.rakuten_fr.reading import Records
from forain.marketplaces.rakuten_fr.uploads import Upload
from forain.sdk.flow import Flow
from forain.wire.operation import Operation

Answer = TypeVar("Answer")
Record = TypeVar("Record")


class StockCalls(ABC):
    """Every call of `/stock_ws`."""

    __slots__ = ()

    @abstractmethod
    def _call(
        self,
        operation: Operation[Answer],
        *,
        upload: Upload | None = None,
        asked_version: str = "",
        **parameters: str,
    ) -> Flow[Answer]: ...

    @abstractmethod
    def _records(
        self, operation: Operation[Answer], field: str, **parameters: str
    ) -> Flow[Records[Answer, Record]]: ...

    def genericimportfile(
        self, content: bytes | Path, *, name: str = "", purge_and_replace: bool = False
    ) -> Flow[XmlFileReceived]:
        """Queue an XML stock file; one on disk is sent piece by piece. With `purge_and_replace` it becomes the whole inventory: once in 24 hours."""
        return self._call(
            operations.GENERICIMPORTFILE,
            upload=Upload(content, name or _name_of(content, "stock.xml")),
            purgeandreplace="true" if purge_and_replace else "",
        )

    def genericimportreport(self, file_id: str, *, next_token: str = "") -> Flow[XmlFileReport]:
        """The state of an XML file and one page of its lines."""
        return self._call(operations.GENERICIMPORTREPORT, fileid=file_id, nexttoken=next_token)

    def report_lines(
        self, file_id: str, *, next_token: str = ""
    ) -> Flow[Records[XmlFileReport, ReportedLine]]:
        """genericimportreport, its lines read one by one."""
        operation = operations.GENERICIMPORTREPORT
        return self._records(operation, "lines", fileid=file_id, nexttoken=next_token)

    def import_(
        self,
        content: bytes | Path,
        *,
        mapping_alias: str = "",
        profile_id: str = "",
        name: str = "",
    ) -> Flow[FlatFileReceived]:
        """Queue a flat file laid out as `mapping_alias` (PRICEQUANTITY, FULLADVERT) or the profile says."""
        return self._call(
            operations.IMPORT,
            upload=Upload(content, name or _name_of(content, "stock.csv"), "text/plain"),
            mappingalias=mapping_alias,
            profileid=profile_id,
        )

    def importreport(self, file_id: str) -> Flow[FlatFileReport]:
        """The state of a flat file and its bad lines."""
        return self._call(operations.IMPORTREPORT, fileid=file_id)

    def producttypes(self) -> Flow[ProductTypes]:
        """All product types; ask once a day at most."""
        return self._call(operations.PRODUCTTYPES)

    def producttypetemplate(self, alias: str, *, with_values: bool = False) -> Flow[ProductTypeTemplate]:
        """The keys of a product type; `with_values` brings the closed lists, then it is large."""
        return self._call(operations.PRODUCTTYPETEMPLATE, alias=alias, scope="VALUES" if with_values else "")

    def export(self, *, with_pricing: bool = False, next_token: str = "") -> Flow[Inventory]:
        """One page of the seller's adverts, with the offers of others on demand. Needs its own right."""
        return self._call(operations.EXPORT, scope="PRICING" if with_pricing else "", nexttoken=next_token)

    def own_adverts(
        self, *, with_pricing: bool = False, next_token: str = ""
    ) -> Flow[Records[Inventory, OwnAdvert]]:
        """export, its adverts read one by one."""
        scope = "PRICING" if with_pricing else ""
        return self._records(operations.EXPORT, "adverts", scope=scope, nexttoken=next_token)

    def purge_campaign(self, campaign_id: str, version: str) -> Flow[CampaignPurged]:
        """Take all adverts out of a campaign. Inferred from the service's name; nobody recorded its version."""
        return self._call(operations.PURGE_CAMPAIGN, asked_version=version, campaignid=campaign_id)


def _name_of(content: bytes | Path, otherwise: str) -> str:
    return content.name if isinstance(content, Path) else otherwise
