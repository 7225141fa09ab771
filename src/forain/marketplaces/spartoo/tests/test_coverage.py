"""The coverage tables in the documentation say what is so."""

from __future__ import annotations

from pathlib import Path

import pytest

import forain
from forain.marketplaces.spartoo.tests.coverage import coverage
from forain.testing.coverage import outdated, write

ROOT = Path(forain.__file__).parents[2]


@pytest.mark.skipif(
    not (ROOT / "pyproject.toml").exists(), reason="the documents are in the source tree only"
)
def test_the_tables_are_up_to_date() -> None:
    """`python -m tools.coverage` writes them anew."""
    assert outdated(coverage(), ROOT) == []


def test_a_stale_or_missing_table_is_found(tmp_path: Path) -> None:
    assert len(outdated(coverage(), tmp_path)) == 2
    write(coverage(), tmp_path)
    assert outdated(coverage(), tmp_path) == []
    french = tmp_path / "docs" / "fr" / "coverage-spartoo.md"
    french.write_text(french.read_text().replace("oui", "non", 1))
    assert outdated(coverage(), tmp_path) == [french]


def test_nothing_is_missing() -> None:
    """Every service has its client call and its place in the sandbox, and is told in both languages."""
    assert all(row.client and row.sandbox and row.provoked for row in coverage().rows)
