"""Walkthrough 2: connect a Rakuten account. The e-mail is caught before any call; the account name is checked live;
observing sends nothing; the token is never shown again, on no page, over no API, by no command."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from forain.cli.program import run
from forain.hub.connections.actions import set_mode
from forain.hub.connections.models import Connection
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders import actions, queries
from forain.hub.orders.models import Order, Stand
from forain.hub.outbox.models import Command, State
from forain.hub.sync.run import sync_now
from forain.hub.workspaces.keys import make
from forain.hub.workspaces.models import Membership, Role, User, Workspace
from forain.sandbox.door import Door
from forain.sandbox.inprocess import Sandbox
from forain.trade.commands import CommandKind

#: Services of Rakuten that only tell.
READING = {
    "getnewsales", "getcurrentsales", "getitemtodolist", "getiteminfos", "getavailableshippingtypes",
    "getbillinginformation", "getshippinginformation",
}  # fmt: skip


class Listening:
    """The sandbox's door, with every call of a marketplace's service written down."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self.calls: list[str] = []

    def answer(self, call: Any) -> Any:
        if "_control" not in call.path:
            told = (call.query + b"&" + call.body).decode("latin-1")
            self.calls.append(told.partition("action=")[2].partition("&")[0] or call.path)
        return self._door.answer(call)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._door, name)


@dataclass
class Place:
    """A sandbox that is listened to, and ways in for a person and a program."""

    sandbox: Sandbox
    url: str
    workspace: Workspace
    calls: list[str]

    @property
    def login(self) -> str:
        return str(self.sandbox.accounts["rakuten_fr"]["login"])

    @property
    def token(self) -> str:
        return str(self.sandbox.accounts["rakuten_fr"]["token"])

    def api(self, method: str, path: str, body: Any = None) -> Any:
        _, key = make(self.workspace, f"k{len(self.calls)}{method}{path[-8:]}", "admin", actor="test")
        return Client().generic(
            method,
            f"/api/v1{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers={"Authorization": f"Bearer {key}"},
        )

    def connect(self, login: str, token: str, name: str = "Rakuten") -> Any:
        body = {
            "marketplace": "rakuten_fr",
            "name": name,
            "credentials": {"login": login, "token": token},
            "endpoint": self.url,
        }
        return self.api("POST", "/connections", body)


@pytest.fixture
def place(workspace: Workspace) -> Iterator[Place]:
    sandbox = Sandbox(seed=7)
    door = Listening(sandbox.door)
    sandbox.door = door  # type: ignore[assignment]
    with sandbox.listen() as url:
        yield Place(sandbox, url, workspace, door.calls)


