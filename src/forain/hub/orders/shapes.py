"""Orders as the API, the command line and exports show them: all seven axes, raw words beside ours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, prefetch_related_objects
from pydantic import AwareDatetime, Field

from forain.connect.contract import Clock
from forain.connect.registry import UnknownMarketplace
from forain.hub.clocks.effective import clock as clock_of
from forain.hub.connections.models import Connection as Account
from forain.hub.kit.routes import Listed, Shape, in_language
from forain.hub.orders import models
from forain.hub.outbox import shapes as outbox
from forain.hub.outbox.models import Command as CommandRow
from forain.hub.parcels.models import DeliverySlip as SlipRow
from forain.hub.parcels.models import Parcel as ParcelRow
from forain.hub.parcels.queries import sent_and_seen
from forain.trade import money as trade
from forain.trade.lifecycle import (
    CancelledBy,
    Dispute,
    Fulfilment,
    HandOff,
    MoneyState,
    Phase,
)


class Money(Shape):
    """An amount, twice: as integer minor units, and as a decimal text."""

    minor: int = Field(description="Integer minor units (cents)", examples=[1290])
    currency: str = Field(description="ISO 4217", examples=["EUR"])
    amount: str = Field(description="The same in major units, exact", examples=["12.90"])


class Address(Shape):
    """A postal address: what we read into it, and under `raw` the marketplace's own fields."""

    civility: str = ""
    first_name: str = ""
    last_name: str = ""
    company: str = ""
    lines: list[str] = Field(default=[], description="Street and what belongs to it, in order")
    postcode: str = ""
    city: str = ""
    region: str = ""
    country: str | None = Field(
        default=None, description="ISO 3166 alpha-2; null when the marketplace's word is unknown"
    )
    country_raw: str = Field(default="", description="The marketplace's own word")
    phones: list[str] = Field(default=[])
    email: str = ""
    raw: dict[str, Any] = Field(default={}, description="The marketplace's own fields, verbatim")


class DeliveryPoint(Shape):
    """A relay point where the parcel waits for the buyer."""

    network: str = ""
    point_id: str = ""
    name: str = ""
    point_type: str = Field(default="", description="The network's own code")
    contract_level: str = ""
    address: Address | None = None
    raw: dict[str, Any] = Field(default={}, description="The marketplace's own fields, verbatim")


class Deadline(Shape):
    """Until when something must be done, and where that comes from."""

    at: AwareDatetime
    clock: str = Field(description="Name of the clock", examples=["accept", "ship"])
    basis: str = Field(description="The rule in a sentence with its source, in the caller's language")
    certainty: str = Field(description="`documented`, `observed`, `our_decision`; empty when unknown")


class Cancellation(Shape):
    by: CancelledBy
    phase: Phase


class Hold(Shape):
    """Somebody keeps it from being shipped and from anything that acts by itself."""

    at: AwareDatetime
    by: str
    reason: str


class Stop(Shape):
    """Why a line must not be shipped, and who said that they know."""

    state: str = Field(
        description="How the line ended, or the phase of its claim", examples=["cancelled", "claim_amicable"]
    )
    at: AwareDatetime | None
    acknowledged_at: AwareDatetime | None = Field(
        description="null: nobody has said so; `do_not_ship` stands"
    )
    acknowledged_by: str


