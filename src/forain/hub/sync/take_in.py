"""One page of observations becomes facts: each order in one short transaction, with its to-dos and seen commands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from forain.connect.contract import Observation, Page
from forain.hub.connections.models import Connection, Mode
from forain.hub.inbox.intake import take_attention, take_talk
from forain.hub.inbox.models import TodoKind
from forain.hub.inbox.of_orders import follow, report
from forain.hub.inbox.todos import Cause, open_todo, resolve_key
from forain.hub.journal.unit import Unit, unit
from forain.hub.orders.detail import take_detail
from forain.hub.orders.intake import take_order
from forain.hub.orders.taken import Taken
from forain.hub.outbox.seen import mark_seen
from forain.hub.returns.intake import take_return
from forain.hub.returns.models import Return, Stage
from forain.trade import order as trade
from forain.trade.conversation import Attention, LineDetail
from forain.trade.lifecycle import Fulfilment
from forain.trade.returns import Return as SeenReturn


@dataclass(slots=True)
class Report:
    """What a page brought: how many observations, how many changed something, lines worth asking about alone."""

    seen: int = 0
    changed: int = 0
    ask: list[str] = field(default_factory=list)


def take_page(connection: Connection, page: Page, at: datetime, *, whole_list: bool = False) -> Report:
    """`at`: when the call began. `whole_list`: the page is the marketplace's complete to-do list."""
    report_ = Report(seen=len(page.observations))
    attention = [one for one in page.observations if isinstance(one, Attention)]
    for observation in page.observations:
        report_.changed += _take(connection, observation, page.exchange_id, at)
    if attention or whole_list:
        report_.ask = _take_list(connection, attention, page.exchange_id)
    return report_


def _take(connection: Connection, observation: Observation, exchange_id: str, at: datetime) -> bool:
    if isinstance(observation, Attention):
        return False
    with unit(connection.workspace_id) as work:
        if isinstance(observation, trade.Order):
            return _order(work, connection, observation, exchange_id, at)
        if isinstance(observation, LineDetail):
            return _detail(work, connection, observation, exchange_id, at)
        return _return(work, connection, observation, exchange_id, at)


def _order(work: Unit, connection: Connection, seen: trade.Order, exchange_id: str, at: datetime) -> bool:
    taken = take_order(work, connection, seen, at=at, exchange_id=exchange_id)
    _follow(work, connection, taken, exchange_id)
    return taken.changed


def _follow(work: Unit, connection: Connection, taken: Taken, exchange_id: str) -> None:
    if taken.changed or taken.signals:
        follow(work, taken.order, connection)
        report(work, taken.order, connection, taken.signals)
    standing = {line.reference: Fulfilment(line.fulfilment) for line in taken.order.lines.all()}
    mark_seen(work, taken.order.pk, standing, exchange_id)


def _detail(work: Unit, connection: Connection, seen: LineDetail, exchange_id: str, at: datetime) -> bool:
    taken, line = take_detail(work, connection, seen, at=at, exchange_id=exchange_id)
    if taken is None or line is None:
        return False
    take_talk(work, connection, line, seen, exchange_id=exchange_id)
    _follow(work, connection, taken, exchange_id)
    return taken.changed


def _return(work: Unit, connection: Connection, seen: SeenReturn, exchange_id: str, at: datetime) -> bool:
    row, changed = take_return(work, connection, seen, at=at, exchange_id=exchange_id)
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
