"""Writes stock files of any length in the memory of a few lines, many times as fast as an XML writer.

Lines with the same keys share one generated function, which joins all the markup with the values, every text in
CDATA, and gives up at a text with `]]>` in it. Control characters and characters outside the charset are found by
one look at some dozen finished lines. Either way the line that holds them is written again by the codec, which
escapes. So the fast way may be careless and the careful way slow. UTF-8 holds what French texts need and is the
better choice.
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
#: Gives a line; None when a text in it closes its section, False when its values are of other types.
Render = Callable[[Iterable[Value], Iterable[Value], tuple[str, ...], str], str | Literal[False] | None]
Keys = tuple[Any, ...]

GROUP: Final = 128  #: lines that share one guard and one piece of output
_SHAPES_KEPT: Final = 2048
#: Bytes no text may hold; the carriage return only because a parser would turn it into a line feed.
_FORBIDDEN: Final = bytes(one for one in range(32) if one not in (9, 10))
#: The functions of the keys and types met so far, and the one last used with the keys; whatever the charset is.
_SHAPES: dict[tuple[Keys, Keys], Render] = {}
_LATEST: dict[Keys, Render] = {}
_END: Final = b"</items>\n"
#: Around the expression of a value in a line's template; no key and no alias can hold it.
_MARK: Final = "\0"
_SECTION: Final = "<![CDATA[\0{0}\0]]>"
#: How a value of each type is made ready, and how it then stands in the template; `{0}` is its name there.
_FORMS: Final[Mapping[type, tuple[str, str]]] = {
    Measured: (
        "{0}u, {0} = {0}.unit, text({0}.value)",
        _SECTION + "</value><unit><![CDATA[\0{0}u\0]]></unit>",
    ),
    str: ("", _SECTION),
    bool: ("", "\0f'{{{0}:d}}'\0"),
    int: ("", "\0f'{{{0}:d}}'\0"),
    Decimal: ("", "\0f'{{finite({0}):f}}'\0"),
    date: ("", "\0f'{{{0}:%d/%m/%Y}}'\0"),
    tuple: ("{0} = '|'.join({0})", _SECTION),
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
        texts = [text for text in map(_rendered, group) if text is not None]
        data = self._guarded("".join(texts)) if len(texts) == len(group) else None
        return b"".join(map(self._alone, group)) if data is None else data

    def _alone(self, item: StockItem) -> bytes:
        """One line; the codec escapes what a section cannot hold."""
        text = _rendered(item)
        data = None if text is None else self._guarded(text)
        return self._careful(item) if data is None else data

    def _guarded(self, text: str) -> bytes | None:
        """The bytes, None when a character has no place there."""
        try:
            data = text.encode(self.charset)
        except UnicodeEncodeError:
            return None
        is_odd = any(map(data.__contains__, _FORBIDDEN)) or "\ufffe" in text or "\uffff" in text
        return None if is_odd else data

    def _careful(self, item: StockItem) -> bytes:
        return encode(line_of(item), root="item", declaration=False, charset=self.charset) + b"\n"


def _rendered(item: StockItem) -> str | None:
    """A line the fast way, None when a text in it closes its section. In one piece, because it runs for each line."""
    product, advert, images = item.product, item.advert, item.images
    products, adverts = product.values(), advert.values()
    keys = (item.alias, *product, None, *advert, not images)
    render = _LATEST.get(keys) or _shaped(keys, item)
    rest = _rest(item) if item.campaigns or item.shipping or item.stores else ""
    text = render(products, adverts, images, rest)
    if text is False:
        text = _shaped(keys, item)(products, adverts, images, rest)
        assert text is not False
    return text


def _shaped(keys: Keys, item: StockItem) -> Render:
    """The function for these keys and the item's types."""
    shape = keys, (*map(type, item.product.values()), *map(type, item.advert.values()))
    render = _LATEST[keys] = _SHAPES.get(shape) or _compiled(shape, item)
    return render


