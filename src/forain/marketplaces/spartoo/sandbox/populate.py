"""The demo world: about two weeks of a seller's life, in every status, on three national sites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from forain.marketplaces.spartoo.sandbox import people
from forain.marketplaces.spartoo.sandbox import state as st
from forain.marketplaces.spartoo.sandbox.goods import Goods
from forain.marketplaces.spartoo.sandbox.people import Maker
from forain.marketplaces.spartoo.sandbox.rules import Rules
from forain.marketplaces.spartoo.sandbox.state import Child, Offer

#: Sites and final statuses of the demo orders. The French site, which the demo account is connected to, has most.
PLAN: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("com", (11, 11, 11, 11, 11, 11, 2, 2, 2, 3, 3, 3, 3, 3, 41, 45, 47)),
    ("co.uk", (11, 11, 2, 3, 3, 41)),
    ("cz", (11, 2, 3, 47)),
)

#: Final statuses of the demo returns, on the shipped orders of the French site first.
RETURNS = (14, 2, 2, 3, 4, 7)

#: The way an order takes to a status, and about how old it is then, in hours.
PATHS: dict[int, tuple[tuple[int, ...], tuple[int, int]]] = {
    11: ((), (0, 30)),
    2: ((2,), (20, 60)),
    3: ((2, 3), (70, 200)),
    41: ((41,), (30, 150)),
    45: ((2, 3, 45), (240, 330)),
    47: ((2, 3, 47), (240, 330)),
}


def populate(rules: Rules, maker: Maker) -> None:
    """Orders are placed in the past and moved by `history`, so that the ledger counts nothing as a seller's call."""
    arise, rules.state.switches.returns_arise = rules.state.switches.returns_arise, False
    try:
        for site, statuses in PLAN:
            for status in statuses:
                _order(rules, maker, site, status)
        _returns(rules)
    finally:
        rules.state.switches.returns_arise = arise


def _order(rules: Rules, maker: Maker, site: str, status: int) -> None:
    path, age = PATHS[status]
    partner = next(iter(rules.state.partners.values()))
    placed = rules.world.now() - timedelta(minutes=maker.dice.randint(age[0] * 60, age[1] * 60))
    order = rules.place(maker.order(rules.new_order_id(), partner.name, site, placed))
    for step in path:
        number = f"SP{maker.dice.randrange(10**10):010d}FR" if step == st.SHIPPED else ""
        rules.move_order(order, step, number, "populate", by="history")
    gone = (rules.world.now() - placed) * len(path) / (len(path) + 1)
    order.changed_at = placed + gone


def _returns(rules: Rules) -> None:
    shipped = [one for one in rules.state.orders.values() if one.status == st.SHIPPED]
    for status, order in zip(RETURNS, shipped, strict=False):
        reason = rules.dice.choice(("size", "size", "colour", "defect", "mind"))
        case = rules.open_return(order, 0, reason, st.AWAITING_RECEIPT, "populate")
        case.opened_at = order.placed_at + timedelta(hours=60)
        rules.set_return(case, status)


def stock_up(goods: Goods) -> None:
    """The demo seller's catalogue: what his orders are of, online on the three sites; one size is sold out."""
    partner = next(iter(goods.rules.state.partners.values()))
    for told in people.products():
        made = goods.new(partner, told["reference"])
        made.number, made.brand, made.sex = told["number"], told["brand"], told["sex"]
        made.style, made.color_id = told["style"], told["color_id"]
        made.photos = (f"https://img.example.test/{told['reference'].lower()}.jpg",)
        made.children = {one.reference: one for one in _children(told)}
        made.offers = {site: _offer(told, site) for site in ("FR", "EN", "CZ")}


def _children(told: Mapping[str, Any]) -> Iterator[Child]:
    for at, size in enumerate(told["sizes"]):
        reference = people.size_reference(told["reference"], size)
        yield Child(reference=reference, name=size, quantity=0 if at == 4 else 3 + at)


def _offer(told: Mapping[str, Any], language: str) -> Offer:
    suffix = {"FR": "com", "EN": "co.uk", "CZ": "cz"}[language]
    price = people.price_on(suffix, told["price"])
    return Offer(name=told["name"], colour=told["colour"], price=price, description=told["brand"])
