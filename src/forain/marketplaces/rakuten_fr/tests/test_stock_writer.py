"""The stock file as it is written: parsed back equal whatever the texts are, in constant memory, in whole files."""

from __future__ import annotations

import dataclasses
import re
import tracemalloc
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr.stock_item import (
    Joining,
    Measured,
    Mode,
    Shipping,
    StockItem,
    Zone,
    line_of,
    text_of,
)
from forain.marketplaces.rakuten_fr.stock_writer import Charset, write, write_files
from forain.marketplaces.rakuten_fr.tests.stock_support import TOY, errors, worked
from forain.marketplaces.rakuten_fr.tests.support import Play
from forain.wire.xml import decode, encode

CHARSETS: tuple[Charset, ...] = ("ISO-8859-1", "UTF-8")
_LOST = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

TEXT = st.text(max_size=30) | st.sampled_from(
    [
        "]]>",
        "a]]>b]]",
        "]",
        "]]",
        "<b>&amp;</b>",
        "l’été",
        "10 €",
        "a\rb",
        "a\x00\x19b",
        "\ufffe",
        "{x}",
        "'''",
        "\\n",
        "🎁",
    ]
)
NUMBER = st.decimals(0, 10**6, places=2)
VALUE: st.SearchStrategy[Any] = st.one_of(
    TEXT,
    st.integers(-(10**9), 10**9),
    NUMBER,
    st.booleans(),
    st.dates(date(1900, 1, 1)),
    st.lists(TEXT, max_size=3).map(tuple),
    st.builds(Measured, TEXT | NUMBER, st.sampled_from(["Kg", "&euro;", "Années", "€"])),
)
KEY = st.sampled_from(["titre", "prdEdito", "qty", "sellingPrice", "clé <&'{}\\", "é€"])
KEYED = st.dictionaries(KEY, VALUE, max_size=4)
MODE = st.builds(
    Mode, st.sampled_from(["NORMAL", "É’"]), st.none() | NUMBER, st.none() | NUMBER, st.booleans()
)
ITEM = st.builds(
    StockItem,
    alias=st.sampled_from(["", "jouet", "a<b&'{c}"]),
    product=KEYED,
    advert=KEYED,
    images=st.lists(TEXT, max_size=2).map(tuple),
    campaigns=st.lists(
        st.builds(Joining, campaign_id=st.integers(1, 10**9), price=st.none() | NUMBER), max_size=2
    ).map(tuple),
    shipping=st.none()
    | st.builds(
        Shipping,
        package_weight=st.none() | st.integers(0, 10**5),
        shipped_by_rsl=st.none() | st.booleans(),
        zones=st.lists(
            st.builds(Zone, st.just("FRANCE"), st.lists(MODE, max_size=2).map(tuple)), max_size=2
        ).map(tuple),
    ),
    stores=st.dictionaries(st.sampled_from(["1", "2", "<&]]>"]), st.integers(0, 99), max_size=2),
)


def clean(value: Any) -> Any:
    """What any reader of XML may see of a value: without characters XML has no place for, trimmed."""
    match value:
        case str():
            return _LOST.sub("", value).strip(" \t\r\n\x85\xa0").strip()
        case tuple():
            return tuple(clean(one) for one in value)
        case m.FileLine() | m.FileAttributes() | m.FileSection() | m.FileAttribute() | m.FileStore():
            return type(value)(**{name: clean(getattr(value, name)) for name in _names(value)})
    return value


def _names(message: Any) -> list[str]:
    return [one.name for one in dataclasses.fields(message)]


def read(data: bytes) -> tuple[m.FileLine, ...]:
    return decode(m.StockFile, data).value.lines


@settings(max_examples=300, deadline=None, database=None)
@given(items=st.lists(ITEM, max_size=4), charset=st.sampled_from(CHARSETS))
def test_what_is_written_is_read_back_equal_whatever_it_holds(
    items: list[StockItem], charset: Charset
) -> None:
    data = b"".join(write(items, charset=charset))
    found = decode(m.StockFile, data)
    assert not found.drift
    assert not found.repairs
    assert clean(found.value.lines) == clean(tuple(map(_as_read, items)))


def _as_read(item: StockItem) -> m.FileLine:
    """The declared message after one journey through the codec, which is the reference."""
    written = encode(line_of(item), root="item", charset="UTF-8")
    return decode(m.FileLine, written).value


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize(
    "text", ["]]>", "un ]]> deux ]]> trois", "prix : 10 €", "l’été", "tab\tet\nligne", "🎁", "x]"]
)
def test_texts_that_a_section_cannot_hold_are_kept_all_the_same(charset: Charset, text: str) -> None:
    neighbours = [StockItem(advert={"comment": "voisin"}) for _ in range(3)]
    data = b"".join(write([neighbours[0], StockItem(advert={"comment": text}), *neighbours], charset=charset))
    values = [
        one.attributes.advert.attributes[0].value
        for one in read(data)
        if one.attributes and one.attributes.advert
    ]
    assert values == ["voisin", text, "voisin", "voisin", "voisin"]
    data.decode(charset)


