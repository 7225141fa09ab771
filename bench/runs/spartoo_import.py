"""Ours: products with eight sizes each, built, written and sent by the client in documents of 500."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import httpx2

from forain.marketplaces.spartoo.catalogue import Child, Model, Site, build
from forain.marketplaces.spartoo.client import SpartooClient
from forain.marketplaces.spartoo.messages import ParentProduct
from forain.sdk.pacing import NO_PACE

PARTNER = "0A1B2C3D4E5F6071"
ANSWER = b'<?xml version="1.0"?><root><errors>1</errors></root>'
SIZES = 8


class Silent(httpx2.BaseTransport):
    """A server that takes everything at no cost."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        assert len(request.read()) > 1000
        return httpx2.Response(200, content=ANSWER)


def models(count: int) -> Iterator[Model]:
    """As a shop has them."""
    for number in range(count):
        reference = f"BOOT-{number}"
        site = Site(
            language="FR",
            name=f"ALPINA {number}",
            price=Decimal("99.90"),
            description="Bottes <b>d'hiver</b>",
        )
        yield Model(
            reference=reference,
            brand="Nordweg",
            sex="H",
            category=10014,
            colour=28,
            sites=(site,),
            photos=(f"https://img.example.test/{reference}.jpg",),
            children=tuple(
                Child(reference=f"{reference}-{size}", label=str(size), quantity=size % 7)
                for size in range(39, 39 + SIZES)
            ),
        )


def products(count: int) -> Iterator[ParentProduct]:
    return map(build, models(count))


def prepare(path: Path) -> Callable[[], int]:
    """Give the function to be timed; the document holds the number of products."""
    count = int(path.read_text())

    def run() -> int:
        with SpartooClient(PARTNER, pace=NO_PACE, transport=Silent()) as client:
            assert all(answer.message.code == 1 for answer in client.import_all(products(count)))
        return count

    run_warm(count)
    return run


def run_warm(count: int) -> None:
    """What is read or compiled once (lists of sizes, writers) is not part of the race."""
    with SpartooClient(PARTNER, pace=NO_PACE, transport=Silent()) as client:
        list(client.import_all(products(min(count, 2))))
