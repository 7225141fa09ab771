"""What a seller's script does: ElementTree, and a urlencoded form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree as ET


def prepare(path: Path) -> Callable[[], int]:
    """Give the function to be timed."""
    count = int(path.read_text())

    def run() -> int:
        for begin in range(0, count, 500):
            root = ET.Element("root")
            products = ET.SubElement(root, "products")
            for number in range(begin, min(begin + 500, count)):
                _product(ET.SubElement(products, "product"), number)
            xml = ET.tostring(root, encoding="unicode", xml_declaration=True)
            assert len(urlencode((("partenaire", "0A1B2C3D4E5F6071"), ("xml", xml))).encode()) > 1000
        return count

    return run


def _product(product: ET.Element, number: int) -> None:
    reference = f"BOOT-{number}"
    told = {
        "reference_partenaire": reference,
        "product_name": f"ALPINA {number}",
        "manufacturers_name": "Nordweg",
        "product_sex": "H",
        "product_price": "99.90",
        "color_id": "28",
        "product_style": "10014",
        "product_description": "Bottes <b>d'hiver</b>",
    }
    for name, text in told.items():
        ET.SubElement(product, name).text = text
    sizes = ET.SubElement(product, "size_list")
    for number in range(39, 47):
        size = ET.SubElement(sizes, "size")
        ET.SubElement(size, "size_name").text = str(number)
        ET.SubElement(size, "size_quantity").text = str(number % 7)
        ET.SubElement(size, "size_reference").text = f"{reference}-{number}"
    ET.SubElement(ET.SubElement(product, "photos"), "url1").text = f"https://img.example.test/{reference}.jpg"
