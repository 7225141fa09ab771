"""What cannot work is refused in one clear sentence, and nothing is touched."""

import contextlib
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from forain.hub.database import binaries, errors
from forain.hub.database.__main__ import main
from forain.hub.database.embedded import EmbeddedServer
from forain.hub.database.errors import SENTENCES, ServerError

ordinary = pytest.mark.skipif(os.geteuid() == 0, reason="for root, no folder is read-only")
root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


def refusal(server: EmbeddedServer) -> ServerError:
    with pytest.raises(ServerError) as caught:
        server.ensure()
    return caught.value


@pytest.fixture
def unstarted(data: Path) -> Path:
    """A data folder whose database is only pretended: enough to be refused."""
    cluster = data / "postgres" / "cluster"
    cluster.mkdir(parents=True)
    (data / "postgres" / "where.json").write_text(
        f'{{"id": "a1", "data": "{data}", "cluster": "postgres/cluster", "logs": "logs", "sockets": "", "ready": true}}'
    )
    if os.geteuid() == 0:
        os.chown(cluster, 65534, 65534)
    return data


@pytest.mark.parametrize("version", ["15", "99", "9.6"])
def test_a_database_of_another_major_version_is_refused_with_advice(unstarted: Path, version: str) -> None:
    (unstarted / "postgres" / "cluster" / "PG_VERSION").write_text(f"{version}\n")
    found = refusal(EmbeddedServer(unstarted))
    assert found.code == "other-version"
    assert f"FORAIN_PG_BIN to PostgreSQL {version}" in str(found)
    assert [each.name for each in (unstarted / "postgres" / "cluster").iterdir()] == ["PG_VERSION"]


def test_files_that_are_no_database_are_left_alone(unstarted: Path) -> None:
    assert refusal(EmbeddedServer(unstarted)).code == "not-a-database"


def test_a_database_that_is_not_there_is_not_replaced_by_an_empty_one(unstarted: Path) -> None:
    (unstarted / "postgres" / "cluster").rmdir()
    assert refusal(EmbeddedServer(unstarted)).code == "cluster-missing"
    assert not (unstarted / "postgres" / "cluster").exists()


def test_lost_or_damaged_small_files_are_named(unstarted: Path) -> None:
    server = EmbeddedServer(unstarted)
    with pytest.raises(ServerError, match=r"passwords\.json .* restore that file"):
        _ = server.url
    (unstarted / "postgres" / "where.json").write_text("{")
    assert refusal(server).code == "file-damaged"


def test_where_there_is_no_database_there_is_no_address(data: Path) -> None:
    with pytest.raises(ServerError, match="start Forain once"):
        _ = EmbeddedServer(data).url


def test_missing_programs_are_explained(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORAIN_PG_BIN", "/nowhere/bin")
    assert "FORAIN_DATABASE_URL" in str(refusal(EmbeddedServer(data)))
    monkeypatch.delenv("FORAIN_PG_BIN")
    monkeypatch.setattr(binaries, "WHEEL", "no_such_wheel")
    assert refusal(EmbeddedServer(data)).code == "binaries-missing"


def test_the_command_prints_the_sentence_and_fails(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORAIN_PG_BIN", "/nowhere/bin")
    assert main(["start", "--data", str(data)]) == 1
    assert capsys.readouterr().err.startswith("No PostgreSQL was found")


@ordinary
def test_a_folder_without_write_permission_is_refused(area: Path) -> None:
    area.chmod(0o500)
    found = refusal(EmbeddedServer(area / "data"))
    area.chmod(0o700)
    assert found.code == "folder-foreign"
    assert "choose another --data folder" in str(found)


@ordinary
@pytest.mark.parametrize("folder", ["/root/data", "/usr/data"])
def test_somebody_elses_folder_is_refused_by_name(folder: str) -> None:
    found = refusal(EmbeddedServer(Path(folder)))
    assert (found.code, found.facts["owner"]) == ("folder-foreign", "root")


@root
def test_root_does_not_work_in_the_folder_of_an_ordinary_user(unstarted: Path) -> None:
    os.chown(unstarted / "postgres", 65534, 65534)
    found = refusal(EmbeddedServer(unstarted))
    assert (found.code, found.facts["owner"]) == ("folder-foreign", "nobody")


@pytest.fixture
def mounted(area: Path) -> Iterator[Path]:
    """A file system of 12 MB: too small for a database."""
    folder = area / "mounted"
    folder.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=12m,mode=711", "none", folder], check=False
    ).returncode:
        pytest.skip("this machine lets nobody mount")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@root
def test_a_read_only_file_system_is_refused(mounted: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", mounted], check=True)
    assert refusal(EmbeddedServer(mounted / "data")).code == "folder-read-only"


@root
def test_a_full_disk_is_named_and_what_was_begun_is_removed(mounted: Path) -> None:
    assert refusal(EmbeddedServer(mounted / "data")).code == "disk-full"
    assert not list((mounted / "data" / "postgres").glob("cluster*"))


def fill(filler: Path) -> None:
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while file.write(b"x" * 4096):
            pass


@root
def test_a_disk_that_fills_up_later_loses_nothing(mounted: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=120m", mounted], check=True)
    server = EmbeddedServer(mounted / "data")
    server.ensure()
    server.stop()
    filler = mounted / "filler"
    fill(filler)
    (mounted / "data/postgres/cluster/forain.conf").unlink()
    assert refusal(server).code == "disk-full"
    filler.unlink()
    assert server.ensure().started_by_us
    server.delete()


def test_every_sentence_is_used_and_every_code_has_one() -> None:
    package = Path(errors.__file__).parent
    source = "".join(path.read_text() for path in package.glob("*.py"))
    used = set(re.findall(r'(?:ServerError|_failure)\(\s*"([a-z-]+)"', source)) | set(
        errors._BY_ERRNO.values()
    )
    assert used | {"folder-trouble"} == set(SENTENCES)


def test_every_sentence_says_what_to_do_on_one_line() -> None:
    for code, sentence in SENTENCES.items():
        assert sentence.endswith("."), code
        assert "\n" not in sentence, code
