"""The order of French words, from functions every PostgreSQL has.

Our clusters sort by code point (see `cluster._locale`), which puts é after z. Lists for people are ordered by this
expression instead: without accents, without case, ligatures opened. All its functions are immutable, so an index
may hold it. It needs no extension and works on any server Forain may be pointed at.
"""

from typing import Final

# `{}` is the column; the accents are combining marks once a letter is decomposed.
SORT_KEY: Final = (
    "regexp_replace(normalize(replace(replace(lower({0}), 'œ', 'oe'), 'æ', 'ae'), NFD),"
    " '[\\u0300-\\u036f]', '', 'g')"
)


def sort_key(column: str) -> str:
    """SQL to order by, for a column that is already quoted as it must be."""
    return SORT_KEY.format(column)
