"""A sandbox with the tests' own small marketplace in it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest

from forain.sandbox.inprocess import Sandbox
from forain.sandbox.tests import market


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(stages={"toymart": market.stage}, frozen=True)


@pytest.fixture
def http(sandbox: Sandbox) -> Iterator[httpx2.Client]:
    """A client of it without a socket."""
    with httpx2.Client(transport=sandbox.transport(), base_url=sandbox.url) as client:
        yield client


@pytest.fixture
def url(sandbox: Sandbox) -> Iterator[str]:
    """The same sandbox on a socket."""
    with sandbox.listen() as listening:
        yield listening
