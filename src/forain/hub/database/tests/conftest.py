"""Every test gets folders that the server's account can enter, and leaves no process and no folder behind."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from forain.hub.database.embedded import EmbeddedServer
from forain.hub.database.errors import ServerError
from forain.hub.database.files import is_locked
from forain.hub.database.place import load
from forain.hub.database.processes import end_orphans
from forain.hub.database.testing import scratch


def _end(data: Path) -> None:
    """Stop and delete whatever a test left, even in a state that `delete` refuses."""
    with contextlib.suppress(ServerError):
        place = load(data)
        if place and place.server_lock.exists():
            end_orphans(place.cluster, lambda: not is_locked(place.server_lock))
        EmbeddedServer(data).delete()


@pytest.fixture(scope="session")
def server_home() -> Iterator[Path]:
    """Root's folder for servers, here and not in /var/lib."""
    with tempfile.TemporaryDirectory(prefix="forain-h-", dir=scratch()) as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(autouse=True)
def settings(server_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the person's own settings, nor of the rest of the test session, reaches these tests."""
    monkeypatch.setenv("FORAIN_PG_HOME", str(server_home))
    for setting in ("FORAIN_DATABASE_URL", "FORAIN_DATABASE_URL_FILE", "FORAIN_TEST_DATABASE_URL"):
        monkeypatch.delenv(setting, raising=False)


@pytest.fixture
def area() -> Iterator[Path]:
    """A short, empty folder that everybody may pass through."""
    with contextlib.ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="forain-t-", dir=scratch()))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o711)
        yield folder


@pytest.fixture
def data(area: Path) -> Iterator[Path]:
    """A data folder that does not exist yet."""
    yield area / "data"
    _end(area / "data")


@pytest.fixture
def server(data: Path) -> EmbeddedServer:
    return EmbeddedServer(data)


@pytest.fixture(scope="session")
def running() -> Iterator[EmbeddedServer]:
    """One server for all tests that do it no harm."""
    folder = Path(tempfile.mkdtemp(prefix="forain-t-", dir=scratch()))
    folder.chmod(0o711)
    shared = EmbeddedServer(folder, throwaway=True)
    shared.ensure()
    yield shared
    _end(folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def no_runtime_folder_left() -> Iterator[None]:
    yield
    with contextlib.suppress(OSError):
        Path(tempfile.gettempdir(), f"forain-{os.geteuid()}").rmdir()
