"""What is on sale on the whole marketplace: products with their sheets, and the offers of all sellers on them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from forain.marketplaces.rakuten_fr.sandbox.catalogue import PRODUCTS, Product
from forain.marketplaces.rakuten_fr.sandbox.ground import Ground
from forain.marketplaces.rakuten_fr.sandbox.population import DEMO_LOGIN


@dataclass(frozen=True, slots=True)
class Seller:
    """Who offers; `modes` are labels."""

    login: str
    is_pro: bool
    sales: int
    commit_rate: Decimal
    rating: Decimal
    modes: tuple[str, ...]
    country: str = "France"


@dataclass(frozen=True, slots=True)
class Offer:
    """One advert. `is_new` or used; `mode` is a label."""

    advert_id: str
    seller: Seller
    is_new: bool
    price: Decimal
    shipping: Decimal
    mode: str
    stock: int
    is_rsl: bool = False

    @property
    def total(self) -> Decimal:
        """What a buyer compares: price and shipping."""
        return self.price + self.shipping


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A product; `nav` is its code in the shop window, `alias` its type in stock files."""

    product_id: str
    alias: str
    nav: str
    title: str
    brand: str
    topic: str
    barcode: str = ""
    isbn: str = ""
    part_number: str = ""
    note: Decimal | None = None
    reviews: int = 0
    offers: tuple[Offer, ...] = field(default=())


_DEMO: Final = Seller(
    DEMO_LOGIN, True, 1204, Decimal("0.98"), Decimal("4.81"), ("Normal", "Suivi", "Recommandé")
)
_RIVALS: Final = (
    Seller("lumieres-du-nord", True, 8410, Decimal("0.97"), Decimal("4.7"), ("Suivi",)),
    Seller("brocante-martin", False, 37, Decimal("1.0"), Decimal("5.0"), ("Normal", "Suivi")),
    Seller("destock-deco", True, 52017, Decimal("0.91"), Decimal("4.3"), ("Normal", "Suivi", "Express")),
    Seller("grenier-de-lea", False, 112, Decimal("0.99"), Decimal("4.9"), ("Normal",)),
    Seller(
        "la-bonne-ampoule",
        True,
        640,
        Decimal("0.96"),
        Decimal("4.6"),
        ("Suivi", "Point relais Mondial Relay"),
    ),
    Seller("chine-et-trouve", False, 9, Decimal("1.0"), Decimal("4.5"), ("Normal",)),
)
#: Products of others only, so that ordinary searches find something.
_OTHERS: Final = (
    ("41", "Livre de cuisine, 200 recettes de saison", "Livres_pratique", "livre_produit", "9780000000422", "18.0"),
    ("42", "Le grand livre du jardin", "Livres_pratique", "livre_produit", "9780000000439", "25.0"),
    ("51", "Souris informatique sans fil", "Informatique_peripheriques", "informatique_produit", "3760001000922", "14.9"),
    ("52", "Buvard publicitaire ancien", "Art-Collection_Buvard", "collection_produit", "", "4.0"),
    ("53", "Tour d'équilibre en bois", "Enfant_Puericulture_eveil", "jouet", "3760001000946", "18.5"),
    ("54", "Tournevis plat, lot de six", "bricolage_outillage-a-main", "bricolage_produit", "3760001000953", "12.0"),
)  # fmt: skip


def sheets(ground: Ground) -> list[Sheet]:
    """All products, the same for the same seed; the demo shop's adverts are its own catalogue."""
    own = [_own(ground, one) for one in PRODUCTS if one.sku]
    return own + [_other(ground, *one) for one in _OTHERS]


def _own(ground: Ground, product: Product) -> Sheet:
    number = f"4011{product.advert[-4:]}"
    book = product.ean.startswith("978")
    own = Offer(product.advert, _DEMO, True, product.price, Decimal("4.9"), "Suivi", 12, product.rsl)
    note, reviews = _opinion(ground, number)
    return Sheet(
        product_id=number,
        alias="livre_produit" if book else "decoration_interieur",
        nav="Livres_pratique" if book else "Maison_luminaires",
        title=product.title,
        brand="Atelier Lumière",
        topic="Livre" if book else "Luminaire",
        barcode=product.ean.partition(";")[0],
        isbn=product.ean if book else "",
        part_number=product.sku,
        offers=() if product.preorder else (own, *_rivals(ground, number, product.price)),
        note=note,
        reviews=reviews,
    )


def _other(ground: Ground, number: str, title: str, nav: str, alias: str, ean: str, price: str) -> Sheet:
    product_id = f"402000{number}"
    return Sheet(
        product_id=product_id,
        alias=alias,
        nav=nav,
        title=title,
        brand="",
        topic=title.split(maxsplit=1)[0],
        barcode=ean,
        isbn=ean if ean.startswith("978") else "",
        offers=_rivals(ground, product_id, Decimal(price)),
    )


def _rivals(ground: Ground, product_id: str, price: Decimal) -> tuple[Offer, ...]:
    """Up to six offers around a price; used ones are cheaper."""
    dice = random.Random(f"{ground.world.seed}:market:{product_id}")
    found = []
    for number, seller in enumerate(dice.sample(_RIVALS, dice.randint(0, len(_RIVALS)))):
        is_new = seller.is_pro
        share = Decimal(dice.randint(85, 120) if is_new else dice.randint(35, 75)) / 100
        shipping = Decimal(dice.choice(("0.0", "2.9", "3.5", "4.9")))
        mode = dice.choice(seller.modes)
        advert_id = f"99{int(product_id) % 10**7:07d}{number}"
        offered = (price * share).quantize(Decimal("0.1"))
        found.append(Offer(advert_id, seller, is_new, offered, shipping, mode, dice.randint(1, 30)))
    return tuple(found)


def _opinion(ground: Ground, product_id: str) -> tuple[Decimal | None, int]:
    dice = random.Random(f"{ground.world.seed}:opinion:{product_id}")
    if dice.random() < 0.4:
        return None, 0
    return Decimal(dice.randint(30, 50)) / 10, dice.randint(1, 60)
