"""The how-to pages are true: their commands are run in order against a sandbox, and end as the page says."""

from __future__ import annotations

import re
import shlex
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from forain.hub.testing import emptied, prepare
from tests.test_docs import DOCS, ROOT, blocks

prepare()

if TYPE_CHECKING:
    from forain.sandbox.inprocess import Sandbox

_COMMAND = re.compile(r"^(?P<command>.*?)(?:\s+# exit (?P<code>\d+))?$")


def steps(language: str) -> list[tuple[str, int]]:
    """Each command that is run, with the exit code the page promises."""
    text = "\n".join(text for run, kind, text in blocks(DOCS / language / "howto.md") if run and kind == "sh")
    found = [_COMMAND.fullmatch(line) for line in text.splitlines() if line]
    return [(one["command"], int(one["code"] or 0)) for one in found if one]


def test_both_languages_run_the_same_commands() -> None:
    assert steps("en") == steps("fr")


@pytest.mark.slow
def test_the_commands_end_as_the_page_says(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """One hub and one sandbox for all sections; a thread plays the worker. The ledger holds what was done, once."""
    from django.utils import translation

    from forain.hub.sync import asking
    from forain.sandbox.inprocess import Sandbox

    monkeypatch.setattr(
        asking, "MONEY_LIMIT", 2
    )  # as in journeys: asking for all amounts took most of the time
    monkeypatch.setenv("FORAIN_LANG", "en")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    sandbox = Sandbox(seed=1)
    with emptied(), sandbox.listen() as url, working():
        monkeypatch.setenv("FORAIN_SANDBOX", url)
        for command, code in steps("en"):
            ended = run(command.replace("http://127.0.0.1:8801", url))
            said = capsys.readouterr()
            assert ended == code, f"{command}\n{said.out}\n{said.err}"
    translation.deactivate_all()
    assert not sandbox.ledger.repeated()
    assert done(sandbox) >= {
        ("refused", "910000546"),
        ("shipped", "910000562"),
        ("accepted", "AF8B1F857D408C62"),
        ("lost", "AF8B1F857D408C62"),
    }


def run(command: str) -> int:
    """`forain …` in this process, anything else in one of its own."""
    from forain.cli.program import run as forain

    first, *words = shlex.split(command)
    return forain(words) if first == "forain" else subprocess.run([first, *words], check=False).returncode


def done(sandbox: Sandbox) -> set[tuple[str, str]]:
    return {(one.effect, one.target) for one in sandbox.ledger.entries if one.by == "seller"}


@contextmanager
def working() -> Iterator[None]:
    """A worker in a thread: sends what waits and reads what changed, until the block ends."""
    over = threading.Event()
    thread = threading.Thread(target=_work, args=(over,))
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _work(over: threading.Event) -> None:
    import asyncio

    from django.db import connections

    from forain.hub.connections.models import Connection
    from forain.hub.outbox.models import Command
    from forain.hub.push.drain import drain
    from forain.hub.sync.run import Occupied, sync_now

    while not over.wait(0.2):
        for connection in Connection.objects.filter(mode="live"):
            asyncio.run(drain(connection.pk))
            try:
                if Command.objects.filter(connection=connection, state="confirmed", seen_at=None).exists():
                    sync_now(connection)
            except Occupied:
                continue
    connections.close_all()
