"""One command for pictures of every screen: a merchant of its own, both languages, desktop and phone, light and dark.

    .venv/bin/python -m tools.contact_sheet out/ [--only orders,home] [--languages fr] [--sizes phone]
    .venv/bin/python -m tools.contact_sheet docs/screenshots --docs      (those of the README and the docs)

Needs Debian's Chromium. Starts a throw-away database with the tests' merchant, takes the pictures of
`tools/screenshots.py`, and lays them out side by side in `out/index.html`, one screen below the other.
"""

from __future__ import annotations

import html
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from tools.screenshots import EMPTY, EMPTY_WORKSPACE, SHOTS

if TYPE_CHECKING:
    from forain.hub.workspaces.models import User, Workspace

HEAD = """<!doctype html><meta charset="utf-8"><title>Forain: every screen</title>
<style>body{font:14px sans-serif;background:#888;margin:1rem}h2{color:#fff;margin:2rem 0 .5rem}
div{display:flex;gap:.5rem;overflow-x:auto;align-items:flex-start}img{height:520px;background:#fff}</style>"""


#: Pictures the README and the docs show: language, size and theme, then the screens.
DOCS = (
    ("en", "desktop", "light", "first,home,connect,orders,order-ship,inbox,offer-errors,console"),
    ("fr", "desktop", "light", "first,home,connect,orders,order-ship,inbox,offer-errors,console"),
    ("fr", "desktop", "dark", "home"),
    ("fr", "phone", "light", "home,orders,ship"),
    ("en", "phone", "light", "orders"),
)


def main() -> None:
    """Take the pictures, lay them out, leave."""
    asked = sys.argv[1:]
    folder = Path(asked[0])
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    from forain.hub.testing import prepare

    prepare()
    if "--docs" in asked:
        _taken([_for_docs(folder, *one) for one in DOCS])
        shutil.copyfile(folder / "orders-en-desktop.png", folder / "readme.png")
        return
    _taken([asked])
    (folder / "index.html").write_text(HEAD + _sheet(folder), encoding="utf-8")
    print(f"{len(list(folder.glob('*.png')))} pictures: {folder / 'index.html'}")


def _for_docs(folder: Path, language: str, size: str, theme: str, names: str) -> list[str]:
    """Only what a window shows: pictures of long pages weigh much and tell little."""
    choice = ["--languages", language, "--sizes", size, "--themes", theme, "--only", names]
    return [str(folder), *choice, "--window"]


def _taken(rounds: list[list[str]]) -> None:
    from django.conf import settings

    from forain.hub.web.tests.chromium import served
    from forain.hub.web.tests.fixtures import furnished
    from forain.hub.workspaces import first

    settings.ROOT_URLCONF = "tools.screens_urls"
    waiting = first.place(EMPTY_WORKSPACE)
    assert waiting is not None
    with served() as base, _sandbox() as sandbox:
        for asked in rounds:
            if "--only" not in asked or "first" in asked[asked.index("--only") + 1].split(","):
                _run(
                    base,
                    sandbox,
                    asked,
                    "--signed-out",
                    "--at",
                    f"first=/first?code={first.code_of(waiting)}",
                )
        _belongs(furnished().person, waiting)
        for asked in rounds:
            _run(base, sandbox, asked)


def _run(base: str, sandbox: str, asked: list[str], *more: str) -> None:
    from forain.hub.web.tests.fixtures import PASSWORD
    from tools import screenshots

    sys.argv = ["screenshots", base, "marie", PASSWORD, "--at", f"sandbox={sandbox}", *more, *asked]
    screenshots.main()


def _belongs(person: User, empty: Workspace) -> None:
    """The workspace of the first picture stays empty, and is shown so."""
    from forain.hub.workspaces.models import Membership, Role

    Membership.objects.create(workspace=empty, user=person, role=Role.ADMIN)


@contextmanager
def _sandbox() -> Iterator[str]:
    """The pretend marketplaces' own console, where a few things have happened."""
    from forain.sandbox.inprocess import Sandbox

    sandbox = Sandbox(seed=7)
    for name in ("rakuten_fr/sale", "spartoo/order", "rakuten_fr/sale"):
        sandbox.control(name)
    with sandbox.listen() as address:
        yield address


def _sheet(folder: Path) -> str:
    order = {shot.name: place for place, shot in enumerate((*SHOTS, *EMPTY))}
    names = sorted(
        (file.name for file in folder.glob("*.png")), key=lambda one: (order.get(_screen(one), -1), one)
    )
    parts = []
    for screen, files in groupby(names, _screen):
        pictures = "".join(
            f'<a href="{html.escape(one)}"><img loading="lazy" src="{html.escape(one)}" alt=""></a>'
            for one in files
        )
        parts.append(f"<h2>{html.escape(screen)}</h2><div>{pictures}</div>")
    return "\n".join(parts)


def _screen(name: str) -> str:
    """`orders-none-fr-phone-dark.png` → `orders-none`."""
    for language in ("-fr-", "-en-"):
        if language in name:
            return name.rpartition(language)[0]
    return name


if __name__ == "__main__":
    main()
