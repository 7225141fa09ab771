"""Files of shipments: read in every usual form, written so that no spreadsheet runs a cell."""

from __future__ import annotations

import csv
import io

import pytest

from forain.hub.kit.refusal import NotAllowed
from forain.hub.parcels.exporting import safe
from forain.hub.parcels.reading_files import Row, read

WANTED = Row(2, order="700", line="910", carrier="Colissimo", tracking_number="6A12345678905")


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize(
    "heads",
    [
        ["order", "line", "carrier", "tracking_number", "note"],
        ["Référence commande", "Ligne", "Transporteur", "Numéro de suivi", "Été"],
        ["purchaseid", "itemid", "transporter", "trackingnumber", "x"],
    ],
)
def test_a_table_is_understood_in_any_separator_encoding_and_language(
    separator: str, encoding: str, heads: list[str]
) -> None:
    cells = ["700", "910", "Colissimo", " 6A12345678905 ", "Œuf"]
    content = f"{separator.join(heads)}\r\n{separator.join(cells)}\r\n\r\n".encode(encoding)
    sheet = read(content)
    assert sheet.rows == (WANTED,)
    assert sheet.form == separator
    assert sheet.columns[heads[3]] == "tracking_number"


def test_json_lines_are_read_and_a_broken_line_is_told_with_its_number() -> None:
    content = (
        b'{"order": 700, "line": "910", "carrier": "Colissimo", "tracking_number": "6A12345678905"}\n'
        b"\n"
        b'{"order": "700", \n'
        b"[1]\n"
        b'{"order": ["a"]}\n'
        b'{"order": "a\\u0000b", "carrier": "x", "tracking_number": "1"}\n'
        b'{"order": "\\ud800", "carrier": "x", "tracking_number": "1"}\n'
    )
    sheet = read(content)
    assert sheet.form == "json_lines"
    assert [row.number for row in sheet.rows] == [1, 3, 4, 5, 6, 7]
    assert sheet.rows[0] == Row(1, "700", "910", "Colissimo", "6A12345678905")
    assert all(row.broken for row in sheet.rows[1:])


def test_a_quoted_cell_over_two_lines_keeps_the_count() -> None:
    content = b'order;carrier;tracking_number;note\n1;c;n;"two\nlines"\n2;c;n;x\n'
    assert [(row.number, row.order) for row in read(content).rows] == [(2, "1"), (4, "2")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b" \r\n ", "file_empty"),
        (b"PK\x03\x04\x00\x00\x81", "file_unreadable"),
        (b"a;b;c\n1;2;3", "file_columns_missing"),
        (b"order;carrier\n1;2", "file_columns_missing"),
        (b"order;carrier;tracking\n" + b"1;2;3\n" * 10_001, "file_too_long"),
    ],
)
def test_a_file_that_is_none_is_refused_with_its_reason(content: bytes, code: str) -> None:
    with pytest.raises(NotAllowed) as no:
        read(content)
    assert no.value.code == code
    assert no.value.words


@pytest.mark.parametrize("cell", ["=1+1", "+33 6", "-2", "@SUM(A1)", "\t=1", " =1", "\r=1", "\n@x"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert safe(cell).startswith("'")


@pytest.mark.parametrize("cell", ["", "12", "Colissimo", "a=b", "2-3", "https://x.fr/?a=1"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert safe(cell) == cell


def test_what_the_export_shields_the_import_takes_off_again() -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow(["order", "carrier", "tracking_number"])
    writer.writerow([safe("-700"), "c", safe("+1")])
    [row] = read(buffer.getvalue().encode()).rows
    assert (row.order, row.tracking_number) == ("-700", "+1")
