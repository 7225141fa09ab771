"""Ours: the stock of sizes, sent by the client in documents of 1,000."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2

from forain.marketplaces.spartoo.client import SpartooClient
from forain.marketplaces.spartoo.messages import StockProduct, StockSize
from forain.sdk.pacing import NO_PACE

PARTNER = "0A1B2C3D4E5F6071"
ANSWER = b'<?xml version="1.0"?><root><errors>1</errors></root>'


class Silent(httpx2.BaseTransport):
    """A server that takes everything at no cost."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        assert len(request.read()) > 100
        return httpx2.Response(200, content=ANSWER)


def products(sizes: int) -> Iterator[StockProduct]:
    """Eight sizes each."""
    for number in range(sizes // 8):
        told = tuple(
            StockSize(reference=f"BOOT-{number}-{size}", quantity=size % 7 + 1) for size in range(39, 47)
        )
        yield StockProduct(reference=f"BOOT-{number}", sizes=told)


def prepare(path: Path) -> Callable[[], int]:
    """Give the function to be timed; the document holds the number of sizes."""
    count = int(path.read_text())

    def run(sizes: int = count) -> int:
        with SpartooClient(PARTNER, pace=NO_PACE, transport=Silent()) as client:
            assert all(answer.message.code == 1 for answer in client.maj_stock_all(products(sizes)))
        return sizes

    run(16)
    return run
