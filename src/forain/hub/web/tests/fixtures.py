"""A believable merchant, written straight into the tables: for looking at pages before, or without, an engine.

python -m forain.hub.web.tests.fixtures        (needs FORAIN_DATABASE_URL and DJANGO_SETTINGS_MODULE)
"""

from __future__ import annotations

import uuid
import zlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from forain.hub.connections.models import Connection
    from forain.hub.orders.models import Consumer, Line, Order
    from forain.hub.workspaces.models import User, Workspace

PASSWORD = "une longue phrase"

BUYERS = (
    ("Élodie", "Lefèvre", "12 rue de l’Église", "67000", "Strasbourg"),
    ("Jérôme", "Noël", "3 bis avenue du Général-Leclerc", "75014", "Paris"),
    ("Anaïs", "Garçon", "Résidence Les Œillets, bât. B", "13008", "Marseille"),
    ("Benoît", "D’Hœur", "45 quai des Brumes", "59800", "Lille"),
    ("Maïwenn", "Le Goff", "7 venelle de Kerhuon", "29200", "Brest"),
    ("François", "Müller", "21 impasse des Tilleuls", "68100", "Mulhouse"),
)
PRODUCTS = (
    ("Lampe de bureau articulée en laiton, abat-jour opalin", "LMP-0412-LA", 4990),
    ("Coffret « Le Comte de Monte-Cristo », 2 volumes reliés", "LIV-9782070", 3450),
    ("Console portable d’occasion, très bon état, 64 Go", "CON-64-TBE", 18900),
    ("Bottines en cuir cognac – pointure 39", "BOT-COG-39", 11900),
    ("Sneakers basses blanches – pointure 42", "SNK-BLC-42", 7995),
    ("Sac bandoulière façon crocodile, bordeaux", "SAC-CRO-BX", 6490),
)
XML = """<?xml version="1.0" encoding="UTF-8"?>
<getnewsalesresult xmlns="http://www.rakuten.fr"><request><user>atelier-lumiere</user><version>2017-08-07</version></request>\
<response><lastversion>2017-08-07</lastversion><sellerid>4211</sellerid><sales><sale><purchaseid>{reference}</purchaseid>\
<purchasedate>22/11/2026-09:12</purchasedate><deliveryinformation><shippingtype>Point relais Mondial Relay</shippingtype>\
<deliveryaddress><firstname><![CDATA[Élodie]]></firstname><lastname><![CDATA[Lefèvre]]></lastname><city><![CDATA[Strasbourg]]></city>\
<country>France</country></deliveryaddress></deliveryinformation><items><item><sku>LMP-0412-LA</sku><itemid>77120001</itemid>\
<itemstatus>TO_CONFIRM</itemstatus><price><amount>49.90</amount><currency>EUR</currency></price></item></items></sale></sales>\
</response></getnewsalesresult>"""


@dataclass
class Merchant:
    workspace: Workspace
    person: User
    rakuten: Connection
    spartoo: Connection
    orders: list[Order] = field(default_factory=list)


def _webhook(found: Merchant, consumer: Consumer) -> None:
    """One that gets a few kinds of events, with deliveries that went well, badly, and wait."""
    from forain.hub.webhooks import actions, spread
    from forain.hub.webhooks.models import Delivery, State

    kinds = ["order.seen", "order.money_final", "line.do_not_ship", "return.seen", "return.moved"]
    address = "https://erp.example.com/forain"
    endpoint, _secret = actions.add(
        found.workspace, "erp", address, actor="marie", kinds=kinds, consumer=consumer
    )
    answers = {State.DELIVERED: (200, "ok", 42), State.FAILED: (500, "down", 8011), State.WAITING: ()}
    for number, kind in enumerate((*kinds, "hub.test")):
        made = spread.trial(endpoint, kind)
        state = list(answers)[number % 3]
        told = [dict(zip(("status", "words", "ms"), answers[state], strict=True))] if answers[state] else []
        Delivery.objects.filter(pk=made.pk).update(
            state=state, answers=told, attempts=len(told), order_id=found.orders[number].pk
        )


def merchant(workspace: Workspace | None = None, person: User | None = None) -> Merchant:
    """A workspace with two connections and an order in every state."""
    workspace, person = _people(workspace, person)
    found = Merchant(
        workspace, person, _connection(workspace, "rakuten_fr"), _connection(workspace, "spartoo")
    )
    _orders(found)
    _returns(found)
    _trouble(found)
    _rejections(found)
    return found


