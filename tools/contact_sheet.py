"""One command for pictures of every screen: a merchant of its own, both languages, desktop and phone, light and dark.

    .venv/bin/python -m tools.contact_sheet out/ [--only orders,home] [--languages fr] [--sizes phone]

Needs Debian's Chromium. Starts a throw-away database with the tests' merchant, takes the pictures of
`tools/screenshots.py`, and lays them out side by side in `out/index.html`, one screen below the other.
"""

from __future__ import annotations

import html
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from tools.screenshots import EMPTY, EMPTY_WORKSPACE, SHOTS

if TYPE_CHECKING:
    from forain.hub.workspaces.models import User

HEAD = """<!doctype html><meta charset="utf-8"><title>Forain: every screen</title>
<style>body{font:14px sans-serif;background:#888;margin:1rem}h2{color:#fff;margin:2rem 0 .5rem}
div{display:flex;gap:.5rem;overflow-x:auto;align-items:flex-start}img{height:520px;background:#fff}</style>"""


def main() -> None:
    """Take the pictures, lay them out, leave."""
    folder = Path(sys.argv[1])
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    from forain.hub.testing import prepare

    prepare()
    from django.conf import settings

    from forain.hub.web.tests.chromium import served
    from forain.hub.web.tests.fixtures import PASSWORD, furnished
    from tools import screenshots

    settings.ROOT_URLCONF = "tools.screens_urls"
    _empty_workspace(furnished().person)
    with served() as base, _sandbox() as sandbox:
        sys.argv = ["screenshots", base, "marie", PASSWORD, "--at", f"sandbox={sandbox}", *sys.argv[1:]]
        screenshots.main()
    (folder / "index.html").write_text(HEAD + _sheet(folder), encoding="utf-8")
    print(f"{len(list(folder.glob('*.png')))} pictures: {folder / 'index.html'}")


def _empty_workspace(person: User) -> None:
    from forain.hub.workspaces.models import Membership, Role, Workspace

    place = Workspace.objects.create(name=EMPTY_WORKSPACE)
    Membership.objects.create(workspace=place, user=person, role=Role.ADMIN)


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
