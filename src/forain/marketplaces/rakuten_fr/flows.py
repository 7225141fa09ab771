"""Each call as a flow: build the request, read the answer, decide what a bad answer means. No input or output.

The root element's name is tested before anything else is believed. What cannot be read is a `BrokenAnswer` for
a call that may be repeated and an `AnswerLost` for one that may not: it was sent, so it may have taken effect.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from forain.marketplaces.rakuten_fr import hosts, operations
from forain.marketplaces.rakuten_fr.errors import rejection
from forain.marketplaces.rakuten_fr.messages import (
    AcceptedSale,
    CampaignPurged,
    CancelledItem,
    ConfirmedPreorder,
    ContactedOld,
    ContactedUs,
    ContactedUser,
    CurrentSales,
    ErrorResponse,
    FlatFileReceived,
    ImportedShippingStatus,
    ItemInfos,
    NewSales,
    RefusedSale,
    ShippingTypes,
    ToDoList,
    TrackingRecorded,
    XmlFileReceived,
)
from forain.marketplaces.rakuten_fr.search_flows import SearchCalls
from forain.marketplaces.rakuten_fr.sold_flows import SoldCalls
from forain.marketplaces.rakuten_fr.stock_flows import StockCalls
from forain.marketplaces.rakuten_fr.uploads import Upload
from forain.sdk.errors import AnswerLost, BrokenAnswer, MarketplaceFailure
from forain.sdk.flow import Flow, Retry, deliver
from forain.sdk.pacing import NO_PACE, Pace
from forain.wire.errors import BadValue, Malformed, Missing, WireError, WrongRoot
from forain.wire.http import Pairs, Reply, Send, Wait
from forain.wire.operation import Operation
from forain.wire.redaction import redact
from forain.wire.xml import Decoded, decode, peek_root

Answer = TypeVar("Answer")
#: Told the service and a readable oddity: something not declared, something mended, a newer version.
Notice = Callable[[str, str], None]

_log = logging.getLogger("forain.rakuten_fr")

#: The word a call answers with when it took effect (section 13; clients compare it).
STATUS_WORDS: Mapping[type, str] = {
    AcceptedSale: "Accepted",
    RefusedSale: "Refused",
    TrackingRecorded: "OK",
    ContactedUs: "SENT",
    ContactedOld: "SENT",
    XmlFileReceived: "OK",
    FlatFileReceived: "OK",
    CampaignPurged: "OK",
    ContactedUser: "SENT",
    CancelledItem: "CANCELLED",
    ConfirmedPreorder: "OK",
    ImportedShippingStatus: "OK",
}
#: Answers that say more behind that word (`OK : no remaining item(s)`).
_MORE_FOLLOWS = frozenset({ConfirmedPreorder})


def log_notice(service: str, oddity: str) -> None:
    """What is done with oddities when nobody asks for them."""
    _log.warning("%s: %s", service, oddity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls(SoldCalls, SearchCalls, StockCalls):
    """All calls of one account, as flows. Its `repr` does not show the token."""

    login: str
    token: str = field(repr=False)
    endpoint: str = hosts.PRODUCTION
    retry: Retry = field(default_factory=Retry)
    pace: Pace = field(default_factory=lambda: NO_PACE)
    notice: Notice = log_notice
    timeout: float = 60.0

    def getnewsales(self) -> Flow[NewSales]:
        """Sales waiting for the seller's answer."""
        return self._call(operations.GETNEWSALES)

    def acceptsale(
        self, item_id: str, shipping_from_country: int = 249, import_country: int | None = None
    ) -> Flow[AcceptedSale]:
        """Accept one item; the buyer is debited. Countries are numeric, metropolitan France is 249."""
        return self._call(
            operations.ACCEPTSALE,
            itemid=item_id,
            shippingfromcountry=str(shipping_from_country),
            importcountry=str(import_country) if import_country is not None else "",
        )

    def refusesale(self, item_id: str) -> Flow[RefusedSale]:
        """Refuse one item; no reason can be given."""
        return self._call(operations.REFUSESALE, itemid=item_id)

    def getcurrentsales(
        self,
        *,
        purchase_date: date | None = None,
        pending_preorders: bool = False,
        not_shipped_only: bool = False,
        next_token: str = "",
    ) -> Flow[CurrentSales]:
        """One page of confirmed sales; give `next_token` of the page before with the same filter."""
        return self._call(
            operations.GETCURRENTSALES,
            purchasedate=purchase_date.isoformat() if purchase_date else "",
            ispendingpreorder="y" if pending_preorders else "",
            notshippeditemsonly="true" if not_shipped_only else "",
            nexttoken=next_token,
        )

    def getiteminfos(self, item_id: str) -> Flow[ItemInfos]:
        """Everything about one item. Marks its messages as read."""
        return self._call(operations.GETITEMINFOS, itemid=item_id)

    def settrackingpackageinfos(
        self, item_id: str, transporter_name: str, tracking_number: str, tracking_url: str = ""
    ) -> Flow[TrackingRecorded]:
        """Tell carrier and number of one item; the buyer is mailed a link."""
        return self._call(
            operations.SETTRACKINGPACKAGEINFOS,
            itemid=item_id,
            transporter_name=transporter_name,
            tracking_number=tracking_number,
            tracking_url=tracking_url,
        )

    def getitemtodolist(self) -> Flow[ToDoList]:
        """Items with an open claim or something unread."""
        return self._call(operations.GETITEMTODOLIST)

    def contactusaboutitem(self, item_id: str, content: str, mail_parent_id: str = "") -> Flow[ContactedUs]:
        """Write to customer service; `mail_parent_id` when answering one of its mails."""
        return self._call(
            operations.CONTACTUSABOUTITEM, itemid=item_id, mailparentid=mail_parent_id, content=content
        )

    def contactpriceministeraboutitem(
        self, item_id: str, content: str, mail_parent_id: str = ""
    ) -> Flow[ContactedOld]:
        """The same under its name of 2011."""
        return self._call(
            operations.CONTACTPRICEMINISTERABOUTITEM,
            itemid=item_id,
            mailparentid=mail_parent_id,
            content=content,
        )

    def getavailableshippingtypes(self) -> Flow[ShippingTypes]:
        """Shipping modes activated for the account; needs the right to custom shipping prices."""
        return self._call(operations.GETAVAILABLESHIPPINGTYPES)

    def _call(
        self,
        operation: Operation[Answer],
        *,
        upload: Upload | None = None,
        asked_version: str = "",
        **parameters: str,
    ) -> Flow[Answer]:
        """Rakuten's own failure starts the tries of a read again, at most as often as a lost answer may be asked for."""
        send = self._request(operation, parameters, upload, asked_version or operation.version)
        for tried in range(1, self.retry.attempts + 1):
            reply = yield from deliver(
                send,
                repeatable=operation.repeatable,
                retry=self.retry,
                pace=self.pace,
                family=operation.pace,
            )
            try:
                return self._read(operation, reply)
            except MarketplaceFailure:
                if tried == self.retry.attempts or not operation.repeatable:
                    raise
            yield Wait(self.retry.pause(tried))
        raise AssertionError("a flow tries at least once")

    def _request(
        self, operation: Operation[Answer], parameters: Mapping[str, str], upload: Upload | None, version: str
    ) -> Send:
        given: Pairs = tuple((name, value) for name, value in parameters.items() if value)
        body, headers = upload.body(operation.upload or "") if upload else (b"", ())
        return Send(
            operation.method,
            self.endpoint.rstrip("/") + operation.path,
            service=operation.name,
            query=(("action", operation.name), *self._identity(operation, version), *given),
            body=body,
            headers=headers,
            secrets=frozenset({self.token}),
            timeout=self.timeout,
        )

    def _identity(self, operation: Operation[Answer], version: str) -> Pairs:
        """Who calls and in which version, as far as the service wants to know: the token goes nowhere else."""
        known = {"login": self.login, "pwd": self.token, "version": version}
        wanted = {one.name for one in operation.parameters}
        return tuple((name, value) for name, value in known.items() if name in wanted)

    def _read(self, operation: Operation[Answer], reply: Reply) -> Answer:
        try:
            if peek_root(reply.body) == "errorresponse":
                document = decode(ErrorResponse, reply.body).value
                raise rejection(document, service=operation.name, secrets=(self.token,))
            answer = decode(operation.answer, reply.body)
        except WireError as error:
            raise unreadable(operation, error, reply.status, (self.token,)) from None
        _insist_on_status(operation, answer.value, (self.token,))
        for oddity in oddities(answer, operation.version):
            self.notice(operation.name, redact(oddity, (self.token,)))
        return answer.value


