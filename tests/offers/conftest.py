"""The merchant's shop: rows in, differences out, and what both worlds hold; and the two faces."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from tests.conftest import Playground
from tests.offers.faces import Face, Rest, Terminal
from tests.offers.shop import Shop


@pytest.fixture
def shop(playground: Playground) -> Shop:
    return Shop(playground)


@pytest.fixture(params=["rest", "cli"])
def face(
    request: pytest.FixtureRequest,
    playground: Playground,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Face]:
    """The same journey over REST and by the command line."""
    from django.utils import translation

    monkeypatch.setenv("FORAIN_LANG", "en")
    monkeypatch.delenv("FORAIN_WORKSPACE", raising=False)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level

    def written() -> tuple[str, str]:
        said = capsys.readouterr()
        return said.out, said.err

    yield Rest(playground.workspace) if request.param == "rest" else Terminal(written)
    root.handlers[:] = handlers
    root.setLevel(level)
    translation.deactivate_all()