class Line(Shape):
    """One line. Axis 1 is `observed`, axis 2 `fulfilment`, axis 5 `dispute`, axis 7 `money_state`."""

    id: UUID
    order_id: UUID
    reference: str = Field(description="The marketplace's identifier, unique within the connection")
    position: int
    sku: str = Field(description="The seller's SKU as the marketplace tells it; may be empty there")
    merchant_sku: str = Field(
        description="The SKU of the merchant's own catalogue; empty while there is none or it is not mapped"
    )
    mapped_by: str = Field(description="What led to it: `sku`, `alias`, `gtin` or `pattern`; else empty")
    needs_mapping: bool = Field(description="Nothing led to a SKU of the catalogue: the order is parked")
    title: str
    quantity: int
    unit_price: Money = Field(description="Gross, what the buyer pays for one unit")
    total: Money = Field(description="unit_price × quantity")
    listed_price: Money | None = Field(description="The price in the offer, when the buyer paid another one")
    money_state: MoneyState = Field(description="Axis 7: `provisional` amounts may still change")
    provisional_price: Money | None = Field(
        description="The unit price a list told before, when the final one differs"
    )
    shipping: Money | None = Field(description="The line's share of shipping, gross; null until it is known")
    commission: Money | None = Field(
        description="What the marketplace keeps, with tax; null until it is known"
    )
    payable: Money | None = Field(description="What the seller gets; null until it is known")
    bill: dict[str, Any] = Field(description="The accounting's amounts, verbatim")
    bill_exchange_id: UUID | None = Field(description="The proof of the amounts: GET /exchanges/{id}")
    offer_reference: str
    gtins: list[str]
    attributes: dict[str, Any] = Field(description="Size, colour… as the marketplace wrote them")
    observed: dict[str, Any] = Field(description="Axis 1: the marketplace's own status words, verbatim")
    observed_at: AwareDatetime
    exchange_id: UUID | None = Field(description="The proof: GET /exchanges/{id}")
    fulfilment: Fulfilment = Field(description="Axis 2")
    fulfilment_since: AwareDatetime
    dispute: Dispute = Field(description="Axis 5")
    cancellation: Cancellation | None = Field(
        description="Who ended the line and when, when it was cancelled"
    )
    marketplace_actions: list[str] | None = Field(
        description="Actions the marketplace says are allowed now; null when it does not say"
    )
    preorder: bool
    negotiated: bool
    marketplace_fulfilled: bool = Field(description="The marketplace ships this line itself")
    accepted_seen_at: AwareDatetime | None
    shipped_seen_at: AwareDatetime | None
    do_not_ship: bool = Field(
        description="The line ended, or got a claim, after it was to be shipped: stop the parcel, then acknowledge"
    )
    stop: Stop | None = Field(description="What raised `do_not_ship`; stays after it was acknowledged")
    held: Hold | None = Field(description="A hold of this line alone")
    deadline: Deadline | None


class Amounts(Shape):
    """Money of an order: lines + shipping + fee − discount = total; what is left over is `residue`, never corrected.

    An amount is null as long as the marketplace has not told it.
    """

    state: MoneyState = Field(description="`provisional` while any line is")
    lines: Money
    shipping: Money | None
    fee: Money | None
    discount: Money | None
    total: Money | None
    residue: Money | None


class PrepaidLabel(Shape):
    """A label the marketplace paid; whoever has its address can read the buyer's."""

    available: bool
    detail: str
    url: str
    tracking_number: str
    tracking_url: str


class Buyer(Shape):
    name: str
    login: str
    email: str = Field(description="Often an address of the marketplace that forwards")
    address: Address | None


class Seller(Shape):
    """The connection an order came through."""

    id: UUID
    name: str
    marketplace: str = Field(description="Id of the marketplace", examples=["rakuten_fr"])


class Parcel(Shape):
    """What was told to the marketplace about a shipment: one number with all lines that go under it."""

    id: UUID
    command_ids: list[UUID] = Field(description="The commands that told of it: GET /commands/{id}")
    carrier: str = Field(description="Code of GET /carriers")
    carrier_label: str = Field(description="The marketplace's name for it")
    service: str = Field(description="The shipping service that was named with it")
    tracking_number: str
    tracking_url: str
    line_references: list[str]
    sent_by: str = Field(description="Who asked for the shipment")
    sent_at: AwareDatetime | None = Field(description="When it was first told to the marketplace")
    seen_at: AwareDatetime | None = Field(
        description="When the marketplace was seen to agree for all its lines"
    )
    created_at: AwareDatetime


