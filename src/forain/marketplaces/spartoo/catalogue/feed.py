"""Products as documents to send and as a feed to be pulled, written as they come: memory does not grow with them.

The feed's layout is arranged with Spartoo (catalogue_feed): these columns are the typical ones and never move.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import StringIO
from itertools import chain, islice

from forain.marketplaces.spartoo import decisions
from forain.marketplaces.spartoo import messages as m
from forain.wire import values
from forain.wire.xml import encode, encode_stream

PHOTOS, INFOS, SELECTIONS = 5, 4, 3
_PHOTO_COLUMNS = ("photo", *(f"photo_{number}" for number in range(2, PHOTOS + 1)))
_INFO_COLUMNS = tuple(
    f"extra_info_{what}_{number}" for number in range(1, INFOS + 1) for what in ("id", "value")
)
_SELECTION_COLUMNS = tuple(f"selection_{number}" for number in range(1, SELECTIONS + 1))

#: In this order, for ever: an inserted column breaks the mapping, a new one goes to the end.
COLUMNS = (
    "reference_partenaire", "manufacturers_name", "product_name", "product_sex", "product_price", "product_style",
    "product_description", "product_color", "color_id", "product_quantity", "country_origin", "country_hs",
    "heel_height", "product_composition", "voering_composition", "first_composition", "zool_composition",
    "size_name", "size_quantity", "size_reference", "ean", *_PHOTO_COLUMNS,
    "startdate", "stopdate", "price_discount", "rate", "sales", *_INFO_COLUMNS, *_SELECTION_COLUMNS,
)  # fmt: skip

Row = list[str]


def documents(
    products: Iterable[m.ParentProduct], at_most: int = decisions.PRODUCTS_A_CALL
) -> Iterator[bytes]:
    """Import documents of at most so many products each."""
    source = iter(products)
    while part := tuple(islice(source, at_most)):
        yield encode(m.ImportProducts(products=part))


def feed_xml(products: Iterable[m.ParentProduct]) -> Iterator[bytes]:
    """One document of the import's tree, a batch of products at a time."""
    return encode_stream(m.ImportProducts(products=()), products, field="products")


def feed_csv(products: Iterable[m.ParentProduct], language: str = "FR") -> Iterator[str]:
    """A line for each size, the parent repeated on each, with `;`; `language` of a multi-country product."""
    yield _line(COLUMNS)
    for product in products:
        for size in product.sizes or (None,):
            yield _line(_row(_told(product, language), size))


def _line(cells: Iterable[str]) -> str:
    """One line, quoted where needed."""
    written = StringIO()
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerow(cells)
    return written.getvalue()


def _told(product: m.ParentProduct, language: str) -> tuple[m.ParentProduct, m.Language]:
    """The product and what it is on the wanted site, else on its first one."""
    own = m.Language(
        code=language,
        name=product.name or "",
        description=product.description,
        color=product.color,
        price=product.price,
        discount=product.discount,
    )
    wanted = [one for one in product.languages if one.code.upper() == language.upper()]
    return product, next(chain(wanted, product.languages), own)


def _row(told: tuple[m.ParentProduct, m.Language], size: m.Size | None) -> Row:
    product, site = told
    return [
        product.reference,
        product.manufacturers or "",
        site.name,
        product.sex or "",
        _price(site.price),
        _code(product.style),
        site.description or "",
        site.color or "",
        _code(product.color_id),
        "" if size else _code(product.quantity),
        product.country_origin or "",
        product.code_hs or product.country_hs or "",
        "" if product.heel_height is None else values.DECIMAL.write(product.heel_height),
        *map(_code, (product.composition, product.lining, product.insole, product.sole)),
        *_size(size),
        *_filled(product.photos.urls if product.photos else (), PHOTOS),
        *_discount(site.discount),
        *_filled(_infos(product), 2 * INFOS),
        *_filled(map(_code, product.selections), SELECTIONS),
    ]


def _size(size: m.Size | None) -> Row:
    return [size.name, _code(size.quantity), size.reference, size.ean or ""] if size else [""] * 4


def _discount(told: m.Discount | None) -> Row:
    """ "Oui" puts a product into the sales in France (catalogue_feed)."""
    if told is None:
        return [""] * 5
    dates = [values.UNIX.write(one) if one else "" for one in (told.startdate, told.stopdate)]
    return [*dates, _price(told.price_discount), _code(told.rate), "Oui" if told.sales else ""]


def _infos(product: m.ParentProduct) -> Iterator[str]:
    for info in product.infos:
        yield from (_code(info.id), values.DECIMAL.write(info.value))


def _filled(cells: Iterable[str], width: int) -> Row:
    found = list(islice(cells, width))
    return [*found, *[""] * (width - len(found))]


def _price(value: Decimal | None) -> str:
    return "" if value is None else values.DECIMAL_2.write(value)


def _code(value: int | None) -> str:
    return "" if value is None else str(value)
