"""Walkthrough 6 by a person at a real browser, in both languages: a file goes in, the plan goes out, what Rakuten rejects is
told by cause, corrected in one go and sent again alone; a file that zeroes everything is stopped; then everything is
replaced once its name is typed. What counts is asserted on the sandbox's world and ledger."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Playground
from tests.journeys.persons import MARKS, Person, at_the_browser
from tests.offers.goods import toy
from tests.offers.shop import Shop

COUNT, BRANDS, TITLES = 60, 9, 4
GONE = "https://gone.invalid/p.jpg"

pytestmark = [*MARKS, pytest.mark.proof]


@pytest.fixture(params=["fr", "en"])
def person(
    request: pytest.FixtureRequest, playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Person]:
    with at_the_browser(playground, request.param, monkeypatch) as person:
        yield person


def test_walk_6_offers(person: Person, tmp_path: Path) -> None:
    """As on a day; each part leaves what the next begins with."""
    shop = Shop(person.playground)
    take_in(person, written(tmp_path / "offres.jsonl", goods()))
    push(person, COUNT)
    settle(person, shop)
    reports_by_cause(person)
    corrects(person, shop)
    nothing = [{"sku": one["sku"], "quantity": 0} for one in goods()]
    is_stopped(person, shop, written(tmp_path / "zero.jsonl", nothing))
    replaces(person, shop)


def goods() -> list[dict[str, Any]]:
    """Good ones, two kinds of wrong ones, and a picture nobody can fetch."""
    rows = [toy(f"T-{number:03}") for number in range(COUNT)]
    for row in rows[:BRANDS]:
        row["brand"] = "Marque inconnue"
    for row in rows[BRANDS : BRANDS + TITLES]:
        row["title"] = ""
    rows[-1]["images"] = [*rows[-1]["images"], GONE]
    return rows


def written(file: Path, rows: list[dict[str, Any]]) -> Path:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def take_in(person: Person, file: Path) -> None:
    """Nothing is sent by it."""
    page, before = person.page, len(person.playground.sandbox.ledger.entries)
    page.goto("/offers/imports/")
    page.set_input_files("#offer-file", file)
    page.click("form[enctype] button")
    page.wait_for_selector(f"h1 >> text={file.name}")
    assert len(person.playground.sandbox.ledger.entries) == before


def push(person: Person, count: int) -> None:
    """From the plan, which shows how many; a double click queues them once."""
    page = person.page
    page.goto(f"/offers/plan/?connection={person.playground.rakuten.pk}")
    words = person.in_words(f"Send {count} changes", f"Envoyer {count} changements")
    assert words in page.inner_text(".footbar button")
    page.dblclick(".footbar button")
    page.wait_for_url("**/offers/pushes/")
    page.wait_for_selector(f"html[lang={person.language}] .alert-success")


def settle(person: Person, shop: Shop) -> None:
    """The worker sends, Rakuten works on the file, the worker reads its report."""
    from forain.hub.offers.models import Push

    def act() -> None:
        for _ in range(20):
            shop.play.sell()
            if not Push.objects.filter(settled_at=None).exists():
                return
            shop.play.pass_time(minutes=15)
        raise AssertionError("pushes do not settle")

    person.elsewhere(act)


def ledger(person: Person, effect: str) -> list[str]:
    return [one.target for one in person.playground.sandbox.ledger.entries if one.effect == effect]


def ours(shop: Shop) -> dict[str, int]:
    """What Rakuten's world holds of the file: SKU -> quantity."""
    return {sku: quantity for sku, (quantity, _) in shop.adverts().items() if sku.startswith("T-")}


