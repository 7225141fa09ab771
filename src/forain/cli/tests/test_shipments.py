"""Files of shipments and carriers by the command line: what is refused is told with its line and ends with its code."""

from __future__ import annotations

from pathlib import Path

from forain.cli.exits import Exit
from forain.cli.tests.conftest import Forain, Shop


def test_a_file_is_exported_previewed_and_imported(forain: Forain, connected: Shop, tmp_path: Path) -> None:
    file = tmp_path / "to-ship.csv"
    assert forain("shipments", "export", "--connection", "rakuten", "--out", str(file)).code == Exit.OK
    head, first, *_ = file.read_text(encoding="utf-8-sig").splitlines()
    assert head.startswith("connection;order;line;carrier;tracking_number;")
    cells = first.split(";")
    cells[3], cells[4] = "colissimo", "8L20524752032"
    file.write_text("\n".join([head, ";".join(cells), "rakuten_fr;nowhere;;colissimo;1"]), encoding="cp1252")
    preview = forain("shipments", "import", str(file), "--preview", "--json")
    assert preview.code == Exit.REFUSED
    assert preview.json["counts"] == {"asked_for": 0, "ready": 1, "already": 0, "refused": 1}
    said = forain("shipments", "import", str(file))
    assert said.code == Exit.REFUSED
    assert "nowhere" in said.out
    assert "Asked for: 1; ready: 0; already so: 0; refused: 1." in said.err
    again = forain("shipments", "import", str(file), "--json").json
    assert [one["outcome"] for one in again["items"]] == ["already", "refused"]
    assert forain("shipments", "export", "--shipped", "--format", "jsonl").out == ""


def test_a_slip_is_written_into_a_file(forain: Forain, connected: Shop, tmp_path: Path) -> None:
    listed = forain("orders", "list", "--tab", "ship", "--connection", "spartoo", "--json").json["items"]
    file = tmp_path / "slip.pdf"
    said = forain("orders", "slip", listed[0]["reference"], "--out", str(file), "--json")
    assert said.code == Exit.OK, said.err
    assert file.read_bytes().startswith(b"%PDF")
    assert said.json["size"] == file.stat().st_size
    early = forain("orders", "list", "--tab", "accept", "--connection", "spartoo", "--json").json["items"]
    assert forain("orders", "slip", early[0]["reference"], "--out", str(file)).code == Exit.REFUSED


def test_own_carriers_are_added_shown_and_removed(forain: Forain, connected: Shop) -> None:
    bad = forain("carriers", "add", "vert", "--url", "https://vert.example.fr/")
    assert (bad.code, "no place {n}" in bad.err) == (Exit.REFUSED, True)
    added = ("--name", "Coursier Vert", "--url", "https://vert.example.fr/{n}", "--pattern", "CV[0-9]{6}")
    assert forain("carriers", "add", "vert", *added, "--json").json["own"] is True
    assert forain("carriers", "show", "vert", "--json").json["mappings"] == []
    assert "Coursier Vert" in forain("carriers", "list", "--search", "vert").out
    assert "Coursier Vert" in forain("carriers", "test", "CV123456").out
    assert forain("carriers", "test", "CV1", "--carrier", "nobody").code == Exit.NOT_FOUND
    assert forain("carriers", "remove", "vert").code == Exit.OK
    assert forain("carriers", "show", "vert").code == Exit.NOT_FOUND
