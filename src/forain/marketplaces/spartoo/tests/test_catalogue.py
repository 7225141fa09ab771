"""Products built, checked and written, and the code lists they are checked against."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO

import pytest

from forain.marketplaces.spartoo import messages as m
from forain.marketplaces.spartoo import provisioning
from forain.marketplaces.spartoo.catalogue import (
    COLUMNS,
    Child,
    Finding,
    Model,
    Reduction,
    Site,
    build,
    check,
    documents,
    feed_csv,
    feed_xml,
)
from forain.marketplaces.spartoo.catalogue.findings import ROWS
from forain.marketplaces.spartoo.decisions import RESERVED
from forain.marketplaces.spartoo.errors import is_fatal
from forain.wire.xml import decode

START = datetime(2031, 6, 1, tzinfo=UTC)
FRANCE = Site(
    language="FR",
    name="ALPINA LOW",
    price=Decimal("99.9"),
    description="Bottes <b>d'hiver</b> ]]> & co",
    colour="Marron",
    reduction=Reduction(rate=20, starts=START, sales=True),
)
MODEL = Model(
    reference="BOOT-77",
    brand="Nordweg",
    sex="H",
    category=10014,
    colour=28,
    sites=(FRANCE,),
    children=(
        Child(reference="BOOT-77-41", label="41", quantity=2, ean="2000007710412"),
        Child(reference="BOOT-77-41.5", label="41  1/2", quantity=0),
    ),
    photos=tuple(f"https://img.example.test/{number}.jpg" for number in range(1, 10)),
    composition=1,
    infos={-3: Decimal("14.5"), 178: Decimal(1)},
    selections=(408,),
    origin="105",
    customs_code="640391",
)


def _keys(product: m.ParentProduct, *, new: bool = True) -> list[str]:
    return [one.key for one in check(product, "FR", new=new)]


# Building -----------------------------------------------------------------------------------------------------


def test_a_built_product_has_nothing_wrong_and_comes_back_from_its_document() -> None:
    product = build(MODEL)
    assert check(product) == ()
    (document,) = documents([product])
    decoded = decode(m.ImportProducts, document)
    assert decoded.value.products == (product,)
    assert not decoded.drift
    assert product.photos is not None
    assert len(product.photos.urls) == 8
    assert [size.name for size in product.sizes] == ["41", "41 1/2"]


def test_one_site_is_the_single_country_format_and_several_the_other() -> None:
    """The five elements of a site move into `languages` (xml_import_products, "Two formats")."""
    both = build(replace(MODEL, sites=(FRANCE, replace(FRANCE, language="cz", price=Decimal(2490)))))
    assert check(both) == ()
    assert [one.code for one in both.languages] == ["FR", "CZ"]
    assert (both.name, both.price, both.description, both.color, both.discount) == (None,) * 5
    alone = build(MODEL)
    assert (alone.languages, alone.name) == ((), "ALPINA LOW")
    with pytest.raises(ValueError, match="no site"):
        build(replace(MODEL, sites=()))


# Checking -----------------------------------------------------------------------------------------------------

_SIZE = build(MODEL).sizes[0]
_BAD: dict[str, dict[str, object]] = {
    "reference": {"reference": ""},
    "reference_letters": {"reference": "BOÖT 77"},
    "size_reference": {"sizes": (replace(_SIZE, reference=""),)},
    "size_twice": {"sizes": (_SIZE, _SIZE)},
    "size_name": {"sizes": (replace(_SIZE, name=""),)},
    "size_unknown": {"sizes": (replace(_SIZE, name="EU 4l"),)},
    "size_spelling": {"sizes": (replace(_SIZE, name="36/37"),)},
    "size_misplaced": {"sizes": (replace(_SIZE, name="EU M"),)},
    "quantity": {"sizes": (replace(_SIZE, quantity=-1),)},
    "no_sizes": {"sizes": ()},
    "brand": {"manufacturers": None},
    "sex": {"sex": "X"},
    "style": {"style": None},
    "style_unknown": {"style": 1},
    "style_sex": {"style": 10035},
    "color_missing": {"color_id": None},
    "color_unknown": {"color_id": 2},
    "name": {"name": None},
    "name_repeats": {"name": "NORDWEG ALPINA"},
    "price": {"price": Decimal(0)},
    "photo": {"photos": m.Photos(url1="ftp://x.test/1.jpg")},
    "composition": {"sole": 2},
    "discount_value": {"discount": m.Discount(price_discount=Decimal(120))},
    "discount_dates": {"discount": m.Discount(rate=5, startdate=START, stopdate=datetime(2030, 1, 1, tzinfo=UTC))},
    "info_unknown": {"infos": (m.Info(id=999_999),)},
    "info_value": {"infos": (m.Info(id=178, value=Decimal(3)),)},
    "selection_unknown": {"selections": (1,)},
    "language": {"languages": (m.Language(code="XX"),)},
    "name_there": {"languages": (m.Language(code="CZ", price=Decimal(1)),)},
    "price_there": {"languages": (m.Language(code="CZ", name="ALPINA"),)},
}  # fmt: skip


@pytest.mark.parametrize("key", list(ROWS))
def test_every_mistake_is_found_and_explained_in_both_languages(key: str) -> None:
    found = check(replace(build(MODEL), **_BAD[key]))  # type: ignore[arg-type]
    (one,) = [finding for finding in found if finding.key == key]
    assert {finding.key for finding in found} <= {key, "size_misplaced", "name_repeats"}
    assert one.place
    for language in ("en", "fr"):
        assert "{" not in one.words(language)
        assert one.value in one.words(language) or "{value}" not in ROWS[key].en
    assert one.words("en") != one.words("fr")


def test_codes_of_findings_are_documented_or_reserved() -> None:
    assert {row.code for row in ROWS.values()} <= {0, -12, -13, -16, *RESERVED}
    assert all(is_fatal(code) == told.fatal for code, told in RESERVED.items())


def test_an_unknown_size_comes_with_one_that_looks_alike() -> None:
    sizes = (replace(_SIZE, name="41 1/2 EU"),)
    (found,) = [one for one in check(replace(build(MODEL), sizes=sizes)) if one.key == "size_unknown"]
    assert found.hint == "41 1/2"


def test_an_update_may_leave_out_what_is_known() -> None:
    """Mandatory is what a new product lacks (xml_import_products, "element omitted on update")."""
    bare = m.ParentProduct(reference="BOOT-77", color_id=28)
    assert _keys(bare, new=False) == []
    assert set(_keys(bare)) == {"brand", "sex", "style", "photo", "no_sizes", "name", "price"}


def test_findings_print_what_they_are_about() -> None:
    assert Finding(key="color_unknown", place="color_id", value="2").words("fr").startswith("2 n'est pas")


# The feed -----------------------------------------------------------------------------------------------------


def test_the_feed_has_a_line_for_each_size() -> None:
    """catalogue_feed: `;`, UTF-8, two date columns, "Oui" for the sales, columns that never move."""
    lines = list(csv.DictReader(StringIO("".join(feed_csv([build(MODEL)])), newline=""), delimiter=";"))
    assert tuple(lines[0]) == COLUMNS
    assert [line["size_reference"] for line in lines] == ["BOOT-77-41", "BOOT-77-41.5"]
    first = lines[0]
    assert (first["product_price"], first["rate"], first["sales"], first["stopdate"]) == (
        "99.90",
        "20",
        "Oui",
        "",
    )
    assert (first["startdate"], first["photo"], first["photo_5"]) == (
        str(int(START.timestamp())), "https://img.example.test/1.jpg", "https://img.example.test/5.jpg",
    )  # fmt: skip
    assert (first["extra_info_id_1"], first["extra_info_value_1"], first["selection_1"]) == (
        "-3",
        "14.5",
        "408",
    )
    assert first["product_description"] == FRANCE.description
    assert COLUMNS[0] == "reference_partenaire"
    assert COLUMNS[-1] == "selection_3"


def test_the_feed_of_several_countries_tells_the_one_that_is_asked() -> None:
    both = build(replace(MODEL, sites=(FRANCE, replace(FRANCE, language="CZ", price=Decimal(2490)))))
    lines = list(csv.DictReader(StringIO("".join(feed_csv([both], "CZ")), newline=""), delimiter=";"))
    assert {line["product_price"] for line in lines} == {"2490.00"}


def test_documents_and_feeds_are_written_as_products_come() -> None:
    """Nothing is asked of the source before it is written."""
    asked = 0

    def endless() -> Iterator[m.ParentProduct]:
        nonlocal asked
        while True:
            asked += 1
            yield build(replace(MODEL, reference=f"P{asked}"))

    source = endless()
    assert decode(m.ImportProducts, next(documents(source, at_most=4))).value.products[3].reference == "P4"
    assert asked == 4
    pieces = feed_xml(endless())
    assert next(pieces).startswith(b"<?xml")
    assert len(next(pieces)) < 100_000
    whole = b"".join(feed_xml(build(replace(MODEL, reference=f"P{number}")) for number in range(50)))
    assert len(decode(m.ImportProducts, whole).value.products) == 50


# The lists ----------------------------------------------------------------------------------------------------


def test_the_lists_have_their_entries() -> None:
    """Counts of provisioning.md section 2 and 3."""
    counts = {
        "sexes": 6, "colors": 19, "compositions": 52, "categories": 365, "product_types": 10, "selections": 23,
        "extra_infos": 584, "orders_status": 6, "returns_status": 6, "invoice_types": 7,
    }  # fmt: skip
    assert {name: len(provisioning.LISTS[name]()) for name in counts} == counts
    assert set(provisioning.LISTS) == set(counts)
    assert (len(provisioning.languages()), len(provisioning.currencies())) == (24, 10)
    labels = {site: sum(map(len, provisioning.sizes(site).values())) for site in ("FR", "DE", "EN")}
    assert labels == {"FR": 2131, "DE": 2129, "EN": 1967}


@pytest.mark.parametrize(
    ("name", "words", "first"),
    [
        ("categories", "BOTTINES", 10013),
        ("categories", "ballerínky", None),
        ("colors", "braun", 28),
        ("colors", "dore", 41),
        ("sizes", "41 1/2", "41 1/2"),
        ("extra_infos", "height of heel", -1),
        ("returns_status", "14", 14),
    ],
)
def test_codes_are_found_by_words_without_accents_or_case(
    name: str, words: str, first: int | str | None
) -> None:
    found = provisioning.search(name, words)
    assert (found[0].code if found else None) == first


def test_an_unknown_list_is_named() -> None:
    with pytest.raises(LookupError, match="known: categories"):
        provisioning.search("heels", "x")


@pytest.mark.parametrize("label", ["41/42", "41 / 42", " 41  /42 "])
def test_sizes_match_in_any_spelling(label: str) -> None:
    assert {one.label for one in provisioning.spelled(label)} == {"41 / 42"}


def test_sites_have_their_own_sizes() -> None:
    assert provisioning.spelled("7.5", "EN")
    assert not provisioning.spelled("7.5", "FR")
    assert provisioning.spelled("11 let", "CZ")
    assert provisioning.sizes("CF") == provisioning.sizes("FR")


def test_lists_are_read_when_they_are_asked_for() -> None:
    code = (
        "import json; real = json.loads; seen = []; json.loads = lambda *a, **k: seen.append(1) or real(*a, **k)\n"
        "from forain.marketplaces.spartoo import provisioning, catalogue; print(len(seen))\n"
        "provisioning.colors(); provisioning.colors(); print(len(seen))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "1"]
