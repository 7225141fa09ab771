"""Answers about offers as reports: codes of products and sizes become lines with problems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from forain.connect.offers import FileState, LineProblem, LineState, ReportLine, ReportPage
from forain.marketplaces.spartoo import messages as m
from forain.marketplaces.spartoo.errors import is_fatal, rows_of
from forain.marketplaces.spartoo.flows.catalogue import Queue

#: The answers of imports begin with the path of what they speak of.
_PLACE: Final = re.compile(
    r"\s*(?P<place>[a-z_]+(?:/[a-z_]+\[\d+\](?:/[a-z_]+)?)?)\s*:\s*(?P<words>.*)", re.DOTALL
)
_SIZE: Final = re.compile(r"size_list/size\[(\d+)\]")
#: The last step of a path -> the field of an offer.
FIELD_OF: Final[Mapping[str, str]] = {
    "reference_partenaire": "parent",
    "size_reference": "sku",
    "size_name": "size",
    "size_list": "size",
    "size_quantity": "quantity",
    "product_quantity": "quantity",
    "manufacturers_name": "brand",
    "product_style": "category",
    "product_name": "title",
    "product_price": "price",
    "product_description": "description",
    "product_color": "colour",
    "photos": "images",
}
#: Where the code alone tells the field.
_BY_CODE: Final[Mapping[int, str]] = {
    -9001: "brand",
    -9002: "attributes.product_sex",
    -9003: "category",
    -9004: "attributes.color_id",
    -9005: "size",
    -9006: "price",
    -9007: "images",
    -9012: "title",
    -9013: "category",
    -9014: "size",
    -9015: "sku",
    -12: "parent",
    -13: "sku",
    -14: "sku",
    -16: "quantity",
    -20: "size",
}
_STATES: Final[Mapping[str, FileState]] = {
    Queue.WAITING: FileState.WAITING,
    Queue.NO_DIFFERENCE: FileState.GONE,  # it says nothing of what other calls changed since: look at what is shown
    Queue.GONE: FileState.GONE,
    Queue.TRANSFER_FAILED: FileState.DAMAGED,
    Queue.DONE: FileState.DONE,
}


def import_page(products: Iterable[m.ImportedProduct], exchange: str) -> ReportPage:
    """The result of an import, at once or queued. Products are told, sizes by their place in the words."""
    lines = tuple(map(_product, products))
    return _page(lines, exchange)


def progress_page(told: m.ImportProgress, exchange: str) -> ReportPage:
    """What a result address answers; a state nobody knows means wait."""
    state = _STATES.get(told.state, FileState.WAITING)
    if state is FileState.DONE:
        return import_page(told.products, exchange)
    return ReportPage(state=state, words=told.words or f"state {told.state}", exchange_id=exchange)


def batch_page(outcomes: Iterable[m.StockOutcome], exchange: str) -> ReportPage:
    """A code for every size sent; none at all is success for all (xml_maj_stock_batch)."""
    lines = tuple(_line(one.size_reference or one.reference, rows_of(one)) for one in outcomes)
    return _page(lines, exchange)


def single_page(sku: str, code: str, words: str, exchange: str) -> ReportPage:
    """The answer of `xml_maj_stock`: success, or why not."""
    rows = [m.Error(id=int(code), description=words)] if code else []
    return _page((_line(sku, rows),), exchange)


def _page(lines: tuple[ReportLine, ...], exchange: str) -> ReportPage:
    return ReportPage(
        state=FileState.DONE,
        lines=lines,
        names_bad_only=not lines,
        total=len(lines) or None,
        failed=sum(one.state is LineState.REJECTED for one in lines),
        exchange_id=exchange,
    )


def _product(told: m.ImportedProduct) -> ReportLine:
    problems = tuple(_problem(row) for row in rows_of(told) if row.id < 0)
    whole = any(one.fatal and one.at is None for one in problems)
    return ReportLine(
        sku="",
        family=told.reference,
        state=LineState.REJECTED if whole else LineState.DONE,
        problems=problems,
    )


def _line(sku: str, rows: Iterable[m.Error]) -> ReportLine:
    """That the stock has this value already (-18) is what was wished for."""
    problems = tuple(_problem(row) for row in rows if row.id < 0 and row.id != -18)
    failed = any(one.fatal for one in problems)
    return ReportLine(sku=sku, state=LineState.REJECTED if failed else LineState.DONE, problems=problems)


def _problem(row: m.Error) -> LineProblem:
    found = _PLACE.match(row.description)
    place, said = (found["place"], found["words"]) if found else ("", row.description)
    size = _SIZE.match(place)
    return LineProblem(
        code=str(row.id),
        field=field_of(place.rpartition("/")[2]) or _BY_CODE.get(row.id, ""),
        key=place,
        at=int(size[1]) - 1 if size else None,
        words=said.strip(),
        fatal=is_fatal(row.id),
    )


def field_of(key: str) -> str:
    """The field of an offer an element speaks of; others are attributes."""
    bare = key.partition("[")[0]
    return FIELD_OF.get(bare) or (f"attributes.{bare}" if bare else "")
