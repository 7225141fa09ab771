"""How states look: a tone and an icon for every word of the seven axes. Names of classes are written out in full."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: State word → style of its badge. A word that is not here looks plain.
TONES: dict[str, str] = {
    # where a line or a return stands
    "unmapped": "bg-red-lt",
    "pending": "bg-secondary-lt",
    "awaiting_acceptance": "bg-orange-lt",
    "awaiting_stock": "bg-yellow-lt",
    "to_ship": "bg-blue-lt",
    "shipped": "bg-cyan-lt",
    "delivered": "bg-teal-lt",
    "closed": "bg-green-lt",
    "refused": "bg-secondary-lt",
    "expired": "bg-red-lt",
    "cancelled": "bg-red-lt",
    "lost": "bg-red-lt",
    "undeliverable": "bg-red-lt",
    "awaiting_label": "bg-orange-lt",
    "awaiting_receipt": "bg-blue-lt",
    "accepted": "bg-teal-lt",
    "settled": "bg-green-lt",
    # commands
    "queued": "bg-secondary-lt",
    "sending": "bg-blue-lt",
    "unknown": "bg-orange-lt",
    "confirmed": "bg-green-lt",
    "rejected": "bg-red-lt",
    "superseded": "bg-secondary-lt",
    "needs_person": "bg-red-lt",
    # disputes
    "claim_amicable": "bg-orange-lt",
    "claim_escalated": "bg-red-lt",
    "claim_closed": "bg-secondary-lt",
    # money
    "provisional": "bg-yellow-lt",
    "final": "bg-green-lt",
    "payable": "bg-teal-lt",
    "paid": "bg-green-lt",
    "reversed": "bg-red-lt",
    # hand-off
    "new": "bg-secondary-lt",
    "exported": "bg-blue-lt",
    "acknowledged": "bg-green-lt",
    # deliveries of webhooks
    "waiting": "bg-secondary-lt",
    "failed": "bg-red-lt",
    # offers
    "sent": "bg-blue-lt",
    "ended": "bg-secondary-lt",
    "held": "bg-red-lt",
    "processing": "bg-blue-lt",
    "unchanged": "bg-secondary-lt",
    # reads in depth
    "running": "bg-blue-lt",
    "done": "bg-green-lt",
    # connections
    "observe": "bg-azure-lt",
    "live": "bg-green-lt",
    "paused": "bg-secondary-lt",
    "well": "bg-green-lt",
    "trouble": "bg-orange-lt",
    "stopped": "bg-red-lt",
}

#: Health → colour of a connection's dot.
DOTS: dict[str, str] = {
    "new": "text-secondary",
    "well": "text-green",
    "trouble": "text-orange",
    "stopped": "text-red",
}

#: To-do severity → style.
SEVERITIES: dict[int, str] = {1: "bg-secondary-lt", 2: "bg-blue-lt", 3: "bg-orange-lt", 4: "bg-red-lt"}

#: To-do kind → icon.
TODO_ICONS: dict[str, str] = {
    "accept": "circle-check",
    "ship": "truck-delivery",
    "claim": "scale",
    "buyer_message": "message",
    "marketplace_message": "messages",
    "marketplace_other": "bell",
    "return_to_decide": "package-import",
    "rejected_command": "circle-x",
    "uncertain_command": "help-circle",
    "expired_command": "clock",
    "unmapped_state": "zoom-question",
    "unknown_country": "map-pin",
    "money_residue": "calculator",
    "unmapped_sku": "zoom-question",
    "quiet_connection": "bell",
    "unseen_command": "eye",
    "do_not_ship": "hand-stop",
    "credential": "key",
    "account": "user-off",
    "quota": "gauge",
    "connection": "plug-connected-x",
    "webhook": "send",
    "import_errors": "circle-x",
    "uncertain_push": "help-circle",
    "offers_stopped": "hand-stop",
    "offer_source": "upload",
}

#: First part of an event's kind → icon of the story.
EVENT_ICONS: dict[str, str] = {
    "order": "shopping-cart",
    "line": "package",
    "command": "send",
    "return": "package-import",
    "message": "message",
    "claim": "scale",
    "todo": "bell",
    "connection": "plug-connected",
    "push": "send",
    "offers": "package",
}

#: What the live check may tell of an account, by name.
FACTS: dict[str, str | Promise] = {
    "login": _("Account name"),
    "seller": _("Seller number"),
    "seller_id": _("Seller number"),
    "newest_version": _("Newest version of its services"),
    "to_do": _("Entries in its to-do list"),
    "right_custom_shipping": _("May choose shipping modes"),
    "shipping_modes": _("Shipping modes"),
    "site": _("Site"),
    "currency": _("Currency"),
}

#: How sure a rule is (`connect.contract.Certainty`).
CERTAINTIES: dict[str, str | Promise] = {
    "documented": _("documented by the marketplace"),
    "observed": _("reported by others, not documented"),
    "our_decision": _("our assumption"),
    "merchant": _("your own rule"),
}
