"""A worker process to be killed: `python -m tests.crash.worker`, with the settings of the environment."""

from __future__ import annotations

import asyncio
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forain.hub.settings")


def main() -> None:
    import django

    django.setup()
    from forain.hub.database.scope import whole_process
    from forain.hub.jobs.worker import run_worker

    whole_process("a worker of a test")

    asyncio.run(run_worker(concurrency=10))


if __name__ == "__main__":
    main()
