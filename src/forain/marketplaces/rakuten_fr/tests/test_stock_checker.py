"""The checker: it finds what Rakuten would refuse, says how to mend it in two languages, and passes what is good."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr.client import RakutenFrClient
from forain.marketplaces.rakuten_fr.stock_checker import Finding, check, is_bar_code
from forain.marketplaces.rakuten_fr.stock_item import Joining, Measured, StockItem
from forain.marketplaces.rakuten_fr.stock_words import WORDS
from forain.marketplaces.rakuten_fr.stock_writer import write
from forain.marketplaces.rakuten_fr.tests.stock_support import IMAGE, TOY, worked
from forain.marketplaces.rakuten_fr.tests.support import Play

GOOD = {"sellerReference": "TOUR-01", "state": "Neuf", "sellingPrice": Decimal("18.5"), "qty": 12}


@pytest.fixture
def templates(client: RakutenFrClient) -> Mapping[str, m.ProductTypeTemplate]:
    return {
        one: client.producttypetemplate(one, with_values=True) for one in ("jouet", "mev_livre_livre_ancien")
    }


def toy(product: Mapping[str, Any] = {}, advert: Mapping[str, Any] = {}, **more: Any) -> StockItem:
    found = {**TOY, **product}
    return StockItem(
        **{
            "alias": "jouet",
            "product": {key: value for key, value in found.items() if value is not None},
            "advert": {key: value for key, value in {**GOOD, **advert}.items() if value is not None},
            "images": (IMAGE,),
            **more,
        }
    )


def found(templates: Mapping[str, m.ProductTypeTemplate], *items: StockItem, **how: Any) -> list[Finding]:
    return list(check(items, templates, **how))


CASES: list[tuple[str, str, StockItem]] = [
    ("alias", "alias", toy(alias="jouets")),
    ("missing", "sellerReference", toy(advert={"sellerReference": None})),
    ("missing", "state", toy(advert={"state": None})),
    ("missing", "titre", toy({"titre": None, "codebarres": None})),
    ("identifier", "pid", toy({"pid": "P1"})),
    ("identifier", "aid", toy(advert={"aid": "A1"})),
    ("price", "sellingPrice", toy(advert={"sellingPrice": "18,50"})),
    ("price", "sellingPrice", toy(advert={"sellingPrice": 0})),
    ("quantity", "qty", toy(advert={"qty": "-1"})),
    ("quantity", "qty", toy(advert={"qty": "1.0"})),
    ("bar_code", "codebarres", toy({"codebarres": "4006381333932"})),
    ("bar_code", "codebarres", toy({"codebarres": "40063"})),
    ("unknown_key", "Titre", toy({"Titre": "x"})),
    ("not_listed", "poids", toy({"poids": "lourd"})),
    ("not_listed", "state", toy(advert={"state": "neuf"})),
    ("form", "ageenfantfrom", toy({"ageenfantfrom": "trois"})),
    ("form", "collectible", toy(advert={"collectible": "oui"})),
    ("unit", "ageenfantfrom", toy({"ageenfantfrom": Measured(3, "Kg")})),
    ("one_value", "titre", toy({"titre": ("a", "b")})),
    ("characters", "comment", toy(advert={"comment": "a\x00b"})),
    ("campaign", "productsCampaignPrice", toy(campaigns=(Joining(campaign_id=1),))),
    (
        "not_lower",
        "productsCampaignPrice",
        toy(campaigns=(Joining(campaign_id=1, price_before=Decimal(9), price=Decimal(9)),)),
    ),
]


@pytest.mark.parametrize(("rule", "key", "item"), CASES, ids=lambda one: str(one)[:30])
def test_each_slip_is_found_once_with_its_key_and_a_fix_in_both_languages(
    templates: Mapping[str, m.ProductTypeTemplate], rule: str, key: str, item: StockItem
) -> None:
    good = toy(advert={"sellerReference": "OTHER"})
    [finding] = [one for one in found(templates, good, item) if (one.rule, one.key) == (rule, key)]
    assert finding.line == 2
    assert set(finding.words) == set(finding.fix) == {"en", "fr"}
    assert all((*finding.words.values(), *finding.fix.values()))
    assert "{" not in f"{finding.words}{finding.fix}".replace("{'", "").replace("'}", "")
    assert f"line 2 ({item.sku or '?'})" in str(finding)


def test_a_good_file_has_no_findings_and_is_taken(
    play: Play, templates: Mapping[str, m.ProductTypeTemplate]
) -> None:
    items = [toy(), toy({"codebarres": "4006381333948"}, {"sellerReference": "TOUR-02"})]
    assert not found(templates, *items)
    assert [one.status for one in worked(play, b"".join(write(items))).lines] == ["Traité", "Traité"]


@pytest.mark.parametrize(
    "number",
    [
        at
        for at, (rule, _, _) in enumerate(CASES)
        if WORDS[rule].is_error and rule not in {"bar_code", "one_value", "campaign", "not_lower"}
    ],
)
def test_what_the_checker_calls_an_error_the_marketplace_refuses_too(
    play: Play, templates: Mapping[str, m.ProductTypeTemplate], number: int
) -> None:
    rule, key, item = CASES[number]
    [line] = worked(play, b"".join(write([item]))).lines
    comma = (rule, item.advert.get("sellingPrice")) == (
        "price",
        "18,50",
    )  # the sandbox reads a comma leniently
    assert comma or line.status == "Erreur"
    assert comma or {(one.key, one.code) for one in line.errors} >= {(key, WORDS[rule].code)}


def test_the_same_reference_twice_names_the_first_line(
    templates: Mapping[str, m.ProductTypeTemplate],
) -> None:
    [finding] = found(templates, toy(), toy(advert={"sellerReference": "B"}), toy())
    assert (finding.rule, finding.line, finding.value, finding.is_error) == ("duplicate", 3, "TOUR-01", False)
    assert "Line 1" in finding.words["en"]


def test_characters_are_held_against_the_charset_of_the_file(
    templates: Mapping[str, m.ProductTypeTemplate],
) -> None:
    item = toy(advert={"comment": "10 € – l’été"})
    assert not found(templates, item)
    [finding] = found(templates, item, charset="ISO-8859-1")
    assert (finding.key, finding.is_error) == ("comment", False)
    assert "U+2019" in finding.words["fr"]


def test_a_known_advert_needs_only_what_changes(templates: Mapping[str, m.ProductTypeTemplate]) -> None:
    change = StockItem(advert={"sellerReference": "TOUR-01", "qty": 0})
    assert not found(templates, change)
    typed = StockItem(alias="jouet", advert={"sellerReference": "TOUR-01", "qty": 0})
    assert [one.key for one in found(templates, typed)] == ["sellingPrice", "state"]
    assert not found(templates, typed, known_skus=lambda sku: sku == "TOUR-01")


def test_a_product_without_its_type_is_a_warning(templates: Mapping[str, m.ProductTypeTemplate]) -> None:
    [finding] = found(templates, toy(alias=""))
    assert (finding.rule, finding.is_error) == ("no_alias", False)


def test_a_near_value_is_offered(templates: Mapping[str, m.ProductTypeTemplate]) -> None:
    [finding] = found(templates, toy(advert={"state": "Tres bon etat"}))
    assert "Très Bon Etat" in finding.fix["fr"]


@pytest.mark.parametrize(
    "code", ["4006381333931", "96385074", "036000291452", "10012345678902", "080442957X", "9782070612758"]
)
def test_bar_codes_with_their_check_digit(code: str) -> None:
    assert is_bar_code(code)
    other = "1" if code[-1] != "1" else "2"
    assert not is_bar_code(code[:-1] + other)


def test_a_date_must_be_of_the_calendar(templates: Mapping[str, m.ProductTypeTemplate]) -> None:
    book = StockItem(
        alias="mev_livre_livre_ancien", product={"dateParution": "31/02/2020", "epaisseur": Measured(2, "cm")}
    )
    assert "form" in {one.rule for one in found(templates, book)}
