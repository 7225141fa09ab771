"""What Spartoo is and can do, as data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from forain.connect.contract import (
    Capability,
    Clock,
    CredentialField,
    DeepScan,
    Label,
    ListKind,
    Manifest,
    Resource,
    words,
)
from forain.marketplaces.spartoo import decisions
from forain.marketplaces.spartoo.offer_rules import OFFERS
from forain.marketplaces.spartoo.sites import DEFAULT
from forain.trade.commands import CommandKind
from forain.trade.lifecycle import Fulfilment

PARTENAIRE = CredentialField(
    name="partenaire",
    label=words("Partner id", "Identifiant partenaire"),
    help=words(
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
    label=words("Site", "Site"),
    help=words(
        "The ending of the national site whose orders this connection reads: com (France), co.uk, de, it, es, cz… "
        "One connection for each site. Empty means com.",
        "La terminaison du site national dont cette connexion lit les commandes : com (France), co.uk, de, it, es, "
        "cz… Une connexion par site. Vide : com.",
    ),
    default="com",
)

RESOURCES = (
    Resource(
        name="orders",
        label=words("Orders", "Commandes"),
        every=timedelta(minutes=5),
        kind=ListKind.WINDOW,
        overlap=decisions.ORDERS_OVERLAP,
        first_window=timedelta(days=30),
    ),
    Resource(
        name="returns",
        label=words("Returns", "Retours"),
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
    # 41 from any status but 3 and 41 (xml_maj_orders): from 11 it is a refusal, after 45 and 47 a giving up.
    Capability(
        kind=CommandKind.CANCEL,
        scope="order",
        allowed_from=frozenset({Fulfilment.TO_SHIP, Fulfilment.LOST, Fulfilment.UNDELIVERABLE}),
    ),
    Capability(kind=CommandKind.MARK_LOST, scope="order"),
    Capability(kind=CommandKind.MARK_UNDELIVERABLE, scope="order"),
    Capability(kind=CommandKind.RETURN_DECIDE, scope="return", needs=("decision",)),
    Capability(
        kind=CommandKind.RETURN_LABEL,
        scope="return",
        label=Label(
            longest_link=decisions.LONGEST_LINK,
            types=("application/pdf", "image/png", "image/jpeg"),
            largest=decisions.LARGEST_LABEL,
        ),
    ),
)

_NO_MESSAGES = words(
    "Spartoo's web services carry no messages: write in Spartoo's seller area.",
    "Les web services de Spartoo ne transportent pas de messages : écrivez depuis l'espace vendeur Spartoo.",
)
CANNOT: Mapping[CommandKind, Mapping[str, str]] = {
    CommandKind.CORRECT_TRACKING: words(
        "Spartoo takes the tracking number with the shipment only; correct it in Spartoo's seller area.",
        "Spartoo ne prend le numéro de suivi qu'avec l'expédition ; corrigez-le dans l'espace vendeur Spartoo.",
    ),
    CommandKind.CONFIRM_PREORDER: words(
        "Spartoo knows no pre-orders.", "Spartoo ne connaît pas les précommandes."
    ),
    CommandKind.MESSAGE_BUYER: _NO_MESSAGES,
    CommandKind.MESSAGE_MARKETPLACE: _NO_MESSAGES,
}

CLOCKS = (
    Clock(
        name="accept",
        amount=decisions.ACCEPT_WITHIN,
        working_days=True,
        basis=words(
            "Spartoo publishes no delay to accept an order; one working day is our advice.",
            "Spartoo ne publie aucun délai d'acceptation ; un jour ouvré est notre conseil.",
        ),
        certainty=decisions.CLOCKS_CERTAINTY,
    ),
    Clock(
        name="ship",
        amount=decisions.SHIP_WITHIN,
        working_days=True,
        basis=words(
            "Spartoo's web services state no delay to ship; two working days are our advice.",
            "Les web services de Spartoo n'indiquent aucun délai d'expédition ; deux jours ouvrés sont notre conseil.",
        ),
        certainty=decisions.CLOCKS_CERTAINTY,
    ),
    Clock(
        name="return_label",
        amount=decisions.LABEL_WITHIN,
        working_days=True,
        basis=words(
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
    cannot=CANNOT,
    calls={
        "orders": ("xml_export_orders",),
        "returns": ("xml_export_returns",),
        "inspect": ("xml_export_orders",),
        "slip": ("xml_export_bl",),
    },
    deep=DeepScan(),
    colour="#c2185b",
    delivery_slips=True,
    offers=OFFERS,
)
