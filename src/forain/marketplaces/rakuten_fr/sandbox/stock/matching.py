"""Which advert and which product a line means (stock-xml-format.md section 4)."""

from __future__ import annotations

from forain.marketplaces.rakuten_fr import stock_decisions as decisions
from forain.marketplaces.rakuten_fr.sandbox.stock.reading import Failed, Line
from forain.marketplaces.rakuten_fr.sandbox.stock.state import Advert, Product, Stock
from forain.marketplaces.rakuten_fr.sandbox.stock.types import type_of

#: Tried in this order; the first that is given decides. The first and the last two only in their families.
_ORDER = ("submitterreference", "pid", "codebarres", "referencefabricant")
_ANY_FAMILY = ("pid", "codebarres")


def advert_of(stock: Stock, seller: str, line: Line) -> Advert | None:
    """The seller's advert by number or reference. Raises `Failed` with 20, 40 or 50."""
    aid = line.advert.get("aid", "")
    if aid:
        found = stock.adverts.get(_number("aid", aid))
        if found is None or found.seller != seller:
            raise Failed(40, decisions.NOT_FOUND, "aid")
        return found
    known = stock.with_sku(seller, line.sku) if line.sku else []
    if len(known) > 1:
        raise Failed(50, decisions.SEVERAL, "sellerReference")
    return stock.adverts[known[0]] if known else None


def product_of(stock: Stock, seller: str, line: Line) -> Product | None:
    """The product of a line, None when it is to be created. Raises `Failed` with 20, 40 or 50."""
    for key in _keys(line.alias):
        value = line.product.get(key, "")
        if not value:
            continue
        if key == "pid":
            return _by_number(stock, value)
        found = stock.matching(key, value, seller)
        if len(found) > 1:
            raise Failed(50, decisions.SEVERAL, key)
        return stock.products[found[0]] if found else None
    return None


def _keys(alias: str) -> tuple[str, ...]:
    """The keys of the line's family; without alias those that find a product in most families."""
    family = type_of(alias)
    if family is None:
        return _ORDER if not alias else _ANY_FAMILY
    return family.match


def _by_number(stock: Stock, value: str) -> Product:
    found = stock.products.get(_number("pid", value))
    if found is None:
        raise Failed(40, decisions.NOT_FOUND, "pid")
    return found


def _number(key: str, value: str) -> str:
    if not (value.isascii() and value.isdigit()):
        raise Failed(20, decisions.NOT_A_NUMBER, key)
    return value.lstrip("0") or "0"
