"""The room's face to the rest of Forain: the manifest, what is checked before any call, and the way in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from forain.connect.contract import Account, CarrierNames, Connector, Problem, Record, words
from forain.connect.offers import Explanation, Forms, LineProblem
from forain.marketplaces.spartoo.manifest import MANIFEST
from forain.trade.offer import OfferChange

_MISSING = words("Type your partner id.", "Saisissez votre identifiant partenaire.")
_EMAIL = words(
    "This is an e-mail address. Spartoo wants the merchant id for web services, shown on your information page.",
    "Ceci est une adresse e-mail. Spartoo attend l'identifiant marchand pour les web services, affiché sur la page de "
    "vos informations.",
)
_BLANKS = words(
    "A partner id has no blank inside; copy it again.",
    "Un identifiant partenaire ne contient pas d'espace ; copiez-le à nouveau.",
)
_SHORT = words(
    "This is too short for a partner id; it usually has 16 letters and digits.",
    "C'est trop court pour un identifiant partenaire : il a en général 16 lettres et chiffres.",
)
_SITE = words(
    "Type only the ending of the site, for example com, co.uk or cz.",
    "Saisissez seulement la terminaison du site, par exemple com, co.uk ou cz.",
)

#: Shorter values are surely not partner ids; the usual form (16 hexadecimal characters) is seen, not promised.
SHORTEST_PARTNER = 8


class SpartooMarketplace:
    """Fulfils `forain.connect.contract.Marketplace`."""

    manifest = MANIFEST

    def validate(self, credentials: Mapping[str, str]) -> tuple[Problem, ...]:
        """Slips a person can mend before any call; the id's exact form is not judged, it is Spartoo's."""
        return (
            *_partner_problems(credentials.get("partenaire", "").strip()),
            *_site_problems(credentials.get("site", "").strip()),
        )

    @property
    def carriers(self) -> CarrierNames:
        """None: `xml_maj_orders` has no carrier parameter."""
        return CarrierNames(names={})

    def carrier_label(self, carrier: str) -> tuple[str, bool] | None:
        """Any carrier will do and none is sent: `xml_maj_orders` has no carrier parameter (spartoo.md section 16)."""
        return carrier, False

    def explain(self, code: str, key: str = "", words: str = "") -> Explanation:
        """What an error about an offer means."""
        from forain.marketplaces.spartoo.offers import explaining

        return explaining.explain(code, key, words)

    @property
    def explanations(self) -> tuple[Explanation, ...]:
        """Every one there is."""
        from forain.marketplaces.spartoo.offers import explaining

        return explaining.explanations()

    def check_offer(self, change: OfferChange, forms: Forms) -> Iterator[LineProblem]:
        """What Spartoo would say of this change, before it is sent."""
        from forain.marketplaces.spartoo.offers.checking import check_offer

        return check_offer(change, forms)

    def connect(self, account: Account, record: Record) -> Connector:
        from forain.marketplaces.spartoo.connector import SpartooConnector

        return SpartooConnector(account, record)


def _partner_problems(partner: str) -> tuple[Problem, ...]:
    if not partner:
        return (Problem(field="partenaire", code="missing", words=_MISSING),)
    if "@" in partner:
        return (Problem(field="partenaire", code="email", words=_EMAIL),)
    if re.search(r"\s", partner):
        return (Problem(field="partenaire", code="blanks", words=_BLANKS),)
    if len(partner) < SHORTEST_PARTNER:
        return (Problem(field="partenaire", code="too_short", words=_SHORT),)
    return ()


def _site_problems(suffix: str) -> tuple[Problem, ...]:
    if not suffix or re.fullmatch(r"[a-z]{2,}(\.[a-z]{2,})?", suffix):
        return ()
    return (Problem(field="site", code="not_a_suffix", words=_SITE),)
