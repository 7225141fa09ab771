"""What is in stock when the sandbox opens, and what the console may see of it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from forain.marketplaces.rakuten_fr import stock_decisions as decisions
from forain.marketplaces.rakuten_fr.sandbox.catalogue import PRODUCTS
from forain.marketplaces.rakuten_fr.sandbox.ground import Ground
from forain.marketplaces.rakuten_fr.sandbox.stock.state import (
    Advert,
    Campaign,
    FileStatus,
    ImportFile,
    Outcome,
    Problem,
    Product,
)

KINDS: Final = ("products", "adverts", "files", "campaigns")
DEMO_LOGIN: Final = "atelier-lumiere"
_BOOK, _DECORATION = "mev_livre_livre_ancien", "decoration_interieur"


def populate(ground: Ground) -> None:
    """The demo shop's adverts, and a campaign that runs."""
    stock = ground.shop.stock
    dice = random.Random(f"{ground.world.seed}:rakuten_fr:stock")
    for one in PRODUCTS:
        if not one.sku:
            continue
        alias = _BOOK if one.ean.startswith("978") else _DECORATION
        values = {"titre": one.title, "codebarres": one.ean.replace(";", "|"), "fabricant": "Atelier Lumière"}
        product = Product(pid=ground.number("product"), alias=alias, values=values)
        stock.add_product(product)
        stock.add_advert(
            Advert(
                aid=one.advert,
                pid=product.pid,
                seller=DEMO_LOGIN,
                sku=one.sku,
                price=one.price,
                quantity=dice.randint(0, 40),
                state="Neuf",
            )
        )
    open_campaign(ground, DEMO_LOGIN, "81234", "Soldes de l'atelier", days=30)
    _sent_yesterday(ground)


def _sent_yesterday(ground: Ground) -> None:
    """A file that was worked on, with one line in error."""
    at = ground.now() - timedelta(days=1)
    known = [
        Outcome(sku=one.sku, pid=one.pid, aid=one.aid) for one in ground.shop.stock.of_seller(DEMO_LOGIN)
    ]
    failed = Outcome(sku="MIROIR-XL", problems=(Problem(code=60, key="qty", text=decisions.QUANTITY),))
    file = ImportFile(
        id=ground.number("file"),
        seller=DEMO_LOGIN,
        name="catalogue.xml",
        at=at,
        content=b"",
        status=FileStatus.DONE,
        began=at + decisions.RECEIVED_FOR + decisions.QUEUED_FOR,
        total=len(known) + 1,
        outcomes=[*known, failed],
        image_status="PROCESSED",
    )
    ground.shop.stock.files[file.id] = file


def open_campaign(ground: Ground, seller: str, number: str, label: str, *, days: float) -> Campaign:
    """A campaign that starts now."""
    now = ground.now()
    found = Campaign(id=number, seller=seller, label=label, starts=now, ends=now + timedelta(days=days))
    ground.shop.stock.campaigns[number] = found
    return found


def objects(ground: Ground) -> Mapping[str, Mapping[str, Any]]:
    """What the console may see of stock, by kind."""
    return {kind: getattr(ground.shop.stock, kind) for kind in KINDS}
