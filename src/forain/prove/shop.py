"""The merchant of a proof: accounts at the sandbox without quotas, a connection to each, and what is asked of the hub."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from forain.prove.crew import Crew
from forain.prove.people import Seller, hurry
from forain.prove.truth import Control

_TICK = 0.25


def open_shop(
    control: Control, accounts: Mapping[str, Any], every: float, rakuten: int
) -> tuple[list[Seller], str]:
    """So many accounts at Rakuten and one at Spartoo, in live mode, read every `every` seconds; the back office's key."""
    from forain.hub.workspaces.keys import make
    from forain.hub.workspaces.models import Workspace

    merchant = Workspace.objects.create(name="Proof")
    sellers = [_connected(control, merchant, every, *one) for one in _accounts(control, accounts, rakuten)]
    _row, key = make(merchant, "back office", "operator")
    return sellers, key


def _accounts(
    control: Control, accounts: Mapping[str, Any], rakuten: int
) -> list[tuple[str, str, Mapping[str, str]]]:
    """(stage, account, credentials): the sandbox's own, and more at Rakuten. Their quotas are lifted."""
    control.post("/spartoo/rules", calls_per_hour=1_000_000, returns_arise=False)
    found: list[tuple[str, str, Mapping[str, str]]] = []
    for number in range(rakuten):
        login = accounts["rakuten_fr"]["login"] if number == 0 else f"prove-{number}"
        told = control.post("/rakuten_fr/account", login=login, open=True, calls_per_hour=1_000_000)
        found.append(("rakuten_fr", login, {"login": login, "token": told["token"]}))
    return [*found, ("spartoo", "partner-1", accounts["spartoo"])]


def _connected(
    control: Control, merchant: Any, every: float, stage: str, account: str, credentials: Mapping[str, str]
) -> Seller:
    from forain.connect.registry import marketplace
    from forain.hub.connections.actions import connect
    from forain.hub.connections.models import Connection

    options = {f"every.{one.name}": str(every) for one in marketplace(stage).manifest.resources}
    made = connect(
        merchant,
        stage,
        f"{stage} {account}",
        credentials,
        control.url,
        "live",
        actor="proof",
        options=options,
    )
    Connection.objects.filter(pk=made.pk).update(calls_per_hour=1_000_000)
    return Seller(stage, account, made.pk)


def open_commands() -> int:
    """Commands that have not come to their end."""
    from forain.hub.outbox.models import OPEN, Command

    return Command.objects.filter(state__in=[one.value for one in OPEN]).count()


def moving(orders: int) -> dict[str, int]:
    """What has not come to its end, by what it is; empty when every order arrived, no command is open, every confirmed
    one was seen and no wake-up waits."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    from forain.hub.orders.models import Order
    from forain.hub.outbox.models import ENDED_FIRST, Command, State
    from forain.trade.commands import LEADS_TO

    unseen = Command.objects.filter(
        state=State.CONFIRMED, seen_at=None, kind__in=[kind.value for kind in LEADS_TO]
    ).exclude(outcome_code=ENDED_FIRST)
    lanes = ProcrastinateJob.objects.filter(queue_name="commands", status__in=["todo", "doing"])
    counted = {
        "orders that have not arrived": orders - Order.objects.count(),
        "open commands": open_commands(),
        "confirmed commands not seen": unseen.count(),
        "wake-ups": lanes.count(),
    }
    return {name: count for name, count in counted.items() if count > 0}


def read_everything(crew: Crew, patience: float = 60.0) -> None:
    """The workers read every resource of every connection once more."""
    from forain.hub.connections.models import Connection, Reading
    from forain.hub.kit.clock import now

    begun = now()
    Reading.objects.update(next_at=begun)
    Connection.objects.update(next_at=begun, blocked_until=None)
    until = time.monotonic() + patience
    unread = Reading.objects.exclude(last_ok_at__gt=begun)
    while unread.exists() and time.monotonic() < until:
        crew.look()
        hurry()
        time.sleep(_TICK)


def hang_up() -> None:
    """Close our own connections to the database."""
    from django.db import connections

    connections.close_all()
