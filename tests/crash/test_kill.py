"""`kill -9` of a worker in the middle of its sends: another takes over, and the ledger shows each effect once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess

import pytest

from forain.hub.orders import actions
from forain.hub.orders.models import Line, Order, Stand
from forain.hub.outbox.models import Command, Hold, State
from tests.conftest import Playground
from tests.crash.worker import begin

ENDED = [State.CONFIRMED, State.REJECTED, State.SUPERSEDED, State.NEEDS_PERSON]


@contextmanager
def worker() -> Iterator[BaseProcess]:
    """A worker in a process of its own, killed at the latest when the block ends."""
    process = begin()
    try:
        yield process
    finally:
        process.kill()
        process.join()


def until(true: Callable[[], bool], seconds: float, what: str | Callable[[], str]) -> float:
    """Wait; how long it took. `what` is only worked out where it did not happen."""
    begun = time.monotonic()
    while not true():
        if time.monotonic() - begun > seconds:
            missing = what if isinstance(what, str) else what()
            pytest.fail(f"{missing} did not happen within {seconds} s")
        time.sleep(0.05)
    return time.monotonic() - begun


def sending() -> bool:
    return Command.objects.filter(state=State.SENDING).exists()


def all_ended() -> bool:
    return not Command.objects.exclude(state__in=ENDED).exists()


def ask_for_everything(playground: Playground) -> int:
    """Accept whatever waits in both marketplaces."""
    for order in Order.objects.filter(state=Stand.AWAITING_ACCEPTANCE):
        lines = [line for line in order.lines.all() if line.fulfilment == Stand.AWAITING_ACCEPTANCE]
        actions.accept(order, lines, actor="marie")
    return Command.objects.count()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["slow", "timeout_after", "timeout_before"])
def test_a_worker_killed_while_it_sends_is_replaced_and_every_effect_happens_once(
    playground: Playground, kind: str
) -> None:
    """Killed before, while and after the marketplace applied the effect: all end, none twice, none lost."""
    playground.first_visit()
    for service in ("acceptsale", "xml_maj_orders"):
        playground.sandbox.fault(kind, service=service, delay=3.0, probability=0.7, count=6)
    asked = ask_for_everything(playground)
    assert asked >= 10
    with worker() as first:
        until(sending, 20, "a send")
        time.sleep(0.3)
        first.kill()
        first.join()
    playground.sandbox.engine.faults.clear()
    left_open = Command.objects.filter(state=State.SENDING).count()
    assert left_open, "the kill must leave something in the middle"
    with worker():
        until(all_ended, 60, "the end of every command")
    accepted = Counter(playground.effects("accepted"))
    wanted = set(
        Line.objects.filter(connection=playground.rakuten, reference__in=accepted).values_list("reference")
    )
    assert wanted
    assert set(accepted.values()) == {1}, f"applied twice: {[key for key, n in accepted.items() if n > 1]}"
    assert Command.objects.filter(state=State.CONFIRMED).count() == len(accepted) == asked
    assert not Hold.objects.exists()


@pytest.mark.slow
def test_three_workers_at_once_make_no_duplicate(playground: Playground) -> None:
    """Three workers poll and send at the same time: one row an order, one event a fact, one effect a command."""
    from forain.hub.connections.models import Connection
    from forain.hub.journal.models import Event

    for connection in playground.connections:
        every = {f"every.{one.name}": "1" for one in connection.manifest.resources}
        Connection.objects.filter(pk=connection.pk).update(options=every, calls_per_hour=100000)
    with worker(), worker(), worker():
        until(
            lambda: Order.objects.filter(state=Stand.AWAITING_ACCEPTANCE).count() > 5, 40, "the first orders"
        )
        asked = ask_for_everything(playground)
        until(all_ended, 60, "the end of every command")
        until(
            lambda: not Command.objects.filter(state=State.CONFIRMED, seen_at=None).exists(), 60, "being seen"
        )
    assert Event.objects.filter(kind="order.seen").count() == Order.objects.count()
    assert Event.objects.filter(kind="command.confirmed").count() == asked
    assert Event.objects.filter(kind="command.seen").count() == asked
    assert set(Counter(playground.effects("accepted")).values()) == {1}
