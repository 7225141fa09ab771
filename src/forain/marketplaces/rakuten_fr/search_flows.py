"""The calls about products as flows; `flows.Calls` carries them out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import TypedDict, TypeVar, Unpack

from forain.marketplaces.rakuten_fr import search_operations as operations
from forain.marketplaces.rakuten_fr.messages import CategoryMap, Listing
from forain.marketplaces.rakuten_fr.uploads import Upload
from forain.sdk.flow import Flow
from forain.wire.operation import Operation

Answer = TypeVar("Answer")


class Search(TypedDict, total=False):
    """What `listing` looks for: one of `kw`, `refs`, `product_ids` and `nav` has to be given."""

    kw: str
    refs: Iterable[str]
    product_ids: Iterable[str]
    nav: str
    pricing: bool
    limited: bool
    with_stock: bool
    page_number: int
    products_per_page: int


class Searched(TypedDict):
    """The same as parameters of the call."""

    kw: str
    refs: str
    productids: str
    nav: str
    scope: str
    withstock: str
    pagenumber: str
    nbproductsperpage: str


def searched(search: Search) -> Searched:
    """The criteria as parameters."""
    scope = "PRICING" if search.get("pricing") else "LIMITED" if search.get("limited") else ""
    page, size = search.get("page_number"), search.get("products_per_page")
    return {
        "kw": search.get("kw", ""),
        "refs": ",".join(search.get("refs", ())),
        "productids": ",".join(search.get("product_ids", ())),
        "nav": search.get("nav", ""),
        "scope": scope,
        "withstock": "true" if search.get("with_stock") else "",
        "pagenumber": str(page) if page is not None else "",
        "nbproductsperpage": str(size) if size is not None else "",
    }


class SearchCalls(ABC):
    """listing and categorymap."""

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

    def listing(self, **criteria: Unpack[Search]) -> Flow[Listing]:
        """Products by words, references, numbers or category; `pricing` adds the offers of all sellers."""
        return self._call(operations.LISTING, **searched(criteria))

    def listing_old(self, **criteria: Unpack[Search]) -> Flow[Listing]:
        """The same on its path of before 2015, which takes the login and no token."""
        return self._call(operations.OLD_LISTING, **searched(criteria))

    def categorymap(self) -> Flow[CategoryMap]:
        """The tree of category codes; neither login nor token is sent."""
        return self._call(operations.CATEGORYMAP)
