"""Each call as a flow: build the request, read the answer, decide what a bad answer means. No input or output.

The root element's name is tested before anything else is believed. What cannot be read is a `BrokenAnswer` for
a call that may be repeated and an `AnswerLost` for one that may not: it was sent, so it may have taken effect.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypedDict, TypeVar

from forain.marketplaces.rakuten_fr import hosts, operations
from forain.marketplaces.rakuten_fr.messages import (
    AcceptedSale,
    CampaignPurged,
    CancelledItem,
    ConfirmedPreorder,
    ContactedOld,
    ContactedUs,
    ContactedUser,
    CurrentSales,
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
from forain.marketplaces.rakuten_fr.reading import Records, insist_on_no_error, oddities, unreadable
from forain.marketplaces.rakuten_fr.search_flows import SearchCalls
from forain.marketplaces.rakuten_fr.sold_flows import SoldCalls
from forain.marketplaces.rakuten_fr.stock_flows import StockCalls
from forain.marketplaces.rakuten_fr.uploads import Upload
from forain.sdk.bulk import Fetch, SendFile
from forain.sdk.errors import AnswerLost, MarketplaceFailure
from forain.sdk.flow import Flow, Retry, deliver
from forain.sdk.pacing import NO_PACE, Pace
from forain.wire.errors import WireError
from forain.wire.http import Pairs, Reply, Send, Wait
from forain.wire.operation import Operation
from forain.wire.redaction import redact
from forain.wire.xml import Decoded, decode

Answer = TypeVar("Answer")
Record = TypeVar("Record")
Result = TypeVar("Result")
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


class _Asked(TypedDict):
    """What every request is made of, with or without a body."""

    service: str
    query: Pairs
    secrets: frozenset[str]
    timeout: float


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
        send = self._request(operation, parameters, upload, asked_version or operation.version)
        return (yield from self._tried(operation, send, self._read))

    def _records(
        self, operation: Operation[Answer], field: str, **parameters: str
    ) -> Flow[Records[Answer, Record]]:
        """The answer of a read as a file, out of which its records are read one by one."""
        send = self._request(operation, parameters, None, operation.version, Fetch)

        def opened(called: Operation[Answer], reply: Reply) -> Records[Answer, Record]:
            return Records(called, reply, field, secrets=(self.token,), tell=self._tell)

        return (yield from self._tried(operation, send, opened))

    def _tried(
        self,
        operation: Operation[Answer],
        send: Send,
        read: Callable[[Operation[Answer], Reply], Result],
    ) -> Flow[Result]:
        """Rakuten's own failure starts the tries of a read again, at most as often as a lost answer may be asked for."""
        for tried in range(1, self.retry.attempts + 1):
            reply = yield from deliver(
                send,
                repeatable=operation.repeatable,
                retry=self.retry,
                pace=self.pace,
                family=operation.pace,
            )
            try:
                return read(operation, reply)
            except MarketplaceFailure:
                if tried == self.retry.attempts or not operation.repeatable:
                    raise
            yield Wait(self.retry.pause(tried))
        raise AssertionError("a flow tries at least once")

    def _request(
        self,
        operation: Operation[Answer],
        parameters: Mapping[str, str],
        upload: Upload | None,
        version: str,
        kind: type[Send] = Send,
    ) -> Send:
        given: Pairs = tuple((name, value) for name, value in parameters.items() if value)
        asked: _Asked = {
            "service": operation.name,
            "query": (("action", operation.name), *self._identity(operation, version), *given),
            "secrets": frozenset({self.token}),
            "timeout": self.timeout,
        }
        address = self.endpoint.rstrip("/") + operation.path
        if upload is None:
            return kind(operation.method, address, **asked)
        before, after, headers = upload.frame(operation.upload or "")
        if isinstance(upload.content, Path):
            around = (before, after)
            return SendFile(
                operation.method, address, path=upload.content, around=around, headers=headers, **asked
            )
        body = before + upload.content + after
        return Send(operation.method, address, body=body, headers=headers, **asked)

    def _identity(self, operation: Operation[Answer], version: str) -> Pairs:
        """Who calls and in which version, as far as the service wants to know: the token goes nowhere else."""
        known = {"login": self.login, "pwd": self.token, "version": version}
        wanted = {one.name for one in operation.parameters}
        return tuple((name, value) for name, value in known.items() if name in wanted)

    def _read(self, operation: Operation[Answer], reply: Reply) -> Answer:
        secrets = (self.token,)
        try:
            insist_on_no_error(operation, reply, secrets)
            answer = decode(operation.answer, reply.body)
        except WireError as error:
            raise unreadable(operation, error, reply.status, secrets) from None
        _insist_on_status(operation, answer.value, secrets)
        self._tell(operation, answer)
        return answer.value

    def _tell(self, operation: Operation[Any], answer: Decoded[Any]) -> None:
        for oddity in oddities(answer, operation.version):
            self.notice(operation.name, redact(oddity, (self.token,)))


def _insist_on_status(operation: Operation[Answer], answer: Answer, secrets: Iterable[str]) -> None:
    """An answer without the word of success is no success: whether it took effect must be read back."""
    expected = STATUS_WORDS.get(type(answer))
    found = getattr(answer, "status", "")
    word = found.partition(" ")[0] if type(answer) in _MORE_FOLLOWS else found
    if expected is not None and word.casefold() != expected.casefold():
        words = redact(f"The status {expected!r} was expected, {found[:40]!r} came.", secrets)
        raise AnswerLost(words, service=operation.name)