def unreadable(
    operation: Operation[Answer], error: WireError, status: int, secrets: Iterable[str]
) -> BrokenAnswer | AnswerLost:
    """What an answer that cannot be read means: depends on whether the call may be repeated.

    With an HTTP status that says no, there was no answer at all (rakuten.md section 5).
    """
    words = redact(f"The answer (HTTP status {status}) cannot be read. {error}", secrets)
    if status >= 400 or not operation.repeatable:
        return AnswerLost(words, service=operation.name, status=status)
    return BrokenAnswer(words, service=operation.name, place=place_of(error), status=status)


def place_of(error: WireError) -> str:
    """Where reading ended: a path, or line and column."""
    match error:
        case Missing(path=path) | BadValue(path=path):
            return path
        case Malformed(line=line, column=column, inside=inside):
            return f"line {line}, column {column}" + (f", inside {inside}" if inside else "")
        case WrongRoot(found=found):
            return found
        case _:
            return "line 1, column 1"


def _insist_on_status(operation: Operation[Answer], answer: Answer, secrets: Iterable[str]) -> None:
    """An answer without the word of success is no success: whether it took effect must be read back."""
    expected = STATUS_WORDS.get(type(answer))
    found = getattr(answer, "status", "")
    word = found.partition(" ")[0] if type(answer) in _MORE_FOLLOWS else found
    if expected is not None and word.casefold() != expected.casefold():
        words = redact(f"The status {expected!r} was expected, {found[:40]!r} came.", secrets)
        raise AnswerLost(words, service=operation.name)


def oddities(answer: Decoded[Answer], version: str) -> Iterable[str]:
    """What was met besides the message, what was mended, and a newer version, each as one sentence."""
    yield from (f"{path} is not known here ({times} times)." for path, times in answer.drift.items())
    yield from (f"Mended: {what} ({times} times)." for what, times in answer.repairs.items())
    newest = getattr(answer.value, "last_version", "")
    if newest > version and newest[:4].isdigit():
        yield f"Version {newest} exists; {version} was asked for."
