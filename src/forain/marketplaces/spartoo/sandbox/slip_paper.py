"""Draws the delivery slip: one page of A4 as a PDF, the same bytes for the same parcel.

reportlab's own Vera fonts are taken, so that nothing depends on this machine. They lack some letters (ř, ą, Greek);
such a letter is written without its accent (decision `slip-letters`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import Any, Final

from forain.marketplaces.spartoo.sandbox import words
from forain.marketplaces.spartoo.sandbox.state import Order, Size
from forain.wire.values import PARIS

PLAIN, BOLD = "Vera", "VeraBd"
LEFT, RIGHT, TOP, BOTTOM = 50.0, 545.0, 790.0, 70.0
LINE: Final = 15.0
#: Where the columns of the table begin: reference, article, size, quantity.
COLUMNS: Final = (LEFT, 175.0, 405.0, 480.0)
#: How many letters fit into a column at the table's size.
WIDTHS: Final = (20, 40, 13, 10)


def draw(order: Order, lines: Sequence[Size], language: str) -> bytes:
    """Imported here, because drawing needs a library that nobody else does."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    _fonts()
    paper = BytesIO()
    canvas: Any = Canvas(paper, pagesize=A4, invariant=1)
    _head(canvas, order, language)
    y = _addresses(canvas, order, language)
    _table(canvas, lines, language, y - 2 * LINE)
    _text(canvas, LEFT, 45, words.slip("foot", language), size=8)
    canvas.save()
    return paper.getvalue()


def _head(canvas: Any, order: Order, language: str) -> None:
    title = f"{words.slip('title', language)} {order.id}"
    canvas.setTitle(title)
    canvas.setAuthor("Forain sandbox")
    _text(canvas, LEFT, TOP, words.slip("title", language), font=BOLD, size=20)
    _text(canvas, 440, TOP, "spartoo", font=BOLD, size=16)
    placed = order.placed_at.astimezone(PARIS)
    _text(canvas, LEFT, TOP - 2 * LINE, f"{words.slip('order', language)} : {order.id}", font=BOLD)
    _text(canvas, LEFT, TOP - 3 * LINE, f"{words.slip('date', language)} : {placed:%d/%m/%Y}")
    canvas.line(LEFT, TOP - 3.6 * LINE, RIGHT, TOP - 3.6 * LINE)


def _addresses(canvas: Any, order: Order, language: str) -> float:
    """The recipient, and beside him the relay point; the lowest line written."""
    who = order.recipient
    home = (
        who.company,
        f"{who.first} {who.last}",
        who.street,
        who.suburb,
        f"{who.postcode} {who.city}",
        who.country,
    )
    ends = [_block(canvas, LEFT, words.slip("address", language), home)]
    if order.relay:
        point = order.relay
        there = (
            f"{point.network} {point.id}",
            point.name,
            point.street,
            f"{point.postcode} {point.city}",
            point.country,
        )
        ends.append(_block(canvas, 320, words.slip("relay", language), there))
    return min(ends)  # fmt: skip


def _block(canvas: Any, x: float, heading: str, lines: Sequence[str]) -> float:
    y = TOP - 5 * LINE
    _text(canvas, x, y, heading, font=BOLD)
    for line in filter(None, lines):
        y -= LINE
        _text(canvas, x, y, line[:38])
    return y


def _table(canvas: Any, lines: Sequence[Size], language: str, y: float) -> None:
    """More pages when one does not hold all lines."""
    names = [words.slip(key, language) for key in ("reference", "article", "size", "quantity")]
    _row(canvas, y, names, BOLD)
    canvas.line(LEFT, y - 4, RIGHT, y - 4)
    for line in lines:
        y -= LINE
        if y < BOTTOM:
            canvas.showPage()
            y = TOP
        about = f"{line.brand} {line.name} {line.colour}"
        _row(canvas, y, (line.size_reference, about, line.size, str(line.quantity)), PLAIN)


def _row(canvas: Any, y: float, cells: Sequence[str], font: str) -> None:
    for x, width, cell in zip(COLUMNS, WIDTHS, cells, strict=True):
        shown = cell if len(cell) <= width else f"{cell[: width - 1]}…"
        _text(canvas, x, y, shown, font=font, size=9)


def _text(canvas: Any, x: float, y: float, text: str, *, font: str = PLAIN, size: int = 10) -> None:
    canvas.setFont(font, size)
    canvas.drawString(x, y, _writable(text))


def _writable(text: str) -> str:
    known = _fonts()
    return "".join(one if ord(one) in known else _bare(one, known) for one in text)


def _bare(letter: str, known: frozenset[int]) -> str:
    """The letter without its accent, `?` when the font lacks that too."""
    plain = unicodedata.normalize("NFD", letter)[0]
    return plain if ord(plain) in known else "?"


@cache
def _fonts() -> frozenset[int]:
    """Make the fonts known to the library; the letters they have."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    made = [TTFont(name, f"{name}.ttf") for name in (PLAIN, BOLD)]
    for font in made:
        registerFont(font)
    return frozenset(made[0].face.charToGlyph) & frozenset(made[1].face.charToGlyph)
