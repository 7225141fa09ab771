"""Stock of one size or of many, and whether products are online."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from forain.marketplaces.spartoo import messages as m
from forain.marketplaces.spartoo import operations
from forain.marketplaces.spartoo.flows.caller import Answered, Caller, document
from forain.sdk.errors import AlreadySo
from forain.sdk.flow import Flow


def maj_stock(
    caller: Caller, reference: str, size_reference: str, quantity: int
) -> Flow[Answered[m.StockSet]]:
    """-18 (the stock has this value already) is what was wished for, so it is a success with a note."""
    given = {
        "reference_partenaire": reference,
        "products_size_reference": size_reference,
        "products_quantity": str(quantity),
    }
    try:
        return (yield from caller.change(operations.MAJ_STOCK, given))
    except AlreadySo as same:
        return Answered(m.StockSet(code=int(same.code)), notes=(same.words,))


def maj_stock_batch(caller: Caller, products: Sequence[m.StockProduct]) -> Flow[Answered[m.StockBatchResult]]:
    """One document; `batches` splits a catalogue."""
    asked = document(m.StockBatch(products=tuple(products)))
    return caller.apply(operations.MAJ_STOCK_BATCH, {"xml": asked})


def batches(products: Iterable[m.StockProduct], at_most: int) -> Iterator[list[m.StockProduct]]:
    """Products as they come, in lists of at most so many sizes; a product is never cut in two."""
    waiting: list[m.StockProduct] = []
    sizes = 0
    for product in products:
        more = max(1, len(product.sizes))
        if waiting and sizes + more > at_most:
            yield waiting
            waiting, sizes = [], 0
        waiting.append(product)
        sizes += more
    if waiting:
        yield waiting


def check_status(caller: Caller, products: Sequence[m.AskedProduct]) -> Flow[Answered[m.ProductStatuses]]:
    asked = document(m.StatusRequest(products=tuple(products)))
    return caller.read(operations.CHECK_STATUS, {"xml": asked})
