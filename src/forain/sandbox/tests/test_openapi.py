"""The control API's own description holds: schemathesis finds no undeclared answer and no failure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings

from forain.sandbox.control import PREFIX, ControlRoom
from forain.sandbox.inprocess import Sandbox
from forain.sandbox.openapi import document
from forain.sandbox.stages import offers
from forain.sandbox.tests import market

STAGES = {**offers(), "toymart": market.stage}

# The description does not depend on what happens in a world. (Schemathesis' way to take it from a fixture
# needs an attribute that pytest 9.2 no longer has.)
schema = schemathesis.openapi.from_dict(document(ControlRoom(Sandbox(stages=STAGES).engine).routes()))


@pytest.fixture(scope="module")
def everything() -> Sandbox:
    """With every stage that is found: their controls must keep what they declare, too."""
    return Sandbox(stages=STAGES)


@pytest.fixture(scope="module")
def shared_url(everything: Sandbox) -> Iterator[str]:
    """One server for all operations; what one of them leaves behind is one more test for the next."""
    with everything.listen() as listening:
        yield listening


@schema.parametrize()
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_answers_as_declared(
    case: schemathesis.Case[Any], everything: Sandbox, shared_url: str
) -> None:
    case.call_and_validate(base_url=shared_url)
    assert everything.engine.failures == 0


def test_every_route_is_described(sandbox: Sandbox, http: httpx2.Client) -> None:
    told = http.get(f"{PREFIX}/openapi.json").json()
    described = {(method.upper(), path) for path, item in told["paths"].items() for method in item}
    assert described == {(one.method, PREFIX + one.path) for one in ControlRoom(sandbox.engine).routes()}
    assert told["openapi"] == "3.1.0"
