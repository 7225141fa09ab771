"""Looks texts up by the site's language. Labels of statuses: Spartoo's own lists (`provisioning`).

Error texts and the label in the root `statut` are French on every site: seed 004 shows French ones on the Czech host.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from forain.marketplaces.spartoo import provisioning
from forain.marketplaces.spartoo.decisions import RESERVED

FRENCH = "FR"
ENGLISH = "EN"

#: Languages without a list of their own read another's: the Swiss site French, the rest English (decision `site-language`).
READS: Mapping[str, str] = {"CF": FRENCH}


@cache
def _texts(name: str) -> Mapping[str, Any]:
    source = resources.files(__package__).joinpath("texts", f"{name}.json")
    loaded: Mapping[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    return loaded


def order_status(status: int, language: str = FRENCH) -> str:
    """`orders_status_name`; empty for a status that is in no list."""
    entry = provisioning.orders_status().get(status)
    return entry.label(language) if entry else ""


def return_status(status: int, language: str = FRENCH) -> str:
    entry = provisioning.returns_status().get(status)
    return entry.label(language) if entry else ""


def reason(key: str, language: str) -> str:
    """The text of a reason; what is no key is free text and stays."""
    return _said("reasons", key, language) or key


def product_state(key: str, language: str) -> str:
    """Why a product is, or is not, online."""
    return _said("product_states", key, language)


def slip(key: str, language: str) -> str:
    """A heading of the delivery slip."""
    return _said("slip", key, language)


def queue(state: str) -> str:
    """What a result address says; French in every language (xml_import_products_async)."""
    found: str = _texts("queue")[state]
    return found


def error(code: int) -> str:
    """A code of Spartoo's tables in French; one of the reserved ones in the words of `decisions`."""
    reserved = RESERVED.get(code)
    found: str = _texts("errors").get(str(code), "")
    return found or (reserved.meaning if reserved else "")


def _said(name: str, key: str, language: str) -> str:
    labels: Mapping[str, str] = _texts(name).get(key, {})
    return labels.get(READS.get(language, language)) or labels.get(ENGLISH, "")
