"""Offers through the connector: files written from offers, reports read to the last page, what is shown read back."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from forain.connect.offers import (
    FINAL_STATES,
    FileState,
    LineState,
    OfferBatch,
    OffersPage,
    Pushed,
    PushOutcome,
    ReportPage,
    Template,
)
from forain.connect.outcomes import Busy, BusyReason, Uncertain
from forain.marketplaces.rakuten_fr import marketplace
from forain.marketplaces.rakuten_fr import stock_decisions as decisions
from forain.marketplaces.rakuten_fr.offer_rules import OFFERS
from forain.marketplaces.rakuten_fr.offers.wordings import code_of_flat, code_of_image
from forain.marketplaces.rakuten_fr.stock_words import WORDS
from forain.marketplaces.rakuten_fr.tests.support import Play
from forain.trade.money import Money
from forain.trade.offer import OFFER_FIELDS, ChangeKind, Condition, Offer, OfferChange, ShippingPrice

T = TypeVar("T")
TOY = Offer(
    sku="TOUR-01",
    quantity=12,
    price=Money(1850, "EUR"),
    gtin="4006381333931",
    title="Tour d'équilibre en bois",
    brand="Atelier Lumière",
    product_type="jouet",
    images=("https://img.example.org/t1.jpg",),
    attributes={"typedeproduit": "Jeux d'éveil", "poids": "250 à 500 g"},
)
FLAT, XML = "import", "genericimportfile"


def run(coming: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(coming)


def new(*offers: Offer) -> Iterator[OfferChange]:
    return (OfferChange(kind=ChangeKind.NEW, offer=one) for one in offers)


def push(play: Play, changes: Iterator[OfferChange], service: str = XML, **more: Any) -> PushOutcome:
    return run(play.connector().push(OfferBatch(name="push-1", service=service, changes=changes, **more)))


def pages(play: Play, pushed: PushOutcome, service: str = XML) -> list[ReportPage]:
    """The whole report, once the file was worked on."""
    assert isinstance(pushed, Pushed)
    play.pass_time(minutes=30)
    found: list[ReportPage] = []
    cursor: str | None = None
    while cursor is not None or not found:
        page = run(play.connector().report(service, pushed.reference, cursor))
        assert isinstance(page, ReportPage)
        found.append(page)
        cursor = page.cursor
    return found


def advert(play: Play, sku: str) -> Any:
    stock = play.stage.ground.shop.stock
    return stock.adverts[stock.with_sku(play.login, sku)[0]]


def test_a_new_offer_becomes_a_product_and_an_advert(play: Play) -> None:
    told = pages(play, push(play, new(TOY)))
    assert [one.state for one in told] == [FileState.DONE]
    assert [(one.sku, one.state, one.problems) for one in told[0].lines] == [("TOUR-01", LineState.DONE, ())]
    made = advert(play, "TOUR-01")
    assert (str(made.price), made.quantity, made.state) == ("18.50", 12, "Neuf")
    assert play.stage.ground.shop.stock.products[made.pid].values["titre"] == TOY.title
    assert told[0].lines[0].reference == made.aid


def test_a_report_is_followed_to_its_last_page_and_names_what_is_wrong(play: Play) -> None:
    good = [replace(TOY, sku=f"T-{number}") for number in range(230)]
    bad = [
        replace(TOY, sku="T-3", quantity=-1),
        replace(TOY, sku="NEW-1", gtin="", title="", brand="Inconnue"),
        replace(TOY, sku="NEW-2", gtin="", product_type=""),
    ]
    told = pages(play, push(play, new(*good, *bad)))
    assert [len(one.lines) for one in told] == [100, 100, 33]
    lines = [line for page in told for line in page.lines if line.state is LineState.REJECTED]
    assert [(line.sku, {(one.code, one.field) for one in line.problems}) for line in lines] == [
        ("T-3", {("60", "quantity")}),
        ("NEW-1", {("60", "title"), ("60", "brand")}),
        ("NEW-2", {("60", "product_type")}),
    ]
    assert told[0].total == 233
    assert told[0].failed == 3


def test_what_changed_alone_is_sent(play: Play) -> None:
    pages(play, push(play, new(replace(TOY, comment="Avec amour"))))
    changed = replace(TOY, comment="", condition=Condition.GOOD, quantity=99)
    fields = frozenset({"comment", "condition"})
    pages(play, push(play, iter([OfferChange(kind=ChangeKind.UPDATE, offer=changed, fields=fields)])))
    found = advert(play, "TOUR-01")
    assert (found.state, found.values["comment"], found.quantity) == ("Bon Etat", "", 12)


def test_stock_and_price_go_as_a_flat_file_whose_report_names_bad_lines_only(play: Play) -> None:
    pages(play, push(play, new(TOY)))
    gone = replace(TOY, sku="NOWHERE", quantity=4)
    changes = [
        OfferChange(kind=ChangeKind.UPDATE, offer=replace(TOY, price=Money(1999, "EUR"), quantity=7)),
        OfferChange(kind=ChangeKind.UPDATE, offer=gone),
    ]
    told = pages(play, push(play, iter(changes), FLAT), FLAT)
    assert (advert(play, "TOUR-01").quantity, str(advert(play, "TOUR-01").price)) == (7, "19.99")
    assert told[0].names_bad_only
    (line,) = told[0].lines
    assert (line.sku, line.problems[0].code, line.problems[0].value) == (
        "NOWHERE",
        "import.not_found",
        "NOWHERE",
    )


def test_an_ended_offer_is_sent_with_no_pieces(play: Play) -> None:
    pages(play, push(play, new(TOY)))
    for service in (FLAT, XML):
        advert(play, "TOUR-01").quantity = 5
        pages(play, push(play, iter([OfferChange(kind=ChangeKind.END, offer=TOY)]), service), service)
        assert advert(play, "TOUR-01").quantity == 0


def test_pictures_are_reported_apart_and_later(play: Play) -> None:
    wrong = ("https://gone.invalid/t.jpg", "ftp://img.example.org/t.jpg", "https://img.example.org/t.tiff")
    told = pages(play, push(play, new(replace(TOY, images=wrong))))
    assert told[0].lines[0].state is LineState.DONE
    assert [one.code for one in told[0].images] == ["image.missing", "image.address", "image.kind"]
    assert {one.reference for one in told[0].images} == {advert(play, "TOUR-01").aid}


def test_an_offers_own_shipping_prices_travel_by_zone(play: Play) -> None:
    prices = (
        ShippingPrice(zone="FRANCE", mode="NORMAL", first=Money(390, "EUR"), further=Money(100, "EUR")),
        ShippingPrice(zone="FRANCE", mode="SUIVI", offered=False),
    )
    pages(play, push(play, new(replace(TOY, shipping=prices))))
    assert advert(play, "TOUR-01").shipping == {"FRANCE/NORMAL": "3.90/1.00", "FRANCE/SUIVI": "no"}


def test_types_with_variants_get_the_keys_of_their_form(play: Play) -> None:
    form = run(play.connector().template("vetement"))
    assert isinstance(form, Template)
    pull = Offer(
        sku="PULL-S",
        quantity=3,
        price=Money(5900, "EUR"),
        gtin="4006381333931",
        title="Pull Brume",
        brand="Atelier Lumière",
        product_type="vetement",
        images=TOY.images,
        parent="PULL-BRUME",
        size="S",
        colour="Bleu",
        attributes={"varpublic": "Femme", "prdUseDomain": "Ville"},
    )
    told = pages(play, push(play, new(pull, replace(pull, sku="PULL-M", size="M")), forms=lambda _: form))
    assert [line.problems for line in told[0].lines] == [(), ()]
    small, medium = advert(play, "PULL-S"), advert(play, "PULL-M")
    assert small.pid == medium.pid
    assert (small.values["size"], small.values["eanVariant"]) == ("S", "4006381333931")


def test_what_is_published_is_read_page_by_page(play: Play) -> None:
    pages(play, push(play, new(TOY)))
    page = run(play.connector().published())
    assert isinstance(page, OffersPage)
    (found,) = (one for one in page.offers if one.sku == "TOUR-01")
    assert (found.quantity, found.price, found.title) == (12, TOY.price, TOY.title)


def test_a_full_queue_is_busy_and_a_lost_answer_uncertain(play: Play) -> None:
    for _ in range(10):
        assert isinstance(push(play, new(TOY)), Pushed)
    busy = push(play, new(TOY))
    assert isinstance(busy, Busy)
    assert busy.reason is BusyReason.QUOTA
    play.pass_time(hours=2)
    play.sandbox.fault("drop_after", service="genericimportfile")
    assert isinstance(push(play, new(TOY)), Uncertain)


def test_a_report_that_is_not_kept_is_gone(play: Play) -> None:
    page = run(play.connector().report(XML, "123"))
    assert isinstance(page, ReportPage)
    assert page.state is FileState.GONE


def test_stock_alone_goes_the_fast_way_and_anything_else_as_xml() -> None:
    def chosen(kind: ChangeKind, *fields: str, sku: str = "A") -> str:
        return OFFERS.choose(kind, frozenset(fields), 5, sku).name

    assert chosen(ChangeKind.UPDATE, "quantity") == FLAT
    assert chosen(ChangeKind.UPDATE, "quantity", "price", "category") == FLAT
    assert chosen(ChangeKind.UPDATE, "quantity", "comment") == XML
    assert chosen(ChangeKind.UPDATE) == XML
    assert chosen(ChangeKind.NEW) == XML
    assert chosen(ChangeKind.END) == FLAT
    assert chosen(ChangeKind.UPDATE, "quantity", sku="A;B") == XML
    assert all(set(one.why) == {"en", "fr"} for one in OFFERS.services)


# -- explanations -------------------------------------------------------------------------------------------

#: Every code of genericimportreport (its seed), and every word-only reason the sandbox can give.
CODES = ("10", "20", "30", "40", "50", "60", "70")
FLAT_REASONS = tuple(getattr(decisions, name) for name in dir(decisions) if name.startswith("FLAT_"))
IMAGE_REASONS = (
    decisions.IMAGE_ADDRESS,
    decisions.IMAGE_MISSING,
    decisions.IMAGE_KIND,
    decisions.IMAGE_TOO_MANY,
)


def test_no_code_of_the_reference_lacks_an_explanation() -> None:
    flat = [code_of_flat(one)[0] for one in FLAT_REASONS if isinstance(one, str)]
    images = [code_of_image(one) for one in IMAGE_REASONS]
    states = [f"file.{one.value}" for one in FINAL_STATES if one is not FileState.DONE]
    rules = [f"check.{rule}" for rule in WORDS]
    assert "import.other" not in flat
    assert "image.other" not in images
    known = {one.code for one in marketplace.explanations}
    for code in (*CODES, *flat, *images, *states, *rules, "import.other", "image.other"):
        assert code in known, code
        assert marketplace.explain(code).code == code


def test_every_explanation_says_cause_fix_and_place_in_both_languages() -> None:
    for one in marketplace.explanations:
        for text in (one.cause, one.fix, one.where):
            assert set(text) == {"en", "fr"}, one.code
            assert all(text.values()), one.code
        assert one.source, one.code
        assert one.fields <= OFFER_FIELDS | {"sku"}, one.code


def test_a_code_with_a_key_is_explained_more_narrowly() -> None:
    assert marketplace.explain("60", "qty").fields == {"quantity"}
    assert marketplace.explain("60", "manufacturer").fields == {"brand"}
    assert marketplace.explain("60", "whatever").code == "60"
    assert marketplace.explain("60", "colour", decisions.UNKNOWN_KEY).code == "60:unknown_key"
    assert "does not explain" in marketplace.explain("99").cause["en"]


def test_an_offer_is_checked_before_it_is_sent_with_the_form_of_its_type(play: Play) -> None:
    form = run(play.connector().template("jouet"))
    assert isinstance(form, Template)
    wrong = replace(TOY, quantity=-1, gtin="4006381333930", attributes={"poids": "250 g", "colour": "red"})
    change = OfferChange(kind=ChangeKind.NEW, offer=wrong)
    found = {(one.code, one.field, one.value) for one in marketplace.check_offer(change, lambda _: form)}
    assert found >= {
        ("check.quantity", "quantity", "-1"),
        ("check.bar_code", "gtin", "4006381333930"),
        ("check.not_listed", "attributes.poids", "250 g"),
        ("check.unknown_key", "attributes.colour", "red"),
    }
    good = OfferChange(kind=ChangeKind.NEW, offer=TOY)
    assert list(marketplace.check_offer(good, lambda _: form)) == []
