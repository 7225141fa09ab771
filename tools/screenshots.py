"""Pictures of every page, in both languages, on a desktop and a phone, light and dark: to look at, and for the docs.

    .venv/bin/python -m tools.screenshots http://127.0.0.1:8000 marie 'une longue phrase' out/ [--only orders]

Needs Debian's Chromium (`apt-get install chromium`) and a hub that runs (`forain demo`).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, cast

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as Timeout

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: Long lists are cut: the beginning tells enough.
TALLEST = 1800
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}


@dataclass(frozen=True, slots=True)
class Shot:
    """`follow`: what to click first, one after the other (CSS selectors with ` >> ` between them); `!offline` cuts the
    network, `!expired` lets the session end, `#id_field=text` types. `{sandbox}` and `{first}` stand for the addresses given with `--at`."""

    name: str
    address: str
    follow: str = ""
    wait: str = "main"


SHOTS = (
    Shot("home", "/"),
    Shot("orders", "/orders/"),
    Shot("orders-accept", "/orders/?tab=accept"),
    Shot("orders-none", "/orders/?text=introuvable"),
    Shot("orders-chosen", "/orders/?due=soon", ".pick input[name=order]"),
    Shot(
        "bulk-look",
        "/orders/?tab=accept",
        ".pick input[name=order] >> tr:nth-child(2) .pick input[name=order] >> #bulk [data-key=a]",
    ),
    Shot("bulk-run", "/orders/bulk/", ".whole"),
    Shot("bulks", "/orders/bulk/"),
    Shot("ship-many", "/orders/?tab=ship", ".pick input[name=order] >> #bulk [data-key=s]"),
    Shot("shipments", "/shipments/"),
    Shot("order-accept", "/orders/?tab=accept", "tr:nth-child(2) .whole"),
    Shot("order-ship", "/orders/?tab=ship", ".whole"),
    Shot("ship", "/orders/?tab=ship", "tr:nth-child(2) .whole >> a[href$='/ship']", "dialog[open]"),
    Shot("refuse", "/orders/?tab=accept", "tr:nth-child(2) .whole >> a[href$='/refuse']", "dialog[open]"),
    Shot("order-cancelled", "/orders/?tab=ended", ".whole"),
    Shot("order-claim", "/inbox/?kind=claim", ".whole"),
    Shot("exchange", "/orders/", ".whole >> .story a[href*='/exchanges/']"),
    Shot("inbox", "/inbox/"),
    Shot("todo-snooze", "/inbox/", "a[href*='/snooze']", "dialog[open]"),
    Shot("todo-resolve", "/inbox/", "a[href*='/resolve']", "dialog[open]"),
    Shot("threads", "/threads/"),
    Shot("thread", "/threads/", ".whole"),
    Shot("claims", "/claims/"),
    Shot("claim", "/claims/", ".whole"),
    Shot("replies", "/replies/"),
    Shot("reply-template", "/replies/new/"),
    Shot("returns", "/returns/"),
    Shot("return", "/returns/", ".whole"),
    Shot("connections", "/connections/"),
    Shot("connection", "/connections/", ".whole"),
    Shot("connect", "/connections/new/rakuten_fr/"),
    Shot("webhooks", "/webhooks/"),
    Shot("webhook", "/webhooks/", ".whole"),
    Shot("webhook-change", "/webhooks/", ".whole >> .page-tools a[href$='/change']"),
    Shot("webhook-add", "/webhooks/new/"),
    Shot("webhook-events", "/webhooks/new/", "input[name=which][value=some] >> [data-every]"),
    Shot("activity", "/activity/"),
    Shot("exchanges", "/exchanges/"),
    Shot("offers", "/offers/"),
    Shot("offer-plan", "/offers/plan/"),
    Shot("offer-stop", "/offers/", ".alert-danger a"),
    Shot("offer-imports", "/offers/imports/"),
    Shot("offer-source-add", "/offers/sources/new/", ".more summary"),
    Shot("offer-source", "/offers/imports/", "#sources td a"),
    Shot("offer-import", "/offers/imports/", ".whole"),
    Shot("offer-pushes", "/offers/pushes/"),
    Shot("offer-errors", "/offers/errors/"),
    Shot("offer-correct", "/offers/errors/", ".card-actions .btn-primary"),
    Shot(
        "offer-correct-seen",
        "/offers/errors/",
        ".card-actions .btn-primary >> input[value=set] >> #id_value=Lumio >> button[value=show]",
        "#seen-head",
    ),
    Shot("offer-report", "/offers/pushes/?state=done", "tr:has-text('3381') .whole"),
    Shot("offer-replace", "/offers/plan/", "a[href*='/offers/replace/']"),
    Shot("skus", "/skus/"),
    Shot("sku-products", "/skus/?tab=products"),
    Shot("sku-aliases", "/skus/?tab=aliases"),
    Shot("sku-rules", "/skus/?tab=rules"),
    Shot("carriers", "/carriers/"),
    Shot("consumers", "/consumers/"),
    Shot("keys", "/keys/"),
    Shot("people", "/people/"),
    Shot("person-add", "/people/new/"),
    Shot("password", "/password/"),
    Shot("audit", "/audit/"),
    Shot("settings", "/settings/"),
    Shot("clocks", "/settings/clocks/"),
    Shot("setup", "/setup/"),
    Shot("erase", "/orders/?tab=ended", ".whole >> a[href*='/erase']"),
    Shot("erasures", "/erasures/"),
    Shot("erasure", "/erasures/", ".whole"),
    Shot("help", "/orders/", ".help-button", "dialog[open]"),
    Shot("not-found", "/nowhere/"),
    Shot("forbidden", "/screens/forbidden"),
    Shot("broken", "/screens/broken"),
    Shot("offline", "/orders/", "!offline", "#banner:not([hidden])"),
    Shot(
        "expired", "/orders/?tab=accept", "tr:nth-child(2) .whole >> !expired >> .page-tools button", "form"
    ),
    Shot("console", "{sandbox}/_console/?lang={language}", wait="body[data-ready] #entries td:nth-child(5)"),
)

#: The same pages of a workspace where nothing is yet.
EMPTY = tuple(
    Shot(f"empty-{name}", address)
    for name, address in (
        ("home", "/"),
        ("orders", "/orders/"),
        ("bulks", "/orders/bulk/"),
        ("shipments", "/shipments/"),
        ("inbox", "/inbox/"),
        ("threads", "/threads/"),
        ("claims", "/claims/"),
        ("replies", "/replies/"),
        ("returns", "/returns/"),
        ("connections", "/connections/"),
        ("webhooks", "/webhooks/"),
        ("activity", "/activity/"),
        ("exchanges", "/exchanges/"),
        ("offers", "/offers/"),
        ("plan", "/offers/plan/"),
        ("imports", "/offers/imports/"),
        ("pushes", "/offers/pushes/"),
        ("errors", "/offers/errors/"),
        ("skus", "/skus/"),
        ("carriers", "/carriers/"),
        ("consumers", "/consumers/"),
        ("keys", "/keys/"),
        ("audit", "/audit/"),
        ("erasures", "/erasures/"),
    )
)
#: The second workspace's name, where there is one.
EMPTY_WORKSPACE = "Boutique vide"


def main() -> None:
    asked = _arguments()
    asked.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        for language, size, theme in _combinations(asked):
            _round(browser, asked, language, size, theme)
        browser.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("base")
    parser.add_argument("name")
    parser.add_argument("password")
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", default="", help="names of shots, separated by commas")
    parser.add_argument("--languages", default="fr,en")
    parser.add_argument("--themes", default="light,dark")
    parser.add_argument(
        "--at", action="append", default=[], help="NAME=ADDRESS of another server, e.g. sandbox=…"
    )
    parser.add_argument("--sizes", default="desktop,phone")
    parser.add_argument("--signed-out", action="store_true", help="only the page of the first person")
    parser.add_argument(
        "--window", action="store_true", help="only what the window shows, not the whole page"
    )
    return parser.parse_args()


def _combinations(asked: argparse.Namespace) -> Iterator[tuple[str, ...]]:
    """Every language on every size, light and dark."""
    return product(*(given.split(",") for given in (asked.languages, asked.sizes, asked.themes)))


def _round(browser: Browser, asked: argparse.Namespace, language: str, size: str, theme: str) -> None:
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale=language,
        color_scheme="dark" if theme == "dark" else "light",
        base_url=asked.base,
    )
    context.add_cookies([{"name": "forain_theme", "value": theme, "url": asked.base}])
    page = context.new_page()
    page.set_default_timeout(5000)
    page.set_default_navigation_timeout(30_000)  # a busy machine is no reason to leave a screen out
    page.on("console", lambda message: _complain(page, message.type, message.text))
    page.on("pageerror", lambda error: _complain(page, "error", str(error)))
    wanted = {name for name in asked.only.split(",") if name}
    tail = f"{language}-{size}" + ("-dark" if theme == "dark" else "")
    places = {"language": language} | dict(one.split("=", 1) for one in asked.at)
    if asked.signed_out:
        page.goto(places["first"])
        page.screenshot(path=asked.out / f"first-{tail}.png")
        context.close()
        return
    page.goto("/login")
    if not wanted or "login" in wanted:
        page.screenshot(path=asked.out / f"login-{tail}.png")
    _log_in(page, asked.name, asked.password, language)
    for shot in SHOTS:
        if (not wanted or shot.name in wanted) and _reachable(shot, places):
            _try(page, shot, asked.out / f"{shot.name}-{tail}.png", places, whole=not asked.window)
    empty = [shot for shot in EMPTY if not wanted or shot.name in wanted]
    if empty and _into(page, EMPTY_WORKSPACE):
        for shot in empty:
            _try(page, shot, asked.out / f"{shot.name}-{tail}.png", places, whole=not asked.window)
    context.close()


def _reachable(shot: Shot, places: dict[str, str]) -> bool:
    """Shots of other servers are taken where their address is known."""
    return not shot.address.startswith("{") or shot.address[1 : shot.address.index("}")] in places


def _into(page: Page, workspace: str) -> bool:
    """Change the workspace; False where there is no such one."""
    page.goto("/")
    button = page.locator(f".side-user button[name=workspace]:has-text('{workspace}')")
    if not button.count():
        return False
    with page.expect_navigation():
        button.evaluate("button => button.click()")
    return True


def _complain(page: Page, kind: str, text: str) -> None:
    if kind in ("error", "warning") and "404" not in text:
        print(f"{page.url}: {kind}: {text}")


def _log_in(page: Page, name: str, password: str, language: str) -> None:
    page.fill("#username", name)
    page.fill("#password", password)
    page.click("form[action$='login'] button")
    page.wait_for_selector("#main", timeout=30_000)
    page.eval_on_selector(f".side-user button[value={language}]", "button => button.click()")
    page.wait_for_selector(f"html[lang={language}]")


def _try(page: Page, shot: Shot, path: Path, places: dict[str, str], *, whole: bool) -> None:
    """A page that is not there (no such order at the moment) is told and left out."""
    cookies = page.context.cookies()
    try:
        _take(page, shot, path, places, whole=whole)
    except Timeout as error:
        print(f"{path.name}: left out: {error.message.splitlines()[-1]}")
    finally:
        page.context.set_offline(False)
        page.context.clear_cookies()
        page.context.add_cookies(cast("Any", cookies))


def _take(page: Page, shot: Shot, path: Path, places: dict[str, str], *, whole: bool) -> None:
    page.goto(shot.address.format(**places))
    for step in shot.follow.split(" >> ") if shot.follow else ():
        _step(page, step)
    page.wait_for_selector(shot.wait)
    if not whole or "dialog" in shot.wait:
        page.screenshot(path=path)
        return
    width, height = page.evaluate(
        "[innerWidth, Math.min(document.documentElement.scrollHeight, TALLEST)]".replace(
            "TALLEST", str(TALLEST)
        )
    )
    page.screenshot(path=path, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})


def _step(page: Page, step: str) -> None:
    if step == "!offline":
        page.context.set_offline(True)
        page.evaluate("window.dispatchEvent(new Event('offline'))")
    elif step == "!expired":
        page.context.clear_cookies(name="sessionid")
    elif step.startswith("#id_"):
        page.fill(*step.split("=", 1))
    else:
        page.locator(step).first.click()
        page.wait_for_load_state()


if __name__ == "__main__":
    main()
