"""How offers are sold at Rakuten, as data: which file does what, and why it is chosen."""

from __future__ import annotations

from typing import Final

from forain.connect.certainty import words
from forain.connect.offers import OfferRules, OfferService
from forain.marketplaces.rakuten_fr import stock_decisions as decisions
from forain.trade.offer import OFFER_FIELDS, STOCK_FIELDS, ChangeKind

#: Both kinds of file stand in one queue, and Rakuten's advice counts them together.
_FILES: Final = "files"

FLAT: Final = OfferService(
    name="import",
    label=words("Price and quantity file", "Fichier de prix et de quantités"),
    why=words(
        "Only price or stock changes: three columns in Rakuten's PRICEQUANTITY layout, the smallest file there is. Its "
        "report names bad lines only.",
        "Seuls le prix ou le stock changent : trois colonnes au format PRICEQUANTITY de Rakuten, le plus petit fichier "
        "possible. Son rapport ne cite que les lignes en erreur.",
    ),
    kinds=frozenset({ChangeKind.UPDATE, ChangeKind.END}),
    fields=STOCK_FIELDS,
    rows=decisions.LINES_A_FILE,
    files_per_hour=decisions.FILES_PER_HOUR,
    quota=_FILES,
    repeatable=True,
    no_sku_with=';"\r\n',
)
XML: Final = OfferService(
    name="genericimportfile",
    label=words("XML stock file", "Fichier de stock XML"),
    why=words(
        "Something besides price and stock changes, or the offer is new: only the XML file carries it, and its report "
        "tells every line.",
        "Autre chose que le prix ou le stock change, ou l'offre est nouvelle : seul le fichier XML le transporte, et "
        "son rapport détaille chaque ligne.",
    ),
    kinds=frozenset({ChangeKind.NEW, ChangeKind.UPDATE, ChangeKind.END}),
    rows=decisions.LINES_A_FILE,
    files_per_hour=decisions.FILES_PER_HOUR,
    quota=_FILES,
    repeatable=True,
)

OFFERS: Final = OfferRules(
    services=(FLAT, XML),
    fields=OFFER_FIELDS - {"category"},
    ends=words(
        "Rakuten has no call to delete an advert: it is sent with quantity 0, which takes it off sale.",
        "Rakuten n'a pas d'appel pour supprimer une annonce : elle est envoyée avec la quantité 0, ce qui la retire de "
        "la vente.",
    ),
    largest_quantity=999_999_999,
    replaces=XML.name,
    replaces_every=decisions.PURGE_EVERY,
    report_kept=decisions.REPORT_KEPT,
)
