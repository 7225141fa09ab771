"""Everything Spartoo does not say in public and this project had to choose, named so that it can be found and changed.

None of this may be shown to a person as Spartoo's own statement. Sources of the reasons: spartoo.md and the
files of the services, sections "Not documented".
"""

from __future__ import annotations

from collections.abc import Mapping
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
    #: `xml_export_bl` answers the address of the slip instead of the file in base64.
    slip_as_link: bool = False
    #: A size of a stock batch without `size_quantity` means 0, as an older library has it; else -16.
    missing_quantity_is_zero: bool = False
    #: Hours until people at Spartoo have looked at a new product; until then it is not online.
    review_hours: int = 0
    #: `xml_export_products` answers all sites of a product together, in `languages`.
    export_multi_country: bool = False
    #: The lists only warn, because they grow without notice. On: what is in no list is refused, as RESERVED says.
    lists_decide: bool = False
    #: Queued files cannot be transferred: their result address answers state 4.
    transfer_fails: bool = False


@dataclass(frozen=True, slots=True)
class ItemCode:
    """A number of ours for a product of an import, in the range -9000…-9999 that Spartoo does not use.

    `fatal`: the product (or the size, or the language) is not taken in; else it is, without what is wrong.
    """

    meaning: str
    fatal: bool


#: The real ones exist and are not public (xml_import_products, "Errors"); these are to be replaced by them.
RESERVED: Final[Mapping[int, ItemCode]] = {
    -9001: ItemCode("the brand is missing or unknown", False),
    -9002: ItemCode("product_sex is none of H, F, M, K, G, B", True),
    -9003: ItemCode("product_style is no category", True),
    -9004: ItemCode("color_id is no colour", False),
    -9005: ItemCode("the size name is in no list of this site", True),
    -9006: ItemCode("the price is missing or not above zero", True),
    -9007: ItemCode("there is no usable photo", True),
    -9008: ItemCode("the composition is unknown or not for this field", False),
    -9009: ItemCode("the discount cannot be applied", False),
    -9010: ItemCode("an extra info or selection is unknown", False),
    -9011: ItemCode("the language code is unknown", True),
    -9012: ItemCode("product_name is missing", True),
    -9013: ItemCode("the category is not for this sex", False),
    -9014: ItemCode("the size is not for this category or sex", False),
    -9015: ItemCode("the size reference stands twice", True),
}

#: How many items our client puts into one document; no limit is published.
PRODUCTS_A_CALL: Final = 500
SIZES_A_CALL: Final = 1000
STATUSES_A_CALL: Final = 200

#: When a result address is asked: first after, at most every, and for how long.
POLL_FIRST: Final = timedelta(seconds=30)
POLL_CEILING: Final = timedelta(minutes=10)
POLL_PATIENCE: Final = timedelta(hours=24)

#: How long the pretend server keeps a result, and how long a queued file waits.
RESULT_LIFE: Final = timedelta(hours=24)
QUEUE_TIME: Final = timedelta(seconds=45)

#: Limits of labels and stock, of which the documents name the errors and not the figures.
LONGEST_LINK: Final = 255
LARGEST_LABEL: Final = 5 * 1024 * 1024
LARGEST_STOCK: Final = 99_999


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
    "lists-warn": "What is in no code list is told and taken in, because lists grow without notice; `lists_decide` refuses.",
    "numbers-read-leniently": "A number of a seller's document that cannot be read spoils its own product, never the document.",
    "batch-price": "A price of a stock batch becomes the price of the parent product on that site, whichever size it came with.",
    "label-file": "-22 is an empty, truncated or too large file, or one that is no PDF, PNG or JPEG; -23 a file name that "
    "cannot be stored (a slash, a NUL, more than 255 letters).",
    "label-checks": "Status, then the link, then the file are checked; nothing is applied unless all is well.",
    "slip-letters": "A letter that the slip's font lacks is printed without its accent.",
    "same-file": "The same queued file again is told from its text alone; what other calls changed meanwhile does not count.",
    "stand-in-addresses": "Addresses in answers are followed to Spartoo's own hosts only; with a replaced base address their "
    "path is asked there. The partner id is never sent along.",
    "stock-repeatable": "Absolute quantities and imports may be sent again after a lost answer; queued imports are not.",
    "same-stock-is-success": "-18 is a success with a note, because the stock is what was wished for.",
    "item-codes": "Codes below -9000 are ours, in the range Spartoo does not use, and only ever on items of an import.",
    "own-failure": "Spartoo's own failure has no code: it is an HTTP 500 with a page.",
}
