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
from forain.hub.kit.clock import now
from forain.hub.kit.sealed import is_newest, seal, unseal
from forain.hub.ops.resealing import reseal
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


def test_a_quiet_connection_says_so_with_its_reason(playground: Playground) -> None:
    """What the inbox finds unusual stands among the reasons of the connection's health."""
    Connection.objects.filter(pk=playground.spartoo.pk).update(
        quiet_since=now() - timedelta(hours=20), usual_gap_seconds=3 * 3600
    )
    assert "quiet" in codes(playground.spartoo)
    from forain.hub.inbox.quiet import look_for_quiet

    look_for_quiet()
    assert "quiet" not in codes(playground.spartoo), "nothing is unusual any more"


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


def test_a_confirmed_command_that_never_shows_is_told_once_and_ends_when_it_is_seen(
    playground: Playground,
) -> None:
    from forain.hub.inbox.models import Todo, TodoKind
    from forain.hub.inbox.unseen import PATIENCE, look_for_unseen
    from forain.hub.orders import actions
    from forain.hub.orders.models import Stand
    from forain.hub.outbox.models import Command, State

    playground.first_visit()
    order = playground.orders(playground.spartoo, Stand.AWAITING_ACCEPTANCE)[0]
    actions.accept(order, list(order.lines.all()), actor="marie")
    playground.drain()
    rows = Command.objects.filter(state=State.CONFIRMED, seen_at=None)
    assert rows.count() == 1
    assert look_for_unseen() == 0, "it has time"
    rows.update(settled_at=now() - PATIENCE - timedelta(minutes=1))
    todos = Todo.objects.filter(kind=TodoKind.UNSEEN_COMMAND)
    for _ in range(2):
        assert look_for_unseen() == 1
        assert todos.count() == 1
    playground.sync()
    assert look_for_unseen() == 0
    assert todos.get().resolved_at is not None
