"""Walkthrough 10: `kill -9` of a worker in the middle of a thousand pushes; another takes over within ten seconds, and
the sandbox's ledger shows each effect once.

A hundred pushes in the suite; WALK_10_PUSHES=1000 runs the full size, on a machine with nothing else to do.
"""

from __future__ import annotations

import os
import time
from collections import Counter

import pytest

from forain.hub.connections.models import Connection
from forain.hub.orders import actions
from forain.hub.orders.models import Order, Stand
from forain.hub.outbox.models import Command, Hold, State
from tests.conftest import Playground
from tests.crash.test_kill import all_ended, until, worker

PUSHES = int(os.environ.get("WALK_10_PUSHES", "100"))
FULL = PUSHES >= 1000
#: Seconds until somebody else has what the dead worker held. Beside other tests a machine is slower than its promise.
WITHIN = 10.0 if FULL else 20.0


def sell(playground: Playground, count: int) -> None:
    """So many sales of one item that wait for an answer, and no quota in the way."""
    playground.sandbox.control("rakuten_fr/account", calls_per_hour=1_000_000)
    Connection.objects.update(calls_per_hour=1_000_000)
    for _ in range(count):
        playground.sandbox.control("rakuten_fr/sale", mode="Suivi")
    playground.sync()


def accept_everything() -> int:
    orders = Order.objects.filter(state=Stand.AWAITING_ACCEPTANCE, connection__marketplace_id="rakuten_fr")
    for order in orders:
        lines = [line for line in order.lines.all() if line.fulfilment == Stand.AWAITING_ACCEPTANCE]
        actions.accept(order, lines, actor="marie")
    return Command.objects.count()


def under_way() -> dict[object, int]:
    """Commands that somebody is sending, with the fence of the claim."""
    return dict(Command.objects.filter(state=State.SENDING).values_list("pk", "fence"))


def taken_over(held: dict[object, int]) -> bool:
    """Each of them was claimed anew, or has ended."""
    rows = Command.objects.filter(pk__in=list(held)).exclude(state=State.CONFIRMED)
    return all(fence > held[pk] for pk, fence in rows.values_list("pk", "fence"))


@pytest.mark.slow
@pytest.mark.timeout(240 if not FULL else 1200)
def test_a_worker_is_killed_in_the_middle_of_its_pushes(playground: Playground) -> None:
    sell(playground, PUSHES)
    playground.sandbox.fault("slow", service="acceptsale", delay=0.4)
    asked = accept_everything()
    assert asked >= PUSHES
    with worker() as first:
        until(lambda: Command.objects.filter(state=State.CONFIRMED).count() >= PUSHES // 10, 60, "a tenth")
        until(lambda: len(under_way()) > 3, 20, "a few under way")
        with worker():
            first.kill()
            died = time.monotonic()
            first.join()
            held = under_way()
            assert held, "the kill must leave something in the middle"
            until(lambda: taken_over(held), 60, "the take-over")
            took = time.monotonic() - died
            playground.sandbox.engine.faults.clear()
            until(all_ended, 120 if not FULL else 900, "the end of every command")
    effects = Counter(playground.effects("accepted"))
    assert set(effects.values()) == {1}, "each effect once"
    assert len(effects) == asked == Command.objects.filter(state=State.CONFIRMED).count()
    assert not Hold.objects.exists()
    assert took <= WITHIN, f"taken over after {took:.1f} s"
    print(f"{asked} pushes, {len(held)} under way at the kill, taken over after {took:.1f} s")
