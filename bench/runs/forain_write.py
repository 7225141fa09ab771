"""Ours: adverts as one document of any length (Rakuten, stock XML format)."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from forain.wire.xml import element, elements, encode_stream, message


@message
class Attribute:
    """A key of the template and its value."""

    key: str = element("key", recurring=True)
    value: str = element("value", cdata=True)


@message
class Advert:
    """One advert."""

    alias: str = element("alias")
    product: tuple[Attribute, ...] = elements("attributes/product/attribute")
    advert: tuple[Attribute, ...] = elements("attributes/advert/attribute")


@message("items", charset="ISO-8859-1")
class Adverts:
    """The file."""

    items: tuple[Advert, ...] = elements("item")


def prepare(path: Path) -> Callable[[], int]:
    """Give the function to be timed; `path` holds some adverts and how often they are to be written."""
    data = json.loads(path.read_text())
    some = [
        Advert(alias=alias, product=_attributes(product), advert=_attributes(advert))
        for alias, product, advert in data["adverts"]
    ]

    def run() -> int:
        all_of_them = itertools.chain.from_iterable(itertools.repeat(some, data["times"]))
        with path.with_suffix(".forain").open("wb") as file:
            file.writelines(encode_stream(Adverts(items=()), all_of_them, field="items"))
        return len(some) * int(data["times"])

    return run


def _attributes(pairs: Any) -> tuple[Attribute, ...]:
    return tuple(Attribute(key=key, value=value) for key, value in pairs)
