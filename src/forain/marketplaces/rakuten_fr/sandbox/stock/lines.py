"""What a line of an XML stock file does: find, check, create or change; all of it or, after a fatal error, nothing.

The two seeds' rule: at a creation a fatal error makes nothing, at a modification it blocks the line's other changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr import stock_decisions as decisions
from forain.marketplaces.rakuten_fr.sandbox.ground import Ground
from forain.marketplaces.rakuten_fr.sandbox.state import Account, Right
from forain.marketplaces.rakuten_fr.sandbox.stock import campaigns, extras, matching
from forain.marketplaces.rakuten_fr.sandbox.stock.checking import number, problems, state_word
from forain.marketplaces.rakuten_fr.sandbox.stock.reading import Failed, Line, failure, line_of
from forain.marketplaces.rakuten_fr.sandbox.stock.state import Advert, Outcome, Problem, Product, Stock
from forain.marketplaces.rakuten_fr.sandbox.stock.types import IMAGE, Type, type_of

#: Keys of an advert that have a place of their own.
_PLACED = frozenset({"aid", "sellerReference", "sellingPrice", "qty", "state"})


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose file it is, and what it works on."""

    ground: Ground
    account: Account

    @property
    def stock(self) -> Stock:
        """Everything there is."""
        return self.ground.shop.stock

    @property
    def seller(self) -> str:
        """Whose file it is."""
        return self.account.login


def work(desk: Desk, found: m.FileLine) -> tuple[Outcome, Line]:
    """Do what a line says; never raises."""
    try:
        line = line_of(found)
    except Failed as failed:
        return failure(found, failed), Line()
    try:
        return _done(desk, line), line
    except Failed as failed:
        return Outcome(sku=line.sku, problems=(failed.problem,)), line


def _done(desk: Desk, line: Line) -> Outcome:
    advert = matching.advert_of(desk.stock, desk.seller, line)
    if advert is not None:
        return _change(desk, line, desk.stock.products[advert.pid], advert)
    product = matching.product_of(desk.stock, desk.seller, line)
    if product is None and not line.product and not line.alias:
        raise Failed(40, decisions.NOT_FOUND, "sellerReference")
    if product is None:
        return _create(desk, line)
    return _change(desk, line, product, None)


def _create(desk: Desk, line: Line) -> Outcome:
    """A new product, and an advert on it when the line has one."""
    if not line.alias:
        raise Failed(60, decisions.ALIAS_NEEDED, "alias")
    kind = type_of(line.alias)
    if kind is None:
        raise Failed(60, decisions.UNKNOWN_ALIAS, "alias")
    found = [
        *problems(kind.product, line.product, line.units, creating=True),
        *([] if line.images else [Problem(code=60, key=IMAGE.name, text=decisions.NEEDED)]),
        *_advert_problems(desk, line, kind, creating=bool(line.advert)),
    ]
    if any(one.fatal for one in found):
        return Outcome(sku=line.sku, problems=tuple(found))
    product = _new_product(desk, line, kind)
    advert = _new_advert(desk, line, product) if line.advert else None
    return _outcome(line, product, advert, found)


def _change(desk: Desk, line: Line, product: Product, advert: Advert | None) -> Outcome:
    """A known product: its advert is changed or made, and its own sheet changed if it is the seller's."""
    kind = type_of(product.alias)
    assert kind is not None
    own = product.owner == desk.seller
    found = [
        *(problems(kind.product, line.product, line.units, creating=False) if own else ()),
        *_advert_problems(desk, line, kind, creating=advert is None and bool(line.advert)),
    ]
    if any(one.fatal for one in found):
        return Outcome(sku=line.sku, problems=tuple(found))
    if own:
        desk.stock.change_product(product, _known(kind, line))
    if advert is not None:
        _change_advert(desk, line, advert)
    elif line.advert:
        advert = _new_advert(desk, line, product)
    return _outcome(line, product, advert, found)


def _advert_problems(desk: Desk, line: Line, kind: Type, *, creating: bool) -> Iterator[Problem]:
    if not line.advert:
        return
    yield from problems(kind.advert, line.advert, {}, creating=creating)
    if line.advert.get("customizedAdvertDetail") and Right.CUSTOM_DETAIL not in desk.account.rights:
        yield Problem(code=70, key="customizedAdvertDetail", text=decisions.NO_RIGHT)
    yield from campaigns.problems(desk.stock, desk.account, line.campaigns)
    yield from extras.shipping_problems(desk.account, line.shipping)
    yield from extras.store_problems(line.stores)


def _known(kind: Type, line: Line) -> dict[str, str]:
    names = {one.name for one in kind.product} - {"pid"}
    return {key: value for key, value in line.product.items() if key in names}


def _new_product(desk: Desk, line: Line, kind: Type) -> Product:
    product = Product(
        pid=desk.ground.number("product"),
        alias=kind.alias,
        values=_known(kind, line),
        owner=desk.seller,
        images=list(line.images),
    )
    desk.stock.add_product(product)
    record(desk, "product_created", product.pid, alias=kind.alias)
    return product


def _new_advert(desk: Desk, line: Line, product: Product) -> Advert:
    advert = Advert(
        aid=desk.ground.number("advert"),
        pid=product.pid,
        seller=desk.seller,
        sku=line.sku,
        price=Decimal(1),
        quantity=0,
        state="",
    )
    desk.stock.add_advert(advert)
    _fill(line, advert)
    record(desk, "advert_created", advert.aid, sku=advert.sku)
    return advert


def _change_advert(desk: Desk, line: Line, advert: Advert) -> None:
    if line.sku and line.sku != advert.sku:
        desk.stock.rename(advert, line.sku)
    _fill(line, advert)
    record(desk, "advert_changed", advert.aid, sku=advert.sku)


def _fill(line: Line, advert: Advert) -> None:
    """Only what is given changes."""
    given = line.advert
    advert.price = number(given.get("sellingPrice", "")) or advert.price
    advert.quantity = int(given["qty"]) if given.get("qty") else advert.quantity
    advert.state = state_word(given["state"]) if given.get("state") else advert.state
    advert.values |= {key: value for key, value in given.items() if key not in _PLACED}
    campaigns.join(advert, line.campaigns)
    extras.set_shipping(advert, line.shipping)
    extras.set_stores(advert, line.stores)


def _outcome(line: Line, product: Product, advert: Advert | None, found: list[Problem]) -> Outcome:
    sku = advert.sku if advert else line.sku
    return Outcome(sku=sku, pid=product.pid, aid=advert.aid if advert else "", problems=tuple(found))


def record(desk: Desk, effect: str, target: str, service: str = "genericimportfile", **details: str) -> None:
    """An entry of the ledger; history that is being invented leaves none."""
    ground = desk.ground
    if ground.at is None:
        ground.world.ledger.record(
            at=ground.now(),
            stage="rakuten_fr",
            account=desk.seller,
            service=service,
            effect=effect,
            target=target,
            by="seller",
            **details,
        )
