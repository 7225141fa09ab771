"""One call: how it is sent and how its answer is understood, without input or output.

A read whose answer cannot be read raises BrokenAnswer. A change then raises AnswerLost, because it may have taken
effect; so does a change whose answer tells no outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar
from urllib.parse import urlsplit

from forain.marketplaces.spartoo import errors
from forain.marketplaces.spartoo.flows.multipart import Upload, multipart
from forain.marketplaces.spartoo.messages import Envelope
from forain.marketplaces.spartoo.sites import DEFAULT, Site
from forain.sdk.errors import AnswerLost, BrokenAnswer
from forain.sdk.flow import Flow, Retry, deliver
from forain.sdk.pacing import Pace
from forain.wire.errors import BadValue, Malformed, Missing, WireError
from forain.wire.http import Pairs, Reply, Send
from forain.wire.operation import Operation
from forain.wire.redaction import redact_bytes
from forain.wire.xml import Decoded, decode, encode

A = TypeVar("A", bound=Envelope)
Given = Mapping[str, str | None]
Files = tuple[tuple[str, Upload], ...]

#: How parameters travel. Spartoo takes all three (spartoo.md section 3).
Encoding = Literal["form", "multipart", "query"]

#: Shorter ids could not be kept out of records: replacing them would eat ordinary text.
SHORTEST_PARTNER = 4


@dataclass(frozen=True, slots=True)
class Answered(Generic[A]):
    """A successful answer. `notes` are readable oddities; `marked` are items that came with errors of their own."""

    message: A
    notes: tuple[str, ...] = ()
    marked: tuple[errors.Marked, ...] = ()


class Caller:
    """One seller account on one site."""

    def __init__(
        self, partner: str, site: Site, endpoint: str, retry: Retry, pace: Pace, encoding: Encoding = "form"
    ) -> None:
        if len(partner) < SHORTEST_PARTNER:
            raise ValueError("A partner id has at least four characters.")
        self._partner = partner
        self._site = site
        self._base = (endpoint or site.endpoint).rstrip("/")
        self._headers = _stand_in_headers(site, endpoint)
        self._retry = retry
        self._pace = pace
        self._encoding = encoding

    def read(self, operation: Operation[A], given: Given, files: Files = ()) -> Flow[Answered[A]]:
        send = self._send(operation, given, files)
        reply = yield from self._deliver(operation, send)
        decoded = _decoded(operation, send, reply)
        return _judged(operation, decoded, errors.read_verdict(decoded.value))

    def change(self, operation: Operation[A], given: Given, files: Files = ()) -> Flow[Answered[A]]:
        """A change of one object."""
        return self._changing(operation, given, files, errors.change_verdict)

    def apply(self, operation: Operation[A], given: Given) -> Flow[Answered[A]]:
        """A change of many objects, each with an outcome of its own."""
        return self._changing(operation, given, (), errors.batch_verdict)

    def fetch(self, operation: Operation[A], address: str) -> Flow[Answered[A]]:
        """Read an address that an answer gave."""
        send = self._errand(operation, address)
        reply = yield from self._deliver(operation, send)
        decoded = _decoded(operation, send, reply)
        return _judged(operation, decoded, errors.read_verdict(decoded.value))

    def download(self, operation: Operation[A], address: str) -> Flow[bytes]:
        """The bytes at an address that an answer gave."""
        send = self._errand(operation, address)
        reply = yield from self._deliver(operation, send)
        if reply.status != 200:
            words = f"The address Spartoo gave answers with HTTP status {reply.status}."
            raise BrokenAnswer(words, service=operation.name, status=reply.status)
        return reply.body

    def _changing(
        self,
        operation: Operation[A],
        given: Given,
        files: Files,
        judge: Callable[[Envelope], errors.Verdict],
    ) -> Flow[Answered[A]]:
        send = self._send(operation, given, files)
        reply = yield from self._deliver(operation, send)
        try:
            decoded = _decoded(operation, send, reply)
            verdict = judge(decoded.value)
        except BrokenAnswer as error:
            raise AnswerLost(error.words, service=operation.name, status=reply.status) from None
        except errors.NoCode:
            words = "The answer tells no outcome."
            raise AnswerLost(words, service=operation.name, status=reply.status) from None
        return _judged(operation, decoded, verdict)

    def _deliver(self, operation: Operation[A], send: Send) -> Flow[Reply]:
        return deliver(
            send,
            repeatable=operation.repeatable or send.method == "GET",
            retry=self._retry,
            pace=self._pace,
            family=operation.pace,
        )

    def _send(self, operation: Operation[A], given: Given, files: Files = ()) -> Send:
        fields: Pairs = (
            ("partenaire", self._partner),
            *((name, value) for name, value in given.items() if value),
        )
        encoding = self._way(given, files)
        query: Pairs = fields if encoding == "query" else ()
        form: Pairs = fields if encoding == "form" else ()
        kind, body = multipart(fields, files) if encoding == "multipart" else ((), b"")
        return Send(
            operation.method,
            self._base + operation.path,
            service=operation.name,
            query=query,
            form=form,
            body=body,
            headers=(*self._headers, *kind),
            secrets=frozenset({self._partner}),
        )

    def _way(self, given: Given, files: Files) -> Encoding:
        """Files only fit into multipart, and documents travel so too: it is what the libraries send for every call
        (spartoo.md section 3), half as long as a form and three times as fast to make.
        """
        documents = bool(given.get("xml")) and self._encoding == "form"
        return "multipart" if files or documents else self._encoding

    def _errand(self, operation: Operation[A], address: str) -> Send:
        """A GET without the partner id, to Spartoo's own hosts only (xml_import_products_async, "Not documented").

        A replaced base address is asked for the path whatever host the answer names: a stand-in may call itself
        anything, and nothing else is ever reached.
        """
        parts = urlsplit(address.strip())
        replaced = self._base != self._site.endpoint
        if parts.scheme not in ("http", "https") or not (replaced or self._is_spartoo(parts.netloc)):
            words = "The answer names an address that is not Spartoo's; it was not followed."
            raise BrokenAnswer(words, service=operation.name)
        base = self._base if replaced else f"{parts.scheme}://{parts.netloc}"
        target = f"{base}{parts.path}" + (f"?{parts.query}" if parts.query else "")
        return Send("GET", target, service=operation.name, headers=self._headers)

    def _is_spartoo(self, netloc: str) -> bool:
        name = netloc.lower().partition(":")[0]
        domain = self._site.host.removeprefix("sws.")
        return "@" not in netloc and (name == domain or name.endswith(f".{domain}"))


def document(message: object) -> str:
    """The text of an `xml` parameter, with the declaration the libraries send (spartoo.md section 10)."""
    return encode(message).decode("utf-8")


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
