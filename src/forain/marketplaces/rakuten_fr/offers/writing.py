"""From an offer to a line of the stock file, with the keys of its product type where the form is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import Final

from forain.connect.offers import Forms, Template
from forain.marketplaces.rakuten_fr.offers.names import ADVERT_KEYS, STATES
from forain.marketplaces.rakuten_fr.stock_item import Mode, Shipping, StockItem, Value, Zone
from forain.trade.offer import ChangeKind, Condition, Offer, OfferChange, ShippingPrice

#: Fields that describe the product; a change of one sends the line's product part.
PRODUCT_FIELDS: Final = frozenset({"title", "brand", "description", "gtin", "parent", "attributes"})
#: Texts that may be taken away again: sent empty when they changed to nothing.
_CLEARED: Final = frozenset({"comment"})


def items(changes: Iterable[OfferChange], forms: Forms) -> Iterator[StockItem]:
    """A line for each change, as they come."""
    for change in changes:
        yield item_of(change, forms(change.offer.product_type))


def item_of(change: OfferChange, form: Template | None) -> StockItem:
    """The line of one change: a new advert tells everything, an old one what differs, an ended one has 0 pieces."""
    offer = change.offer
    if change.kind is ChangeKind.END:
        return StockItem(advert={"sellerReference": offer.sku, "qty": 0})
    line = _whole(offer, form)
    if change.kind is ChangeKind.UPDATE and change.fields:
        return _narrowed(line, change.fields, form)
    return line


def _whole(offer: Offer, form: Template | None) -> StockItem:
    return StockItem(
        alias=offer.product_type,
        product=_product(offer, form),
        advert={**_advert(offer, form), **_own(offer, form, part="advert")},
        images=offer.images,
        shipping=_shipping(offer.shipping),
    )


def _narrowed(line: StockItem, fields: frozenset[str], form: Template | None) -> StockItem:
    wanted = {"sellerReference", *(key for field in fields for key in _keys(field, form))}
    described = bool(fields & PRODUCT_FIELDS)
    attributes = "attributes" in fields
    return StockItem(
        alias=line.alias if described or "images" in fields or "product_type" in fields else "",
        product=line.product if described or "product_type" in fields else {},
        advert={
            **dict.fromkeys(_CLEARED & fields, ""),
            **{
                key: one
                for key, one in line.advert.items()
                if key in wanted or (attributes and key in ADVERT_KEYS)
            },
        },
        images=line.images if "images" in fields else (),
        shipping=line.shipping if fields & {"shipping", "shipping_profile"} else None,
    )


def _keys(field: str, form: Template | None) -> tuple[str, ...]:
    match field:
        case "price":
            return ("sellingPrice",)
        case "quantity":
            return ("qty",)
        case "condition":
            return ("state", "refurbished")
        case "gtin":
            return ("eanVariant",)
        case "size":
            return (_either(form, "advert", "size", "taille"),)
        case "colour":
            return (_either(form, "advert", "color", "couleur"),)
    return (field,)


# -- the parts ----------------------------------------------------------------------------------------------


def _product(offer: Offer, form: Template | None) -> dict[str, Value]:
    told: dict[str, Value] = {
        "submitterreference": offer.parent,
        "codebarres": "" if _variant_codes(form) else offer.gtin,
        _either(form, "product", "titre", "title"): offer.title,
        _either(form, "product", "fabricant", "manufacturer"): offer.brand,
        "prdEdito": offer.description,
    }
    told |= _own(offer, form, part="product")
    return {key: one for key, one in told.items() if one != ""}


def _advert(offer: Offer, form: Template | None) -> dict[str, Value]:
    told: dict[str, Value] = {
        "sellerReference": offer.sku,
        "state": STATES[offer.condition],
        "sellingPrice": offer.price.amount,
        "qty": offer.quantity,
        "comment": offer.comment,
        "refurbished": "1" if offer.condition is Condition.REFURBISHED else "",
        "eanVariant": offer.gtin if _variant_codes(form) else "",
        _either(form, "advert", "size", "taille"): offer.size,
        _either(form, "advert", "color", "couleur"): offer.colour,
    }
    return {key: one for key, one in told.items() if one != ""}


def _own(offer: Offer, form: Template | None, *, part: str) -> dict[str, Value]:
    """Attributes of this part; `advert.x` and `product.x` say which where both have such a key."""
    found: dict[str, Value] = {}
    for name, text in offer.attributes.items():
        said, _, key = name.rpartition(".")
        if key and (said or _part_of(key, form)) == part:
            found[key] = text
    return found


def _part_of(key: str, form: Template | None) -> str:
    told = next((one.part for one in form.fields if one.name == key), "") if form else ""
    return told or ("advert" if key in ADVERT_KEYS else "product")


def _either(form: Template | None, part: str, first: str, second: str) -> str:
    """Two spellings are in use, by type; without a form the first."""
    names = {one.name for one in form.fields if one.part == part} if form else set()
    return second if second in names and first not in names else first


def _variant_codes(form: Template | None) -> bool:
    """In the private families the bar code is the variant's and finds no product."""
    if form is None:
        return False
    names = {one.name for one in form.fields}
    return "eanVariant" in names and "codebarres" not in names


def _shipping(prices: tuple[ShippingPrice, ...]) -> Shipping | None:
    if not prices:
        return None
    ordered = sorted(prices, key=lambda one: one.zone)
    return Shipping(
        zones=tuple(
            Zone(name, tuple(map(_mode, modes))) for name, modes in groupby(ordered, lambda one: one.zone)
        )
    )


def _mode(one: ShippingPrice) -> Mode:
    first, further = (None if price is None else price.amount for price in (one.first, one.further))
    return Mode(one.mode, first, further, one.offered)


# -- the flat file ------------------------------------------------------------------------------------------


def flat_lines(changes: Iterable[OfferChange]) -> Iterator[bytes]:
    """Lines `sku;price;quantity` of the PRICEQUANTITY layout; `OfferService.no_sku_with` keeps odd SKUs away."""
    for change in changes:
        offer = change.offer
        quantity = 0 if change.kind is ChangeKind.END else offer.quantity
        yield f"{offer.sku};{_plain(offer.price.amount)};{quantity}\n".encode()


def _plain(amount: Decimal) -> str:
    return f"{amount:f}"