@pytest.fixture
def marie(workspace: Workspace) -> Client:
    person = User.objects.create_user("marie", password="une longue phrase")
    Membership.objects.create(workspace=workspace, user=person, role=Role.ADMIN)
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def forain(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Everything a command wrote."""
    monkeypatch.setenv("FORAIN_LANG", "en")

    def call(*arguments: str) -> str:
        capsys.readouterr()
        run(arguments)
        said = capsys.readouterr()
        return said.out + said.err

    return call


def test_an_email_as_login_is_told_why_not_before_any_call(
    place: Place, marie: Client, forain: Callable[..., str]
) -> None:
    """Over REST, on the page and by the command; the sandbox saw nothing."""
    answer = place.connect("marie@example.com", place.token)
    assert answer.status_code == 422
    [problem] = answer.json()["errors"]
    assert problem["field"].endswith("login")
    assert "nom du compte" in problem["detail"]
    form = {"credential-login": "marie@example.com", "credential-token": place.token, "mode": "observe"}
    page = marie.post("/connections/new/rakuten_fr/", form)
    assert page.status_code == 422
    assert "e-mail" in page.content.decode()
    assert place.token not in page.content.decode()
    told = forain(
        "connect", "rakuten", "--login", "marie@example.com", "--token", place.token, "--endpoint", place.url
    )
    assert "account name" in told
    assert place.calls == []
    assert not Connection.objects.exists()


def test_the_account_name_is_checked_live_and_shows_rights_and_quota(place: Place, marie: Client) -> None:
    """The check reads only; then the connection observes unless told otherwise, and says so."""
    shown = place.connect(place.login, place.token).json()
    assert set(place.calls) <= READING
    assert place.calls
    assert shown["facts"]["seller_id"]
    assert shown["facts"]["right_custom_shipping"] in ("yes", "no")
    assert shown["calls_per_hour"] == 600
    assert shown["mode"] == "observe"
    assert "observe_mode" in [one["code"] for one in shown["reasons"]]
    sync_now(Connection.objects.get())
    again = place.api("GET", f"/connections/{shown['id']}").json()
    assert {one["service"] for one in again["calls"]} <= READING
    assert all(one["quota"] == 600 for one in again["calls"])
    page = marie.get(f"/connections/{shown['id']}/").content.decode()
    assert "600" in page
    assert "getnewsales" in page


def test_the_token_is_never_shown_again(place: Place, marie: Client, forain: Callable[..., str]) -> None:
    """Not after connecting, not in a list, not in an exchange, not after it was replaced; the old one is forgotten."""
    made = place.connect(place.login, place.token).json()
    sync_now(Connection.objects.get())
    key = made["id"]
    told = [json.dumps(made)]
    paths = ("/connections", f"/connections/{key}", "/exchanges", "/events")
    told += [place.api("GET", path).content.decode() for path in paths]
    pages = ("/connections/", f"/connections/{key}/", f"/connections/{key}/credentials", "/")
    told += [marie.get(path).content.decode() for path in pages]
    told += [forain("connections", "list", "--json"), forain("connections", "show", "Rakuten")]
    assert all(place.token not in text for text in told)
    wrong = "f" * 32
    refused = place.api("PUT", f"/connections/{key}/credentials", {"credentials": {"token": wrong}})
    assert refused.status_code == 422
    assert wrong not in refused.content.decode()
    assert Connection.objects.get().account.credentials["token"] == place.token, "the old one stays"
    good = place.api("PUT", f"/connections/{key}/credentials", {"credentials": {"token": place.token}})
    assert good.status_code == 200
    assert place.token not in good.content.decode()
    assert sync_now(Connection.objects.get()).trouble is None


def test_observing_sends_nothing_whatever_is_asked(
    place: Place, marie: Client, forain: Callable[..., str]
) -> None:
    """Every kind of command, by page, REST, terminal and from the queue of an account that was live: no changing call
    reaches the sandbox, and nothing of what was asked is lost."""
    place.connect(place.login, place.token)
    connection = Connection.objects.get()
    assert sync_now(connection).trouble is None
    set_mode(connection, "live", actor="marie")
    order = Order.objects.filter(state=Stand.AWAITING_ACCEPTANCE).earliest("placed_at")
    queued = actions.accept(queries.one(place.workspace, order.pk), order.lines.all()[:1], actor="marie")
    set_mode(connection, "observe", actor="marie")
    ship = Order.objects.filter(state=Stand.TO_SHIP).earliest("placed_at")
    for one in (order, ship):
        _ask_everything(place, marie, forain, queries.one(place.workspace, one.pk))
    import asyncio

    from forain.hub.push.drain import drain

    asyncio.run(drain(connection.pk))
    assert sync_now(Connection.objects.get()).trouble is None
    assert set(place.calls) <= READING, set(place.calls) - READING
    assert not [one for one in place.sandbox.ledger.entries if one.by == "seller"]
    assert [one.state for one in Command.objects.all()] == [State.QUEUED]
    set_mode(connection, "live", actor="marie")
    asyncio.run(drain(connection.pk))
    assert Command.objects.get().state == State.CONFIRMED
    assert Command.objects.get().pk == queued[0].pk


def _ask_everything(place: Place, marie: Client, forain: Callable[..., str], order: Order) -> None:
    """Each way in says no."""
    parcel = {"carrier": "colissimo", "tracking_number": "6A12345678901"}
    for kind in CommandKind:
        with pytest.raises(NotAllowed) as refused:
            actions.ask(kind, order, order.lines.all(), actor="marie", details={"text": "x", "reason": "x"})
        assert refused.value.code in (
            "observe_mode",
            "not_offered",
            "command_open",
            "whole_order_only",
            "no_lines",
        )
    for verb, body in (("accept", {}), ("refuse", {}), ("ship", parcel)):
        answer = place.api("POST", f"/orders/{order.pk}/{verb}", body)
        assert answer.status_code in (202, 409), "202 gives back the command that waits"
        marie.post(f"/orders/{order.pk}/{verb}", body)
    forain("orders", "accept", order.reference)
    forain("orders", "refuse", order.reference)
    forain("orders", "ship", order.reference, "--carrier", "colissimo", "--tracking", "6A12345678901")
