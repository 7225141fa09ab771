"""The contract with the hub: reads become observations, commands become calls, errors become outcomes.

The hub keeps its own schedule and budget, so nothing is tried twice or paced here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime

import httpx2

from forain.connect.contract import (
    Account,
    Checked,
    Exchange,
    LookedUp,
    Observation,
    Page,
    Record,
)
from forain.connect.outcomes import Refused, SendOutcome, Trouble
from forain.marketplaces.rakuten_fr import accounting, manifest, mapping, sending
from forain.marketplaces.rakuten_fr.client import AsyncRakutenFrClient
from forain.marketplaces.rakuten_fr.looking_up import look_up
from forain.marketplaces.rakuten_fr.offers.selling import SellingLine
from forain.marketplaces.rakuten_fr.outcomes import send_trouble, trouble
from forain.marketplaces.rakuten_fr.paging import next_token
from forain.sdk.errors import MarketplaceFailure, PermissionMissing, SdkError
from forain.sdk.flow import NO_RETRY
from forain.trade.commands import Command
from forain.wire.values import PARIS

#: What a reader gives back: observations and the cursor of the next page.
Read = tuple[tuple[Observation, ...], str | None]


class _Tape:
    """Passes exchanges on, remembers the last (the proof behind what is read) and collects oddities."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self.last = ""
        self.notes: list[str] = []

    def __call__(self, exchange: Exchange) -> None:
        self.last = exchange.id
        self._record(exchange)

    def notice(self, service: str, oddity: str) -> None:
        self.notes.append(f"{service}: {oddity}")


class RakutenFrConnector(SellingLine):
    """Fulfils `forain.connect.contract.Connector` and `SellsOffers`. `transport` replaces the network, for tests."""

    def __init__(
        self, account: Account, record: Record, transport: httpx2.AsyncBaseTransport | None = None
    ) -> None:
        self._account = account
        self._login = account.credentials.get("login", "").strip()
        self._record = record
        self._transport = transport

    # -- reading --------------------------------------------------------------------------------------------

    async def check(self) -> Checked | Trouble:
        """The to-do list proves the credentials and costs nothing; the shipping modes tell a right."""
        tape, client = self._line()
        try:
            todo = await client.getitemtodolist()
            modes, right = await _shipping_modes(client)
        except SdkError as error:
            return trouble(error)
        facts = {
            "login": self._login,
            "seller_id": todo.seller_id,
            "newest_version": todo.last_version,
            "to_do": str(len(todo.items)),
            "right_custom_shipping": right,
            "shipping_modes": modes,
        }
        return Checked(facts={name: fact for name, fact in facts.items() if fact}, warnings=tuple(tape.notes))

    async def read(self, resource: str, since: datetime | None, cursor: str | None) -> Page | Trouble:
        """One page; `since` and `cursor` matter to the sales in progress and the pre-orders only."""
        reader = _READERS[resource]
        return await self._page(lambda client: reader(client, since, cursor))

    async def inspect(self, reference: str) -> Page | Trouble:
        """Everything about one item. Rakuten marks its messages as read by this."""

        async def reader(client: AsyncRakutenFrClient) -> Read:
            infos = await client.getiteminfos(reference)
            return (mapping.line_detail(infos, self._login),), None

        return await self._page(reader)

    async def money(self, order_reference: str) -> Page | Trouble:
        """getbillinginformation and getshippinginformation of one purchase; before an item is accepted Rakuten
        answers both with an `Unknown error`, which is a refusal here: the order waits, nothing is in trouble."""
        tape, client = self._line()
        try:
            billing = await client.getbillinginformation(order_reference)
            proof = tape.last
            shipping = await client.getshippinginformation(order_reference)
        except MarketplaceFailure as error:
            return Refused(code="not_yet", words=error.words)
        except SdkError as error:
            return trouble(error)
        told = accounting.order_money(order_reference, billing, shipping)
        return Page(observations=(told,), exchange_id=proof, notes=tuple(tape.notes))

    async def _page(self, reader: Callable[[AsyncRakutenFrClient], Awaitable[Read]]) -> Page | Trouble:
        tape, client = self._line()
        try:
            observations, cursor = await reader(client)
        except SdkError as error:
            return trouble(error)
        return Page(observations=observations, exchange_id=tape.last, cursor=cursor, notes=tuple(tape.notes))

    # -- changing -------------------------------------------------------------------------------------------

    async def send(self, command: Command) -> SendOutcome:
        """Carry the command out, once."""
        _, client = self._line()
        try:
            return await sending.send(client, self._account, command)
        except SdkError as error:
            return send_trouble(error)

    async def look_up(self, command: Command) -> LookedUp | Trouble:
        """Read back from the lists; `looking_up` says when only getiteminfos can tell."""
        _, client = self._line()
        try:
            return await look_up(client, self._login, command)
        except SdkError as error:
            return trouble(error)

    def _line(self) -> tuple[_Tape, AsyncRakutenFrClient]:
        tape = _Tape(self._record)
        client = AsyncRakutenFrClient(
            self._login,
            self._account.credentials.get("token", "").strip(),
            endpoint=self._account.endpoint,
            retry=NO_RETRY,
            record=tape,
            notice=tape.notice,
            transport=self._transport,
        )
        return tape, client


