"""Doctor finds what is wrong and says what to do; what is well needs no advice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from forain.hub.ops import facts
from forain.hub.ops.doctor import Finding, Level, before_database, with_database, worst
from forain.hub.ops.tests.conftest import worker
from forain.hub.processes.ports import free_port

if TYPE_CHECKING:
    from forain.hub.connections.models import Connection


def found(findings: list[Finding], check: str) -> Finding:
    return next(one for one in findings if one.check == check)


def without_database(data: Path) -> list[Finding]:
    return list(before_database(data, free_port()))


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from cryptography.fernet import Fernet

    monkeypatch.setenv("FORAIN_DATA", str(tmp_path))
    (tmp_path / "secret.keys").write_bytes(Fernet.generate_key())
    (tmp_path / "secret.keys").chmod(0o600)
    return tmp_path


def test_all_well_needs_no_advice(data: Path) -> None:
    findings = without_database(data)
    assert worst(findings) is Level.OK
    assert not any(one.advice for one in findings)


def test_keys_others_may_read_fail(data: Path) -> None:
    (data / "secret.keys").chmod(0o644)
    assert found(without_database(data), "secret keys").level is Level.FAIL


def test_keys_that_are_no_keys_fail(data: Path) -> None:
    (data / "secret.keys").write_text("nonsense", encoding="ascii")
    assert found(without_database(data), "secret keys").words == "not usable"


def test_full_disk_fails(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from types import SimpleNamespace

    monkeypatch.setattr("shutil.disk_usage", lambda _place: SimpleNamespace(free=1000))
    assert found(without_database(data), "disk").level is Level.FAIL


def test_folder_that_is_not_there_yet_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORAIN_DATA", str(tmp_path / "none"))
    findings = without_database(tmp_path / "none")
    assert found(findings, "data folder").level is Level.WARN
    assert not (tmp_path / "none").exists()


@pytest.mark.usefixtures("database")
def test_no_worker_and_no_connection_are_warnings() -> None:
    findings = list(with_database())
    assert found(findings, "worker").level is Level.WARN
    assert found(findings, "connections").level is Level.WARN
    assert worst(findings) is Level.WARN


def test_connection_in_trouble_says_what_to_do(connection: Connection) -> None:
    worker(1)
    connection.health, connection.trouble_code, connection.trouble_words = "stopped", "credentials", "no"
    connection.save()
    finding = found(list(with_database()), "connection Shop")
    assert finding.level is Level.FAIL
    assert finding.advice.startswith("Give it new credentials")


def test_quiet_connection_is_a_warning(connection: Connection) -> None:
    connection.last_ok_at = datetime.now(UTC) - timedelta(hours=5)
    connection.save()
    assert found(list(with_database()), "connection Shop").words == "last read {when}"


@pytest.mark.usefixtures("database")
def test_clock_that_is_off_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "database_time", lambda: datetime.now(UTC) - timedelta(minutes=3))
    assert found(list(with_database()), "clock").level is Level.FAIL


@pytest.mark.usefixtures("db")
def test_a_database_without_tables_says_who_makes_them() -> None:
    """A server's own database before its first start: what needs the tables is not asked for."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder(connection).flush()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE procrastinate_workers CASCADE")
    findings = list(with_database())
    assert [one.check for one in findings] == ["schema", "clock"]
    assert (findings[0].level, findings[0].advice) == (Level.FAIL, "`forain up` brings it up to date.")
