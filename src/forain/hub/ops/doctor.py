"""What may be wrong with an installation, checked one by one; each finding says what to do.

Words are English sentences with named facts: whoever shows them looks them up in the person's language. The checks
are a table; those after the database are skipped when it does not answer.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

GIGABYTE = 1024**3
#: A clock that is this far from the database's makes deadlines wrong.
SKEW_SECONDS = 5.0
#: A connection not read for so long is worth a look.
QUIET = timedelta(hours=2)


class Level(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """`advice` is empty when all is well; `facts` fill both sentences."""

    check: str
    level: Level
    words: str
    advice: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


def before_database(data: Path, port: int) -> Iterator[Finding]:
    """Checks that need nothing."""
    for check in (_python, _folder, _keys, _disk):
        yield check(data)
    yield _port(data, port)


def with_database() -> Iterator[Finding]:
    """Checks that need Django and a database that answers. One without its tables has no more to tell."""
    schema = _schema()
    yield schema
    yield _clock()
    if schema.level is Level.FAIL:
        return
    yield _worker()
    yield from _connections()


def _good(check: str, words: str, **facts: Any) -> Finding:
    return Finding(check, Level.OK, words, facts=facts)


def _python(_data: Path) -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return _good("python", "Python {version}", version=version)


def _folder(data: Path) -> Finding:
    if not data.exists():
        words, advice = "{data} does not exist yet", "It is made by `forain up`."
        return Finding("data folder", Level.WARN, words, advice, {"data": data})
    if not os.access(data, os.R_OK | os.W_OK | os.X_OK):
        advice = "Run Forain as its owner, or choose another --data folder."
        return Finding("data folder", Level.FAIL, "{data} cannot be written", advice, {"data": data})
    return _good("data folder", "{data}", data=data)


def _keys(data: Path) -> Finding:
    """Whoever reads these files can open every credential."""
    from forain.hub.config import Config

    if chosen := Config().secret_keys:
        return _valid_keys(chosen.get_secret_value().replace(",", " "))
    file = data / "secret.keys"
    if not file.exists():
        return Finding("secret keys", Level.WARN, "none yet", "They are made by `forain up`.")
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        advice = "chmod 600 {file}"
        return Finding("secret keys", Level.FAIL, "others may read {file}", advice, {"file": file})
    return _valid_keys(file.read_text(encoding="ascii"))


def _valid_keys(text: str) -> Finding:
    from cryptography.fernet import Fernet

    try:
        count = len([Fernet(key) for key in text.split()])
    except ValueError:
        advice = "Restore secret.keys from your backup; without it credentials must be entered again."
        return Finding("secret keys", Level.FAIL, "not usable", advice)
    return _good("secret keys", "{count} usable", count=count)


def _disk(data: Path) -> Finding:
    place = next(folder for folder in (data, *data.parents) if folder.exists())
    free = shutil.disk_usage(place).free / GIGABYTE
    facts = {"free": f"{free:.1f}", "place": place}
    if free < 0.5:
        return Finding("disk", Level.FAIL, "{free} GB free", "Make room in {place} at once.", facts)
    if free < 2:
        return Finding("disk", Level.WARN, "{free} GB free", "Make room in {place}.", facts)
    return Finding("disk", Level.OK, "{free} GB free", facts=facts)


def _port(data: Path, port: int) -> Finding:
    from forain.hub.processes.ports import is_free
    from forain.hub.processes.running import running

    note = running(data)
    if note:
        return _good("port", "the hub runs at {address}", address=note.get("address", "?"))
    if is_free("127.0.0.1", port):
        return _good("port", "{port} is free", port=port)
    advice = "Start the hub with another --port."
    return Finding("port", Level.WARN, "something else uses {port}", advice, {"port": port})


def _schema() -> Finding:
    from forain.hub.ops.facts import schema_is_current

    if schema_is_current():
        return _good("schema", "current")
    return Finding("schema", Level.FAIL, "migrations are missing", "`forain up` brings it up to date.")


def _clock() -> Finding:
    from forain.hub.ops.facts import database_time

    skew = abs((database_time() - datetime.now(UTC)).total_seconds())
    facts = {"skew": f"{skew:.1f}"}
    if skew > SKEW_SECONDS:
        advice = "Set both machines' clocks by NTP: deadlines depend on them."
        return Finding("clock", Level.FAIL, "{skew} s off the database's", advice, facts)
    return Finding("clock", Level.OK, "{skew} s off the database's", facts=facts)


def _worker() -> Finding:
    from forain.hub.ops.facts import workers_alive

    alive = workers_alive()
    if alive:
        return _good("worker", "{alive} alive", alive=alive)
    advice = "Start the hub (`forain up`) or a worker (`forain worker`): nothing is read or sent meanwhile."
    return Finding("worker", Level.WARN, "none is running", advice)


def _connections() -> Iterator[Finding]:
    from forain.hub.connections.models import Connection

    found = list(Connection.objects.order_by("name"))
    if not found:
        yield Finding(
            "connections", Level.WARN, "none yet", "`forain connect rakuten` or `forain connect spartoo`"
        )
    for one in found:
        yield _connection(one)


_ADVICE: dict[str, str] = {
    "credentials": "Give it new credentials: the marketplace no longer takes these.",
    "deactivated": "Write to the marketplace's seller support.",
    "quota": "Nothing: it goes on after the full hour.",
    "": "It is tried again by itself; look at it if it lasts.",
}


def _connection(one: Any) -> Finding:
    check = f"connection {one.name}"
    if one.mode == "paused":
        return Finding(check, Level.WARN, "paused", "`forain connections mode` sets it to observe or live.")
    if one.health in ("trouble", "stopped"):
        level = Level.FAIL if one.health == "stopped" else Level.WARN
        advice = _ADVICE.get(one.trouble_code, _ADVICE[""])
        return Finding(
            check, level, "{code}: {why}", advice, {"code": one.trouble_code, "why": one.trouble_words}
        )
    return _quiet(check, one.last_ok_at)


def _quiet(check: str, last: datetime | None) -> Finding:
    if last is None:
        return Finding(check, Level.WARN, "not read yet", "`forain sync` reads it now.")
    facts = {"when": f"{last.astimezone():%d/%m/%Y %H:%M}"}
    if datetime.now(UTC) - last > QUIET:
        return Finding(check, Level.WARN, "last read {when}", "Is a worker running?", facts)
    return Finding(check, Level.OK, "last read {when}", facts=facts)


def worst(findings: list[Finding]) -> Level:
    """The gravest level found."""
    order: Callable[[Finding], int] = lambda one: list(Level).index(one.level)  # noqa: E731
    return max(findings, key=order).level if findings else Level.OK
