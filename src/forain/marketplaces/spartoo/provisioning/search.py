"""Finds codes by words, without accents or case: a seller knows what he sells, not Spartoo's numbers."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from forain.marketplaces.spartoo.provisioning import lists
from forain.marketplaces.spartoo.provisioning.lists import Entry
from forain.marketplaces.spartoo.provisioning.sizes import sizes

#: The lists that can be searched, by the name of their file.
LISTS: Mapping[str, Callable[[], Mapping[int, Entry] | Mapping[str, Entry]]] = {
    "categories": lists.categories,
    "colors": lists.colors,
    "compositions": lists.compositions,
    "extra_infos": lists.extra_infos,
    "invoice_types": lists.invoice_types,
    "orders_status": lists.orders_status,
    "product_types": lists.product_types,
    "returns_status": lists.returns_status,
    "selections": lists.selections,
    "sexes": lists.sexes,
}


@dataclass(frozen=True, slots=True)
class Found:
    """A hit: the code to send (of a size its label) and the label that matched."""

    code: int | str
    label: str
    language: str


def search(name: str, words: str, language: str = "") -> list[Found]:
    """Entries of a list (one of `LISTS`, or `sizes`) with all the words; whole labels first, then short ones.

    Without `language` every language is searched and each code told once. LookupError for an unknown list.
    """
    if name != "sizes" and name not in LISTS:
        raise LookupError(f"There is no list {name!r}; known: {', '.join((*LISTS, 'sizes'))}.")
    asked = plain(words).split()
    told = _sizes(language or "FR") if name == "sizes" else _entries(LISTS[name]().values(), language)
    hits = [one for one in told if all(word in plain(f"{one.code} {one.label}") for word in asked)]
    ranked = sorted(hits, key=lambda one: (plain(one.label) != " ".join(asked), len(one.label)))
    return list({one.code: one for one in reversed(ranked)}.values())[::-1]


def _entries(entries: Iterable[Entry], language: str) -> Iterator[Found]:
    for entry in entries:
        for spoken, label in entry.labels.items():
            if language.upper() in ("", spoken):
                yield Found(entry.code, label, spoken)


def _sizes(language: str) -> Iterator[Found]:
    for labels in sizes(language.upper()).values():
        yield Found(labels[0].label, labels[0].label, language.upper())


def plain(text: str) -> str:
    """Lower case without accents."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(one for one in apart if not unicodedata.combining(one))
