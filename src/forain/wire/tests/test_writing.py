"""Writing is strict: the same message gives the same bytes, in the order, charset and CDATA it declares."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forain.testing.messages import instances
from forain.wire._ink import Heads
from forain.wire.tests.shapes import Address, Item, Mail, Note, Problem, Relay, Report, Sales
from forain.wire.xml import decode, element, elements, encode, encode_stream, message

ITEM = Item(
    item_id=7,
    sku="A<B",
    price=Decimal("24.90"),
    exact=Decimal("2.005"),
    preorder=True,
    bought=datetime(2026, 2, 3, 17, 7, tzinfo=UTC),
    relay=Relay(zip_code="33000"),
    address=Address(city="Évry"),
    codes=("a&b",),
    talk=(Note(sender="s", content="1"), Mail(mail_id=1, content="2")),
    fatal=True,
)


def body(obj: Any, **how: Any) -> str:
    """The text of a document without its declaration."""
    return encode(obj, declaration=False, **how).decode("latin-1")


def test_the_whole_document_is_written_in_declared_order() -> None:
    assert encode(Sales(seller="4", items=(ITEM,), token="9")).decode("latin-1") == (
        '<?xml version="1.0" encoding="ISO-8859-1"?>\n'
        '<salesresult xmlns="urn:sales"><request><version></version></request>'
        "<response><sellerid>4</sellerid><items><item><itemid>7</itemid><sku><![CDATA[A<B]]></sku>"
        "<price><amount>24.9</amount><currency>EUR</currency></price><exact>2.01</exact><isbn></isbn>"
        "<ispreorder>Y</ispreorder><purchasedate>03/02/2026-18:07</purchasedate>"
        "<relay_info><relay><zipcode>33000</zipcode></relay></relay_info>"
        "<address><city><![CDATA[Évry]]></city><street></street></address><codes><code>a&amp;b</code></codes>"
        "<message><sender>s</sender><content><![CDATA[1]]></content></message>"
        "<mail><mailid>1</mailid><content><![CDATA[2]]></content></mail><fatal_error/></item></items>"
        "<nexttoken>9</nexttoken></response></salesresult>"
    )


def test_the_wrappers_of_an_empty_list_are_written_unless_declared_otherwise() -> None:
    @message("m")
    class Lists:
        kept: tuple[str, ...] = elements("response/kept/one")
        left: tuple[str, ...] = elements("response/left/one", when_none="omit")

    assert body(Lists(kept=(), left=())) == "<m><response><kept></kept></response></m>"


def test_a_parent_is_left_out_when_there_is_nothing_in_it() -> None:
    @message("m")
    class Group:
        first: str | None = element("group/first", default=None)
        apart: str = element("apart", default="")
        second: str | None = element("group/second", default=None)

    assert body(Group()) == "<m><apart></apart></m>"
    assert body(Group(first="1")) == "<m><group><first>1</first></group><apart></apart></m>"
    assert body(Group(second="2")) == "<m><apart></apart><group><second>2</second></group></m>"


def test_root_namespace_location_charset_and_declaration_can_be_given() -> None:
    assert encode(
        Problem(id=1),
        root="error",
        namespace='urn:"x"',
        schema_location="urn:x x.xsd",
        charset="UTF-8",
        standalone=False,
    ) == (
        b'<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        b'<error xmlns="urn:&quot;x&quot;" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        b'xsi:schemaLocation="urn:x x.xsd"><id>1</id><description><![CDATA[]]></description></error>'
    )
    assert encode(Report(), namespace="", standalone=True).startswith(
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<root><response>'
    )


@pytest.mark.parametrize(
    ("text", "plain", "cdata"),
    [
        ("l’été", "l&#8217;été", "l'été"),
        ("12 € – œuf…", "12 &#8364; &#8211; &#339;uf&#8230;", "12 EUR - oeuf..."),
        ("Łódź ﬁn 日", "&#321;ód&#378; &#64257;n &#26085;", "?ódz fin ?"),
        ("a]]>b", "a]]&gt;b", "a]]]]><![CDATA[>b"),
        ("a\x00\x19\x0b\ufffe\ud800b", "ab", "ab"),
        ("<&>\"'", "&lt;&amp;&gt;\"'", "<&>\"'"),
    ],
)
def test_characters_are_escaped_spelled_out_or_dropped(text: str, plain: str, cdata: str) -> None:
    """Rakuten, general part §7: references outside CDATA, other spellings inside."""
    assert body(Note(sender=text, content=text), root="m", charset="ISO-8859-1") == (
        f"<m><sender>{plain}</sender><content><![CDATA[{cdata}]]></content></m>"
    )


def test_utf8_holds_everything() -> None:
    note = Note(sender="l’été € 日", content="l’été € 日")
    assert decode(Note, encode(note, root="m")).value == note


def test_quirks_do_the_damage_of_the_real_service_and_reading_mends_it() -> None:
    """Recorded: U+2019 arrived as the byte 0x19 inside CDATA."""
    note = Note(sender="l’un", content="l’été – “œ”")
    data = encode(note, root="m", charset="ISO-8859-1", quirks=True)
    assert b"<content><![CDATA[l\x19\xe9t\xe9 \x13 \x1cS\x1d]]></content>" in data
    assert b"<sender>l&#8217;un</sender>" in data
    decoded = decode(Note, data)
    assert decoded.value == Note(sender="l’un", content="l’été – “S”")
    assert decoded.repairs == {"control bytes turned back into typography": 4}


@settings(max_examples=200, deadline=None)
@given(
    st.text(), st.sampled_from(["UTF-8", "ISO-8859-1", "windows-1252", "US-ASCII", "UTF-16", "ISO-8859-15"])
)
def test_any_text_in_any_charset_gives_a_document_that_can_be_read(text: str, charset: str) -> None:
    note = Note(sender=text, content=text)
    read = decode(Note, encode(note, root="m", charset=charset)).value
    legal = "".join(
        c
        for c in text
        if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    )
    assert read.sender == legal.strip()
    damaged = encode(note, root="m", charset=charset, quirks=True)
    if max(text, default=" ") < "\u0100":
        assert decode(Note, damaged).value.sender == read.sender


NAIVE = datetime(2026, 1, 1)  # noqa: DTZ001 - that is the mistake
NOTHING: Any = None
MISTAKES: list[tuple[dict[str, Any], str]] = [
    ({"sku": None}, "Item.sku cannot be written"),
    ({"item_id": "7"}, "Item.item_id cannot be written"),
    ({"price": Decimal("NaN")}, "Item.price cannot be written"),
    ({"bought": NAIVE}, "Item.bought cannot be written: a moment without a time zone"),
    ({"talk": (Relay(),)}, "Item.talk cannot be written"),
    ({"talk": (Note(sender=NOTHING, content=""),)}, "Note.sender cannot be written"),
    ({"codes": None}, "Item.codes cannot be written"),
]


@pytest.mark.parametrize(("mistake", "words"), MISTAKES)
def test_what_cannot_be_written_is_named(mistake: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        encode(Sales(seller="4", items=(ITEM, dataclasses.replace(ITEM, **mistake))))


def test_a_text_and_a_list_at_once_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="errors is a text or a list"):
        encode(Sales(seller="4", items=(), code=1, problems=(Problem(id=1),)))


def test_a_record_needs_a_root_to_stand_alone() -> None:
    with pytest.raises(ValueError, match="Item has no root element"):
        encode(ITEM)


@settings(max_examples=50, deadline=None)
@given(instances(Sales))
def test_a_list_may_be_written_as_it_comes(sales: Sales) -> None:
    head = dataclasses.replace(sales, items=())
    pieces = encode_stream(head, iter(sales.items), field="items", standalone=False)
    assert b"".join(pieces) == encode(sales, standalone=False)


def test_a_long_list_is_written_in_pieces() -> None:
    sizes = [
        len(piece)
        for piece in encode_stream(Report(), (Problem(id=n) for n in range(20_000)), field="products")
    ]
    assert len(sizes) > 10
    assert max(sizes) < 70_000


@message
class Pair:
    """Is written in its line's own loop, its key looked up."""

    key: str = element("key", recurring=True)
    value: str = element("value", cdata=True)


