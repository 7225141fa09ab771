"""The commands against a running sandbox: tables for people, JSON for programs, statuses for scripts."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner, Result

from forain.cli import sandbox_play
from forain.cli.exits import Exit
from forain.cli.sandbox import SHORTCUTS, sandbox
from forain.sandbox.inprocess import Sandbox
from forain.sandbox.mischief import KINDS
from forain.sandbox.stage import Request
from forain.sandbox.tests import market


@pytest.fixture
def toy() -> Sandbox:
    return Sandbox(stages={"toymart": market.stage}, frozen=True)


@pytest.fixture
def at(toy: Sandbox) -> Iterator[str]:
    with toy.listen() as url:
        yield url


def run(at: str, *arguments: str) -> Result:
    return CliRunner().invoke(sandbox, list(arguments), env={"FORAIN_SANDBOX": at, "COLUMNS": "150"})


def told(at: str, *arguments: str) -> Any:
    result = run(at, *arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_play_and_objects(at: str) -> None:
    made = told(at, "play", "toymart", "buy", "sku=A-1", "quantity=2")
    assert told(at, "objects", "toymart", "orders", made["id"])["sku"] == "A-1"
    assert told(at, "objects", "toymart", "orders", "--cursor", "3")["objects"][0]["id"] == made["id"]
    assert "A-1" in run(at, "objects", "toymart", "orders").stdout
    assert "toymart" in run(at, "objects").stdout
    assert "A buyer buys." in run(at, "play").stdout


def test_clock(at: str) -> None:
    assert told(at, "clock")["frozen"] is True
    assert told(at, "clock", "--move", "2d")["happened"] == 3
    assert told(at, "clock", "--set", "2027-01-01T00:00:00Z", "--speed", "60")["speed"] == 60
    assert told(at, "clock", "--run")["speed"] == 1


def test_faults(at: str) -> None:
    one = told(
        at, "fault", "add", "status", "--service", "ship", "--count", "2", "--status", "502", "--empty"
    )
    assert one["fault"] | {"service": "ship", "status": 502, "empty": True} == one["fault"]
    assert "timeout_after" in run(at, "fault", "list").stdout
    assert told(at, "fault", "clear", one["id"]) == {"cleared": 1}
    assert told(at, "fault", "clear") == {"cleared": 0}


def test_the_help_explains_every_kind_of_fault_without_a_sandbox() -> None:
    shown = run("http://127.0.0.1:9", "fault", "add", "--help").stdout
    assert all(name in shown for name in KINDS)


def test_ledger_and_reset(at: str, toy: Sandbox) -> None:
    for _ in range(2):
        toy.stages["toymart"].answer(Request(method="GET", path="/toy/ship", query=(("order", "o1"),)))
    assert len(told(at, "ledger", "--by", "seller")["entries"]) == 2
    assert "Done more than once" in run(at, "ledger").stdout
    assert told(at, "reset", "--seed", "4", "--empty")["seed"] == 4
    assert "Nothing happened yet" in run(at, "ledger").stdout


def test_a_refusal_is_the_stages_sentence_and_its_own_status(at: str) -> None:
    result = run(at, "play", "toymart", "cancel", "order=nobody")
    assert (result.exit_code, result.stderr) == (Exit.NOT_FOUND, "There is no order 'nobody'.\n")
    assert run(at, "play", "toymart", "cancel", "order=o1").exit_code == Exit.OK
    assert run(at, "play", "toymart", "cancel", "order=o1").exit_code == Exit.REFUSED
    assert run(at, "fault", "add", "earthquake").exit_code == Exit.USAGE


def test_no_sandbox_is_a_sentence_and_status_3() -> None:
    result = run("http://127.0.0.1:9", "clock")
    assert result.exit_code == 3
    assert result.stderr == "No sandbox answers at http://127.0.0.1:9. Start one with: forain sandbox up\n"


def test_something_else_at_the_address_is_no_sandbox(at: str) -> None:
    result = run(f"{at}/elsewhere", "clock")
    assert result.exit_code == Exit.UNREACHABLE
    assert "may not be a sandbox" in result.stderr


@pytest.mark.parametrize(
    ("words", "wanted"), [("90", 90), ("-36h", -129_600), ("1.5m", 90), ("5d", 432_000), ("2w", 1_209_600)]
)
def test_durations(words: str, wanted: float) -> None:
    assert sandbox_play.seconds(words) == wanted


def test_a_shortcuts_options_are_the_controls_fields(
    at: str, toy: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One declaration: what the control validates is what the command offers."""
    monkeypatch.setattr(sandbox_play, "_found", lambda name: ("toymart", toy.stages["toymart"].controls()[0]))
    monkeypatch.setitem(SHORTCUTS, "buy", "A buyer buys.")
    shown = run(at, "buy", "--help").stdout
    assert "--sku TEXT" in shown
    assert "What is bought." in shown
    made = told(at, "buy", "--sku", "B-2", "--quantity", "3")
    assert made["sku"] == "B-2"
    assert run(at, "buy").exit_code == Exit.USAGE


def test_the_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from forain.cli.sandbox import sandbox; sandbox(['--help'], standalone_mode=False);"
        "print([one for one in ('uvicorn', 'msgspec', 'lxml', 'rich', 'httpx2') if one in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")
    assert all(name in done.stdout for name in SHORTCUTS)
