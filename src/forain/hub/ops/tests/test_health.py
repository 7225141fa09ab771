"""Health says 200 only when the hub can do its work; metrics are computed from the database and hold no secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import OperationalError

from forain.hub.ops import facts, health
from forain.hub.ops.tests.conftest import worker

if TYPE_CHECKING:
    from django.test import Client

    from forain.hub.connections.models import Connection


def test_healthy_with_a_living_worker(client: Client) -> None:
    worker(1)
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert answer.headers["Cache-Control"].startswith("max-age=0")


@pytest.mark.parametrize("path", ["/healthz", "/metrics"])
def test_machines_need_not_know_the_name_of_the_pages(client: Client, path: str) -> None:
    """`forain up`, a container's probe and a watcher call by address; pages still answer to their names alone."""
    from django.test import override_settings

    worker(1)
    with override_settings(ALLOWED_HOSTS=["forain.example.com"]):
        assert client.get(path, headers={"host": "10.1.2.3:8000"}).status_code == 200
        assert client.get("/login", headers={"host": "10.1.2.3:8000"}).status_code == 400


@pytest.mark.parametrize("age", [None, 60.0])
def test_unhealthy_without_a_living_worker(client: Client, age: float | None) -> None:
    if age is not None:
        worker(age)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    checks = answer.json()["checks"]
    assert (checks["database"]["ok"], checks["schema"]["ok"], checks["worker"]["ok"]) == (True, True, False)


def test_unhealthy_when_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> bool:
        raise OperationalError("connection to server at 10.1.2.3 failed")

    monkeypatch.setattr(facts, "database_answers", refuse)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert [one.ok for one in health.checks()] == [False, False, False]
    assert "10.1.2.3" not in answer.content.decode()


def test_unhealthy_while_migrations_are_missing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    worker(1)
    monkeypatch.setattr(facts, "schema_is_current", lambda: False)
    assert client.get("/healthz").json()["checks"]["schema"] == {
        "ok": False,
        "detail": "migrations are missing",
    }


def test_writing_is_not_allowed(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
    assert client.post("/metrics").status_code == 405


def test_metrics_tell_what_is_in_the_database(client: Client, connection: Connection) -> None:
    from forain.hub.connections.models import CallCount, Reading
    from forain.hub.kit.clock import now

    worker(1)
    Reading.objects.create(connection=connection, resource="orders", failures=2)
    CallCount.objects.create(connection=connection, service="xml_export_orders", hour=now(), calls=3)
    text = client.get("/metrics").content.decode()
    assert 'forain_connections{health="new",marketplace="spartoo",mode="observe"} 1.0' in text
    assert 'forain_calls{marketplace="spartoo",service="xml_export_orders"} 3.0' in text
    assert 'forain_readings_failing{marketplace="spartoo",resource="orders"} 1.0' in text
    assert "forain_workers_alive 1.0" in text


def test_metrics_are_valid_and_hold_no_secret(client: Client, connection: Connection) -> None:
    from prometheus_client.parser import text_string_to_metric_families

    answer = client.get("/metrics")
    text = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert all(family.name.startswith("forain_") for family in text_string_to_metric_families(text))
    assert connection.endpoint not in text
    assert "82DACF6FA5640356" not in text
    assert connection.name not in text
