"""What only a real browser can tell: live refresh, keys, dialogs, double clicks, the phone's width."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from forain.hub.web.tests.chromium import CHROMIUM, browsing, log_in, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from forain.hub.web.tests.fixtures import Merchant

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's Chromium is not installed"),
]


@pytest.fixture
def alone(committed: None, merchant: Merchant, monkeypatch: pytest.MonkeyPatch) -> Merchant:
    """A merchant other threads can see; Playwright's loop in this thread must not stop the ORM."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    return merchant


@pytest.fixture
def page(alone: Merchant) -> Iterator[Page]:
    with served() as base, browsing(base, locale="fr-FR") as page:
        log_in(page)
        yield page


def test_a_double_click_sends_one_command(page: Page, alone: Merchant) -> None:
    from forain.hub.outbox.models import Command

    order = alone.orders[0]
    page.goto(f"/orders/{order.pk}/")
    page.dblclick(".page-tools button")
    page.wait_for_selector(".alert-success")
    assert Command.objects.filter(order_id=order.pk, kind="accept").count() == 1


def test_the_page_follows_what_happens_without_reload(page: Page, alone: Merchant) -> None:
    """A state changes in the database; the open page shows it, and an open detail stays open."""
    from forain.hub.orders.models import Line

    order = alone.orders[0]
    page.goto(f"/orders/{order.pk}/")
    line = order.lines.all()[0]
    page.click(f"#seen-{line.pk} summary")
    Line.objects.filter(pk=line.pk).update(title="Un titre tout neuf")
    page.wait_for_selector("text=Un titre tout neuf")
    assert page.locator(f"#seen-{line.pk}").get_attribute("open") is not None


