"""Offers through the hub: files of a million adverts from the database to the wire, and a report of 100,000 lines from the
wire into the database, both by the worker of pushes. The network is a function in this process, so only our side counts.

Times are of the wall. The limit of the files is the room's own writer over the same offers already in memory; that of the
report is the room's own reader over the same pages.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.table import How, Row

LINES, PAGE = 20_000, 100
ADVERTS, REPORTED, SMALL = 1_000_000, 100_000, 20_000

_OFFERS = """
INSERT INTO offers_offer (workspace_id, sku, quantity, price_minor, currency, details, digest, reserved, ended, changed_at)
SELECT %(workspace)s, 'SKU-' || n, n %% 50, 500 + n %% 9000, 'EUR', '{"comment": "Envoi soigné sous 24 h"}', 1, 0,
  false, now() FROM generate_series(1, %(count)s) AS n
"""
_LISTINGS = """
INSERT INTO offers_listing (workspace_id, connection_id, offer_id, wanted, wanted_price_minor, wanted_quantity, published, sent,
  push_id, state, problem, reference)
SELECT workspace_id, %(connection)s, id, md5(sku)::uuid, price_minor, quantity, md5('old')::uuid, md5(sku)::uuid,
  md5('push' || ((id - 1) / %(lines)s))::uuid, 'sent', '', '' FROM offers_offer
"""
_PUSHES = """
INSERT INTO offers_push (id, workspace_id, connection_id, service, kind, why, state, reference, counts, next_at, attempts,
  lookups, created_at, created_by, outcome_code, outcome_words, exchange_ids, fence)
SELECT DISTINCT push_id, workspace_id, connection_id, 'genericimportfile', 'difference', '{}'::jsonb, 'queued', '', '{}'::jsonb,
  now(), 0, 0, now(), 'bench', '', '', '[]'::jsonb, 0 FROM offers_listing
"""
_PUSH_LINES = """
INSERT INTO offers_pushline (workspace_id, push_id, listing_id, sku, kind, digest, price_minor, quantity, fields, outcome)
SELECT l.workspace_id, l.push_id, l.id, o.sku, 'update', l.wanted, l.wanted_price_minor, l.wanted_quantity,
  '{comment,price,quantity}', '' FROM offers_listing l JOIN offers_offer o ON o.id = l.offer_id ORDER BY l.id
