"""Rakuten's services to be called by hand (`forain call rakuten …`): every parameter as it goes over the wire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from forain.marketplaces.rakuten_fr import hosts
from forain.marketplaces.rakuten_fr.flows import Calls
from forain.marketplaces.rakuten_fr.operations import OPERATIONS
from forain.marketplaces.rakuten_fr.search_operations import OLD_LISTING
from forain.marketplaces.rakuten_fr.uploads import Upload
from forain.sdk.calls import Asked, Offer, Paper, Told
from forain.sdk.flow import NO_RETRY, Flow
from forain.wire.operation import Operation, Parameter

__all__ = ["offer"]

#: `listing` on its path of before 2015 is a call of its own here.
OLD_LISTING_NAME: Final = "listing_old"
_VERSION: Final = "version"
#: What the parameters are, for people who ask in French.
FRENCH: Mapping[str, str] = MappingProxyType(
    {
        "numeric; 249 for metropolitan France": "numérique ; 249 pour la France métropolitaine",
        "numeric; for goods from outside the Union": "numérique ; pour ce qui vient de hors de l'Union",
        "ignored": "ignoré",
        "yyyy-mm-dd; from this day on": "aaaa-mm-jj ; à partir de ce jour",
        "y: the pre-orders waiting for stock instead": "y : les précommandes en attente de stock à la place",
        "true: only items without a shipping notice": "true : seulement les articles sans avis d'expédition",
        "of the page before": "de la page précédente",
        "a name of the closed list, or Autre": "un nom de la liste fermée, ou Autre",
        "needed with Autre and Kiala": "nécessaire avec Autre et Kiala",
        "no markup": "sans balises",
        "when answering: mailid of the mail in getiteminfos": "pour répondre : le mailid du mail dans getiteminfos",
        "sent to the buyer; 400 characters at most": "envoyé à l'acheteur ; 400 caractères au plus",
        "the advert, not the item": "l'annonce, pas l'article",
        "units that arrived, more than 0": "unités arrivées, plus de 0",
        "may begin with zeros": "peut commencer par des zéros",
        "salestransfer is the only one known": "salestransfer est le seul connu",
        "dd/mm/yyyy-hh:mm:ss; only operations older than this": "jj/mm/aaaa-hh:mm:ss ; seulement les opérations plus "
        "anciennes",
        "words; one of kw, refs, productids and nav has to be there": "des mots ; l'un de kw, refs, productids et nav "
        "doit être là",
        "EAN, ISBN or maker's references, joined by commas": "EAN, ISBN ou références du fabricant, séparés par des "
        "virgules",
        "joined by commas": "séparés par des virgules",
        "a code of categorymap": "un code de categorymap",
        "PRICING adds the offers, LIMITED leaves details out": "PRICING ajoute les offres, LIMITED omet des détails",
        "from 1": "à partir de 1",
        "20 by default; nbproducts is its old name": "20 par défaut ; nbproducts est son ancien nom",
        "the seller's import profile; this or mappingalias": "le profil d'import du vendeur ; lui ou mappingalias",
        "PRICEQUANTITY or FULLADVERT": "PRICEQUANTITY ou FULLADVERT",
        "partner name, ignored": "nom du partenaire, ignoré",
        "the importid the upload was answered with": "l'importid reçu en réponse à l'envoi",
        "true: the file becomes the whole inventory; once in twenty-four hours": "true : le fichier devient tout "
        "l'inventaire ; une fois par vingt-quatre heures",
        "of producttypes": "de producttypes",
        "VALUES: with the allowed values": "VALUES : avec les valeurs admises",
        "PRICING: with the offers of others": "PRICING : avec les offres des autres",
    }
)


class ByHand(Calls):
    """`flows.Calls`, with any parameter given as text."""

    __slots__ = ()

    def ask(
        self, operation: Operation[Any], given: Mapping[str, str], files: Mapping[str, Paper]
    ) -> Flow[Any]:
        """One call; a version that is not given is the one the typed client asks for."""
        paper = files.get(operation.upload or "")
        upload = Upload(paper.content, paper.name, _kind_of(paper.name)) if paper else None
        parameters = {name: value for name, value in given.items() if name != _VERSION}
        version = given.get(_VERSION, "")
        return self._call(operation, upload=upload, asked_version=version, **parameters)


def _kind_of(name: str) -> str:
    return "text/xml" if name.lower().endswith(".xml") else "text/plain"


def _by_hand(operation: Operation[Any]) -> Operation[Any]:
    """The version need not be given, where versions are known."""
    if not operation.versions:
        return operation
    told = Parameter(_VERSION, note=", ".join(operation.versions))
    parameters = tuple(told if one.name == _VERSION else one for one in operation.parameters)
    return replace(operation, parameters=parameters)


class RakutenCalls:
    """`forain.sdk.calls.Offer`."""

    operations: Mapping[str, Operation[Any]] = MappingProxyType(
        {name: _by_hand(one) for name, one in {**OPERATIONS, OLD_LISTING_NAME: OLD_LISTING}.items()}
    )
    own = MappingProxyType({"login": "login", "pwd": "token"})
    french = FRENCH

    def call(self, asked: Asked) -> Flow[Told]:
        """An error document is an error; oddities of a good answer are notes."""
        notes: list[str] = []
        calls = ByHand(
            login=asked.credentials.get("login", ""),
            token=asked.credentials.get("token", ""),
            endpoint=asked.endpoint or hosts.PRODUCTION,
            retry=NO_RETRY,
            notice=lambda _, oddity: notes.append(oddity),
        )
        message = yield from calls.ask(self.operations[asked.service], asked.given, asked.files)
        return Told(message, tuple(notes))


offer: Offer = RakutenCalls()
