"""Children are started again when they die, end when they are asked or when their parent is gone, and leave nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from forain.hub.processes import running as notes
from forain.hub.processes.family import Family
from forain.hub.processes.member import Member
from forain.hub.processes.ports import PortTaken, free_port, is_free, require_free

HERE = "forain.hub.processes.tests.children"


def becomes(condition: Callable[[], object], patience: float = 60.0) -> bool:
    until = time.monotonic() + patience
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def family() -> Iterator[Family]:
    made = Family(lambda _code, _facts: None)
    try:
        yield made
    finally:
        made.end(grace=0.1)


def watched(family: Family) -> threading.Thread:
    thread = threading.Thread(target=family.watch)
    thread.start()
    return thread


def test_child_that_dies_is_started_again(family: Family) -> None:
    told: list[tuple[str, dict[str, object]]] = []
    family.tell = lambda code, facts: told.append((code, facts))
    child = family.add(Member("sleeper", (f"{HERE}:sleep",)))
    first = child.pid
    assert first is not None
    thread = watched(family)
    os.kill(first, signal.SIGKILL)
    assert becomes(lambda: child.pid != first and child.is_alive())
    family.stop.set()
    thread.join(5)
    assert told == [("died", {"name": "sleeper", "code": -9, "wait": 0.5})]


def test_deaths_in_a_row_are_waited_for_longer() -> None:
    child = Member("x", (f"{HERE}:sleep",))
    child.started_at = time.monotonic()
    assert [child.note_death() for _ in range(7)] == [0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 30.0]
    child.started_at = time.monotonic() - 120
    assert child.note_death() == 0.5


def test_stubborn_child_is_killed_with_its_own_children(family: Family, tmp_path: Path) -> None:
    child = family.add(Member("stubborn", (f"{HERE}:stubborn", str(tmp_path / "pid"))))
    assert becomes((tmp_path / "pid").exists)
    grandchild = int((tmp_path / "pid").read_text(encoding="ascii"))
    begun = time.monotonic()
    family.end(grace=0.3)
    assert time.monotonic() - begun < 30, "its sleep is of a minute"
    assert not child.is_alive()
    assert becomes(lambda: not is_alive(grandchild))


def test_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-m", HERE, str(tmp_path / "pid")])
    assert becomes((tmp_path / "pid").exists)
    child = int((tmp_path / "pid").read_text(encoding="ascii"))
    parent.kill()
    parent.wait()
    assert becomes(lambda: not is_alive(child))


def test_words_of_a_child_go_to_its_log(family: Family, tmp_path: Path) -> None:
    log = tmp_path / "logs" / "child.log"
    family.add(Member("speaker", (f"{HERE}:speak",), log=log))
    assert becomes(lambda: log.exists() and "said" in log.read_text(encoding="utf-8"))
    assert log.stat().st_mode & 0o077 == 0


def test_one_process_serves_a_folder(tmp_path: Path) -> None:
    assert notes.running(tmp_path) is None
    with notes.holding(tmp_path, kind="up", address="http://x"):
        found = notes.running(tmp_path)
        assert found is not None
        assert (found["kind"], found["pid"]) == ("up", os.getpid())
        with pytest.raises(notes.AlreadyRunning) as busy, notes.holding(tmp_path):
            pass
        assert busy.value.note["address"] == "http://x"
    assert notes.running(tmp_path) is None


def test_note_of_a_killed_process_is_not_believed(tmp_path: Path) -> None:
    with notes.holding(tmp_path, kind="up"):
        note = (tmp_path / "running.json").read_bytes()
    (tmp_path / "running.json").write_bytes(note)
    assert notes.running(tmp_path) is None


def test_taken_port_is_told() -> None:
    port = free_port()
    require_free("127.0.0.1", port)
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        assert not is_free("127.0.0.1", port)
        with pytest.raises(PortTaken) as refusal:
            require_free("127.0.0.1", port)
    assert "in use" in refusal.value.reason
