"""The command line in this process, against a real PostgreSQL and a sandbox on a socket."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from forain.hub.testing import emptied, prepare

prepare()

if TYPE_CHECKING:
    from forain.sandbox.inprocess import Sandbox


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended, and what it wrote where."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Forain = Callable[..., Said]


@pytest.fixture
def reading(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Forain]:
    """Runs one command; the database stays as the command left it."""
    from django.utils import translation

    from forain.cli.program import run

    monkeypatch.setenv("FORAIN_LANG", "en")
    monkeypatch.delenv("FORAIN_WORKSPACE", raising=False)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level

    def call(*arguments: str) -> Said:
        capsys.readouterr()
        code = run(arguments)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    yield call
    root.handlers[:] = handlers
    root.setLevel(level)
    translation.deactivate_all()


@pytest.fixture
def forain(reading: Forain) -> Iterator[Forain]:
    """Runs one command; the database is emptied after the test."""
    with emptied():
        yield reading


@dataclass(frozen=True, slots=True)
class Shop:
    """A sandbox and the options that connect its demo accounts."""

    sandbox: Sandbox
    url: str

    @property
    def rakuten(self) -> list[str]:
        known = self.sandbox.accounts["rakuten_fr"]
        return ["--login", known["login"], "--token", known["token"], "--endpoint", self.url]

    @property
    def spartoo(self) -> list[str]:
        known = self.sandbox.accounts["spartoo"]
        return ["--partenaire", known["partenaire"], "--endpoint", self.url]


@pytest.fixture
def shop() -> Iterator[Shop]:
    from forain.sandbox.inprocess import Sandbox

    sandbox = Sandbox(seed=7)
    with sandbox.listen() as url:
        yield Shop(sandbox, url)


@pytest.fixture
def connected(forain: Forain, shop: Shop) -> Shop:
    """Both accounts connected in live mode, and read once."""
    connect_both(shop)
    return shop


@pytest.fixture(scope="module")
def sales() -> Iterator[None]:
    """The same, made once for the tests of a module that change nothing."""
    from forain.sandbox.inprocess import Sandbox

    sandbox = Sandbox(seed=7)
    with sandbox.listen() as url, emptied():
        connect_both(Shop(sandbox, url))
        yield


def connect_both(shop: Shop) -> None:
    from forain.hub.connections.actions import connect
    from forain.hub.sync.run import sync_now
    from forain.hub.workspaces.models import Workspace

    merchant = Workspace.objects.create(name="Atelier Lumière")
    for marketplace, credentials in shop.sandbox.accounts.items():
        made = connect(merchant, marketplace, marketplace, credentials, shop.url, "live", actor="test")
        assert sync_now(made).trouble is None
