"""What happens in the pretend world: who may do what, and what follows. Knows no HTTP and no document.

Rules of orders: spartoo.md section 14; of returns: section 15; of calls: sections 4 and 9.
"""

from __future__ import annotations

import random
from collections import deque
from datetime import datetime, timedelta
from typing import Final

from forain.marketplaces.spartoo import decisions
from forain.marketplaces.spartoo.sandbox import state as st
from forain.marketplaces.spartoo.sandbox.state import Order, Partner, Return, State
from forain.sandbox.world import World

STAGE: Final = "spartoo"
MOVE_RETURN: Final = "spartoo.return.move"
OPEN_RETURN: Final = "spartoo.return.open"

#: To which status a seller may move an order, and from where (xml_maj_orders, "allowed changes").
ALLOWED: dict[int, frozenset[int]] = {
    st.PREPARING: frozenset({st.VERIFIED}),
    st.SHIPPED: frozenset({st.PREPARING}),
    st.CANCELLED: frozenset({st.VERIFIED, st.PREPARING, st.LOST, st.UNDELIVERED}),
    st.LOST: frozenset({st.SHIPPED}),
    st.UNDELIVERED: frozenset({st.SHIPPED}),
}

EFFECTS: dict[int, str] = {
    st.PREPARING: "accepted",
    st.SHIPPED: "shipped",
    st.CANCELLED: "cancelled",
    st.LOST: "lost",
    st.UNDELIVERED: "undeliverable",
}

#: How a return goes on by itself: after so many hours, to one of these, as likely as they are often named.
PROGRESS: dict[int, tuple[tuple[int, int], tuple[int, ...]]] = {
    st.AWAITING_LABEL: ((12, 48), (st.AWAITING_RECEIPT,)),
    st.AWAITING_RECEIPT: ((48, 168), (st.ACCEPTED, st.ACCEPTED, st.ACCEPTED, st.REFUSED)),
    st.ACCEPTED: ((24, 96), (st.REFUND, st.REFUND, st.PAID)),
}

REASONS: Final = ("size", "colour", "defect", "late", "mind", "other")

#: One shipped order in so many comes back by itself.
ONE_RETURN_IN: Final = 7


class Refusal(Exception):
    """The call fails with a code of Spartoo's table."""

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(str(code))


