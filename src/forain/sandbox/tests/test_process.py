"""`forain sandbox up` as a process: what it prints, how it ends, what it remembers, what it never says."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from forain.sandbox.tests import market

Up = Callable[..., "Running"]


class Running:
    """A sandbox process and the JSON line it printed."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout is not None
        self.told: dict[str, Any] = json.loads(process.stdout.readline())
        self.url: str = self.told["url"]

    def get(self, path: str, **query: Any) -> Any:
        return httpx2.get(self.url + path, params=query).json()

    def post(self, path: str, **body: Any) -> Any:
        return httpx2.post(self.url + path, json=body).raise_for_status().json()

    def orders(self) -> dict[str, str]:
        return {
            one["id"]: one["state"] for one in self.get("/_control/toymart/orders", limit=1000)["objects"]
        }

    def end(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """The exit status and everything that was said after the first line."""
        self.process.send_signal(how)
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, out + err


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An installed package that announces the tests' marketplace through the entry point, as a stranger's would."""
    announced = tmp_path / "site" / "toymart-0.dist-info"
    announced.mkdir(parents=True)
    (announced / "METADATA").write_text("Metadata-Version: 2.1\nName: toymart\nVersion: 0\n")
    (announced / "entry_points.txt").write_text(
        "[forain.sandboxes]\ntoymart = forain.sandbox.tests.market:stage\n"
    )
    return {**os.environ, "PYTHONPATH": str(announced.parent), "FORAIN_SANDBOX": "http://127.0.0.1:9"}


@pytest.fixture
def up(environment: dict[str, str]) -> Iterator[Up]:
    started: list[subprocess.Popen[str]] = []

    def start(*options: str) -> Running:
        command = [sys.executable, "-m", "forain.cli.sandbox", "up", "--port", "0", "--json", *options]
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        started.append(process)
        return Running(process)

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_the_first_line_is_json_and_the_sandbox_already_listens(up: Up) -> None:
    running = up("--empty")
    assert set(running.told) == {"url", "control", "accounts"}
    assert running.told["accounts"]["toymart"] == {"login": "shop", "token": market.TOKEN}
    assert httpx2.get(running.told["control"] + "/clock").status_code == 200
    assert running.orders() == {}


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly(up: Up, how: signal.Signals) -> None:
    assert up().end(how) == (0, "")


def test_plain_and_tls_show_one_world(up: Up) -> None:
    running = up("--tls-port", "0", "--tls-name", "sws.spartoo.com")
    running.post("/_control/toymart/buy", sku="A")
    with httpx2.Client(verify=False) as client:
        told = client.get(running.told["tls_url"] + "/_control/toymart/orders").json()
    assert told["total"] == 4
    assert running.end()[0] == 0


def test_a_taken_port_is_one_sentence_and_status_2(environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "forain.cli.sandbox", "up", "--port", port]
        done = subprocess.run(
            command, env=environment, capture_output=True, check=False, text=True, timeout=20
        )
    assert done.returncode == 2
    assert done.stderr == f"Cannot listen on 127.0.0.1:{port}: Address already in use.\n"


def test_a_second_start_continues_where_the_first_ended(up: Up, tmp_path: Path) -> None:
    """Objects, clock, due things, faults and ledger; even with another seed on the command line."""
    state = tmp_path / "world.state"
    first = up("--state", str(state), "--speed", "0")
    made = first.post("/_control/toymart/buy", sku="A")
    httpx2.get(f"{first.url}/toy/ship?order=o1")
    first.post("/_control/faults", kind="quota", count=5)
    before = first.get("/_control/clock"), first.get("/_control/ledger"), first.orders()
    assert first.end() == (0, "")
    assert stat.S_IMODE(state.stat().st_mode) == 0o600
    second = up("--state", str(state), "--seed", "99")
    assert (second.get("/_control/clock"), second.get("/_control/ledger"), second.orders()) == before
    assert second.get("/_control/faults")["faults"][0]["left"] == 5
    httpx2.patch(f"{second.url}/_control/clock", json={"move": 90_000})
    assert second.orders()[made["id"]] == "expired"
    assert second.orders()["o1"] == "shipped"


def test_a_killed_sandbox_continues_from_seconds_before(up: Up, tmp_path: Path) -> None:
    state = tmp_path / "world.state"
    first = up("--state", str(state))
    first.post("/_control/toymart/buy", sku="A")
    bought, deadline = time.time(), time.monotonic() + 20
    while not (state.exists() and state.stat().st_mtime > bought) and time.monotonic() < deadline:
        time.sleep(0.1)
    first.end(signal.SIGKILL)
    second = up("--state", str(state))
    assert list(second.orders()) == ["o1", "o2", "o3", "o4"]
    assert [one.name for one in tmp_path.glob(".world*")] == []


def test_two_sandboxes_never_keep_one_state(up: Up, environment: dict[str, str], tmp_path: Path) -> None:
    state = tmp_path / "world.state"
    first = up("--state", str(state))
    command = [sys.executable, "-m", "forain.cli.sandbox", "up", "--port", "0", "--state", str(state)]
    done = subprocess.run(command, env=environment, capture_output=True, check=False, text=True, timeout=60)
    assert done.returncode == 2
    assert done.stderr == (
        f"Another sandbox keeps its world in {state}; end that one, or choose another --state file.\n"
    )
    first.end(signal.SIGKILL)
    assert up("--state", str(state)).orders()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"forain-sandbox-state 99\nxyz", "has format 99"),
        (b"forain-sandbox-state 1\nxyz", "is damaged"),
        (b"forain-sandbox-state 1\n\x80\x05cposix\nsystem\nX\x02\x00\x00\x00id\x85R.", "is damaged"),
        (b"something else", "is not a state file"),
        (b"", "is not a state file"),
    ],
)
def test_a_state_that_cannot_be_continued_is_refused_with_advice(
    environment: dict[str, str], tmp_path: Path, content: bytes, words: str
) -> None:
    """Also one that would run code: the file is left as it is."""
    state = tmp_path / "world.state"
    state.write_bytes(content)
    command = [sys.executable, "-m", "forain.cli.sandbox", "up", "--port", "0", "--state", str(state)]
    done = subprocess.run(command, env=environment, capture_output=True, check=False, text=True, timeout=60)
    assert done.returncode == 2
    assert words in done.stderr
    assert "move" in done.stderr
    assert done.stderr.count("\n") == 1
    assert state.read_bytes() == content


def test_no_secret_is_ever_written(up: Up) -> None:
    """Good calls, defects, damaged requests: nothing of what a client sent is in the output."""
    running = up()
    secret = f"token={market.TOKEN}"
    httpx2.get(f"{running.url}/toy/list?{secret}")
    httpx2.post(f"{running.url}/toy/list", data={"token": market.TOKEN})
    page = httpx2.get(f"{running.url}/toy/crash?{secret}").text
    missing = httpx2.get(f"{running.url}/elsewhere?{secret}").text
    host, port = running.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as sock:
        sock.sendall(f"G@T /toy/list?{secret} NONSENSE\r\n\r\n".encode())
        broken = sock.recv(1000).decode()
    status, said = running.end()
    assert status == 0
    assert "RuntimeError" in said
    assert market.TOKEN not in page + missing + broken + said
