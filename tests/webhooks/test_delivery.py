"""Events reach the receiver: signed, in order, once if all goes well, and later if not."""

from __future__ import annotations

import json
import threading
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from forain.trade.events import EventKind
from tests.webhooks.happenings import deliver, deliveries, happen, later
from tests.webhooks.receiver import Got, Receiver, Reply

if TYPE_CHECKING:
    from forain.hub.api.tests.world import Api, World
    from forain.hub.webhooks.models import Endpoint


def verified(secret: str, got: Got) -> Any:
    from standardwebhooks.webhooks import Webhook

    return Webhook(secret).verify(got.body, got.headers)


def test_an_event_arrives_signed_with_the_order_as_the_api_shows_it(
    endpoint: Any, receiver: Receiver, world: World, api: Api
) -> None:
    """The reference library accepts the signature; the body is the event and the order's own REST shape."""
    happen(world.order)
    shown = api.get(f"/orders/{world.order.pk}", Accept_Language="fr").json
    assert deliver() == 1
    (got,) = receiver.got
    told = verified(endpoint.secret, got)
    assert (told["type"], told["data"]["event"]["kind"]) == ("order.changed", "order.changed")
    assert told["timestamp"] == told["data"]["event"]["at"]
    assert told["data"]["object"] == shown
    assert got.headers["content-type"] == "application/json"
    assert got.headers["user-agent"].startswith("Forain/")
    (row,) = deliveries(endpoint)
    assert (row.state, row.attempts, row.message_id, row.answers[0]["status"]) == (
        "delivered",
        1,
        got.id,
        204,
    )


def test_a_delivered_order_is_exported_to_the_consumer(
    endpoint: Endpoint, receiver: Receiver, world: World, api: Api
) -> None:
    """Axis 3 moves from new to exported once, tells so, and does not come back from acknowledged."""
    happen(world.order)
    deliver()
    hand_off = api.get(f"/orders/{world.order.pk}").json["hand_offs"][0]
    assert (hand_off["consumer"], hand_off["state"]) == ("erp", "exported")
    api.post(f"/orders/{world.order.pk}/acknowledge", {"consumer": "erp", "merchant_reference": "SO-1"})
    happen(world.order)
    deliver()
    deliver()
    assert api.get(f"/orders/{world.order.pk}").json["hand_offs"][0]["state"] == "acknowledged"
    assert len(api.get("/events", {"kinds": "order.exported"}).json["items"]) == 1


def test_every_kind_of_object_is_told_in_its_own_shape(
    endpoint: Endpoint, receiver: Receiver, world: World, api: Api
) -> None:
    from forain.hub.journal.unit import unit

    about = {
        "command": (EventKind.COMMAND_CONFIRMED, world.command.pk, f"/commands/{world.command.pk}"),
        "return": (EventKind.RETURN_MOVED, world.product_return.pk, f"/returns/{world.product_return.pk}"),
        "todo": (EventKind.TODO_OPENED, world.todo.pk, f"/todos/{world.todo.pk}"),
        "connection": (EventKind.CONNECTION_TROUBLE, world.connection.pk, f"/connections/{world.connection.pk}"),
        "line": (EventKind.LINE_DO_NOT_SHIP, world.line.pk, f"/orders/{world.order.pk}"),
    }  # fmt: skip
    with unit(world.workspace) as work:
        for subject, (kind, key, path) in about.items():
            order = world.order.pk if subject == "line" else None
            work.event(kind, subject, key, order_id=order, path=path)
    deliver()
    seen = {got.json["data"]["event"]["data"]["path"]: got.json["data"]["object"] for got in receiver.got}
    for path, told in seen.items():
        shown = api.get(path, Accept_Language="fr").json
        shown.pop("hand_offs", None), told.pop("hand_offs", None)
        assert told == shown
    assert len(seen) == len(about)


def test_only_wanted_kinds_are_sent_and_the_cursor_moves_on(
    endpoint: Endpoint, receiver: Receiver, world: World
) -> None:
    from forain.hub.webhooks.actions import change
    from forain.hub.webhooks.spread import last_event

    change(endpoint, {"kinds": ["line.do_not_ship"]}, actor="test")
    happen(world.order, 3)
    happen(world.order, 1, EventKind.LINE_DO_NOT_SHIP)
    happen(world.order, 3)
    deliver()
    endpoint.refresh_from_db()
    assert [got.json["type"] for got in receiver.got] == ["line.do_not_ship"]
    assert endpoint.cursor == last_event(world.workspace.pk)
    assert deliver() == 0


