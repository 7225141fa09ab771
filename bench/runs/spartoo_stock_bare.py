"""The limit: the same multipart bodies by templates."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

SIZE = "<size><size_reference>BOOT-{0}-{1}</size_reference><size_quantity>{2}</size_quantity></size>"
PRODUCT = "<product><reference_partenaire>BOOT-{0}</reference_partenaire><size_list>{1}</size_list></product>"


BODY = (
    '--zz\r\nContent-Disposition: form-data; name="partenaire"\r\n\r\n0A1B2C3D4E5F6071\r\n'
    '--zz\r\nContent-Disposition: form-data; name="xml"\r\n\r\n{}\r\n--zz--\r\n'
)


def prepare(path: Path) -> Callable[[], int]:
    """Give the function to be timed."""
    count = int(path.read_text())

    def run() -> int:
        for begin in range(0, count // 8, 125):
            texts = [_product(number) for number in range(begin, min(begin + 125, count // 8))]
            xml = f'<?xml version="1.0" encoding="UTF-8"?>\n<catalogue><products>{"".join(texts)}</products></catalogue>'
            assert len(BODY.format(xml).encode()) > 100
        return count

    return run


def _product(number: int) -> str:
    return PRODUCT.format(number, "".join(SIZE.format(number, size, size % 7 + 1) for size in range(39, 47)))
