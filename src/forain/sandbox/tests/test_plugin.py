"""The pytest fixtures, as anybody's tests use them."""

from __future__ import annotations

import subprocess
import sys

import httpx2

from forain.sandbox.inprocess import Sandbox


def test_the_fixture_is_a_fresh_world(forain_sandbox: Sandbox) -> None:
    assert forain_sandbox.engine.options.speed == 0
    assert list(forain_sandbox.accounts) == list(forain_sandbox.stages)


def test_the_url_serves_the_same_world(forain_sandbox: Sandbox, forain_sandbox_url: str) -> None:
    told = httpx2.get(f"{forain_sandbox_url}/_control/clock").json()
    assert told["frozen"] is True
    forain_sandbox.engine.reset(9, empty=True)
    assert httpx2.get(f"{forain_sandbox_url}/_control/stages").json()["seed"] == 9


def test_the_plug_in_costs_nothing_when_unused() -> None:
    """It is loaded in every pytest run of the environment."""
    code = "import pytest, sys; before = set(sys.modules); import forain.testing.plugin; print(sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['forain', 'forain.testing', 'forain.testing.plugin']"
