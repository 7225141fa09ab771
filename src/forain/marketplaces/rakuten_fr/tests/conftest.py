"""A sandbox with a clock that stands still and nothing in it but two sellers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from forain.marketplaces.rakuten_fr.client import RakutenFrClient
from forain.marketplaces.rakuten_fr.tests.support import Play

#: A Tuesday at eleven in Paris.
START = datetime(2031, 5, 6, 9, 0, tzinfo=UTC)


@pytest.fixture
def play() -> Play:
    return Play.begin(START)


@pytest.fixture
def client(play: Play) -> Iterator[RakutenFrClient]:
    with play.client() as client:
        yield client
