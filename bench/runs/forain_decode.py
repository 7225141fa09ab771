"""Ours: a whole document to typed objects."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from forain.marketplaces.rakuten_fr.messages import NewSales
from forain.wire.xml import decode


def prepare(path: Path) -> Callable[[], int]:
    """Give the function to be timed."""

    def run() -> int:
        return len(decode(NewSales, path.read_bytes()).value.sales)

    return run
