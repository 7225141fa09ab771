"""export: the seller's adverts in pages, and the invented offers of others beside them."""

from __future__ import annotations

import random
import re
import unicodedata
from decimal import Decimal
from typing import Final

from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr.decisions import TOKEN_LIFE
from forain.marketplaces.rakuten_fr.sandbox.denial import Denied, Reason
from forain.marketplaces.rakuten_fr.sandbox.ground import Ground
from forain.marketplaces.rakuten_fr.sandbox.stock import campaigns
from forain.marketplaces.rakuten_fr.sandbox.stock.state import Advert, Mark, Product, Stock
from forain.marketplaces.rakuten_fr.sandbox.stock.types import STATES, labels

#: NEW to GOOD are recorded, ACCEPTABLE is inferred.
QUALITIES: Final = dict(zip(STATES, ("NEW", "LIKE_NEW", "VERY_GOOD", "GOOD", "ACCEPTABLE"), strict=True))
_RIVALS: Final = (
    ("lucioles-et-cie", "PRO", "France"),
    ("brocante.du.port", "PRO", "France"),
    ("grenier-de-lea", "INDIVIDUAL", "France"),
    ("lichtpunt", "PRO", "Belgique"),
    ("casa-clara", "PRO", "Espagne"),
)


def own_advert(ground: Ground, advert: Advert, *, pricing: bool) -> m.OwnAdvert:
    """One advert as its seller sees it; the price is that of a running campaign."""
    product = ground.shop.stock.products[advert.pid]
    quality = QUALITIES.get(advert.state, "ACCEPTABLE")
    if advert.values.get("refurbished", "").lower() in {"1", "true"}:
        quality = "REFURBISHED"
    return m.OwnAdvert(
        product=_summary(ground, product, advert, pricing=pricing),
        advert_id=advert.aid,
        sku=advert.sku,
        price=campaigns.price_of(ground.shop.stock, advert, ground.now()),
        quality=quality,
        stock=advert.quantity,
        comment=advert.values.get("comment"),
        advert_type=_kind(advert, quality),
    )


def _kind(advert: Advert, quality: str) -> str:
    if advert.values.get("collectible") in {"1", "true"}:
        return "COLLECTIBLE"
    return "NEW" if quality == "NEW" else "USED"


def _summary(ground: Ground, product: Product, advert: Advert, *, pricing: bool) -> m.ProductSummary:
    values = {**product.values, **advert.values}
    variant = [values[key] for key in ("size", "taille", "color", "couleur") if values.get(key)]
    maker = values.get("fabricant") or values.get("manufacturer") or values.get("auteur")
    return m.ProductSummary(
        product_id=product.pid,
        url=f"/offer/buy/{product.pid}/{_slug(product.title)}.html",
        headline=product.title,
        topic=labels().get(product.alias, product.alias),
        complement=" - ".join(variant) or None,
        caption=maker or None,
        barcode=values.get("codebarres", "").replace("|", ";") or None,
        pricing=_pricing(ground, product, advert) if pricing else None,
    )


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "article"


def _pricing(ground: Ground, product: Product, advert: Advert) -> m.Pricing:
    """The same offers each time a product is asked for, cheapest first."""
    dice = random.Random(f"{ground.world.seed}:rivals:{product.pid}")
    offers = [_rival(dice, product, advert, number) for number in range(dice.randint(0, 5))]
    used = [_rival(dice, product, advert, number + 5) for number in range(dice.randint(0, 5))]
    return m.Pricing(new=_sorted(offers, new=True), used=_sorted(used, new=False))


def _sorted(offers: list[m.RivalAdvert], *, new: bool) -> tuple[m.RivalAdvert, ...]:
    kept = [one for one in offers if (one.quality == "NEW") == new]
    return tuple(sorted(kept, key=lambda one: one.price))


def _rival(dice: random.Random, product: Product, advert: Advert, number: int) -> m.RivalAdvert:
    login, kind, country = _RIVALS[number % len(_RIVALS)]
    quality = "NEW" if number < len(_RIVALS) else dice.choice(("LIKE_NEW", "VERY_GOOD", "GOOD"))
    factor = Decimal(dice.randint(85, 130) if quality == "NEW" else dice.randint(40, 90)) / 100
    return m.RivalAdvert(
        advert_id=str(int(product.pid) * 10 + number),
        price=(advert.price * factor).quantize(Decimal("0.01")),
        shipping_cost=Decimal(dice.randint(290, 890)) / 100,
        shipping_currency="EUR",
        shipping_type="NORMAL",
        quality=quality,
        stock=dice.randint(1, 20),
        seller_login=login,
        seller_type=kind,
        seller_country=country,
        sales_count=dice.randint(3, 20000),
        commit_rate=Decimal(dice.randint(80, 100)) / 100,
        rating=Decimal(dice.randint(400, 500)) / 100,
        shipping_types="NORMAL, SUIVI, RECOMMANDE",
    )


# -- pages --------------------------------------------------------------------------------------------------


def page(
    ground: Ground, subject: tuple[str, ...], size: int, total: int, token: str
) -> tuple[range, str | None]:
    """Which of `total` things are on the page, and the token of the next; None on the last."""
    stock = ground.shop.stock
    begins = _offset(ground, subject, token) if token else 0
    ends = min(begins + size, total)
    if ends >= total:
        return range(begins, total), None
    return range(begins, ends), _new_token(ground, stock, subject, ends)


def _offset(ground: Ground, subject: tuple[str, ...], token: str) -> int:
    mark = ground.shop.stock.marks.get(token)
    if mark is None or mark.subject != subject or mark.expires < ground.now():
        raise Denied(Reason.INVALID, "nexttoken")
    return mark.offset


def _new_token(ground: Ground, stock: Stock, subject: tuple[str, ...], offset: int) -> str:
    now = ground.now()
    for old in [one for one, mark in stock.marks.items() if mark.expires < now]:
        del stock.marks[old]
    token = str(ground.world.random.randrange(10**10, 10**11))
    stock.marks[token] = Mark(subject, offset, now + TOKEN_LIFE)
    return token
