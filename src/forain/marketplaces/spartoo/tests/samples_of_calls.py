"""A good call of every service, as parameters: what tests and scripts send to a world that `stage_set` prepared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from forain.marketplaces.spartoo import messages as m
from forain.marketplaces.spartoo.flows.caller import document
from forain.marketplaces.spartoo.tests.support import Play

PRODUCT = m.ParentProduct(
    reference="BOOT-77",
    name="ALPINA LOW",
    manufacturers="Nordweg",
    sex="H",
    price=Decimal("99.90"),
    color_id=28,
    style=10014,
    description="Bottes <b>fourrées</b>",
    sizes=(
        m.Size(name="41", quantity=2, reference="BOOT-77-41", ean="2000007710412"),
        m.Size(name="42", quantity=0, reference="BOOT-77-42"),
    ),
    photos=m.Photos(url1="https://img.example.test/boot77-1.jpg"),
)

PDF = b"%PDF-1.4\nlabel\n%%EOF\n"


@dataclass(frozen=True, slots=True)
class Set:
    """What the good calls speak of."""

    order: str
    slip_order: str
    return_id: str


def set_stage(play: Play) -> Set:
    """An order to move, one in preparation, a return to decide, a product that is online."""
    pid = play.partenaire
    order, other, shipped = play.order(), play.order(items=[{"quantity": 3}]), play.order()
    for moved, status in ((other, 2), (shipped, 2), (shipped, 3)):
        play.raw("xml_maj_orders", f"partenaire={pid}&oID={moved}&statut={status}".encode())
    play.call("xml_import_products", xml=document(m.ImportProducts(products=(PRODUCT,))))
    return Set(order, other, play.return_(shipped))


def good_calls(there: Set) -> Mapping[str, Mapping[str, str]]:
    """Service -> parameters without the partner id."""
    status = m.StatusRequest(products=(m.AskedProduct(reference="BOOT-77"),))
    piece = m.SlipProduct(reference="BOOT-77-41", quantity=2)
    slip = m.SlipRequest(order_id=there.slip_order, products=(piece,))
    size = m.StockSize(reference="BOOT-77-42", quantity=4)
    batch = m.StockBatch(products=(m.StockProduct(reference="BOOT-77", sizes=(size,)),))
    products = document(m.ImportProducts(products=(PRODUCT,)))
    return {
        "xml_export_orders": {"date": "2031-05-01:00:00:00"},
        "xml_export_returns": {"date": "2031-05-01"},
        "xml_maj_orders": {"oID": there.order, "statut": "2"},
        "xml_export_bl": {"xml": document(slip)},
        "xml_maj_returns": {"rID": there.return_id, "statut": "4"},
        "xml_maj_stock": {
            "reference_partenaire": "BOOT-77",
            "products_size_reference": "BOOT-77-41",
            "products_quantity": "6",
        },
        "xml_maj_stock_batch": {"xml": document(batch)},
        "xml_check_status_products": {"xml": document(status)},
        "xml_export_products": {"reference_partenaire": "BOOT-77"},
        "xml_import_products": {"xml": products},
        "xml_import_products_async": {"xml": products},
    }
