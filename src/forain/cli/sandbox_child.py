"""The demo's sandbox: a child process with a running world, whose first line of output says where it is."""

from __future__ import annotations

import json
import select
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forain.cli.exits import Exit, Failure
from forain.cli.language import say
from forain.hub.processes.member import Member

if TYPE_CHECKING:
    from forain.cli.serving import Serving

_PATIENCE_SECONDS = 40.0


def sandbox_member(data: Path, port: int, seed: int, arrivals: float) -> Member:
    arguments = ["sandbox", "up", "--json", "--port", str(port), "--seed", str(seed)]
    world = ["--arrivals", str(arrivals), "--state", str(data / "sandbox.state")]
    work = ("forain.cli.entry:main", *arguments, *world)
    return Member("sandbox", work, log=data / "logs" / "sandbox.log", listens=True)


def listening(child: Member, serving: Serving) -> dict[str, Any]:
    """What the sandbox says of itself once it listens: `url`, `control`, `accounts`."""
    assert child.process is not None
    assert child.process.stdout is not None
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        serving.go_on()
        if select.select([child.process.stdout], [], [], 0.1)[0]:
            return _read(child.process.stdout.readline(), child)
    raise _silent(child)


def _read(line: str, child: Member) -> dict[str, Any]:
    if not line:
        raise _silent(child)
    told: dict[str, Any] = json.loads(line)
    return told


def _silent(child: Member) -> Failure:
    return Failure(say("The sandbox does not start; see {place}.", place=child.log), Exit.UNREACHABLE)
