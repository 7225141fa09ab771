"""The limit: writing as many bytes as the stock file has, ready made."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from forain.marketplaces.rakuten_fr.stock_item import StockItem
from forain.marketplaces.rakuten_fr.stock_writer import write


def prepare(path: Path) -> Callable[[], int]:
    """Give the function to be timed."""
    data = json.loads(path.read_text())
    pieces = list(write((_item(*one) for one in data["adverts"]), charset=data["charset"]))

    def run() -> int:
        with path.with_suffix(".bare").open("wb") as file:
            for _ in range(data["times"]):
                file.writelines(pieces)
        return len(data["adverts"]) * int(data["times"])

    return run


def _item(reference: str, title: str, _: str, price: str, stock: int) -> StockItem:
    return StockItem(
        alias="jouet",
        product={
            "codebarres": "4006381333931",
            "titre": title,
            "typedeproduit": "Jeux d'éveil",
            "fabricant": "Atelier Lumière",
            "poids": "250 à 500 g",
        },
        advert={
            "sellerReference": reference,
            "state": "Neuf",
            "sellingPrice": price,
            "qty": stock,
            "comment": "Envoi soigné sous 24 h",
        },
        images=("https://img.example.org/t1.jpg",),
    )