def test_control_characters_are_left_out_and_a_carriage_return_is_kept() -> None:
    [line] = read(b"".join(write([StockItem(advert={"comment": "a\x00b\x19c\rd"})])))
    assert line.attributes is not None
    assert line.attributes.advert is not None
    assert line.attributes.advert.attributes[0].value == "abc\rd"


def test_every_kind_of_value_has_its_form() -> None:
    class Colour(str, Enum):  # noqa: UP042 - the older kind, whose str() is not its value
        GREY = "Gris"

    values: dict[str, Any] = {
        "text": "a",
        "word": Colour.GREY,
        "number": 3,
        "price": Decimal("1E+2"),
        "flag": True,
        "day": date(2031, 5, 6),
        "many": ("a", "b"),
        "weight": Measured(Decimal("1.50"), "Kg"),
    }
    [line] = read(b"".join(write([StockItem(product=values)])))
    assert line.attributes is not None
    assert line.attributes.product is not None
    found = {one.key: (one.value, one.unit) for one in line.attributes.product.attributes}
    assert found == {
        "text": ("a", None),
        "word": ("Gris", None),
        "number": ("3", None),
        "price": ("100", None),
        "flag": ("1", None),
        "day": ("06/05/2031", None),
        "many": ("a|b", None),
        "weight": ("1.50", "Kg"),
    }
    assert {key: text_of(value) for key, value in values.items()} == {
        key: one[0] for key, one in found.items()
    }


@pytest.mark.parametrize("value", [1.5, None, object(), b"x"])
def test_a_value_without_a_form_is_refused_by_its_type(value: Any) -> None:
    with pytest.raises(TypeError, match=type(value).__name__):
        b"".join(write([StockItem(advert={"qty": value})]))


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), Measured(Decimal("NaN"), "Kg")])
def test_a_number_that_is_none_is_refused(value: Any) -> None:
    good = StockItem(advert={"sellingPrice": Decimal(1)})
    with pytest.raises(ValueError, match="no number"):
        b"".join(write([good, StockItem(advert={"sellingPrice": value})]))


def test_lines_of_the_same_keys_but_other_types_do_not_share_a_template() -> None:
    items = [StockItem(advert={"qty": one}) for one in ("5", 5, Decimal(5), True)]
    values = [
        one.attributes.advert.attributes[0].value
        for one in read(b"".join(write(items)))
        if one.attributes and one.attributes.advert
    ]
    assert values == ["5", "5", "5", "1"]


def test_thousands_of_shapes_do_not_fill_the_memory() -> None:
    items = (StockItem(advert={f"key{one}": 1}) for one in range(5000))
    assert b"".join(write(items)).count(b"<item>") == 5000


def test_the_order_of_the_sections_is_the_documented_one() -> None:
    item = StockItem(
        alias="jouet",
        product=dict(TOY),
        advert={"sellerReference": "T"},
        images=("https://x.org/a.jpg",),
        campaigns=(Joining(campaign_id=1, price=Decimal(2)),),
        shipping=Shipping(
            package_weight=1, zones=(Zone("FRANCE", (Mode("EXPRESS_DELIVERY", offered=False),)),)
        ),
        stores={"1": 2},
    )
    text = b"".join(write([item])).decode("latin-1")
    names = ["alias", "product", "advert", "media", "campaigns", "shipping", "pickupstores"]
    places = [text.index(f"<{one}>") for one in names]
    assert places == sorted(places)
    assert "<authorization>0</authorization></type>" in text  # no prices where it is not offered


def test_a_file_that_was_written_is_taken_in(play: Play) -> None:
    item = StockItem(
        alias="jouet",
        product={**TOY, "titre": "Tour « ]]> » d’équilibre", "ageenfantfrom": Measured(3, "Années")},
        advert={
            "sellerReference": "T",
            "state": "Neuf",
            "sellingPrice": Decimal("18.50"),
            "qty": 12,
            "collectible": False,
        },
        images=("https://x.org/a.jpg", "https://x.org/b.png"),
    )
    assert not errors(worked(play, b"".join(write([item]))))
    [product] = play.stage.ground.shop.stock.products.values()
    assert product.title == "Tour « ]]> » d’équilibre"


# -- size ---------------------------------------------------------------------------------------------------


def _many(count: int) -> Iterator[StockItem]:
    text = "Lampe de bureau articulée en laiton. " * 12
    return (
        StockItem(alias="jouet", product={"titre": text}, advert={"sellerReference": f"R{one}", "qty": one})
        for one in range(count)
    )


def test_memory_does_not_grow_with_the_number_of_lines() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        for _ in write(_many(count)):
            pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(100)
    small, large = peak(2_000), peak(20_000)
    assert large < small * 1.2 < 2_000_000


def test_files_end_before_they_are_too_long_or_too_large() -> None:
    by_lines = [len(read(one)) for one in write_files(_many(250), lines=100)]
    assert by_lines == [100, 100, 50]
    by_size = list(write_files(_many(1000), size=100_000))
    assert sum(len(read(one)) for one in by_size) == 1000
    assert all(len(one) <= 100_000 for one in by_size)
    assert not list(write_files([]))
