"""Every page under axe-core: no violation of WCAG 2.2 AA, light and dark; nothing jumps while a page arrives."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from forain.hub.web.tests.chromium import CHROMIUM, browsing, log_in, served
from forain.hub.web.tests.pages import every_page

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from forain.hub.web.tests.fixtures import Merchant

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RUN = """async () => {
  const wanted = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const found = await axe.run(document, { runOnly: wanted, resultTypes: ["violations"] });
  return found.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
}"""
#: How far the page's parts may jump (Core Web Vitals call 0.1 good).
SHIFT = """() => new Promise((told) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) sum += one.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => told(sum), 150);
})"""
#: Addresses that show the same as another one of the list.
TWICE = ("nonsense", "before=9", "?text=l")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's Chromium is not installed"),
]


@pytest.fixture
def rich(committed: None, monkeypatch: pytest.MonkeyPatch) -> Merchant:
    """A merchant whose every page shows something."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    from forain.hub.web.tests.fixtures import furnished

    return furnished()


def _violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN)
    return found


def _addresses(merchant: Merchant) -> list[str]:
    every = [one for one in every_page(merchant) if not any(mark in one for mark in TWICE)]
    seen: dict[str, str] = {}
    for address in every:  # one order of each kind is enough; the list and each other page once
        parts = address.split("/")
        seen.setdefault("/".join(part if part.count("-") != 4 else "*" for part in parts), address)
    return [*seen.values(), f"/orders/{merchant.orders[7].pk}/", f"/orders/{merchant.orders[10].pk}/"]


DARK = pytest.param("dark", marks=pytest.mark.proof)


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", DARK])
def test_no_page_breaks_the_rules_of_access(rich: Merchant, theme: str) -> None:
    options: dict[str, Any] = {"locale": "fr-FR", "viewport": {"width": 1280, "height": 900}}
    found = {}
    with served() as base, browsing(base, **options) as page:
        page.context.add_cookies([{"name": "forain_theme", "value": theme, "url": base}])
        page.goto("/login")
        found["/login"] = _violations(page)
        log_in(page)
        addresses = _addresses(rich)
        for address in addresses:
            page.goto(address)
            found[address] = _violations(page)
    told = [f"{address}: {one}" for address, ones in found.items() for one in ones]
    assert not told, "\n".join(told)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_first_page_of_an_empty_hub_breaks_none(
    committed: None, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    from forain.hub.workspaces import first

    assert first.place("Ma boutique") is not None
    with served() as base, browsing(base, locale="fr-FR") as page:
        page.context.add_cookies([{"name": "forain_theme", "value": theme, "url": base}])
        page.goto("/login")
        page.wait_for_selector("#id_code")
        fresh = _violations(page)
        page.click("form[action='/first'] button")
        page.wait_for_selector("#id_code-error")
        assert (fresh, _violations(page)) == ([], [])


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", DARK])
def test_no_page_of_an_empty_workspace_breaks_the_rules(rich: Merchant, theme: str) -> None:
    from forain.hub.web.tests.pages import LISTS
    from forain.hub.workspaces.models import Membership, Role, Workspace

    Membership.objects.filter(user=rich.person).delete()
    empty = Workspace.objects.create(name="Boutique vide")
    Membership.objects.create(workspace=empty, user=rich.person, role=Role.ADMIN)
    found = {}
    with served() as base, browsing(base, locale="fr-FR") as page:
        page.context.add_cookies([{"name": "forain_theme", "value": theme, "url": base}])
        log_in(page)
        for address in (one for one in LISTS if "?" not in one):
            page.goto(address)
            found[address] = _violations(page)
    assert [f"{address}: {one}" for address, ones in found.items() for one in ones] == []


def test_nothing_jumps_while_a_page_arrives(rich: Merchant) -> None:
    with served() as base, browsing(base, viewport={"width": 1280, "height": 900}) as page:
        log_in(page)
        shifts = {}
        for address in ("/", "/orders/", f"/orders/{rich.orders[0].pk}/", "/inbox/", "/connections/"):
            page.goto(address)
            shifts[address] = page.evaluate(SHIFT)
    assert all(shift < 0.02 for shift in shifts.values()), shifts