def test_events_of_one_order_arrive_one_after_the_other(
    endpoint: Endpoint, receiver: Receiver, world: World
) -> None:
    """In the order of the events and never two at once; another order's go side by side with them."""
    receiver.always(200, seconds=0.05)
    for _ in range(6):
        happen(world.order)
        happen(world.shipped)
    deliver()
    by_order = {
        key: [got for got in receiver.got if got.json["data"]["object"]["id"] == str(key)]
        for key in (world.order.pk, world.shipped.pk)
    }
    for came in by_order.values():
        mine = [got for got in came if got.json["type"] == "order.changed"]
        assert [got.event for got in mine] == sorted(got.event for got in mine)
        assert len(mine) == 6
        assert all(one.ended <= two.began for one, two in pairwise(came))
    first, second = (by_order[key][0] for key in by_order)
    assert max(first.began, second.began) < min(first.ended, second.ended)


def test_a_failed_delivery_is_tried_again_under_the_same_id(
    endpoint: Endpoint, receiver: Receiver, world: World
) -> None:
    receiver.answer = lambda _got, before: Reply(500 if before < 2 else 200, b"later, please")
    happen(world.order)
    for span in (timedelta(), timedelta(seconds=7), timedelta(seconds=40)):
        later(endpoint, span)
        deliver()
    assert len(set(receiver.ids)) == 1
    assert len(receiver.ids) == 3
    row = deliveries(endpoint)[0]
    assert (row.state, row.attempts) == ("delivered", 3)
    assert [one["status"] for one in row.answers] == [500, 500, 200]
    assert row.answers[0]["words"] == "later, please"


def test_a_failure_holds_nothing_back(endpoint: Endpoint, receiver: Receiver, world: World) -> None:
    """`do_not_ship` gets through although an earlier event of the same order fails."""
    happen(world.order)
    happen(world.order, 1, EventKind.LINE_DO_NOT_SHIP)
    receiver.answer = lambda got, _before: Reply(500 if got.json["type"] == "order.changed" else 200)
    deliver()
    states = {row.kind: row.state for row in deliveries(endpoint)}
    assert states["order.changed"] == "waiting"
    assert states["line.do_not_ship"] == "delivered"


def test_retries_end_after_a_day_with_a_failure_and_a_to_do(
    endpoint: Endpoint, receiver: Receiver, world: World, api: Api
) -> None:
    """Ever longer pauses; the last try is at the end of 24 hours. A replay that succeeds closes the to-do."""
    from forain.hub.webhooks.actions import replay
    from forain.hub.webhooks.models import Delivery

    receiver.always(500, b"no")
    happen(world.order)
    deliver()
    row = deliveries(endpoint)[0]
    pauses = []
    while row.state == "waiting" and row.attempts < 30:
        pauses.append((row.next_at - row.created_at).total_seconds())
        later(endpoint, row.next_at - row.created_at)
        Delivery.objects.filter(pk=row.pk).update(created_at=row.created_at)
        deliver()
        row.refresh_from_db()
    assert row.state == "failed"
    assert 9 <= row.attempts <= 13
    assert len(receiver.got) == row.attempts
    todo = api.get("/todos", {"kind": "webhook"}).json["items"][0]
    assert (todo["subject"], todo["connection_id"], todo["facts"]["words"]) == ("erp", None, "500 no")
    receiver.always(200)
    replay(row, actor="marie")
    deliver()
    assert api.get("/todos", {"kind": "webhook"}).json["items"] == []
    assert set(receiver.ids) == {row.message_id} | {one.message_id for one in deliveries(endpoint)}


def test_an_outage_is_probed_and_its_end_releases_everything_in_order(
    endpoint: Endpoint, receiver: Receiver, world: World
) -> None:
    """A receiver that is down is not hammered: after three failures one delivery probes while the others wait."""
    receiver.always(503)
    happen(world.order, 30)
    deliver()
    assert len(receiver.got) == 3
    assert deliver() == 0
    later(endpoint, timedelta(minutes=6))
    assert deliver() == 1
    receiver.got.clear()
    receiver.always(200)
    later(endpoint, timedelta(minutes=6))
    deliver()
    changed = [got.event for got in receiver.got if got.json["type"] == "order.changed"]
    assert len(set(changed)) == 30
    assert changed[:1] == sorted(changed)[:1]
    assert {row.state for row in deliveries(endpoint)} == {"delivered"}


