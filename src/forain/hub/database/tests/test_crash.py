"""No row that was acknowledged is ever lost, and no state a crash leaves needs a person."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from forain.hub.database import probe, standing
from forain.hub.database.embedded import EmbeddedServer
from forain.hub.database.errors import ServerError
from forain.hub.database.files import is_locked
from forain.hub.database.processes import becomes, postmaster_pid, server_processes
from forain.hub.database.testing import scratch


class Writer(threading.Thread):
    """Inserts numbers one by one and remembers those whose commit was acknowledged."""

    def __init__(self, url: str, first: int) -> None:
        super().__init__()
        self.url = url
        self.next = first
        self.acknowledged: list[int] = []

    def run(self) -> None:
        with (
            contextlib.suppress(psycopg.OperationalError),
            psycopg.connect(self.url, autocommit=True) as connection,
        ):
            while True:
                connection.execute("INSERT INTO written VALUES (%s)", [self.next])
                self.acknowledged.append(self.next)
                self.next += 1


@pytest.fixture(scope="module")
def hardy() -> Iterator[EmbeddedServer]:
    """One server that the tests of this module hurt, one after the other."""
    folder = Path(tempfile.mkdtemp(prefix="forain-t-", dir=scratch()))
    folder.chmod(0o711)
    server = EmbeddedServer(folder)
    server.ensure()
    yield server
    server.delete()
    shutil.rmtree(folder)


@pytest.fixture
def server(hardy: EmbeddedServer) -> EmbeddedServer:
    hardy.ensure()
    return hardy


@pytest.fixture
def data(server: EmbeddedServer) -> Path:
    return server.data


def kill(cluster: Path, *, postmaster_only: bool = False) -> None:
    pid = postmaster_pid(cluster)
    assert pid
    victims = [pid] if postmaster_only else [pid, *server_processes(cluster)]
    for victim in victims:
        with contextlib.suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)


def test_every_acknowledged_row_survives_kill_9_of_all_server_processes(
    server: EmbeddedServer, data: Path
) -> None:
    with psycopg.connect(server.ensure().url) as connection:
        connection.execute("CREATE TABLE written (number int PRIMARY KEY)")
    acknowledged: list[int] = []
    for turn in range(4):
        writers = [Writer(server.url, turn * 1_000_000 + each * 100_000) for each in range(2)]
        for writer in writers:
            writer.start()
        assert becomes(lambda w=writers: all(len(each.acknowledged) > 20 for each in w), 10)  # type: ignore[misc]
        kill(data / "postgres" / "cluster", postmaster_only=turn % 2 == 1)
        for writer in writers:
            # After the death of the postmaster alone a backend may serve on for a moment; ensure() ends that.
            acknowledged += writer.acknowledged
        assert server.ensure().started_by_us
        for writer in writers:
            writer.join(10)
            acknowledged += writer.acknowledged
        with psycopg.connect(server.url) as connection:
            stored = {row[0] for row in connection.execute("SELECT number FROM written")}
        assert set(acknowledged) <= stored


def test_a_backend_too_busy_to_notice_is_ended_and_a_new_server_starts(
    server: EmbeddedServer, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "ORPHAN_SECONDS", 0.3)
    url = server.ensure().url

    def be_busy() -> None:
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(url) as connection:
            connection.execute("DO $$ BEGIN LOOP END LOOP; END $$")

    busy = threading.Thread(target=be_busy)
    busy.start()
    time.sleep(0.3)
    kill(data / "postgres" / "cluster", postmaster_only=True)
    assert server.ensure().started_by_us
    busy.join(5)
    assert not busy.is_alive()


def test_a_server_that_hangs_is_reported_and_not_doubled(
    server: EmbeddedServer, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "ORPHAN_SECONDS", 0.1)
    monkeypatch.setattr(probe, "PATIENCE_SECONDS", 1)
    server.ensure()
    pid = postmaster_pid(data / "postgres" / "cluster")
    assert pid
    os.kill(pid, signal.SIGSTOP)
    try:
        with pytest.raises(ServerError) as caught:
            server.ensure()
        assert caught.value.code == "not-answering"
        assert caught.value.facts["pid"] == pid
    finally:
        os.kill(pid, signal.SIGCONT)
    assert not server.ensure().started_by_us


def test_a_note_with_somebody_elses_process_number_is_not_believed(
    server: EmbeddedServer, data: Path
) -> None:
    server.ensure()
    cluster = data / "postgres" / "cluster"
    notes = (cluster / "postmaster.pid").read_text().split("\n", 1)[1]
    server.stop()
    bystander = subprocess.Popen(["sleep", "60"])
    try:
        (cluster / "postmaster.pid").write_text(f"{bystander.pid}\n{notes}")
        assert not server.stop(), "nobody is hit by the stop"
        assert server.ensure().started_by_us
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_kill_9_in_the_middle_of_the_first_start_is_made_good(area: Path) -> None:
    data = area / "data"
    code = "import sys; from forain.hub.database.__main__ import main; main(['start', '--data', sys.argv[1]])"
    starter = subprocess.Popen([sys.executable, "-c", code, str(data)], start_new_session=True)
    assert becomes((data / "postgres" / "cluster.new" / "PG_VERSION").exists, 60)
    os.killpg(starter.pid, signal.SIGKILL)
    starter.wait()
    server = EmbeddedServer(data)
    with psycopg.connect(server.ensure().url) as connection:
        connection.execute("CREATE TABLE works ()")
    assert not list((data / "postgres").glob("cluster.*"))
    server.delete()


def test_the_lock_is_free_only_when_no_server_process_is_left(server: EmbeddedServer, data: Path) -> None:
    server.ensure()
    lock = data / "postgres" / "server.lock"
    assert is_locked(lock)
    kill(data / "postgres" / "cluster")
    assert becomes(lambda: not is_locked(lock), 30)


def test_a_lost_pointer_finds_the_database_beside_it(server: EmbeddedServer, data: Path) -> None:
    with psycopg.connect(server.ensure().url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept ()")
    server.stop()
    (data / "postgres" / "where.json").unlink()
    with psycopg.connect(server.ensure().url) as connection:
        connection.execute("SELECT FROM kept")


def test_a_copy_of_the_folder_is_a_database_of_its_own(
    server: EmbeddedServer, data: Path, area: Path
) -> None:
    server.ensure()
    server.stop()
    shutil.copytree(data, area / "copy")
    if os.geteuid() == 0:
        _give_as_before(data, area / "copy")
    server.ensure()
    copy = EmbeddedServer(area / "copy")
    try:
        assert copy.ensure().started_by_us
        assert copy.url != server.url
    finally:
        copy.delete()


def _give_as_before(original: Path, copy: Path) -> None:
    for path in [original, *original.rglob("*")]:
        found = path.lstat()
        os.chown(copy / path.relative_to(original), found.st_uid, found.st_gid)
