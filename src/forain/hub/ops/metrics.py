"""Prometheus metrics, made from `facts.py` at scrape time: right with several processes, and never a secret in a label."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TypeVar

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from forain.__about__ import __version__
from forain.hub.ops import facts

#: A tuple with one value for each label of its gauge.
Labels = TypeVar("Labels", bound=tuple[str, ...])

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
#: Exchanges are counted over this span, because old ones are deleted.
SPAN = timedelta(hours=1)


def exposition() -> bytes:
    """Everything, in Prometheus' text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Hub())
    return generate_latest(registry)


class _Hub(Collector):
    def collect(self) -> Iterator[Metric]:
        yield _gauge("build_info", "Version that runs", ("version",), {(__version__,): 1})
        yield from _work()
        yield from _reading()
        yield from _engine()


def _work() -> Iterator[Metric]:
    yield _gauge("orders", "Orders by state", ("marketplace", "state"), facts.orders_by_state())
    yield _gauge("commands", "Commands by state", ("kind", "state"), facts.commands_by_state())
    todos = {(kind,): count for kind, count in facts.open_todos().items()}
    yield _gauge("open_todos", "Open to-dos by kind", ("kind",), todos)


def _reading() -> Iterator[Metric]:
    yield _gauge(
        "connections",
        "Connections by mode and health",
        ("marketplace", "mode", "health"),
        facts.connections_by_health(),
    )
    yield _gauge(
        "exchanges_last_hour",
        "Calls of the last hour by outcome",
        ("marketplace", "service", "outcome"),
        facts.exchanges_by_outcome(SPAN),
    )
    yield _gauge("calls", "Calls ever made", ("marketplace", "service"), facts.calls_by_service())
    yield from _visits()


def _visits() -> Iterator[Metric]:
    found = facts.readings()
    ages = {(market, name): age for market, name, age, _, _ in found if age is not None}
    overdue = {(market, name): due for market, name, _, due, _ in found}
    failing = {(market, name): count for market, name, _, _, count in found}
    labels = ("marketplace", "resource")
    yield _gauge("reading_age_seconds", "Longest time since a good read", labels, ages)
    yield _gauge("reading_overdue_seconds", "Longest time a read is past its due time", labels, overdue)
    yield _gauge("readings_failing", "Readings whose last try failed", labels, failing)


def _engine() -> Iterator[Metric]:
    due = {(kind,): age for kind, age in facts.oldest_due().items()}
    yield _gauge("oldest_due_seconds", "How long the oldest due work waits", ("work",), due)
    yield _gauge("jobs", "Wake-ups by queue and state", ("queue", "state"), facts.job_depths())
    ages = facts.worker_ages()
    alive = sum(age <= facts.WORKER_SECONDS for age in ages)
    yield _gauge("workers_alive", "Workers seen recently", (), {(): alive})
    youngest = {(): min(ages)} if ages else {}
    yield _gauge("worker_heartbeat_age_seconds", "Since the last word of any worker", (), youngest)
    yield _gauge("database_bytes", "Size of the database", (), {(): facts.database_size()})


def _gauge(
    name: str, words: str, labels: tuple[str, ...], values: Mapping[Labels, float]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"forain_{name}", words, labels=labels)
    for label_values, value in sorted(values.items()):
        family.add_metric(label_values, value)
    return family
