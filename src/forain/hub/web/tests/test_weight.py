"""What the first page weighs, and that what we borrowed is all we use."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

STATIC = Path(__file__).parents[1] / "static"
HUB = Path(__file__).parents[2]
FIRST_PAGE = ("vendor/tabler.css", "forain.css", "theme.js", "vendor/htmx.min.js", "forain.js")


def _templates() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in HUB.glob("**/templates/**/*.html"))


def test_first_page_is_under_100_kilobytes_of_script_and_style() -> None:
    total = sum(len(gzip.compress((STATIC / name).read_bytes(), 6)) for name in FIRST_PAGE)
    assert total < 100_000, total


def test_scripts_and_styles_name_no_address_outside() -> None:
    for name in ("forain.css", "vendor/tabler.css", "forain.js", "theme.js"):
        text = (STATIC / name).read_text(encoding="utf-8")
        found = re.findall(r"(?:url\(|@import |fetch\()['\"]?(https?:[^)'\"]+)", text)
        assert not found, name
        assert "<<<<" not in text, name
        assert text.count("{") == text.count("}"), name


def test_every_tabler_class_in_use_is_in_our_part_of_it() -> None:
    """Else run `make vendor`."""
    known = set((STATIC / "vendor" / "tabler.classes.txt").read_text(encoding="utf-8").split())
    ours = (STATIC / "vendor" / "tabler.css").read_text(encoding="utf-8")
    used = {
        word
        for value in re.findall(r'class="([^"]*)"', _templates())
        for word in re.findall(r"[\w-]+", value)
    }
    missing = [name for name in sorted(used & known) if not re.search(rf"\.{re.escape(name)}(?![\w-])", ours)]
    assert not missing


def test_every_icon_in_use_is_in_the_sprite() -> None:
    """Else run `make vendor`."""
    from forain.hub.web import labels

    sprite = (STATIC / "vendor" / "icons.svg").read_text(encoding="utf-8")
    used = set(re.findall(r"""(?:\bicon |picture=)["']([a-z0-9-]+)["']""", _templates()))
    used |= {*labels.TODO_ICONS.values(), *labels.EVENT_ICONS.values()}
    assert not [name for name in sorted(used) if f'id="{name}"' not in sprite]


def test_licences_stand_beside_what_was_borrowed() -> None:
    names = {path.name for path in (STATIC / "vendor").iterdir()}
    assert {"htmx.LICENSE.txt", "tabler.LICENSE.txt", "tabler-icons.LICENSE.txt"} <= names


def test_a_page_is_painted_only_when_it_is_read_to_its_end() -> None:
    """Half a table has other widths than the whole one: painted early, all below it moves (`bench pages` saw 0.05)."""
    base = (STATIC.parent / "templates" / "web" / "base.html").read_text(encoding="utf-8")
    head, _, body = base.partition("</head>")
    assert '<link rel="expect" href="#whole" blocking="render">' in head
    assert body.split()[-5:] == ["<span", 'id="whole"', "hidden></span>", "</body>", "</html>"]
