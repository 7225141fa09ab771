"""The same write twice: one effect, one answer; whatever is lost in between."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from forain.hub.api.tests.world import Answer, Api, World
    from forain.hub.workspaces.models import Workspace


def test_the_stored_answer_is_given_again_to_the_byte(api: Api) -> None:
    first = api.post("/consumers", {"name": "wms"}, Idempotency_Key="k1")
    again = api.post("/consumers", b'{ "name" :"wms"}', Idempotency_Key="k1")
    assert (again.status, again.text) == (201, first.text)
    assert (first.headers.get("Idempotency-Replayed"), again.headers["Idempotency-Replayed"]) == (
        None,
        "true",
    )
    assert len(api.get("/consumers").json["items"]) == 2


def test_a_key_belongs_to_one_request(api: Api, world: World) -> None:
    api.post("/consumers", {"name": "wms"}, Idempotency_Key="k1")
    other_body = api.post("/consumers", {"name": "pim"}, Idempotency_Key="k1")
    other_path = api.post(f"/orders/{world.order.pk}/accept", {"name": "wms"}, Idempotency_Key="k1")
    assert (other_body.status, other_body.code) == (422, "idempotency_key_reused")
    assert other_path.status == 422


def test_two_workspaces_may_use_the_same_key(api: Api) -> None:
    from forain.hub.api.tests.world import caller
    from forain.hub.workspaces.models import Workspace

    other = caller(Workspace.objects.create(name="Other"))
    api.post("/consumers", {"name": "wms"}, Idempotency_Key="k1")
    assert other.post("/consumers", {"name": "pim"}, Idempotency_Key="k1").status == 201


def test_a_refusal_is_not_remembered(api: Api, world: World) -> None:
    """Mend the cause, send the same again with the same key (walkthrough 4)."""
    path = f"/orders/{world.order.pk}/accept"
    api.call("PATCH", f"/connections/{world.connection.pk}", {"mode": "observe"})
    assert api.post(path, Idempotency_Key="k1").code == "observe_mode"
    api.call("PATCH", f"/connections/{world.connection.pk}", {"mode": "live"})
    assert api.post(path, Idempotency_Key="k1").status == 202


@pytest.mark.parametrize("key", ["", " ", "a b", "é", "x" * 256])
def test_a_malformed_key_is_named(api: Api, key: str) -> None:
    answer = api.post("/consumers", {"name": "wms"}, Idempotency_Key=key)
    assert (answer.status, answer.code) == (422, "idempotency_key_malformed")


def test_two_at_once_have_one_effect(committed: None, workspace: Workspace) -> None:
    """Both threads really run at once; one acts, the other is told to wait or gets the same answer."""
    from django.db import connection

    from forain.hub.api.tests.world import caller
    from forain.hub.api.tests.world import world as make_world
    from forain.hub.outbox.models import Command, State

    here = make_world(workspace)
    api = caller(workspace)
    start = Barrier(4)

    def press(_number: int) -> Answer:
        start.wait()
        try:
            return api.post(f"/orders/{here.order.pk}/accept", Idempotency_Key="double-click")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(press, range(4)))
    assert {answer.status for answer in answers} <= {202, 409}
    told_to_wait = [answer for answer in answers if answer.status == 409]
    assert all(one.code == "idempotency_in_progress" and one.headers["Retry-After"] for one in told_to_wait)
    assert len({answer.text for answer in answers if answer.status == 202}) == 1
    assert Command.objects.filter(state=State.QUEUED).count() == 2


def test_a_crash_in_between_leaves_both_or_neither(api: Api, world: World) -> None:
    """A row without answer is in progress for a minute; then whoever asks again takes it over."""
    from forain.hub.kit.clock import held_at, now
    from forain.hub.outbox.idempotency import fingerprint
    from forain.hub.outbox.models import Remembered

    digest = fingerprint("POST", "/api/v1/consumers", b'{"name": "wms"}')
    moment = now()
    Remembered.objects.create(workspace=world.workspace, key="k1", digest=digest, created_at=moment)
    early = api.post("/consumers", {"name": "wms"}, Idempotency_Key="k1")
    assert (early.status, early.code, early.headers["Retry-After"]) == (409, "idempotency_in_progress", "2")
    with held_at(moment + timedelta(seconds=61)):
        assert api.post("/consumers", {"name": "wms"}, Idempotency_Key="k1").status == 201


def test_whoever_was_overtaken_undoes_its_work(workspace: Workspace) -> None:
    from forain.hub.kit.clock import now
    from forain.hub.orders.models import Consumer
    from forain.hub.outbox.idempotency import Answer as Kept
    from forain.hub.outbox.idempotency import InProgress, once
    from forain.hub.outbox.models import Remembered

    def slow() -> Kept:
        Consumer.objects.create(workspace=workspace, name="late")
        Remembered.objects.filter(key="k1").update(created_at=now())  # another took over meanwhile
        return Kept(201, "{}")

    with pytest.raises(InProgress):
        once(workspace.pk, "k1", "digest", slow)
    assert not Consumer.objects.filter(name="late").exists()


def test_old_answers_are_forgotten(workspace: Workspace) -> None:
    from forain.hub.api.tests.world import NOON
    from forain.hub.outbox.idempotency import forget_old
    from forain.hub.outbox.models import Remembered

    Remembered.objects.create(
        workspace=workspace, key="old", digest="d", created_at=NOON - timedelta(days=3650)
    )
    Remembered.objects.create(workspace=workspace, key="new", digest="d")
    assert forget_old() == 1
    assert Remembered.objects.get().key == "new"
