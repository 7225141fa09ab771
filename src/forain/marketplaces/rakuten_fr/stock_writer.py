"""Writes stock files of any length in the memory of a few lines, many times as fast as an XML writer.

Lines with the same keys share one generated function: an f-string with all the markup in it and every text in
CDATA. What that cannot hold (`]]>`, control characters, characters outside the charset) is found by one guard over
some dozen finished lines; then the line that holds it is written again by the codec, which escapes. So the fast way
may be careless and the careful way slow. UTF-8 holds what French texts need and is the better choice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any, Final, Literal
from xml.sax.saxutils import escape

from forain.marketplaces.rakuten_fr.stock_decisions import BYTES_A_FILE, LINES_A_FILE
from forain.marketplaces.rakuten_fr.stock_item import (
    Measured,
    Shipping,
    StockItem,
    Value,
    joined,
    line_of,
    text_of,
)
from forain.wire.xml import encode

Charset = Literal["ISO-8859-1", "UTF-8"]
Render = Callable[[Iterable[Value], Iterable[Value], tuple[str, ...], str], str]
Shape = tuple[Any, ...]

GROUP: Final = 128  #: lines that share one guard and one piece of output
_SHAPES_KEPT: Final = 2048
#: Bytes no text may hold; the carriage return only because a parser would turn it into a line feed.
_FORBIDDEN: Final = bytes(one for one in range(32) if one not in (9, 10))
_FORBIDDEN_OR_BRACKET: Final = _FORBIDDEN + b"]"
#: The functions of the shapes met so far; they do not depend on the charset.
_SHAPES: dict[Shape, tuple[Render, int]] = {}
_END: Final = b"</items>\n"
#: How a value of each type stands in the template; `{}` is its name there.
_FORMS: Final[Mapping[type, str]] = {
    Measured: "<![CDATA[{{_text({}.value)}}]]>",
    str: "<![CDATA[{{{}}}]]>",
    bool: "{{{}:d}}",
    int: "{{{}:d}}",
    Decimal: "{{_finite({}):f}}",
    date: "{{{}:%d/%m/%Y}}",
    tuple: "<![CDATA[{{'|'.join({})}}]]>",
}


def write(items: Iterable[StockItem], *, charset: Charset = "UTF-8") -> Iterator[bytes]:
    """The bytes of one stock file, piece by piece. `TypeError`, `ValueError` for a value that has no form."""
    pen = _Pen(charset)
    yield pen.head
    line = iter(items)
    while group := list(islice(line, GROUP)):
        yield pen.lines(group)
    yield _END


def write_files(
    items: Iterable[StockItem],
    *,
    charset: Charset = "UTF-8",
    lines: int = LINES_A_FILE,
    size: int = BYTES_A_FILE,
) -> Iterator[bytes]:
    """Whole files of at most that many lines and about that many bytes each, ready for genericimportfile."""
    pen = _Pen(charset)
    line = iter(items)
    while group := list(islice(line, min(GROUP, lines))):
        pieces, count, length = [pen.head], 0, 0
        while group:
            pieces.append(pen.lines(group))
            count, length = count + len(group), length + len(pieces[-1])
            full = length >= size - length // count * GROUP
            group = [] if full else list(islice(line, min(GROUP, lines - count)))
        yield b"".join((*pieces, _END))


@dataclass(slots=True)
class _Pen:
    """One charset."""

    charset: str

    @property
    def head(self) -> bytes:
        """Declaration and root; no namespace, no byte-order mark."""
        return f'<?xml version="1.0" encoding="{self.charset}"?>\n<items>\n'.encode("ascii")

    def lines(self, group: list[StockItem]) -> bytes:
        """Some lines, fast if every one of them allows it."""
        parts: list[str] = []
        sections = 0
        for item in group:
            text, count = _rendered(item)
            parts.append(text)
            sections += count
        data = self._guarded("".join(parts), sections)
        return b"".join(map(self._alone, group)) if data is None else data

    def _alone(self, item: StockItem) -> bytes:
        """One line; the codec escapes what a section cannot hold."""
        data = self._guarded(*_rendered(item))
        return self._careful(item) if data is None else data

    def _guarded(self, text: str, sections: int) -> bytes | None:
        """The bytes, None when a section was closed too often or a character has no place there."""
        try:
            latin = text.encode("latin-1")
        except UnicodeEncodeError:
            return self._guarded_beyond_latin(text, sections)
        odd = len(latin) - len(latin.translate(None, _FORBIDDEN_OR_BRACKET))
        if odd != 2 * sections and _is_odd(text, latin, sections):  # each section has its own two brackets
            return None
        return latin if self.charset == "ISO-8859-1" else text.encode(self.charset)

    def _guarded_beyond_latin(self, text: str, sections: int) -> bytes | None:
        try:
            data = text.encode(self.charset)
        except UnicodeEncodeError:
            return None
        no_characters = "\ufffe" in text or "\uffff" in text
        return None if no_characters or _is_odd(text, data, sections) else data

    def _careful(self, item: StockItem) -> bytes:
        return encode(line_of(item), root="item", declaration=False, charset=self.charset) + b"\n"


def _rendered(item: StockItem) -> tuple[str, int]:
    """A line the fast way, and how many CDATA sections it has. Written out in one piece: it runs for each line."""
    product, advert, images = item.product, item.advert, item.images
    products, adverts = product.values(), advert.values()
    shape = (item.alias, *product, None, *map(type, products), *advert, None, *map(type, adverts), not images)
    render, count = _SHAPES.get(shape) or _compiled(shape, item)
    rest = _rest(item) if item.campaigns or item.shipping or item.stores else ""
    return render(products, adverts, images, rest), count


def _is_odd(text: str, data: bytes, sections: int) -> bool:
    """Whether a section is closed too often, or there is a byte no text may hold."""
    return text.count("]]>") != sections or len(data.translate(None, _FORBIDDEN)) != len(data)


def _compiled(shape: Shape, item: StockItem) -> tuple[Render, int]:
    """The function of a shape, kept from now on."""
    if len(_SHAPES) >= _SHAPES_KEPT:
        _SHAPES.clear()
    product, advert = _names("p", item.product), _names("a", item.advert)
    unpacked = ((product, "products"), (advert, "adverts"))
    body = "".join(
        (
            f"<alias>{_literal(item.alias)}</alias>" if item.alias else "",
            "<attributes>",
            _section("product", product, item.product),
            _section("advert", advert, item.advert),
            _section("media", {"image_url": "images"}, {"image_url": item.images}) if item.images else "",
            "{rest}</attributes>",
        )
    )
    source = "\n".join(
        (
            "def render(products, adverts, images, rest):",
            *(f" [{', '.join(names.values())}] = {given}" for names, given in unpacked if names),
            f" return f'''<item>{body}</item>\n'''",
        )
    )
    scope: dict[str, Any] = {"_finite": _finite, "_text": text_of}
    exec(compile(source, "<stock line>", "exec"), scope)  # noqa: S102 - our own text, keys and alias are made literal
    _SHAPES[shape] = scope["render"], body.count("]]>")
    return _SHAPES[shape]


def _names(letter: str, values: Mapping[str, Any]) -> dict[str, str]:
    return {key: f"{letter}{number}" for number, key in enumerate(values)}


def _section(name: str, names: Mapping[str, str], values: Mapping[str, Any]) -> str:
    if not values:
        return ""
    inside = "".join(_attribute(key, names[key], value) for key, value in values.items())
    return f"<{name}>{inside}</{name}>"


def _attribute(key: str, name: str, value: Any) -> str:
    unit = f"<unit><![CDATA[{{{name}.unit}}]]></unit>" if isinstance(value, Measured) else ""
    text = _form(value).format(name)
    return f"<attribute><key>{_literal(key)}</key><value>{text}</value>{unit}</attribute>"


def _form(value: Any) -> str:
    text_of(value)  # says what is wrong with a type that has no form
    if isinstance(value, str) and type(value) is not str:
        return "<![CDATA[{{_text({})}}]]>"
    return next(form for kind, form in _FORMS.items() if isinstance(value, kind))


def _literal(text: str) -> str:
    """A key or an alias as part of the template."""
    plain = "".join(one for one in text if one.isprintable())
    return escape(plain).encode("ascii", "xmlcharrefreplace").decode().translate(_TEMPLATE)


_TEMPLATE: Final = str.maketrans({"{": "{{", "}": "}}", "'": "&#39;", "\\": "\\\\"})


def _finite(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise ValueError(f"{value} is no number a stock file can hold")
    return value


def _rest(item: StockItem) -> str:
    """What few lines have: campaigns, shipping, shops."""
    campaigns = "".join(f"<campaign>{_numbers(joined(one))}</campaign>" for one in item.campaigns)
    stores = "".join(
        f"<pickupstore><pickupstoreid>{_plain(one)}</pickupstoreid><qty>{count:d}</qty></pickupstore>"
        for one, count in item.stores.items()
    )
    return "".join(
        (
            f"<campaigns>{campaigns}</campaigns>" if campaigns else "",
            _shipping(item.shipping) if item.shipping else "",
            f"<pickupstores>{stores}</pickupstores>" if stores else "",
        )
    )


def _numbers(values: Mapping[str, Any]) -> str:
    return "".join(
        f"<attribute><key>{key}</key><value>{text_of(value)}</value></attribute>"
        for key, value in values.items()
    )


@lru_cache(maxsize=256)
def _shipping(given: Shipping) -> str:
    """Written once however many adverts share it; the codec does it, because names are free text."""
    message = line_of(StockItem(shipping=given)).attributes
    assert message is not None
    assert message.shipping is not None
    return encode(message.shipping, root="shipping", declaration=False, charset="ASCII").decode("ascii")


def _plain(text: str) -> str:
    return escape("".join(one for one in text if one.isprintable())).replace("]]>", "]]&gt;")
