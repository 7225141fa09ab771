"""Runs a worker: fetches wake-ups, visits and drains, and stops gracefully (architecture.md section 8, rule 9)."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, cast

from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from forain.hub.jobs.app import STALLED, table_tuning
from forain.hub.kit.stopping import ask_to_stop, go_on
from forain.hub.kit.threads import in_database

GRACE_SECONDS = 25.0


async def run_worker(
    stop: asyncio.Event | None = None, *, concurrency: int = 20, name: str = "worker"
) -> None:
    """Work until `stop` is set: then nothing new is fetched and what runs has 25 seconds to end."""
    go_on()
    await in_database(table_tuning)
    connector = cast("DjangoConnector", app.connector).get_worker_connector()
    engine = app.with_connector(connector)
    try:
        async with engine.open_async():
            await _until(stop, asyncio.create_task(_engine_run(engine, name, concurrency)))
    finally:
        go_on()


def _engine_run(engine: App, name: str, concurrency: int) -> Coroutine[Any, Any, None]:
    return engine.run_worker_async(
        name=name,
        concurrency=concurrency,
        delete_jobs="successful",
        fetch_job_polling_interval=1.0,
        update_heartbeat_interval=2.0,
        stalled_worker_timeout=STALLED,
        shutdown_graceful_timeout=GRACE_SECONDS,
        install_signal_handlers=False,
    )


async def _until(stop: asyncio.Event | None, task: asyncio.Task[None]) -> None:
    """Wait for the worker to end, or for `stop`, whichever comes first; its failure is ours."""
    wish = asyncio.create_task((stop or asyncio.Event()).wait())
    await asyncio.wait({task, wish}, return_when=asyncio.FIRST_COMPLETED)
    wish.cancel()
    ask_to_stop()
    if not task.done():
        task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        if not (stop and stop.is_set()):
            raise
