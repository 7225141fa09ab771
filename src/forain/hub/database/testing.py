"""A throw-away server for a test session.

    with session_server():          # in conftest.py, or a pytest plug-in
        ...                         # FORAIN_DATABASE_URL is set, here and in child processes

A keeper process deletes the server when this process says so or ends, however it ends (kill -9 included).
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from unittest.mock import patch

from forain.hub.database.embedded import EmbeddedServer
from forain.hub.database.url import SETTING

# Set by the outermost session for its children (pytest-xdist's workers), or by a person who has a server for tests.
TEST_SETTING: Final = "FORAIN_TEST_DATABASE_URL"
_KEEPER_SECONDS: Final = 60
_PLENTY: Final = 4 * 1024**3


def scratch() -> Path:
    """Where test databases go: into memory where there is plenty, since making one writes 40 MB."""
    memory = Path("/dev/shm")  # noqa: S108 - mkdtemp makes a folder of our own in it
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > _PLENTY:
        return memory
    return Path(tempfile.gettempdir())


@contextmanager
def session_server() -> Iterator[str]:
    """Yield the address of a server for tests, the one that exists or a new one that ends with us.

    Its role may create databases, as Django's test runner does. Nothing is flushed to the disk.
    """
    existing = os.environ.get(TEST_SETTING)
    with _named(existing) if existing else _fresh() as url:
        yield url


@contextmanager
def _named(url: str) -> Iterator[str]:
    with patch.dict(os.environ, {SETTING: url, TEST_SETTING: url}):
        yield url


@contextmanager
def _fresh() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="forain-test-", dir=scratch()))
    folder.chmod(0o711)  # ours, made just now; root's server account must get in
    with _kept(folder), _named(EmbeddedServer(folder, throwaway=True).ensure().url) as url:
        yield url


@contextmanager
def _kept(folder: Path) -> Iterator[None]:
    keeper = subprocess.Popen(  # noqa: S603 - a list, no shell
        [sys.executable, "-m", "forain.hub.database.testing", str(folder)],
        stdin=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C in the terminal is for the tests, not for who cleans up after them
    )
    try:
        yield
    finally:
        # A word, not only the pipe's end: a forked child of the tests may still hold the pipe.
        keeper.communicate(b"done\n", timeout=_KEEPER_SECONDS)


def _keep(folder: Path) -> None:
    """Wait for the word or for the end of the pipe, then leave nothing behind."""
    sys.stdin.readline()
    try:
        EmbeddedServer(folder, throwaway=True).delete()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    _keep(Path(sys.argv[1]))
