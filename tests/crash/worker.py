"""A worker process to be killed, forked from one that has loaded everything: loading takes two seconds, twenty times."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from multiprocessing import get_context
from multiprocessing.process import BaseProcess


def begin() -> BaseProcess:
    """A process that works with the settings this one has now."""
    forks = get_context("forkserver")
    forks.set_forkserver_preload(["forain.prove.nursery"])
    process = forks.Process(target=work, args=(dict(os.environ),))
    process.start()
    return process


def work(environment: Mapping[str, str]) -> None:
    """In the new process, whose settings are those of the first that was forked."""
    from forain.hub.config import config
    from forain.hub.database.scope import whole_process
    from forain.hub.jobs.worker import run_worker
    from forain.hub.processes.child import end_with_parent

    os.environ.clear()
    os.environ.update(environment)
    config.cache_clear()
    end_with_parent(os.getppid())
    whole_process("a worker of a test")
    asyncio.run(run_worker(concurrency=10))
