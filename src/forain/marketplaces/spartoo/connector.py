"""The contract with the hub: what Spartoo's client raises becomes an outcome, and orders move whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import httpx2

from forain.connect.contract import Account, Applied, Checked, Exchange, LookedUp, Page, Paper, Record
from forain.connect.outcomes import Done, Refused, SendOutcome, Trouble, Uncertain
from forain.marketplaces.spartoo import decisions, mapping, messages, returning
from forain.marketplaces.spartoo.client import AsyncSpartooClient
from forain.marketplaces.spartoo.flows.caller import Answered
from forain.marketplaces.spartoo.manifest import MANIFEST
from forain.marketplaces.spartoo.offers.selling import SellingLine
from forain.marketplaces.spartoo.outcomes import during, send_trouble, trouble
from forain.marketplaces.spartoo.sites import Site, site_of, site_of_host
from forain.sdk import errors as sdk
from forain.sdk.flow import NO_RETRY
from forain.sdk.pacing import NO_PACE
from forain.trade.commands import HIDDEN_BY, Command, CommandKind

VERIFIED, PREPARING, SHIPPED, CANCELLED, LOST, UNDELIVERED = 11, 2, 3, 41, 45, 47


@dataclass(frozen=True, slots=True)
class Move:
    """`target`: the status to ask for. `reached`: statuses that prove the command took effect at some time."""

    target: int
    reached: frozenset[int]


MOVES: Mapping[CommandKind, Move] = {
    CommandKind.ACCEPT: Move(PREPARING, frozenset({PREPARING, SHIPPED, LOST, UNDELIVERED})),
    CommandKind.SHIP: Move(SHIPPED, frozenset({SHIPPED, LOST, UNDELIVERED})),
    CommandKind.REFUSE: Move(CANCELLED, frozenset({CANCELLED})),
    CommandKind.CANCEL: Move(CANCELLED, frozenset({CANCELLED})),
    CommandKind.MARK_LOST: Move(LOST, frozenset({LOST})),
    CommandKind.MARK_UNDELIVERABLE: Move(UNDELIVERED, frozenset({UNDELIVERED})),
}


@dataclass(frozen=True, slots=True)
class _Status:
    """Where an order is seen to stand."""

    id: int | None
    words: str

    def __str__(self) -> str:
        return f"status {self.id} ({self.words})"


class _Tape:
    """Passes exchanges on and remembers the last, the proof behind what is read from it."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self.last = ""

    def __call__(self, exchange: Exchange) -> None:
        self.last = exchange.id
        self._record(exchange)


