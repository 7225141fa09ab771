"""Things for the API to show: a workspace with one of everything, and a caller that speaks JSON."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from gzip import decompress
from typing import Any

from django.test import Client

from forain.hub.carriers.models import CarrierMapping, OwnCarrier
from forain.hub.clocks.models import ClockRule
from forain.hub.connections.models import Connection, Health, Mode, Reading
from forain.hub.connections.scans import Scan
from forain.hub.erasure.models import Erasure
from forain.hub.exchanges.models import Exchange
from forain.hub.inbox.models import (
    Author,
    Claim,
    Message,
    Partner,
    ReplyTemplate,
    Severity,
    Thread,
    Todo,
    TodoKind,
)
from forain.hub.journal.models import Event
from forain.hub.journal.unit import unit
from forain.hub.kit.clock import now
from forain.hub.offers.importing import take_rows
from forain.hub.offers.models import (
    Audit,
    Listing,
    Offer,
    OfferImport,
    OfferSource,
    Push,
    PushLine,
    PushState,
    Stop,
)
from forain.hub.offers.sources import add as add_source
from forain.hub.orders.models import Consumer, Line, Order, Stand
from forain.hub.outbox.models import Bulk, Command, Kind, State
from forain.hub.parcels.models import DeliverySlip, Parcel
from forain.hub.reports.models import Form, Problem
from forain.hub.returns.models import Return, Stage
from forain.hub.skus.models import Alias, Product
from forain.hub.webhooks.actions import add, disable
from forain.hub.webhooks.models import Delivery, Endpoint
from forain.hub.workspaces.keys import make
from forain.hub.workspaces.models import Role, Workspace
from forain.trade.events import EventKind

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ADDRESS = {
    "civility": "Mme",
    "first_name": "Zoé",
    "last_name": "Œuvrard",
    "company": "",
    "lines": ["3 rue de l’Été"],
    "postcode": "69001",
    "city": "Lyon",
    "region": "",
    "country": "FR",
    "country_raw": "France",
    "phones": ["0600000000"],
    "email": "",
    "raw": {"firstname": "Zoé"},
}
SECRET = "a-very-secret-token"


@dataclass(frozen=True)
class World:
    """One of everything in a workspace."""

    workspace: Workspace
    connection: Connection
    exchange: Exchange
    order: Order
    line: Line
    shipped: Order
    command: Command
    todo: Todo
    product_return: Return
    consumer: Consumer
    bulk: Bulk
    mapping: CarrierMapping
    carrier: OwnCarrier
    alias: Alias
    thread: Thread
    claim: Claim
    template: ReplyTemplate
    webhook: Endpoint
    delivery: Delivery
    rule: ClockRule
    offer_import: OfferImport
    offer_stop: Stop
    offer_source: OfferSource
    offer_audit: Audit
    push: Push
    erasure: Erasure

    @property
    def ids(self) -> dict[str, str]:
        """What stands for each parameter of a path."""
        found = {
            "order_id": self.order.pk,
            "line_id": self.line.pk,
            "command_id": self.command.pk,
            "import_id": self.offer_import.pk,
            "stop_id": self.offer_stop.pk,
            "source_id": self.offer_source.pk,
            "audit_id": self.offer_audit.pk,
            "sku": self.push.lines.all()[0].sku,
            "return_id": self.product_return.pk,
            "todo_id": self.todo.pk,
            "connection_id": self.connection.pk,
            "exchange_id": self.exchange.pk,
            "thread_id": self.thread.pk,
            "claim_id": self.claim.pk,
            "template_id": self.template.pk,
            "webhook_id": self.webhook.pk,
            "delivery_id": self.delivery.pk,
            "consumer_id": self.consumer.pk,
            "rule_id": self.rule.pk,
            "push_id": self.push.pk,
            "erasure_id": self.erasure.pk,
            "mapping_id": self.mapping.pk,
            "bulk_id": self.bulk.pk,
            "carrier_code": self.carrier.code,
            "product_id": self.alias.product_id,
            "alias_id": self.alias.pk,
            "scan_id": self.connection.scans.get().pk,
        }
        return {name: str(value) for name, value in found.items()}


def world(workspace: Workspace, mark: str = "A") -> World:
    connection = connection_of(workspace, f"Toymart {mark}")
    exchange = exchange_of(connection)
    order = order_of(connection, f"{mark}-100", exchange=exchange)
    DeliverySlip.objects.create(
        workspace=workspace, order=order, content=b"%PDF-1.4", content_type="application/pdf", size=8,
        sha256="0" * 64, exchange_id=exchange.pk, fetched_at=NOON, fetched_by="forain",
    )  # fmt: skip
    shipped = order_of(connection, f"{mark}-200", state=Stand.SHIPPED, lines=1)
    command = _command(shipped)
    webhook = _webhook(workspace)
    return World(
        workspace=workspace,
        connection=connection,
        exchange=exchange,
        order=order,
        line=order.lines.all()[0],
        shipped=shipped,
        command=command,
        todo=_todo(connection, order),
        product_return=_return(connection, shipped),
        consumer=Consumer.objects.create(workspace=workspace, name="erp"),
        bulk=Bulk.objects.create(workspace=workspace, kind=Kind.ACCEPT, created_by="test"),
        mapping=_mapping(connection),
        carrier=OwnCarrier.objects.create(workspace=workspace, code="velo_express", name="Vélo Express"),
        alias=_alias(workspace),
        thread=_thread(shipped.lines.all()[0]),
        claim=_claim(shipped.lines.all()[0]),
        template=ReplyTemplate.objects.create(workspace=workspace, name="merci", text="Merci, {buyer}."),
        rule=ClockRule.objects.create(
            workspace=workspace, connection=connection, name="ship", amount=24, unit="hours", set_by="marie"
        ),
        webhook=webhook,
        delivery=_delivery(webhook, order),
        push=_push(connection, mark),
        erasure=Erasure.objects.create(
            workspace=workspace,
            connection=connection,
            created_by="marie",
            counts={"orders": 1},
            orders=[
                {
                    "reference": f"{mark}-300",
                    "placed_at": NOON.isoformat(),
                    "total_minor": 500,
                    "currency": "EUR",
                    "lines": 1,
                }
            ],
        ),
        offer_import=_offers(workspace),
        offer_stop=Stop.objects.create(
            workspace=workspace,
            connection=connection,
            kind="zero",
            count=30,
            total=40,
            limit_bp=2000,
            fingerprint="f",
        ),
        offer_source=add_source(
            workspace, "stock", {"place": "https://erp.example/stock.csv?key=1"}, actor="marie"
        ),
        offer_audit=Audit.objects.create(
            workspace=workspace,
            connection=connection,
            state="done",
            seen=2,
            drifted=1,
            examples=[
                {
                    "sku": f"{mark}-OFFER",
                    "what": "drifted",
                    "shown": {"price_minor": 500, "quantity": 3},
                    "believed": {"price_minor": 500, "quantity": 1},
                }
            ],
        ),
    )


def _offers(workspace: Workspace) -> OfferImport:
    rows = [{"sku": "MINE-1", "quantity": 3, "price": "12.90", "title": "Botte"}]
    return take_rows(workspace, rows, actor="marie", name="offers.csv")


def _push(connection: Connection, mark: str) -> Push:
    """Nobody can tell whether it arrived; one of its offers was refused."""
    workspace = connection.workspace
    offer = Offer.objects.create(workspace=workspace, sku=f"{mark}-OFFER", quantity=1, price_minor=500)
    push = Push.objects.create(
        workspace=workspace, connection=connection, service="stock", state=PushState.NEEDS_PERSON
    )
    listing = Listing.objects.create(workspace=workspace, connection=connection, offer=offer, push_id=push.pk)
    PushLine.objects.create(
        workspace=workspace, push=push, listing=listing, sku=offer.sku, kind="new", digest=uuid.uuid4(),
        price_minor=500, quantity=1,
    )  # fmt: skip
    Problem.objects.create(
        workspace=workspace, connection=connection, push=push, listing=listing, sku=offer.sku, cause="60|price",
        code="60", field="price", value="0", words="Saisissez un prix",
    )  # fmt: skip
    Form.objects.create(
        connection=connection, code="carrier_unmapped", label="Toys", folded="toys", template=[], template_at=now()
    )  # fmt: skip
    return push


def _alias(workspace: Workspace) -> Alias:
    product = Product.objects.create(workspace=workspace, sku="MINE-1")
    return Alias.objects.create(workspace=workspace, alias="THEIRS-1", product=product)


def connection_of(workspace: Workspace, name: str, mode: str = Mode.LIVE) -> Connection:
    connection = Connection(
        workspace=workspace,
        marketplace_id="toymart",
        name=name,
        endpoint="https://toymart.example",
        mode=mode,
        health=Health.WELL,
        next_at=NOON + timedelta(days=3650),
    )
    connection.seal_credentials({"login": "shop", "token": SECRET})
    connection.save()
    Scan.objects.create(connection=connection, kind="deep", since=NOON, state="done")
    Reading.objects.create(connection=connection, resource="sales", next_at=NOON + timedelta(days=3650))
    return connection


def exchange_of(connection: Connection) -> Exchange:
    import zlib

    return Exchange.objects.create(
        id=uuid.uuid4(),
        workspace_id=connection.workspace_id,
        connection=connection,
        service="sales",
        started_at=NOON,
        elapsed_ms=12,
        method="GET",
        url="https://toymart.example/sales?token=***",
        request_headers=[["Accept", "*/*"]],
        status=200,
        response_headers=[["Content-Type", "text/xml; charset=ISO-8859-1"]],
        response_packed=zlib.compress("<prénom>Zoé</prénom>".encode("latin-1")),
        response_size=20,
    )


def order_of(
    connection: Connection,
    reference: str,
    *,
    state: str = Stand.AWAITING_ACCEPTANCE,
    lines: int = 2,
    placed_at: datetime = NOON,
    exchange: Exchange | None = None,
) -> Order:
    deadline = placed_at + timedelta(hours=48) if state == Stand.AWAITING_ACCEPTANCE else None
    clock = "accept" if deadline else ""
    proof = exchange.pk if exchange else None
    with unit(connection.workspace_id) as work:
        order = Order.objects.create(
            workspace_id=connection.workspace_id, connection=connection, reference=reference, placed_at=placed_at,
            observed_at=placed_at, exchange_id=proof, state=state, shipping_minor=490, total_minor=490 + 1290 * lines,
            residue_minor=0, buyer_name="Zoé Œuvrard", buyer_login="zoe", shipping_address=ADDRESS, country="FR",
            delivery_point={"network": "MR", "point_id": "FR-084735", "name": "Tabac", "address": ADDRESS, "raw": {}},
            deadline_at=deadline, deadline_clock=clock, raw={"isrsl": "N"}, search=f"{reference.lower()} zoe lyon".replace("-", " "),
        )  # fmt: skip
        for position in range(lines):
            Line.objects.create(
                workspace_id=connection.workspace_id, connection=connection, order=order,
                reference=f"{reference}-{position}", position=position, observed={"itemstatus": "TO_CONFIRM"},
                observed_at=placed_at, exchange_id=proof, fulfilment=state, sku=f"SKU-{position}", title="Lampe",
                quantity=1, unit_minor=1290, deadline_at=deadline, deadline_clock=clock,
            )  # fmt: skip
        work.event(
            EventKind.ORDER_SEEN, "order", order.pk, order_id=order.pk, reference=reference, state=state
        )
    return order


def _command(order: Order) -> Command:
    command = Command.objects.create(
        workspace_id=order.workspace_id, connection_id=order.connection_id, order_id=order.pk,
        order_reference=order.reference, line_references=[f"{order.reference}-0"], kind=Kind.SHIP,
        state=State.CONFIRMED, seen_at=NOON, sent_at=NOON, settled_at=NOON, created_at=NOON,
        details={"carrier": "colissimo"}, exchange_ids=[str(uuid.uuid4())],
    )  # fmt: skip
    Parcel.objects.create(
        workspace_id=order.workspace_id, order=order, command_ids=[str(command.pk)], carrier="colissimo",
        tracking_number="6A123", line_references=command.line_references,
    )  # fmt: skip
    return command


def _mapping(connection: Connection) -> CarrierMapping:
    return CarrierMapping.objects.create(
        workspace_id=connection.workspace_id, connection=connection, carrier="heppner", name="Autre",
        url="https://track.example.com/{n}",
    )  # fmt: skip


def _todo(connection: Connection, order: Order) -> Todo:
    return Todo.objects.create(
        workspace_id=connection.workspace_id, connection=connection, kind=TodoKind.ACCEPT, key=f"accept:{order.pk}",
        order_id=order.pk, subject=order.reference, severity=Severity.HIGH, due_at=NOON,
        words={"lines": "2"}, due_basis={"en": "48 h after the sale"},
    )  # fmt: skip


def _thread(line: Line) -> Thread:
    thread = Thread.objects.create(
        workspace_id=line.workspace_id, connection_id=line.connection_id, line=line, partner=Partner.BUYER,
        last_at=NOON, last_author=Author.BUYER, unread=1,
    )  # fmt: skip
    Message.objects.create(
        workspace_id=line.workspace_id, line=line, thread=thread, key="m1", author=Author.BUYER, sent_at=NOON,
        text="Où est mon colis ?", unread=True, raw={"status": "UNREAD"},
    )  # fmt: skip
    return thread


def _claim(line: Line) -> Claim:
    return Claim.objects.create(
        workspace_id=line.workspace_id, line=line, opened_at=NOON, kind="DAMAGED", state="NEW", due_at=NOON,
        due_basis={"en": "3 working days", "certainty": "observed"},
    )  # fmt: skip


def _return(connection: Connection, order: Order) -> Return:
    return Return.objects.create(
        workspace_id=connection.workspace_id, connection=connection, order=order, reference=f"R-{order.reference}",
        order_reference=order.reference, state=Stage.AWAITING_RECEIPT, observed={"status": "2"}, observed_at=NOON,
    )  # fmt: skip


def _webhook(workspace: Workspace) -> Endpoint:
    """Disabled, so that no test sends anything by accident."""
    endpoint, _secret = add(workspace, "wms", "https://wms.example/hook", actor="test")
    return disable(endpoint, "not yet", actor="test")


def _delivery(webhook: Endpoint, order: Order) -> Delivery:
    event = Event.objects.filter(order_id=order.pk).latest("id")
    answer = {"at": NOON.isoformat(), "status": 500, "ms": 12, "words": "no"}
    return Delivery.objects.create(
        workspace_id=webhook.workspace_id, endpoint=webhook, event_id=event.pk, kind="order.seen", order_id=order.pk,
        state="failed", attempts=1, created_at=NOON, until=NOON, settled_at=NOON, answers=[answer],
    )  # fmt: skip


class Api:
    """Calls `/api/v1` with a key, or with none."""

    def __init__(self, key: str = "", language: str = "en") -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Accept-Language": language} | ({"Authorization": f"Bearer {key}"} if key else {})

    def get(self, path: str, query: dict[str, Any] | None = None, **headers: str) -> Answer:
        return self.call("GET", path, query=query, headers=headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self.call("POST", path, body, headers=headers)

    def patch(self, path: str, body: Any) -> Answer:
        return self.call("PATCH", path, body)

    def delete(self, path: str) -> Answer:
        return self.call("DELETE", path)

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        response = self.client.generic(
            method,
            f"/api/v1{path}",
            data,
            content_type="application/json",
            query_params=query,
            headers={**self.headers, **sent},
        )
        return Answer(response)


class Answer:
    def __init__(self, response: Any) -> None:
        self.status: int = response.status_code
        self.headers = response.headers
        packed = response.headers.get("Content-Encoding") == "gzip"
        content = b"".join(response.streaming_content) if response.streaming else response.content
        self.text: str = (decompress(content) if packed else content).decode()

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def code(self) -> str:
        """The code of a problem, after checking that it is one."""
        assert self.headers["Content-Type"] == "application/problem+json", self.text
        assert self.json["status"] == self.status
        return str(self.json["code"])


def caller(workspace: Workspace, role: str = Role.ADMIN) -> Api:
    _key, text = make(workspace, f"test {role}", role)
    return Api(text)
