"""Ours: typed items to the stock file, the items made as they are asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from forain.marketplaces.rakuten_fr.stock_item import StockItem
from forain.marketplaces.rakuten_fr.stock_writer import write

Known = tuple[str, str, str, str, int]


def prepare(path: Path) -> Callable[[], int]:
    """Give the function to be timed; `path` holds some adverts and how often they are to be written."""
    data = json.loads(path.read_text())
    some: list[Known] = data["adverts"]

    def run() -> int:
        with path.with_suffix(".forain").open("wb") as file:
            file.writelines(write(_items(some, data["times"]), charset=data["charset"]))
        return len(some) * int(data["times"])

    return run


def _items(some: list[Known], times: int) -> Iterator[StockItem]:
    for _ in range(times):
        for reference, title, _, price, stock in some:
            yield StockItem(
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