def test_the_list_is_walked_with_the_keyboard(page: Page, alone: Merchant) -> None:
    page.goto("/orders/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("[data-row]").nth(1)
    assert "is-current" in (second.get_attribute("class") or "")
    wanted = second.locator("a.whole").get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{wanted}")
    page.goto("/orders/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "text"


def test_shipping_in_a_dialog(page: Page, alone: Merchant) -> None:
    """Preview while typing, errors inside the dialog, then sent."""
    from forain.hub.outbox.models import Command

    order = alone.orders[4]
    page.goto(f"/orders/{order.pk}/")
    page.click(".page-tools a[href$='/ship']")
    dialog = page.locator("dialog[open]")
    dialog.locator("button[type=submit]").click()
    dialog.locator(".is-invalid").first.wait_for()
    dialog.locator("select").select_option("colissimo")
    dialog.locator("#id_tracking_number").fill("8R00123456789")
    dialog.locator("#preview >> text=8R00123456789").first.wait_for()
    dialog.locator("button[type=submit]").click()
    page.wait_for_selector(".alert-success")
    assert Command.objects.filter(order_id=order.pk, kind="ship", state="queued").count() == 1


def test_a_lost_connection_is_told_and_recovers(page: Page, alone: Merchant) -> None:
    page.goto("/orders/")
    page.context.set_offline(True)
    page.wait_for_selector("#banner:not([hidden])")
    page.context.set_offline(False)
    page.wait_for_selector("#banner", state="hidden")


def test_language_and_dark_switch_at_once(page: Page, alone: Merchant) -> None:
    page.goto("/orders/")
    page.click(".side-user summary")
    page.click(".side-user button[value=en]")
    page.wait_for_selector("h1:has-text('Orders')")
    page.click(".side-user summary")
    page.click(".side-user button[value=dark]")
    page.wait_for_selector("html[data-bs-theme=dark]")


def test_nothing_is_wider_than_a_phone(alone: Merchant) -> None:
    from forain.hub.web.tests.pages import every_page

    with served() as base, browsing(base, viewport={"width": 390, "height": 844}) as page:
        log_in(page)
        for address in every_page(alone):
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, address


def test_a_box_ticks_all_events_of_its_subject(page: Page, alone: Merchant) -> None:
    page.goto("/webhooks/new/")
    assert not page.locator(".events").is_visible()
    page.check("input[name=which][value=some]")
    group = page.locator("[data-group]:has([value='return.seen'])")
    whole = group.locator("[data-every]")
    whole.check()
    assert group.locator("input[name=kinds]:checked").count() == 2
    page.uncheck("[value='return.seen']")
    assert not whole.is_checked()
    assert whole.evaluate("box => box.indeterminate")


@pytest.mark.parametrize("width", [1280, 1440, 390])
def test_a_sku_to_map_names_its_connection_on_one_line(alone: Merchant, width: int) -> None:
    from forain.hub.orders.models import Line

    Line.objects.filter(workspace=alone.workspace, fulfilment="to_ship").update(needs_mapping=True)
    with served() as base, browsing(base, viewport={"width": width, "height": 900}) as page:
        log_in(page)
        page.goto("/skus/")
        marks = page.locator("td .marketplace").all()
        assert marks
        for one in marks:
            assert one.evaluate("one => one.getBoundingClientRect().height") < 24
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        table, card = (page.locator(one).bounding_box() for one in ("table.list", ".card:has(table.list)"))
        assert table
        assert card
        assert table["width"] <= card["width"]


def test_a_session_that_ended_loses_neither_words_nor_sends_twice(page: Page, alone: Merchant) -> None:
    """What was typed is kept on the page that tells; logged in elsewhere, it goes out once."""
    from forain.hub.inbox.models import ReplyTemplate

    page.goto("/replies/new/")
    page.fill("#id_name", "Retard")
    page.fill("#id_text", "Bonjour {buyer}, votre colis part demain.")
    page.context.clear_cookies(name="sessionid")
    page.click("form:has(#id_text) button.btn-primary")
    page.wait_for_selector("main.alone form button")
    assert ReplyTemplate.objects.count() == 0
    other = page.context.new_page()
    log_in(other)
    page.click("main.alone form button")
    page.wait_for_selector("text=Retard")
    assert [row.text for row in ReplyTemplate.objects.all()] == ["Bonjour {buyer}, votre colis part demain."]


def test_the_back_button_keeps_what_was_typed(page: Page, alone: Merchant) -> None:
    page.goto("/replies/new/")
    page.fill("#id_text", "Bonjour, il part demain.")
    page.click(".side-nav a[href='/orders/']")
    page.wait_for_selector(".pick")
    page.go_back()
    page.wait_for_selector("#id_text")
    assert page.input_value("#id_text") == "Bonjour, il part demain."


def test_the_back_button_sends_nothing_a_second_time(page: Page, alone: Merchant) -> None:
    """The page from before shows what was done meanwhile; pressing again is one command."""
    from forain.hub.outbox.models import Command

    order = alone.orders[0]
    page.goto(f"/orders/{order.pk}/")
    page.click(".page-tools button")
    page.wait_for_selector(".alert-success")
    page.go_back()
    page.wait_for_selector(".page-head")
    again = page.locator(".page-tools button[formaction$='/accept']")
    if again.count():
        again.click()
        page.wait_for_load_state()
    assert Command.objects.filter(order_id=order.pk, kind="accept").count() == 1


def test_the_first_person_comes_in_with_the_address_that_was_printed(
    committed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the address to the first steps; pressed twice, one login."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    from forain.hub.workspaces import first
    from forain.hub.workspaces.models import User

    waiting = first.place("Ma boutique")
    assert waiting is not None
    with served() as base, browsing(base, locale="fr-FR") as page:
        page.goto(f"/first?code={first.code_of(waiting)}")
        page.fill("#id_workspace", "Atelier Lumière")
        page.fill("#id_username", "marie")
        page.fill("#id_password", "une longue phrase")
        page.dblclick("form[action='/first'] button")
        page.wait_for_selector(".first-steps")
        assert page.url.endswith("/setup/")
    assert [one.username for one in User.objects.all()] == ["marie"]
