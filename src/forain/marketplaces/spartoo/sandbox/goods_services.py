"""The services about goods: what was asked, by the rules, as a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from forain.marketplaces.spartoo import messages as m
from forain.marketplaces.spartoo.errors import OK
from forain.marketplaces.spartoo.sandbox import goods_answers
from forain.marketplaces.spartoo.sandbox.answers import Document
from forain.marketplaces.spartoo.sandbox.documents import document, import_products, stock_products
from forain.marketplaces.spartoo.sandbox.goods import Goods
from forain.marketplaces.spartoo.sandbox.importing import Wish
from forain.marketplaces.spartoo.sandbox.merging import reduction
from forain.marketplaces.spartoo.sandbox.pretended import Pretended, Service
from forain.marketplaces.spartoo.sandbox.reading import Asked
from forain.marketplaces.spartoo.sandbox.rules import Refusal
from forain.marketplaces.spartoo.sandbox.state import Partner


def imported(world: Pretended, partner: Partner, asked: Asked) -> Document:
    if asked.flag("async"):
        return queued(world, partner, asked)
    products = import_products(asked.get("xml"))
    return goods_answers.imported(world.importer.run(partner, products, _wish(asked)))


def queued(world: Pretended, partner: Partner, asked: Asked) -> Document:
    import_products(asked.get("xml"))  # a document that is none is refused at once: -11, -15
    told = world.importer.submit(partner, asked.get("xml"), _wish(asked))
    return goods_answers.queued(asked.address("import_result", told.token))


def _wish(asked: Asked) -> Wish:
    return Wish(asked.site.language, asked.flag("force_description"), asked.flag("force_overwrite"))


def maj_stock(world: Pretended, partner: Partner, asked: Asked) -> Document:
    names = asked.get("reference_partenaire"), asked.get("products_size_reference")
    world.goods.set_stock(partner, *names, asked.number("products_quantity"))
    return m.StockSet(code=OK)


def maj_stock_batch(world: Pretended, partner: Partner, asked: Asked) -> Document:
    """A bad size does not stop the others; each has its code."""
    products = stock_products(asked.get("xml"))
    outcomes = [row for product in products for row in _product(world, partner, product)]
    number = f"batch {len(world.rules.world.ledger.entries) + 1}"
    changed = sum(code == OK for *_, code in outcomes)
    world.goods.record(
        partner, asked.service, "stock_set", number, sizes=str(len(outcomes)), changed=str(changed)
    )
    return goods_answers.stock_batch(outcomes)


def _product(
    world: Pretended, partner: Partner, product: m.StockProduct
) -> Iterator[tuple[str, str | None, int]]:
    name = product.reference
    if not name:
        yield name, None, -12
    elif product.sizes:
        for size in product.sizes:
            yield name, size.reference or None, _size(world, partner, name, size)
    else:
        yield name, None, _put(world.goods, partner, name, name, product.quantity)


def _size(world: Pretended, partner: Partner, name: str, size: m.StockSize) -> int:
    quantity = size.quantity
    if quantity is None and world.rules.state.switches.missing_quantity_is_zero:
        quantity = 0
    code = _put(world.goods, partner, name, size.reference, quantity)
    if code not in (OK, -18) or not size.languages:
        return code
    return OK if _prices(world.goods, partner, name, size.languages) else -16


def _put(goods: Goods, partner: Partner, name: str, size: str, quantity: int | None) -> int:
    try:
        goods.put(goods.place(partner, name, size), quantity)
    except Refusal as refusal:
        return refusal.code
    return OK


def _prices(goods: Goods, partner: Partner, name: str, told: tuple[m.StockPrice, ...]) -> bool:
    """Whether every price could be set; the stock is applied in any case (xml_maj_stock_batch)."""
    parent = goods.find(partner, name)
    if parent is None:
        return False
    applied = [
        goods.set_price(parent, one.code, one.price, reduction(one.discount, one.price)) for one in told
    ]
    return all(applied)


def check_status(world: Pretended, partner: Partner, asked: Asked) -> Document:
    told = document(m.StatusRequest, asked.get("xml")).products
    if not all(one.reference for one in told):
        raise Refusal(-12)
    language = asked.site.language
    found = tuple(_status(world, partner, one, language) for one in told)
    return m.ProductStatuses(code=OK, products=found)


def _status(world: Pretended, partner: Partner, one: m.AskedProduct, language: str) -> m.ProductStatus:
    told = world.goods.status(partner, one.reference, one.size_reference or "", language)
    return goods_answers.status(one, told, language)


def export_products(world: Pretended, partner: Partner, asked: Asked) -> Document:
    found = world.goods.online(partner, asked.site.language, asked.get("reference_partenaire"))
    every = world.rules.state.switches.export_multi_country
    return goods_answers.catalogue(found, asked.site, world.rules.world.now(), every)


SERVICES: Mapping[str, Service] = {
    "xml_import_products": imported,
    "xml_import_products_async": queued,
    "xml_maj_stock": maj_stock,
    "xml_maj_stock_batch": maj_stock_batch,
    "xml_check_status_products": check_status,
    "xml_export_products": export_products,
}
