"""What a person's browser does for the five main screens, measured in Debian's Chromium against the pages as they are served
to people (granian): bytes and requests of a first visit, the time until the list can be used, how far anything moves.

`usable` is the moment the page's script has run (`domContentLoadedEventEnd`) with the list there; `painted` the largest
paint; `shift` Chromium's cumulative layout shift, watched over one live refresh. The limit is the same for a page that holds
nothing: the login. Every round begins with an empty cache; a second visit has the first one's.
"""

from __future__ import annotations

import os
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.table import How, Row

ROUNDS, SMALL = 5, 1
#: Seconds a page is watched for things that move: one live refresh comes within.
WATCHED = 6.0
#: Bytes of script and style of a first visit, compressed; and Chromium's own bound of a good layout shift is 0.1.
WEIGHT, SHIFT = 100_000.0, 0.01

_WATCH = """
  window.forainShift = 0; window.forainPaint = 0;
  new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) window.forainShift += e.value; })
    .observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver(list => { for (const e of list.getEntries()) window.forainPaint = e.startTime; })
    .observe({ type: "largest-contentful-paint", buffered: true });
"""
_USABLE = 'performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd'


@dataclass(slots=True)
class Visit:
    """One look at a page. Bytes as they came over the wire, bodies only; times in ms."""

    usable: float = 0.0
    painted: float = 0.0
    shift: float = 0.0
    requests: int = 0
    bytes: dict[str, int] = field(default_factory=dict)

    @property
    def weight(self) -> int:
        """Script and style."""
        return self.bytes.get("script", 0) + self.bytes.get("stylesheet", 0)


def rows(how: How) -> Iterator[Row]:
    """The table of the screens goes to standard output, the goals with the others."""
    from bench.table import Goal, Row
    from forain.hub.web.tests.chromium import CHROMIUM

    if not CHROMIUM.exists():
        print("  left out: Debian's Chromium is not installed")
        return
    with _screens() as (addresses, look):
        found = {
            name: [look(one) for _ in range(SMALL if how.small else ROUNDS)]
            for name, one in addresses.items()
        }
        again = {name: look(one, keep=True) for name, one in addresses.items()}
        moved = {name: look(one, watch=WATCHED).shift for name, one in addresses.items()}
    print("\n".join(_lines(found, again, moved)))
    empty = statistics.median(one.usable for one in found.pop("login")) / 1000
    for name, visits in found.items():
        usable = statistics.median(one.usable for one in visits) / 1000
        goals = (
            Goal("script and style, bytes", max(one.weight for one in visits), WEIGHT, at_most=True),
            Goal("layout shift", moved[name], SHIFT, at_most=True),
        )
        yield Row(f"page: {name}", visits[0].requests, usable, ("login", empty), goals=goals)


def _lines(found: dict[str, list[Visit]], again: dict[str, Visit], moved: dict[str, float]) -> Iterator[str]:
    yield "  screen   requests  page kB  script kB  style kB  all kB  usable ms  painted ms  second visit kB / ms    shift"
    for name, visits in found.items():
        one, second = visits[0], again[name]
        kinds = [one.bytes.get(kind, 0) / 1000 for kind in ("document", "script", "stylesheet")]
        times = [
            statistics.median(getattr(visit, what) for visit in visits) for what in ("usable", "painted")
        ]
        yield (
            f"  {name:<8} {one.requests:>8}  {kinds[0]:7.1f}  {kinds[1]:9.1f}  {kinds[2]:8.1f}  {sum(one.bytes.values()) / 1000:6.1f}"
            f"  {times[0]:9.0f}  {times[1]:10.0f}  {sum(second.bytes.values()) / 1000:13.1f} / {second.usable:4.0f}  {moved[name]:7.4f}"
        )


@contextmanager
def _screens() -> Iterator[tuple[dict[str, str], Any]]:
    """Addresses by name, and how to look at one."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    from forain.hub.testing import prepare

    prepare()
    from playwright.sync_api import sync_playwright

    from forain.hub.web.tests.chromium import CHROMIUM, FLAGS
    from forain.hub.web.tests.fixtures import PASSWORD, furnished
    from forain.prove.crew import serving

    merchant = furnished()
    addresses = {
        "login": "/login",
        "home": "/",
        "orders": "/orders/",
        "order": f"/orders/{merchant.orders[3].pk}/",
        "inbox": "/inbox/",
        "offers": "/offers/",
    }
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        base = stack.enter_context(serving(Path(folder)))
        play = stack.enter_context(sync_playwright())
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        stack.callback(browser.close)
        state = _logged_in(browser, base, PASSWORD)
        yield addresses, lambda address, **how: _look(browser, base, state, address, **how)


def _logged_in(browser: Any, base: str, password: str) -> Any:
    context = browser.new_context(base_url=base, locale="fr-FR")
    page = context.new_page()
    page.goto("/login")
    page.fill("#username", "marie")
    page.fill("#password", password)
    page.click("form[action='/login'] button")
    page.wait_for_selector(".main h1")
    state = context.storage_state()
    context.close()
    return state


def _look(
    browser: Any, base: str, state: Any, address: str, *, keep: bool = False, watch: float = 0.0
) -> Visit:
    """A visit with an empty cache, or with `keep` the second one; `watch`: seconds to stay."""
    known = None if address == "/login" else state
    context = browser.new_context(
        base_url=base, locale="fr-FR", storage_state=known, viewport={"width": 1440, "height": 900}
    )
    page = context.new_page()
    page.add_init_script(_WATCH)
    if keep:
        page.goto(address, wait_until="load")
    visit, came = Visit(), []
    page.on("requestfinished", lambda request: came.append(request))  # noqa: PLW0108  Playwright marks what it is given
    page.goto(address, wait_until="load")
    page.wait_for_selector("main h1, h1")
    visit.usable = page.evaluate(_USABLE)
    page.wait_for_timeout(300 + watch * 1000)
    visit.painted, visit.shift = page.evaluate("[window.forainPaint, window.forainShift]")
    first = came if not watch else []
    for request in first:
        size = request.sizes()["responseBodySize"]
        if size > 0:
            visit.bytes[request.resource_type] = visit.bytes.get(request.resource_type, 0) + size
    visit.requests = len(first)
    context.close()
    return visit
