"""The remembered first visit is a first visit: the same rows, the same ledger, and the next visit finds nothing new."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from tests import first_visit
from tests.conftest import Playground

#: What differs between two visits of the same world: our identifiers, moments, addresses, what is sealed or packed
#: (bytes), fingerprints of answers that tell a moment, how long an exchange took, how far a clock seemed ahead.
_DIFFERS = re.compile(
    rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|127\.0\.0\.1:\d+|x[0-9a-f]{40,}|[0-9a-f]{16,}"
    rb"|\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d+)?)?(\+\d\d(:\d\d)?|Z)?)?|\w+, \d\d \w+ \d{4} [\d:]+ GMT"
    rb"|\d+(?=\t(GET|POST)\t)|-?[\d.]+(?=\t\\N\t\[\]$)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What one playground looks like, without what differs from one to the next."""

    rows: dict[str, Counter[bytes]]
    ledger: list[tuple[str, str, str]]


def told(playground: Playground) -> Told:
    return Told(
        rows={table: plain(rows) for table, rows in first_visit.everything().items()},
        ledger=[(one.effect, one.target, one.by) for one in playground.sandbox.ledger.entries],
    )


def plain(rows: bytes) -> Counter[bytes]:
    return Counter(_DIFFERS.sub(b"it", rows).splitlines())


@contextmanager
def another() -> Iterator[Playground]:
    """A merchant of the same world in an empty database."""
    from forain.hub.testing import emptied
    from forain.hub.workspaces.models import Workspace
    from forain.sandbox.inprocess import Sandbox

    sandbox = Sandbox(seed=7)
    with sandbox.listen() as url, emptied():
        yield Playground(sandbox, url, Workspace.objects.create(name="Atelier Lumière"))


def after(step: Callable[[Playground], None]) -> tuple[Told, Told]:
    """What a step leaves, and what one more visit makes of it."""
    with another() as playground:
        step(playground)
        left = told(playground)
        playground.sync()
        return left, told(playground)


def never() -> None:
    raise AssertionError("visited for real, though the first visit is known")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """As journeys have it."""
    from forain.hub.sync import asking

    monkeypatch.setattr(asking, "MONEY_LIMIT", 2)


def test_what_is_remembered_is_what_a_visit_leaves(small: None) -> None:
    """Row for row of every table, effect for effect of the ledger, and also after the visit that follows."""
    after(Playground.first_visit)  # from here on it is remembered
    visited = after(Playground.sync)
    remembered = after(lambda playground: first_visit.first_visit(playground, never))
    for real, other in zip(visited, remembered, strict=True):
        assert other.ledger == real.ledger
        for table, rows in real.rows.items():
            assert other.rows[table] == rows, table
    assert visited[0].rows["orders_order"].total() > 50