def _compiled(shape: tuple[Keys, Keys], item: StockItem) -> Render:
    """The function of a shape, kept from now on."""
    if len(_SHAPES) >= _SHAPES_KEPT:
        _SHAPES.clear()
        _LATEST.clear()
    types = {f"type{number}": kind for number, kind in enumerate(shape[1])}
    scope: dict[str, Any] = {"finite": _finite, "text": text_of, **types}
    exec(compile(_source(item), "<stock line>", "exec"), scope)  # noqa: S102 - our own text, keys and alias are made literal
    render: Render = scope["render"]
    return _SHAPES.setdefault(shape, render)


def _source(item: StockItem) -> str:
    media = {"image_url": item.images} if item.images else {}
    product, advert, image = _named("p", item.product), _named("a", item.advert), _named("i", media)
    named = {**product, **advert, **image}
    body = "".join(
        _section(*one)
        for one in (
            ("product", item.product, product),
            ("advert", item.advert, advert),
            ("media", media, image),
        )
    )
    alias = f"<alias>{_literal(item.alias)}</alias>" if item.alias else ""
    template = f"<item>{alias}<attributes>{body}{_MARK}rest{_MARK}</attributes></item>\n"
    return "\n".join(
        (
            "def render(products, adverts, images, rest):",
            f" [{', '.join(product)}] = products",
            f" [{', '.join(advert)}] = adverts",
            *_types({**product, **advert}),
            " i0 = images",
            *(" " + _form(value)[0].format(name) for name, value in named.items()),
            " try:",
            *_looks(named),
            f"  return ''.join(({_parts(template)}))",
            " except TypeError: return False",
        )
    )


def _parts(template: str) -> str:
    """The elements of a tuple: markup and expressions in turn."""
    parts = template.split(_MARK)
    return ", ".join(part if number % 2 else repr(part) for number, part in enumerate(parts))


def _named(letter: str, values: Mapping[str, Value]) -> dict[str, Value]:
    return {f"{letter}{number}": value for number, value in enumerate(values.values())}


def _types(named: Mapping[str, Value]) -> Iterator[str]:
    """Gives up when a value is of another type. Texts need no look: joining raises at what is none."""
    others = [
        (name, number) for number, (name, value) in enumerate(named.items()) if not isinstance(value, str)
    ]
    if others:
        same = " and ".join(f"type({name}) is type{number}" for name, number in others)
        yield f" if not ({same}): return False"


def _looks(named: Mapping[str, Value]) -> Iterator[str]:
    """The statements that give up at a text with the end of a section in it; a single bracket is found faster."""
    texts = [name for name, value in named.items() if _SECTION in _form(value)[1]]
    texts += [f"{name}u" for name, value in named.items() if isinstance(value, Measured)]
    if texts:
        yield f"  if {_any_has(']', texts)}:"
        yield f"   if {_any_has(']]>', texts)}: return None"


def _any_has(what: str, texts: Iterable[str]) -> str:
    return " or ".join(f"{what!r} in {text}" for text in texts)


def _section(name: str, values: Mapping[str, Value], named: Mapping[str, Value]) -> str:
    if not values:
        return ""
    inside = "".join(map(_attribute, values, named.items()))
    return f"<{name}>{inside}</{name}>"


def _attribute(key: str, named: tuple[str, Value]) -> str:
    name, value = named
    text = _form(value)[1].format(name)
    end = "" if isinstance(value, Measured) else "</value>"
    return f"<attribute><key>{_literal(key)}</key><value>{text}{end}</attribute>"


def _form(value: Value) -> tuple[str, str]:
    text_of(value)  # says what is wrong with a type that has no form
    return next(form for kind, form in _FORMS.items() if isinstance(value, kind))


def _literal(text: str) -> str:
    """A key or an alias as part of the template."""
    plain = "".join(one for one in text if one.isprintable())
    return escape(plain).encode("ascii", "xmlcharrefreplace").decode()


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
