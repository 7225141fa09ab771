"""The limit: the same multipart bodies by templates, with nothing built and nothing checked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

PRODUCT = (
    "<product><reference_partenaire>{0}</reference_partenaire><product_name><![CDATA[ALPINA {1}]]></product_name>"
    "<manufacturers_name><![CDATA[Nordweg]]></manufacturers_name><product_sex>H</product_sex>"
    "<product_price>99.90</product_price><color_id>28</color_id><product_style>10014</product_style>"
    "<product_description><![CDATA[Bottes <b>d'hiver</b>]]></product_description><size_list>{2}</size_list>"
    "<photos><url1><![CDATA[https://img.example.test/{0}.jpg]]></url1></photos></product>"
)
SIZE = (
    "<size><size_name>{0}</size_name><size_quantity>{1}</size_quantity>"
    "<size_reference>{2}-{0}</size_reference></size>"
)


BODY = (
    '--zz\r\nContent-Disposition: form-data; name="partenaire"\r\n\r\n0A1B2C3D4E5F6071\r\n'
    '--zz\r\nContent-Disposition: form-data; name="xml"\r\n\r\n{}\r\n--zz--\r\n'
)


def prepare(path: Path) -> Callable[[], int]:
    """Give the function to be timed."""
    count = int(path.read_text())

    def run() -> int:
        for begin in range(0, count, 500):
            texts = [_product(number) for number in range(begin, min(begin + 500, count))]
            xml = (
                f'<?xml version="1.0" encoding="UTF-8"?>\n<root><products>{"".join(texts)}</products></root>'
            )
            assert len(BODY.format(xml).encode()) > 1000
        return count

    return run


def _product(number: int) -> str:
    reference = f"BOOT-{number}"
    sizes = "".join(SIZE.format(size, size % 7, reference) for size in range(39, 47))
    return PRODUCT.format(reference, number, sizes)
