"""How many calls the sandbox answers, against a bare uvicorn application that answers the same 2 kB.

Both servers run in a process of their own, one after the other in each round, under the same client process of 50
kept connections. The ratio is taken per second of the server's CPU, so a client on a shared core does not blur it.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BODY = b'<?xml version="1.0" encoding="ISO-8859-1"?><root>' + b"<a>2 kB of a document</a>" * 78 + b"</root>"
PATH = "/bench/ws?action=getnewsales&login=demo&pwd=token&version=2017-08-07"
CLIENTS, CALLS, ROUNDS = 50, 10_000, 5
GOAL = 0.5


@dataclass(frozen=True, slots=True)
class Measured:
    """Medians over the rounds: calls for each second of server CPU, calls a second, and the slow 1 %."""

    per_cpu: float
    per_second: float
    p99: float


async def bare(_scope: Mapping[str, Any], _receive: Any, send: Any) -> None:
    """The limit: the least an ASGI application can do."""
    headers = [(b"content-type", b"text/xml"), (b"content-length", b"%d" % len(BODY))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": BODY})


def serve(which: str) -> None:
    """Listen, print the port, serve until terminated."""
    from forain.sandbox.listen import bind, loop_factory

    sock = bind("127.0.0.1", 0)
    server = _bare_server() if which == "bare" else _sandbox_server()
    print(sock.getsockname()[1], flush=True)
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(server.serve(sockets=[sock]))


def _bare_server() -> Any:
    import uvicorn

    return uvicorn.Server(uvicorn.Config(bare, access_log=False, log_config=None, lifespan="off"))


def _sandbox_server() -> Any:
    from forain.sandbox.control import ControlRoom
    from forain.sandbox.door import Door
    from forain.sandbox.engine import Engine, Options
    from forain.sandbox.listen import Server
    from forain.sandbox.serve import Application

    engine = Engine(Options(empty=True), {"bench": lambda _: _Stage()})  # type: ignore[dict-item,return-value]
    return Server(Application(Door(engine, ControlRoom(engine))), _no_tick, None)


async def _no_tick() -> None:
    """Nothing to do each second."""


class _Stage:
    """Answers the constant document; the rules of a real stage are its own cost."""

    id = "bench"

    def owns(self, path: str) -> bool:
        return path == "/bench/ws"

    def answer(self, request: Any) -> Any:
        from forain.sandbox.stage import Answer

        request.parameters(first="query")
        return Answer(body=BODY, content_type="text/xml;charset=ISO-8859-1")


async def load(port: int) -> list[float]:
    """Seconds each of CALLS calls took, over CLIENTS kept connections."""
    asked = f"GET {PATH} HTTP/1.1\r\nHost: ws.fr.shopping.rakuten.com\r\nUser-Agent: bench\r\n\r\n".encode()
    took: list[float] = []

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(CALLS // CLIENTS):
            began = time.perf_counter()
            writer.write(asked)
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            await reader.readexactly(length)
            took.append(time.perf_counter() - began)
        writer.close()

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return took


def one_round(which: str) -> Measured:
    command = [sys.executable, str(Path(__file__)), which]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        before, began = _cpu(process.pid), time.perf_counter()
        took = sorted(asyncio.run(load(port)))
        seconds, cpu = time.perf_counter() - began, _cpu(process.pid) - before
        process.terminate()
    return Measured(CALLS / cpu, CALLS / seconds, took[CALLS * 99 // 100])


def _cpu(pid: int) -> float:
    """Seconds of processor time a process used so far (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure() -> tuple[Measured, Measured]:
    """The sandbox and the bare application, medians of ROUNDS taken in turn."""
    rounds = [(one_round("sandbox"), one_round("bare")) for _ in range(ROUNDS)]
    ours, limit = zip(*rounds, strict=True)
    return _median(ours), _median(limit)


def _median(rounds: tuple[Measured, ...]) -> Measured:
    middle = statistics.median
    return Measured(
        middle(one.per_cpu for one in rounds), middle(one.per_second for one in rounds), middle(one.p99 for one in rounds)
    )  # fmt: skip


def main() -> int:
    ours, limit = measure()
    ratio = ours.per_cpu / limit.per_cpu
    for name, one in (("sandbox", ours), ("bare uvicorn", limit)):
        print(
            f"{name:14}{one.per_cpu:9.0f} calls per CPU second {one.per_second:9.0f} calls/s   p99 {one.p99 * 1000:6.1f} ms"
        )
    print(f"ratio {ratio:.2f} (goal >= {GOAL})")
    return 0 if ratio >= GOAL else 1


if __name__ == "__main__":
    if len(sys.argv) > 1:
        serve(sys.argv[1])
    else:
        sys.exit(main())
