"""What all rules stand on: the shop's state, the shared world, and how effects and history are written down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from forain.marketplaces.rakuten_fr import decisions
from forain.marketplaces.rakuten_fr.sandbox.state import Account, Item, LogEntry, Purchase, Shop
from forain.sandbox.world import World
from forain.wire.values import PARIS

STAGE: Final = "rakuten_fr"

#: First number of each kind of object.
_FIRST: Final = {
    "purchase": 700000100,
    "item": 910000500,
    "mail": 2900000000,
    "seller": 40100199,
    "file": 300012344,
    "product": 40112232,
    "advert": 990011222,
    "payout": 811,
    "invoice": 55000,
    "operation": 600000000,
    "licence": 76,
}


@dataclass(slots=True)
class Ground:
    """`at` is set while history is being invented: then time stands there and the ledger stays silent."""

    world: World
    shop: Shop = field(default_factory=Shop)
    at: datetime | None = None

    def now(self) -> datetime:
        """The moment rules work at."""
        return self.at or self.world.now()

    @contextmanager
    def back_at(self, moment: datetime) -> Iterator[None]:
        """Let something have happened at `moment`."""
        before, self.at = self.at, moment
        try:
            yield
        finally:
            self.at = before

    def number(self, kind: str) -> str:
        """The next identifier of a kind."""
        number = self.shop.last_number.get(kind, _FIRST[kind]) + 1
        self.shop.last_number[kind] = number
        return str(number)

    def sale_of(self, item: Item) -> Purchase:
        return self.shop.sales[item.sale_id]

    def seller_of(self, item: Item) -> Account:
        return self.shop.accounts[self.sale_of(item).seller]

    def items_of(self, sale: Purchase) -> list[Item]:
        return [self.shop.items[one] for one in sale.items]

    def log(self, item: Item, code: str, description: str, complement: str = "") -> None:
        """A line of the item's history."""
        item.logs.append(LogEntry(at=self.now(), code=code, description=description, complement=complement))

    def effect(self, item: Item, effect: str, *, service: str, by: str = "seller", **details: str) -> None:
        """An entry of the ledger."""
        if self.at is not None:
            return
        self.world.ledger.record(
            at=self.now(),
            stage=STAGE,
            account=self.sale_of(item).seller,
            service=service,
            effect=effect,
            target=item.id,
            by=by,
            **details,
        )

    def later(self, after: timedelta, what: str, item: Item) -> None:
        """Let something fall due."""
        self.world.schedule(self.now() + after, f"{STAGE}.{what}", item.id)

    def pay_on(self, login: str, moment: datetime) -> None:
        """Let a seller be paid on the first payout day from `moment` on; said twice, it is still one payout."""
        day = payout_day(moment)
        if (login, day) not in self.shop.planned:
            self.shop.planned.add((login, day))
            self.world.schedule(day, f"{STAGE}.payout", login)


def payout_day(moment: datetime) -> datetime:
    """The first Monday or Thursday morning from `moment` on."""
    local = moment.astimezone(PARIS)
    day = local.replace(hour=decisions.PAYOUT_HOUR, minute=0, second=0, microsecond=0)
    while day < local or day.weekday() not in decisions.PAYOUT_WEEKDAYS:
        day += timedelta(days=1)
    return day.astimezone(moment.tzinfo)
