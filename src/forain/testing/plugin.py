"""pytest fixtures for anybody's tests: a sandbox of the marketplaces, fresh for each test.

Announced as the entry point `pytest11`, so it is loaded in every pytest run of the environment; everything heavy
is imported when a fixture is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from forain.sandbox.inprocess import Sandbox


@pytest.fixture
def forain_sandbox() -> Sandbox:
    """A populated sandbox in this process, with a frozen clock; give its `transport()` to a client."""
    from forain.sandbox.inprocess import Sandbox

    return Sandbox(frozen=True)


@pytest.fixture
def forain_sandbox_url(forain_sandbox: Sandbox) -> Iterator[str]:
    """The base URL of that same sandbox on a real socket, for clients of any kind."""
    with forain_sandbox.listen() as url:
        yield url