@message
class Plainly:
    """The same without a look-up."""

    key: str = element("key")
    value: str = element("value", cdata=True)


@message
class Line:
    """Holds others."""

    name: str = element("name")
    pairs: tuple[Pair, ...] = elements("pairs/pair")
    plainly: tuple[Plainly, ...] = elements("pairs/plainly", default=())


@message("lines", charset="ISO-8859-1")
class Lines:
    """The document."""

    lines: tuple[Line, ...] = elements("line")


def line(text: str, value: str = "") -> Line:
    return Line(name=text, pairs=(Pair(key=text, value=value or text),) * 2)


@pytest.mark.parametrize("odd", ["a<b", "a&b", "a>b", "a\rb", "a]]>b", "l’été", "12 €"])
def test_an_odd_text_among_many_is_kept_and_its_neighbours_are_written_as_ever(odd: str) -> None:
    """Whichever pen had to write them again, and in whichever batch it stood."""
    sober = encode(Lines(lines=(line("sober"),)), declaration=False)[len("<lines>") : -len("</lines>")]
    for place in (0, 7, 8, 199):
        lines = [line("sober") for _ in range(200)]
        lines[place] = line(odd, "fits" if "\r" in odd else odd.replace("’", "'").replace("€", "EUR"))
        data = b"".join(encode_stream(Lines(lines=()), lines, field="lines"))
        assert data == encode(Lines(lines=tuple(lines)))
        assert data.count(sober) == 199
        assert decode(Lines, data).value.lines == tuple(lines)


