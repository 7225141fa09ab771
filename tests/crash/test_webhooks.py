"""`kill -9` of a worker in the middle of its deliveries, and how soon an event arrives when nobody is killed."""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from collections.abc import Iterator

import pytest

from tests.conftest import Playground
from tests.crash.test_kill import until, worker
from tests.webhooks.happenings import deliveries, happen
from tests.webhooks.receiver import Receiver, Reply, receiving

#: Seconds from an event's commit to its arrival (the goal of the hand-off).
GOAL = 2.0


@pytest.fixture
def receiver(networks: None) -> Iterator[Receiver]:
    """On this machine, which workers started by the test may reach too."""
    with receiving() as one:
        yield one


@pytest.mark.proof
@pytest.mark.slow
def test_a_worker_killed_in_the_middle_of_its_deliveries_loses_none(
    playground: Playground, receiver: Receiver
) -> None:
    """Every event arrives at least once, always under the same id; what arrives twice is what was under way."""
    from forain.hub.orders.models import Order
    from forain.hub.webhooks.actions import add

    endpoint, _secret = add(playground.workspace, "erp", receiver.address, actor="test")
    before = len(events_of(playground))
    playground.sync()
    orders = list(Order.objects.order_by("pk")[:10])
    for order in orders:
        happen(order, 20)
    receiver.answer = lambda got, before: Reply(
        500 if before == 0 and got.event % 13 == 0 else 200, seconds=0.05
    )
    kills = 0
    while kills < 3:
        with worker() as process:
            seen = len(receiver.got)
            until(lambda seen=seen: len(receiver.got) > seen + 25, 40, "some deliveries")  # type: ignore[misc]
            process.kill()
            process.join()
            kills += 1
    with worker():
        until(
            lambda: not endpoint.deliveries.exclude(state="delivered").exists() and caught_up(endpoint),
            90,
            "the rest",
        )
    ids = defaultdict(set)
    for got in receiver.got:
        ids[got.event].add(got.id)
    rows = deliveries(endpoint)
    assert {row.event_id for row in rows} == set(ids)
    assert all(ids[row.event_id or 0] == {row.message_id} for row in rows)
    assert set(ids) == set(events_of(playground)[before:])
    taken_twice = len(receiver.got) - len(rows) - sum(event % 13 == 0 for event in ids)
    assert taken_twice <= kills * 8, "at most what was under way at each kill"


@pytest.mark.slow
def test_an_event_arrives_within_two_seconds(playground: Playground, receiver: Receiver) -> None:
    """From commit to arrival with one worker, at any moment of its rhythm."""
    from forain.hub.orders.models import Order
    from forain.hub.webhooks.actions import add

    playground.first_visit()
    order = Order.objects.order_by("pk")[0]
    add(playground.workspace, "erp", receiver.address, kinds=["order.changed"], actor="test")
    took = []
    with worker():
        happen(order)
        until(lambda: len(receiver.got) == 1, 30, "the first delivery")
        for number in range(12):
            time.sleep(0.13 * number % 1.0)
            begun = time.monotonic()
            happen(order)
            until(lambda number=number: len(receiver.got) == number + 2, 60, "a delivery")  # type: ignore[misc]
            took.append(receiver.got[-1].began - begun)
    print(f"event to delivery: median {statistics.median(took):.2f} s, longest {max(took):.2f} s")
    assert statistics.median(took) < GOAL
    assert sorted(took)[-2] < GOAL


def caught_up(endpoint: object) -> bool:
    from forain.hub.webhooks.models import Endpoint
    from forain.hub.webhooks.spread import last_event

    row = Endpoint.objects.get(pk=endpoint.pk)  # type: ignore[attr-defined]
    return row.cursor == last_event(row.workspace_id)


def events_of(playground: Playground) -> list[int]:
    from forain.hub.journal.models import Event

    return list(
        Event.objects.filter(workspace=playground.workspace).order_by("pk").values_list("pk", flat=True)
    )
