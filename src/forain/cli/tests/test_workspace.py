"""The workspace from the terminal: how long the proof of calls is kept, and the days of closing."""

from __future__ import annotations

from forain.cli.exits import Exit
from forain.cli.tests.conftest import Forain


def test_days_kept_and_days_of_closing(forain: Forain) -> None:
    from forain.hub.workspaces.models import Workspace

    Workspace.objects.create(name="Atelier")
    assert forain("workspace", "keep", "365", "--json").json["exchange_days"] == 365
    assert forain("workspace", "keep", "3").code == Exit.REFUSED
    assert forain("workspace", "keep", "long").code == Exit.USAGE
    assert forain("workspace", "keep", "server", "--json").json["exchange_days"] is None
    forain("workspace", "close", "2026-12-26", "Stocktaking")
    closed = forain("workspace", "close", "2026-12-24", "--json").json["closed_days"]
    assert closed == [{"day": "2026-12-24", "name": ""}, {"day": "2026-12-26", "name": "Stocktaking"}]
    assert forain("workspace", "open", "2026-12-25").code == Exit.NOT_FOUND
    forain("workspace", "open", "2026-12-24")
    shown = forain("workspace", "show")
    assert "2026-12-26" in shown.out
    assert "2026-12-24" not in shown.out
