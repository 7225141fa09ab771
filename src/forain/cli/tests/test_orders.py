"""Accept, refuse and ship by the command line: asked once, followed to sent and seen, refusals with their reasons."""

from __future__ import annotations

import asyncio
import threading

import pytest

from forain.cli.exits import Exit
from forain.cli.tests.conftest import Forain, Said, Shop
from forain.cli.tests.test_lists import first


def drain() -> None:
    """A worker's part, once."""
    from forain.hub.connections.models import Connection
    from forain.hub.push.drain import drain as send

    for connection in Connection.objects.all():
        asyncio.run(send(connection.pk))


def test_accept_is_queued_once_however_often_it_is_asked(forain: Forain, connected: Shop) -> None:
    reference = first(forain, "accept", "spartoo")
    (asked,) = forain("orders", "accept", reference, "--json").json
    (again,) = forain("orders", "accept", reference, "--json").json
    assert asked["state"] == "queued"
    assert asked["id"] == again["id"]


def test_wait_follows_to_sent_and_seen(forain: Forain, connected: Shop) -> None:
    reference = first(forain, "accept", "spartoo")
    said = followed(forain, "orders", "accept", reference, "--wait", "--json")
    assert said.code == Exit.OK, said
    (command,) = said.json
    assert command["state"] == "confirmed"
    assert command["seen_at"]
    assert "seen" in said.err
    effects = [one.effect for one in connected.sandbox.ledger.entries if one.target == reference]
    assert effects.count("accepted") == 1


def followed(forain: Forain, *arguments: str) -> Said:
    """The command while another thread plays the worker: sends, then reads."""
    from forain.hub.connections.models import Connection
    from forain.hub.sync.run import sync_now

    over = threading.Event()

    def work() -> None:
        while not over.wait(0.2):
            drain()
            for connection in Connection.objects.filter(marketplace_id="spartoo"):
                sync_now(connection)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        return forain(*arguments)
    finally:
        over.set()
        thread.join()


def test_wait_without_worker_says_so(
    forain: Forain, connected: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forain.cli.following.follow.__defaults__", (0.5,))
    said = forain("orders", "accept", first(forain, "accept", "spartoo"), "--wait")
    assert said.code == Exit.UNREACHABLE
    assert "a worker must run" in said.err


def test_shipping_too_early_and_with_an_unknown_carrier_is_refused(forain: Forain, connected: Shop) -> None:
    parcel = ("--carrier", "pigeon", "--tracking", "1")
    said = forain("orders", "ship", first(forain, "ship", "rakuten"), *parcel)
    assert said.code == Exit.REFUSED
    assert "pigeon" in said.err
    early = forain(
        "orders", "ship", first(forain, "accept", "spartoo"), "--carrier", "colissimo", "--tracking", "1"
    )
    assert early.code == Exit.REFUSED


def test_refuse_of_one_line(forain: Forain, connected: Shop) -> None:
    listed = forain("orders", "list", "--tab", "accept", "--connection", "rakuten", "--json").json["items"]
    order = next(one for one in listed if len(one["lines"]) > 1)
    line = order["lines"][0]["reference"]
    (command,) = forain("orders", "refuse", order["reference"], "--line", line, "--json").json
    assert (command["kind"], command["state"]) == ("refuse", "queued")
