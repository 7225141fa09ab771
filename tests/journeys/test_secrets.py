"""Tokens, partner ids, passwords, keys and webhook secrets stand nowhere but where they are sealed.

One journey that touches everything (terminal, API, pages, worker, faults, errors); then logs, every table, every
exchange, every page and answer, the metrics and what the terminal wrote are searched, in every spelling.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import uuid
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from tests.conftest import Playground
from tests.crash.test_kill import all_ended, ask_for_everything, until
from tests.journeys.secrets_found import database, leaks

PASSWORD = "correct-cheval-batterie-agrafe"

Places = list[tuple[str, bytes]]


@pytest.fixture
def terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., bytes]]:
    """Runs one command and gives all it wrote."""
    from django.utils import translation

    from forain.cli.program import run

    monkeypatch.setenv("FORAIN_LANG", "en")
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level

    def call(*arguments: str) -> bytes:
        capsys.readouterr()
        run(arguments)
        said = capsys.readouterr()
        return (said.out + said.err).encode()

    yield call
    root.handlers[:] = handlers
    root.setLevel(level)
    translation.deactivate_all()


@contextmanager
def logging_worker(log: Path) -> Iterator[None]:
    """The product's worker, its words in a file."""
    command = [sys.executable, "-m", "forain.hub.processes.child", "forain.hub.processes.work:main"]
    with log.open("ab") as file:
        process = subprocess.Popen(
            command,
            stdout=file,
            stderr=file,
            env={**os.environ, "FORAIN_PARENT": "0", "FORAIN_LOG_JSON": "true"},
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait(120)


def installation() -> dict[str, str]:
    """The secrets of the installation itself."""
    from django.conf import settings

    address = urlsplit(os.environ["FORAIN_DATABASE_URL"])
    return {
        "database password": unquote(address.password or ""),
        "sealing key": settings.FORAIN_SECRET_KEYS[0],
        "session key": settings.SECRET_KEY,
    }


def credentials(playground: Playground) -> dict[str, str]:
    known = playground.sandbox.accounts
    return {"token": known["rakuten_fr"]["token"], "partner id": known["spartoo"]["partenaire"]}


def test_a_planted_secret_is_found(playground: Playground) -> None:
    """The search must be able to fail: in a column, in a packed body, in base64, in an address, in hexadecimal."""
    from base64 import b64encode

    from forain.hub.exchanges.models import Exchange
    from forain.hub.orders.models import Order

    playground.first_visit()
    secrets = credentials(playground)
    token = secrets["token"]
    assert leaks(secrets, database()) == []
    Order.objects.filter(pk=Order.objects.first().pk).update(buyer_name=f"Zoé {token}")  # type: ignore[union-attr]
    exchange = Exchange.objects.order_by("pk")[0]
    Exchange.objects.filter(pk=exchange.pk).update(response_packed=zlib.compress(f"<a>{token}</a>".encode()))
    found = leaks(secrets, database())
    assert any("orders_order.buyer_name" in one for one in found)
    assert any("exchanges_exchange.response_packed" in one for one in found)
    for text in (f"x{token}y", f"?pwd={token}&v=1", token.encode().hex()):
        assert leaks(secrets, [("text", text.encode())])
    for before in ("", "a", "ab"):
        assert leaks(secrets, [("base64", b64encode(f"{before}{token}:".encode()))])


@pytest.mark.slow
def test_no_secret_is_left_anywhere(
    playground: Playground, terminal: Callable[..., bytes], tmp_path: Path
) -> None:
    secrets = {**installation(), **credentials(playground), "password": PASSWORD}
    places: Places = []
    secrets |= _use_the_api(playground, places)
    _misbehave(playground)
    _use_the_terminal(playground, terminal, places)
    with logging_worker(tmp_path / "worker.log"):
        playground.sync_anyhow()
        ask_for_everything(playground)
        playground.sandbox.engine.faults.clear()
        until(all_ended, 90, "the end of every command")
    _look_at_pages(playground, places)
    places.append(("worker's log", (tmp_path / "worker.log").read_bytes()))
    assert (tmp_path / "worker.log").stat().st_size > 0
    assert len(places) > 30
    assert all(len(secret) >= 8 for secret in secrets.values()), sorted(secrets)
    assert leaks(secrets, [*places, *database()]) == []


def _misbehave(playground: Playground) -> None:
    """Answers that fail in every way, and a server that repeats our own words."""
    for kind in (
        "status",
        "html",
        "drop_after",
        "truncated",
        "garbage",
        "doctype",
        "internal",
        "wrong_charset",
    ):
        playground.sandbox.fault(kind, probability=0.15, count=6)
    playground.sandbox.control("rakuten_fr/behaviour", leaky_links=True)


def _use_the_api(playground: Playground, places: Places) -> dict[str, str]:
    """A key and a webhook are made; both secrets are told once, in these answers, and never again."""
    from forain.hub.api.tests.world import Api
    from forain.hub.workspaces.keys import make

    _row, key = make(playground.workspace, "erp", "admin")
    api = Api(key)
    wish = {"name": "erp", "address": "https://example.com/hook"}
    made = api.post("/webhooks", wish, Idempotency_Key="once-1")
    assert made.status == 201, made.text
    secret = made.json["secret"]
    assert api.post("/webhooks", wish, Idempotency_Key="once-1").status in (
        201,
        409,
    )  # what is remembered is searched
    token = playground.sandbox.accounts["rakuten_fr"]["token"]
    for body in (
        {"marketplace": "rakuten_fr", "name": "x", "credentials": {"login": "nobody", "token": token}},
        {"marketplace": "rakuten_fr", "name": "y", "credentials": {"login": "a@b.fr", "token": token}},
        {"marketplace": "rakuten_fr", "nom": token},
    ):
        places.append(
            (
                "refused connection",
                api.post("/connections", {**body, "endpoint": playground.url}).text.encode(),
            )
        )
    places += [(path, answer) for path, answer in _everything_readable(api)]
    return {"API key": key, "webhook secret": secret}


def _everything_readable(api: Any) -> Iterator[tuple[str, bytes]]:
    """Every route that reads and needs no id, and each exchange with its bodies."""
    from forain.hub.api.document import document
    from forain.hub.exchanges.models import Exchange

    for path, methods in document()["paths"].items():
        if "get" in methods and "{" not in path:
            yield path, api.get(path.removeprefix("/api/v1")).text.encode()
    for exchange in Exchange.objects.all()[:50]:
        yield "exchange", api.get(f"/exchanges/{exchange.pk}").text.encode()


def _use_the_terminal(playground: Playground, terminal: Callable[..., bytes], places: Places) -> None:
    known = playground.sandbox.accounts
    wrong = ["--login", "nobody", "--token", known["rakuten_fr"]["token"], "--endpoint", playground.url]
    for words in (
        ["connect", "rakuten", *wrong],
        ["connections"],
        ["connections", "list", "--json"],
        ["sync"],
        ["orders", "list"],
        ["orders", "list", "--json"],
        ["inbox"],
        ["returns", "list"],
        ["doctor"],
        ["config", "explain"],
        ["api-key", "list"],
        ["webhooks", "list"],
        ["db", "status"],
    ):
        places.append((" ".join(words[:2]), terminal(*words)))


def _look_at_pages(playground: Playground, places: Places) -> None:
    """Every page without an argument, one exchange and order, and what goes wrong: 401, 404, a wrong password."""
    from django.test import Client
    from django.urls import URLPattern, get_resolver

    from forain.hub.exchanges.models import Exchange
    from forain.hub.orders.models import Order
    from forain.hub.workspaces.models import Membership, Role, User

    user = User.objects.create_user("marie", password=PASSWORD)
    Membership.objects.create(workspace=playground.workspace, user=user, role=Role.ADMIN)
    client = Client(raise_request_exception=False)
    for password in (PASSWORD + "x", PASSWORD):
        answer = client.post("/login", {"username": "marie", "password": password}, follow=True)
        places.append(("login", answer.content))
    routes = [str(one.pattern) for one in get_resolver().url_patterns if isinstance(one, URLPattern)]
    for path in [*(route for route in routes if "<" not in route), "nowhere", "metrics", "healthz"]:
        answer = client.get(f"/{path}")
        places.append((f"/{path}", b"".join(answer) if answer.streaming else answer.content))
    for exchange in Exchange.objects.order_by("-started_at")[:40]:
        places.append(("exchange page", client.get(f"/exchanges/{exchange.pk}").content))
    for order in Order.objects.all()[:5]:
        places.append(("order page", client.get(f"/orders/{order.pk}").content))
    places.append(("unknown order", client.get(f"/orders/{uuid.uuid4()}").content))
