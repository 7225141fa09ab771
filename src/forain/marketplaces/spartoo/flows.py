"""The calls as flows: what is sent and how an answer is understood; both clients step through these.

A read whose answer cannot be read raises BrokenAnswer. A change then raises AnswerLost, because it may have taken
effect; so does a change whose answer tells no outcome.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from forain.marketplaces.spartoo import errors, operations
from forain.marketplaces.spartoo.messages import Envelope, ExportedOrders, ExportedReturns, OrderUpdate
from forain.marketplaces.spartoo.sites import DEFAULT, Site
from forain.sdk.errors import AnswerLost, BrokenAnswer
from forain.sdk.flow import Flow, Retry, deliver
from forain.sdk.pacing import Pace
from forain.wire import values
from forain.wire.errors import BadValue, Malformed, Missing, WireError
from forain.wire.http import Pairs, Reply, Send
from forain.wire.operation import Operation
from forain.wire.redaction import redact_bytes
from forain.wire.xml import Decoded, decode

A = TypeVar("A", bound=Envelope)
Given = Mapping[str, str | None]

#: Shorter ids could not be kept out of records: replacing them would eat ordinary text.
SHORTEST_PARTNER = 4


@dataclass(frozen=True, slots=True)
class Answered(Generic[A]):
    """A successful answer. `notes` are readable oddities; `marked` are items that came with errors of their own."""

    message: A
    notes: tuple[str, ...] = ()
    marked: tuple[errors.Marked, ...] = ()


class Flows:
    """One seller account on one site, without input or output."""

    def __init__(self, partner: str, site: Site, endpoint: str, retry: Retry, pace: Pace) -> None:
        if len(partner) < SHORTEST_PARTNER:
            raise ValueError("A partner id has at least four characters.")
        self._partner = partner
        self._base = (endpoint or site.endpoint).rstrip("/")
        self._headers = _stand_in_headers(site, endpoint)
        self._retry = retry
        self._pace = pace

    def export_orders(
        self, date: datetime | None, oid: str | None, statut: int | None
    ) -> Flow[Answered[ExportedOrders]]:
        given = {"date": _colon(date), "oID": oid, "statut": _number(statut)}
        return self._read(operations.EXPORT_ORDERS, given)

    def maj_orders(self, oid: str, statut: int, tracking_number: str | None) -> Flow[Answered[OrderUpdate]]:
        given = {"oID": oid, "statut": str(statut), "tracking_number": tracking_number}
        return self._change(operations.MAJ_ORDERS, given)

    def export_returns(
        self, date: datetime | None, oid: str | None, rid: str | None, statut: int | None
    ) -> Flow[Answered[ExportedReturns]]:
        given = {"date": _unix(date), "oID": oid, "rID": rid, "statut": _number(statut)}
        return self._read(operations.EXPORT_RETURNS, given)

    def _read(self, operation: Operation[A], given: Given) -> Flow[Answered[A]]:
        send = self._send(operation, given)
        reply = yield from self._deliver(operation, send)
        decoded = _decoded(operation, send, reply)
        return _judged(operation, decoded, errors.read_verdict(decoded.value))

    def _change(self, operation: Operation[A], given: Given) -> Flow[Answered[A]]:
        send = self._send(operation, given)
        reply = yield from self._deliver(operation, send)
        try:
            decoded = _decoded(operation, send, reply)
            verdict = errors.change_verdict(decoded.value)
        except BrokenAnswer as error:
            raise AnswerLost(error.words, service=operation.name, status=reply.status) from None
        except errors.NoCode:
            words = "The answer tells no outcome."
            raise AnswerLost(words, service=operation.name, status=reply.status) from None
        return _judged(operation, decoded, verdict)

    def _deliver(self, operation: Operation[A], send: Send) -> Flow[Reply]:
        return deliver(
            send,
            repeatable=operation.repeatable,
            retry=self._retry,
            pace=self._pace,
            family=operation.pace,
        )

    def _send(self, operation: Operation[A], given: Given) -> Send:
        form: Pairs = (
            ("partenaire", self._partner),
            *((name, value) for name, value in given.items() if value),
        )
        return Send(
            operation.method,
            self._base + operation.path,
            service=operation.name,
            form=form,
            headers=self._headers,
            secrets=frozenset({self._partner}),
        )


def _stand_in_headers(site: Site, endpoint: str) -> Pairs:
    """A stand-in (the sandbox) serves all sites at one address and tells them apart by `Host`, as Spartoo does."""
    return (("Host", site.host),) if endpoint and site.suffix != DEFAULT.suffix else ()


def _decoded(operation: Operation[A], send: Send, reply: Reply) -> Decoded[A]:
    """The message in a reply. Secrets go first: `xml_maj_orders` echoes the partner id."""
    try:
        return decode(operation.answer, redact_bytes(reply.body, send.secrets))
    except WireError as error:
        words = f"{error} (HTTP status {reply.status})"
        raise BrokenAnswer(words, service=operation.name, place=_place(error), status=reply.status) from None


def _place(error: WireError) -> str:
    if isinstance(error, Missing | BadValue):
        return error.path
    if isinstance(error, Malformed) and error.line:
        return f"line {error.line}, column {error.column}"
    return ""


def _judged(operation: Operation[A], decoded: Decoded[A], verdict: errors.Verdict) -> Answered[A]:
    if verdict.code < 0:
        raise errors.rejection(verdict.code, verdict.words, operation.name)
    return Answered(decoded.value, (*verdict.warnings, *_oddities(decoded)), verdict.marked)


def _oddities(decoded: Decoded[A]) -> tuple[str, ...]:
    strange = [f"undeclared element {path} ({times}x)" for path, times in decoded.drift.items()]
    mended = [f"mended before reading: {what} ({times}x)" for what, times in decoded.repairs.items()]
    return (*strange, *mended)


def _colon(moment: datetime | None) -> str | None:
    return values.PARIS_COLON.write(moment) if moment else None


def _unix(moment: datetime | None) -> str | None:
    return values.UNIX.write(moment) if moment else None


def _number(value: int | None) -> str | None:
    return None if value is None else str(value)
