"""Reads in depth: a backfill goes on where it ended, a deep scan says what normal visits had missed, neither at the cost
of accepting and shipping."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forain.hub.connections.budget import hour_of, next_hour
from forain.hub.connections.models import CallCount, Connection, Scan, ScanState
from forain.hub.connections.scans import backfill, begins_at, deep_scan, stop
from forain.hub.journal.models import Event
from forain.hub.kit.clock import now
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders.models import Line, Order, Stand
from forain.hub.sync.run import sync_now
from tests.conftest import Playground


def run(connection: Connection, scan: Scan, limit: int = 60) -> Scan:
    """Visits until it is over."""
    for _ in range(limit):
        Scan.objects.filter(pk=scan.pk).update(next_at=now())
        assert sync_now(connection, ["-"]).trouble is None
        scan = Scan.objects.get(pk=scan.pk)
        if scan.state != ScanState.RUNNING:
            break
    return scan


def test_a_backfill_brings_what_is_older_than_the_first_visit_and_each_order_once(
    playground: Playground,
) -> None:
    """Orders that the hub never saw come in; asked again while it runs, it is the same one; an event tells the end."""
    playground.first_visit()
    known = set(Order.objects.filter(connection=playground.rakuten).values_list("reference", flat=True))
    gone = sorted(known)[:5]
    Order.objects.filter(connection=playground.rakuten, reference__in=gone).delete()
    scan = backfill(playground.rakuten, now() - timedelta(days=90), actor="marie")
    assert backfill(playground.rakuten, now() - timedelta(days=5), actor="paul").pk == scan.pk
    scan = run(playground.rakuten, scan)
    assert scan.state == ScanState.DONE
    found = Order.objects.filter(connection=playground.rakuten).values_list("reference", flat=True)
    back = [one for one in gone if one in set(found)]
    assert sorted(set(scan.missed) & set(gone)) == sorted(back)
    assert back
    assert Order.objects.filter(connection=playground.rakuten).count() == len(set(found))
    event = Event.objects.get(kind="connection.scanned")
    assert (event.data["scan"], event.data["missed"]) == ("backfill", scan.missed_count)


def test_a_backfill_goes_on_after_the_page_where_its_worker_died(
    playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed in the middle: the next worker begins at the kept cursor; a page taken in twice changes nothing."""
    from forain.hub.sync import scan as reading

    scan = backfill(playground.spartoo, now() - timedelta(days=90), actor="marie")
    whole = list(scan.left)
    assert len(whole) == 2
    kept = reading._page
    turns: list[int] = []

    async def dies(talk: object, row: Scan) -> bool:
        turns.append(1)
        if len(turns) > 1:
            raise KeyboardInterrupt
        return await kept(talk, row)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "_page", dies)
    with pytest.raises(KeyboardInterrupt):
        sync_now(playground.spartoo, ["-"])
    monkeypatch.setattr(reading, "_page", kept)
    scan.refresh_from_db()
    assert (scan.pages, scan.left) == (1, whole[1:])
    Connection.objects.filter(pk=playground.spartoo.pk).update(lease_until=None)
    count = Order.objects.filter(connection=playground.spartoo).count()
    done = run(playground.spartoo, scan)
    assert (done.state, done.pages) == (ScanState.DONE, 2)
    assert Order.objects.filter(connection=playground.spartoo).count() == count


def test_a_deep_scan_finds_a_change_that_no_list_showed(playground: Playground) -> None:
    """A line whose end was missed is asked about alone; the scan says so."""
    playground.first_visit()
    line = Line.objects.filter(connection=playground.rakuten, fulfilment=Stand.SHIPPED).first()
    assert line is not None
    Line.objects.filter(pk=line.pk).update(fulfilment=Stand.TO_SHIP, observed_at=now() - timedelta(hours=1))
    Order.objects.filter(pk=line.order_id).update(observed_at=now() - timedelta(hours=1), digests={})
    scan = run(playground.rakuten, deep_scan(playground.rakuten, actor="marie"))
    assert scan.state == ScanState.DONE
    assert line.order.reference in scan.changed
    line.refresh_from_db()
    assert line.fulfilment == Stand.SHIPPED


def test_reading_in_depth_stops_at_half_of_an_hours_calls(playground: Playground) -> None:
    """Normal reading goes on; the scan waits for the next hour."""
    playground.first_visit()
    CallCount.objects.update_or_create(
        connection=playground.spartoo,
        service="xml_export_orders",
        hour=hour_of(now()),
        defaults={"calls": playground.spartoo.hourly_quota // 2},
    )
    scan = backfill(playground.spartoo, now() - timedelta(days=90), actor="marie")
    visit = sync_now(playground.spartoo, ["orders"])
    assert visit.by_resource["orders"] >= 0
    scan.refresh_from_db()
    assert (scan.pages, scan.state) == (0, ScanState.RUNNING)
    assert scan.next_at == next_hour()
    stopped = stop(scan, actor="marie")
    assert stopped.state == ScanState.STOPPED


def test_the_nightly_scan_begins_once_a_night_and_can_be_switched_off(playground: Playground) -> None:
    deep = playground.rakuten.manifest.deep
    assert deep is not None
    playground.first_visit()
    assert not Scan.objects.exists(), "a new connection was read in whole today"
    Connection.objects.update(created_at=now() - timedelta(days=3))
    Connection.objects.filter(pk=playground.spartoo.pk).update(options={"deep": "off"})
    begun = begins_at(playground.rakuten, deep)
    sync_now(Connection.objects.get(pk=playground.rakuten.pk), ["-"])
    sync_now(Connection.objects.get(pk=playground.spartoo.pk), ["-"])
    expected = 1 if begun <= now() else 0
    assert Scan.objects.filter(connection=playground.rakuten).count() == expected
    assert not Scan.objects.filter(connection=playground.spartoo).exists()


def test_a_day_in_the_future_is_refused(playground: Playground) -> None:
    with pytest.raises(NotAllowed) as no:
        backfill(playground.rakuten, now() + timedelta(days=1), actor="marie")
    assert no.value.code == "since_in_future"