class DeliverySlip(Shape):
    """The paper the marketplace wants in the parcel; the file itself is at GET /orders/{id}/delivery-slip."""

    fetched_at: AwareDatetime | None = Field(description="null while it was asked for in vain")
    fetched_by: str
    content_type: str
    size: int = Field(description="Bytes")
    sha256: str
    exchange_id: UUID | None = Field(description="The proof: GET /exchanges/{id}")
    trouble_code: str = Field(description="Why it could not be had; empty when it is there")
    trouble_words: str


class HandedOff(Shape):
    """Axis 3: where an order stands with one consumer."""

    consumer_id: UUID
    consumer: str
    state: HandOff
    reason: str
    merchant_reference: str = Field(description="The consumer's own number for the order")
    at: AwareDatetime | None = Field(description="When the consumer last said something")


class ReturnOfOrder(Shape):
    """A return of something in the order (axis 6); all of it at GET /returns/{id}."""

    id: UUID
    reference: str
    state: str


class Order(Shape):
    """A basket of one buyer as it was last seen."""

    id: UUID
    reference: str = Field(description="The marketplace's identifier, unique within the connection")
    connection: Seller
    placed_at: AwareDatetime
    first_seen_at: AwareDatetime
    last_seen_at: AwareDatetime
    observed_at: AwareDatetime = Field(description="Time of the newest observation")
    exchange_id: UUID | None = Field(description="The proof: GET /exchanges/{id}")
    state: Fulfilment = Field(description="Folded from the lines: the least advanced open one decides")
    do_not_ship: bool = Field(
        description="At least one line must not be shipped, and nobody has acknowledged it"
    )
    held: Hold | None = Field(description="A hold of the whole order; lines may be held one by one")
    parked: bool = Field(
        description="A line has no SKU of the merchant's catalogue: the order is not handed off until it has"
    )
    test: bool = Field(description="Made in the hub to try things; the marketplace knows nothing of it")
    deadline: Deadline | None = Field(description="The earliest of the lines")
    money: Amounts
    buyer: Buyer
    shipping_address: Address | None
    billing_address: Address | None
    delivery_point: DeliveryPoint | None
    shipping_mode: str = Field(description="The marketplace's label, verbatim")
    prepaid_label: PrepaidLabel | None = Field(description="Where the shipping mode has one")
    payment_method: str
    site: str = Field(description="The marketplace's site the order was placed on")
    lines: list[Line]
    hand_offs: list[HandedOff] = Field(description="Axis 3, one entry for each consumer")
    commands: list[outbox.Command] = Field(description="Axis 4, oldest first")
    parcels: list[Parcel]
    delivery_slip: DeliverySlip | None = Field(description="null where none was asked for")
    returns: list[ReturnOfOrder] = Field(description="Axis 6")
    raw: dict[str, Any] = Field(description="Fields of the marketplace that have no place of their own")


class Orders(Listed[Order]):
    """Orders, newest first."""

    previous: str | None = Field(default=None, description="Cursor of the page before; null at the beginning")


@dataclass(frozen=True, slots=True)
class Around:
    """What belongs to a page of orders and is read for all of them at once."""

    consumers: Sequence[models.Consumer]
    commands: Mapping[UUID, Sequence[CommandRow]]


def orders(workspace_id: UUID, rows: Sequence[models.Order]) -> list[Order]:
    """A bounded number of statements, however many orders."""
    around = _around(workspace_id, rows)
    return [_order(row, around) for row in rows]


def _around(workspace_id: UUID, rows: Sequence[models.Order]) -> Around:
    slips = Prefetch("delivery_slip", SlipRow.objects.defer("content"))  # never the files themselves
    prefetch_related_objects(list(rows), "connection", "lines", "deliveries", "parcels", "returns", slips)
    commands: dict[UUID, list[CommandRow]] = defaultdict(list)
    wanted = CommandRow.objects.filter(order_id__in=[row.pk for row in rows])
    for command in wanted.order_by("created_at", "id"):
        if command.order_id is not None:
            commands[command.order_id].append(command)
    return Around(list(models.Consumer.objects.filter(workspace_id=workspace_id).order_by("name")), commands)


