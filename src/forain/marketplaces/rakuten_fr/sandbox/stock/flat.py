"""Flat stock files: columns divided by `;`, no header, no quotes (import.md), with the promotion column behind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from forain.marketplaces.rakuten_fr import stock_decisions as decisions
from forain.marketplaces.rakuten_fr.sandbox.stock import campaigns
from forain.marketplaces.rakuten_fr.sandbox.stock.checking import number
from forain.marketplaces.rakuten_fr.sandbox.stock.lines import Desk, record
from forain.marketplaces.rakuten_fr.sandbox.stock.state import Advert, ImportFile
from forain.marketplaces.rakuten_fr.sandbox.stock.types import STATES

#: Column of each field by layout, and how many columns there are; one more holds the promotion code.
LAYOUTS: Final[Mapping[str, tuple[int, Mapping[str, int]]]] = MappingProxyType(
    {
        "PRICEQUANTITY": (3, {"sku": 0, "price": 1, "quantity": 2}),
        "FULLADVERT": (
            8,
            {
                "sku": 0,
                "barcode": 1,
                "price": 2,
                "quantity": 3,
                "condition": 4,
                "comment": 5,
                "refurbished": 6,
                "images": 7,
            },
        ),
        "CUSTOM": (22, {"barcode": 0, "price": 1, "condition": 2, "quantity": 3, "sku": 6, "comment": 7}),
    }
)
#: A profile whose layout nobody defined: told by the number of columns.
BY_COLUMNS: Final = "BY_COLUMNS"
_WIDTHS: Final = {3: "PRICEQUANTITY", 4: "PRICEQUANTITY", 8: "FULLADVERT", 9: "FULLADVERT", 22: "CUSTOM"}
_CONDITIONS: Final = dict(zip(("N", "CN", "TBE", "BE", "EC"), STATES, strict=True))


class _Bad(Exception):
    """The line's text for the report."""


@dataclass(frozen=True, slots=True)
class _Row:
    columns: list[str]
    layout: str

    def get(self, name: str) -> str:
        place = LAYOUTS[self.layout][1].get(name)
        return "" if place is None else self.columns[place].strip()

    @property
    def promotion(self) -> str:
        """The column behind the layout's own, where there is one."""
        width = LAYOUTS[self.layout][0]
        return self.columns[width].strip() if len(self.columns) > width and self.layout != "CUSTOM" else ""


def text_of(content: bytes) -> str:
    """UTF-8 when it is that, else Windows-1252."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def count(content: bytes) -> int | None:
    """Lines of a flat file; None when there is nothing in it, or something that is no text."""
    if b"\x00" in content:
        return None
    return len(_rows(content)) or None


def _rows(content: bytes) -> list[str]:
    return [one for one in text_of(content).splitlines() if one.strip()]


def work(desk: Desk, file: ImportFile) -> set[str]:
    """Do what each line says; bad ones are kept with their reason. Adverts the file speaks of."""
    mentioned: set[str] = set()
    for data in _rows(file.content):
        try:
            row = _row(data, file.layout)
            _DO[row.layout](desk, row)
            mentioned |= {*desk.stock.with_sku(desk.seller, row.get("sku"))}
        except _Bad as bad:
            file.flat_errors.append((data, str(bad)))
    return mentioned


def _row(data: str, layout: str) -> _Row:
    columns = data.split(";")
    layout = _WIDTHS.get(len(columns), "") if layout == BY_COLUMNS else layout
    if not layout or not LAYOUTS[layout][0] <= len(columns) <= LAYOUTS[layout][0] + 1:
        raise _Bad(decisions.FLAT_COLUMNS)
    return _Row(columns, layout)


def _change(desk: Desk, row: _Row) -> Advert:
    """Price and quantity of an advert that is there. A price of 0 is an error, not a gift."""
    found = desk.stock.with_sku(desk.seller, row.get("sku"))
    if not found or not row.get("sku"):
        raise _Bad(decisions.FLAT_NOT_FOUND)
    if len(found) > 1:
        raise _Bad(decisions.FLAT_SEVERAL)
    advert = desk.stock.adverts[found[0]]
    price, quantity = _price(row), _quantity(row)
    _promote(desk, row, advert)
    advert.price, advert.quantity = price, quantity
    record(desk, "advert_changed", advert.aid, "import", sku=advert.sku)
    return advert


def _full(desk: Desk, row: _Row) -> Advert:
    """An advert on a product found by bar code, made when the reference is new."""
    state = _CONDITIONS.get(row.get("condition"))
    if state is None:
        raise _Bad(decisions.FLAT_CONDITION)
    if not desk.stock.with_sku(desk.seller, row.get("sku")):
        _make(desk, row, state)
    advert = _change(desk, row)
    advert.state = state
    advert.values |= {key: row.get(key) for key in ("comment", "refurbished") if row.get(key)}
    return advert


def _make(desk: Desk, row: _Row, state: str) -> None:
    products = desk.stock.matching("codebarres", row.get("barcode"), desk.seller)
    if not products or not row.get("sku"):
        raise _Bad(decisions.FLAT_PRODUCT)
    if len(products) > 1:
        raise _Bad(decisions.FLAT_SEVERAL)
    advert = Advert(
        aid=desk.ground.number("advert"),
        pid=products[0],
        seller=desk.seller,
        sku=row.get("sku"),
        price=_price(row),
        quantity=_quantity(row),
        state=state,
    )
    desk.stock.add_advert(advert)
    record(desk, "advert_created", advert.aid, "import", sku=advert.sku)


def _price(row: _Row) -> Decimal:
    price = number(row.get("price"))
    if price is None or price <= 0:
        raise _Bad(decisions.FLAT_PRICE)
    return price


def _quantity(row: _Row) -> int:
    text = row.get("quantity")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise _Bad(decisions.FLAT_QUANTITY)
    return int(text)


def _promote(desk: Desk, row: _Row, advert: Advert) -> None:
    if row.promotion and not campaigns.join_by_code(desk.stock, desk.account, advert, row.promotion):
        raise _Bad(decisions.FLAT_PROMOTION)


_DO: Final[Mapping[str, Callable[[Desk, _Row], Advert]]] = {
    "PRICEQUANTITY": _change,
    "FULLADVERT": _full,
    "CUSTOM": _full,
}
