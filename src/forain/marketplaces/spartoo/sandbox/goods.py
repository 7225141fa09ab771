"""What a seller has on offer: its stock, whether it is online, and what an order takes away.

Rules of stock: xml_maj_stock and xml_maj_stock_batch; of being online: xml_export_products, "Not documented".
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Final

from forain.marketplaces.spartoo import decisions
from forain.marketplaces.spartoo.sandbox import state as st
from forain.marketplaces.spartoo.sandbox.rules import STAGE, Refusal, Rules
from forain.marketplaces.spartoo.sandbox.state import Child, Parent, Partner

#: `products_spartoo` of products that a seller imports begin here.
FIRST_NUMBER: Final = 9_100_000


class Goods:
    """The catalogues of all sellers."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules

    def find(self, partner: Partner, reference: str) -> Parent | None:
        return self.rules.state.goods.get((partner.name, reference))

    def of(self, partner: Partner) -> list[Parent]:
        """Oldest first."""
        return [one for one in self.rules.state.goods.values() if one.partner == partner.name]

    def new(self, partner: Partner, reference: str) -> Parent:
        """A product nobody knew; people at Spartoo look at it first when the switch says so."""
        goods = self.rules.state.goods
        seen = self.rules.world.now() + timedelta(hours=self.rules.state.switches.review_hours)
        number = FIRST_NUMBER + len(goods)
        made = Parent(reference=reference, partner=partner.name, number=number, online_from=seen)
        goods[partner.name, reference] = made
        return made

    # Stock ------------------------------------------------------------------------------------------------

    def set_stock(self, partner: Partner, reference: str, size_reference: str, quantity: int | None) -> None:
        """One size to an absolute quantity; None is a quantity that is none. Raises Refusal with the code."""
        place = self.place(partner, reference, size_reference)
        self.put(place, quantity)
        target = f"{reference}/{size_reference}#{place.changes}"
        self.record(partner, "xml_maj_stock", "stock_set", target, quantity=str(place.quantity))

    def place(self, partner: Partner, reference: str, size_reference: str) -> Child | Parent:
        """Where the stock is kept: -12, -13, -14, -20."""
        if not reference:
            raise Refusal(-12)
        if not size_reference:
            raise Refusal(-13)
        parent = self.find(partner, reference)
        if parent is None:
            raise Refusal(-14)
        if not parent.children and size_reference == reference:
            return parent
        child = parent.children.get(size_reference)
        if child is None:
            raise Refusal(-14)
        if child.dropped:
            raise Refusal(-20)
        return child

    def put(self, place: Child | Parent, quantity: int | None) -> None:
        if quantity is None or not 0 <= quantity <= decisions.LARGEST_STOCK:
            raise Refusal(-16)
        if place.quantity == quantity:
            raise Refusal(-18)
        place.quantity = quantity
        place.changes += 1

    def set_price(
        self, parent: Parent, language: str, price: Decimal | None, reduction: st.Reduction | None
    ) -> bool:
        """Whether the price could be set; it is the parent's, whichever size it came with (decision)."""
        offer = parent.offers.get(language.upper())
        if offer is None or price is None or price <= 0:
            return False
        offer.price, offer.reduction = price, reduction
        return True

    # Being online -----------------------------------------------------------------------------------------

    def why_not(self, parent: Parent, language: str) -> str:
        """The reason why a product is not online on the sites of a language; '' when it is."""
        if parent.online_from > self.rules.world.now():
            return "review"
        if language not in parent.offers:
            return "no_language"
        return "" if parent.stock > 0 else "out_of_stock"

    def status(self, partner: Partner, reference: str, size_reference: str, language: str) -> tuple[str, str]:
        """Status and the key of its reason (xml_check_status_products)."""
        parent = self.find(partner, reference)
        if parent is None or (size_reference and not self._has(parent, size_reference)):
            return "unknown", "unknown"
        why = self.why_not(parent, language)
        if why == "review":
            return "pending", why
        child = parent.children.get(size_reference)
        if not why and child is not None and child.quantity == 0:
            why = "dropped" if child.dropped else "out_of_stock"
        return ("offline", why) if why else ("online", "online")

    def _has(self, parent: Parent, size_reference: str) -> bool:
        return size_reference in parent.children or (
            not parent.children and size_reference == parent.reference
        )

    def online(self, partner: Partner, language: str, reference: str) -> list[Parent]:
        return [
            one
            for one in self.of(partner)
            if reference in ("", one.reference) and not self.why_not(one, language)
        ]

    def record(self, partner: Partner, service: str, effect: str, target: str, **details: str) -> None:
        world = self.rules.world
        world.ledger.record(
            at=world.now(),
            stage=STAGE,
            account=partner.name,
            service=service,
            effect=effect,
            target=target,
            **details,
        )
