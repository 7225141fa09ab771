"""A person at a real browser: logs in, accepts a Rakuten line and a Spartoo order, ships both, sees "sent" then "seen"."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from forain.hub.orders.models import Line, Order, Stand
from forain.hub.outbox.models import Command
from forain.hub.web.tests.chromium import CHROMIUM, FLAGS
from forain.prove.crew import serving
from tests.conftest import Playground
from tests.crash.test_kill import until, worker
from tests.journeys.persons import MARKS, PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = MARKS


@pytest.fixture
def pages(playground: Playground, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """The pages served by granian, as `forain up` does, with a worker beside."""
    # The browser's driver runs an event loop in this thread; the test's own queries are synchronous all the same.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    from forain.hub.workspaces.models import Membership, Role, User

    user = User.objects.create_user("marie", password=PASSWORD)
    Membership.objects.create(workspace=playground.workspace, user=user, role=Role.ADMIN)
    with worker(), serving(tmp_path) as url:
        until(lambda: Order.objects.count() > 20, 40, "the first orders")
        yield url


@pytest.fixture(params=["en", "fr"])
def page(request: pytest.FixtureRequest, pages: str) -> Iterator[Page]:
    """A browser in one of the two languages, logged in."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        context = browser.new_context(locale=request.param, base_url=pages)
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.goto("/")
        page.fill("input[name=username]", "marie")
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_selector("nav")
        page.eval_on_selector(f".side-user button[value={request.param}]", "button => button.click()")
        page.wait_for_selector(f"html[lang={request.param}]")
        yield page
        assert not wrong, wrong
        browser.close()


def language(page: Page) -> str:
    return str(page.get_attribute("html", "lang"))[:2]


def seen(order: Order, kind: str) -> bool:
    rows = Command.objects.filter(order_id=order.pk, kind=kind)
    return rows.exists() and not rows.filter(seen_at=None).exists()


def told(order: Order) -> list[dict[str, object]]:
    """Where its commands stand, for whoever reads a failure."""
    wanted = ("kind", "state", "created_at", "sent_at", "settled_at", "seen_at", "next_at", "outcome_code")
    return list(Command.objects.filter(order_id=order.pk).values(*wanted))


def work_off(page: Page, order: Order, number: str) -> None:
    """Accept all and ship all on the order's page, which refreshes itself: it is never loaded anew in between."""
    page.goto(f"/orders/{order.pk}/")
    page.click(".page-tools button[formaction$='/accept']")
    until(lambda: seen(order, "accept"), 30, lambda: f"the acceptance: {told(order)}")
    page.click(".page-tools a[href$='/ship']", timeout=20_000)
    page.fill("dialog input[name=tracking_number]", number)
    page.select_option("dialog select[name=carrier]", "colissimo")
    page.click("dialog .dialog-foot button[type=submit]")
    until(lambda: seen(order, "ship"), 30, lambda: f"the shipment: {told(order)}")
    page.wait_for_selector(f"main >> text={number}", timeout=20_000)


def test_first_orders_are_accepted_and_shipped_in_the_browser(page: Page, playground: Playground) -> None:
    """Both marketplaces, both languages; the sandbox's ledger agrees, each effect once."""
    waiting = Order.objects.filter(state=Stand.AWAITING_ACCEPTANCE).exclude(lines__preorder=True)
    rakuten = waiting.filter(connection=playground.rakuten).order_by("-placed_at")[0]
    spartoo = waiting.filter(connection=playground.spartoo).order_by("-placed_at")[0]
    page.goto("/orders/")
    page.wait_for_selector(f"text={rakuten.reference}")
    page.wait_for_selector(f"text={spartoo.reference}")
    work_off(page, rakuten, "6A12345678901")
    work_off(page, spartoo, "6A00000000002")
    items = sorted(Line.objects.filter(order=rakuten).values_list("reference", flat=True))
    for effect in ("accepted", "shipped"):
        assert sorted(playground.effects(effect)) == sorted([*items, spartoo.reference])
    words = {"en": ("sent", "seen"), "fr": ("envoy", "vu")}[language(page)]
    page.wait_for_function(
        "words => words.every(w => document.body.innerText.toLowerCase().includes(w))", arg=words
    )
