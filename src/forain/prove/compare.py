"""The hub held against the truth, order by order and command by command."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forain.prove.people import Seller
from forain.prove.truth import EFFECTS, TrueOrder, Truth
from forain.trade.commands import CommandKind

if TYPE_CHECKING:
    from forain.hub.orders.models import Order
    from forain.hub.outbox.models import Command

#: How many examples of a broken promise are told.
SHOWN = 20


@dataclass(slots=True)
class Found:
    """One promise: how often it was broken, and examples."""

    count: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, what: str) -> None:
        self.count += 1
        if len(self.examples) < SHOWN:
            self.examples.append(what)


#: The promises, in the order in which they are told.
PROMISES = (
    "lost",  # orders or lines that the marketplace has and the hub has not
    "duplicated",  # orders or lines that the hub has twice, or that the marketplace does not have
    "twice",  # effects applied more often than they were asked for
    "unending",  # commands without an end
    "untrue",  # commands whose end is not what the marketplace shows
    "untold",  # orders whose webhook never came
    "apart",  # lines that stand elsewhere than the marketplace says
)


@dataclass(slots=True)
class Findings:
    """What the comparison found, with the to-dos that are left for a person."""

    broken: dict[str, Found] = field(default_factory=lambda: {name: Found() for name in PROMISES})
    orders: int = 0
    lines: int = 0
    effects: int = 0
    commands: Counter[str] = field(default_factory=Counter)
    needs_person: list[dict[str, str]] = field(default_factory=list)

    @property
    def kept(self) -> bool:
        return not any(found.count for found in self.broken.values())


def compare(truth: Truth, sellers: Sequence[Seller], told: Container[str]) -> Findings:
    """Everything, from both sides. `told`: the orders a webhook came for."""
    found = Findings(orders=len(truth.orders), effects=truth.effects.total())
    _orders(found, truth, sellers)
    _events(found)
    for order in truth.orders.values():
        if order.reference not in told:
            found.broken["untold"].add(f"order {order.stage}/{order.reference}")
    _commands(found, truth, {seller.connection: seller for seller in sellers})
    return found


def _orders(found: Findings, truth: Truth, sellers: Sequence[Seller]) -> None:
    from forain.hub.orders.models import Order

    true = {(one.stage, one.account, one.reference): one for one in truth.orders.values()}
    ours: dict[tuple[str, str, str], list[Order]] = defaultdict(list)
    by_connection = {seller.connection: seller for seller in sellers}
    for order in Order.objects.prefetch_related("lines").iterator(chunk_size=500):
        seller = by_connection[order.connection_id]
        ours[seller.stage, seller.account, order.reference].append(order)
    for key in true.keys() - ours.keys():
        found.broken["lost"].add(f"order {'/'.join(key)}")
    for key in ours.keys() - true.keys():
        found.broken["duplicated"].add(f"order {'/'.join(key)} does not exist")
    for key in ours.keys() & true.keys():
        if len(ours[key]) > 1:
            found.broken["duplicated"].add(f"order {'/'.join(key)}: {len(ours[key])} rows")
        _lines(found, true[key], ours[key][0])


def _lines(found: Findings, true: TrueOrder, order: Order) -> None:
    rows = list(order.lines.all())
    found.lines += len(true.lines)
    where = f"order {true.stage}/{true.reference}"
    names = [row.reference for row in rows] if true.named else [str(row.position) for row in rows]
    for name in true.lines.keys() - set(names):
        found.broken["lost"].add(f"{where}: line {name}")
    for name in [*(set(names) - true.lines.keys()), *(n for n, times in Counter(names).items() if times > 1)]:
        found.broken["duplicated"].add(f"{where}: line {name}")
    for name, row in zip(names, rows, strict=True):
        wanted = true.lines.get(name)
        if wanted is not None and row.fulfilment != wanted.value:
            found.broken["apart"].add(f"{where}: line {name} is {wanted}, we say {row.fulfilment}")


def _events(found: Findings) -> None:
    """The journal tells of each order once, and of each end of a command once."""
    from django.db.models import Count

    from forain.hub.journal.models import Event

    once = ("order.seen", "command.confirmed", "command.rejected", "command.seen", "command.needs_person")
    rows = Event.objects.filter(kind__in=once).values("kind", "subject")
    for row in rows.annotate(times=Count("id")).filter(times__gt=1):
        found.broken["duplicated"].add(f"event {row['kind']} of {row['subject']}: {row['times']} times")


def _commands(found: Findings, truth: Truth, sellers: Mapping[uuid.UUID, Seller]) -> None:
    from forain.hub.outbox.models import OPEN, Command, Hold

    asked: Counter[tuple[str, str, str]] = Counter()
    sure: Counter[tuple[str, str, str]] = Counter()
    unsure: Counter[tuple[str, str, str]] = Counter()
    for command in Command.objects.iterator():
        found.commands[f"{command.kind} {command.state}"] += 1
        if command.state in OPEN:
            found.broken["unending"].add(_named(command))
        for key in _effects(command, sellers[command.connection_id].stage):
            asked[key] += 1
            sure[key] += _is_sure(command)
            unsure[key] += _may_be_ours(command)
        if command.state == "needs_person":
            found.needs_person.append(_for_person(command, truth, sellers[command.connection_id].stage))
    for hold in Hold.objects.select_related("command").exclude(command__state__in=list(OPEN)):
        found.broken["unending"].add(f"{_named(hold.command)} still holds a line")
    _held_against(found, truth.effects, asked, sure, unsure)


def _held_against(
    found: Findings,
    effects: Counter[tuple[str, str, str]],
    asked: Counter[tuple[str, str, str]],
    sure: Counter[tuple[str, str, str]],
    unsure: Counter[tuple[str, str, str]],
) -> None:
    for key in effects.keys() | asked.keys():
        times, name = effects[key], " ".join(key)
        if times > asked[key]:
            found.broken["twice"].add(f"{name}: applied {times} times, asked for {asked[key]} times")
        elif times > sure[key] + unsure[key]:
            found.broken["untrue"].add(f"{name}: applied {times} times, told of {sure[key]} times")
        elif times < sure[key]:
            found.broken["untrue"].add(f"{name}: told of {sure[key]} times, applied {times} times")


def _is_sure(command: Command) -> bool:
    """Whether its end says that the effect is ours and there."""
    from forain.hub.outbox.models import ENDED_FIRST

    return command.state == "confirmed" and command.outcome_code in ("confirmed", ENDED_FIRST)


def _may_be_ours(command: Command) -> bool:
    """Nobody claims to know who did it: a person is asked, or the marketplace showed it already."""
    return command.state == "needs_person" or command.outcome_code == "already"


def _effects(command: Command, stage: str) -> list[tuple[str, str, str]]:
    """The keys of the ledger a command may have left: one a line where lines are moved alone."""
    effect = EFFECTS[stage].get(CommandKind(command.kind))
    if effect is None:
        return []
    targets = command.line_references if stage == "rakuten_fr" else [command.order_reference]
    return [(stage, effect, target) for target in targets]


def _for_person(command: Command, truth: Truth, stage: str) -> dict[str, str]:
    applied = all(truth.effects[key] for key in _effects(command, stage))
    return {
        "command": str(command.pk),
        "kind": command.kind,
        "order": command.order_reference,
        "reason": command.outcome_code,
        "words": command.outcome_words,
        "truth": "applied" if applied else "not applied",
    }


def _named(command: Command) -> str:
    return f"{command.kind} {command.order_reference} {command.line_references} is {command.state}"
