"""What a person at the console may make happen: the bodies of the control API and what they do."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from forain.marketplaces.rakuten_fr import decisions
from forain.marketplaces.rakuten_fr.sandbox import letters, payouts, people, population
from forain.marketplaces.rakuten_fr.sandbox.catalogue import BUYERS, POINTS, PRODUCTS, Product
from forain.marketplaces.rakuten_fr.sandbox.ground import Ground
from forain.marketplaces.rakuten_fr.sandbox.modes import BY_LABEL
from forain.marketplaces.rakuten_fr.sandbox.state import Account, Item, Person, Point, Right
from forain.sandbox.stage import Control

ItemId = Annotated[str, Meta(description="Rakuten's item number")]


class NewUnit(Struct, forbid_unknown_fields=True):
    """One product of the basket; each unit becomes an item."""

    sku: Annotated[
        str, Meta(description="the seller's reference; one of the catalogue's fills the rest in")
    ] = ""
    title: str = ""
    price: Annotated[str, Meta(description="in euros, such as 24.90")] = ""
    quantity: Annotated[int, Meta(ge=1, le=50)] = 1
    ean: str = ""
    preorder: bool = False
    negotiated: Annotated[str, Meta(description="the buyer's words when the price was negotiated")] = ""


class NewBuyer(Struct, forbid_unknown_fields=True):
    """Who buys; what is left empty is invented."""

    login: str = ""
    civility: str = ""
    first_name: str = ""
    last_name: str = ""
    street: str = ""
    zip_code: str = ""
    city: str = ""
    country: Annotated[str, Meta(description="the French name")] = ""
    alpha2: Annotated[str, Meta(description="FX is metropolitan France")] = ""
    phone: str = ""


class NewSale(Struct, forbid_unknown_fields=True):
    """A buyer orders, now."""

    account: Annotated[str, Meta(description="login of the seller")] = population.DEMO_LOGIN
    mode: Annotated[str, Meta(description="shipping mode as Rakuten labels it, such as Suivi")] = ""
    buyer: NewBuyer = msgspec.field(default_factory=NewBuyer)
    point: Annotated[str, Meta(description="id of the relay point, for relay modes")] = ""
    items: list[NewUnit] = msgspec.field(default_factory=list)


class NewMessage(Struct, forbid_unknown_fields=True):
    """The buyer or Rakuten writes to the seller about an item."""

    item: ItemId
    text: str
    author: Annotated[str, Meta(pattern="^(buyer|marketplace)$", description="buyer or marketplace")] = (
        "buyer"
    )
    subject: str = "Votre vente"


class NewClaim(Struct, forbid_unknown_fields=True):
    """The buyer opens a claim."""

    item: ItemId
    type: Annotated[str, Meta(description=", ".join(decisions.CLAIM_TYPES))] = "DAMAGED"
    comment: str = "L'article est arrivé abîmé."


class ClaimEnd(Struct, forbid_unknown_fields=True):
    """A claim ends."""

    item: ItemId
    winner: Annotated[
        str, Meta(pattern="^(buyer|seller)$", description="buyer: refunded; seller: goes on")
    ] = "seller"


class Receipt(Struct, forbid_unknown_fields=True):
    """The buyer confirms receipt and rates the seller."""

    item: ItemId
    score: Annotated[str, Meta(pattern="^[1-5]$")] = "5"


class Cancellation(Struct, forbid_unknown_fields=True):
    """A sale is cancelled: by the buyer within the first hour, by Rakuten at any time."""

    item: ItemId
    by: Annotated[str, Meta(pattern="^(buyer|marketplace)$", description="buyer or marketplace")] = "buyer"


class CancellationRequest(Struct, forbid_unknown_fields=True):
    """The buyer asks the seller to cancel, after the first hour; no answer for three days cancels the sale."""

    item: ItemId
    text: str = "Bonjour, je souhaite annuler ma commande."


class Refund(Struct, forbid_unknown_fields=True):
    """Rakuten takes back what was paid for an item, with the next payout."""

    item: ItemId


class Adjustment(Struct, forbid_unknown_fields=True):
    """Rakuten gives the buyer something back, such as the shipping, and takes it off the next payout."""

    item: ItemId
    amount: Annotated[str, Meta(description="in euros, such as 4.90")]


class LicenceCredit(Struct, forbid_unknown_fields=True):
    """A credit note on the subscription, with the next payout."""

    account: str = population.DEMO_LOGIN
    amount: Annotated[str, Meta(description="in euros, before tax")] = "39.00"


class AccountChange(Struct, forbid_unknown_fields=True):
    """Opens a seller account or changes one; what is left out stays."""

    login: str = population.DEMO_LOGIN
    open: Annotated[bool, Meta(description="make the account when there is none")] = False
    active: bool | None = None
    professional: bool | None = None
    calls_per_hour: Annotated[int, Meta(ge=0)] | None = None
    commission: Annotated[str, Meta(description="share of new sales, such as 0.10")] = ""
    licence_fee: Annotated[str, Meta(description="subscription of a month in euros, before tax")] = ""
    rights: (
        Annotated[list[str], Meta(description="sales, custom_shipping, export, campaigns, custom_detail")]
        | None
    ) = None


class Behaviour(Struct, forbid_unknown_fields=True):
    """Chooses between believable behaviours of the real service; what is left out stays."""

    tracking_once: bool | None = None
    tracking_url_always: bool | None = None
    country_letters: bool | None = None
    leaky_links: bool | None = None
    blank_lines: bool | None = None
    low_byte_damage: bool | None = None
    purge_campaign: bool | None = None


def controls(ground: Ground) -> tuple[Control, ...]:
    """All of them, for the engine."""
    table: tuple[tuple[str, str, type[Any], Any], ...] = (
        ("sale", "A buyer orders", NewSale, new_sale),
        ("message", "The buyer or Rakuten writes to the seller", NewMessage, new_message),
        ("claim", "The buyer opens a claim", NewClaim, new_claim),
        ("claim_end", "A claim ends", ClaimEnd, end_claim),
        ("receipt", "The buyer confirms receipt", Receipt, receive),
        ("cancel", "The buyer or Rakuten cancels", Cancellation, cancel),
        ("cancel_request", "The buyer asks the seller to cancel", CancellationRequest, request_cancellation),
        ("refund", "A paid item is cancelled", Refund, refund),
        ("adjustment", "Rakuten gives a buyer something back", Adjustment, adjust),
        ("licence_credit", "A credit note on the subscription", LicenceCredit, credit_licence),
        ("account", "A seller account is opened or changed", AccountChange, change_account),
        ("behaviour", "The pretend Rakuten changes its ways", Behaviour, behave),
    )
    return tuple(
        Control(name=name, summary=summary, body=body, run=partial(act, ground))
        for name, summary, body, act in table
    )


def new_sale(ground: Ground, asked: NewSale) -> Mapping[str, Any]:
    """Order what was asked for, or something."""
    seller = _account(ground, asked.account)
    mode = asked.mode or "Suivi"
    if mode not in BY_LABEL:
        raise ValueError(f"There is no shipping mode {mode!r}; known are: {', '.join(BY_LABEL)}.")
    units = [unit for one in asked.items for unit in _units(one)] or [population.unit_of(PRODUCTS[0])]
    point = _point(asked.point) if BY_LABEL[mode].relay else None
    sale = people.order(ground, seller, _buyer(ground, asked.buyer), mode, units, point)
    return {"sale": sale.id, "items": list(sale.items)}


def new_message(ground: Ground, asked: NewMessage) -> Mapping[str, Any]:
    """Write it."""
    item = _item(ground, asked.item)
    if asked.author == "buyer":
        people.write(ground, item, asked.text)
        return {"item": item.id}
    return {"item": item.id, "mail": letters.mail(ground, item, asked.subject, asked.text).mail_id}


def new_claim(ground: Ground, asked: NewClaim) -> Mapping[str, Any]:
    """Open it."""
    if asked.type not in decisions.CLAIM_TYPES:
        raise ValueError(f"A claim is one of {', '.join(decisions.CLAIM_TYPES)}.")
    people.claim(ground, _item(ground, asked.item), asked.type, asked.comment)
    return {"item": asked.item}


def end_claim(ground: Ground, asked: ClaimEnd) -> Mapping[str, Any]:
    """Close it."""
    people.end_claim(ground, _item(ground, asked.item), for_buyer=asked.winner == "buyer")
    return {"item": asked.item}


def receive(ground: Ground, asked: Receipt) -> Mapping[str, Any]:
    """Confirm and rate."""
    people.receive(ground, _item(ground, asked.item), asked.score)
    return {"item": asked.item}


def cancel(ground: Ground, asked: Cancellation) -> Mapping[str, Any]:
    """Cancel."""
    people.cancel(ground, _item(ground, asked.item), by=asked.by)
    return {"item": asked.item}


def request_cancellation(ground: Ground, asked: CancellationRequest) -> Mapping[str, Any]:
    """Ask."""
    people.ask_to_cancel(ground, _item(ground, asked.item), asked.text)
    return {"item": asked.item}


def refund(ground: Ground, asked: Refund) -> Mapping[str, Any]:
    """Cancel and take back."""
    people.refund(ground, _item(ground, asked.item))
    return {"item": asked.item}


def adjust(ground: Ground, asked: Adjustment) -> Mapping[str, Any]:
    """Take something off."""
    people.adjust(ground, _item(ground, asked.item), _price(asked.amount))
    return {"item": asked.item}


def credit_licence(ground: Ground, asked: LicenceCredit) -> Mapping[str, Any]:
    """Write the credit note."""
    note = payouts.credit_licence(ground, _account(ground, asked.account), _price(asked.amount))
    return {"licence": note.id}


def change_account(ground: Ground, asked: AccountChange) -> Mapping[str, Any]:
    """Open or change; the token is told only here and in the sandbox's own announcement."""
    if asked.open and asked.login not in ground.shop.accounts:
        population.open_account(ground, asked.login, professional=True, custom=False)
    account = _account(ground, asked.login)
    rights = None if asked.rights is None else {_right(one) for one in asked.rights}
    account.active = account.active if asked.active is None else asked.active
    account.professional = account.professional if asked.professional is None else asked.professional
    account.calls_per_hour = account.calls_per_hour if asked.calls_per_hour is None else asked.calls_per_hour
    account.rights = account.rights if rights is None else rights
    account.commission = _price(asked.commission) if asked.commission else account.commission
    account.licence_fee = _price(asked.licence_fee) if asked.licence_fee else account.licence_fee
    return {"login": account.login, "token": account.token, "active": account.active}


