import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from forain.hub.database import binaries, sockets
from forain.hub.database.__main__ import main
from forain.hub.database.embedded import EmbeddedServer
from forain.hub.database.place import Place
from forain.hub.database.processes import becomes, postmaster_pid, server_processes
from forain.hub.database.tuning import configuration

ENSURE = """
import sys, time
from pathlib import Path
from forain.hub.database.embedded import EmbeddedServer
info = EmbeddedServer(Path(sys.argv[1])).ensure()
print(info.started_by_us, info.url, flush=True)
time.sleep(60)
"""


def permissions(path: Path) -> list[tuple[Path, int, int, int]]:
    folders = [path, *path.parents]
    return [(each, (found := each.stat()).st_mode, found.st_uid, found.st_gid) for each in folders]


def value(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row
    return row[0]


def test_a_server_is_made_adopted_stopped_and_started_again_with_its_rows_even_if_moved(
    server: EmbeddedServer, data: Path, area: Path
) -> None:
    first = server.ensure()
    assert first.started_by_us
    assert first.version.split(".")[0] == str(binaries.find().major)
    with psycopg.connect(first.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'été' AS word")
    again = server.ensure()
    assert (again.started_by_us, again.url) == (False, first.url)
    assert server.stop()
    assert not server.stop()
    data.rename(area / "moved")
    moved = EmbeddedServer(area / "moved")
    begun = time.monotonic()
    assert moved.ensure().started_by_us
    assert time.monotonic() - begun < 20, "the goal is 0.3 s; here only a fence against a minute"
    assert value(moved.url, "SELECT word FROM kept") == "été"
    moved.delete()


def test_the_status_of_nothing_makes_nothing(server: EmbeddedServer, data: Path) -> None:
    assert server.status().state == "absent"
    assert not data.exists()


def test_the_command_starts_stops_and_tells(
    running: EmbeddedServer, capsys: pytest.CaptureFixture[str]
) -> None:
    data = running.data
    assert main(["stop", "--data", str(data)]) == 0
    assert main(["status", "--data", str(data)]) == 3
    assert main(["start", "--data", str(data)]) == 0
    assert main(["status", "--data", str(data)]) == 0
    said = capsys.readouterr().out
    assert "state: stopped" in said
    assert "state: running" in said
    secret = (data / "postgres/passwords.json").read_text().split('"')[3]
    assert secret not in said


def test_the_database_is_safe_by_its_settings(running: EmbeddedServer) -> None:
    assert value(running.url, "SHOW data_checksums") == "on"
    assert value(running.url, "SHOW server_encoding") == "UTF8"
    assert value(running.url, "SHOW listen_addresses") == ""
    assert value(running.url, "SHOW password_encryption") == "scram-sha-256"
    assert value(running.url, "SHOW jit") == "off"
    assert value(running.url, "SELECT upper('é') || lower('É')") == "Éé"
    superuser = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    assert value(running.url, superuser) is False
    assert value(running.admin_url, superuser) is True


def test_everything_reaches_the_disk_unless_it_is_a_throwaway() -> None:
    safe, throwaway = (configuration(Path("/s"), Path("/l"), 18, throwaway=each) for each in (False, True))
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        assert f"{setting} = 'on'" in safe
        assert f"{setting} = 'off'" in throwaway


def test_nobody_gets_in_without_the_password(running: EmbeddedServer) -> None:
    wrong = re.sub(":[^:@]+@", ":wrong@", running.url)
    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        psycopg.connect(wrong)


def test_what_is_secret_is_closed_to_others(running: EmbeddedServer) -> None:
    home = running.data / "postgres"
    assert stat.S_IMODE((home / "passwords.json").stat().st_mode) == 0o600
    for name in ("cluster", "run"):
        assert stat.S_IMODE((home / name).stat().st_mode) == 0o700
    assert stat.S_IMODE((running.data / "logs" / "postgres").stat().st_mode) == 0o700


def test_folders_that_were_there_keep_owner_and_permissions(area: Path, data: Path) -> None:
    data.mkdir(0o755)
    programs = binaries.find().folder
    before = [permissions(data), permissions(programs / "postgres")]
    EmbeddedServer(data, throwaway=True).ensure()
    assert [permissions(data), permissions(programs / "postgres")] == before


def test_any_folder_will_do_however_deep_and_strange(data: Path) -> None:
    deep = data / "l'été à l'\"île\" $HOME `id`, 100 % \\ œuf" / ("très profond " * 12)
    assert len(os.fsencode(deep)) > 200
    server = EmbeddedServer(deep)
    info = server.ensure()
    try:
        assert len(os.fsencode(info.socket_dir)) < 90
        assert stat.S_IMODE(info.socket_dir.stat().st_mode) == 0o700
        assert value(info.url, "SELECT 1") == 1
        assert list((deep / "logs" / "postgres").glob("*.log"))
        server.stop()
        assert not info.socket_dir.exists(), "a folder outside the data folder is tidied away"
        assert server.ensure().started_by_us
    finally:
        server.delete()


def test_a_socket_is_never_put_where_a_stranger_was_first(
    area: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A comma would mean two hosts to libpq, so this cluster needs a runtime folder; the first one offered is a trap."""
    monkeypatch.setattr(sockets, "_runtime_folders", lambda: iter([area / "trap", area / "safe"]))
    (area / "elsewhere").mkdir()
    (area / "trap").symlink_to(area / "elsewhere")
    place = Place(data, "a1", data / "a,b" / "cluster", data, None, ready=True)
    assert sockets.socket_folder(place, None).parent == area / "safe"
    assert not list((area / "elsewhere").iterdir())


def test_two_processes_at_once_start_one_server_that_outlives_them_and_is_adopted(data: Path) -> None:
    command = [sys.executable, "-c", ENSURE, str(data)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = []
    for process in both:
        assert process.stdout
        said.append(process.stdout.readline().split())
    for process in both:
        process.kill()
        process.communicate()
    assert sorted(started for started, _ in said) == ["False", "True"]
    adopted = EmbeddedServer(data).ensure()
    assert not adopted.started_by_us
    assert {url for _, url in said} == {adopted.url}


def test_a_deleted_data_folder_means_a_new_database_even_while_the_old_server_lingers(
    server: EmbeddedServer, data: Path
) -> None:
    with psycopg.connect(server.ensure().url) as connection:
        connection.execute("CREATE TABLE old ()")
    pid = postmaster_pid(data / "postgres" / "cluster")
    assert pid
    shutil.rmtree(data)
    try:
        assert server.ensure().started_by_us
        assert value(server.url, "SELECT to_regclass('old')") is None
    finally:
        os.kill(pid, signal.SIGQUIT)


def test_the_logs_hold_no_statement_and_no_value(running: EmbeddedServer) -> None:
    secret = "s3same-ouvre-toi"
    with psycopg.connect(running.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE logged (word text PRIMARY KEY)")
        for statement in (
            f"INSERT INTO logged VALUES ('{secret}')",
            f"INSERT INTO logged VALUES ('{secret}')",
            f"SELECT nothing FROM nowhere WHERE word = '{secret}'",
        ):
            try:
                connection.execute(statement.encode())
            except psycopg.Error:
                continue

    def logged() -> str:
        return "".join(path.read_text() for path in (running.data / "logs" / "postgres").iterdir())

    assert becomes(lambda: "duplicate key" in logged() and "nowhere" in logged(), 30), "errors are logged"
    assert secret not in logged()


def test_server_processes_are_found_by_their_folder(running: EmbeddedServer) -> None:
    cluster = running.data / "postgres" / "cluster"
    assert postmaster_pid(cluster) in server_processes(cluster)
