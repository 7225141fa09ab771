"""Files no program should have sent: each ends in one clear sentence in both languages, and nothing changes."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from forain.hub.offers.tests.conftest import Take
    from forain.hub.workspaces.models import Workspace

GOOD = "sku;qty;price;title\nA;3;12.90;Botte\nB;1;5.00;Sac\n"


def _zip(name: str, content: bytes, count: int = 1) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(count):
            archive.writestr(f"{number}{name}", content)
    return made.getvalue()


def _workbook(rows: list[list[Any]], extra: dict[str, bytes] | None = None) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return made.getvalue()


BOMB = b"sku;qty;price\n" + b"A;1;1\n" * 12_000_000
MIXED = "sku;qty;price;title\nA;1;2;Été\n".encode() + "B;1;2;Été\n".encode("cp1252")
FORMULAS = 'sku,qty,price,title\nA,1,2,"=HYPERLINK(""http://evil"",""x"")"\n'
HOSTILE = b'<!DOCTYPE a [<!ENTITY b "cc">]><offers><offer><sku>&b;</sku></offer></offers>'
FILES: dict[str, tuple[str, bytes]] = {
    "empty": ("file_empty", b""),
    "blank": ("file_empty", b" \r\n\n"),
    "heads only": ("file_no_rows", b"sku;qty;price\n"),
    "truncated in a line": ("file_truncated", b"sku;qty;price\nA;1;2\nB;1"),
    "truncated in quotes": ("file_truncated", b'sku;qty;price;title\nA;1;2;"Botte\n'),
    "truncated gzip": ("file_truncated", gzip.compress(GOOD.encode() * 500)[:-40]),
    "truncated archive": ("file_truncated", _zip("a.csv", GOOD.encode() * 500)[:-60]),
    "truncated json": ("file_truncated", b'{"sku":"A","quantity":1,"price":"2"}\n{"sku":"B","qua'),
    "truncated workbook": ("file_truncated", _workbook([["sku", "qty", "price"], ["A", 1, 2]])[:-80]),
    "two encodings": ("file_mixed_encoding", MIXED),
    "no text": ("file_unreadable", b"\x89PNG\r\n\x1a\n" + bytes(200)),
    "heads twice": ("file_heads_twice", b"sku;qty;price;price\nA;1;2;3\n"),
    "heads that say the same": ("file_heads_twice", b"sku;qty;stock;price\nA;1;2;3\n"),
    "no sku": ("file_columns_missing", b"name;qty\nA;1\n"),
    "bomb in gzip": ("file_bomb", gzip.compress(BOMB, 1)),
    "bomb in zip": ("file_bomb", _zip("a.csv", BOMB)),
    "bomb in a workbook": ("file_bomb", _workbook([["sku", "qty", "price"]], {"xl/x.xml": b" " * 70_000_000})),
    "several files": ("file_archive", _zip("a.csv", GOOD.encode(), 2)),
    "formulas": ("file_formulas", FORMULAS.encode()),
    "a formula without quotes": ("file_formulas", b"sku,qty,price,title\nA,1,2,@SUM(1+1)*cmd|' /C calc'!A0\n"),
    "a formula as a sku": ("file_formulas", b"sku,qty,price\n=1+1,1,2\n"),
    "formulas in a workbook": ("file_formulas", _workbook([["sku", "qty", "price", "title"], ["A", 1, 2, "'x"], ["B", 1, 2, "@cmd"]])),
    "hostile workbook": ("file_xml_unsafe", _workbook([["sku", "qty", "price"]], {"xl/y.xml": b"<!DOCTYPE x>"})),
    "only bad rows": ("file_all_bad", b"sku;qty;price\nA;x;1\nB;y;1\n"),
    "xml without a profile": ("file_no_profile", b"<offers><offer/></offers>"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_changes_nothing_and_says_why(name: str, take: Take, workspace: Workspace) -> None:
    """The offers there were stay as they are; the import tells one sentence in each language."""
    from forain.hub.offers.models import Offer, OfferImport
    from forain.hub.offers.trouble import BadFile

    take(GOOD)
    before = list(Offer.objects.order_by("id").values())
    code, content = FILES[name]
    with pytest.raises(BadFile) as told:
        take(content, name=name)
    assert told.value.code == code
    row = OfferImport.objects.get(name=name)
    assert (row.state, row.trouble_code, row.new_count) == ("failed", code, 0)
    assert row.trouble_words["en"].endswith("Nothing was changed.")
    assert row.trouble_words["fr"].endswith("Rien n’a été changé.")
    assert list(Offer.objects.order_by("id").values()) == before


def test_two_gigabytes_are_refused_before_they_are_read(workspace: Workspace, tmp_path: Path) -> None:
    """A real file of that length, sparse on the disk; its first bytes are a good file's."""
    from forain.hub.offers.importing import Wish, take_file
    from forain.hub.offers.models import Offer, OfferImport
    from forain.hub.offers.trouble import BadFile

    path = tmp_path / "huge.csv"
    path.write_text(GOOD)
    os.truncate(path, 2 * 1024**3)
    with path.open("rb") as file, pytest.raises(BadFile) as told:
        take_file(workspace, file, Wish(name="huge.csv"), actor="test")
    assert told.value.code == "file_too_large"
    assert "1 GiB" in OfferImport.objects.get().trouble_words["fr"]
    assert not Offer.objects.exists()


