"""The lists with codes, each as a mapping from the code to what is known of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

Labels = Mapping[str, str]

#: Languages that read another's labels: Belgium's French half has no list, the Swiss sites speak their neighbours'.
READS: Mapping[str, str] = {"CF": "FR", "CD": "DE", "CI": "IT", "AT": "DE"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A code with its labels. Languages are Spartoo's: FR, EN, CZ… (spartoo.md section 18)."""

    code: int | str
    labels: Labels

    def label(self, language: str) -> str:
        """In this language, else in English, else in French; '' when there is none."""
        wanted = language.upper()
        found = self.labels.get(READS.get(wanted, wanted)) or self.labels.get("EN") or self.labels.get("FR")
        return found or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Category(Entry):
    """A value of `product_style`. `macro`: it is the parent of others. `sexes`: the `product_sex` it may have."""

    product_type: int
    macro: bool
    sexes: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition(Entry):
    """`fields`: in which of the four composition elements it may stand."""

    fields: frozenset[str]
    product_types: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraInfo(Entry):
    """`kind` is Bool, Int or Float. Negative codes are dimensions."""

    kind: str
    product_type: int
    group: str


def read(name: str) -> Any:
    source = resources.files(f"{__package__}.data").joinpath(f"{name}.json")
    return json.loads(source.read_text(encoding="utf-8"))


def _numbered(name: str) -> Mapping[int, Entry]:
    return {int(code): Entry(code=int(code), labels=labels) for code, labels in read(name).items()}


@cache
def colors() -> Mapping[int, Entry]:
    return _numbered("colors")


@cache
def selections() -> Mapping[int, Entry]:
    return _numbered("selections")


@cache
def product_types() -> Mapping[int, Entry]:
    """1 shoes, 200 bags, 300 clothing…"""
    return _numbered("product_types")


@cache
def orders_status() -> Mapping[int, Entry]:
    return _numbered("orders_status")


@cache
def returns_status() -> Mapping[int, Entry]:
    return _numbered("returns_status")


@cache
def invoice_types() -> Mapping[int, Entry]:
    """Line types of Spartoo's statements to the seller; no service uses them."""
    return _numbered("invoice_types")


@cache
def sexes() -> Mapping[str, Entry]:
    """H men, F women, M unisex, K children, G girls, B boys."""
    return {code: Entry(code=code, labels=labels) for code, labels in read("sexes").items()}


@cache
def categories() -> Mapping[int, Category]:
    return {
        int(code): Category(
            code=int(code),
            labels=told["labels"],
            product_type=told["product_type"],
            macro=bool(told["macro"]),
            sexes=frozenset(told["genders"]),
        )
        for code, told in read("categories").items()
    }


@cache
def compositions() -> Mapping[int, Composition]:
    return {
        int(code): Composition(
            code=int(code),
            labels=told["labels"],
            fields=frozenset(told["fields"]),
            product_types=frozenset(told["product_types"]),
        )
        for code, told in read("compositions").items()
    }


@cache
def extra_infos() -> Mapping[int, ExtraInfo]:
    return {
        int(code): ExtraInfo(
            code=int(code),
            labels=told["labels"],
            kind=told["type"],
            product_type=told["product_type"],
            group=told["group"],
        )
        for code, told in read("extra_infos")["infos"].items()
    }


@cache
def languages() -> frozenset[str]:
    """The codes of `language/code`: sites, not ISO 639."""
    return frozenset(read("languages"))


@cache
def currencies() -> Mapping[str, str]:
    """Code -> English name. BGN and HRK have left circulation since."""
    found: Mapping[str, str] = read("currencies")
    return found
