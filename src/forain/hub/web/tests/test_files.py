"""Fields for files speak the page's language, whatever the browser's own, and take part in the keyboard's walk."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from forain.hub.web.tests.chromium import CHROMIUM, browsing, log_in, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from forain.hub.web.tests.fixtures import Merchant

TEMPLATES = Path(__file__).parents[2]
PLACES = ("/offers/imports/", "/shipments/", "/skus/?tab=products")


def test_every_field_for_a_file_is_made_by_one_template() -> None:
    """Else it would show the browser's words."""
    found = [
        path.name
        for path in TEMPLATES.glob("**/templates/**/*.html")
        if re.search(r'type="file"', path.read_text(encoding="utf-8"))
    ]
    assert found == ["_file.html"]


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's Chromium is not installed")
def test_a_field_for_a_file_speaks_french_in_an_english_browser(
    committed: None, merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with served() as base, browsing(base, locale="en-US") as page:
        log_in(page)
        for place in PLACES:
            _says_no_file(page, place)
        page.goto("/offers/imports/")
        _chosen_by_keyboard(page)
        page.click("form:has(input[type=file]) button.btn-primary")
        page.wait_for_selector("h1:has-text('stock.csv')")


def _says_no_file(page: Page, place: str) -> None:
    page.goto(place)
    face = page.locator(".file-face").first
    assert face.text_content() == "Choisir un fichierAucun fichier", place


def _chosen_by_keyboard(page: Page) -> None:
    """Tab comes to it and shows where one is; the chosen file's name is told and described."""
    field = page.locator("#offer-file")
    page.locator(".tabs a").last.focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "offer-file":
            break
    ring = page.locator(".file-face").evaluate("one => getComputedStyle(one).outlineStyle")
    assert ring == "solid"
    field.set_input_files(
        {
            "name": "stock.csv",
            "mimeType": "text/csv",
            "buffer": b"sku;price;quantity\nA-1;12,50;3\n",
        }
    )
    name = page.locator("#" + str(field.get_attribute("aria-describedby")))
    assert name.text_content() == "stock.csv"


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's Chromium is not installed")
def test_without_scripts_the_browsers_own_field_stays(
    committed: None, merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It alone can tell which file was chosen then."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with served() as base, browsing(base, java_script_enabled=False) as page:
        log_in(page)
        page.goto("/offers/imports/")
        assert page.locator("#offer-file").is_visible()
        assert not page.locator(".file-face").is_visible()