def test_xml_is_read_by_its_profile_and_hostile_xml_is_refused(take: Take) -> None:
    """Elements and attributes by path; a document type, and so any entity, ends the file."""
    from forain.hub.offers.models import Offer
    from forain.hub.offers.reading.marked_up import Profile
    from forain.hub.offers.trouble import BadFile

    profile = Profile(
        "offer", {"sku": "sku", "quantity": "stock/@units", "price": "prices/sale", "images": "pic"}
    )
    good = (
        "<feed><offer><sku>A</sku><stock units='4'/><prices><sale>9,90</sale></prices>"
        "<pic>https://x/1</pic><pic>https://x/2</pic></offer></feed>"
    )
    row = take(good, profile=profile)
    assert (row.format, row.new_count) == ("xml", 1)
    one = Offer.objects.get()
    assert (one.quantity, one.price_minor, one.details["images"]) == (4, 990, ["https://x/1", "https://x/2"])
    for bad, code in ((HOSTILE, "file_xml_unsafe"), (good[:-20].encode(), "file_truncated")):
        with pytest.raises(BadFile) as told:
            take(bad, profile=profile)
        assert told.value.code == code


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("cp1252", "cp1252")],
)
def test_encodings_are_found_and_shown(take: Take, encoding: str, shown: str) -> None:
    from forain.hub.offers.models import Offer

    text = "sku;qty;price;title\nA;3;12,90;Bottée d’été à 20 €\nB;1;1;Crème brûlée, forêt, naïf, où\n"
    row = take(text.encode(encoding))
    assert row.encoding == shown
    assert Offer.objects.get(sku="A").details["title"] == "Bottée d’été à 20 €"


def test_workbooks_json_lines_and_archives_are_read_alike(take: Take) -> None:
    """The same offers from every kind of file: the second and later ones change nothing."""
    heads = ["sku", "qty", "price", "title"]
    first = take(GOOD)
    assert first.new_count == 2
    book = take(_workbook([heads, ["A", 3, 12.9, "Botte"], ["B", 1, 5, "Sac"]]))
    lines = (
        '{"sku":"A","qty":3,"price":12.90,"title":"Botte"}\n{"sku":"B","qty":1,"price":"5","title":"Sac"}\n'
    )
    json = take(lines)
    packed = take(gzip.compress(GOOD.encode()))
    zipped = take(_zip("offers.csv", GOOD.encode()))
    assert [(one.format, one.state, one.same_count) for one in (book, json, packed, zipped)] == [
        ("xlsx", "unchanged", 2), ("jsonl", "unchanged", 2), ("csv", "unchanged", 2), ("csv", "unchanged", 2),
    ]  # fmt: skip


def test_pieces_of_a_long_file_are_put_together(take: Take) -> None:
    """Quoted cells and lines that cross the reader's pieces; lines told are those of the file."""
    rows = [
        f'S-{n};{n % 7};{n % 90 + 1}.50;"Un titre\nde deux lignes; {n}"'
        if n % 3
        else f"S-{n};{n % 7};{n % 90 + 1}.50;Court {n}"
        for n in range(60_000)
    ]
    rows[50_000] = 'S-50000;bad;1.00;"x"'
    text = "sku;qty;price;title\n" + "\n".join(rows) + "\n"
    row = take(text)
    assert (row.rows, row.new_count, row.bad_count) == (60_000, 59_999, 1)
    line = text[: text.index("S-50000;bad")].count("\n") + 1
    assert row.bad_rows[0]["line"] == line


def test_a_complete_file_ends_what_it_does_not_name(take: Take, account: Any) -> None:
    """A shrunk one is stopped until its number is typed; one with bad rows ends nothing."""
    from forain.hub.offers import breaker
    from forain.hub.offers.models import Listing, Offer, Stop
    from forain.hub.offers.trouble import BadFile

    lines = [f"S-{n};1;2.00" for n in range(50)]
    whole = "sku;qty;price\n" + "\n".join(lines) + "\n"
    take(whole)
    assert take("sku;qty;price\n" + "\n".join(lines[:48]) + "\n", complete=True).ended_count == 2
    assert Offer.objects.filter(ended=True).count() == 2
    assert take("sku;qty;price\nX;bad;2\n" + "\n".join(lines[:40]) + "\n", complete=True).ended_count == 0
    shrunk = "sku;qty;price\n" + "\n".join(lines[:20]) + "\n"
    with pytest.raises(BadFile, match="28"):
        take(shrunk, complete=True)
    stop = Stop.objects.get()
    assert (stop.kind, stop.count, stop.total) == ("shrunk", 28, 48)
    assert Offer.objects.filter(ended=True).count() == 2
    breaker.confirm(stop, "28", actor="test")
    assert take(shrunk, complete=True).ended_count == 28
    assert Listing.objects.filter(wanted="00000000-0000-0000-0000-000000000000").count() == 30
    assert take(whole, complete=True).changed_count == 30, "who names an offer again sells it again"
