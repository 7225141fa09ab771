"""Ours: a long report record by record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from forain.wire import values
from forain.wire.xml import element, elements, message, stream

PIECE = 64 * 1024


@message
class Error:
    """One defect of a line."""

    key: str | None = element("error_key")
    code: int = element("error_code")
    text: str = element("error_text", cdata=True)
    fatal: bool = element("fatal_error", as_=values.PRESENCE)


@message
class Product:
    """One line of the file (Rakuten, service genericimportreport)."""

    sku: str | None = element("sku")
    status: str = element("status")
    product_id: str | None = element("pid")
    advert_id: str | None = element("aid")
    errors: tuple[Error, ...] = elements("errors/error")


@message("genericimportreportresult")
class Report:
    """The whole."""

    file_id: str = element("request/fileid")
    status: str = element("response/file/status")
    products: tuple[Product, ...] = elements("response/product")
    next_token: str | None = element("response/nexttoken")


def prepare(path: Path) -> Callable[[], int]:
    """Give the function to be timed."""

    def run() -> int:
        with stream(Report, _pieces(path), field="products") as products:
            count = sum(1 for _ in products)
            assert products.head().next_token == "12345678901"
        return count

    return run


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
