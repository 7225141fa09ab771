"""How offers are sold at Spartoo, as data: which service does what, and why it is chosen."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from forain.connect.certainty import words
from forain.connect.offers import OfferRules, OfferService
from forain.marketplaces.spartoo import decisions
from forain.trade.offer import OFFER_FIELDS, STOCK_FIELDS, ChangeKind

_UPDATES: Final = frozenset({ChangeKind.UPDATE, ChangeKind.END})
_ALL: Final = frozenset({ChangeKind.NEW, ChangeKind.UPDATE, ChangeKind.END, ChangeKind.SAME})

ONE: Final = OfferService(
    name="xml_maj_stock",
    label=words("Stock of one size", "Stock d'une taille"),
    why=words(
        "The stock of a single size changes: Spartoo sets it at once and says so in the answer.",
        "Le stock d'une seule taille change : Spartoo l'applique aussitôt et le dit dans sa réponse.",
    ),
    kinds=_UPDATES,
    fields=frozenset({"quantity"}),
    rows=1,
    up_to=1,
    files_per_hour=decisions.CALLS_PER_HOUR,
    answers_at_once=True,
    repeatable=True,
)
BATCH: Final = OfferService(
    name="xml_maj_stock_batch",
    label=words("Stock and price batch", "Lot de stocks et de prix"),
    why=words(
        "Only stock or price changes: one document of many sizes, answered at once, without the products' other data.",
        "Seuls le stock ou le prix changent : un document pour de nombreuses tailles, avec réponse immédiate, sans les "
        "autres données des produits.",
    ),
    kinds=_UPDATES,
    fields=STOCK_FIELDS,
    rows=decisions.SIZES_A_CALL,
    files_per_hour=decisions.CALLS_PER_HOUR,
    answers_at_once=True,
    repeatable=True,
)
IMPORT: Final = OfferService(
    name="xml_import_products",
    label=words("Product import", "Import de produits"),
    why=words(
        "Products are new or their descriptions change, and they are few: the answer tells at once what became of each.",
        "Des produits sont nouveaux ou leurs fiches changent, et ils sont peu nombreux : la réponse dit aussitôt ce "
        "qu'il en est de chacun.",
    ),
    kinds=_ALL,
    rows=100,
    up_to=100,
    files_per_hour=decisions.CALLS_PER_HOUR,
    answers_at_once=True,
    repeatable=True,
)
QUEUED: Final = OfferService(
    name="xml_import_products_async",
    label=words("Queued product import", "Import de produits différé"),
    why=words(
        "Products are new or their descriptions change, and they are many: Spartoo queues the document and gives an "
        "address where the result will be.",
        "Des produits sont nouveaux ou leurs fiches changent, et ils sont nombreux : Spartoo met le document en file et "
        "donne une adresse où lire le résultat.",
    ),
    kinds=_ALL,
    rows=decisions.PRODUCTS_A_CALL,
    files_per_hour=decisions.CALLS_PER_HOUR,
)

OFFERS: Final = OfferRules(
    services=(ONE, BATCH, IMPORT, QUEUED),
    fields=OFFER_FIELDS - {"condition", "comment", "shipping", "shipping_profile", "product_type"},
    ends=words(
        "Spartoo has no call to delete a product: its stock is set to 0, which takes it offline.",
        "Spartoo n'a pas d'appel pour supprimer un produit : son stock est mis à 0, ce qui le retire du site.",
    ),
    largest_quantity=decisions.LARGEST_STOCK,
    families=True,
    one_price=True,  # decisions.py, "batch-price"; in an import the price stands at the parent
    shows_empty=False,
    settles_after=timedelta(minutes=5),
    report_kept=decisions.RESULT_LIFE,
)