@pytest.mark.parametrize("place", [0, 150])
def test_what_is_no_text_is_named_wherever_it_stands(place: int) -> None:
    lines = [line("sober") for _ in range(200)]
    lines[place] = Line(name="sober", pairs=(Pair(key=NOTHING, value=""),))
    with pytest.raises(ValueError, match=r"Pair\.key cannot be written"):
        b"".join(encode_stream(Lines(lines=()), lines, field="lines"))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.text(), st.text()), max_size=40))
def test_a_recurring_text_is_written_as_any_other(pairs: list[tuple[str, str]]) -> None:
    twice = [*pairs, *pairs]
    mine = Line(name="", pairs=tuple(Pair(key=key, value=value) for key, value in twice))
    plain = Line(name="", pairs=(), plainly=tuple(Plainly(key=key, value=value) for key, value in twice))
    assert _inside(encode(Lines(lines=(mine,))), b"pair") == _inside(
        encode(Lines(lines=(plain,))), b"plainly"
    )


def _inside(data: bytes, name: bytes) -> list[bytes]:
    return [part.partition(b"</%s>" % name)[0] for part in data.split(b"<%s>" % name)[1:]]


def test_only_so_many_recurring_texts_are_kept_and_no_long_ones() -> None:
    heads = Heads("<key>", "</key>")
    for number in range(3_000):
        assert heads.of(f"k{number}&") == f"<key>k{number}&amp;</key>"
    assert len(heads.kept) <= 1024
    heads.of("x" * 10_000)
    assert all(len(text) <= 100 for text in heads.kept)


def test_pieces_stay_small_however_large_the_records_are() -> None:
    lines = (line("sober", "x" * size) for size in [5_000] * 40 + [50] * 2_000 + [5_000] * 400)
    sizes = [len(piece) for piece in encode_stream(Lines(lines=()), lines, field="lines")]
    assert sizes[1] < 100_000
    assert sorted(sizes)[-3] < 100_000, "only where the records suddenly grow may two pieces be larger"
    assert max(sizes) < 128 * 11_000, "and even there no more records than ever"