def furnished() -> Merchant:
    """A merchant whose every page shows something: for pictures."""
    from forain.hub.orders import bulk, handoff
    from forain.hub.orders.models import Line, Order, SavedView
    from forain.hub.skus import actions
    from forain.hub.workspaces import keys, people
    from forain.trade.commands import CommandKind

    found = merchant()
    ours, actor = found.workspace, "marie"
    _months(found)
    actions.put_products(
        ours,
        [actions.NewProduct(f"ART-{sku}", title, ["3760123456789"]) for title, sku, _ in PRODUCTS],
        actor=actor,
    )
    actions.put_alias(ours, PRODUCTS[0][1], f"ART-{PRODUCTS[0][1]}", found.rakuten, actor=actor)
    Line.objects.filter(workspace=ours, fulfilment="to_ship").update(needs_mapping=True)
    Order.objects.filter(workspace=ours, state="to_ship").update(parked=True)
    erp = handoff.add_consumer(ours, "erp", actor=actor)
    handoff.acknowledge(found.orders[6], erp, "SO-10021", actor=actor)
    handoff.refuse_hand_off(found.orders[3], erp, "Article LMP-0412-LA inconnu", actor=actor)
    keys.make(ours, "erp", actor=actor)
    keys.revoke(keys.make(ours, "essai", "viewer", actor=actor)[0], actor=actor)
    people.add(ours, "paul", full_name="Paul Martin", role="operator", language="fr", actor=actor)
    _webhook(found, erp)
    for name, query in (
        ("Relais en retard", "tab=accept&due=overdue"),
        ("À préparer demain", "tab=ship&due=soon"),
    ):
        SavedView.objects.create(workspace=ours, name=name, query=query)
    _scans(found)
    _offers(found)
    _forgotten(found.orders[12])
    names = [found.orders[index].reference for index in (5, 15, 2)]
    bulk.run(ours, CommandKind.ACCEPT, bulk.Choice(orders=names), actor=actor)
    return found


def _forgotten(order: Order) -> None:
    """A buyer who asked for it; a login of their own keeps the other orders out of it."""
    from forain.hub.erasure import erasing

    order.buyer_login = "anais-g"
    order.save(update_fields=["buyer_login"])
    erasing.erase(order, order.reference, "demande 2026-118", actor="marie")


def _offers(found: Merchant) -> None:
    """A file with a bad row, and one whose prices collapse: the plan and the breaker have something to show."""
    from io import BytesIO

    from forain.hub.offers import pushing
    from forain.hub.offers.importing import Wish, take_file
    from forain.hub.offers.models import Listing

    def take(name: str, part: int) -> None:
        rows = "".join(f"{sku};{price / part / 100:.2f};{12}\n" for _title, sku, price in PRODUCTS)
        content = f"sku;price;quantity\n{rows}CASSE;douze;3\n;9,90;1\n"
        take_file(found.workspace, BytesIO(content.encode()), Wish(name=name), actor="marie")

    take("stock-matin.csv", 1)
    for row in Listing.objects.filter(workspace=found.workspace).exclude(state="rejected"):
        row.published, row.state = row.wanted, "live"
        row.published_price_minor, row.published_quantity = row.wanted_price_minor, row.wanted_quantity
        row.published_details = {}
        row.save()
    take("stock-soir.csv", 4)
    pushing.enqueue(found.rakuten, actor="marie")
    _sources(found)


def _sources(found: Merchant) -> None:
    """One that works and signs in, one in trouble, one that is paused."""
    from forain.hub.kit.clock import now
    from forain.hub.offers import gathering, sources

    def added(name: str, place: str, **more: Any) -> Any:
        return sources.add(found.workspace, name, {"place": place, **more}, actor="marie", own_machine=True)

    works = added("Stock du soir", "https://erp.example.com/stock.csv?key=abc", user="erp", password="s3cret")
    works.last_ok_at = now()
    works.save()
    trouble = gathering.NotFetched("source_no_folder")
    bad = added("Export ERP", "/srv/export", every_seconds=300)
    bad.trouble_code, bad.trouble_words = trouble.code, trouble.words
    bad.save()
    sources.pause(added("Soldes", "https://shop.example.com/soldes.xml", every_seconds=86_400), actor="marie")


