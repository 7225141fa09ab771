"""One setting swaps the wheel for an installation of the system."""

from pathlib import Path

import pytest

from forain.hub.database.embedded import EmbeddedServer

INSTALLED = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


@pytest.mark.skipif(not INSTALLED, reason="no PostgreSQL of the system here")
def test_the_systems_postgresql_serves_as_well(
    server: EmbeddedServer, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = INSTALLED[-1].parent
    monkeypatch.setenv("FORAIN_PG_BIN", str(programs))
    info = server.ensure()
    assert info.version.split(".")[0] == programs.parent.name
    server.stop()
    monkeypatch.delenv("FORAIN_PG_BIN")
    if programs.parent.name != "18":
        with pytest.raises(Exception, match="was made by PostgreSQL"):
            server.ensure()
        monkeypatch.setenv("FORAIN_PG_BIN", str(programs))
    assert server.ensure().started_by_us
    server.delete()
