"""Names of an offer's fields and of Rakuten's keys, both ways (stock-xml-format.md section 5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from forain.trade.offer import Condition

#: Rakuten's key -> the field of an offer it comes from.
FIELD_OF: Final[Mapping[str, str]] = {
    "sellerReference": "sku",
    "sellingPrice": "price",
    "qty": "quantity",
    "state": "condition",
    "refurbished": "condition",
    "comment": "comment",
    "titre": "title",
    "title": "title",
    "fabricant": "brand",
    "manufacturer": "brand",
    "prdEdito": "description",
    "codebarres": "gtin",
    "eanVariant": "gtin",
    "image_url": "images",
    "alias": "product_type",
    "submitterreference": "parent",
    "size": "size",
    "taille": "size",
    "color": "colour",
    "couleur": "colour",
    "shipping": "shipping",
    "package_weight": "shipping",
    "zone": "shipping",
}

#: Keys that belong to the seller's advert wherever a type has them; all others describe the product.
ADVERT_KEYS: Final = frozenset(
    {
        "state",
        "comment",
        "privateComment",
        "customizedAdvertDetail",
        "zipcode",
        "phoneNumber",
        "collectible",
        "refurbished",
        "serialNumber",
        "IMEI",
        "shipping",
        "size",
        "taille",
        "color",
        "couleur",
        "eanVariant",
        "mpnVariant",
        "qtyUnlimited",
        "aid",
    }
)

#: Refurbished has a key of its own; the goods are then as good as new.
STATES: Final[Mapping[Condition, str]] = {
    Condition.NEW: "Neuf",
    Condition.LIKE_NEW: "Comme Neuf",
    Condition.VERY_GOOD: "Très Bon Etat",
    Condition.GOOD: "Bon Etat",
    Condition.ACCEPTABLE: "Etat Correct",
    Condition.REFURBISHED: "Comme Neuf",
}


def field_of(key: str) -> str:
    """The field of an offer a key of a report speaks of; a key of the product type is an attribute."""
    return FIELD_OF.get(key) or (f"attributes.{key}" if key else "")
