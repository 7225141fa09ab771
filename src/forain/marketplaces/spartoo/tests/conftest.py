"""A sandbox with a clock that stands still and nothing in it but two sellers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from forain.marketplaces.spartoo.client import SpartooClient
from forain.marketplaces.spartoo.tests.support import Play

START = datetime(2031, 5, 9, 12, 0, tzinfo=UTC)


@pytest.fixture
def play() -> Play:
    return Play.begin(START)


@pytest.fixture
def client(play: Play) -> Iterator[SpartooClient]:
    with play.client() as client:
        yield client