def _order(row: models.Order, around: Around) -> Order:
    return Order(
        id=row.pk,
        reference=row.reference,
        connection=seller(row.connection),
        placed_at=row.placed_at,
        first_seen_at=row.first_seen_at,
        last_seen_at=row.last_seen_at,
        observed_at=row.observed_at,
        exchange_id=row.exchange_id,
        state=Fulfilment(row.state),
        do_not_ship=row.do_not_ship,
        held=_held(row),
        parked=row.parked,
        test=row.test,
        deadline=_deadline(row, row.connection),
        money=_amounts(row),
        buyer=_buyer(row),
        shipping_address=_address(row.shipping_address),
        billing_address=_address(row.billing_address),
        delivery_point=_point(row.delivery_point),
        shipping_mode=row.shipping_mode,
        prepaid_label=_prepaid(row.label),
        payment_method=row.payment_method,
        site=row.site,
        lines=[line(one, row.connection) for one in row.lines.all()],
        hand_offs=_hand_offs(row, around.consumers),
        commands=[outbox.command(one) for one in around.commands.get(row.pk, ())],
        parcels=[parcel(one, around.commands.get(row.pk, ())) for one in row.parcels.all()],
        delivery_slip=slip(getattr(row, "delivery_slip", None)),
        returns=[
            ReturnOfOrder(id=one.pk, reference=one.reference, state=one.state) for one in row.returns.all()
        ],
        raw=row.raw,
    )


def line(row: models.Line, connection: Account) -> Line:
    return Line(
        id=row.pk,
        order_id=row.order_id,
        reference=row.reference,
        position=row.position,
        sku=row.sku,
        merchant_sku=row.merchant_sku,
        mapped_by=row.mapped_by,
        needs_mapping=row.needs_mapping,
        title=row.title,
        quantity=row.quantity,
        unit_price=money(row.unit_price),
        total=money(row.total),
        listed_price=_minor(row.listed_minor, row.currency),
        money_state=MoneyState(row.money_state),
        provisional_price=_minor(row.provisional_minor, row.currency),
        shipping=_minor(row.shipping_minor, row.currency),
        commission=_minor(row.commission_minor, row.currency),
        payable=_minor(row.payable_minor, row.currency),
        bill=row.bill,
        bill_exchange_id=row.bill_exchange_id,
        offer_reference=row.offer_reference,
        gtins=row.gtins,
        attributes=row.attributes,
        observed=row.observed,
        observed_at=row.observed_at,
        exchange_id=row.exchange_id,
        fulfilment=Fulfilment(row.fulfilment),
        fulfilment_since=row.fulfilment_since,
        dispute=Dispute(row.dispute),
        cancellation=_cancellation(row),
        marketplace_actions=row.actions,
        preorder=row.preorder,
        negotiated=row.negotiated,
        marketplace_fulfilled=row.marketplace_fulfilled,
        accepted_seen_at=row.accepted_seen_at,
        shipped_seen_at=row.shipped_seen_at,
        do_not_ship=row.do_not_ship,
        stop=_stop(row),
        held=_held(row),
        deadline=_deadline(row, connection),
    )


def money(amount: trade.Money) -> Money:
    return Money(minor=amount.minor, currency=amount.currency, amount=str(amount.amount))


def seller(connection: Account) -> Seller:
    return Seller(id=connection.pk, name=connection.name, marketplace=connection.marketplace_id)


def hand_off(consumer: models.Consumer, row: models.Delivery | None) -> HandedOff:
    return HandedOff(
        consumer_id=consumer.pk,
        consumer=consumer.name,
        state=HandOff(row.state) if row else HandOff.NEW,
        reason=row.reason if row else "",
        merchant_reference=row.merchant_reference if row else "",
        at=row.at if row else None,
    )