class SpartooConnector(SellingLine):
    """One seller account on one national site (`forain.connect.contract.Connector`, `SellsOffers`)."""

    def __init__(
        self, account: Account, record: Record, transport: httpx2.AsyncBaseTransport | None = None
    ) -> None:
        self._partner = account.credentials.get("partenaire", "").strip()
        self._endpoint, self._site = _address(account)
        self._record = record
        self._transport = transport

    async def check(self) -> Checked | Trouble:
        """Read the orders of the last hour: the smallest call that proves the partner id."""
        tape = _Tape(self._record)
        try:
            answered = await self._client(tape).export_orders(date=_ago(decisions.CHECK_WINDOW))
        except sdk.SdkError as error:
            return trouble(error)
        facts = {"site": self._site.suffix, "currency": self._site.currency}
        return Checked(facts=facts, warnings=answered.notes)

    async def read(
        self,
        resource: str,
        since: datetime | None,
        cursor: str | None,  # noqa: ARG002 - there are no pages
    ) -> Page | Trouble:
        """`orders` or `returns` from `since` on; Spartoo knows no paging, so every page is the last."""
        wanted = since or _ago(MANIFEST.resource(resource).first_window)
        tape = _Tape(self._record)
        read = {"orders": self._read_orders, "returns": self._read_returns}[resource]
        try:
            return await read(tape, wanted)
        except sdk.SdkError as error:
            return trouble(error)

    async def inspect(self, reference: str) -> Page | Trouble:
        """One order by its id; a page without observations when this site does not know it."""
        tape = _Tape(self._record)
        try:
            answered = await self._client(tape).export_orders(oid=reference)
        except sdk.SdkError as error:
            return trouble(error)
        return self._orders_page(answered, tape.last)

    async def money(self, order_reference: str) -> Page | Trouble:
        """Spartoo's web services tell no amounts beyond those of the order itself."""
        return Refused(code="local.unsupported", words=f"Spartoo has no accounting call ({order_reference}).")

    async def send(self, command: Command) -> SendOutcome:
        """Move the order, or decide a return. What lacks something is refused here; nothing is sent then."""
        if command.kind in returning.KINDS:
            return await self._return(command)
        move = MOVES.get(command.kind)
        if move is None:
            return Refused(code="local.unsupported", words=f"Spartoo has no call for {command.kind.value}.")
        tracking = command.details.get("tracking_number", "").strip()
        if command.kind is CommandKind.SHIP and not tracking:
            return Refused(code="local.tracking_number", words="Spartoo wants the parcel's tracking number.")
        try:
            return await self._ask(command, move, tracking)
        except sdk.SdkError as error:
            return send_trouble(error)

    async def look_up(self, command: Command) -> LookedUp | Trouble:
        """Whether the order, or the return, is seen in a status that proves the command."""
        if command.kind in returning.KINDS:
            return await self._look_up_return(command)
        move = MOVES.get(command.kind)
        if move is None:
            return LookedUp(applied=Applied.CANNOT_TELL, words="Spartoo has no call for this.")
        try:
            found = await self._status(command.order_reference)
        except sdk.SdkError as error:
            return trouble(error)
        if found is None:
            return LookedUp(applied=Applied.CANNOT_TELL, words="This site does not know the order.")
        state = None if found.id is None else mapping.FULFILMENT.get(found.id)
        if state is None:
            return LookedUp(applied=Applied.CANNOT_TELL, words=found.words)
        if found.id in move.reached:
            return LookedUp(applied=Applied.YES, words=found.words)
        hidden = state in HIDDEN_BY.get(command.kind, frozenset())
        return LookedUp(applied=Applied.CANNOT_TELL if hidden else Applied.NO, words=found.words)

    async def delivery_slip(self, order_reference: str, pieces: Mapping[str, int]) -> Paper | Trouble:
        """The PDF of `xml_export_bl`; Spartoo makes it for orders in 2 and 3 only (-6 otherwise)."""
        tape = _Tape(self._record)
        try:
            slip = await self._client(tape).export_bl(order_reference, pieces)
        except sdk.SdkError as error:
            return trouble(error)
        return Paper(content=slip.pdf, content_type="application/pdf", exchange_id=tape.last)

    async def _return(self, command: Command) -> SendOutcome:
        try:
            return await returning.send(self._client(_Tape(self._record)), command)
        except sdk.SdkError as error:
            return send_trouble(error)

    async def _look_up_return(self, command: Command) -> LookedUp | Trouble:
        try:
            return await returning.look_up(self._client(_Tape(self._record)), command)
        except sdk.SdkError as error:
            return trouble(error)

    async def _ask(self, command: Command, move: Move, tracking: str) -> SendOutcome:
        try:
            return await self._move(command.order_reference, move, tracking)
        except sdk.AlreadySo:
            return await self._already(command.order_reference, move)
        except sdk.Rejected as error:
            if not _speaks_of_the_state(error):
                raise
            return await self._not_from_here(command, move, tracking, error)

    async def _move(self, order: str, move: Move, tracking: str = "") -> Done:
        number = tracking if move.target == SHIPPED else None
        client = self._client(_Tape(self._record))
        answered = await client.maj_orders(order, move.target, tracking_number=number)
        told = answered.message.statut
        words = told.description if told and told.id == str(move.target) else ""
        return Done(reference=order, words=words or str(move.target))

    async def _already(self, order: str, move: Move) -> SendOutcome:
        """-9 is inferred from another service, so it is believed only when the order is seen there."""
        try:
            found = await self._status(order)
        except sdk.SdkError:
            return Uncertain(words="Spartoo says the order is there already (-9); it could not be read back.")
        if found is not None and found.id in move.reached:
            return Done(reference=order, words=found.words, already=True)
        return Refused(
            code="-9", words=f"Spartoo says the order is there already, yet shows {found or 'no such order'}."
        )

    async def _not_from_here(
        self, command: Command, move: Move, tracking: str, error: sdk.Rejected
    ) -> SendOutcome:
        """Tell where the order really is; a shipment from 11 accepts first (xml_maj_orders, "Not documented")."""
        order = command.order_reference
        try:
            found = await self._status(order)
        except sdk.SdkError:
            return Refused(code=error.code, words=error.words)
        if found is not None and found.id == move.target:
            return Done(reference=order, words=found.words, already=True)
        if command.kind is CommandKind.SHIP and found is not None and found.id == VERIFIED:
            return await self._accept_and_ship(order, move, tracking)
        return Refused(
            code=error.code, words=f"{error.words} The order is in {found or 'no list of this site'}."
        )

    async def _accept_and_ship(self, order: str, move: Move, tracking: str) -> SendOutcome:
        try:
            await self._move(order, MOVES[CommandKind.ACCEPT])
        except sdk.AlreadySo:
            pass  # somebody accepted meanwhile: the shipment decides
        except sdk.SdkError as error:
            return during("It has to be accepted first; the shipment was not sent.", send_trouble(error))
        try:
            return await self._move(order, move, tracking)
        except sdk.AlreadySo:
            return await self._already(order, move)
        except sdk.SdkError as error:
            return during("The order is accepted (2), its shipment is not confirmed.", send_trouble(error))

    async def _status(self, order: str) -> _Status | None:
        answered = await self._client(_Tape(self._record)).export_orders(oid=order)
        told = next((one for one in answered.message.orders if one.id == order), None)
        return _Status(told.status_id, told.status_name) if told else None

    async def _read_orders(self, tape: _Tape, since: datetime) -> Page:
        answered = await self._client(tape).export_orders(date=since)
        return self._orders_page(answered, tape.last)

    async def _read_returns(self, tape: _Tape, since: datetime) -> Page:
        answered = await self._client(tape).export_returns(date=since)
        found = tuple(mapping.return_(told, self._site) for told in answered.message.returns)
        return Page(observations=found, exchange_id=tape.last, notes=_notes(answered))

    def _orders_page(self, answered: Answered[messages.ExportedOrders], exchange: str) -> Page:
        now = datetime.now(UTC)
        mapped = [mapping.order(told, self._site, now) for told in answered.message.orders]
        notes = (*_notes(answered), *(note for one in mapped for note in one.notes))
        return Page(observations=tuple(one.order for one in mapped), exchange_id=exchange, notes=notes)

    def _selling(self) -> tuple[_Tape, AsyncSpartooClient]:
        tape = _Tape(self._record)
        return tape, self._client(tape)

    def _client(self, tape: _Tape) -> AsyncSpartooClient:
        """A client for one call. The hub keeps budget and schedule, so neither pace nor retry is ours."""
        return AsyncSpartooClient(
            self._partner,
            site=self._site.suffix,
            endpoint=self._endpoint,
            retry=NO_RETRY,
            pace=NO_PACE,
            record=tape,
            transport=self._transport,
        )


def _speaks_of_the_state(error: sdk.Rejected) -> bool:
    """-7, and any code we do not know: the error table of `xml_maj_orders` is inferred, so the order is looked at."""
    return type(error) in (sdk.WrongState, sdk.Rejected)


def _address(account: Account) -> tuple[str, Site]:
    """The replaced base address ('' when the site decides) and the site, typed or told by the address."""
    given = account.endpoint.rstrip("/")
    replaced = "" if given == MANIFEST.endpoint else given
    typed = account.credentials.get("site", "").strip()
    return replaced, site_of(typed) if typed else site_of_host(urlsplit(replaced).netloc)


def _notes(
    answered: Answered[messages.ExportedOrders] | Answered[messages.ExportedReturns],
) -> tuple[str, ...]:
    told = answered.message.items
    marked = [
        f"{told[mark.index].id}: error {mark.error.id} {mark.error.description}" for mark in answered.marked
    ]
    return (*answered.notes, *marked)


def _ago(window: timedelta) -> datetime:
    return datetime.now(UTC) - window