def _rejections(found: Merchant) -> None:
    """A push whose report rejected a line for its brand, and could not fetch a picture."""
    from forain.hub.kit.clock import now
    from forain.hub.offers.models import Listing, Offer, Push, PushLine
    from forain.hub.reports.models import Problem

    ours, account = found.workspace, found.rakuten
    push = Push.objects.create(
        workspace=ours, connection=account, service="importitem", state="done", settled_at=now(), reference="3381",
        created_by="marie", counts={"new": 2, "done": 1, "rejected": 1, "images": 1},
        why={"en": "Whole products: the catalogue file.", "fr": "Des produits entiers : le fichier du catalogue."},
    )  # fmt: skip
    told = (("REJ-1", "60:fabricant|brand", "brand", "Marque inconnue", "rejected"), ("REJ-2", "image.missing|images", "images", "https://gone.example/p.jpg", "done"))  # fmt: skip
    for sku, cause, name, value, outcome in told:
        offer = Offer.objects.create(workspace=ours, sku=sku, price_minor=1990, quantity=4)
        state = "rejected" if outcome == "rejected" else "live"
        listing = Listing.objects.create(workspace=ours, connection=account, offer=offer, state=state)
        line = {"workspace": ours, "push": push, "listing": listing, "sku": sku}
        PushLine.objects.create(
            **line, kind="new", digest=uuid.uuid4(), price_minor=1990, quantity=4, outcome=outcome
        )
        kind = "line" if outcome == "rejected" else "image"
        code, key = cause.partition("|")[0].partition(":")[::2]
        Problem.objects.create(
            **line, connection=account, cause=cause, code=code, key=key, kind=kind, field=name, value=value, fatal=kind == "line"
        )  # fmt: skip


def _months(found: Merchant) -> None:
    """Sales of the last fortnight, for the chart."""
    for day in range(14):
        for place in range(2 + day * 7 % 5):
            _order(found.rakuten, 100 + day * 10 + place, ("closed", day + 0.2, None, "none", "paid", 1))


def _scans(found: Merchant) -> None:
    from forain.hub.connections.models import Scan
    from forain.hub.kit.clock import now

    began = now() - timedelta(hours=5)
    values = {"connection": found.rakuten, "since": now() - timedelta(days=30), "started_at": began}
    Scan.objects.create(
        kind="deep", state="done", seen=1204, missed_count=1, changed_count=3, finished_at=now(), **values
    )
    Scan.objects.create(kind="backfill", state="running", seen=312, created_by="marie", **values)


def _people(workspace: Workspace | None, person: User | None) -> tuple[Workspace, User]:
    from forain.hub.workspaces.models import Membership, Role, User, Workspace

    workspace = workspace or Workspace.objects.create(name="Atelier Lumière")
    if person is None:
        person = User.objects.create_user("marie", password=PASSWORD, first_name="Marie")
        Membership.objects.create(workspace=workspace, user=person, role=Role.ADMIN)
    return workspace, person


def _connection(workspace: Workspace, marketplace: str) -> Connection:
    from forain.hub.connections.models import CallCount, Connection, Reading
    from forain.hub.kit.clock import now

    row = Connection(
        workspace=workspace, marketplace_id=marketplace, name=marketplace, mode="live", health="well"
    )
    row.name = f"{row.manifest.name} – Atelier Lumière"
    row.account_label, row.endpoint = "atelier-lumiere", row.manifest.endpoint
    row.facts, row.last_ok_at = {"seller": "4211"}, now() - timedelta(seconds=40)
    row.seal_credentials({"login": "atelier-lumiere", "token": "secret"})
    row.save()
    for resource in row.manifest.resources:
        Reading.objects.create(
            connection=row, resource=resource.name, last_ok_at=row.last_ok_at, last_count=3
        )
    hour = now().replace(minute=0, second=0, microsecond=0)
    service, calls = ("sales_ws", 212) if marketplace == "rakuten_fr" else ("orders", 24)
    CallCount.objects.create(connection=row, service=service, hour=hour, calls=calls)
    return row