def behave(ground: Ground, asked: Behaviour) -> Mapping[str, Any]:
    """Set the switches."""
    switches = ground.shop.switches
    for name in asked.__struct_fields__:
        wanted = getattr(asked, name)
        if wanted is not None:
            setattr(switches, name, wanted)
    told: Mapping[str, Any] = msgspec.to_builtins(switches)
    return told


# -- finding ------------------------------------------------------------------------------------------------


def _item(ground: Ground, item_id: str) -> Item:
    try:
        return ground.shop.items[item_id]
    except KeyError:
        raise LookupError(f"There is no item {item_id!r}.") from None


def _account(ground: Ground, login: str) -> Account:
    try:
        return ground.shop.accounts[login]
    except KeyError:
        raise LookupError(f"There is no account {login!r}.") from None


def _point(wanted: str) -> Point:
    if not wanted:
        return POINTS[0]
    found = next((one for one in POINTS if one.id == wanted), None)
    if found is None:
        raise LookupError(
            f"There is no relay point {wanted!r}; known are: {', '.join(p.id for p in POINTS)}."
        )
    return found


def _right(name: str) -> Right:
    try:
        return Right(name)
    except ValueError:
        raise ValueError(f"There is no right {name!r}; known are: {', '.join(Right)}.") from None


def _buyer(ground: Ground, asked: NewBuyer) -> Person:
    model = next((one for one in BUYERS if one.login == asked.login), None)
    model = model or ground.world.random.choice(BUYERS)
    given = {name: getattr(asked, name) for name in asked.__struct_fields__ if getattr(asked, name)}
    fields: dict[str, str] = {**msgspec.to_builtins(model), **given}
    return Person(**fields)


def _units(asked: NewUnit) -> list[people.Unit]:
    known = next((one for one in PRODUCTS if asked.sku and one.sku == asked.sku), None)
    model = known or Product("880009999", asked.sku, "Article d'essai", Decimal("10.0"))
    product = Product(
        advert=model.advert,
        sku=model.sku,
        title=asked.title or model.title,
        price=_price(asked.price) if asked.price else model.price,
        ean=asked.ean or model.ean,
        preorder=asked.preorder or model.preorder,
        rsl=model.rsl,
        category=model.category,
    )
    return [population.unit_of(product, asked.negotiated)] * asked.quantity


def _price(text: str) -> Decimal:
    try:
        price = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise ValueError(f"{text!r} is no price.") from None
    if not price.is_finite() or price < 0:
        raise ValueError(f"{text!r} is no price.")
    return price