def test_a_claim_takes_no_more_than_its_limit_whatever_the_plan(endpoint: Endpoint, world: World) -> None:
    """A nested loop asks its inner side again for each row: a limit there must be counted once. An outage was probed
    by two deliveries when PostgreSQL chose so."""
    from django.db import connection, transaction

    from forain.hub.kit.lease import claim
    from forain.hub.webhooks.spread import spread

    happen(world.order, 30)
    spread(endpoint)
    waiting = endpoint.deliveries.order_by("event_id")
    assert waiting.count() == 30
    oldest = waiting[0].pk
    with transaction.atomic(), connection.cursor() as cursor:
        for way in ("hashjoin", "hashagg", "mergejoin", "sort", "material", "indexscan", "bitmapscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        assert [row.pk for row in claim(waiting, 1)] == [oldest]
        assert len(claim(waiting, 5)) == 5


def test_410_disables_and_what_waits_goes_out_when_it_is_enabled(
    endpoint: Endpoint, receiver: Receiver, world: World, api: Api
) -> None:
    receiver.always(410, b"shop closed")
    happen(world.order, 2)
    deliver()
    shown = api.get(f"/webhooks/{endpoint.pk}").json
    assert (shown["enabled"], shown["disabled_because"], shown["disabled_words"]) == (
        False,
        "gone",
        "410 shop closed",
    )
    assert len(receiver.got) == 1
    assert api.get("/todos", {"kind": "webhook"}).json["items"][0]["facts"]["why"] == "gone"
    happen(world.order)
    assert deliver() == 0
    receiver.always(200)
    assert api.post(f"/webhooks/{endpoint.pk}/enable", {}).json["enabled"]
    deliver()
    assert {row.state for row in deliveries(endpoint)} == {"delivered"}
    assert api.get("/todos", {"kind": "webhook"}).json["items"] == []


def test_days_of_failure_disable_with_a_reason(endpoint: Endpoint, receiver: Receiver, world: World) -> None:
    receiver.always(500, b"broken")
    happen(world.order)
    deliver()
    later(endpoint, timedelta(days=5, minutes=1))
    deliver()
    endpoint.refresh_from_db()
    assert (endpoint.disabled, endpoint.disabled_words) == ("failing", "500 broken")


def test_enabling_may_leave_out_what_was_missed(endpoint: Endpoint, receiver: Receiver, world: World) -> None:
    from forain.hub.webhooks.actions import disable, enable

    disable(endpoint, "holidays", actor="marie")
    happen(world.order, 3)
    enable(endpoint, skip_missed=True, actor="marie")
    happen(world.shipped)
    deliver()
    assert [got.json["data"]["object"]["reference"] for got in receiver.got][:1] == ["A-200"]


def test_the_receivers_wish_to_wait_is_kept(endpoint: Endpoint, receiver: Receiver, world: World) -> None:
    from forain.hub.kit.clock import now

    receiver.always(429, Retry_After="120")
    happen(world.order, 3)
    deliver()
    endpoint.refresh_from_db()
    assert len(receiver.got) == 1
    assert endpoint.paused_until is not None
    assert 100 < (endpoint.paused_until - now()).total_seconds() <= 120
    assert deliver() == 0


def test_a_slow_receiver_is_given_up_on_in_time(
    endpoint: Endpoint, receiver: Receiver, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one that drips: the limit is on everything together."""
    from forain.hub.webhooks import post

    monkeypatch.setattr(post, "SECONDS", 0.3)
    receiver.always(200, seconds=1.0)
    happen(world.order)
    deliver()
    row = deliveries(endpoint)[0]
    assert (row.state, row.answers[0]["status"]) == ("waiting", None)
    assert row.answers[0]["words"] == post.WORDS["timeout"]
    assert row.answers[0]["ms"] < 900


def test_a_redirect_is_no_success_and_is_not_followed(
    endpoint: Endpoint, receiver: Receiver, world: World
) -> None:
    receiver.always(302, Location=receiver.address)
    happen(world.order)
    deliver()
    assert (len(receiver.got), deliveries(endpoint)[0].state) == (1, "waiting")


def test_answers_are_kept_short_and_without_secrets(endpoint: Any, receiver: Receiver, world: World) -> None:
    receiver.always(500, f"you sent {endpoint.secret} ".encode() + b"\0\xff" * 5000)
    happen(world.order)
    deliver()
    words = deliveries(endpoint)[0].answers[0]["words"]
    assert words.startswith("you sent [redacted]")
    assert len(words) <= 300
    assert endpoint.secret.removeprefix("whsec_") not in json.dumps(words)


def test_both_secrets_sign_while_the_one_before_lives(
    endpoint: Any, receiver: Receiver, world: World
) -> None:
    from standardwebhooks.webhooks import WebhookVerificationError

    from forain.hub.kit.refusal import NotAllowed
    from forain.hub.webhooks.actions import rotate

    newer = rotate(endpoint, actor="marie")
    happen(world.order)
    deliver()
    assert verified(endpoint.secret, receiver.got[0]) == verified(newer, receiver.got[0])
    with pytest.raises(NotAllowed) as no:
        rotate(endpoint, actor="marie")
    assert no.value.code == "rotation_under_way"
    newest = rotate(endpoint, timedelta(), actor="marie")
    receiver.got.clear()
    happen(world.order)
    deliver()
    assert verified(newest, receiver.got[-1])
    for old in (endpoint.secret, newer):
        with pytest.raises(WebhookVerificationError):
            verified(old, receiver.got[-1])


def test_secrets_are_sealed_at_rest(endpoint: Any, world: World, api: Api) -> None:
    """Nowhere in the database in the clear, not even in the remembered answer of the request that made it."""
    from django.db import connection

    wish = {"name": "second", "address": "https://erp.example/hook"}
    made = api.post("/webhooks", wish, Idempotency_Key="make-1")
    again = api.post("/webhooks", wish, Idempotency_Key="make-1")
    assert (again.json, again.headers["Idempotency-Replayed"]) == (made.json, "true")
    secret = made.json["secret"].removeprefix("whsec_")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT count(*) FROM "{table}" AS row WHERE row::text LIKE %s', [f"%{secret}%"])
            assert cursor.fetchone() == (0,), table
    assert secret not in api.get("/webhooks").text


def test_a_range_is_replayed_in_order_under_the_same_ids(
    endpoint: Endpoint, receiver: Receiver, world: World
) -> None:
    """Since a cursor, delivered before or not; events from before the webhook existed come too, when asked for."""
    from forain.hub.webhooks.actions import replay_range

    happen(world.order, 5)
    deliver()
    deliver()
    first = {got.event: got.id for got in receiver.got}
    cut = sorted(first)[2]
    receiver.got.clear()
    done = replay_range(endpoint, after=cut - 1, limit=2, actor="marie")
    assert (done.deliveries, done.next) == (2, sorted(first)[3])
    done = replay_range(endpoint, after=done.next or 0, actor="marie")
    deliver()
    assert {got.event: got.id for got in receiver.got} == {key: first[key] for key in first if key >= cut}
    receiver.got.clear()
    replay_range(endpoint, after=0, actor="marie")
    deliver()
    assert min(got.event for got in receiver.got) < min(first)


def test_two_workers_never_make_the_same_try_at_once(
    endpoint: Endpoint, receiver: Receiver, world: World
) -> None:
    """Four at a time wake for the same endpoint; each event arrives once, none overlaps with itself."""
    receiver.always(200, seconds=0.02)
    for _ in range(15):
        happen(world.order)
        happen(world.shipped)
    threads = [threading.Thread(target=deliver) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    deliver()
    assert set(Counter(receiver.ids).values()) == {1}
    assert {row.state for row in deliveries(endpoint)} == {"delivered"}


def test_a_worker_that_thaws_changes_nothing(endpoint: Endpoint, receiver: Receiver, world: World) -> None:
    """What was claimed by another meanwhile is not written by the first, and not even tried."""
    from forain.hub.kit.lease import claim
    from forain.hub.webhooks.models import Delivery
    from forain.hub.webhooks.post import Answer
    from forain.hub.webhooks.settle import begin, settle
    from forain.hub.webhooks.spread import spread

    happen(world.order)
    spread(endpoint)
    rows = Delivery.objects.filter(endpoint=endpoint).select_related("endpoint__consumer")
    frozen = claim(rows.order_by("pk"), 1)[0]
    assert begin(frozen)
    Delivery.objects.update(lease_until=None)
    other = claim(rows.order_by("pk"), 1)[0]
    settle(frozen, Answer(200, "", 1))
    assert not begin(frozen)
    assert begin(other)
    settle(other, Answer(500, "no", 1))
    row = rows.get()
    assert (row.state, row.attempts, [one["status"] for one in row.answers]) == ("waiting", 2, [500])