class Rules:
    """The pretend Spartoo. `state` may be replaced as a whole (restore).

    `dice` are the stage's own, from the world's seed, so that other stages change nothing here.
    """

    def __init__(self, world: World, state: State) -> None:
        self.world = world
        self.state = state
        self.dice = random.Random(f"{STAGE} {world.seed}")
        world.on(MOVE_RETURN, self.return_goes_on)
        world.on(OPEN_RETURN, self.buyer_returns)

    # Calls ------------------------------------------------------------------------------------------------

    def admit(self, secret: str, service: str) -> Partner:
        """The caller, in the order of checks -1, -2, -428, -429 (section 4); counts the call."""
        if not secret:
            raise Refusal(-1)
        partner = self.state.partners.get(secret)
        if partner is None:
            raise Refusal(-2)
        if not partner.active:
            raise Refusal(-428)
        self._count(partner, service)
        return partner

    def _count(self, partner: Partner, service: str) -> None:
        """A refused call is not counted, so that a client who keeps asking gets in after the hour."""
        now = self.world.now()
        calls = self.state.calls.setdefault((partner.name, service), deque())
        while calls and calls[0] <= now - decisions.QUOTA_WINDOW:
            calls.popleft()
        if len(calls) >= self.state.switches.calls_per_hour:
            raise Refusal(-429)
        calls.append(now)

    def calls(self, partner: Partner) -> dict[str, int]:
        """How many calls count by service."""
        return {service: len(at) for (name, service), at in self.state.calls.items() if name == partner.name}

    def forget_calls(self, partner: Partner) -> None:
        for key in [one for one in self.state.calls if one[0] == partner.name]:
            del self.state.calls[key]

    # What a seller reads ----------------------------------------------------------------------------------

    def orders(
        self, partner: Partner, site: str, since: datetime | None, oid: str, statut: int | None
    ) -> list[Order]:
        """Orders of a site, oldest first; all conditions together (xml_export_orders, "Not documented")."""
        if since is None and not oid:
            raise Refusal(-3)
        known = self.state.orders
        candidates = known.values() if not oid else [known[oid]] if oid in known else []
        found = [
            one
            for one in candidates
            if one.partner == partner.name
            and one.site == site
            and (since is None or one.placed_at >= since)
            and statut in (None, one.status)
        ]
        return sorted(found, key=lambda one: (one.placed_at, one.id))

    def returns(
        self, partner: Partner, site: str, since: datetime | None, oid: str, rid: str, statut: int | None
    ) -> list[Return]:
        """Returns of a site, oldest first; all conditions together (xml_export_returns)."""
        if since is None and not oid and not rid:
            raise Refusal(-3)
        found = [
            one
            for one in self.state.returns.values()
            if one.partner == partner.name
            and one.site == site
            and (not oid or one.order == oid)
            and (not rid or one.id == rid)
            and (since is None or one.opened_at >= since)
            and statut in (None, one.status)
        ]
        return sorted(found, key=lambda one: (one.opened_at, one.id))

    def any_return(self, partner: Partner) -> Return | None:
        return next((one for one in self.state.returns.values() if one.partner == partner.name), None)

    # What a seller changes --------------------------------------------------------------------------------

    def find_order(self, partner: Partner, site: str, oid: str) -> Order:
        """The order a seller wants to change, -6 when it is not his or belongs to another site."""
        order = self.state.orders.get(oid)
        if order is None or order.partner != partner.name:
            raise Refusal(-6)
        if self.state.switches.changes_bound_to_site and order.site != site:
            raise Refusal(-6)
        return order

    def move_order(self, order: Order, to: int, tracking: str, service: str, by: str = "seller") -> None:
        """A seller's change of status; -9 for the present one, -7 for one that is not allowed from here."""
        if to == order.status:
            raise Refusal(-9)
        if order.status not in self._allowed_from(to):
            raise Refusal(-7)
        if to == st.SHIPPED and not tracking and self.state.switches.tracking_required:
            raise Refusal(-5)
        before = order.status
        order.status, order.changed_at = to, self.world.now()
        if to == st.SHIPPED:
            order.tracking = tracking
            self._maybe_return(order)
        details = {"tracking_number": order.tracking} if to == st.SHIPPED else {}
        self.tell(order, EFFECTS[to], service=service, by=by, before=str(before), status=str(to), **details)

    def _allowed_from(self, to: int) -> frozenset[int]:
        allowed = ALLOWED.get(to, frozenset())
        if to == st.CANCELLED and not self.state.switches.cancel_after_loss:
            return allowed - {st.LOST, st.UNDELIVERED}
        return allowed

    # What others do ---------------------------------------------------------------------------------------

    def place(self, order: Order, service: str = "buyer") -> Order:
        """A buyer has ordered, and Spartoo has checked the payment."""
        self.state.orders[order.id] = order
        self.reserve(order)
        self.tell(order, "ordered", service=service, by="buyer", site=order.site, status=str(order.status))
        return order

    def reserve(self, order: Order) -> None:
        """Ordered pieces leave the stock at purchase (xml_maj_orders, "effect on stock")."""
        for line in order.lines:
            parent = self.state.goods.get((order.partner, line.reference))
            child = parent.children.get(line.size_reference) if parent else None
            if child is not None:
                child.quantity = max(0, child.quantity - line.quantity)

    def cancel(self, order: Order, by: str) -> None:
        """Spartoo or the buyer cancels; not after shipment. ValueError when it is too late."""
        if order.status not in (st.VERIFIED, st.PREPARING):
            raise ValueError(f"Order {order.id} is in status {order.status}; only 11 and 2 can be cancelled.")
        before, order.status, order.changed_at = order.status, st.CANCELLED, self.world.now()
        self.tell(order, "cancelled", service="control", by=by, before=str(before), status="41")

    def change_address(self, order: Order, recipient: st.Person) -> None:
        """The buyer moves; only before acceptance (spartoo.md section 14: frozen from 2 on)."""
        if order.status != st.VERIFIED:
            raise ValueError(
                f"Order {order.id} is in status {order.status}; its address is frozen since it was accepted."
            )
        order.recipient, order.changed_at = recipient, self.world.now()
        self.tell(order, "address_changed", service="control", by="buyer", city=recipient.city)

    def open_return(self, order: Order, line: int, reason: str, status: int, service: str) -> Return:
        """The buyer sends one line back; 14 when the seller has to supply the label, else 2."""
        if order.status != st.SHIPPED:
            raise ValueError(
                f"Order {order.id} is in status {order.status}; only shipped orders (3) come back."
            )
        opened = Return(
            id=self.new_return_id(),
            partner=order.partner,
            site=order.site,
            order=order.id,
            status=status,
            opened_at=self.world.now(),
            reason=reason,
            line=order.lines[line],
        )
        self.state.returns[opened.id] = opened
        self.tell_return(opened, "return_opened", by="buyer", service=service)
        self.plan_return(opened)
        return opened

    def buyer_returns(self, target: str) -> None:
        """A planned return happens, unless the order took another way meanwhile."""
        order = self.state.orders.get(target)
        if order is None or order.status != st.SHIPPED:
            return
        dice = self.dice
        line = dice.randrange(len(order.lines))
        status = dice.choice((st.AWAITING_LABEL, st.AWAITING_RECEIPT))
        self.open_return(order, line, dice.choice(REASONS), status, "clock")

    def return_goes_on(self, target: str) -> None:
        """The next step of a return: label, receipt, decision, refund. `target` names return and status."""
        rid, _, planned = target.partition(":")
        case = self.state.returns.get(rid)
        if case is None or str(case.status) != planned:
            return  # a person was faster
        before = case.status
        case.status = self.dice.choice(PROGRESS[before][1])
        self.tell_return(case, "return_moved", by="marketplace", service="clock", before=str(before))
        self.plan_return(case)

    def set_return(self, case: Return, status: int) -> None:
        """Put a return where a story wants it; what follows from there is planned."""
        if case.status != status:
            before, case.status = case.status, status
            self.tell_return(case, "return_moved", by="marketplace", service="populate", before=str(before))
            self.plan_return(case)

    def plan_return(self, case: Return) -> None:
        """What follows by itself from where a return stands."""
        step = PROGRESS.get(case.status)
        if step is not None:
            wait = timedelta(hours=self.dice.randint(*step[0]))
            self.world.schedule(self.world.now() + wait, MOVE_RETURN, f"{case.id}:{case.status}")

    def _maybe_return(self, order: Order) -> None:
        if self.state.switches.returns_arise and self.dice.randrange(ONE_RETURN_IN) == 0:
            wait = timedelta(hours=self.dice.randint(72, 240))
            self.world.schedule(self.world.now() + wait, OPEN_RETURN, order.id)

    # Names and records ------------------------------------------------------------------------------------

    def new_order_id(self) -> str:
        """16 upper-case hexadecimal characters (spartoo.md section 13)."""
        return f"{self.dice.getrandbits(64):016X}"

    def new_return_id(self) -> str:
        """Six upper-case letters (section 13)."""
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        while True:
            name = "".join(self.dice.choices(letters, k=6))
            if name not in self.state.returns:
                return name

    def new_token(self) -> str:
        """The unguessable part of an address given to a seller."""
        return f"{self.dice.getrandbits(128):032x}"

    def tell(self, order: Order, effect: str, *, service: str, by: str = "seller", **details: str) -> None:
        self.world.ledger.record(
            at=self.world.now(),
            stage=STAGE,
            account=order.partner,
            service=service,
            effect=effect,
            target=order.id,
            by=by,
            **details,
        )

    def tell_return(
        self, case: Return, effect: str, *, service: str, by: str, target: str = "", **details: str
    ) -> None:
        self.world.ledger.record(
            at=self.world.now(),
            stage=STAGE,
            account=case.partner,
            service=service,
            effect=effect,
            target=target or case.id,
            by=by,
            order=case.order,
            status=str(case.status),
            **details,
        )
