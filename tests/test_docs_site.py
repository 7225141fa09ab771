"""The site of the documentation: built from docs/ without a link that leads nowhere, and without anything fetched elsewhere."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tools.docs_site import DOCS, LANGUAGES, PAGES, Broken, broken, build


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs") / "site"
    build(folder)
    return folder


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_there_with_its_switch(site: Path, language: str) -> None:
    """Each page is built in its language and offers the other one."""
    for page in PAGES:
        text = (site / language / f"{page}.html").read_text(encoding="utf-8")
        assert f'<html lang="{language}"' in text
        assert all(f'hreflang="{other}"' in text for other in LANGUAGES)


def test_pictures_and_files_come_along(site: Path) -> None:
    """What pages show or point at outside docs/ is part of the site."""
    assert (site / "en/files/docs/screenshots/orders-en-desktop.png").is_file()
    assert (site / "fr/files/examples/back_office.py.txt").is_file()


def test_a_link_that_leads_nowhere_is_found(site: Path, tmp_path: Path) -> None:
    """In a built page: a file, an anchor, and a thing that would be fetched from elsewhere."""
    (tmp_path / "a.html").write_text(
        '<h1 id="x"></h1><a href="b.html"></a><a href="#y"></a><a href="#x"></a><script src="https://cdn.example/a.js"></script>'
    )
    assert sorted(broken(tmp_path)) == [
        "a.html: #y leads nowhere",
        "a.html: b.html leads nowhere",
        "a.html: fetches https://cdn.example/a.js",
    ]


def test_a_broken_link_ends_the_build(tmp_path: Path) -> None:
    """The builder tells the page."""
    docs = _copy(tmp_path)
    with (docs / "en" / "why.md").open("a", encoding="utf-8") as page:
        page.write("\n[gone](nowhere.md)\n")
    with pytest.raises(Broken, match=r"why\.md"):
        build(tmp_path / "site", docs)


def test_a_page_missing_in_one_language_ends_the_build(tmp_path: Path) -> None:
    docs = _copy(tmp_path)
    (docs / "fr" / "why.md").unlink()
    with pytest.raises(Broken, match=r"docs/fr.*why"):
        build(tmp_path / "site", docs)


def _copy(folder: Path) -> Path:
    """The pages, beside what they point at."""
    root = folder / "copy"
    root.mkdir()
    for name in ("examples", "deploy", "src", "ARCHITECTURE.md", "CONTRIBUTING.md"):
        (root / name).symlink_to(DOCS.parent / name)
    for language in LANGUAGES:
        shutil.copytree(DOCS / language, root / "docs" / language)
    (root / "docs" / "screenshots").symlink_to(DOCS / "screenshots")
    return root / "docs"
