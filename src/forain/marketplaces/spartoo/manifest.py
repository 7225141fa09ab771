"""What Spartoo is and can do, as data, and what is checked before the first call."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

from forain.connect.contract import (
    Account,
    Capability,
    Clock,
    Connector,
    CredentialField,
    ListKind,
    Manifest,
    Problem,
    Record,
    Resource,
)
from forain.marketplaces.spartoo import decisions
from forain.marketplaces.spartoo.sites import DEFAULT
from forain.trade.commands import CommandKind

Words = Mapping[str, str]


def _words(en: str, fr: str) -> Words:
    return {"en": en, "fr": fr}


PARTENAIRE = CredentialField(
    name="partenaire",
    label=_words("Partner id", "Identifiant partenaire"),
    help=_words(
        "“Merchant id for web services” on your information page in Spartoo's seller area, usually 16 letters and "
        "digits. Whoever has it has full access: Forain seals it and never shows it again.",
        "« Identifiant marchand pour les web services », sur la page de vos informations dans l'espace vendeur "
        "Spartoo : 16 lettres et chiffres en général. Qui le possède a tous les droits : Forain le chiffre et ne le "
        "montre plus jamais.",
    ),
    secret=True,
)

SITE = CredentialField(
    name="site",
    label=_words("Site", "Site"),
    help=_words(
        "The ending of the national site whose orders this connection reads: com (France), co.uk, de, it, es, cz… "
        "One connection for each site. Empty means com.",
        "La terminaison du site national dont cette connexion lit les commandes : com (France), co.uk, de, it, es, "
        "cz… Une connexion par site. Vide : com.",
    ),
)

RESOURCES = (
    Resource(
        name="orders",
        label=_words("Orders", "Commandes"),
        every=timedelta(minutes=5),
        kind=ListKind.WINDOW,
        overlap=decisions.ORDERS_OVERLAP,
        first_window=timedelta(days=30),
    ),
    Resource(
        name="returns",
        label=_words("Returns", "Retours"),
        every=timedelta(minutes=15),
        kind=ListKind.WINDOW,
        overlap=decisions.RETURNS_OVERLAP,
        first_window=timedelta(days=90),
        tells="returns",
    ),
)

CAPABILITIES = (
    Capability(kind=CommandKind.ACCEPT, scope="order"),
    Capability(kind=CommandKind.REFUSE, scope="order"),
    Capability(kind=CommandKind.SHIP, scope="order", needs=("tracking_number",)),
    Capability(kind=CommandKind.CANCEL, scope="order"),
    Capability(kind=CommandKind.MARK_LOST, scope="order"),
    Capability(kind=CommandKind.MARK_UNDELIVERABLE, scope="order"),
)

CLOCKS = (
    Clock(
        name="accept",
        amount=decisions.ACCEPT_WITHIN,
        working_days=True,
        basis=_words(
            "Spartoo publishes no delay to accept an order; one working day is our advice.",
            "Spartoo ne publie aucun délai d'acceptation ; un jour ouvré est notre conseil.",
        ),
        certainty=decisions.CLOCKS_CERTAINTY,
    ),
    Clock(
        name="ship",
        amount=decisions.SHIP_WITHIN,
        working_days=True,
        basis=_words(
            "Spartoo's web services state no delay to ship; two working days are our advice.",
            "Les web services de Spartoo n'indiquent aucun délai d'expédition ; deux jours ouvrés sont notre conseil.",
        ),
        certainty=decisions.CLOCKS_CERTAINTY,
    ),
    Clock(
        name="return_label",
        amount=decisions.LABEL_WITHIN,
        working_days=True,
        basis=_words(
            "A buyer waits for a return label; Spartoo states no delay, two working days are our advice.",
            "Un acheteur attend une étiquette de retour ; Spartoo n'indique aucun délai, deux jours ouvrés sont notre "
            "conseil.",
        ),
        certainty=decisions.CLOCKS_CERTAINTY,
    ),
)

MANIFEST = Manifest(
    id="spartoo",
    name="Spartoo",
    country="FR",
    time_zone="Europe/Paris",
    endpoint=DEFAULT.endpoint,
    credentials=(PARTENAIRE, SITE),
    resources=RESOURCES,
    capabilities=CAPABILITIES,
    clocks=CLOCKS,
    calls_per_hour=decisions.CALLS_PER_HOUR,
    partial_acceptance=False,
    asks_by="order",
    colour="#c2185b",
)

_MISSING = _words("Type your partner id.", "Saisissez votre identifiant partenaire.")
_EMAIL = _words(
    "This is an e-mail address. Spartoo wants the merchant id for web services, shown on your information page.",
    "Ceci est une adresse e-mail. Spartoo attend l'identifiant marchand pour les web services, affiché sur la page de "
    "vos informations.",
)
_BLANKS = _words(
    "A partner id has no blank inside; copy it again.",
    "Un identifiant partenaire ne contient pas d'espace ; copiez-le à nouveau.",
)
_SHORT = _words(
    "This is too short for a partner id; it usually has 16 letters and digits.",
    "C'est trop court pour un identifiant partenaire : il a en général 16 lettres et chiffres.",
)
_SITE = _words(
    "Type only the ending of the site, for example com, co.uk or cz.",
    "Saisissez seulement la terminaison du site, par exemple com, co.uk ou cz.",
)

#: Shorter values are surely not partner ids; the usual form (16 hexadecimal characters) is seen, not promised.
SHORTEST_PARTNER = 8


class SpartooMarketplace:
    """The room's face to the rest of Forain (`forain.connect.contract.Marketplace`)."""

    manifest = MANIFEST

    def validate(self, credentials: Mapping[str, str]) -> tuple[Problem, ...]:
        """Slips a person can mend before any call; the id's exact form is not judged, it is Spartoo's."""
        return (
            *_partner_problems(credentials.get("partenaire", "").strip()),
            *_site_problems(credentials.get("site", "").strip()),
        )

    def carrier_label(self, carrier: str) -> tuple[str, bool] | None:
        """Any carrier will do and none is sent: `xml_maj_orders` has no carrier parameter (spartoo.md section 16)."""
        return carrier, False

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
