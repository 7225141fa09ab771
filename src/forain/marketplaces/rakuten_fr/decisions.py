"""What the sources do not say and we had to decide, in one place, so that a fact can replace it.

Everything here is marked [inferred] in the protocol reference; the sections named are those of rakuten.md. The
client relies on none of it: it reads what comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final

# -- limits (section 9, section 10) -----------------------------------------------------------------------------

CALLS_PER_HOUR: Final = 600  #: for each service and account
PAGE_SIZE: Final = 100  #: sales on one page of getcurrentsales; at least 52 were recorded
TOKEN_LIFE: Final = timedelta(hours=1)
MESSAGE_LENGTH: Final = 1000
TRACKING_NUMBER_LENGTH: Final = 64

COMMENT_LENGTH: Final = 400  #: of cancelitem; from a client, not ours
OPERATIONS_PAGE: Final = 200  #: of getoperations; from a client, not ours
SHIPPING_FILE_ITEMS: Final = 1000
LISTING_PAGE: Final = 20  #: products by default; from a client, not ours
LISTING_MOST: Final = 100
RIVALS: Final = 5  #: adverts of each kind in an answer with PRICING; recorded

# -- clocks (section 11.3) --------------------------------------------------------------------------------------

FREE_CANCELLATION: Final = timedelta(hours=1)
REMINDER_AFTER: Final = timedelta(hours=48)
EXPIRY_AFTER: Final = timedelta(hours=72)
AUTOMATIC_PAYMENT_AFTER: Final = timedelta(days=23)
PAYOUT_WEEKDAYS: Final = (0, 3)  #: Monday and Thursday
PAYOUT_HOUR: Final = 9  #: in Paris
AMICABLE_DAYS: Final = 3  #: working days: no weekends, no public holidays
CONTACT_AFTER_RECEIPT: Final = timedelta(days=30)
CONTACT_AFTER_ORDER: Final = timedelta(days=72)
CONTACT_BUYER_AFTER_RECEIPT: Final = timedelta(days=15)
CONTACT_BUYER_AFTER_ORDER: Final = timedelta(days=42)
CLAIM_AFTER_RECEIPT: Final = timedelta(days=14)
CLAIM_WITHOUT_TRACKING: Final = timedelta(days=30)  #: from receipt, when no tracking number was given
PROOF_OF_SHIPMENT: Final = timedelta(hours=48)  #: after a claim NOT_RECEIVED on an unshipped item
CANCELLATION_ANSWER: Final = timedelta(days=3)  #: to answer a buyer who asks to cancel after the first hour
CANCELLED_STAY: Final = timedelta(days=30)  #: how long a cancelled item stays in getcurrentsales

# -- money (getbillinginformation, getcompensationdetails: "Not documented") ----------------------------------------

COMMISSION: Final = Decimal("0.10")  #: of the price and of the shipping, before tax
VAT_RATE: Final = Decimal("20.0")  #: percent
LICENCE_FEE: Final = Decimal(
    "39.0"
)  #: a month, before tax; professional accounts, with their first payout of it
#: What the buyer pays for shipping: for the first unit of a basket, and for each further one.
SHIPPING_PRICES: Final = {
    "Normal": (Decimal("3.9"), Decimal("0.9")),
    "Suivi": (Decimal("4.9"), Decimal("1.0")),
    "Recommandé": (Decimal("7.5"), Decimal("1.5")),
    "Express": (Decimal("9.9"), Decimal("2.0")),
    "So Colissimo": (Decimal("5.9"), Decimal("1.0")),
    "Chronopost": (Decimal("12.9"), Decimal("2.5")),
    "Point relais Mondial Relay": (Decimal("4.4"), Decimal("0.8")),
    "Relais Kiala": (Decimal("4.2"), Decimal("0.8")),
    "Shop2Shop by Chronopost": (Decimal("3.5"), Decimal("0.7")),
}
FREE: Final = (Decimal("0.0"), Decimal("0.0"))
#: Cause and state of wallet operations; both recorded, no other is known.
OPERATION_CAUSE: Final = "salestransfer"
OPERATION_STATE: Final = "FINALIZED"

# -- words nobody recorded --------------------------------------------------------------------------------------

#: Border between the two status vocabularies and first version with `shipped` (section 11.1).
NEWER_WORDS_SINCE: Final = "2016-03-16"
FULFILMENT_FLAG_SINCE: Final = "2017-08-07"
PURCHASE_ID_IN_INFOS_SINCE: Final = "2017-08-07"

#: Fine states of getiteminfos; only CLAIMED_AMICABLE is recorded.
STATE_CLAIMED_AMICABLE: Final = "CLAIMED_AMICABLE"
STATE_CLAIMED: Final = "CLAIMED"

#: `paymentstatus` in lists and in getiteminfos; INCOMING and Forthcoming are recorded.
PAYMENT_WORDS: Final = {
    "incoming": ("INCOMING", "Forthcoming"),
    "paid": ("PAID", "Paid"),
    "on_hold": ("ON_HOLD", "On hold"),
    "cancelled": ("CANCELLED", "Cancelled"),
}

#: History codes; the first four are recorded.
LOG_REQUESTED: Final = "ITEM_REQUESTED"
LOG_REMINDED: Final = "PM_REMIND"
LOG_COMMITTED: Final = "ITEM_COMMITTED"
LOG_CLAIM: Final = "AMICABLE_CLAIM_CREATION"
LOG_REFUSED: Final = "ITEM_REFUSED"
LOG_PENDING: Final = "ITEM_PENDING"
LOG_CANCELLED: Final = "ITEM_CANCELLED"
LOG_EXPIRED: Final = "ITEM_CANCELLED_NO_ANSWER"
LOG_SHIPPED: Final = "ITEM_SHIPPED"
LOG_CLAIM_ESCALATED: Final = "CLAIM_ESCALATION"
LOG_CLAIM_CLOSED: Final = "CLAIM_CLOSED"
LOG_CLOSED: Final = "ITEM_CLOSED"

CLAIM_TYPES: Final = ("DAMAGED", "NOT_RECEIVED", "NOT_CONFORM", "RETRACTATION")

#: What customer service calls itself in mails.
CUSTOMER_SERVICE: Final = "Rakuten France"

#: Action codes of getiteminfos (the name of the service) with the titles we gave them. The codes to answer a
#: sale and to send a tracking number are not recorded; the names of the services are the only consistent guess.
ACTION_TITLES: Final = {
    "acceptsale": ("Accepter la vente", "Confirmer que l'article sera expédié."),
    "refusesale": ("Refuser la vente", "L'acheteur n'est pas débité."),
    "settrackingpackageinfos": ("Indiquer l'envoi", "Transporteur et numéro de suivi du colis."),
    "contactuseraboutitem": ("Contacter l'acheteur", "Ecrire à {buyer}"),
    "cancelitem": ("Annuler la vente", "L'acheteur est remboursé ; votre note peut baisser."),
    "contactusaboutitem": ("Contacter Rakuten France", "Ecrire au service client au sujet de cet article."),
}

# -- errors nobody recorded (section 5) -------------------------------------------------------------------------

UNKNOWN_ACTION: Final = "The parameter 'action' is invalid."
DEACTIVATED_MESSAGE: Final = "Account deactivated."
DEACTIVATED_DETAIL: Final = "Your account has been deactivated. Please contact Rakuten France."
NO_RIGHT_MESSAGE: Final = "Insufficient rights."
NO_RIGHT_DETAIL: Final = "You are not allowed to use this service."
CANNOT_CANCEL: Final = "This item cannot be cancelled"  #: recorded by a client, without type and code
COMMENT_TOO_LONG: Final = "Your message cannot exceed 400 characters"  #: the same
NO_BUYER_CONTACT: Final = "You cannot contact the buyer on this item."
NOT_XML: Final = "The file is not a valid XML file"
TOO_MANY_LINES: Final = "The file holds more than 1000 items"
#: Lines of importitemshippingstatus besides the three recorded ones (`numéro incorrect`, `a déjà été expédié`,
#: `statut incorrect`).
LINE_CARRIER: Final = "Article {subject} : transporteur incorrect"
LINE_TRACKING: Final = "Article {subject} : numéro de suivi incorrect"
LINE_URL: Final = "Article {subject} : adresse de suivi manquante ou incorrecte"
#: `availabilitydetail` of prepaid labels; only that there is such a text in English is known.
LABEL_AVAILABLE: Final = "Prepaid label available."
LABEL_WAITING: Final = "The prepaid label will be available once all items are answered."
LABEL_USED: Final = "No item of this purchase is to be shipped."
QUOTA_DETAIL: Final = "The number of requests allowed per hour is exceeded for this service. Please write to the professional support."


@dataclass(slots=True)
class Switches:
    """Choices between two believable behaviours of the real service; the sandbox can be told at run time."""

    tracking_once: bool = False  #: a second settrackingpackageinfos is refused ("a déjà été expédié")
    tracking_url_always: bool = (
        False  #: every carrier needs a tracking URL, as an integrator's help page says
    )
    country_letters: bool = False  #: acceptsale takes `FR` besides 249
    leaky_links: bool = False  #: listing writes the caller's login and token into its links, as recorded
    blank_lines: bool = False  #: several blank lines after the XML declaration, as recorded
    purge_campaign: bool = False  #: the service known by name only answers
    low_byte_damage: bool = False  #: characters outside ISO-8859-1 arrive as their low byte, as recorded