#: State, days ago, hours to the deadline, dispute, money, number of lines.
SHAPES: tuple[tuple[str, float, float | None, str, str, int], ...] = (
    ("awaiting_acceptance", 0.1, 3, "none", "provisional", 1),
    ("awaiting_acceptance", 0.3, 20, "none", "provisional", 3),
    ("awaiting_acceptance", 1.2, -2, "none", "provisional", 1),
    ("to_ship", 1.5, 30, "none", "final", 2),
    ("to_ship", 2.1, 8, "none", "final", 1),
    ("awaiting_stock", 3.0, 70, "none", "provisional", 1),
    ("shipped", 4.0, None, "none", "final", 1),
    ("shipped", 6.0, 26, "claim_amicable", "final", 1),
    ("delivered", 8.0, None, "claim_escalated", "final", 1),
    ("closed", 20.0, None, "claim_closed", "paid", 2),
    ("cancelled", 1.0, None, "none", "reversed", 1),
    ("refused", 5.0, None, "none", "provisional", 1),
    ("expired", 9.0, None, "none", "provisional", 1),
    ("lost", 15.0, None, "none", "final", 1),
    ("undeliverable", 16.0, None, "none", "final", 1),
    ("pending", 0.05, None, "none", "provisional", 1),
    ("unmapped", 0.4, None, "none", "provisional", 1),
)


def _orders(found: Merchant) -> None:
    for index, shape in enumerate(SHAPES):
        connection = found.spartoo if index % 3 == 2 else found.rakuten
        order = _order(connection, index, shape)
        found.orders.append(order)
        _story(order, index)
    _talk(found.orders[7])


def _order(
    connection: Connection, index: int, shape: tuple[str, float, float | None, str, str, int]
) -> Order:
    from forain.hub.kit.clock import now
    from forain.hub.orders.models import Order

    state, days, hours, _dispute, _money, _count = shape
    first, last, street, postcode, city = BUYERS[index % len(BUYERS)]
    address = {
        "civility": "Mme" if index % 2 else "M.",
        "first_name": first,
        "last_name": last,
        "lines": [street],
        "postcode": postcode,
        "city": city,
        "country": "FR",
        "phones": ["06 12 34 56 78"],
        "raw": {"firstname": first, "lastname": last.upper(), "zipcode": postcode, "country": "FX"},
    }
    placed = now() - timedelta(days=days)
    order = Order.objects.create(
        workspace_id=connection.workspace_id,
        connection=connection,
        reference=f"AF8B1F857D40{8862 + index}" if index % 3 == 2 else str(880012400 + index * 37),
        placed_at=placed,
        observed_at=now() - timedelta(minutes=2),
        exchange_id=_exchange(connection, f"{880012400 + index * 37}"),
        state=state,
        buyer_name=f"{first} {last}",
        buyer_login=f"{first[0].lower()}{last.lower()[:5]}",
        country="FR",
        shipping_address=address,
        billing_address={**address, "raw": {}} if index % 2 else None,
        delivery_point=_point() if index in (0, 3, 4) else None,
        shipping_mode="Point relais Mondial Relay" if index in (0, 3, 4) else "Normal",
        shipping_minor=450,
        discount_minor=200 if index % 4 == 1 else None,
        deadline_at=now() + timedelta(hours=hours) if hours is not None else None,
        do_not_ship=state == "cancelled",
        raw={"purchaseid": str(880012400 + index * 37), "purchasedate": f"{placed:%d/%m/%Y-%H:%M}"},
    )
    lines = [_line(order, index + n, n, shape) for n in range(shape[5])]
    total = sum(line.unit_minor * line.quantity for line in lines) + 450 - (order.discount_minor or 0)
    order.total_minor, order.residue_minor = total + (30 if index == 4 else 0), 30 if index == 4 else 0
    order.search = f"{order.reference} {first} {last} {city}".casefold()
    order.save()
    return order


def _line(
    order: Order, product: int, place: int, shape: tuple[str, float, float | None, str, str, int]
) -> Line:
    from forain.hub.orders.models import Line

    state, _, _, dispute, money, _ = shape
    if state == "to_ship" and place == 1:
        state = "shipped"
    title, sku, price = PRODUCTS[product % len(PRODUCTS)]
    words = {"awaiting_acceptance": "TO_CONFIRM", "to_ship": "ACCEPTED", "unmapped": "WAITING_FOR_GODOT"}
    return Line.objects.create(
        workspace_id=order.workspace_id,
        connection=order.connection,
        order=order,
        reference=f"{order.reference}{place}",
        position=place,
        observed={"itemstatus": words.get(state, state.upper())},
        observed_at=order.observed_at,
        exchange_id=order.exchange_id,
        fulfilment=state,
        dispute=dispute,
        money_state=money,
        cancelled_by="buyer" if state == "cancelled" else "",
        cancelled_phase="after_acceptance" if state == "cancelled" else "",
        sku=sku,
        title=title,
        quantity=2 if product % 5 == 4 else 1,
        unit_minor=price,
        attributes={"état": "Neuf"} if product % 2 else {},
        do_not_ship=state == "cancelled",
        deadline_at=order.deadline_at,
        gtins=["3760123456789"],
    )


