"""Reads the `xml` parameter: -11 when there is none, -15 when it is not well-formed or not the document of the service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from forain.marketplaces.spartoo import messages as m
from forain.marketplaces.spartoo.sandbox.rules import Refusal
from forain.wire.errors import WireError
from forain.wire.xml import decode, peek_root

T = TypeVar("T")


def import_products(text: str) -> Sequence[m.ParentProduct]:
    return document(m.ImportProducts, text).products


def stock_products(text: str) -> Sequence[m.StockProduct]:
    """`catalogue` or `root`, with `products` or without (xml_maj_stock_batch, spartoo.md section 17, 8)."""
    batch: m.StockBatchOfRoot | m.StockBatch
    if text and _root(text) == "root":
        batch = document(m.StockBatchOfRoot, text)
    else:
        batch = document(m.StockBatch, text)
    return (*batch.products, *batch.bare)


def document(kind: type[T], text: str) -> T:
    if not text:
        raise Refusal(-11)
    try:
        return decode(kind, text.encode("utf-8")).value
    except WireError:
        raise Refusal(-15) from None


def _root(text: str) -> str:
    try:
        return peek_root(text.encode("utf-8"))
    except WireError:
        raise Refusal(-15) from None
