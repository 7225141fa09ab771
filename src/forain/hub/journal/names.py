"""What people call each kind of event, by subject: where a webhook is told which to send, and where it shows what it sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forain.trade.events import EventKind as Kind

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Subject:
    """Events about the same thing: kind -> what happened."""

    words: Words
    events: Mapping[Kind, Words]


#: Every kind stands in exactly one subject (test_names.py).
SUBJECTS: Final[Mapping[str, Subject]] = {
    "orders": Subject(
        _("Orders"),
        {
            Kind.ORDER_SEEN: _("A new order"),
            Kind.ORDER_CHANGED: _("An order changed on the marketplace"),
            Kind.ORDER_EXPORTED: _("An order was given to a back office"),
            Kind.ORDER_ACKNOWLEDGED: _("A back office took an order in"),
            Kind.ORDER_HANDOFF_REFUSED: _("A back office refused an order"),
            Kind.ORDER_UNACKNOWLEDGED: _("A back office gave an order back"),
            Kind.ORDER_HELD: _("An order was held"),
            Kind.ORDER_RELEASED: _("An order is held no more"),
            Kind.ORDER_PARKED: _("An order waits until a SKU is mapped"),
            Kind.ORDER_RESUMED: _("An order goes on: its SKUs are mapped"),
            Kind.ORDER_MONEY_FINAL: _("The amounts of an order are final"),
            Kind.ORDER_ERASED: _("A buyer asked to be forgotten"),
        },
    ),
    "lines": Subject(
        _("Lines of orders"),
        {
            Kind.LINE_SEEN: _("A new line"),
            Kind.LINE_MOVED: _("A line came to another state"),
            Kind.LINE_DO_NOT_SHIP: _("Stop the parcel: a line must not be shipped"),
            Kind.LINE_STOP_ACKNOWLEDGED: _("Somebody knows that a line must not be shipped"),
        },
    ),
    "commands": Subject(
        _("What is sent to the marketplaces"),
        {
            Kind.COMMAND_QUEUED: _("Something was asked for: accept, ship, refuse…"),
            Kind.COMMAND_SENT: _("It is being sent"),
            Kind.COMMAND_UNKNOWN: _("The answer was lost; it is being looked up"),
            Kind.COMMAND_CONFIRMED: _("The marketplace confirmed it"),
            Kind.COMMAND_REJECTED: _("The marketplace refused it"),
            Kind.COMMAND_SUPERSEDED: _("A newer one took its place"),
            Kind.COMMAND_NEEDS_PERSON: _("Nobody can tell whether it took effect: a person decides"),
            Kind.COMMAND_SEEN: _("Its effect was seen on the marketplace"),
        },
    ),
    "returns": Subject(
        _("Returns"),
        {
            Kind.RETURN_SEEN: _("A new return"),
            Kind.RETURN_MOVED: _("A return came to another state"),
        },
    ),
    "talk": Subject(
        _("Messages and claims"),
        {
            Kind.MESSAGE_SEEN: _("A new message"),
            Kind.CLAIM_SEEN: _("A claim was opened or changed"),
        },
    ),
    "todos": Subject(
        _("To-dos"),
        {
            Kind.TODO_OPENED: _("Something wants a person"),
            Kind.TODO_RESOLVED: _("A to-do is done"),
            Kind.TODO_ESCALATED: _("The time of a to-do is running out"),
            Kind.TODO_CHANGED: _("A to-do was put off or given to somebody"),
        },
    ),
    "connections": Subject(
        _("Connections"),
        {
            Kind.CONNECTION_ADDED: _("An account was connected"),
            Kind.CONNECTION_CHANGED: _("The mode or the credentials of a connection changed"),
            Kind.CONNECTION_TROUBLE: _("A connection is in trouble"),
            Kind.CONNECTION_RECOVERED: _("A connection works again"),
            Kind.CONNECTION_SCANNED: _("A connection was read in depth"),
        },
    ),
    "offers": Subject(
        _("Offers"),
        {
            Kind.OFFERS_IMPORTED: _("A file changed what is to be sold"),
            Kind.OFFERS_STOPPED: _("A file or what it would send was stopped for safety"),
            Kind.OFFERS_QUEUED: _("Changes of offers are on their way"),
            Kind.PUSH_SENT: _("A file of offers is being sent"),
            Kind.PUSH_UNKNOWN: _("A file was sent, its answer was lost; it is being looked up"),
            Kind.PUSH_REPORTED: _("The marketplace told what became of a file"),
            Kind.PUSH_FAILED: _("A file of offers changed nothing"),
            Kind.PUSH_NEEDS_PERSON: _("Nobody can tell whether a file arrived: a person decides"),
            Kind.OFFERS_CORRECTED: _("Offers with the same error were corrected in one go"),
        },
    ),
}
#: What is no event of the journal but is sent like one.
OTHERS: Final[Mapping[str, Words]] = {"hub.test": _("A test")}
NAMES: Final[Mapping[str, Words]] = {
    **OTHERS,
    **{kind.value: words for subject in SUBJECTS.values() for kind, words in subject.events.items()},
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A subject of which some events were chosen; `whole` when it is all of them."""

    words: Words
    events: Mapping[str, Words]
    whole: bool


def name(kind: str) -> str:
    """What happened, in the language in use; an unknown kind as it is."""
    return str(NAMES.get(kind, kind))


def chosen(kinds: Collection[str]) -> list[Chosen]:
    """The subjects some of whose events are among `kinds`, with those events."""
    found = []
    for subject in SUBJECTS.values():
        events = {kind.value: words for kind, words in subject.events.items() if kind in kinds}
        if events:
            found.append(Chosen(subject.words, events, len(events) == len(subject.events)))
    return found
