"""`forain demo` with real processes: ready with orders of both marketplaces, ends without a trace, goes on next time."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import psycopg
import pytest

from forain.cli.exits import Exit
from forain.hub.database.embedded import EmbeddedServer
from forain.hub.processes.ports import free_port
from forain.hub.processes.running import running

FORAIN = str(Path(sys.executable).with_name("forain"))

pytestmark = [pytest.mark.proof, pytest.mark.slow, pytest.mark.timeout(400)]


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "data"
    yield folder
    EmbeddedServer(folder).delete()


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FORAIN_")}
    return {**kept, "FORAIN_LANG": "en", "PYTHONUNBUFFERED": "1", **more}


def forain(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [FORAIN, *arguments, "--data", str(data)]
    return subprocess.run(
        command, capture_output=True, text=True, env=environment(), check=False, timeout=100
    )


@contextmanager
def started(data: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A hub that runs; killed with everything it started if the test does not end it."""
    command = [FORAIN, *arguments, "--data", str(data)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment()
    ) as it:
        try:
            yield it
        finally:
            if it.poll() is None:
                it.terminate()
                it.wait(60)


def lines_until(output: IO[str] | None, word: str) -> str:
    """What was printed up to the line with `word` in it."""
    assert output is not None
    said = ""
    for line in output:
        said += line
        if word in line:
            return said
    raise AssertionError(f"ended without {word!r}:\n{said}")


def below(folder: Path) -> list[str]:
    """Command lines and working folders of processes that belong to a data folder."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            words = (process / "cmdline").read_bytes() + b" " + os.fsencode((process / "cwd").readlink())
            words += b" " + (process / "environ").read_bytes()
        except OSError:
            continue
        if os.fsencode(folder) in words and process.name != str(os.getpid()):
            found.append(words[:200].decode(errors="replace"))
    return found


def shown(said: str, name: str) -> str:
    found = re.search(rf"{name}:? +(\S+)", said)
    assert found, said
    return found[1]


def orders(data: Path) -> dict[str, str]:
    """Reference -> marketplace, of everything the hub knows."""
    statement = "SELECT o.reference, c.marketplace_id FROM orders_order o JOIN connections_connection c ON c.id = o.connection_id"
    with psycopg.connect(EmbeddedServer(data).url) as connection:
        return {str(reference): str(market) for reference, market in connection.execute(statement)}


def connections(data: Path) -> list[str]:
    with psycopg.connect(EmbeddedServer(data).url) as connection:
        return [str(name) for (name,) in connection.execute("SELECT name FROM connections_connection")]


def test_demo_from_nothing_to_a_clean_end_and_on_from_there(data: Path) -> None:
    port = str(free_port())
    with started(data, "demo", "--port", port, "--arrivals", "2") as first:
        said = lines_until(first.stdout, "Ctrl-C")
        address, password = shown(said, "ready"), shown(said, "Password")
        assert _status(address) == 200
        before = orders(data)
        assert set(before.values()) == {"rakuten_fr", "spartoo"}
        assert _grows(data, len(before))
        kept = orders(data)
        first.send_signal(signal.SIGINT)
        rest = first.communicate(timeout=60)[0]
    assert first.returncode == 0, rest
    assert "Traceback" not in said + rest
    assert below(data) == []
    assert (data / "demo.json").stat().st_mode & 0o077 == 0

    with started(data, "demo", "--port", port, "--arrivals", "2") as second:
        said = lines_until(second.stdout, "Ctrl-C")
        assert shown(said, "Password") == password
        assert set(kept) <= set(orders(data))
        assert len(connections(data)) == 2
        assert _refused(data).returncode == Exit.REFUSED
        assert forain(data, "stop").returncode == Exit.OK
        assert second.wait(60) == 0
    assert below(data) == []
    _no_secret(data)


def _status(address: str) -> int:
    with urllib.request.urlopen(f"{address}/healthz", timeout=10) as answer:
        return int(answer.status)


def _grows(data: Path, before: int, patience: float = 60.0) -> bool:
    until = time.monotonic() + patience
    while len(orders(data)) <= before:
        if time.monotonic() > until:
            return False
        time.sleep(0.3)
    return True


def _refused(data: Path) -> subprocess.CompletedProcess[str]:
    """A second hub in the same folder."""
    return forain(data, "up", "--port", str(free_port()))


def _no_secret(data: Path) -> None:
    """What the sandbox's accounts are opened with stands in no log."""
    for log in (data / "logs").glob("*.log"):
        text = log.read_text(encoding="utf-8")
        assert not re.search(r"(?i)(token|pwd|partenaire)=(?!\[redacted)", text), log


def test_up_shows_the_way_in_for_the_first_person_and_refuses_a_taken_port(data: Path) -> None:
    port = free_port()
    with started(data, "up", "--port", str(port)) as hub:
        way = re.search(r"http://\S+/first\?code=[A-Z2-7-]{29}", lines_until(hub.stdout, "first?code="))
        assert way is not None
        assert "AAAA" not in way[0]
        with urllib.request.urlopen(way[0], timeout=10) as page:
            assert way[0].partition("code=")[2] in page.read().decode()
        note = running(data)
        assert note is not None
        assert note["address"] == f"http://127.0.0.1:{port}"
        other = data.with_name("other")
        taken = forain(other, "up", "--port", str(port))
        assert (taken.returncode, taken.stderr.count("\n")) == (Exit.FAILURE, 1)
        assert str(port) in taken.stderr
        assert not (other / "postgres").exists()
        _worker_dies_and_comes_back(hub, note)
        hub.terminate()
        rest = hub.communicate(timeout=60)[0]
    assert hub.returncode == 0, rest
    assert below(data) == []
    assert forain(data, "status").returncode == Exit.UNREACHABLE
    assert json.loads(forain(data, "db", "status", "--json").stdout)["state"] == "stopped"


def _worker_dies_and_comes_back(hub: subprocess.Popen[str], note: dict[str, Any]) -> None:
    children = Path(f"/proc/{note['pid']}/task/{note['pid']}/children").read_text(encoding="ascii").split()
    workers = [one for one in children if b"work:main" in Path(f"/proc/{one}/cmdline").read_bytes()]
    assert len(workers) == 1
    os.kill(int(workers[0]), signal.SIGKILL)
    assert "worker ended with code -9" in lines_until(hub.stdout, "started again")


def test_folder_of_a_real_hub_is_no_place_for_a_demo(data: Path) -> None:
    assert forain(data, "orders", "list").returncode == Exit.OK
    refused = forain(data, "demo", "--port", str(free_port()))
    assert refused.returncode == Exit.REFUSED
    assert "no demo" in refused.stderr
    assert below(data) == []
