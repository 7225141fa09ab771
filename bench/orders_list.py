"""The list of orders as a person turns its pages, over a million orders: the whole way through Django, rows under row
security, tabs counted, against the bare query of fifty rows by its index.

Orders are made by SQL from a fixed seed: 97 % of them closed long ago, as after years of selling. Times are of the wall:
what somebody waits for. The goal is the slow 5 % of all requests together.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.table import How, Row

ORDERS, SMALL, ROUNDS = 1_000_000, 20_000, 12
#: Milliseconds.
P95 = 300.0

_ORDERS = """
INSERT INTO orders_order (id, workspace_id, connection_id, reference, placed_at, first_seen_at, last_seen_at, observed_at,
  digests, state, currency, shipping_minor, total_minor, buyer_name, buyer_login, buyer_email, country, shipping_mode,
  payment_method, site, raw, deadline_at, deadline_clock, do_not_ship, money_tries, label, parked, test, search,
  held_by, held_reason)
SELECT md5(n::text)::uuid, %(workspace)s, %(connection)s, n::text, at, at, at, at, '{}', state, 'EUR', 450, 5440,
  'Lefevre ' || n %% 5000, '', '', 'FR', 'Normal', '', '', '{}',
  CASE WHEN state IN ('awaiting_acceptance', 'to_ship') THEN now() + (n %% 96 - 24) * interval '1 hour' END, '', false, 0,
  '{}', false, false, n || ' lefevre' || n %% 5000 || ' lampe laiton ' || (ARRAY['lille','paris','brest','lyon'])[1 + n %% 4],
  '', ''
FROM (SELECT n, now() - n * interval '1 minute' AS at, CASE WHEN n %% 400 = 0 THEN 'awaiting_acceptance'
  WHEN n %% 397 = 0 THEN 'to_ship' WHEN n %% 97 = 0 THEN 'shipped' WHEN n %% 89 = 0 THEN 'cancelled' ELSE 'closed' END
  AS state FROM generate_series(1, %(orders)s) AS n) AS made
"""
_LINES = """
INSERT INTO orders_line (id, workspace_id, connection_id, order_id, reference, position, observed, observed_at, fulfilment,
  fulfilment_since, dispute, money_state, sku, title, quantity, currency, unit_minor, attributes, gtins, preorder,
  negotiated, marketplace_fulfilled, do_not_ship, COLUMNS)
SELECT md5('line' || o.reference)::uuid, o.workspace_id, o.connection_id, o.id, o.reference, 0, '{}', o.observed_at, o.state,
  o.placed_at, 'none', 'final', 'LMP-0412', 'Lampe de bureau en laiton', 1, 'EUR', 4990, '{}', '[]', false, false, false,
  false, DEFAULTS FROM orders_order AS o
"""


def rows(how: How) -> Iterator[Row]:
    from bench.table import Goal, Row

    many = SMALL if how.small else ORDERS
    ask = _prepared(many)
    waits = {name: _round(ask, at) for name, at in _addresses().items()}
    for name, found in waits.items():
        print(
            f"  {name:<24} median {statistics.median(found) * 1000:6.1f} ms, slowest {max(found) * 1000:6.1f} ms"
        )
    every = sorted(wait for found in waits.values() for wait in found)
    p95 = every[int(len(every) * 0.95)]
    bare = statistics.median(_timed(_bare) for _ in range(ROUNDS))
    goal = Goal("slow 5 %, ms", p95 * 1000, P95, at_most=True)
    yield Row("list of orders", many, statistics.median(every), ("50 rows by index", bare), goals=(goal,))


def _round(ask: Callable[[str], Any], address: str) -> list[float]:
    return [_timed(lambda: ask(address)) for _ in range(ROUNDS)]


def _addresses() -> dict[str, str]:
    from forain.hub.orders import queries
    from forain.hub.workspaces.models import Workspace

    workspace = Workspace.objects.get()
    deep = queries.page(workspace, limit=2000).next
    return {
        "all": "/orders/",
        "to accept": "/orders/?tab=accept",
        "closed": "/orders/?tab=closed",
        "ended": "/orders/?tab=ended",
        "2,000 orders deep": f"/orders/?cursor={deep}",
        "overdue": "/orders/?due=overdue",
        "one buyer": "/orders/?text=lefevre77",
        "a common word": "/orders/?text=lampe",
        "a word and a tab": "/orders/?text=lille&tab=ship",
        "parked": "/orders/?mark=parked",
        "held": "/orders/?mark=held",
        "not to be shipped": "/orders/?mark=do_not_ship",
        "old days": "/orders/?since=2025-06-01&until=2025-06-02",
        "first page": "/",
    }


def _prepared(many: int) -> Callable[[str], Any]:
    """The database with its orders; asks for an address as a person who is logged in."""
    from forain.hub.testing import prepare

    prepare()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    from django.test import Client

    from forain.hub.web.tests.fixtures import _connection, _people

    workspace, person = _people(None, None)
    _fill(
        many,
        {"workspace": workspace.pk, "connection": _connection(workspace, "rakuten_fr").pk, "orders": many},
    )
    client = Client()
    client.force_login(person)

    def ask(address: str) -> Any:
        answer = client.get(address)
        assert answer.status_code == 200, address
        return answer

    ask("/orders/")
    return ask


def _fill(many: int, values: dict[str, Any]) -> None:
    from django.db import connection

    begun = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute(_ORDERS, values)
        cursor.execute(_with_defaults(_LINES))
        cursor.execute("VACUUM ANALYZE orders_order")
        cursor.execute("VACUUM ANALYZE orders_line")
    print(f"  {many:,} orders made in {time.monotonic() - begun:.0f} s")


def _with_defaults(text: str) -> str:
    """Columns the statement does not name and that may not be null get what Django would write."""
    from django.db.models import JSONField

    from forain.hub.orders.models import Line

    left = [
        field
        for field in Line._meta.concrete_fields  # noqa: SLF001  Django documents it
        if not field.null and f" {field.column}," not in text.replace("(", " ") and field.column != "id"
    ]
    plain = ["'{}'" if isinstance(field, JSONField) else _literal(field.get_default()) for field in left]
    return text.replace("COLUMNS", ", ".join(str(field.column) for field in left)).replace(
        "DEFAULTS", ", ".join(plain)
    )


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else "''"


def _bare() -> None:
    from forain.hub.orders.models import Order
    from forain.hub.workspaces.models import Workspace

    rows = Order.objects.filter(workspace=Workspace.objects.get())
    list(rows.order_by("-placed_at", "-id").values_list("pk")[:50])


def _timed(act: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun
