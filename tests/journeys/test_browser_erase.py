"""Walkthrough 12 by a person at a real browser, in both languages: an open order's buyer cannot be forgotten, one whose
order is over can; a certificate tells it, the sums stay, and nothing in the whole database names the buyer, not even
after the marketplace shows the order again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Playground
from tests.journeys.persons import MARKS, Person, at_the_browser

BUYER = {
    "login": "zebuline42",
    "first_name": "Zébuline",
    "last_name": "Quénouille-D’Haÿ",
    "street": "17 venelle des Ourdisseuses",
    "zip_code": "29253",
    "city": "Île-de-Batz",
    "phone": "0298617790",
}
LETTER = "Bonjour, ici Zébuline, appelez-moi au 02 98 61 77 90 <3"
#: Pieces that must be nowhere afterwards, folded, whatever charset or escape they stood in.
TRACES = (
    "zebulin",
    "bulinez",
    "quenouille",
    "nouille-d",
    "ourdisseuses",
    "0298617790",
    "29253",
    "appelez-moi",
)

pytestmark = [*MARKS, pytest.mark.proof]


@pytest.fixture(params=["fr", "en"])
def person(
    request: pytest.FixtureRequest, playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Person]:
    playground.first_visit()
    # Spartoo has no part in it: looking there too took half of the time.
    monkeypatch.setattr(Playground, "connections", property(lambda play: (play.rakuten,)))
    with at_the_browser(playground, request.param, monkeypatch) as person:
        yield person


def test_walk_12_erase_a_buyer(person: Person) -> None:
    reference, item = an_order_with_a_letter(person)
    page, order = person.page, person.order(reference)
    assert traces(person)
    page.goto(f"/orders/{order.pk}/erase")
    page.wait_for_selector(".alert-warning")
    assert page.locator("#erase").count() == 0
    deliver(person, reference, item)
    total = person.order(reference).total_minor
    before = len(person.playground.sandbox.ledger.entries)
    forget(person, reference)
    assert len(person.playground.sandbox.ledger.entries) == before
    assert str(person.order(reference).total_minor or "") == str(total or "")
    certificate(person, reference)
    left = traces(person)
    assert not left, "\n".join(left)
    seen_again(person, reference)


def an_order_with_a_letter(person: Person) -> tuple[str, str]:
    sale = person.play("sale", buyer=BUYER, mode="Suivi")
    item = str(sale["items"][0])  # type: ignore[index]
    person.playground.sandbox.control("message", item=item, text=LETTER)
    act(person, str(sale["sale"]), "accept")
    return str(sale["sale"]), item


def act(person: Person, reference: str, kind: str, **details: str) -> None:
    """Asked for and sent; then everything is read once."""
    from forain.hub.orders import actions, queries

    def run() -> None:
        order = queries.find(person.playground.workspace, reference)
        getattr(actions, kind)(order, order.lines.all(), actor="marie", **details)
        person.playground.drain()
        person.playground.sync()

    person.elsewhere(run)


def deliver(person: Person, reference: str, item: str) -> None:
    """Shipped, received, and seen to be over."""
    act(person, reference, "ship", carrier="colissimo", tracking_number="6A12345678901")
    person.play("receipt", item=item)
    person.elsewhere(person.playground.sync)
    assert person.order(reference).state in ("closed", "delivered")


def forget(person: Person, reference: str) -> None:
    """From the order's page; a wrong word does not do, a double click forgets once."""
    page, order = person.page, person.order(reference)
    page.goto(f"/orders/{order.pk}/")
    page.click("a[href$='/erase']")
    page.wait_for_selector(f"html[lang={person.language}] #erase")
    page.fill("#reason", "Demande n° 7 de Zébuline")
    page.fill("#typed", "oui")
    page.click("button[form=erase]")
    page.wait_for_selector("#typed-error")
    page.fill("#typed", reference)
    page.dblclick("button[form=erase]")
    page.wait_for_selector(".alert-success")


def certificate(person: Person, reference: str) -> None:
    from forain.hub.erasure.models import Erasure

    page, (row,) = (
        person.page,
        person.elsewhere(lambda: list(Erasure.objects.select_related("workspace", "connection"))),
    )
    assert page.url.endswith(f"/erasures/{row.pk}/")
    assert row.digest in page.inner_text("main")
    assert "[erased]" in row.reason
    with page.expect_download() as waiting:
        page.click("a[download]")
    told = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))
    assert [one["reference"] for one in told["orders"]] == [reference]
    assert told["erased"]["orders"] == told["erased"]["messages"] == 1
    assert told["erased"]["exchanges"] >= 2


def seen_again(person: Person, reference: str) -> None:
    """The marketplace shows the order anew: the order stays forgotten; the page says so."""
    from forain.hub.orders.models import Order

    person.elsewhere(lambda: Order.objects.filter(reference=reference).update(digests={}))
    person.elsewhere(person.playground.sync)
    order = person.order(reference)
    assert (order.buyer_name, order.buyer_login, order.shipping_address, order.raw) == ("", "", None, {})
    person.page.goto(f"/orders/{order.pk}/")
    words = person.in_words("Forgotten at the buyer’s wish", "Oublié à la demande de l’acheteur")
    assert words in person.page.inner_text("main")


def traces(person: Person) -> list[str]:
    """Where the buyer still stands: every column of every table, exchanges unpacked."""
    from forain.hub.kit.fold import fold

    def look() -> list[str]:
        return [
            f"{table}: {trace}" for table, text in everything() for trace in TRACES if trace in fold(text)
        ]

    return person.elsewhere(look)


def everything() -> Iterator[tuple[str, str]]:
    """Each row of the hub's tables as text."""
    from django.apps import apps
    from django.db import connection

    from forain.hub.exchanges.models import Exchange

    for model in apps.get_models():
        if model.__module__.startswith("forain.hub."):
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT row_to_json(t)::text FROM "{model._meta.db_table}" t')
                for (text,) in cursor.fetchall():
                    row = json.loads(text)
                    yield model._meta.label, str({name: row[name] for name in row if "packed" not in name})
    for row in Exchange.objects.all():
        for body in (row.request_body, row.response_body):
            yield f"exchange of {row.service}", spelled(body)


def spelled(body: bytes) -> str:
    """As a person could read it: both charsets, escapes undone."""
    import html
    from urllib.parse import unquote_plus

    texts: list[Any] = [body.decode(charset, errors="replace") for charset in ("utf-8", "cp1252")]
    return "\n".join(one for text in texts for one in (text, html.unescape(text), unquote_plus(text)))
