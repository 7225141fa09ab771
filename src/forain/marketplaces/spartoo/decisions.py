"""Everything Spartoo does not say in public and this project had to choose, named so that it can be found and changed.

None of this may be shown to a person as Spartoo's own statement. Sources of the reasons: spartoo.md and the
files of the services, sections "Not documented".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from forain.connect.contract import Certainty

#: Calls of one service per partner and sliding hour; the -429 is documented, the figure is not.
CALLS_PER_HOUR: Final = 60
QUOTA_WINDOW: Final = timedelta(hours=1)

#: How far back each visit of the orders goes: what integrators do (xml_export_orders, "Limits").
ORDERS_OVERLAP: Final = timedelta(days=10)

#: `date` compares the creation of a return, and a return moves for weeks; one call costs the same however long.
RETURNS_OVERLAP: Final = timedelta(days=60)

#: How far back the check at connect looks: the least that is a valid call.
CHECK_WINDOW: Final = timedelta(hours=1)

#: No delay to accept or ship is published for the web services; ours only order the inbox.
ACCEPT_WITHIN: Final = timedelta(days=1)
SHIP_WITHIN: Final = timedelta(days=2)
LABEL_WITHIN: Final = timedelta(days=2)
CLOCKS_CERTAINTY: Final = Certainty.OUR_DECISION


@dataclass(slots=True, kw_only=True)
class Switches:
    """How strict the pretend server is where the documents leave it open. Defaults are the recommended ones."""

    #: `statut=3` without `tracking_number` answers -5. Off: the PHP libraries treat the number as optional.
    tracking_required: bool = False
    #: 41 is allowed from 45 and 47: the literal reading of "any status except 3 and 41".
    cancel_after_loss: bool = True
    #: -3 is answered as in the seed's KO example, hanging inside a whole `return`.
    ko_inside_item: bool = False
    #: Orders can only be changed through the host of their own site; elsewhere they are unknown (-6).
    changes_bound_to_site: bool = True
    #: Now and then a buyer sends a shipped product back by himself.
    returns_arise: bool = True
    calls_per_hour: int = CALLS_PER_HOUR


#: The rest, which is no number or switch: a name to search for, and what was decided. The code cites the names.
DECISIONS: Final[dict[str, str]] = {
    "site-currency": "Croatia and Bulgaria use the euro, as they do today; the Swiss site too, because Spartoo's list "
    "of currencies has no CHF.",
    "site-language": "Sites without a list of labels read English, the Swiss site French; error texts are French "
    "everywhere.",
    "stand-in-host": "A replaced base address is sent the Host of the site, unless that is `com`.",
    "date-inclusive": "`date` selects what was placed at that second too, so that nothing falls between two windows.",
    "order-dates": "Order dates are read with a blank, a colon or a T, as bare days, and the zero date as none.",
    "french-time": "Times without zone are French; of an hour that happens twice the first is meant.",
    "silence-is-no-success": "A change whose answer holds no code is a lost answer.",
    "worst-code-decides": "A change fails by a negative code at either place, whatever the other place says.",
    "look-before-refusing": "After -7, -9 or a code nobody knows, the order's own status decides.",
    "no-blind-repeat": "`xml_maj_orders` is never repeated by itself.",
    "ship-tries-first": "A shipment is sent as 3 first; only when that fails the order is read, and accepted from 11.",
    "money-provisional": "Money is provisional for ever, because no service tells the commission.",
    "numbers-doubted": "Amounts above 10 thousand million and quantities above a million are damage: a note, no number.",
    "twins-by-content": "Lines of the same size are numbered by what they hold.",
    "refused-call-not-counted": "A call answered -429 does not count against the hour.",
    "change-errors": "-1, -2, -5, -428, -429 of a change stand at the root beside empty `orders`; -6, -7, -9 in the echo.",
    "status-no-number": "A `statut` that is no number selects nothing in exports and is missing (-5) in a change.",
    "multi-parcel": "`xml` of a change is never understood: without `statut` it is -5. Its format is not public.",
    "returns-progress": "Without a seller's decision a return goes 14, 2, then 4 or sometimes 3, and 4 goes to 7 or 5.",
    "orders-never-expire": "Nothing cancels an order that nobody accepts.",
    "own-failure": "Spartoo's own failure has no code: it is an HTTP 500 with a page.",
}
