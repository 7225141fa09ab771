"""Every row of every error table, provoked by the wrong call and by nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from forain.marketplaces.spartoo import messages as m
from forain.marketplaces.spartoo.errors import CODES, TABLES
from forain.marketplaces.spartoo.flows.caller import document
from forain.marketplaces.spartoo.tests.samples_of_calls import PDF, PRODUCT, Set, good_calls, set_stage
from forain.marketplaces.spartoo.tests.support import Play, code_of, multipart

Case = Callable[[Play, Set], int]


def _of(service: str, **fields: str | None) -> Case:
    """The good call with these parameters changed; None leaves one out."""

    def call(play: Play, there: Set) -> int:
        asked = {**good_calls(there)[service], **fields}
        return code_of(play.call(service, **{key: one for key, one in asked.items() if one is not None}))

    return call


def caller_cases(service: str) -> Mapping[int, Case]:
    def deactivated(play: Play, there: Set) -> int:
        play.sandbox.control("account", active=False)
        return _of(service)(play, there)

    def too_often(play: Play, there: Set) -> int:
        play.sandbox.control("rules", calls_per_hour=0)
        return _of(service)(play, there)

    return {
        1: _of(service),
        -1: _of(service, partenaire=""),
        -2: _of(service, partenaire="0123456789ABCDEF"),
        -428: deactivated,
        -429: too_often,
    }


def _xml(service: str) -> Mapping[int, Case]:
    return {-11: _of(service, xml=None), -15: _of(service, xml="<root><products></root>")}


def _import(**changes: object) -> Case:
    """A new product with one thing wrong."""

    def call(play: Play, there: Set) -> int:
        fresh = replace(PRODUCT, **{"reference": "NEW-1", **changes})  # type: ignore[arg-type]
        xml = document(m.ImportProducts(products=(fresh,)))
        return code_of(play.call("xml_import_products", xml=xml))

    return call


def _sizes(*sizes: m.Size) -> Case:
    return _import(sizes=sizes)


def _batch(reference: str, *sizes: m.StockSize) -> Case:
    products = (m.StockProduct(reference=reference, sizes=sizes),)
    return _of("xml_maj_stock_batch", xml=document(m.StockBatch(products=products)))


def _dropped(service: str) -> Case:
    """A size that a later import left out."""

    def call(play: Play, there: Set) -> int:
        less = replace(PRODUCT, sizes=PRODUCT.sizes[1:])
        play.call("xml_import_products", xml=document(m.ImportProducts(products=(less,))))
        gone = m.StockSize(reference="BOOT-77-41", quantity=1)
        return (_batch("BOOT-77", gone) if "batch" in service else _of(service))(play, there)

    return call


def _slip(order: str | None = None, *pieces: m.SlipProduct) -> Case:
    def call(play: Play, there: Set) -> int:
        number = there.slip_order if order is None else order
        return code_of(
            play.call("xml_export_bl", xml=document(m.SlipRequest(order_id=number, products=pieces)))
        )

    return call


def _file(name: str, content: bytes) -> Case:
    def call(play: Play, there: Set) -> int:
        fields = {"partenaire": play.partenaire, "rID": there.return_id}
        body, kind = multipart(fields, {"label_file": (name, content)})
        from xml.etree import ElementTree as ET

        return code_of(ET.fromstring(play.raw("xml_maj_returns", body=body, content_type=kind)))

    return call


def _same_link(play: Play, there: Set) -> int:
    wish = {"statut": None, "label_link": "https://labels.example.test/1.pdf"}
    assert _of("xml_maj_returns", **wish)(play, there) == 1
    return _of("xml_maj_returns", **wish)(play, there)


def _accepted_before(statut: str) -> Case:
    def call(play: Play, there: Set) -> int:
        assert _of("xml_maj_returns")(play, there) == 1
        return _of("xml_maj_returns", statut=statut)(play, there)

    return call


_size = m.Size(name="41", quantity=1, reference="NEW-1-41")
_piece = m.SlipProduct(reference="BOOT-77-41", quantity=1)
_bad_discount = m.Discount(rate=100)
_tongue = m.Language(code="XX", name="ALPINA", price=PRODUCT.price)

PROVOKED: Mapping[str, Mapping[int, Case]] = {
    "xml_export_orders": {-3: _of("xml_export_orders", date=None)},
    "xml_export_returns": {-3: _of("xml_export_returns", date=None)},
    "xml_maj_orders": {
        -5: _of("xml_maj_orders", oID=None),
        -6: _of("xml_maj_orders", oID="NOBODY"),
        -7: _of("xml_maj_orders", statut="45"),
        -9: _of("xml_maj_orders", statut="11"),
    },
    "xml_maj_returns": {
        -5: _of("xml_maj_returns", statut=None),
        -6: _of("xml_maj_returns", rID="NOBODY"),
        -7: _accepted_before("3"),
        -9: _accepted_before("4"),
        -22: _file("label.pdf", PDF[:8]),
        -23: _file("../label.pdf", PDF),
        -24: _of("xml_maj_returns", label_link="https://labels.example.test/" + "x" * 300),
        -25: _same_link,
    },
    "xml_export_bl": {
        **_xml("xml_export_bl"),
        -5: _slip("", _piece),
        -6: _slip("NOBODY", _piece),
        -12: _slip(None, m.SlipProduct(quantity=1)),
        -14: _slip(None, m.SlipProduct(reference="OTHER", quantity=1)),
        -16: _slip(None, m.SlipProduct(reference="BOOT-77-41", quantity=9)),
    },
    "xml_maj_stock": {
        -12: _of("xml_maj_stock", reference_partenaire=None),
        -13: _of("xml_maj_stock", products_size_reference=None),
        -14: _of("xml_maj_stock", products_size_reference="OTHER"),
        -16: _of("xml_maj_stock", products_quantity="-1"),
        -18: _of("xml_maj_stock", products_quantity="2"),
        -20: _dropped("xml_maj_stock"),
    },
    "xml_maj_stock_batch": {
        **_xml("xml_maj_stock_batch"),
        -12: _batch(""),
        -13: _batch("BOOT-77", m.StockSize(quantity=1)),
        -14: _batch("OTHER", m.StockSize(reference="X", quantity=1)),
        -16: _batch("BOOT-77", m.StockSize(reference="BOOT-77-41")),
        -18: _batch("BOOT-77", m.StockSize(reference="BOOT-77-41", quantity=2)),
        -20: _dropped("xml_maj_stock_batch"),
    },
    "xml_check_status_products": {
        **_xml("xml_check_status_products"),
        -12: _of("xml_check_status_products", xml="<root><products><product/></products></root>"),
    },
    "xml_export_products": {},
    "xml_import_products_async": _xml("xml_import_products_async"),
    "xml_import_products": {
        **_xml("xml_import_products"),
        -12: _import(reference=""),
        -13: _sizes(replace(_size, reference="")),
        -16: _sizes(replace(_size, quantity=None)),
        -9001: _import(manufacturers=None),
        -9002: _import(sex="X"),
        -9003: _import(style=1),
        -9004: _import(color_id=2),
        -9005: _sizes(replace(_size, name="size of an elephant")),
        -9006: _import(price=None),
        -9007: _import(photos=None),
        -9008: _import(composition=7),
        -9009: _import(discount=_bad_discount),
        -9010: _import(selections=(1,)),
        -9011: _import(languages=(_tongue,)),
        -9012: _import(name=None),
        -9013: _import(style=10035),
        -9014: _sizes(replace(_size, name="EU M")),
        -9015: _sizes(_size, _size),
    },
}  # fmt: skip


def _cases() -> list[tuple[str, int]]:
    return [(service, code) for service, codes in TABLES.items() for code in codes]


@pytest.mark.parametrize(("service", "code"), _cases())
def test_the_wrong_call_provokes_the_row(play: Play, service: str, code: int) -> None:
    provoke = {**caller_cases(service), **PROVOKED[service]}[code]
    assert provoke(play, set_stage(play)) == code


def test_every_wrong_call_is_in_the_tables_and_every_row_has_one() -> None:
    for service, codes in TABLES.items():
        assert {*caller_cases(service), *PROVOKED[service]} == set(codes), service


def test_the_tables_and_the_client_know_the_same_codes() -> None:
    """Codes of the reserved range are marks on items, not exceptions."""
    told = {code for codes in TABLES.values() for code in codes if code != 1}
    assert {code for code in told if code > -9000} == set(CODES)
