"""What watches over connections: clock skew, quiet accounts, forecasts, another account's token, sealing keys."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.test import override_settings

from forain.hub.connections.actions import CannotConnect, replace_credentials
from forain.hub.connections.budget import hour_of, spent
from forain.hub.connections.models import CallCount, Connection
from forain.hub.connections.reasons import reasons
from forain.hub.connections.skew import skew_of
from forain.hub.inbox.models import Todo, TodoKind
from forain.hub.inbox.told import told
from forain.hub.kit.clock import now
from forain.hub.kit.sealed import is_newest, seal, unseal
from forain.hub.ops.resealing import reseal
from forain.hub.orders.models import Order
from forain.hub.sync import quiet
from forain.hub.sync.run import sync_now
from tests.conftest import Playground


def codes(connection: Connection) -> list[str]:
    return [one.code for one in reasons(Connection.objects.get(pk=connection.pk))]


class Answered:
    """As much of an exchange as the skew needs."""

    def __init__(self, *headers: tuple[str, str]) -> None:
        self.started_at = now().replace(
            year=2026, month=11, day=22, hour=6, minute=0, second=0, microsecond=0
        )
        self.elapsed = 1.0
        self.response_headers = headers


@pytest.mark.parametrize(
    ("date", "skew"),
    [
        ("Sun, 22 Nov 2026 06:00:01 GMT", 0.0),
        ("Sun, 22 Nov 2026 06:05:00 GMT", 299.5),
        ("Sun, 22 Nov 2026 05:59:00 GMT", -60.5),
        ("soon", None),
    ],
)
def test_the_marketplaces_clock_is_measured_by_its_date(date: str, skew: float | None) -> None:
    found: Any = Answered(("Date", date))
    assert skew_of(found) == skew
    nothing: Any = Answered()
    assert skew_of(nothing) is None


def test_a_skew_worth_telling_is_told(playground: Playground) -> None:
    Connection.objects.filter(pk=playground.rakuten.pk).update(skew_seconds=-120.0)
    [reason] = [
        one for one in reasons(Connection.objects.get(pk=playground.rakuten.pk)) if one.code == "clock_skew"
    ]
    assert "2 minutes" in reason.words


def test_an_account_is_quiet_by_its_own_history_only() -> None:
    """A quarter more than its longest pause; few sales say nothing; nights of a slow shop are ordinary."""
    start = now()
    hourly = [start + timedelta(hours=one) for one in range(30)]
    assert quiet.judge(hourly, hourly[-1] + timedelta(hours=2)) is None, "under three hours is nothing"
    found = quiet.judge(hourly, hourly[-1] + timedelta(hours=4))
    assert found is not None
    assert (found.since, found.usual) == (hourly[-1], timedelta(hours=1))
    assert quiet.judge(hourly[:10], hourly[9] + timedelta(days=9)) is None
    with_night = [*hourly, hourly[-1] + timedelta(hours=12)]
    assert quiet.judge(with_night, with_night[-1] + timedelta(hours=14)) is None


def test_a_quiet_connection_is_a_todo_in_words_until_a_sale_comes(
    playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    playground.sync()
    monkeypatch.setattr(quiet, "ENOUGH", 3)
    recent = Order.objects.filter(connection=playground.spartoo).order_by("-placed_at")[:5]
    for number, order in enumerate(recent):
        Order.objects.filter(pk=order.pk).update(placed_at=now() - timedelta(hours=8 + number))
    others = Order.objects.filter(connection=playground.spartoo).exclude(pk__in=[one.pk for one in recent])
    others.update(placed_at=now() - timedelta(days=60))
    Connection.objects.update(quiet_checked_at=None)
    playground.spartoo.refresh_from_db()
    from forain.hub.journal.unit import unit

    with unit(playground.workspace) as work:
        quiet.look(work, playground.spartoo)
    todo = Todo.objects.get(kind=TodoKind.QUIET_CONNECTION, resolved_at=None)
    assert told(todo)
    assert "quiet" in codes(playground.spartoo)
    Order.objects.filter(pk=recent[0].pk).update(placed_at=now())
    Connection.objects.update(quiet_checked_at=None)
    playground.spartoo.refresh_from_db()
    with unit(playground.workspace) as work:
        quiet.look(work, playground.spartoo)
    todo.refresh_from_db()
    assert todo.resolved_at is not None
    assert "quiet" not in codes(playground.spartoo)


def test_the_end_of_the_quota_is_foretold_at_the_present_rate(playground: Playground) -> None:
    hour = hour_of(now())
    CallCount.objects.filter(connection=playground.rakuten).delete()
    row = CallCount.objects.create(connection=playground.rakuten, service="getnewsales", hour=hour, calls=599)
    [busy] = spent(playground.rakuten)
    assert busy.left == 1
    assert busy.exhausted_at is not None
    assert "quota_forecast" in codes(playground.rakuten)
    CallCount.objects.filter(pk=row.pk).update(calls=1)
    assert spent(playground.rakuten)[0].exhausted_at is None
    assert "quota_forecast" not in codes(playground.rakuten)


def test_credentials_of_another_account_are_refused(playground: Playground) -> None:
    """Its orders would mix with this account's; the old credentials stay."""
    Connection.objects.filter(pk=playground.rakuten.pk).update(facts={"seller_id": "1"})
    playground.rakuten.refresh_from_db()
    known = dict(playground.sandbox.accounts["rakuten_fr"])
    with pytest.raises(CannotConnect) as no:
        replace_credentials(playground.rakuten, known, actor="marie")
    assert no.value.code == "other_account"


def test_credentials_nobody_can_open_are_replaced_and_heal_the_connection(playground: Playground) -> None:
    """The key was lost: the connection stops with a reason; typing all credentials again is the way out."""
    Connection.objects.filter(pk=playground.rakuten.pk).update(
        sealed=Fernet(Fernet.generate_key()).encrypt(b"{}")
    )
    playground.rakuten.refresh_from_db()
    assert sync_now(playground.rakuten).trouble is not None
    assert "credentials" in codes(playground.rakuten)
    replace_credentials(playground.rakuten, dict(playground.sandbox.accounts["rakuten_fr"]), actor="marie")
    playground.rakuten.refresh_from_db()
    assert sync_now(playground.rakuten).trouble is None
    assert "credentials" not in codes(playground.rakuten)


def test_sealing_keys_are_rotated_row_by_row_and_it_goes_on_where_it_ended(playground: Playground) -> None:
    """Stopped after the first row and begun again: each row once; what no key opens is named; the old key can go."""
    from django.conf import settings

    old = list(settings.FORAIN_SECRET_KEYS)
    new = Fernet.generate_key().decode()
    before = unseal(playground.rakuten.sealed)
    with override_settings(FORAIN_SECRET_KEYS=[new, *old]):
        first = reseal()
        next(first)
        next(first)
        del first  # as if it had been stopped here
        done = [is_newest(one.sealed) for one in Connection.objects.order_by("pk")]
        assert sorted(done) == [False, True]
        last = list(reseal())[-1]
        assert (last.total, last.rotated, last.lost) == (2, 1, [])
        assert list(reseal())[-1].rotated == 0
    with override_settings(FORAIN_SECRET_KEYS=[new]):
        assert unseal(Connection.objects.get(pk=playground.rakuten.pk).sealed) == before
        assert is_newest(seal({"a": "b"}))
    with override_settings(FORAIN_SECRET_KEYS=[Fernet.generate_key().decode()]):
        assert len(list(reseal())[-1].lost) == 2
