"""Builds the site of the documentation from docs/: `python -m tools.docs_site [FOLDER]`, `make docs`.

Two sites made by Zensical, one for each language, with a switch between them; `site/index.html` chooses. Nothing is fetched
from elsewhere when a page is read. Pages point at files of the repository too (examples, READMEs): those come along.
A link that leads nowhere, a page missing in a language or left out of the navigation ends the build with exit code 1.
"""

from __future__ import annotations

import json
import posixpath
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
LANGUAGES = {"en": "English", "fr": "Français"}

#: The navigation: headings in both languages, and the pages below each.
SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Begin", "Commencer", ("index", "start", "howto")),
    ("Every day", "Tous les jours", ("orders", "inbox", "carriers", "offers", "offers-reports")),
    ("Programs", "Programmes", ("api", "webhooks", "sdk", "sandbox")),
    ("Servers", "Serveurs", ("operate", "why")),
    (
        "Reference",
        "Référence",
        ("api-reference", "services-rakuten", "services-spartoo", "coverage-rakuten", "coverage-spartoo"),
    ),
)
PAGES = frozenset(page for *_, pages in SECTIONS for page in pages)

_LINK = re.compile(r"(\]\()([^)\s]+)(\))")
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


class Broken(Exception):
    """The site cannot be built; the message says which page and why."""


def build(folder: Path, docs: Path = DOCS) -> None:
    """The whole site, made anew in `folder`; raises `Broken`."""
    _same_pages(docs)
    shutil.rmtree(folder, ignore_errors=True)
    with TemporaryDirectory() as place:
        for language in LANGUAGES:
            _build_one(Path(place) / language, docs, language)
            shutil.copytree(Path(place) / language / "site", folder / language)
    (folder / "index.html").write_text(_door(), encoding="utf-8")
    if wrong := sorted(set(broken(folder))):
        raise Broken("\n".join(wrong))


def _same_pages(docs: Path) -> None:
    for language in LANGUAGES:
        there = {path.stem for path in (docs / language).glob("*.md")}
        if there != PAGES:
            raise Broken(f"docs/{language}: not the pages of the navigation: {sorted(there ^ PAGES)}")


def _build_one(place: Path, docs: Path, language: str) -> None:
    source = place / "docs"
    source.mkdir(parents=True)
    for page in sorted(PAGES):
        text = (docs / language / f"{page}.md").read_text(encoding="utf-8")
        (source / f"{page}.md").write_text(_staged(text, docs / language, source), encoding="utf-8")
    (place / "mkdocs.yml").write_text(json.dumps(_settings(source, language)), encoding="utf-8")
    command = [str(Path(sys.executable).parent / "zensical"), "build", "--clean", "--strict"]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)  # noqa: S603  our own words
    if done.returncode:
        raise Broken(re.sub(r"\x1b\[[0-9;]*m", "", done.stderr.partition("Traceback")[0]))


def _staged(text: str, origin: Path, source: Path) -> str:
    """The page with links that work inside the site; what they point at outside docs/xx comes along."""

    def moved(found: re.Match[str]) -> str:
        before, target, after = found.groups()
        path, mark, anchor = target.partition("#")
        if "://" in target or not path.startswith("../"):
            return str(found[0])
        there = (origin / path).resolve()
        if there.parent.parent == origin.resolve().parent and there.suffix == ".md":
            return f"{before}../{there.parent.name}/{there.stem}.html{mark}{anchor}{after}"
        return f"{before}{_brought(there, source)}{after}"

    return _LINK.sub(moved, text)


def _brought(file: Path, source: Path) -> str:
    """Copies a file of the repository into the site as it is; its address from a page."""
    if not file.is_file():
        raise Broken(f"{file} is linked and does not exist")
    name = posixpath.join("files", file.relative_to(ROOT).as_posix())
    if name.endswith((".md", ".py", ".csv")):
        name += ".txt"  # browsers show texts, and would save or misread the others
    there = source / name
    there.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, there)
    return name


def _settings(source: Path, language: str) -> dict[str, object]:
    column = 0 if language == "en" else 1
    nav = [
        {section[column]: [{_title(source / f"{page}.md"): f"{page}.md"} for page in section[2]]}
        for section in SECTIONS
    ]
    switch = [
        {"name": words, "link": f"../{code}/index.html", "lang": code} for code, words in LANGUAGES.items()
    ]
    light = {"scheme": "default", "toggle": {"icon": "lucide/moon", "name": ("Dark", "Sombre")[column]}}
    dark = {"scheme": "slate", "toggle": {"icon": "lucide/sun", "name": ("Light", "Clair")[column]}}
    return {
        "site_name": "Forain",
        "use_directory_urls": False,
        "nav": nav,
        "theme": {
            "language": language,
            "font": False,
            "palette": [light, dark],
            "features": ["navigation.sections", "navigation.top", "toc.follow", "content.code.copy"],
        },
        "extra": {"generator": False, "alternate": switch},
        "markdown_extensions": [
            "tables",
            {"toc": {"permalink": True, "slugify": _slugs()}},
            "pymdownx.highlight",
            "pymdownx.superfences",
        ],
    }


def _slugs() -> dict[str, object]:
    """Anchors as forges make them, accents kept."""
    return {"object": "pymdownx.slugs.slugify", "kwds": {"case": "lower"}}


def _title(page: Path) -> str:
    found = _TITLE.search(page.read_text(encoding="utf-8"))
    if found is None:
        raise Broken(f"{page.name} has no title")
    return found[1].strip()


def _door() -> str:
    links = "".join(
        f'<p lang="{code}"><a href="{code}/index.html">{words}</a></p>' for code, words in LANGUAGES.items()
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Forain</title>'
        f'<main style="font:1.25rem sans-serif;margin:4rem auto;max-width:20rem"><h1>Forain</h1>{links}</main></html>\n'
    )


# -- what leads nowhere -------------------------------------------------------------------------------------


class _Page(HTMLParser):
    """What a page points at, what it loads, and its anchors."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.anchors |= {value for name in ("id", "name") if (value := said.get(name))}
        if tag == "a" and (to := said.get("href")):
            self.links.append(to)
        elif to := said.get("src") or (said.get("href") if tag == "link" else None):
            self.loads.append(to)


def broken(folder: Path) -> Iterator[str]:
    """Every link of the built pages that leads nowhere, and everything a page would fetch from elsewhere."""
    pages = {path.resolve(): _Page(path.read_text(encoding="utf-8")) for path in folder.rglob("*.html")}
    for path, page in pages.items():
        if path.name == "404.html":  # served from any address, its links are absolute
            continue
        name = path.relative_to(folder.resolve())
        yield from (f"{name}: fetches {one}" for one in page.loads if urlsplit(one).netloc)
        for link in (*page.links, *page.loads):
            if not _leads(path, link, pages):
                yield f"{name}: {link} leads nowhere"


def _leads(path: Path, link: str, pages: dict[Path, _Page]) -> bool:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return True
    there = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    there = there / "index.html" if there.is_dir() else there
    if not there.is_file():
        return False
    anchor = unquote(parts.fragment)
    return not anchor or there not in pages or anchor in pages[there].anchors


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0]) if arguments else ROOT / "site"
    try:
        build(folder)
    except Broken as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    sys.stdout.write(f"{folder / 'index.html'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
