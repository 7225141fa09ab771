"""A sandbox on a socket and a merchant connected to both of its marketplaces: journeys run over real bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from forain.hub.testing import emptied, prepare
from tests.first_visit import first_visit

prepare()

if TYPE_CHECKING:
    from forain.hub.connections.models import Connection
    from forain.hub.orders.models import Order
    from forain.hub.workspaces.models import Workspace
    from forain.sandbox.inprocess import Sandbox


class Playground:
    """The sandbox and the merchant; each helper does what a person or the clock would."""

    def __init__(self, sandbox: Sandbox, url: str, workspace: Workspace) -> None:
        self.sandbox, self.url, self.workspace = sandbox, url, workspace
        self.rakuten = self._connect("rakuten_fr")
        self.spartoo = self._connect("spartoo")
        self._changes = sandbox.engine.changes

    def _connect(self, marketplace: str) -> Connection:
        from forain.hub.connections.actions import connect

        credentials = self.sandbox.accounts[marketplace]
        return connect(self.workspace, marketplace, marketplace, credentials, self.url, "live", actor="test")

    @property
    def connections(self) -> tuple[Connection, Connection]:
        return self.rakuten, self.spartoo

    @property
    def untouched(self) -> bool:
        """Nothing happened in the sandbox since the merchant was connected."""
        return self.sandbox.engine.changes == self._changes and not self.sandbox.engine.faults.rules

    def sync(self) -> None:
        """Visit both connections now, all resources."""
        from forain.hub.sync.run import sync_now

        for connection in self.connections:
            visit = sync_now(connection)
            assert visit.trouble is None, visit.trouble

    def first_visit(self) -> None:
        """Where `sync` leaves a merchant who was just connected: remembered, so it costs next to nothing."""
        first_visit(self, self.sync)

    def sync_anyhow(self) -> None:
        """Visit both connections now, whatever goes wrong on the way."""
        from forain.hub.sync.run import sync_now

        for connection in self.connections:
            sync_now(connection)

    def drain(self) -> int:
        """Send what waits, until nothing is due."""
        import asyncio

        from forain.hub.push.drain import drain

        return sum(asyncio.run(drain(connection.pk)) for connection in self.connections)

    def sell(self) -> int:
        """Send the offers that wait and read the reports that are due."""
        import asyncio

        from forain.hub.reports.sending import drain

        return sum(asyncio.run(drain(connection.pk)) for connection in self.connections)

    def pass_time(self, **units: float) -> None:
        """Time goes by at the marketplaces and here: what waits for a moment is due once that moment has come."""
        from datetime import timedelta

        from forain.hub.offers.models import Push

        span = timedelta(**units)
        self.sandbox.world.clock.move(span)
        self.sandbox.engine.pass_time()
        for push in Push.objects.exclude(settled_at__isnull=False):
            sent = push.sent_at - span if push.sent_at else None
            Push.objects.filter(pk=push.pk).update(next_at=push.next_at - span, sent_at=sent)

    def orders(self, connection: Connection, state: str) -> list[Order]:
        from forain.hub.orders.models import Order

        return list(Order.objects.filter(connection=connection, state=state).order_by("placed_at"))

    def effects(self, effect: str) -> list[str]:
        """Targets of an effect in the sandbox's ledger, in order."""
        return [
            one.target for one in self.sandbox.ledger.entries if one.effect == effect and one.by == "seller"
        ]


@pytest.fixture
def committed() -> Iterator[None]:
    """A database that is emptied afterwards."""
    with emptied():
        yield


@pytest.fixture
def networks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Who is called or fetched from is on this machine, which has to be allowed; child processes see it in their environment."""
    from forain.hub.config import config

    monkeypatch.setenv("FORAIN_WEBHOOK_NETWORKS", "127.0.0.0/8")
    config.cache_clear()
    yield
    monkeypatch.undo()
    config.cache_clear()


@pytest.fixture
def workspace(committed: None) -> Workspace:
    from forain.hub.workspaces.models import Workspace

    return Workspace.objects.create(name="Atelier Lumière")


@pytest.fixture
def playground(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Playground]:
    """Each visit asks for the amounts of two orders instead of twenty: asking took half of the time of most journeys.

    Tests that are about amounts are marked `all_money`.
    """
    from forain.hub.sync import asking
    from forain.sandbox.inprocess import Sandbox

    if "all_money" not in request.keywords:
        monkeypatch.setattr(asking, "MONEY_LIMIT", 2)
    sandbox = Sandbox(seed=7)
    with sandbox.listen() as url:
        yield Playground(sandbox, url, workspace)