async def _shipping_modes(client: AsyncRakutenFrClient) -> tuple[str, str]:
    """Labels of the active modes, and whether the account has the right to ask for them."""
    try:
        found = await client.getavailableshippingtypes()
    except PermissionMissing:
        return "", "no"
    labels = [one.label for one in found.basic if one.active]
    labels += [one.label for one in found.custom if one.active]
    return ", ".join(labels), "yes"


# -- one reader for each resource ---------------------------------------------------------------------------


async def _new_sales(client: AsyncRakutenFrClient, _: datetime | None, __: str | None) -> Read:
    return mapping.orders((await client.getnewsales()).sales), None


async def _to_do(client: AsyncRakutenFrClient, _: datetime | None, __: str | None) -> Read:
    return tuple(mapping.attention(one) for one in (await client.getitemtodolist()).items), None


async def _current_sales(client: AsyncRakutenFrClient, since: datetime | None, cursor: str | None) -> Read:
    return await _sales_page(client, since, cursor, preorders=False)


async def _preorders(client: AsyncRakutenFrClient, _: datetime | None, cursor: str | None) -> Read:
    return await _sales_page(client, None, cursor, preorders=True)


async def _sales_page(
    client: AsyncRakutenFrClient, since: datetime | None, cursor: str | None, *, preorders: bool
) -> Read:
    day, tokens = _opened(cursor) if cursor else (_day(since), ())
    page = await client.getcurrentsales(
        purchase_date=day, pending_preorders=preorders, next_token=tokens[-1] if tokens else ""
    )
    token = next_token(page, set(tokens))
    return mapping.orders(page.sales), _sealed(day, (*tokens, token)) if token else None


def _day(since: datetime | None) -> date | None:
    return since.astimezone(PARIS).date() if since else None


def _sealed(day: date | None, tokens: tuple[str, ...]) -> str:
    """A cursor holds the filter, because a token is bound to it, and every token followed, to notice a repeated one."""
    return " ".join((day.isoformat() if day else "-", *tokens))


def _opened(cursor: str) -> tuple[date | None, tuple[str, ...]]:
    day, *tokens = cursor.split(" ")
    return None if day == "-" else date.fromisoformat(day), tuple(tokens)


_READERS: Mapping[str, Callable[[AsyncRakutenFrClient, datetime | None, str | None], Awaitable[Read]]] = {
    manifest.NEW_SALES: _new_sales,
    manifest.CURRENT_SALES: _current_sales,
    manifest.PREORDERS: _preorders,
    manifest.TODO: _to_do,
}
