"""One page of observations becomes facts: each order in one short transaction, with its to-dos and seen commands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from forain.connect.contract import Observation, Page
from forain.hub.connections.models import Connection, Mode
from forain.hub.inbox.intake import take_attention, take_talk
from forain.hub.inbox.models import TodoKind
from forain.hub.inbox.of_commands import expire_overtaken, expire_returns
from forain.hub.inbox.of_orders import follow, report
from forain.hub.inbox.todos import Cause, open_todo, resolve_key
from forain.hub.journal.unit import Unit, unit
from forain.hub.offers import reserving
from forain.hub.orders.detail import take_detail
from forain.hub.orders.intake import take_order
from forain.hub.orders.money import take_money
from forain.hub.orders.recognised import recognise
from forain.hub.orders.taken import Taken
from forain.hub.outbox.seen import mark_seen
from forain.hub.returns.intake import take_return
from forain.hub.returns.models import Return, Stage
from forain.hub.returns.seen import mark_seen as mark_return_seen
from forain.trade import order as trade
from forain.trade.billing import OrderMoney
from forain.trade.conversation import Attention, LineDetail
from forain.trade.lifecycle import Fulfilment
from forain.trade.returns import Return as SeenReturn


@dataclass(slots=True)
class Report:
    """What a page brought: how many observations, how many changed something, lines worth asking about alone."""

    seen: int = 0
    changed: int = 0
    ask: list[str] = field(default_factory=list)
    created: list[str] = field(default_factory=list)  #: references of orders nobody had seen
    moved: list[str] = field(default_factory=list)  #: references of known orders that changed
    sold: set[str] = field(default_factory=set)  #: SKUs whose reservations changed

    def add(self, other: Report) -> None:
        self.seen += other.seen
        self.changed += other.changed
        self.ask += other.ask
        self.created += other.created
        self.moved += other.moved
        self.sold |= other.sold


def take_page(connection: Connection, page: Page, at: datetime, *, whole_list: bool = False) -> Report:
    """`at`: when the call began. `whole_list`: the page is the marketplace's complete to-do list."""
    report_ = Report(seen=len(page.observations))
    attention = [one for one in page.observations if isinstance(one, Attention)]
    known = _known(connection, page.observations, at)
    try:
        for observation in page.observations:
            if not (isinstance(observation, trade.Order) and observation.reference in known):
                _take(report_, connection, observation, page.exchange_id, at)
    finally:
        if report_.sold:
            reserving.apply_soon(connection.workspace_id, report_.sold)
    if attention or whole_list:
        report_.ask = _take_list(connection, attention, page.exchange_id)
    return report_


def _known(connection: Connection, observations: Sequence[Observation], at: datetime) -> frozenset[str]:
    """Orders that say nothing new. Only where the page is a list of orders: beside details, the order of both counts."""
    orders = [one for one in observations if isinstance(one, trade.Order)]
    return recognise(connection, orders, at) if orders and len(orders) == len(observations) else frozenset()


def _take(
    report_: Report, connection: Connection, observation: Observation, exchange_id: str, at: datetime
) -> None:
    if isinstance(observation, Attention):
        return
    with unit(connection.workspace_id) as work:
        if isinstance(observation, SeenReturn):
            report_.changed += _return(work, connection, observation, exchange_id, at)
            return
        taken = _taken(work, connection, observation, exchange_id, at)
        if taken is not None:
            report_.sold |= _follow(work, connection, taken, exchange_id)
            report_.changed += taken.changed
    if taken is not None and taken.changed:
        (report_.created if taken.created else report_.moved).append(taken.order.reference)


def _taken(
    work: Unit,
    connection: Connection,
    observation: trade.Order | LineDetail | OrderMoney,
    exchange_id: str,
    at: datetime,
) -> Taken | None:
    if isinstance(observation, trade.Order):
        return take_order(work, connection, observation, at=at, exchange_id=exchange_id)
    if isinstance(observation, OrderMoney):
        return take_money(work, connection, observation, exchange_id=exchange_id)
    return _detail(work, connection, observation, exchange_id, at)


def _follow(work: Unit, connection: Connection, taken: Taken, exchange_id: str) -> frozenset[str]:
    """SKUs of which something was sold or given back."""
    if taken.changed or taken.signals:
        follow(work, taken.order, connection, new=taken.created)
        report(work, taken.order, connection, taken.signals)
    standing = {line.reference: Fulfilment(line.fulfilment) for line in taken.order.lines.all()}
    if not taken.created:  # nobody can have asked for anything yet
        mark_seen(work, taken.order.pk, standing, exchange_id)
        if taken.changed:
            expire_overtaken(work, taken.order)
    return reserving.reserve(taken.order, new=taken.created) if taken.changed else frozenset()


def _detail(
    work: Unit, connection: Connection, seen: LineDetail, exchange_id: str, at: datetime
) -> Taken | None:
    taken, line = take_detail(work, connection, seen, at=at, exchange_id=exchange_id)
    if taken is not None and line is not None:
        take_talk(work, connection, line, seen, exchange_id=exchange_id)
    return taken


def _return(work: Unit, connection: Connection, seen: SeenReturn, exchange_id: str, at: datetime) -> bool:
    row, changed = take_return(work, connection, seen, at=at, exchange_id=exchange_id)
    mark_return_seen(work, row, exchange_id)
    expire_returns(work, row)
    _decide_return(work, connection, row)
    return changed


def _decide_return(work: Unit, connection: Connection, row: Return) -> None:
    key = f"return:{row.pk}"
    if row.state not in (Stage.AWAITING_LABEL, Stage.AWAITING_RECEIPT, Stage.UNMAPPED):
        resolve_key(work, key, "observation")
        return
    open_todo(
        work,
        connection,
        Cause(
            kind=TodoKind.UNMAPPED_STATE if row.state == Stage.UNMAPPED else TodoKind.RETURN_TO_DECIDE,
            key=key,
            subject=row.reference,
            order_id=row.order_id,
            facts={"title": row.title, "reason": row.reason, "state": row.state},
            exchange_id=row.exchange_id,
        ),
    )


def _take_list(connection: Connection, listed: Iterable[Attention], exchange_id: str) -> list[str]:
    with unit(connection.workspace_id) as work:
        alone = connection.mode == Mode.LIVE
        return take_attention(work, connection, listed, exchange_id=exchange_id, reads_alone=alone)
