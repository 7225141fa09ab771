"""What was foreseen ends in one sentence on stderr and the right code; what was not is never hidden."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import OperationalError

from forain.cli.exits import Exit, Failure, foreseen
from forain.cli.program import run
from forain.connect.registry import UnknownMarketplace
from forain.hub.database.errors import ServerError
from forain.hub.kit.refusal import NotAllowed


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
