"""What Rakuten France is and can do, as data. Sources: rakuten.md section 3, 9 and 11.3, the seeds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from forain.connect.contract import (
    Capability,
    Certainty,
    Clock,
    Correspondence,
    CredentialField,
    DeepScan,
    ListKind,
    Manifest,
    Reason,
    Resource,
    Window,
    words,
)
from forain.marketplaces.rakuten_fr import decisions, hosts
from forain.marketplaces.rakuten_fr.offer_rules import OFFERS
from forain.trade.commands import CommandKind
from forain.trade.lifecycle import Fulfilment
from forain.trade.writing import TextRules

LOGIN: Final = CredentialField(
    name="login",
    label=words("Account name", "Nom du compte"),
    help=words(
        "The name of your Rakuten account as your seller banner shows it. Not your e-mail address: Rakuten does not "
        "accept it here.",
        "Le nom de votre compte Rakuten, tel que l'affiche votre bandeau vendeur. Pas votre adresse e-mail : Rakuten "
        "ne l'accepte pas ici.",
    ),
)
TOKEN: Final = CredentialField(
    name="token",
    label=words("API token", "Token API"),
    help=words(
        "In your Rakuten account: Mon compte → Mes informations développeur, then copy the token. Forain seals it "
        "and never shows it again.",
        "Dans votre compte Rakuten : Mon compte → Mes informations développeur, puis copiez le token. Forain le "
        "chiffre et ne le montre plus jamais.",
    ),
    secret=True,
)

#: Names of the resources, as `Connector.read` takes them.
NEW_SALES: Final = "new_sales"
CURRENT_SALES: Final = "current_sales"
PREORDERS: Final = "preorders"
TODO: Final = "todo"

RESOURCES: Final = (
    Resource(
        name=NEW_SALES,
        label=words("New sales", "Nouvelles ventes"),
        every=timedelta(seconds=60),
        kind=ListKind.SNAPSHOT,
        complete_for=Fulfilment.AWAITING_ACCEPTANCE,
    ),
    Resource(
        name=CURRENT_SALES,
        label=words("Sales in progress", "Ventes en cours"),
        every=timedelta(minutes=2),
        kind=ListKind.WINDOW,
        overlap=timedelta(days=35),  # a sale moves until it is paid, 23 days and more after the order
        first_window=timedelta(days=60),
        calls_per_visit=2,
    ),
    Resource(
        name=PREORDERS,
        label=words("Pre-orders awaiting stock", "Précommandes en attente de stock"),
        every=timedelta(minutes=30),
        kind=ListKind.SNAPSHOT,
        complete_for=Fulfilment.AWAITING_STOCK,
    ),
    Resource(
        name=TODO,
        label=words("Rakuten's to-do list", "Liste des actions à faire de Rakuten"),
        every=timedelta(minutes=2),
        kind=ListKind.SNAPSHOT,
        tells="attention",
    ),
)

#: Rakuten has no list of reasons: cancelitem takes free words, which the buyer reads.
CANCEL_REASON: Final = Reason(
    longest=decisions.COMMENT_LENGTH,
    told_to=words("Rakuten sends it to the buyer.", "Rakuten l'envoie à l'acheteur."),
)

#: `action` only where the `actioncode` of getiteminfos was recorded: a code we guessed would say no for ever.
CAPABILITIES: Final = (
    Capability(kind=CommandKind.ACCEPT, scope="line"),
    Capability(kind=CommandKind.REFUSE, scope="line"),
    Capability(kind=CommandKind.SHIP, scope="line", needs=("carrier", "tracking_number")),
    Capability(
        kind=CommandKind.CANCEL, scope="line", needs=("reason",), action="cancelitem", reason=CANCEL_REASON
    ),
    Capability(kind=CommandKind.CONFIRM_PREORDER, scope="line", needs=("advert", "stock")),
    # A second call overwrites the first (our decision); no service tells the stored number, so a lost answer
    # cannot be looked up.
    Capability(
        kind=CommandKind.CORRECT_TRACKING,
        scope="line",
        can_look_up=False,
        needs=("carrier", "tracking_number"),
    ),
    Capability(kind=CommandKind.MESSAGE_BUYER, scope="line", needs=("text",)),
    Capability(kind=CommandKind.MESSAGE_MARKETPLACE, scope="line", needs=("text",)),
)

_BY_CLAIM: Final = words(
    "Rakuten has no call for it: the buyer opens a claim, which is answered in the inbox; or cancel the line.",
    "Rakuten n'a pas d'appel pour cela : l'acheteur ouvre une réclamation, à laquelle on répond dans la boîte de "
    "réception ; ou annulez la ligne.",
)
_NO_RETURNS: Final = words(
    "Rakuten has no web service for returns: they come as claims and messages.",
    "Rakuten n'a pas de service web pour les retours : ils arrivent comme réclamations et messages.",
)
CANNOT: Final[Mapping[CommandKind, Mapping[str, str]]] = {
    CommandKind.MARK_LOST: _BY_CLAIM,
    CommandKind.MARK_UNDELIVERABLE: _BY_CLAIM,
    CommandKind.RETURN_DECIDE: _NO_RETURNS,
    CommandKind.RETURN_LABEL: _NO_RETURNS,
}
TEXT: Final = TextRules(longest=decisions.MESSAGE_LENGTH, charset="iso-8859-1")
#: That an unanswered or refused sale has nobody to write to is ours (contactuseraboutitem.md tells no states).
_NOBODY: Final = frozenset({Fulfilment.PENDING, Fulfilment.AWAITING_ACCEPTANCE, Fulfilment.REFUSED})

CORRESPONDENCES: Final = (
    Correspondence(
        kind=CommandKind.MESSAGE_BUYER,
        text=TEXT,
        windows=(
            Window(clock="buyer_after_order", since="order"),
            Window(clock="buyer_after_receipt", since="receipt"),
        ),
        not_in=_NOBODY,
        amicable_only=words(
            "With a claim the buyer can be written to while it is in its amicable phase (developer page "
            "contactuseraboutitem).",
            "En cas de réclamation, l'acheteur est contactable pendant la phase amiable (page contactuseraboutitem).",
        ),
        action="contactuseraboutitem",
    ),
    Correspondence(
        kind=CommandKind.MESSAGE_MARKETPLACE,
        text=TEXT,
        windows=(
            Window(clock="contact_after_order", since="order"),
            Window(clock="contact_after_receipt", since="receipt"),
        ),
        not_in=_NOBODY,
        action="contactusaboutitem",
    ),
)

CLOCKS: Final = (
    Clock(
        name="accept",
        amount=decisions.EXPIRY_AFTER,
        working_days=False,
        basis=words(
            "72 hours to answer a sale, then Rakuten cancels it (a seller's report of 2024; Rakuten's guide for "
            "buyers says 3 working days).",
            "72 heures pour répondre à une vente, ensuite Rakuten l'annule (témoignage d'un vendeur, 2024 ; le guide "
            "des acheteurs dit 3 jours ouvrés).",
        ),
        certainty=Certainty.OBSERVED,
    ),
    Clock(
        name="ship",
        amount=timedelta(hours=48),
        working_days=False,
        basis=words(
            "48 hours to ship after acceptance (guides of other tools).",
            "48 heures pour expédier après l'acceptation (guides d'autres outils).",
        ),
        certainty=Certainty.OBSERVED,
    ),
    Clock(
        name="claim_amicable",
        amount=timedelta(days=decisions.AMICABLE_DAYS),
        working_days=True,
        basis=words(
            "3 working days to agree with the buyer, then customer service decides (Rakuten's own words in a mail "
            "of a claim).",
            "3 jours ouvrés pour s'entendre avec l'acheteur, ensuite le service client tranche (texte de Rakuten dans "
            "un mail de réclamation).",
        ),
        certainty=Certainty.OBSERVED,
    ),
    Clock(
        name="contact_after_receipt",
        amount=decisions.CONTACT_AFTER_RECEIPT,
        working_days=False,
        basis=words(
            "Rakuten can be written to until 30 days after the declared receipt (developer page contactusaboutitem).",
            "Rakuten est contactable jusqu'à 30 jours après la réception déclarée (page contactusaboutitem).",
        ),
        certainty=Certainty.DOCUMENTED,
    ),
    Clock(
        name="contact_after_order",
        amount=decisions.CONTACT_AFTER_ORDER,
        working_days=False,
        basis=words(
            "Rakuten can be written to until 72 days after the order (developer page contactusaboutitem).",
            "Rakuten est contactable jusqu'à 72 jours après la commande (page contactusaboutitem).",
        ),
        certainty=Certainty.DOCUMENTED,
    ),
    Clock(
        name="buyer_after_receipt",
        amount=decisions.CONTACT_BUYER_AFTER_RECEIPT,
        working_days=False,
        basis=words(
            "Without a claim the buyer can be written to until 15 days after the declared receipt (developer page "
            "contactuseraboutitem).",
            "Sans réclamation, l'acheteur est contactable jusqu'à 15 jours après la réception déclarée (page "
            "contactuseraboutitem).",
        ),
        certainty=Certainty.DOCUMENTED,
    ),
    Clock(
        name="buyer_after_order",
        amount=decisions.CONTACT_BUYER_AFTER_ORDER,
        working_days=False,
        basis=words(
            "Without a claim the buyer can be written to until 42 days after the order (developer page "
            "contactuseraboutitem).",
            "Sans réclamation, l'acheteur est contactable jusqu'à 42 jours après la commande (page "
            "contactuseraboutitem).",
        ),
        certainty=Certainty.DOCUMENTED,
    ),
    Clock(
        name="automatic_payment",
        amount=decisions.AUTOMATIC_PAYMENT_AFTER,
        working_days=False,
        basis=words(
            "An undisputed sale is paid 23 days after the order, on the following Monday or Thursday (Rakuten's "
            "help pages).",
            "Une vente sans réclamation est payée 23 jours après la commande, le lundi ou le jeudi qui suit (aide "
            "de Rakuten).",
        ),
        certainty=Certainty.DOCUMENTED,
    ),
    Clock(
        name="buyer_cancels_freely",
        amount=decisions.FREE_CANCELLATION,
        working_days=False,
        basis=words(
            "The buyer may cancel within one hour of the order (Rakuten's help pages).",
            "L'acheteur peut annuler dans l'heure qui suit la commande (aide de Rakuten).",
        ),
        certainty=Certainty.DOCUMENTED,
    ),
)

MANIFEST: Final = Manifest(
    id="rakuten_fr",
    name="Rakuten France",
    country="FR",
    time_zone="Europe/Paris",
    endpoint=hosts.PRODUCTION,
    credentials=(LOGIN, TOKEN),
    resources=RESOURCES,
    capabilities=CAPABILITIES,
    clocks=CLOCKS,
    correspondences=CORRESPONDENCES,
    calls_per_hour=decisions.CALLS_PER_HOUR,
    partial_acceptance=True,
    colour="#bf0000",
    default_ship_from="FR",
    asks_by="line",
    cannot=CANNOT,
    tells_money=True,
    calls={
        NEW_SALES: ("getnewsales",),
        CURRENT_SALES: ("getcurrentsales",),
        PREORDERS: ("getcurrentsales",),
        TODO: ("getitemtodolist",),
        "inspect": ("getiteminfos",),
        "money": ("getbillinginformation", "getshippinginformation"),
    },
    deep=DeepScan(),
    offers=OFFERS,
)