"""


def rows(how: How) -> Iterator[Row]:
    """A million adverts and 100,000 reported lines; the small run has 20,000 of both."""
    from bench.table import Row

    for count, reported in ((SMALL, True),) if how.small else ((REPORTED, True), (ADVERTS, False)):
        pushed, told, bare = _measured(count, reported)
        yield Row("files through the hub", count, pushed, ("writer alone", bare))
        if reported:
            yield Row("report through the hub", count, told, ("reader alone", _read_alone(count)))


def _measured(count: int, reported: bool) -> tuple[float, float, float]:
    """Seconds to push, to follow the reports, and to write the same offers from memory."""
    from forain.hub.testing import emptied, prepare

    prepare()
    with emptied():
        connection = _filled(count)
        _pretend(connection)
        pushed = _drained(connection)
        bare = _written_alone(count)
        told = _followed(connection) if reported else 0.0
    return pushed, told, bare


def _filled(count: int) -> Any:
    from django.db import connection as database

    from forain.hub.connections.models import Connection, Health, Mode
    from forain.hub.workspaces.models import Workspace

    workspace = Workspace.objects.create(name="Bench")
    made = Connection(
        workspace=workspace, marketplace_id="rakuten_fr", name="bench", endpoint="https://bench.invalid",
        mode=Mode.LIVE, health=Health.WELL, calls_per_hour=10_000_000,
    )  # fmt: skip
    made.seal_credentials({"login": "bench", "token": "0123456789abcdef"})
    made.save()
    values: dict[str, Any] = {
        "workspace": workspace.pk,
        "connection": made.pk,
        "count": count,
        "lines": LINES,
    }
    with database.cursor() as cursor:
        for statement in (_OFFERS, _LISTINGS, _PUSHES, _PUSH_LINES):
            cursor.execute(statement, values)
        cursor.execute("ANALYZE")
    return made


def _pretend(connection: Any) -> None:
    """A marketplace that takes every file and reports every line done, in this process."""
    import httpx2

    from forain.hub.reports import sending
    from forain.marketplaces.rakuten_fr.connector import RakutenFrConnector

    async def answer(request: httpx2.Request) -> httpx2.Response:
        if request.method == "POST":
            async for _ in request.stream:  # type: ignore[union-attr]
                pass
            return httpx2.Response(200, content=_received())
        asked = request.url.params
        return httpx2.Response(200, content=_page(int(asked.get("nexttoken") or 0)))

    def connect(account: Any, record: Any) -> Any:
        return RakutenFrConnector(account, record, httpx2.MockTransport(answer))

    type(connection.room).connect = lambda _, account, record: connect(account, record)
    # ten files an hour are not what is measured
    sending.__dict__["wait_until"] = lambda *_: None


def _received() -> bytes:
    return b"<importresult><request><user>b</user><version>2015-02-02</version></request><response><importid>1</importid><status>OK</status></response></importresult>"


def _page(start: int) -> bytes:
    """A page of the report; the SKUs of every file follow each other, so a page number is enough."""
    lines = "".join(
        f"<product><sku>SKU-{_BASE[0] + number}</sku><status>Traité</status><pid>1</pid><aid>{_BASE[0] + number}</aid>"
        "<errors/></product>"
        for number in range(start + 1, start + PAGE + 1)
    )
    following = start + PAGE
    token = f"<nexttoken>{following}</nexttoken>" if following < LINES else ""
    return (
        "<?xml version='1.0' encoding='UTF-8'?><genericimportreportresult><request><user>b</user><version>2017-02-10</version>"
        "<fileid>1</fileid></request><response><file><filename>f.xml</filename><status>Traité</status>"
        "<uploaddate>2026-11-20T12:00:00</uploaddate><imageprocessstatus>NONE</imageprocessstatus></file>"
        f"{lines}{token}</response></genericimportreportresult>"
    ).encode()


#: Where the file begins whose report is being read.
_BASE = [0]


def _drained(connection: Any) -> float:
    from forain.hub.reports.sending import drain

    began = time.perf_counter()
    asyncio.run(drain(connection.pk))
    return time.perf_counter() - began


def _followed(connection: Any) -> float:
    """One file after the other, because the pretended pages know only where one begins."""
    from django.db.models import Min

    from forain.hub.kit.clock import now
    from forain.hub.offers.models import Listing, Push, PushLine

    spent = 0.0
    for push in Push.objects.filter(connection=connection):
        first = PushLine.objects.filter(push=push).aggregate(first=Min("listing__offer_id"))["first"]
        _BASE[0] = first - 1
        while Push.objects.filter(
            pk=push.pk, settled_at=None
        ).exists():  # a worker reads a few pages at a time
            Push.objects.filter(pk=push.pk).update(next_at=now())
            spent += _drained(connection)
    assert not Listing.objects.filter(connection=connection).exclude(state="live").exists()
    return spent


def _written_alone(count: int) -> float:
    from decimal import Decimal

    from forain.marketplaces.rakuten_fr.stock_item import StockItem
    from forain.marketplaces.rakuten_fr.stock_writer import write

    one = [
        StockItem(
            advert={
                "sellerReference": f"SKU-{n}",
                "sellingPrice": Decimal("5.00"),
                "qty": 3,
                "comment": "Envoi",
            }
        )
        for n in range(LINES)
    ]
    began = time.perf_counter()
    for _ in range(max(1, count // LINES)):
        for _piece in write(one):
            pass
    return time.perf_counter() - began


def _read_alone(count: int) -> float:
    from forain.marketplaces.rakuten_fr.messages import XmlFileReport
    from forain.wire.xml import decode

    pages = [_page(start) for start in range(0, LINES, PAGE)]
    began = time.perf_counter()
    for _ in range(max(1, count // LINES)):
        for page in pages:
            decode(XmlFileReport, page)
    return time.perf_counter() - began
