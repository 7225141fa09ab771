"""What was foreseen ends in one sentence on stderr and the right code; what was not is never hidden."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import OperationalError

from forain.cli.exits import Exit, Failure, foreseen
from forain.cli.program import run
from forain.connect.registry import UnknownMarketplace
from forain.hub.database.errors import ServerError
from forain.hub.kit.refusal import NotAllowed
from forain.hub.processes.ports import free_port

FORAIN = str(Path(sys.executable).with_name("forain"))


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ServerError("no-database", folder="/x"), Exit.UNREACHABLE),
        (OperationalError("connection refused\nIs the server running?"), Exit.UNREACHABLE),
        (NotAllowed("whole_order_only", "choose all lines"), Exit.REFUSED),
        (UnknownMarketplace("There is no marketplace 'x'."), Exit.NOT_FOUND),
        (PermissionError(13, "Permission denied", "/x"), Exit.FAILURE),
    ],
)
def test_foreseen_exceptions(error: Exception, code: Exit) -> None:
    failure = foreseen(error)
    assert failure is not None
    assert failure.exit_code == code
    assert "\n" not in failure.message


def test_a_defect_is_not_foreseen() -> None:
    assert foreseen(KeyError("x")) is None


def test_failures_of_the_database_are_told_in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORAIN_LANG", "fr")
    failure = foreseen(ServerError("no-database", folder="/x"))
    assert isinstance(failure, Failure)
    assert failure.message == "/x n'a pas encore de base : démarrez Forain une fois."


@pytest.mark.parametrize("command", [["orders", "list"], ["up"], ["worker"], ["sync"], ["api-key", "list"]])
def test_every_command_says_that_the_database_is_out_of_reach(command: list[str], tmp_path: Path) -> None:
    """In processes of their own: this one has a database."""
    outside = {
        "FORAIN_DATA": str(tmp_path),
        "FORAIN_DATABASE_URL": f"postgresql://u:sekret@/none?host={tmp_path}",
    }
    port = ["--port", str(free_port())] if command == ["up"] else []
    said = subprocess.run(
        [FORAIN, *command, *port], capture_output=True, text=True, env={**os.environ, **outside}, check=False
    )
    assert said.returncode == Exit.UNREACHABLE
    assert said.stdout == ""
    assert "Traceback" not in said.stderr
    assert "sekret" not in said.stderr


def test_unreachable_database_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("FORAIN_DATA", str(tmp_path))
    monkeypatch.setenv("FORAIN_DATABASE_URL", f"postgresql:///none?host={tmp_path}")
    assert run(["db", "backup", str(tmp_path / "x")]) == Exit.UNREACHABLE
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err


def test_the_module_ends_with_the_same_code_as_the_program() -> None:
    command = [sys.executable, "-m", "forain", "orders", "--no-such-option"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == Exit.USAGE
