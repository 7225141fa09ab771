"""A catalogue as a CSV file: `sku`, `title`, `gtin` (several separated by blanks or `|`); other columns are ignored."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from forain.hub.kit.refusal import NotAllowed
from forain.hub.skus.actions import NewProduct

LONGEST = 120


def read_csv(content: bytes) -> list[NewProduct]:
    """All products of the file, or none: raises NotAllowed (`bad_file`) naming the first line that is wrong."""
    text = _text(content)
    head = text.split("\n", 1)[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=max(";,\t", key=head.count))
    rows.fieldnames = [name.strip().lower() for name in rows.fieldnames or ()]
    if "sku" not in rows.fieldnames:
        raise NotAllowed("bad_file", _("The first line must name the columns, with one called “sku”."))
    return list(_products(rows))


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _products(rows: csv.DictReader[str]) -> Iterator[NewProduct]:
    for row in rows:
        sku = (row.get("sku") or "").strip()
        if not sku or len(sku) > LONGEST or "\0" in sku:
            words = _("Line %(line)d: a SKU has 1 to %(most)d characters.")
            raise NotAllowed("bad_file", words % {"line": rows.line_num, "most": LONGEST})
        gtins = (row.get("gtin") or row.get("ean") or "").replace("|", " ").split()
        yield NewProduct(sku, (row.get("title") or "").replace("\0", "").strip(), gtins)
