"""Commands as calls: what each kind needs, and what is refused here before Rakuten would refuse it.

`Command.details`: accept `ship_from` (ISO country, the account's by default) and `import_country`; ship and
correct_tracking `carrier`, `tracking_number`, and when the hub knows better `carrier_label`, `tracking_url`,
`postcode` (the same call: the second overwrites the first, our decision); message `text`, `parent`;
cancel `reason`, which the buyer is told; confirm_preorder `advert` and `stock`, the units that arrived.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from forain.connect.contract import Account
from forain.connect.outcomes import Done, Refused, SendOutcome
from forain.marketplaces.rakuten_fr import countries, decisions, manifest
from forain.marketplaces.rakuten_fr.carrier_names import OTHER_NAME, carrier_label
from forain.marketplaces.rakuten_fr.client import AsyncRakutenFrClient
from forain.trade import carriers
from forain.trade.commands import Command, CommandKind
from forain.trade.parcel import Parcel
from forain.trade.writing import Weight, check


class LocallyRefused(Exception):
    """Nothing was sent; `refused` says why."""

    def __init__(self, code: str, words: str) -> None:
        self.refused = Refused(code=f"local.{code}", words=words)
        super().__init__(words)


async def send(client: AsyncRakutenFrClient, account: Account, command: Command) -> SendOutcome:
    """Carry one command out on one item; raises what the client raises."""
    sender = _SENDERS.get(command.kind)
    if sender is None:
        return Refused(
            code="local.unsupported", words=f"Rakuten France takes no command {command.kind} here."
        )
    try:
        return await sender(client, account, item_of(command), command.details)
    except LocallyRefused as local:
        return local.refused


def item_of(command: Command) -> str:
    """The one item of a command; Rakuten takes items one by one."""
    if len(command.line_references) != 1:
        raise LocallyRefused("one_line", "Rakuten takes one item at a time; make one command for each line.")
    return command.line_references[0]


# -- one sender for each kind -------------------------------------------------------------------------------


async def _accept(
    client: AsyncRakutenFrClient, account: Account, item: str, details: Mapping[str, str]
) -> SendOutcome:
    leaves_from = _number(details.get("ship_from") or account.ship_from)
    imported = details.get("import_country")
    answer = await client.acceptsale(item, leaves_from, _number(imported) if imported else None)
    return Done(reference=item, words=answer.status)


async def _refuse(client: AsyncRakutenFrClient, _: Account, item: str, __: Mapping[str, str]) -> SendOutcome:
    answer = await client.refusesale(item)
    return Done(reference=item, words=answer.status)


async def _ship(
    client: AsyncRakutenFrClient, _: Account, item: str, details: Mapping[str, str]
) -> SendOutcome:
    parcel = parcel_of(details)
    answer = await client.settrackingpackageinfos(
        item, parcel.carrier_label, parcel.tracking_number, parcel.tracking_url
    )
    return Done(reference=parcel.tracking_number, words=answer.status)


async def _cancel(
    client: AsyncRakutenFrClient, _: Account, item: str, details: Mapping[str, str]
) -> SendOutcome:
    reason = details.get("reason", "").strip()
    if not reason:
        raise LocallyRefused("reason_missing", "Rakuten wants a reason, which it sends to the buyer.")
    if len(reason) > decisions.COMMENT_LENGTH:
        raise LocallyRefused(
            "reason_too_long", f"The reason has {len(reason)} characters; Rakuten takes 400."
        )
    answer = await client.cancelitem(item, reason)
    return Done(reference=item, words=answer.status)


async def _confirm_preorder(
    client: AsyncRakutenFrClient, _: Account, __: str, details: Mapping[str, str]
) -> SendOutcome:
    """Rakuten confirms by advert, the oldest pre-orders first: which line it will be is not ours to choose."""
    advert, stock = (details.get(name, "").strip() for name in ("advert", "stock"))
    if not advert:
        raise LocallyRefused("advert_missing", "Rakuten confirms pre-orders by advert; its number is needed.")
    if not stock.isdecimal() or int(stock) == 0:
        raise LocallyRefused("stock_invalid", "How many units arrived? A whole number above 0 is needed.")
    answer = await client.confirmpreorder(advert, int(stock))
    return Done(reference=advert, words=answer.status)


async def _write(
    client: AsyncRakutenFrClient, _: Account, item: str, details: Mapping[str, str]
) -> SendOutcome:
    answer = await client.contactusaboutitem(item, _plain_text(details), details.get("parent", ""))
    return Done(words=answer.status)


async def _write_to_buyer(
    client: AsyncRakutenFrClient, _: Account, item: str, details: Mapping[str, str]
) -> SendOutcome:
    answer = await client.contactuseraboutitem(item, _plain_text(details))
    return Done(words=answer.status)


def _plain_text(details: Mapping[str, str]) -> str:
    """The words to send; what the hub checked already is checked again, for other programs."""
    text = details.get("text", "").strip()
    found = next((one for one in check(text, manifest.TEXT) if one.weight is Weight.STOP), None)
    if found is not None:
        raise LocallyRefused(found.code, _TEXT_WORDS.get(found.code, "Rakuten would refuse this text."))
    return text


_TEXT_WORDS = {
    "text_missing": "There is nothing to send.",
    "text_markup": "Rakuten refuses messages with markup such as <b>; take it out.",
    "text_too_long": f"A message has at most {manifest.TEXT.longest} characters.",
    "text_blank_left": "A blank such as {order} was not filled in.",
}

_SENDERS: Mapping[
    CommandKind,
    Callable[[AsyncRakutenFrClient, Account, str, Mapping[str, str]], Awaitable[SendOutcome]],
] = {
    CommandKind.ACCEPT: _accept,
    CommandKind.REFUSE: _refuse,
    CommandKind.SHIP: _ship,
    CommandKind.CANCEL: _cancel,
    CommandKind.CONFIRM_PREORDER: _confirm_preorder,
    CommandKind.CORRECT_TRACKING: _ship,
    CommandKind.MESSAGE_BUYER: _write_to_buyer,
    CommandKind.MESSAGE_MARKETPLACE: _write,
}


# -- what they need -----------------------------------------------------------------------------------------


def _number(country: str) -> int:
    number = countries.number_of(country)
    if number is None:
        raise LocallyRefused("unknown_country", f"{country!r} is no country code.")
    return number


def parcel_of(details: Mapping[str, str]) -> Parcel:
    """The parcel as Rakuten wants it: its own name of the carrier, and a tracking URL whenever one is known.

    An integrator's help page says that Rakuten takes no shipment without one (carriers.md section 1). A carrier
    that Rakuten does not list goes as `Autre`, and then the URL is a must.
    """
    carrier, number = (details.get(name, "").strip() for name in ("carrier", "tracking_number"))
    if not number:
        raise LocallyRefused("tracking_number_missing", "Rakuten wants a tracking number.")
    label, needs_url = carrier_label(carrier) or (OTHER_NAME, True)
    told = details.get("carrier_label", "").strip()
    if told and told != label:
        label, needs_url = told, told == OTHER_NAME
    url = details.get("tracking_url", "").strip()
    url = url or carriers.tracking_url(carrier, number, details.get("postcode", ""))
    _insist_on_url(carrier, url, needed=needs_url)
    return Parcel(carrier=carrier, tracking_number=number, tracking_url=url, carrier_label=label)


def _insist_on_url(carrier: str, url: str, *, needed: bool) -> None:
    if needed and not url:
        raise LocallyRefused(
            "tracking_url_missing",
            f"Rakuten does not list the carrier {carrier!r}: give the address where the parcel can be followed.",
        )
    if url and not carriers.is_web_address(url):
        raise LocallyRefused("tracking_url_invalid", f"{url!r} is not a web address.")