def reports_by_cause(person: Person) -> None:
    """From the inbox to the causes, each with what to do; the report shows every offer with its error explained."""
    page = person.page
    page.goto("/inbox/?kind=import_errors")
    page.click(".todo a.whole >> nth=0")
    page.wait_for_url("**/offers/errors/**")
    assert page.locator("[data-cause]").count() == 3
    brand = page.locator("[data-cause='60:fabricant|brand']")
    assert person.in_words(f"Correct {BRANDS} offers", f"Corriger {BRANDS} offres") in brand.inner_text()
    assert "Marque inconnue" in brand.inner_text()
    assert page.locator("[data-cause^=image]").count() == 1
    page.goto("/offers/pushes/")
    page.click("a.whole >> nth=0")
    page.click("main .tabs a[href*='outcome=rejected']")
    page.wait_for_selector(".tabs a[aria-current][href*='rejected']")
    assert page.locator("main tbody tr").count() == BRANDS + TITLES
    assert len(set(ledger(person, "advert_created"))) == COUNT - BRANDS - TITLES


def corrects(person: Person, shop: Shop) -> None:
    """Shown first, then made; only those go out again, each once."""
    correct(person, "60:fabricant|brand", BRANDS, value="Sans marque")
    correct(person, "60|title", TITLES, value="Jouet en bois")
    page = person.page
    page.click("[data-cause^=image] .card-actions a")
    page.click("button[value=show]")
    apply(person, 1)
    page.wait_for_url("**/offers/plan/**")
    sent = len(person.playground.sandbox.ledger.entries)
    push(person, BRANDS + TITLES + 1)
    settle(person, shop)
    page.goto("/offers/errors/")
    page.wait_for_selector(f"text={person.in_words('Nothing was rejected', 'Rien n’a été rejeté')}")
    created = ledger(person, "advert_created")
    assert len(created) == len(set(created)) == len(ours(shop)) == COUNT
    again = {
        one.target
        for one in person.playground.sandbox.ledger.entries[sent:]
        if one.effect.startswith("advert_")
    }
    assert len(again) == BRANDS + TITLES + 1


def correct(person: Person, cause: str, count: int, value: str) -> None:
    page = person.page
    page.goto("/offers/errors/")
    page.click(f"[data-cause='{cause}'] a.btn-primary")
    page.wait_for_selector("#correct")
    page.fill("#id_value", value)
    page.click("button[value=show]")
    page.wait_for_selector(f"#seen-head >> text=/^{count} /")
    assert value in page.inner_text("section[aria-labelledby=seen-head] tbody")
    apply(person, count)
    page.wait_for_url("**/offers/errors/**")


def apply(person: Person, count: int) -> None:
    page = person.page
    page.dblclick("button[value=apply]")
    page.wait_for_selector(".alert-success")
    assert str(count) in page.inner_text(".alert-success")


def is_stopped(person: Person, shop: Shop, file: Path) -> None:
    """Zeroing the shop asks for its number; a wrong one does not do, and leaving it stopped sends nothing."""
    page, before = person.page, len(person.playground.sandbox.ledger.entries)
    take_in(person, file)
    page.goto(f"/offers/plan/?connection={person.playground.rakuten.pk}")
    page.click(".footbar button")
    page.wait_for_url("**/offers/stops/**")
    page.fill("#typed", "oui")
    page.click("button[value=confirm]")
    page.wait_for_selector("#typed-error")
    page.click("button[value=dismiss]")
    page.wait_for_selector(".alert-success")
    person.elsewhere(shop.play.sell)
    assert len(person.playground.sandbox.ledger.entries) == before


def replaces(person: Person, shop: Shop) -> None:
    """The right stock again; the whole inventory is replaced only with the connection's name typed."""
    page = person.page
    stock = [{"sku": one["sku"], "quantity": 7 + place % 2} for place, one in enumerate(goods())]
    person.elsewhere(lambda: shop.take(*stock))
    page.goto(f"/offers/plan/?connection={person.playground.rakuten.pk}")
    page.click("a[href*='/offers/replace/']")
    page.fill("#typed", "tout")
    page.click("button[form=replace]")
    page.wait_for_selector("#typed-error")
    page.fill("#typed", person.playground.rakuten.name)
    page.dblclick("button[form=replace]")
    page.wait_for_selector(".alert-success")
    settle(person, shop)
    assert ours(shop) == {one["sku"]: one["quantity"] for one in stock}
    assert {quantity for sku, (quantity, _) in shop.adverts().items() if sku not in ours(shop)} <= {0}
