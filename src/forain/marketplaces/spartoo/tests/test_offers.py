"""Offers through the connector: documents written from offers, answers and results read back, codes explained."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest

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
from forain.connect.outcomes import Unauthorised, Uncertain
from forain.marketplaces.spartoo import decisions, marketplace
from forain.marketplaces.spartoo.catalogue.findings import ROWS
from forain.marketplaces.spartoo.errors import OK, TABLES
from forain.marketplaces.spartoo.offer_rules import OFFERS
from forain.marketplaces.spartoo.tests.support import Play
from forain.trade.money import Money
from forain.trade.offer import OFFER_FIELDS, ChangeKind, Offer, OfferChange

T = TypeVar("T")
BOOT = Offer(
    sku="BOOT-77-41",
    parent="BOOT-77",
    size="41",
    quantity=2,
    price=Money(9990, "EUR"),
    title="ALPINA LOW",
    brand="Nordweg",
    category="10014",
    colour="Marron",
    images=("https://img.example.test/boot77-1.jpg",),
    attributes={"product_sex": "H", "color_id": "28"},
)
OTHER = replace(BOOT, sku="BOOT-77-42", size="42", quantity=3)
BAG = replace(
    BOOT, sku="SAC-1", parent="", size="", title="CABAS", attributes={"product_sex": "F"}, category="10014"
)
ONE, BATCH, IMPORT, QUEUED = (one.name for one in OFFERS.services)


@pytest.fixture
def play() -> Play:
    return Play.begin(datetime(2026, 11, 20, 8, tzinfo=UTC))


def run(coming: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(coming)


def push(play: Play, service: str, changes: Iterable[OfferChange], **credentials: str) -> PushOutcome:
    batch = OfferBatch(name="push-1", service=service, changes=changes)
    return run(play.connector(**credentials).push(batch))


def new(*offers: Offer) -> list[OfferChange]:
    return [OfferChange(kind=ChangeKind.NEW, offer=one) for one in offers]


def update(*offers: Offer, fields: tuple[str, ...] = ("quantity",)) -> list[OfferChange]:
    return [OfferChange(kind=ChangeKind.UPDATE, offer=one, fields=frozenset(fields)) for one in offers]


def told(outcome: PushOutcome) -> ReportPage:
    assert isinstance(outcome, Pushed)
    assert outcome.report is not None
    return outcome.report


def shown(play: Play) -> dict[str, tuple[int | None, Money | None]]:
    page = run(play.connector().published())
    assert isinstance(page, OffersPage)
    return {one.sku: (one.quantity, one.price) for one in page.offers}


def test_variants_of_a_parent_become_sizes_of_one_product(play: Play) -> None:
    report = told(push(play, IMPORT, new(BOOT, OTHER, BAG)))
    assert [(one.family, one.sku, one.state) for one in report.lines] == [
        ("BOOT-77", "", LineState.DONE),
        ("SAC-1", "", LineState.DONE),
    ]
    assert shown(play) == {
        "BOOT-77-41": (2, BOOT.price),
        "BOOT-77-42": (3, BOOT.price),
        "SAC-1": (2, BAG.price),
    }


def test_a_bad_size_is_named_by_its_place_and_a_bad_product_as_a_whole(play: Play) -> None:
    twice = replace(BOOT, sku="BOOT-77-43", size="43", quantity=-5)
    naked = replace(BAG, title="", images=())
    report = told(push(play, IMPORT, new(BOOT, twice, naked)))
    boots, bag = report.lines
    assert boots.state is LineState.DONE
    assert [(one.code, one.field, one.at, one.fatal) for one in boots.problems] == [
        ("-16", "quantity", 1, True)
    ]
    assert bag.state is LineState.REJECTED
    assert {(one.code, one.field) for one in bag.problems} >= {("-9012", "title"), ("-9007", "images")}


def test_a_queued_import_is_followed_by_its_address(play: Play) -> None:
    pushed = push(play, QUEUED, new(BOOT, OTHER))
    assert isinstance(pushed, Pushed)
    connector = play.connector()
    waiting = run(connector.report(QUEUED, pushed.reference))
    assert isinstance(waiting, ReportPage)
    assert waiting.state is FileState.WAITING
    play.later(minutes=2)
    done = run(connector.report(QUEUED, pushed.reference))
    assert isinstance(done, ReportPage)
    assert (done.state, [one.family for one in done.lines]) == (FileState.DONE, ["BOOT-77"])
    assert shown(play)["BOOT-77-42"] == (3, BOOT.price)


def test_the_same_document_again_proves_nothing_and_a_failed_transfer_is_damage(play: Play) -> None:
    for _ in range(2):
        pushed = push(play, QUEUED, new(BOOT))
        play.later(minutes=2)
    assert isinstance(pushed, Pushed)
    again = run(play.connector().report(QUEUED, pushed.reference))
    assert isinstance(again, ReportPage)
    assert again.state is FileState.GONE
    play.sandbox.control("rules", transfer_fails=True)
    pushed = push(play, QUEUED, new(OTHER))
    play.later(minutes=2)
    assert isinstance(pushed, Pushed)
    failed = run(play.connector().report(QUEUED, pushed.reference))
    assert isinstance(failed, ReportPage)
    assert failed.state is FileState.DAMAGED


def test_a_batch_sets_stock_and_prices_and_tells_of_every_size(play: Play) -> None:
    push(play, IMPORT, new(BOOT, OTHER, BAG))
    nowhere = replace(BOOT, sku="BOOT-77-99")
    changed = replace(OTHER, quantity=9, price=Money(8990, "EUR"))
    lines = (*update(BOOT), *update(changed, fields=("quantity", "price")), *update(nowhere), *update(BAG))
    report = told(push(play, BATCH, lines))
    assert [(one.sku, one.state, [p.code for p in one.problems]) for one in report.lines] == [
        ("BOOT-77-41", LineState.DONE, []),
        ("BOOT-77-42", LineState.DONE, []),
        ("BOOT-77-99", LineState.REJECTED, ["-14"]),
        ("SAC-1", LineState.DONE, []),
    ]
    assert shown(play)["BOOT-77-42"] == (9, Money(8990, "EUR"))


def test_one_size_is_set_alone_and_its_refusal_is_a_line(play: Play) -> None:
    push(play, IMPORT, new(BOOT, OTHER))
    assert told(push(play, ONE, update(replace(BOOT, quantity=7)))).lines[0].state is LineState.DONE
    assert shown(play)["BOOT-77-41"] == (7, BOOT.price)
    (line,) = told(push(play, ONE, update(replace(BOOT, quantity=100_000)))).lines
    assert (line.sku, line.state, line.problems[0].code) == ("BOOT-77-41", LineState.REJECTED, "-16")
    assert told(push(play, ONE, update(replace(BOOT, quantity=7)))).failed == 0


def test_an_ended_offer_is_set_to_no_stock(play: Play) -> None:
    push(play, IMPORT, new(BOOT, OTHER))
    ended = [OfferChange(kind=ChangeKind.END, offer=BOOT)]
    assert told(push(play, BATCH, ended)).failed == 0
    assert shown(play)["BOOT-77-41"] == (0, BOOT.price)


def test_a_description_that_changed_is_forced(play: Play) -> None:
    empty = replace(BOOT, quantity=0, description="Ancienne")
    push(play, IMPORT, new(empty))
    push(play, IMPORT, update(replace(empty, description="Nouvelle"), fields=("description",)))
    push(play, BATCH, update(replace(BOOT, quantity=1)))
    catalogue = play.client().export_products().message.products
    assert [one.description for one in catalogue] == ["Nouvelle"]


def test_a_lost_answer_is_uncertain_and_an_unknown_partner_stops(play: Play) -> None:
    play.sandbox.fault("drop_after", service="xml_import_products")
    assert isinstance(push(play, IMPORT, new(BOOT)), Uncertain)
    batch = OfferBatch(name="x", service=BATCH, changes=update(BOOT))
    assert isinstance(run(play.connector("FFFFFFFFFFFFFFFF").push(batch)), Unauthorised)


def test_the_fastest_service_that_carries_a_change_is_chosen() -> None:
    def chosen(kind: ChangeKind, *fields: str, count: int = 1) -> str:
        return OFFERS.choose(kind, frozenset(fields), count).name

    assert chosen(ChangeKind.UPDATE, "quantity") == ONE
    assert chosen(ChangeKind.UPDATE, "quantity", count=2) == BATCH
    assert chosen(ChangeKind.UPDATE, "price") == BATCH
    assert chosen(ChangeKind.UPDATE, "title", "quantity") == IMPORT
    assert chosen(ChangeKind.NEW, count=101) == QUEUED
    assert chosen(ChangeKind.END, count=3) == BATCH


def test_the_lists_are_product_types_and_forms(play: Play) -> None:
    types = run(play.connector().product_types())
    assert isinstance(types, tuple)
    assert any(one.code == "10014" for one in types)
    form = run(play.connector().template("10014"))
    assert isinstance(form, Template)
    colours = next(one for one in form.fields if one.name == "color_id")
    assert dict(zip(colours.values, colours.meanings, strict=True))["28"] == "Marron"
    assert "41" in next(one for one in form.fields if one.name == "size").values


# -- explanations -------------------------------------------------------------------------------------------

_CATALOGUE = [name for name in TABLES if "import" in name or "stock" in name or "products" in name]


def test_no_code_of_a_catalogue_service_lacks_an_explanation() -> None:
    codes = {str(code) for name in _CATALOGUE for code in TABLES[name] if code != OK}
    known = {one.code for one in marketplace.explanations}
    states = {f"file.{one.value}" for one in FINAL_STATES if one is not FileState.DONE}
    assert known >= codes | states | {str(code) for code in decisions.RESERVED} | {
        f"check.{key}" for key in ROWS
    }
    assert all(marketplace.explain(code).code == code for code in codes)
    assert "does not explain" in marketplace.explain("-4").cause["en"]


def test_every_explanation_says_cause_fix_and_place_in_both_languages() -> None:
    for one in marketplace.explanations:
        for text in (one.cause, one.fix, one.where):
            assert set(text) == {"en", "fr"}, one.code
            assert all(text.values()), one.code
        assert one.source, one.code
        assert one.fields <= OFFER_FIELDS | {"sku"}, one.code


def test_an_offer_is_checked_before_it_is_sent() -> None:
    wrong = replace(BOOT, size="gigantic", price=Money(0, "EUR"), attributes={"product_sex": "X"})
    change = OfferChange(kind=ChangeKind.NEW, offer=wrong)
    found = {(one.code, one.field, one.fatal) for one in marketplace.check_offer(change, lambda _: None)}
    assert found >= {
        ("check.size_unknown", "size", False),
        ("check.price", "price", True),
        ("check.sex", "attributes.product_sex", True),
    }
