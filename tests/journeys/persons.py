"""Somebody at a real browser, in one of both languages; the worker's part is done by hand between two looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import current_thread
from typing import TYPE_CHECKING, TypeVar

import pytest

from forain.hub.web.tests.chromium import CHROMIUM, browsing, served
from tests.conftest import Playground

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from forain.hub.orders.models import Order

PASSWORD = "une longue phrase"
_ASIDE = "aside"
#: What every file of such tests carries as its `pytestmark`.
MARKS = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(
        not CHROMIUM.exists(), reason="Debian's Chromium is not installed (.ci/run installs it)"
    ),
]
T = TypeVar("T")


class Person:
    """Somebody at the browser, the worker in the next room, and the ledger."""

    def __init__(self, page: Page, playground: Playground, language: str, aside: ThreadPoolExecutor) -> None:
        self.page, self.playground, self.language, self._aside = page, playground, language, aside

    def elsewhere(self, act: Callable[[], T]) -> T:
        """In another thread: the browser's driver has an event loop running in this one. May be used within `act`."""
        if current_thread().name.startswith(_ASIDE):
            return act()
        return self._aside.submit(act).result()

    def work(self) -> None:
        """What a worker does: send, look up, read."""

        def act() -> None:
            from forain.hub.kit.clock import now
            from forain.hub.outbox.models import OPEN, Command

            for _ in range(3):
                self.playground.drain()
                Command.objects.filter(state__in=OPEN).update(next_at=now())
            self.playground.sync()

        self.elsewhere(act)

    def in_words(self, english: str, french: str) -> str:
        return french if self.language == "fr" else english

    def effects(self, effect: str, target: str) -> int:
        entries = self.playground.sandbox.ledger.entries
        return sum(one.effect == effect and one.target.partition("#")[0] == target for one in entries)

    def play(self, name: str, **given: object) -> dict[str, object]:
        made = dict(self.playground.sandbox.control(name, **given))
        self.elsewhere(self.playground.sync)
        return made

    def order(self, reference: str) -> Order:
        from forain.hub.orders.models import Order

        return self.elsewhere(lambda: Order.objects.get(reference=reference))

    def send(self, selector: str) -> None:
        """Press a button that writes something, and be on the page that follows."""
        with self.page.expect_navigation():
            self.page.click(selector, timeout=15_000)
        self.page.wait_for_selector(".alert-success")

    def open(self, reference: str) -> None:
        self.page.goto(f"/orders/{self.order(reference).pk}/")


@contextmanager
def at_the_browser(
    playground: Playground, language: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Person]:
    """Marie, an administrator, logged in."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the driver runs an event loop in this thread
    from django.db import connections

    from forain.hub.workspaces.models import Membership, Role, User

    user = User.objects.create_user("marie", password=PASSWORD, language=language)
    Membership.objects.create(workspace=playground.workspace, user=user, role=Role.ADMIN)
    with served() as base, browsing(base, locale=language) as page:
        page.goto("/login")
        page.fill("#username", "marie")
        page.fill("#password", PASSWORD)
        page.click("form[action='/login'] button")
        page.wait_for_selector(f"html[lang={language}] .main h1")
        with ThreadPoolExecutor(1, _ASIDE) as aside:
            yield Person(page, playground, language, aside)
            aside.submit(connections.close_all).result()
