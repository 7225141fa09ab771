"""What Rakuten's customer service writes to sellers by itself when a claim opens, changes hands or ends.

That it writes is recorded; the words are ours.
"""

from __future__ import annotations

from typing import Final

from forain.marketplaces.rakuten_fr import decisions
from forain.marketplaces.rakuten_fr.sandbox.ground import Ground
from forain.marketplaces.rakuten_fr.sandbox.state import Item, Note

Letter = tuple[str, str]

OPENED: Final[Letter] = (
    "Réclamation",
    "Bonjour, l'acheteur a ouvert une réclamation. Vous avez 3 jours ouvrés pour trouver un accord avec lui.",
)
ESCALATED: Final[Letter] = (
    "Réclamation",
    "Bonjour, faute d'accord notre service client prend en charge cette réclamation. Merci de nous répondre.",
)
ENDED_FOR_BUYER: Final[Letter] = (
    "Réclamation close",
    "Bonjour, la réclamation est close et l'acheteur est remboursé.",
)
ENDED_FOR_SELLER: Final[Letter] = (
    "Réclamation close",
    "Bonjour, la réclamation est close, la vente se poursuit.",
)


def mail(ground: Ground, item: Item, subject: str, text: str) -> Note:
    """Customer service writes to the seller."""
    note = Note(
        at=ground.now(),
        sender=decisions.CUSTOMER_SERVICE,
        recipient=ground.sale_of(item).seller,
        content=text,
        status="UNREAD",
        mail_id=ground.number("mail"),
        subject=subject,
    )
    item.notes.append(note)
    ground.effect(item, "marketplace_wrote", service="", by="marketplace", mail=note.mail_id)
    return note