def _point() -> dict[str, Any]:
    return {
        "network": "Mondial Relay",
        "point_id": "FR-084735",
        "name": "Tabac de la Cathédrale",
        "contract_level": "24R",
        "address": {
            "lines": ["8 place du Marché-Gayot"],
            "postcode": "67000",
            "city": "Strasbourg",
            "country": "FR",
        },
    }


def _exchange(connection: Connection, reference: str) -> uuid.UUID:
    from forain.hub.exchanges.models import Exchange
    from forain.hub.kit.clock import now

    body = XML.replace("{reference}", reference).encode()
    return Exchange.objects.create(
        id=uuid.uuid4(),
        workspace_id=connection.workspace_id,
        connection=connection,
        service="getnewsales",
        started_at=now() - timedelta(minutes=2),
        elapsed_ms=184,
        method="GET",
        url=f"{connection.endpoint}/sales_ws?action=getnewsales&login=***&pwd=***&version=2017-08-07",
        request_headers=[["user-agent", "forain"]],
        status=200,
        response_headers=[["content-type", "text/xml;charset=UTF-8"]],
        response_packed=zlib.compress(body),
        response_size=len(body),
    ).pk


#: Order index → commands: kind, state, seconds until seen (None: not seen), words.
COMMANDS: dict[int, tuple[tuple[str, str, int | None, str], ...]] = {
    1: (("accept", "unknown", None, ""),),
    3: (("accept", "confirmed", 180, ""), ("ship", "queued", None, "")),
    4: (
        ("accept", "confirmed", 240, ""),
        ("ship", "rejected", None, "Tracking number unknown to the carrier"),
    ),
    6: (("accept", "confirmed", 120, ""), ("ship", "confirmed", 200, "")),
    9: (("accept", "needs_person", None, "No answer, and nothing to look up"),),
}


def _story(order: Order, index: int) -> None:
    _event(order, "order.seen", order.placed_at)
    for line in order.lines.all():
        _event(order, "line.seen", order.placed_at, line=line.reference, after=line.fulfilment)
    for kind, state, seen, words in COMMANDS.get(index, ()):
        _command(order, kind, state, seen, words)


def _command(order: Order, kind: str, state: str, seen: int | None, words: str) -> None:
    from forain.hub.kit.clock import now
    from forain.hub.outbox.models import OPEN, Command, Hold

    sent = now() - timedelta(minutes=25)
    line = order.lines.order_by("position")[0]
    command = Command.objects.create(
        workspace_id=order.workspace_id,
        connection=order.connection,
        order_id=order.pk,
        order_reference=order.reference,
        line_references=[line.reference],
        kind=kind,
        details={"carrier": "colissimo", "tracking_number": "8R00123456789"} if kind == "ship" else {},
        state=state,
        created_by="marie",
        sent_at=None if state == "queued" else sent,
        settled_at=None if state in OPEN else sent,
        seen_at=sent + timedelta(seconds=seen) if seen else None,
        outcome_words=words,
        exchange_ids=[str(order.exchange_id)],
    )
    if state in OPEN:
        Hold.objects.create(line_id=line.pk, command=command)
    _event(order, f"command.{state}", sent, command=kind)
    if kind == "ship" and state == "confirmed":
        _parcel(order, command.pk)


def _parcel(order: Order, command_id: uuid.UUID) -> None:
    from forain.hub.parcels.models import Parcel

    Parcel.objects.create(
        workspace_id=order.workspace_id,
        order=order,
        command_ids=[str(command_id)],
        carrier="colissimo",
        carrier_label="Colissimo",
        tracking_number="8R00123456789",
        tracking_url="https://www.laposte.fr/outils/suivre-vos-envois?code=8R00123456789",
        line_references=[line.reference for line in order.lines.all()],
    )


def _event(order: Order, kind: str, at: datetime, **data: Any) -> None:
    from forain.hub.journal.models import Event

    Event.objects.create(
        workspace_id=order.workspace_id,
        kind=kind,
        at=at,
        subject_kind="order",
        subject=order.pk,
        order_id=order.pk,
        connection_id=order.connection_id,
        exchange_id=order.exchange_id,
        actor="marie" if kind.startswith("command") else "",
        data=data,
    )


