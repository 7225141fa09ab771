"""How many calls the sandbox answers, against a bare uvicorn application that answers about as many bytes.

`engine` answers a constant document: HTTP, routing, faults and time alone. `sales` is the real thing: new sales of
Rakuten with one sale in them, about 2 kB, with all its rules.

Every server runs in a process of its own, one after the other in each round, under the same client of 50 kept
connections. The ratio is taken per second of the server's CPU, so a client on a shared core does not blur it.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.table import How, Row

BODY = b'<?xml version="1.0" encoding="ISO-8859-1"?><root>' + b"<a>2 kB of a document</a>" * 76 + b"</root>"
QUERY = "action=getnewsales&login={login}&pwd={token}&version=2017-08-07"
CLIENTS, CALLS, ROUNDS = 50, 10_000, 5
GOAL = 0.5
#: Milliseconds the slow 1 % of the calls may take under all the clients at once; other work on the machine counts.
P99 = 20.0
SERVERS = ("bare", "engine", "sales")


@dataclass(frozen=True, slots=True)
class Measured:
    """Calls for each second of server CPU, calls a second, and the slow 1 % in seconds."""

    per_cpu: float
    per_second: float
    p99: float


async def bare(_scope: Mapping[str, Any], _receive: Any, send: Any) -> None:
    """The limit: the least an ASGI application can do."""
    headers = [(b"content-type", b"text/xml"), (b"content-length", b"%d" % len(BODY))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": BODY})


class Constant:
    """A stage whose rules cost nothing."""

    id = "bench"

    def owns(self, path: str) -> bool:
        return path == "/sales_ws"

    def accounts(self) -> Mapping[str, str]:
        return {"login": "demo", "token": "1234567890abcdef"}

    def answer(self, request: Any) -> Any:
        from forain.sandbox.stage import Answer

        request.parameters(first="query")
        return Answer(body=BODY, content_type="text/xml;charset=ISO-8859-1")


def serve(which: str) -> None:
    """Listen, print port and path, serve until terminated."""
    from forain.sandbox.listen import bind, loop_factory

    sock = bind("127.0.0.1", 0)
    server, target = _bare_server() if which == "bare" else _sandbox_server(which)
    print(sock.getsockname()[1], target, flush=True)
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(server.serve(sockets=[sock]))


def _bare_server() -> tuple[Any, str]:
    import uvicorn

    config = uvicorn.Config(bare, access_log=False, log_config=None, log_level="error", lifespan="off")
    return uvicorn.Server(config), _target({"login": "demo", "token": "1234567890abcdef"})


def _sandbox_server(which: str) -> tuple[Any, str]:
    from forain.sandbox.inprocess import Sandbox
    from forain.sandbox.listen import Server
    from forain.sandbox.serve import Application

    constant: Any = {"bench": lambda _: Constant()}
    sandbox = Sandbox(empty=True, stages=constant if which == "engine" else None)
    if which == "sales":
        sandbox.control(
            "rakuten_fr/account", login=sandbox.accounts["rakuten_fr"]["login"], calls_per_hour=10**9
        )
        sandbox.control("sale")
    (account,) = [one for one in sandbox.accounts.values() if "login" in one]
    return Server(Application(sandbox.door), _no_tick, None), _target(account)


async def _no_tick() -> None:
    """Nothing to do each second."""


def _target(account: Mapping[str, str]) -> str:
    return "/sales_ws?" + QUERY.format(**account)


async def load(port: int, target: str) -> list[float]:
    """Seconds each of CALLS calls took, over CLIENTS kept connections."""
    asked = f"GET {target} HTTP/1.1\r\nHost: ws.fr.shopping.rakuten.com\r\nUser-Agent: bench\r\n\r\n".encode()
    took: list[float] = []

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(CALLS // CLIENTS):
            began = time.perf_counter()
            writer.write(asked)
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            body = await reader.readexactly(length)
            took.append(time.perf_counter() - began)
            assert length > 1500, f"an answer that is not the one to measure: {body.decode()}"
        writer.close()

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return took


def one_round(which: str) -> Measured:
    command = [sys.executable, str(Path(__file__)), which]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            port, target = process.stdout.readline().split()
            before, began = _cpu(process.pid), time.perf_counter()
            took = sorted(asyncio.run(load(int(port), target)))
            seconds, cpu = time.perf_counter() - began, _cpu(process.pid) - before
        finally:
            process.terminate()
    return Measured(CALLS / cpu, CALLS / seconds, took[CALLS * 99 // 100])


def _cpu(pid: int) -> float:
    """Seconds of processor time a process used so far (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(rounds: int = ROUNDS) -> dict[str, Measured]:
    """Medians of the rounds, the servers taken in turn within each."""
    found = [{which: one_round(which) for which in SERVERS} for _ in range(rounds)]
    return {which: _median([one[which] for one in found]) for which in SERVERS}


def _median(rounds: list[Measured]) -> Measured:
    middle = statistics.median
    return Measured(
        per_cpu=middle(one.per_cpu for one in rounds),
        per_second=middle(one.per_second for one in rounds),
        p99=middle(one.p99 for one in rounds),
    )


def rows(how: How) -> Iterator[Row]:
    """The same for the common table: seconds of server CPU for one call."""
    from bench.table import Goal, Row

    found = measure(1 if how.small else ROUNDS)
    limit, ours = found["bare"].per_cpu, found["sales"].per_cpu
    goals = (
        Goal("of bare uvicorn", ours / limit, GOAL),
        Goal(f"p99 ms at {CLIENTS} clients", found["sales"].p99 * 1000, P99, at_most=True),
    )
    yield Row(
        path="sandbox call",
        n=CALLS,
        ours=1 / ours,
        limit=("bare uvicorn", 1 / limit),
        goals=() if how.small else goals,
    )


def main() -> int:
    found = measure()
    limit = found["bare"].per_cpu
    print(f"{'':8}{'calls/CPU s':>12}{'calls/s':>10}{'p99 ms':>8}{'ratio':>7}  goal {GOAL}")
    ratios = {which: one.per_cpu / limit for which, one in found.items()}
    for which, one in found.items():
        verdict = "reached" if ratios[which] >= GOAL else "missed"
        figures = f"{one.per_cpu:12.0f}{one.per_second:10.0f}{one.p99 * 1000:8.1f}{ratios[which]:7.2f}"
        print(f"{which:8}{figures}  {verdict}")
    return 0 if min(ratios.values()) >= GOAL else 1


if __name__ == "__main__":
    if len(sys.argv) > 1:
        serve(sys.argv[1])
    else:
        sys.exit(main())
