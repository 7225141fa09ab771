"""The state file: a second start continues where the first ended, after a clean stop or a kill.

A header with the format's version, then one pickle of plain data. It is written beside and renamed over the
old file, readable by its owner only, because it holds the demo accounts' credentials.
"""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Mapping
from enum import Enum
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from forain.sandbox.engine import Engine

VERSION = 1
_HEADER = b"forain-sandbox-state "
_PLAIN = frozenset(
    {"builtins", "collections", "copyreg", "datetime", "decimal", "uuid", "zoneinfo", "_codecs"}
)
_BUILTINS = frozenset({"set", "frozenset", "bytearray", "complex", "object", "range", "slice"})


class StateUnreadable(Exception):
    """The state file cannot be continued from; the message says what to do."""


def locked(path: Path) -> IO[bytes]:
    """The lock of a state file, until it is closed: two worlds in one file would overwrite each other.

    Raises StateUnreadable when another sandbox holds it. The lock is a file beside it, because saving replaces the file.
    """
    handle = path.with_name(f"{path.name}.lock").open("wb")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.close()
        raise StateUnreadable(
            f"Another sandbox keeps its world in {path}; end that one, or choose another --state file."
        ) from None
    return handle


def saved(engine: Engine) -> bytes:
    """The engine's whole state as the bytes of a state file."""
    with engine.lock:
        state = {
            "world": engine.world.saved(),
            "faults": engine.faults.saved(),
            "stages": {name: stage.state() for name, stage in engine.stages.items()},
        }
        return b"%s%d\n%s" % (_HEADER, VERSION, pickle.dumps(state, protocol=5))


def read(path: Path) -> bytes:
    """The file's bytes. Raises StateUnreadable when it may not be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise StateUnreadable(f"{path} cannot be read: {error.strerror}.") from error


def write(path: Path, data: bytes) -> None:
    """Replace the file as one step: a reader, or the next start, sees the old state or the new one."""
    beside = path.with_name(f".{path.name}.new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def restore(engine: Engine, data: bytes, name: str) -> None:
    """Put the engine into the state of a file's bytes. A stage the file does not know is populated.

    Raises StateUnreadable for another version and for a damaged file.
    """
    state = _unpickled(data, name, _own_modules(engine))
    with engine.lock:
        engine.begin(state["world"]["seed"], arrivals=False)
        engine.world.restore(state["world"])
        engine.faults.restore(state["faults"])
        for identity, stage in engine.stages.items():
            if identity in state["stages"]:
                stage.restore(state["stages"][identity])
            else:
                stage.populate()
        engine.expect_arrivals()


def _unpickled(data: bytes, name: str, modules: frozenset[str]) -> Mapping[str, Any]:
    header, _, pickled = data.partition(b"\n")
    advice = f"Start with another --state file, or move {name} away to begin a new world."
    if not header.startswith(_HEADER):
        raise StateUnreadable(f"{name} is not a state file of the sandbox. {advice}")
    version = header.removeprefix(_HEADER).decode("ascii", "replace")
    if version != str(VERSION):
        raise StateUnreadable(f"{name} has format {version}, this sandbox reads {VERSION}. {advice}")
    try:
        loaded: Mapping[str, Any] = _Careful(BytesIO(pickled), modules).load()
    except (
        pickle.UnpicklingError,
        EOFError,
        AttributeError,
        ImportError,
        IndexError,
        ValueError,
        TypeError,
    ) as error:
        raise StateUnreadable(f"{name} is damaged ({type(error).__name__}). {advice}") from error
    return loaded


def _own_modules(engine: Engine) -> frozenset[str]:
    """Top packages whose classes may stand in the file: ours, and those of announced stages."""
    return frozenset({"forain", *(type(one).__module__.partition(".")[0] for one in engine.stages.values())})


class _Careful(pickle.Unpickler):
    """Builds data of known packages only: a state file somebody sent must not run their code."""

    def __init__(self, file: BytesIO, modules: frozenset[str]) -> None:
        super().__init__(file)
        self._modules = modules

    def find_class(self, module: str, name: str) -> Any:
        top = module.partition(".")[0]
        if (module, name) == ("builtins", "getattr"):
            return _member
        if top in self._modules or (top in _PLAIN and (top != "builtins" or name in _BUILTINS)):
            found = super().find_class(module, name)
            if isinstance(found, type) or top in {"copyreg", "_codecs", "zoneinfo"}:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a state file.")


def _member(owner: Any, name: str) -> Enum:
    """A member of an enumeration: Python 3.11.0 to 3.11.3 (Debian 12's) pickle one as `getattr(its class, its name)`."""
    if isinstance(owner, type) and issubclass(owner, Enum):
        return owner[name]
    raise pickle.UnpicklingError("Only members of enumerations are looked up by name in a state file.")
