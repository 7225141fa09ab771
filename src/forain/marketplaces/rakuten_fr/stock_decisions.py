"""What the sources do not say about stock files and we had to decide; the other half of `decisions`.

Everything here is marked [inferred] in the protocol reference (or is in none of its files at all). The client relies
on none of it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

# -- limits -----------------------------------------------------------------------------------------------------

REPORT_PAGE: Final = 100  #: lines on one page of genericimportreport; 74 were recorded on a last page of 1474
EXPORT_PAGE: Final = 1000
FILES_PER_HOUR: Final = 10  #: Rakuten advises so; here one more is a spent quota
LINES_A_FILE: Final = 20_000  #: a larger file is cancelled
BYTES_A_FILE: Final = 50 * 1024 * 1024
IMAGES_AN_ADVERT: Final = 10
DESCRIPTION_LENGTH: Final = 4000  #: prdEdito; one client cuts there
REPORT_KEPT: Final = timedelta(days=30)  #: of XML files
FLAT_REPORT_KEPT: Final = timedelta(days=5)  #: documented for the back office
PURGE_EVERY: Final = timedelta(hours=24)  #: documented; how a second one is refused is not
#: `fileid` is an xs:long. What a larger number does is not documented; the page prints `Service unavailable` as an
#: answer without saying when it comes.
LARGEST_FILE_ID: Final = 2**63 - 1
PURGED_ALREADY: Final = "Purge and replace is allowed once every 24 hours"

# -- clocks -----------------------------------------------------------------------------------------------------

RECEIVED_FOR: Final = timedelta(seconds=10)
QUEUED_FOR: Final = timedelta(seconds=50)
LINES_A_SECOND: Final = 50
SHORTEST_WORK: Final = timedelta(seconds=20)
IMAGES_AFTER: Final = timedelta(minutes=3)

# -- words nobody recorded --------------------------------------------------------------------------------------

#: States of a flat file before it is done; PROCESSED and PROCESS_FAILED are known from a client.
FLAT_STATES: Final = ("RECEIVED", "PENDING", "PROCESSING")

NO_EXPORT_MESSAGE: Final = "Unauthorized access."
NO_EXPORT_DETAIL: Final = "You don't have the right to use this service"

#: Texts of line errors. Two are recorded: QUANTITY and ALIAS_NEEDED.
QUANTITY: Final = "Saisissez une quantité"
ALIAS_NEEDED: Final = "L'alias est obligatoire pour les créations de produit."
MALFORMED_LINE: Final = "Fichier XML mal formé : la ligne n'a pas de balise <attributes>."
NOT_A_NUMBER: Final = "L'identifiant n'est pas un nombre."
KEY_OR_VALUE: Final = "Balise <key> ou <value> manquante."
NOT_FOUND: Final = "Annonce ou produit non trouvé."
SEVERAL: Final = "Plusieurs annonces ou produits correspondent."
PRICE: Final = "Saisissez un prix de vente supérieur à 0."
NEEDED: Final = "Saisissez une valeur."
UNKNOWN_KEY: Final = "Attribut inconnu, ignoré."
NOT_ACCEPTED: Final = "Valeur non acceptée."
UNKNOWN_ALIAS: Final = "Cet alias n'existe pas."
NO_RIGHT: Final = "Droits insuffisants."
NOT_LOWER: Final = "Le prix promotionnel doit être inférieur au prix de référence."
PERCENTAGE_OR_PRICE: Final = "Donnez un pourcentage ou un prix promotionnel."
UNKNOWN_CAMPAIGN: Final = "Opération commerciale inconnue."
UNKNOWN_STORE: Final = "Magasin de retrait inconnu."
IMAGE_ADDRESS: Final = "L'adresse de l'image n'est pas une adresse http."
IMAGE_MISSING: Final = "L'image est introuvable."
IMAGE_KIND: Final = "Le format de l'image n'est pas accepté."
IMAGE_TOO_MANY: Final = "Une annonce a 10 images au plus."

#: Texts of lines of a flat file; the first is printed in the reference.
FLAT_NOT_FOUND: Final = "Annonce non trouvée"
FLAT_SEVERAL: Final = "Plusieurs annonces correspondent"
FLAT_COLUMNS: Final = "Nombre de colonnes incorrect"
FLAT_PRICE: Final = "Prix incorrect"
FLAT_QUANTITY: Final = "Quantité incorrecte"
FLAT_PRODUCT: Final = "Produit non trouvé"
FLAT_CONDITION: Final = "Etat incorrect"
FLAT_PROMOTION: Final = "Code opération promo incorrect"

#: Hosts and names of pictures that cannot be fetched: the sandbox fetches nothing.
IMAGE_ENDINGS: Final = (".jpg", ".jpeg", ".png", ".gif", ".webp")

#: Two Click & Collect shops for every seller.
STORES: Final = ("1", "2")

#: First version of producttypetemplate that shows the shipping sample, the shops, the word list of `state`
#: (before: a Number), and `refurbished`. Only the first is documented.
SHIPPING_SAMPLE_SINCE: Final = "2013-05-14"
STORES_SINCE: Final = "2015-02-02"
STATE_WORDS_SINCE: Final = "2013-05-14"
REFURBISHED_SINCE: Final = "2017-10-04"
CATEGORY_REF_SINCE: Final = "2015-06-30"
IMAGE_STATES_SINCE: Final = "2017-02-10"
LAST_VERSION_SINCE: Final = "2014-01-28"  #: `lastversion` in export
