"""A hub's worker that is going to die: the product's own, with its moments watched, in a process of its own."""

from __future__ import annotations

import importlib
import os
from pathlib import Path

from forain.prove.plan import Doom
from forain.prove.points import Reaper, watch_calls, watch_commits

#: Names another entry point for the workers: how the tests prove that a broken worker is noticed.
WORKER = "FORAIN_PROVE_WORKER"


def born(doom: Doom | None, log: Path, ready: Path) -> None:
    """In the new process: its own session, its own log, and an end when its parent is gone."""
    from forain.hub.processes.child import end_with_parent

    os.setsid()
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    end_with_parent(os.getppid())
    ready.touch()
    module, _, name = os.environ.get(WORKER, "forain.prove.worker:work").partition(":")
    getattr(importlib.import_module(module), name)(doom)


def work(doom: Doom | None) -> None:
    """Work as `forain worker` does, until SIGTERM or the doom."""
    from forain.hub.processes.work import run

    if doom is not None:
        reaper = Reaper(doom)
        watch_commits(reaper.passing)
        watch_calls(reaper.passing)
    run(20)
