"""What is remembered about stock: plain data that can be saved, found by the keys lines of a file use."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class FileStatus(StrEnum):
    """The words of genericimportreport (seed)."""

    RECEIVED = "Reçu"
    QUEUED = "En attente"
    UPDATING = "M.à.j. en cours"
    DONE = "Traité"
    CANCELLED = "Annulé"
    DAMAGED = "Aucune ligne n'a été chargée"


@dataclass(slots=True, kw_only=True)
class Product:
    """A sheet of the catalogue. `owner` made it and may change it, '' is Rakuten itself."""

    pid: str
    alias: str
    values: dict[str, str] = field(default_factory=dict)
    owner: str = ""
    images: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Two keys are in use for it, by type."""
        return self.values.get("titre") or self.values.get("title", "")


@dataclass(slots=True, kw_only=True)
class Promotion:
    """An advert's price in a campaign."""

    before: Decimal
    price: Decimal


@dataclass(slots=True, kw_only=True)
class Advert:
    """One seller's offer on a product; `state` as in stock files (`Neuf`, …)."""

    aid: str
    pid: str
    seller: str
    sku: str
    price: Decimal
    quantity: int
    state: str
    values: dict[str, str] = field(default_factory=dict)
    shipping: dict[str, str] = field(default_factory=dict)  #: zone and mode -> leader and follower price
    stores: dict[str, int] = field(default_factory=dict)
    promotions: dict[str, Promotion] = field(default_factory=dict)  #: campaign -> price


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A defect of a line, with its code of 10 to 70."""

    code: int
    text: str
    key: str = ""
    fatal: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a line."""

    sku: str = ""
    pid: str = ""
    aid: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether something was done."""
        return not any(one.fatal for one in self.problems)


@dataclass(slots=True, kw_only=True)
class ImportFile:
    """A file in the queue; its content is kept until it was worked on. `layout` is set for flat files only."""

    id: str
    seller: str
    name: str
    at: datetime
    content: bytes = field(repr=False)
    layout: str = ""
    purge: bool = False
    status: FileStatus = FileStatus.RECEIVED
    began: datetime | None = None
    total: int = 0
    outcomes: list[Outcome] = field(default_factory=list)
    flat_errors: list[tuple[str, str]] = field(default_factory=list)
    images: list[tuple[str, str]] = field(default_factory=list)  #: address and advert, still to fetch
    image_status: str = "NONE"
    image_errors: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def flat(self) -> bool:
        """CSV or text, not XML."""
        return bool(self.layout)

    @property
    def failed(self) -> int:
        """Lines in error."""
        return len(self.flat_errors) if self.flat else sum(not one.ok for one in self.outcomes)

    @property
    def done(self) -> int:
        """Lines that had an effect."""
        worked = self.status is FileStatus.DONE
        return self.total - self.failed if worked else 0


@dataclass(slots=True, kw_only=True)
class Campaign:
    """A promotion campaign opened in the back office."""

    id: str
    seller: str
    label: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page token goes on: `subject` is what was asked for, `offset` counts from its beginning."""

    subject: tuple[str, ...]
    offset: int
    expires: datetime


@dataclass(slots=True)
class Stock:
    """Products, adverts, files and campaigns of the whole marketplace, with the indexes lines are matched by."""

    products: dict[str, Product] = field(default_factory=dict)
    adverts: dict[str, Advert] = field(default_factory=dict)
    files: dict[str, ImportFile] = field(default_factory=dict)
    campaigns: dict[str, Campaign] = field(default_factory=dict)
    purged: dict[str, datetime] = field(default_factory=dict)  #: seller -> last purge and replace
    marks: dict[str, Mark] = field(default_factory=dict)
    _by_key: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    _by_sku: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def add_product(self, product: Product) -> None:
        """Put a sheet into the catalogue."""
        self.products[product.pid] = product
        for key in self._keys(product):
            self._by_key.setdefault(key, []).append(product.pid)

    def change_product(self, product: Product, values: dict[str, str]) -> None:
        """Change a sheet; it is found by its new keys from then on."""
        for key in self._keys(product):
            self._by_key[key].remove(product.pid)
        product.values |= values
        for key in self._keys(product):
            self._by_key.setdefault(key, []).append(product.pid)

    def _keys(self, product: Product) -> list[tuple[str, str, str]]:
        found = [("codebarres", "", one) for one in codes(product.values.get("codebarres", ""))]
        if reference := product.values.get("referencefabricant", ""):
            found.append(("referencefabricant", "", reference))
        if reference := product.values.get("submitterreference", ""):
            found.append(("submitterreference", product.owner, reference))
        return found

    def matching(self, key: str, value: str, seller: str) -> list[str]:
        """Products by one of their keys; `submitterreference` is each seller's own."""
        owner = seller if key == "submitterreference" else ""
        wanted = codes(value) if key == "codebarres" else [value]
        found = [pid for one in wanted for pid in self._by_key.get((key, owner, one), ())]
        return list(dict.fromkeys(found))

    def add_advert(self, advert: Advert) -> None:
        """Put an advert on sale."""
        self.adverts[advert.aid] = advert
        self._by_sku.setdefault((advert.seller, advert.sku), []).append(advert.aid)

    def rename(self, advert: Advert, sku: str) -> None:
        """Give an advert another reference."""
        self._by_sku[advert.seller, advert.sku].remove(advert.aid)
        advert.sku = sku
        self._by_sku.setdefault((advert.seller, sku), []).append(advert.aid)

    def with_sku(self, seller: str, sku: str) -> list[str]:
        """Numbers of a seller's adverts of that reference."""
        return self._by_sku.get((seller, sku), [])

    def take_one(self, seller: str, sku: str) -> None:
        """A unit is sold: the advert shows one less. It comes back when its seller sends his stock, not when he refuses
        the sale (rakuten/refusesale.md, "Not documented")."""
        for aid in self.with_sku(seller, sku):
            advert = self.adverts[aid]
            if advert.quantity > 0:
                advert.quantity -= 1
                return

    def of_seller(self, seller: str) -> list[Advert]:
        """A seller's adverts, oldest first."""
        return [one for one in self.adverts.values() if one.seller == seller]


def codes(text: str) -> list[str]:
    """Bar codes of a value that may hold several."""
    return [one.strip() for one in text.replace(";", "|").split("|") if one.strip()]