def _minor(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else money(trade.Money(minor, currency))


def _amounts(row: models.Order) -> Amounts:
    return Amounts(
        state=_money_state([MoneyState(one.money_state) for one in row.lines.all()]),
        lines=money(row.lines_total),
        shipping=_minor(row.shipping_minor, row.currency),
        fee=_minor(row.fee_minor, row.currency),
        discount=_minor(row.discount_minor, row.currency),
        total=_minor(row.total_minor, row.currency),
        residue=_minor(row.residue_minor, row.currency),
    )


def _money_state(states: Sequence[MoneyState]) -> MoneyState:
    """The least certain of the lines."""
    order = list(MoneyState)
    return min(states, key=order.index, default=MoneyState.PROVISIONAL)


def _deadline(row: models.Order | models.Line, connection: Account) -> Deadline | None:
    if row.deadline_at is None:
        return None
    clock = _clock(connection, row.deadline_clock)
    return Deadline(
        at=row.deadline_at,
        clock=row.deadline_clock,
        basis=in_language(clock.basis) if clock else "",
        certainty=clock.certainty.value if clock else "",
    )


def _clock(connection: Account, name: str) -> Clock | None:
    """None also when the marketplace's plug-in is gone: its orders are still shown."""
    try:
        return clock_of(connection, name)
    except UnknownMarketplace:
        return None


def _held(row: models.Order | models.Line) -> Hold | None:
    return Hold(at=row.held_at, by=row.held_by, reason=row.held_reason) if row.held_at else None


def _stop(row: models.Line) -> Stop | None:
    if not row.stop_state:
        return None
    return Stop(
        state=row.stop_state,
        at=row.stopped_at,
        acknowledged_at=row.stop_acknowledged_at,
        acknowledged_by=row.stop_acknowledged_by,
    )


def _cancellation(row: models.Line) -> Cancellation | None:
    if not row.cancelled_by:
        return None
    return Cancellation(by=CancelledBy(row.cancelled_by), phase=Phase(row.cancelled_phase or Phase.UNKNOWN))


def _address(stored: dict[str, Any] | None) -> Address | None:
    return Address.model_validate(stored) if stored else None


def _point(stored: dict[str, Any] | None) -> DeliveryPoint | None:
    return DeliveryPoint.model_validate(stored) if stored else None


def _prepaid(label: dict[str, str]) -> PrepaidLabel | None:
    if not label:
        return None
    texts = {name: label.get(name, "") for name in ("detail", "url", "tracking_number", "tracking_url")}
    return PrepaidLabel(available=label.get("available") == "yes", **texts)


def _buyer(row: models.Order) -> Buyer:
    return Buyer(
        name=row.buyer_name, login=row.buyer_login, email=row.buyer_email, address=_address(row.buyer_address)
    )


def parcel(row: ParcelRow, commands: Sequence[CommandRow]) -> Parcel:
    """`commands`: those of the order."""
    told = sent_and_seen(row, commands)
    return Parcel(
        id=row.pk,
        command_ids=[UUID(one) for one in row.command_ids],
        carrier=row.carrier,
        carrier_label=row.carrier_label,
        service=row.service,
        tracking_number=row.tracking_number,
        tracking_url=row.tracking_url,
        line_references=row.line_references,
        sent_by=told.by,
        sent_at=told.sent_at,
        seen_at=told.seen_at,
        created_at=row.created_at,
    )


def slip(row: SlipRow | None) -> DeliverySlip | None:
    if row is None:
        return None
    return DeliverySlip(
        fetched_at=row.fetched_at,
        fetched_by=row.fetched_by,
        content_type=row.content_type,
        size=row.size,
        sha256=row.sha256,
        exchange_id=row.exchange_id,
        trouble_code=row.trouble_code,
        trouble_words=row.trouble_words,
    )


def _hand_offs(row: models.Order, consumers: Sequence[models.Consumer]) -> list[HandedOff]:
    said = {one.consumer_id: one for one in row.deliveries.all()}
    return [hand_off(consumer, said.get(consumer.pk)) for consumer in consumers]
