"""Ours: typed items to Rakuten's stock file. As with the peers, the items are there before the clock starts."""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Callable
from pathlib import Path

from forain.marketplaces.rakuten_fr.stock_item import StockItem
from forain.marketplaces.rakuten_fr.stock_writer import write


def prepare(path: Path) -> Callable[[], int]:
    """Give the function to be timed; `path` holds some adverts and how often they are to be written."""
    data = json.loads(path.read_text())
    some = [
        StockItem(alias=sys.intern(alias), product=_keyed(product), advert=_keyed(advert))
        for alias, product, advert in data["adverts"]
    ]

    def run() -> int:
        all_of_them = itertools.chain.from_iterable(itertools.repeat(some, data["times"]))
        with path.with_suffix(".stock").open("wb") as file:
            file.writelines(write(all_of_them, charset="ISO-8859-1"))
        return len(some) * int(data["times"])

    return run


def _keyed(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """With keys as a program has them that names them in its source: one object for each."""
    return {sys.intern(key): value for key, value in pairs}
