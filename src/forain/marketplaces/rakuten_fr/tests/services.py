"""The reference of Rakuten's services, gathered from declarations, clients, error rows and a good call of each."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final

from forain.marketplaces.rakuten_fr.calls import OLD_LISTING_NAME, offer
from forain.marketplaces.rakuten_fr.client import AsyncRakutenFrClient, RakutenFrClient
from forain.marketplaces.rakuten_fr.operations import OPERATIONS
from forain.marketplaces.rakuten_fr.sandbox.services import HANDLERS
from forain.marketplaces.rakuten_fr.search_operations import OLD_LISTING
from forain.marketplaces.rakuten_fr.tests.asking import ask_for
from forain.marketplaces.rakuten_fr.tests.good_calls import GOOD
from forain.marketplaces.rakuten_fr.tests.provoked import ROWS
from forain.marketplaces.rakuten_fr.tests.provoked.kinds import CLIENT
from forain.marketplaces.rakuten_fr.tests.support import Play
from forain.testing.services import ErrorRow, Reference, Service, effects_of, methods

NOTES: Final[Mapping[str, str]] = {
    "en": "The words of a refusal are those of its `detail`. `RakutenFrClient` and `AsyncRakutenFrClient` are in "
    "`forain.marketplaces.rakuten_fr`. `listing_old` is `listing` on its path of before 2015.",
    "fr": "Le texte d'un refus est celui de son `detail`. `RakutenFrClient` et `AsyncRakutenFrClient` sont dans "
    "`forain.marketplaces.rakuten_fr`. `listing_old` est `listing` sur son chemin d'avant 2015.",
}

#: What the clients say of their methods, and the notes `forain call` never shows, in French.
FRENCH: Final[Mapping[str, str]] = MappingProxyType(
    {
        "the account name, never the e-mail address": "le nom du compte, jamais l'adresse e-mail",
        "the API token": "le jeton d'API",
        "Sales waiting for the seller's answer.": "Les ventes qui attendent la réponse du vendeur.",
        "Accept one item; the buyer is debited. Never sent twice by itself.": "Accepter un article ; l'acheteur est "
        "débité. Jamais envoyé deux fois de lui-même.",
        "Refuse one item. Never sent twice by itself.": "Refuser un article. Jamais envoyé deux fois de lui-même.",
        "Everything about one item. Marks its messages as read.": "Tout sur un article. Marque ses messages comme lus.",
        "Tell carrier and number of one item. Never sent twice by itself.": "Donner le transporteur et le numéro de suivi "
        "d'un article. Jamais envoyé deux fois de lui-même.",
        "Items with an open claim or something unread.": "Les articles avec une réclamation ouverte ou du non lu.",
        "Write to customer service. Never sent twice by itself.": "Écrire au service client. Jamais envoyé deux fois de "
        "lui-même.",
        "The same under its name of 2011.": "La même chose que contactusaboutitem, sous son nom de 2011.",
        "Shipping modes activated for the account.": "Les modes d'expédition activés pour le compte.",
        "One page of confirmed sales; `iter_currentsales` follows the pages.": "Une page des ventes confirmées ; "
        "`iter_currentsales` suit les pages.",
        "All confirmed sales, page after page; stops on an absent, empty or repeated token.": "Toutes les ventes "
        "confirmées, page après page ; s'arrête sur un jeton absent, vide ou répété.",
        "Write to the buyer of an item. Never sent twice by itself.": "Écrire à l'acheteur d'un article. Jamais envoyé "
        "deux fois de lui-même.",
        "Give an accepted item up. Never sent twice by itself.": "Renoncer à un article accepté. Jamais envoyé deux fois "
        "de lui-même.",
        "Units of a pre-order advert arrived. Never sent twice by itself.": "Des unités d'une annonce en précommande sont "
        "arrivées. Jamais envoyé deux fois de lui-même.",
        "Prices, shipping, commissions and net amounts of a purchase.": "Prix, port, commissions et montants nets d'un "
        "achat.",
        "Mode, prepaid label, shipping price and addresses of a purchase.": "Mode, étiquette prépayée, prix du port et "
        "adresses d'un achat.",
        "The lines of one payout; professional sellers only.": "Les lignes d'un versement ; vendeurs professionnels "
        "seulement.",
        "At most 200 operations of the wallet, newest first; `iter_operations` goes on.": "Au plus 200 opérations du "
        "porte-monnaie, les plus récentes d'abord ; `iter_operations` continue.",
        "All operations of the wallet, newest first, each once.": "Toutes les opérations du porte-monnaie, les plus "
        "récentes d'abord, chacune une fois.",
        "Many shipments in one file. Never sent twice by itself; `errors.LinesRefused` tells the bad lines.": "Beaucoup "
        "d'expéditions dans un fichier. Jamais envoyé deux fois de lui-même ; `errors.LinesRefused` donne les lignes "
        "refusées.",
        "Products by words, references, numbers or category, with all sellers' offers when `pricing`.": "Des produits par "
        "mots, références, numéros ou catégorie, avec les offres de tous les vendeurs si `pricing`.",
        "The same on its path of before 2015: the login is sent, the token is not.": "La même chose que listing, sur son "
        "chemin d'avant 2015 : le login est envoyé, pas le jeton.",
        "The tree of category codes; neither login nor token is sent.": "L'arbre des codes de catégories ; ni login ni "
        "jeton ne sont envoyés.",
        "Queue an XML stock file, from memory or piece by piece from disk. Never sent twice by itself.": "Mettre en file "
        "un fichier de stock XML, de la mémoire ou morceau par morceau du disque. Jamais envoyé deux fois de lui-même.",
        "The state of an XML file and one page of its lines; `iter_genericimportreport` follows the pages.": "L'état d'un "
        "fichier XML et une page de ses lignes ; `iter_genericimportreport` suit les pages.",
        "All lines of the report, one line in memory at a time: each page is put into a file first.": "Toutes les lignes "
        "du rapport, une en mémoire à la fois : chaque page va d'abord dans un fichier.",
        "Queue a flat stock file, from memory or piece by piece from disk. Never sent twice by itself.": "Mettre en file "
        "un fichier de stock plat, de la mémoire ou morceau par morceau du disque. Jamais envoyé deux fois de lui-même.",
        "The state of a flat file and its bad lines.": "L'état d'un fichier plat et ses lignes refusées.",
        "All product types; ask once a day at most.": "Tous les types de produits ; à demander une fois par jour au plus.",
        "The keys of a product type, with their closed lists on demand.": "Les clés d'un type de produit, avec leurs "
        "listes fermées sur demande.",
        "One page of the seller's adverts; `iter_export` follows the pages.": "Une page des annonces du vendeur ; "
        "`iter_export` suit les pages.",
        "All adverts of the seller, one in memory at a time.": "Toutes les annonces du vendeur, une en mémoire à la fois.",
        "Inferred from the service's name alone; use the back office unless you know better.": "Déduit du seul nom du "
        "service ; utilisez le back-office à moins d'en savoir plus.",
    }
)

_START = datetime(2031, 5, 6, 9, 0, tzinfo=UTC)


def reference() -> Reference:
    return Reference(
        room="rakuten",
        name="Rakuten France",
        command="rakuten",
        offer=offer,
        blocking=RakutenFrClient,
        asynchronous=AsyncRakutenFrClient,
        services=tuple(_service(name) for name in offer.operations),
        french={**offer.french, **FRENCH},
        notes=NOTES,
    )


def _service(name: str) -> Service:
    operation = OLD_LISTING if name == OLD_LISTING_NAME else OPERATIONS[name]
    handler = HANDLERS[operation.name]
    return Service(
        name=name,
        operation=operation,
        address=f"{operation.path}?action={operation.name}",
        methods=methods(RakutenFrClient, f"{name}_" if keyword.iskeyword(name) else name),
        errors=tuple(
            ErrorRow(
                code=row.head[1],
                words=row.detail or row.head[2],
                error=row.error.__name__,
                source="recording" if row.source == CLIENT else row.source,
            )
            for row in ROWS[name]
        ),
        handler=f"{handler.__module__}.{handler.__name__}",
        effects=_effects(name),
    )


def _effects(name: str) -> tuple[str, ...]:
    play = Play.begin(_START)
    ask = GOOD[name](play)
    version = offer.operations[name].version
    return effects_of(lambda: play.sandbox.ledger.entries, lambda: ask_for(play, name, version, ask))
