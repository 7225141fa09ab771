"""The demo's parts in the order they start, and what is kept of it for the next time."""

from __future__ import annotations

import json
import os
import secrets
import shlex
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from forain.cli.aside import aside
from forain.cli.exits import Exit, Failure
from forain.cli.language import say
from forain.cli.progress import step
from forain.cli.sandbox_child import listening, sandbox_member
from forain.cli.serving import Serving
from forain.hub.processes.ports import free_port, is_free
from forain.hub.processes.running import write_note

USER = "demo"


@dataclass(slots=True)
class Kept:
    """What the next start must know: the login, and the sandbox's port and seed."""

    password: str
    sandbox_port: int
    seed: int = 1

    @classmethod
    def of(cls, data: Path) -> Kept:
        """What an earlier demo kept here; a new one where nothing is. A real hub's folder is refused."""
        try:
            return cls(**json.loads(_file(data).read_text(encoding="utf-8")))
        except FileNotFoundError:
            _refuse_real_hub(data)
        return cls(secrets.token_urlsafe(9), free_port())

    def keep(self, data: Path) -> None:
        """Write it where only we can read it."""
        handle = os.open(_file(data), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(self), file)

    def find_port(self) -> None:
        """Another port for the sandbox if somebody took ours meanwhile."""
        if not is_free("127.0.0.1", self.sandbox_port):
            self.sandbox_port = free_port()


def _file(data: Path) -> Path:
    return data / "demo.json"


def _refuse_real_hub(data: Path) -> None:
    if (data / "secret.keys").exists():
        words = "{data} holds a hub that is no demo; choose another folder with --data."
        raise Failure(say(words, data=data), Exit.REFUSED)


def play(data: Path, host: str, port: int, arrivals: float) -> None:
    """Start everything, say where to look, and watch until somebody ends it."""
    serving = Serving(data=data, host=host, port=port, workers=1, kind="demo", logs=data / "logs")
    with serving.alive():
        kept = Kept.of(data)
        kept.find_port()
        kept.keep(data)
        counts, sandbox = _begin(serving, kept, arrivals)
        _welcome(serving, kept, counts, sandbox)
        serving.family.watch()


def _begin(serving: Serving, kept: Kept, arrivals: float) -> tuple[dict[str, int], str]:
    """Orders by connection, and the sandbox's address.

    The sandbox starts while the database does; web and worker while the accounts are connected.
    """
    step("sandbox")
    child = serving.family.add(sandbox_member(serving.data, kept.sandbox_port, kept.seed, arrivals))
    _prepare(serving, kept)
    told = listening(child, serving)
    write_note(serving.data, sandbox=told["url"])
    serving.start()
    counts: dict[str, int] = aside("forain.cli.prepare:accounts", _accounts(told), step)
    serving.wait_until_healthy()
    return counts, str(told["url"])


def _prepare(serving: Serving, kept: Kept) -> None:
    fresh = not (serving.data / "demo.ready").exists()
    made = serving.prepare(user=USER, workspace=say("Demo shop"), password=kept.password)
    if fresh and made["made"] is None:
        words = "The database holds a hub that is no demo; choose another with FORAIN_DATABASE_URL."
        raise Failure(say(words), Exit.REFUSED)
    (serving.data / "demo.ready").touch()


def _accounts(told: dict[str, Any]) -> dict[str, Any]:
    return {"endpoint": told["url"], "accounts": told["accounts"]}


def _welcome(serving: Serving, kept: Kept, counts: dict[str, int], sandbox: str) -> None:
    orders = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
    rows = [
        (say("Forain is ready:"), serving.address),
        (say("User:"), USER),
        (say("Password:"), kept.password),
        (say("Orders so far:"), orders),
        (say("Sandbox:"), f"{sandbox}/_console/"),
        (say("Kept in:"), serving.data),
        (say("For commands:"), f"export FORAIN_DATA={shlex.quote(str(serving.data))}"),
    ]
    width = max(len(name) for name, _ in rows)
    click.echo("\n" + "\n".join(f"  {name:<{width}}  {value}" for name, value in rows))
    click.echo("\n" + say("Ctrl-C ends everything; the next `forain demo` goes on from here.") + "\n")
