"""The worker process: Procrastinate's tasks until SIGTERM, then up to 25 seconds to finish what is under way."""

from __future__ import annotations

import asyncio
import os
import signal
import sys


def main() -> int:
    """Run one worker in this process; the concurrency may be given as an argument."""
    run(int(sys.argv[1]) if len(sys.argv) > 1 else None)
    return 0


def run(concurrency: int | None = None) -> None:
    """Work until SIGTERM or Ctrl-C; the database's address is in the environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forain.hub.settings")
    import django

    django.setup()
    from forain.hub.database.scope import whole_process

    whole_process("workers serve every workspace")
    from forain.hub.ops.logs import set_up_logs

    set_up_logs("worker")
    asyncio.run(_run(concurrency))


async def _run(concurrency: int | None) -> None:
    from forain.hub.jobs.worker import run_worker

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await (run_worker(stop) if concurrency is None else run_worker(stop, concurrency=concurrency))
