"""What each kind of event tells in its `data`; one table for the API's document and for webhooks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from forain.trade.events import EventKind as Kind


@dataclass(frozen=True, slots=True)
class Told:
    """When it happens, and name -> meaning of what `data` holds."""

    when: str
    data: Mapping[str, str] = field(default_factory=dict)


_ORDER = {
    "reference": "the marketplace's reference of the order",
    "test": "true for an order made in the hub to try things",
    "state": "fulfilment folded from the lines",
    "lines": "list of {reference, fulfilment}",
}
_REFERENCE = {"reference": "the marketplace's reference of the order"}
_HELD = "the marketplace's references of the lines; empty for the whole order"
_LINE = {"line": "the marketplace's reference of the line"}
_COMMAND = {"command": "kind of command", "lines": "the marketplace's references of its lines"}
_OUTCOME = {
    **_COMMAND,
    "code": "the marketplace's code, or ours (`local.*`, `replaced`, `moved_on`, `held`, `do_not_ship`, `already`, `person.*`)",
    "words": "its words",
}
_RETURN = {
    "reference": "the marketplace's reference",
    "before": "state before; null at first",
    "after": "state now",
}
_PUSH = {"service": "the marketplace's service", "count": "offers in it"}

TOLD: Mapping[Kind, Told] = {
    Kind.ORDER_SEEN: Told("An order was seen for the first time", _ORDER),
    Kind.ORDER_CHANGED: Told("An observation changed something of an order", _ORDER),
    Kind.ORDER_ACKNOWLEDGED: Told(
        "A consumer took an order in",
        {
            "reference": "the marketplace's reference of the order",
            "consumer": "name of the consumer",
            "merchant_reference": "its own number",
        },
    ),
    Kind.ORDER_HANDOFF_REFUSED: Told(
        "A consumer refused to take an order in",
        {
            "reference": "the marketplace's reference of the order",
            "consumer": "name of the consumer",
            "reason": "why",
        },
    ),
    Kind.ORDER_EXPORTED: Told(
        "A consumer was given an order: a webhook delivered it, or the consumer read its list",
        {"reference": "the marketplace's reference of the order", "consumer": "name of the consumer"},
    ),
    Kind.ORDER_UNACKNOWLEDGED: Told(
        "A consumer gave back an order it had acknowledged",
        {
            "reference": "the marketplace's reference of the order",
            "consumer": "name of the consumer",
            "reason": "why",
            "merchant_reference": "the number it had given it",
        },
    ),
    Kind.ORDER_ERASED: Told(
        "The buyer asked to be forgotten: forget them too",
        {**_REFERENCE, "certificate": "id of the certificate"},
    ),
    Kind.ORDER_HELD: Told(
        "A person or program holds an order or some of its lines",
        {**_REFERENCE, "held": _HELD, "reason": "why"},
    ),
    Kind.ORDER_RELEASED: Told("A hold ended", {**_REFERENCE, "held": _HELD}),
    Kind.ORDER_PARKED: Told(
        "A line has no SKU of the merchant's catalogue: the hand-off waits",
        {**_REFERENCE, "unmapped": "list of {reference, sku} of the lines"},
    ),
    Kind.ORDER_RESUMED: Told("All lines of a parked order are mapped: it may be handed off", _REFERENCE),
    Kind.ORDER_MONEY_FINAL: Told(
        "Amounts of lines became final",
        {
            **_REFERENCE,
            "final": "the marketplace's references of the lines",
            "residue_minor": "what the amounts differ by, minor units; 0 when they add up, null when unknown",
        },
    ),
    Kind.LINE_SEEN: Told("A line was seen for the first time", _LINE),
    Kind.LINE_MOVED: Told(
        "A line was seen in another state of fulfilment",
        {
            **_LINE,
            "before": "fulfilment before",
            "after": "fulfilment now",
            "observed": "the marketplace's own words",
            "ordinary": "false when the life cycle does not expect this move",
        },
    ),
    Kind.LINE_DO_NOT_SHIP: Told(
        "A line that was to be shipped, or was handed off, ended or got a claim: stop the parcel",
        {**_LINE, "sku": "the seller's SKU", "state": "how it ended, or the phase of its claim"},
    ),
    Kind.LINE_STOP_ACKNOWLEDGED: Told(
        "A person or consumer knows that a line must not be shipped",
        {
            **_LINE,
            "state": "how it ended, or the phase of its claim",
            "consumer": "name of the consumer, or empty",
        },
    ),
    Kind.COMMAND_QUEUED: Told(
        "A command was asked for", {**_COMMAND, "details": "carrier, tracking_number… as the kind needs"}
    ),
    Kind.COMMAND_SENT: Told("A command goes out to the marketplace", _COMMAND),
    Kind.COMMAND_UNKNOWN: Told("The answer to a command was lost; it is looked up", _OUTCOME),
    Kind.COMMAND_CONFIRMED: Told("The marketplace confirmed a command", _OUTCOME),
    Kind.COMMAND_REJECTED: Told("The marketplace refused a command for good", _OUTCOME),
    Kind.COMMAND_SUPERSEDED: Told("A command was overtaken before it was sent", _OUTCOME),
    Kind.COMMAND_NEEDS_PERSON: Told("Nobody can tell whether a command took effect", _OUTCOME),
    Kind.COMMAND_SEEN: Told("The effect of a command was seen on the marketplace", _COMMAND),
    Kind.RETURN_SEEN: Told("A return was seen for the first time", _RETURN),
    Kind.RETURN_MOVED: Told("A return was seen in another state", _RETURN),
    Kind.MESSAGE_SEEN: Told(
        "A message was seen",
        {**_LINE, "author": "buyer, seller or marketplace", "thread": "id of its thread"},
    ),
    Kind.CLAIM_SEEN: Told(
        "A claim was seen or changed",
        {
            **_LINE,
            "claim": "its kind in the marketplace's words",
            "phase": "amicable, escalated or closed",
            "due_at": "end of the phase, RFC 3339, or null",
        },
    ),
    Kind.TODO_OPENED: Told(
        "Something wants a person",
        {
            "todo": "kind of to-do",
            "about": "what it is about: a reference, or empty",
            "due_at": "deadline, RFC 3339, or null",
        },
    ),
    Kind.TODO_RESOLVED: Told(
        "A to-do is done",
        {"todo": "kind of to-do", "by": "who or what resolved it", "note": "what that person wrote"},
    ),
    Kind.TODO_ESCALATED: Told(
        "Half of a to-do's time, or nine tenths, are over; once for each step",
        {
            "todo": "kind of to-do",
            "about": "what it is about: a reference, or empty",
            "step": "percent of the clock: 50 or 90",
            "due_at": "deadline, RFC 3339",
        },
    ),
    Kind.TODO_CHANGED: Told(
        "A to-do was put off or given to somebody",
        {
            "todo": "kind of to-do",
            "assignee": "user name, or empty",
            "snoozed_until": "RFC 3339, or null",
        },
    ),
    Kind.CONNECTION_ADDED: Told("A seller account was connected", {"marketplace": "id of the marketplace"}),
    Kind.CONNECTION_CHANGED: Told(
        "Mode or credentials of a connection changed",
        {"before": "mode before", "after": "mode now", "what": "`credentials` when those were replaced"},
    ),
    Kind.CONNECTION_TROUBLE: Told(
        "A connection is in trouble", {"code": "kind of trouble", "words": "the marketplace's words"}
    ),
    Kind.CONNECTION_RECOVERED: Told("A connection works again"),
    Kind.CONNECTION_SCANNED: Told(
        "A deep scan or a backfill of a connection ended",
        {
            "scan": "`deep` or `backfill`",
            "state": "`done` or `stopped`",
            "seen": "observations read",
            "missed": "orders that normal visits had not brought",
            "changed": "orders whose state normal visits had not seen change",
        },
    ),
    Kind.OFFERS_IMPORTED: Told(
        "A file or request of offers changed what is to be sold",
        {
            "name": "what it is called",
            "new": "offers that are new",
            "changed": "offers that differ",
            "ended": "offers no longer sold",
        },
    ),
    Kind.OFFERS_STOPPED: Told(
        "The circuit breaker stopped a push or a file",
        {"why": "`zero`, `price` or `shrunk`", "count": "offers concerned", "total": "of so many"},
    ),
    Kind.OFFERS_QUEUED: Told(
        "Differences were queued for a marketplace",
        {"pushes": "how many files or calls", "offers": "how many offers"},
    ),
    Kind.PUSH_SENT: Told("A file of offers is about to go out", {**_PUSH, "attempt": "which try"}),
    Kind.PUSH_UNKNOWN: Told(
        "The answer to a file of offers was lost; it is looked up", {**_PUSH, "words": "why"}
    ),
    Kind.PUSH_REPORTED: Told(
        "The marketplace told what became of a file of offers",
        {
            **_PUSH,
            "done": "offers taken in",
            "rejected": "offers refused",
            "lost": "offers it said nothing of",
        },
    ),
    Kind.PUSH_FAILED: Told(
        "A file of offers changed nothing",
        {**_PUSH, "code": "the marketplace's code, or ours", "words": "its words"},
    ),
    Kind.PUSH_NEEDS_PERSON: Told(
        "Nobody can tell whether a file of offers arrived", {**_PUSH, "code": "why", "words": "in words"}
    ),
    Kind.OFFERS_CORRECTED: Told(
        "Offers with the same error were corrected in one go",
        {"cause": "the error", "field": "what was changed", "count": "how many offers"},
    ),
}


def table() -> str:
    """The kinds as a Markdown table."""
    rows = [f"| `{kind.value}` | {told.when} | {_members(told)} |" for kind, told in TOLD.items()]
    return "\n".join(["## Events", "", "| kind | when | data |", "| --- | --- | --- |", *rows])


def _members(told: Told) -> str:
    return "; ".join(f"`{name}`: {meaning}" for name, meaning in told.data.items()) or "nothing"
