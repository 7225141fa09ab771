"""The merchant's shop: rows in, differences out, and what both worlds hold."""

from __future__ import annotations

import pytest

from tests.conftest import Playground
from tests.offers.shop import Shop


@pytest.fixture
def shop(playground: Playground) -> Shop:
    return Shop(playground)
