"""Spartoo's services to be called by hand (`forain call spartoo …`): every parameter as it goes over the wire."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from forain.marketplaces.spartoo.flows.caller import Answered, Caller
from forain.marketplaces.spartoo.flows.multipart import Upload
from forain.marketplaces.spartoo.operations import OPERATIONS, PARTENAIRE
from forain.marketplaces.spartoo.sites import site_of
from forain.sdk.calls import Asked, Offer, Told
from forain.sdk.flow import NO_RETRY, Flow
from forain.sdk.pacing import NO_PACE
from forain.wire.operation import Operation

__all__ = ["offer"]

#: Services that change one object (spartoo.md section 7.1, 4).
SINGLE = frozenset({"xml_maj_orders", "xml_maj_returns", "xml_maj_stock"})


#: What the parameters are, for people who ask in French.
FRENCH: Mapping[str, str] = MappingProxyType(
    {
        "the products": "les produits",
        "1: replace descriptions, also of products without stock": "1 : remplacer les descriptions, même sans stock",
        "1: what is not in the document gets stock 0": "1 : ce qui n'est pas dans le document passe à un stock de 0",
        "1: queue it, as xml_import_products_async does": "1 : mettre en file, comme xml_import_products_async",
        "the parent product": "le produit parent",
        "the size, `size_reference` of the import": "la taille, `size_reference` de l'import",
        "the new quantity, not a difference": "la nouvelle quantité, pas une différence",
        "products, sizes, quantities, prices": "produits, tailles, quantités, prix",
        "this product only": "ce produit seul",
        "products or sizes": "produits ou tailles",
        "`YYYY-MM-DD:hh:mm:ss`, lower bound of the order date; or `oID`": "`AAAA-MM-JJ:hh:mm:ss`, borne basse de la date "
        "de commande ; ou `oID`",
        "order id; or `date`": "numéro de commande ; ou `date`",
        "2, 3, 11, 41, 45, 47; empty means all": "2, 3, 11, 41, 45, 47 ; vide : tous",
        "with 3": "avec 3",
        "order id, articles and pieces": "numéro de commande, articles et quantités",
        "Unix time in seconds, lower bound of the creation; or `oID` or `rID`": "temps Unix en secondes, borne basse de "
        "la création ; ou `oID` ou `rID`",
        "order id": "numéro de commande",
        "return id": "numéro de retour",
        "2, 3, 4, 5, 7, 14; empty means all": "2, 3, 4, 5, 7, 14 ; vide : tous",
        "4 accepts, 3 refuses": "4 accepte, 3 refuse",
        "address of a label the seller hosts": "adresse d'une étiquette que le vendeur héberge",
        "a file (PDF, PNG, JPEG), which Spartoo hosts": "un fichier (PDF, PNG, JPEG), que Spartoo héberge",
    }
)


class SpartooCalls:
    """`forain.sdk.calls.Offer`."""

    operations: Mapping[str, Operation[Any]] = OPERATIONS
    own = MappingProxyType({PARTENAIRE.name: "partenaire"})
    french = FRENCH

    def call(self, asked: Asked) -> Flow[Told]:
        """A change of one object fails by a code in its echo; every other answer is shown with its marked items."""
        site = site_of(asked.credentials.get("site", ""))
        caller = Caller(asked.credentials["partenaire"], site, asked.endpoint, NO_RETRY, NO_PACE)
        files = tuple(
            (part, Upload(paper.name, "application/octet-stream", paper.content))
            for part, paper in asked.files.items()
        )
        judged = caller.change if asked.service in SINGLE else caller.read
        answered: Answered[Any] = yield from judged(OPERATIONS[asked.service], asked.given, files)
        marked = [f"{one.error.id}: {one.error.description}" for one in answered.marked]
        return Told(answered.message, (*answered.notes, *marked))


offer: Offer = SpartooCalls()
