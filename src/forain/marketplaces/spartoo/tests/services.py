"""The reference of Spartoo's services, gathered from declarations, clients, error tables and a good call of each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final

from forain.marketplaces.spartoo.calls import offer
from forain.marketplaces.spartoo.client import AsyncSpartooClient, SpartooClient
from forain.marketplaces.spartoo.errors import CODES, DOCUMENTED_TABLES, OK, TABLES
from forain.marketplaces.spartoo.operations import OPERATIONS, REQUESTS
from forain.marketplaces.spartoo.sandbox import words
from forain.marketplaces.spartoo.sandbox.services import SERVICES
from forain.marketplaces.spartoo.tests.samples_of_calls import good_calls, set_stage
from forain.marketplaces.spartoo.tests.support import Play
from forain.testing.services import ErrorRow, Reference, Service, effects_of, methods

NOTES: Final[Mapping[str, str]] = {
    "en": "A code of one item of an import or a batch raises nothing: it is in `Answered.marked`, which the tables call "
    "`Marked` where it can be nothing else. Codes below -9000 are this project's own, because the real ones are not "
    "public. `SpartooClient` and `AsyncSpartooClient` are in `forain.marketplaces.spartoo`; their answers are in "
    "`Answered.message`, and parameters named `partenaire`, `statut`, `reference_partenaire` are also taken as "
    "`partner`, `status`, `partner_reference` by the sandbox.",
    "fr": "Le code d'un article d'un import ou d'un lot ne lève rien : il est dans `Answered.marked`, que les tables "
    "nomment `Marked` là où il ne peut être rien d'autre. Les codes inférieurs à -9000 sont propres à ce projet, car les "
    "vrais ne sont pas publics. `SpartooClient` et `AsyncSpartooClient` sont dans `forain.marketplaces.spartoo` ; leurs "
    "réponses sont dans `Answered.message`, et le bac à sable prend aussi `partenaire`, `statut`, "
    "`reference_partenaire` sous les noms `partner`, `status`, `partner_reference`.",
}

#: Methods that go with a service and are not named after it.
BESIDE: Final[Mapping[str, tuple[str, ...]]] = {
    "xml_import_products": ("import_all",),
    "xml_import_products_async": ("import_progress", "import_result"),
    "xml_maj_stock_batch": ("maj_stock_all",),
}

#: What the clients say of their methods, and the note `forain call` never shows, in French.
FRENCH: Final[Mapping[str, str]] = MappingProxyType(
    {
        "2, 3, 41, 45, 47": "2, 3, 41, 45, 47",
        "the partner id, the only credential; secret": "l'identifiant partenaire, seul accès ; secret",
        "Orders placed since `date` (aware), or the order `oid`; an unknown one is an empty list.": "Les commandes passées "
        "depuis `date` (avec fuseau), ou la commande `oid` ; une inconnue donne une liste vide.",
        "Move an order to 2, 3 (with tracking), 41, 45 or 47. Never repeated by itself after a lost answer.": "Faire "
        "passer une commande à 2, 3 (avec suivi), 41, 45 ou 47. Jamais renvoyé de lui-même après une réponse perdue.",
        "The delivery slip for these pieces (parent or size reference -> count) of an order in 2 or 3.": "Le bon de "
        "livraison de ces pièces (référence du parent ou de la taille -> quantité) d'une commande en 2 ou 3.",
        "Returns opened since `date` (aware), those of an order, or the one `rid`.": "Les retours ouverts depuis `date` "
        "(avec fuseau), ceux d'une commande, ou le seul `rid`.",
        "Accept (4) or refuse (3) a return, or give its label as a link or a file. Never repeated by itself.": "Accepter "
        "(4) ou refuser (3) un retour, ou donner son étiquette en lien ou en fichier. Jamais renvoyé de lui-même.",
        "Set the stock of one size; that it has this value already (-18) is a success with a note.": "Fixer le stock d'une "
        "taille ; qu'il ait déjà cette valeur (-18) est un succès avec une note.",
        "Set stock and prices of many sizes in one document; the outcome of each is in the answer.": "Fixer stock et prix "
        "de beaucoup de tailles en un document ; le résultat de chacune est dans la réponse.",
        "Whether products or sizes are online, and why not; at most 200 a call are advised.": "Si des produits ou tailles "
        "sont en ligne, et sinon pourquoi ; au plus 200 par appel sont conseillés.",
        "What is online on this site, or this one product; an unknown one is an empty list.": "Ce qui est en ligne sur ce "
        "site, ou ce seul produit ; un inconnu donne une liste vide.",
        "Create and update products; codes of each product are in the answer, those of errors also in `marked`.": "Créer "
        "et mettre à jour des produits ; les codes de chacun sont dans la réponse, ceux des erreurs aussi dans `marked`.",
        "Queue products; the answer holds the address of the result.": "Mettre des produits en file ; la réponse donne "
        "l'adresse du résultat.",
        "One look at a result address; `state` 1 means wait.": "Un regard à une adresse de résultat ; `state` 1 veut dire "
        "attendre.",
        "Wait for a queued import: a look after 30 s, then ever more seldom, for a day at most.": "Attendre un import en "
        "file : un regard après 30 s, puis de plus en plus rarement, pendant un jour au plus.",
        "Import as many products as there are, in documents of `at_most`; memory holds one document.": "Importer autant "
        "de produits qu'il y en a, par documents de `at_most` ; la mémoire en tient un.",
        "Set the stock of as many sizes as there are, in documents of `at_most`; memory holds one document.": "Fixer le "
        "stock d'autant de tailles qu'il y en a, par documents de `at_most` ; la mémoire en tient un.",
    }
)

_START = datetime(2031, 5, 9, 12, 0, tzinfo=UTC)


def reference() -> Reference:
    return Reference(
        room="spartoo",
        name="Spartoo",
        command="spartoo",
        offer=offer,
        blocking=SpartooClient,
        asynchronous=AsyncSpartooClient,
        services=tuple(_service(name) for name in OPERATIONS),
        french={**offer.french, **FRENCH},
        notes=NOTES,
    )


def _service(name: str) -> Service:
    handler = SERVICES[name]
    return Service(
        name=name,
        operation=OPERATIONS[name],
        address=OPERATIONS[name].path,
        methods=(*methods(SpartooClient, name.removeprefix("xml_")), *BESIDE.get(name, ())),
        errors=tuple(_row(name, code) for code in TABLES[name] if code != OK),
        handler=f"{handler.__module__}.{handler.__name__}",
        effects=_effects(name),
        document=REQUESTS.get(name),
    )


def _row(service: str, code: int) -> ErrorRow:
    known = CODES.get(code)
    return ErrorRow(
        code=str(code),
        words=words.error(code),
        error=known.raises.__name__ if known else "Marked",
        source="documented" if service in DOCUMENTED_TABLES else "inferred",
    )


def _effects(name: str) -> tuple[str, ...]:
    play = Play.begin(_START)
    asked = good_calls(set_stage(play))[name]
    return effects_of(lambda: play.sandbox.ledger.entries, lambda: play.call(name, **asked))
