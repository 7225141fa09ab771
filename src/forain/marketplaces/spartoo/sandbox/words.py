"""Looks texts up by the site's language. Labels of statuses: provisioning lists of Spartoo (2023).

Error texts and the label in the root `statut` are French on every site: seed 004 shows French ones on the Czech host.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

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
    return _said("orders_status", str(status), language)


def return_status(status: int, language: str = FRENCH) -> str:
    return _said("returns_status", str(status), language)


def reason(key: str, language: str) -> str:
    """The text of a reason; what is no key is free text and stays."""
    return _said("reasons", key, language) or key


def error(code: int) -> str:
    found: str = _texts("errors").get(str(code), "")
    return found


def _said(name: str, key: str, language: str) -> str:
    labels: Mapping[str, str] = _texts(name).get(key, {})
    return labels.get(READS.get(language, language)) or labels.get(ENGLISH, "")
