"""The console at the sandbox's own address: there for this machine only, whole in both languages, and a person's hand
in a browser does what it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from forain.sandbox import console
from forain.sandbox.control import ControlRoom
from forain.sandbox.door import Door
from forain.sandbox.inprocess import Sandbox
from forain.sandbox.mischief import KINDS
from forain.sandbox.reading import Call

ROOT = Path(console.__file__).parents[1]
FILES = Path(console.__file__).parent / "console_files"
WORDS = json.loads((FILES / "words.json").read_text(encoding="utf-8"))


def _door(*, open_to_all: bool = False) -> Door:
    sandbox = Sandbox()
    return Door(sandbox.engine, ControlRoom(sandbox.engine, open=open_to_all))


def _get(path: str, *, peer: str = "127.0.0.1", method: str = "GET", host: str = "localhost:1") -> object:
    return _door().answer(Call(method=method, path=path, peer=peer, host=host)).answer


def test_the_bare_address_leads_to_the_console() -> None:
    answer = _get("/")
    assert (answer.status, dict(answer.headers)["location"]) == (302, "/_console/")  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", console.FILES)
def test_its_files_are_served_with_a_strict_policy(name: str) -> None:
    answer = _get(f"/_console/{name}")
    assert answer.status == 200  # type: ignore[attr-defined]
    assert "unsafe" not in dict(answer.headers)["content-security-policy"]  # type: ignore[attr-defined]
    assert _get(f"/_console/{name}", method="POST").status == 405  # type: ignore[attr-defined]


def test_nobody_else_sees_it() -> None:
    """Neither another machine nor a page that a browser was talked into."""
    assert _get("/_console/", peer="192.0.2.9").status == 403  # type: ignore[attr-defined]
    assert _get("/_console/", host="evil.example").status == 403  # type: ignore[attr-defined]
    assert _get("/_console/../control.py").status == 404  # type: ignore[attr-defined]


def test_both_languages_say_everything() -> None:
    assert WORDS["en"]["page"].keys() == WORDS["fr"]["page"].keys()
    assert set(WORDS["en"]["faults"]) == set(WORDS["fr"]["faults"]) == set(KINDS)
    engine = Sandbox().engine
    controls = {f"{stage.id}/{one.name}" for stage in engine.stages.values() for one in stage.controls()}
    assert set(WORDS["fr"]["controls"]) >= {
        one for one in controls if one.startswith(("rakuten_fr/", "spartoo/"))
    }


def test_every_word_the_pages_ask_for_is_there() -> None:
    import re

    text = (FILES / "index.html").read_text() + (FILES / "console.js").read_text()
    asked = set(re.findall(r'data-say="(\w+)"', text)) | set(re.findall(r'say\("(\w+)"\)', text))
    assert asked <= WORDS["fr"]["page"].keys()


def test_every_field_a_person_fills_in_has_its_french() -> None:
    document = json.loads(_get("/_control/openapi.json").body)  # type: ignore[attr-defined]
    shapes = document["components"]["schemas"]
    names = set()
    for path, item in document["paths"].items():
        if path.startswith(("/_control/rakuten_fr/", "/_control/spartoo/")) and "post" in item:
            shape = item["post"]["requestBody"]["content"]["application/json"]["schema"]
            names |= set(shapes[shape["$ref"].rpartition("/")[2]].get("properties", {}))
    assert len(names) > 40
    assert sorted(names - WORDS["fr"]["fields"].keys()) == []


def test_every_effect_of_a_grown_world_has_its_french() -> None:
    effects = {one.effect for one in Sandbox(seed=7).ledger.entries}
    assert effects <= WORDS["fr"]["effects"].keys()


@pytest.mark.browser
@pytest.mark.skipif(not Path("/usr/bin/chromium").exists(), reason="Debian's Chromium is not installed")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_console_breaks_no_rule_of_access_and_fits_a_phone(theme: str, width: int) -> None:
    """axe-core, WCAG 2.2 AA."""
    from playwright.sync_api import sync_playwright

    axe = (ROOT / "hub" / "web" / "tests" / "vendor" / "axe.min.js").read_text(encoding="utf-8")
    wanted = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    with Sandbox(seed=7).listen() as url, sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = browser.new_context(color_scheme=theme, viewport={"width": width, "height": 900})  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(url)
        page.wait_for_selector("body[data-ready] #entries td:nth-child(5)")
        page.evaluate(axe)
        found = page.evaluate(
            "async (wanted) => (await axe.run(document, { runOnly: wanted })).violations.map((one) => "
            "`${one.id}: ${one.nodes[0].html.slice(0, 200)}`)",
            wanted,
        )
        assert found == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        browser.close()


@pytest.mark.browser
@pytest.mark.skipif(not Path("/usr/bin/chromium").exists(), reason="Debian's Chromium is not installed")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_person_plays_buyer_clock_and_bad_luck(language: str) -> None:
    """What is clicked is in the ledger and in the faults; the page shows it; no script or policy complains."""
    from playwright.sync_api import sync_playwright

    sandbox, wrong = Sandbox(seed=7), list[str]()
    with sandbox.listen() as url, sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_context(locale=language).new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.goto(url)
        page.wait_for_selector(f"html[lang={language}] body[data-ready]")
        page.click("#control button.main")
        page.wait_for_selector("#outcome:not([hidden]):not(.bad)")
        ordered = [one for one in sandbox.engine.world.ledger.entries if one.effect == "ordered"][-1]
        page.wait_for_selector(f"#entries >> text={ordered.target}")
        page.click("[data-fault=timeout_after]")
        page.wait_for_selector("[data-fault=timeout_after][aria-checked=true]")
        assert [one.fault.kind for one in sandbox.engine.faults.rules.values()] == ["timeout_after"]
        before = sandbox.engine.world.clock.now()
        page.click("#moves button >> nth=2")
        page.wait_for_function("document.querySelector('#said').textContent !== ''")
        assert (sandbox.engine.world.clock.now() - before).days == 1
        browser.close()
    assert not wrong
