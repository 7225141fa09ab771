"""Spartoo's code lists: colours, categories, sizes, compositions, selections… (snapshot of September 2023).

    colors()[28].label("FR")            'Marron'
    search("categories", "bottines")    the categories whose label has this word in any language

Source: the files Spartoo gives to sellers, corrected as spartoo/provisioning/provisioning.md tells. Lists grow and rarely
lose codes, so an unknown code is a reason to warn, not to refuse. Each list is read when it is first asked for.
"""

from __future__ import annotations

from forain.marketplaces.spartoo.provisioning.lists import (
    Category,
    Composition,
    Entry,
    ExtraInfo,
    categories,
    colors,
    compositions,
    currencies,
    extra_infos,
    invoice_types,
    languages,
    orders_status,
    product_types,
    returns_status,
    selections,
    sexes,
)
from forain.marketplaces.spartoo.provisioning.search import LISTS, Found, search
from forain.marketplaces.spartoo.provisioning.sizes import SizeLabel, sizes, spelled

__all__ = [
    "LISTS",
    "Category",
    "Composition",
    "Entry",
    "ExtraInfo",
    "Found",
    "SizeLabel",
    "categories",
    "colors",
    "compositions",
    "currencies",
    "extra_infos",
    "invoice_types",
    "languages",
    "orders_status",
    "product_types",
    "returns_status",
    "search",
    "selections",
    "sexes",
    "sizes",
    "spelled",
]
