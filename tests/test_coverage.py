"""The coverage tables in the documentation say what is so, for every room that has one."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.coverage import ROOT, coverages

from forain.testing.coverage import Coverage, outdated, path_of, write

TABLES = pytest.mark.parametrize("table", list(coverages()), ids=lambda one: one.room)


def test_both_rooms_have_a_table() -> None:
    assert {one.room for one in coverages()} == {"rakuten", "spartoo"}


@TABLES
def test_the_tables_are_up_to_date(table: Coverage) -> None:
    """`python -m tools.coverage` writes them anew."""
    assert outdated(table, ROOT) == []


@TABLES
def test_a_stale_or_missing_table_is_found(table: Coverage, tmp_path: Path) -> None:
    assert len(outdated(table, tmp_path)) == 2
    write(table, tmp_path)
    assert outdated(table, tmp_path) == []
    french = path_of(table, "fr", tmp_path)
    french.write_text(french.read_text("utf-8").replace("oui", "non", 1), "utf-8")
    assert outdated(table, tmp_path) == [french]


@TABLES
def test_nothing_is_missing(table: Coverage) -> None:
    """Every service has its client call, its place in the sandbox and its error rows, in every version."""
    assert all(row.client and row.sandbox and row.provoked for row in table.rows)