def _talk(order: Order) -> None:
    from forain.hub.inbox.models import Claim, Message, Thread
    from forain.hub.kit.clock import now

    line = order.lines.all()[0]
    texts = (
        ("buyer", "Bonjour,\nmon colis est arrivé ouvert : il manque une chaussure. Que proposez-vous ?"),
        (
            "seller",
            "Bonjour Madame, nous ouvrons une enquête auprès du transporteur et revenons vers vous demain.",
        ),
        ("marketplace", "Merci de répondre à l’acheteur sous trois jours ouvrés."),
    )
    for index, (author, text) in enumerate(texts):
        sent_at = now() - timedelta(hours=9 - index)
        thread, _ = Thread.objects.get_or_create(
            workspace_id=order.workspace_id,
            connection=order.connection,
            line=line,
            partner="marketplace" if author == "marketplace" else "buyer",
        )
        thread.last_at, thread.last_author, thread.unread = sent_at, author, int(author == "marketplace")
        thread.save()
        Message.objects.create(
            workspace_id=order.workspace_id,
            line=line,
            thread=thread,
            key=str(index),
            author=author,
            sent_at=sent_at,
            text=text,
            unread=author == "marketplace",
        )
    Claim.objects.create(
        workspace_id=order.workspace_id,
        line=line,
        opened_at=now() - timedelta(hours=20),
        kind="INCOMPLETE",
        state="CLAIMED_AMICABLE",
        comment="Il manque une chaussure dans le colis.",
        due_at=now() + timedelta(hours=26),
        due_basis={
            "fr": "3 jours ouvrés pour s’entendre avec l’acheteur.",
            "en": "3 working days to agree with the buyer.",
            "certainty": "observed",
        },
    )


def _returns(found: Merchant) -> None:
    from forain.hub.kit.clock import now
    from forain.hub.returns.models import Return, Stage

    for index, stage in enumerate(Stage):
        title, sku, _ = PRODUCTS[(index + 3) % len(PRODUCTS)]
        Return.objects.create(
            workspace=found.workspace,
            connection=found.spartoo,
            order=found.orders[2] if index % 2 else None,
            reference=f"R{51200 + index}",
            order_reference=found.orders[2].reference if index % 2 else "a81f00c2",
            state=stage,
            observed={"return_status": str(index + 1)},
            observed_at=now(),
            opened_at=now() - timedelta(days=index + 1),
            reason="Trop petit" if index % 2 else "Ne correspond pas à la photo",
            sku=sku,
            title=title,
            attributes={"taille": "39"},
        )


def _trouble(found: Merchant) -> None:
    """To-dos of each urgency, with facts as the engine writes them."""
    title = PRODUCTS[0][0]
    _todo(found, 2, "accept", 4, -2, lines="1", title=title)
    _todo(found, 0, "accept", 3, 3, lines="3", title=title)
    _todo(found, 10, "do_not_ship", 4, None, state="cancelled", sku="LMP-0412-LA")
    _todo(found, 7, "claim", 3, 26, cause="CLAIM", title=title)
    _todo(found, 4, "rejected_command", 3, 8, command="ship", code="-1", words="Tracking number unknown")
    _todo(found, 4, "money_residue", 2, None, residue="0.30 EUR")
    _todo(found, 3, "ship", 2, 30, lines="2", title=title)
    _todo(found, 16, "unmapped_state", 2, None, words="itemstatus=WAITING_FOR_GODOT")


def _todo(found: Merchant, index: int, kind: str, severity: int, hours: float | None, **facts: str) -> None:
    from forain.hub.inbox.models import Todo
    from forain.hub.inbox.todos import place
    from forain.hub.kit.clock import now

    order = found.orders[index]
    basis = {
        "fr": "Règle : 2 jours ouvrés après la vente (documentation du site).",
        "en": "Rule: 2 working days after the sale (documented).",
    }
    todo = Todo(
        workspace=found.workspace,
        connection=order.connection,
        kind=kind,
        key=f"{kind}:{order.pk}",
        order_id=order.pk,
        subject=order.reference,
        words=facts,
        severity=severity,
        due_at=now() + timedelta(hours=hours) if hours is not None else None,
        due_basis=basis if hours is not None else {},
        exchange_id=order.exchange_id,
    )
    place(todo)
    todo.save()


if __name__ == "__main__":
    import django

    django.setup()
    merchant()
