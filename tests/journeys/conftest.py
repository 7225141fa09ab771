"""Faces for journeys that must run the same over REST and by the command line."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from tests.conftest import Playground
from tests.journeys.faces import Face, Rest, Terminal


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
    yield Rest(playground.workspace) if request.param == "rest" else Terminal(lambda: _written(capsys))
    root.handlers[:] = handlers
    root.setLevel(level)
    translation.deactivate_all()


def _written(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    said = capsys.readouterr()
    return said.out, said.err
