"""What can be wrong with a file of offers: one table of codes and sentences, in both languages.

A `BadFile` ends the whole: nothing changes. A `BadRow` is told and the others go on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forain.hub.kit.refusal import NotAllowed

#: Code -> sentence about a whole file.
FILE: Mapping[str, Promise] = {
    "file_empty": _("The file is empty. Nothing was changed."),
    "file_no_rows": _("The file has heads but no row. Nothing was changed."),
    "file_unreadable": _("This is no file of offers: send CSV, XLSX, JSON lines or XML. Nothing was changed."),
    "file_mixed_encoding": _("Line %(line)s is not written in %(encoding)s as the lines before it: save the whole file in UTF-8. Nothing was changed."),
    "file_encoding_unknown": _("The encoding of the file cannot be told: save it in UTF-8, or name it. Nothing was changed."),
    "file_truncated": _("The file ends in the middle of line %(line)s: it was not written to its end. Nothing was changed."),
    "file_columns_missing": _("The file has no column for: %(missing)s. Its heads are: %(heads)s. Nothing was changed."),
    "file_heads_twice": _("These heads say the same thing twice: %(heads)s. Keep one of each. Nothing was changed."),
    "file_too_large": _("The file has more than %(limit)s: cut it into parts. Nothing was changed."),
    "file_bomb": _("Unpacked, the file is far larger than it can honestly be: it was not read. Nothing was changed."),
    "file_archive": _("The archive must hold exactly one file; it holds %(count)s. Nothing was changed."),
    "file_formulas": _("Line %(line)s has a cell that a spreadsheet would run as a formula: %(value)s. Save values instead. Nothing was changed."),
    "file_xml_unsafe": _("The XML declares a document type, which is not allowed. Nothing was changed."),
    "file_no_profile": _("An XML file needs a mapping profile that says which element is an offer. Nothing was changed."),
    "file_all_bad": _("No row of the file can be taken in; the first bad one is line %(line)s. Nothing was changed."),
    "file_shrank": _("%(count)s of %(total)s offers are not in this complete file. It was stopped: confirm it by typing %(count)s, then send it again. Nothing was changed."),
}  # fmt: skip

#: Code -> sentence about one row.
ROW: Mapping[str, Promise] = {
    "row_cells": _("The row has another number of cells than the heads."),
    "row_broken": _("The row cannot be read."),
    "row_keys": _("The row has other keys than the first line."),
    "sku_missing": _("The row has no SKU."),
    "sku_long": _("A SKU has at most 120 characters."),
    "quantity_bad": _("The quantity is no whole number."),
    "price_bad": _("The price is no amount with at most two decimals."),
    "price_zero": _("The price is zero."),
    "cost_bad": _("The cost is no amount with at most two decimals."),
    "currency_bad": _("The currency is no code of three letters."),
    "condition_bad": _("The condition is none of: new, like_new, very_good, good, acceptable, refurbished."),
    "sku_unknown": _("The SKU is new, and the file has no column for its price or quantity."),
    "sku_twice": _("The SKU comes again further down; the last one counts."),
    "characters": _("The row has characters that cannot be kept."),
    "kept": _("The complete file has bad rows: nothing was taken off sale until it has none."),
    "shipping_bad": _("The shipping prices or attributes are not JSON."),
}  # fmt: skip
#: Code -> what to do about it. Read when it is shown, so it says today's words of rows of old files too.
FIX: Mapping[str, Promise] = {
    "row_cells": _("Give the row as many cells as the first line has; put a text that holds the separator between quotes."),
    "row_broken": _("Look for a quote that is opened and not closed, and save the file anew in UTF-8."),
    "row_keys": _("Give each line the same keys as the first one, empty where there is nothing to say."),
    "sku_missing": _("Write your SKU into the row, or take the row out."),
    "sku_long": _("Shorten the SKU to 120 characters."),
    "quantity_bad": _("Write the quantity in digits alone, for instance 12; 0 for none."),
    "price_bad": _("Write the price in digits with a point or a comma before the cents and nothing between thousands, for instance 1299,90."),
    "price_zero": _("Write the price, or say that the offer is ended."),
    "cost_bad": _("Write the cost in digits with a point or a comma before the cents, for instance 8,50, or leave the cell empty."),
    "currency_bad": _("Write EUR, or leave the cell empty."),
    "condition_bad": _("Write one of these words, or its French one: neuf, comme neuf, très bon état, bon état, correct, reconditionné."),
    "sku_unknown": _("Give a new SKU its price and quantity: add both columns to the file."),
    "sku_twice": _("Nothing to do if the last row is right; else take one of them out."),
    "characters": _("Take out the characters that cannot be seen, which often come from copying, and save the file in UTF-8."),
    "kept": _("Mend the bad rows of this list, then send the whole file again."),
    "shipping_bad": _("Write the cell as JSON: a list of shipping prices, or an object of attributes; or leave it empty."),
}  # fmt: skip
#: What is told of a row although it does no harm.
HARMLESS = frozenset({"sku_twice"})
LANGUAGES = ("en", "fr")


class BadFile(NotAllowed):
    """The file cannot be taken in; nothing was changed."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, str(FILE[code] % facts if facts else FILE[code]), **facts)

    @property
    def in_both(self) -> dict[str, str]:
        """The sentence in every language."""
        return both(FILE[self.code], self.facts)


class Shrank(BadFile):
    """A complete file leaves out more than the threshold."""

    def __init__(self, count: int, total: int, limit: int) -> None:
        super().__init__("file_shrank", count=count, total=total)
        self.count, self.total, self.limit = count, total, limit


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out. `line` counts from 1, the heads included."""

    line: int
    code: str
    sku: str = ""
    value: str = ""

    def shown(self) -> dict[str, Any]:
        words = both(ROW[self.code], {})
        return {"line": self.line, "sku": self.sku, "code": self.code, "value": self.value, "words": words}


def words_of(code: str, kept: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with a row, in each language; as it was kept where we no longer know the code."""
    return both(ROW[code], {}) if code in ROW else dict(kept)


def fix_of(code: str) -> dict[str, str]:
    """What to do about it, in each language; nothing for a code we do not know."""
    return both(FIX[code], {}) if code in FIX else {}


def both(sentence: Promise, facts: Mapping[str, Any]) -> dict[str, str]:
    """The sentence in each language."""
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = str(sentence) % facts if facts else str(sentence)
    return found
