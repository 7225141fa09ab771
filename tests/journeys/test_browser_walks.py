"""Walkthroughs 1 to 5, 7 and 8 by a person at a real browser, in both languages: what the page says and what the
sandbox's ledger says. The worker's part is done by hand between two looks, so nothing is waited for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Playground
from tests.journeys.persons import MARKS, Person, at_the_browser

pytestmark = [*MARKS, pytest.mark.proof]


@pytest.fixture(params=["fr", "en"])
def person(
    request: pytest.FixtureRequest, playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Person]:
    playground.first_visit()
    with at_the_browser(playground, request.param, monkeypatch) as person:
        yield person


def test_a_day_of_a_merchant(person: Person) -> None:
    """One after the other, as they would on a day; each leaves what the next does not touch."""
    walk_1_first_order(person)
    walk_2_connect(person)
    walk_3_morning(person)
    walk_4_carrier(person)
    walk_5_spartoo(person)
    walk_7_claim(person)
    walk_8_return(person)


def walk_1_first_order(person: Person) -> None:
    """The newest sale in the list, its lines, its money and the XML behind it."""
    sale = person.play("sale")
    page = person.page
    page.goto("/orders/?tab=accept")
    page.click(f"a.whole >> text={sale['sale']}")
    page.wait_for_selector(f"h1 >> text={sale['sale']}")
    page.wait_for_selector(f"text={person.in_words('provisional', 'provisoire')} >> nth=0")
    page.click(".story a[href*='/exchanges/'] >> nth=0")
    assert str(sale["sale"]) in page.inner_text("#answered-text")
    token = person.playground.sandbox.accounts["rakuten_fr"]["token"]
    assert token not in page.content()


def walk_2_connect(person: Person) -> None:
    """An e-mail as login is caught before any call; the token is never shown again."""
    from forain.hub.connections.models import Connection
    from forain.hub.exchanges.models import Exchange

    page, room = person.page, "/connections/new/rakuten_fr/"
    login = "seconde-boutique"
    made = person.playground.sandbox.control("rakuten_fr/account", login=login, open=True)
    token = str(made["token"])
    calls = person.elsewhere(Exchange.objects.count)
    page.goto(room)
    fields = page.locator(".card input[name^='credential-']")
    fields.nth(0).fill("marie@example.com")
    fields.nth(1).fill(token)
    page.fill("input[name=name]", "Seconde")
    page.click("details.more summary")
    page.fill("input[name=endpoint]", person.playground.url)
    page.click(".card-footer button")
    page.wait_for_selector(".invalid-feedback")
    assert person.elsewhere(Exchange.objects.count) == calls
    fields.nth(0).fill(login)
    fields.nth(1).fill(token)
    page.click(".card-footer button")
    page.wait_for_selector("h1 >> text=Seconde")
    assert token not in page.content()
    assert person.elsewhere(lambda: Connection.objects.get(name="Seconde").mode) == "observe"


def walk_3_morning(person: Person) -> None:
    """Every sale that waits is accepted in one go after a look; one is refused; a double click sends nothing twice."""
    page = person.page
    refused = person.play("sale")
    rakuten = person.playground.rakuten.pk
    person.open(str(refused["sale"]))
    page.click(".page-tools a[href$='/refuse']")
    page.dblclick("dialog .dialog-foot button[type=submit]")
    page.wait_for_selector(".alert-success")
    person.work()
    items = [str(one) for one in refused["items"]]  # type: ignore[attr-defined]
    assert [person.effects("refused", one) for one in items] == [1] * len(items)
    page.goto(f"/orders/?tab=accept&connection={rakuten}")
    page.check("[data-pick-all]")
    page.keyboard.press("a")
    page.wait_for_selector(".footbar button")
    chosen = page.locator("td.pick input").count()
    assert chosen > 1
    page.dblclick(".footbar button")
    page.wait_for_url("**/orders/bulk/*-*/")
    person.work()
    page.wait_for_function(
        """() => { const seen = document.querySelector("#bulk-seen"); return seen && seen.value === seen.max; }"""
    )
    accepted = [
        one.target
        for one in person.playground.sandbox.ledger.entries
        if (one.effect, one.by) == ("accepted", "seller")
    ]
    assert len(accepted) >= chosen
    assert len(set(accepted)) == len(accepted)


def walk_4_carrier(person: Person) -> None:
    """A carrier Rakuten does not list: mapped once, then it ships; a lost answer is looked up, one tracking only."""
    page = person.page
    page.goto("/carriers/")
    form = page.locator("#map")
    form.locator("select[name$=connection]").select_option(str(person.playground.rakuten.pk))
    form.locator("input[name$=carrier]").fill("hermes")
    form.locator("input[name$=name]").fill("Autre")
    form.locator("input[name$=url]").fill("https://track.example.com/{n}")
    form.locator("button.btn-primary").click()
    page.wait_for_selector(".alert-success")
    person.playground.sandbox.fault("drop_after", service="settrackingpackageinfos", count=1)
    page.goto(f"/orders/?tab=ship&connection={person.playground.rakuten.pk}")
    page.click("a.whole >> nth=0")
    reference = page.inner_text("h1").split()[0]
    page.click(".page-tools a[href$='/ship']")
    page.select_option("dialog select[name=carrier]", "hermes")
    page.fill("dialog input[name=tracking_number]", "HE-0001-2345")
    person.send("dialog .dialog-foot button[type=submit]")
    person.work()
    page.wait_for_selector("main >> text=HE-0001-2345 >> nth=0")
    lines = person.elsewhere(lambda: list(person.order(reference).lines.values_list("reference", flat=True)))
    shipped = [person.effects("shipped", one) for one in lines]
    assert max(shipped) == 1
    person.playground.sandbox.engine.faults.clear()


def walk_5_spartoo(person: Person) -> None:
    """11 → 2 → 3 → 45, each seen; the slip opens; the page offers only what the marketplace allows."""
    page, name = person.page, str(person.play("spartoo/order", relay=False, city="Grenoble")["id"])
    person.play("spartoo/address", order=name, street="1 quai Perrache", city="Lyon")
    person.open(name)
    page.wait_for_selector("text=1 quai Perrache >> nth=0")
    person.send(".page-tools button[formaction$='/accept']")
    person.work()
    page.click(".page-tools a[href$='/ship']", timeout=15_000)
    page.select_option("dialog select[name=carrier]", "colissimo")
    page.fill("dialog input[name=tracking_number]", "6A00000000001")
    person.send("dialog .dialog-foot button[type=submit]")
    person.work()
    slip = page.get_attribute("section:has(#slip-head) a[target=_blank]", "href", timeout=15_000)
    opened = page.request.get(str(slip))
    assert (opened.headers["content-type"], opened.body()[:5]) == ("application/pdf", b"%PDF-")
    page.click(".page-tools a[href$='/later/mark_lost']", timeout=15_000)
    person.send("dialog .dialog-foot button[type=submit]")
    person.work()
    page.wait_for_selector(f"h1 >> text={person.in_words('Lost', 'Perdue')}", timeout=15_000)
    assert [person.effects(one, name) for one in ("accepted", "shipped", "lost")] == [1, 1, 1]


def walk_7_claim(person: Person) -> None:
    """At the top of the inbox with its deadline; markup is caught before it is sent; the answer goes once."""
    from forain.hub.orders.models import Line

    page = person.page
    lines = Line.objects.filter(connection=person.playground.rakuten, fulfilment="shipped", dispute="none")
    item = str(person.elsewhere(lambda: lines.latest("order__placed_at").reference))
    person.play("claim", item=item, type="DAMAGED", comment="Le vase est ébréché")
    page.goto("/inbox/?kind=claim")
    page.wait_for_selector(".todo time[data-countdown]")
    page.goto("/claims/")
    page.click("a.whole >> nth=0")
    page.wait_for_selector("text=Le vase est ébréché")
    page.click("form[action*='/buyer'] button")
    page.fill("#text", "Bonjour, <b>désolés</b> !")
    page.wait_for_selector("#findings .text-red, #findings .text-orange, #findings li")
    page.click("#reply button[type=submit]")
    page.wait_for_selector("#reply .alert-danger")
    assert person.effects("buyer_written_to", item) == 0
    page.fill("#text", "Bonjour, un nouveau vase part lundi.")
    page.dblclick("#reply button[type=submit]")
    page.wait_for_selector("text=un nouveau vase part lundi >> nth=0")
    person.work()
    assert person.effects("buyer_written_to", item) == 1


def walk_8_return(person: Person) -> None:
    """A return with a label: sent by its address, received, accepted; each seen."""
    from forain.hub.orders import actions, queries

    name = str(person.play("spartoo/order", relay=False)["id"])
    page = person.page
    for kind, details in (
        ("accept", {}),
        ("ship", {"carrier": "colissimo", "tracking_number": "6A00000000019"}),
    ):

        def act(kind: str = kind, details: dict[str, str] = details) -> None:
            order = queries.find(person.playground.workspace, name)
            getattr(actions, kind)(order, order.lines.all(), actor="marie", **details)

        person.elsewhere(act)
        person.work()
    back = str(person.play("spartoo/return", order=name, reason="size", seller_label=True)["id"])
    page.goto("/returns/")
    page.click(f"a.whole >> text={back}")
    page.click(".page-tools a[href$='/label']")
    page.fill("#label-link", "https://labels.example.com/retour/42.pdf")
    person.send("dialog .dialog-foot button[type=submit]")
    person.work()
    person.send(".page-tools button[formaction$='/accept']")
    person.work()
    page.wait_for_selector(f"h1 >> text={person.in_words('Accepted', 'Accepté')}", timeout=15_000)
    assert [person.effects(one, back) for one in ("label_given", "return_accepted")] == [1, 1]
