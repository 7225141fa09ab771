"""The OpenAPI document is complete, and nothing the API answers is missing from it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any, get_args

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

if TYPE_CHECKING:
    from forain.hub.api.tests.world import World

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@cache
def described() -> dict[str, Any]:
    from forain.hub.api.document import document

    return document()


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, methods in described()["paths"].items()
        for method, operation in methods.items()
    ]


def test_the_document_is_served_without_a_key() -> None:
    from forain.hub.api.tests.world import Api

    answer = Api().get("/openapi.json")
    assert answer.json["openapi"].startswith("3.1")
    assert "order.acknowledged" in answer.json["info"]["description"]


def test_every_route_tells_what_it_does_and_how_it_fails() -> None:
    names = [operation["operationId"] for _, _, operation in operations()]
    assert len(set(names)) == len(names)
    for path, method, operation in operations():
        assert operation["summary"], path
        assert len(operation["description"]) > 15, path
        expected = {"401"} if "problems" not in path else set()
        expected |= {"404"} if "{" in path else set()
        expected |= {"304"} if method == "get" else {"403", "409", "422"}
        expected |= {"400", "413", "415"} if "requestBody" in operation else set()
        assert expected <= set(operation["responses"]), path


def test_every_write_takes_an_idempotency_key() -> None:
    for path, method, operation in operations():
        names = [one["name"] for one in operation["parameters"]]
        assert ("Idempotency-Key" in names) is (method != "get"), path


def test_failures_are_problems_and_both_ways_in_are_declared() -> None:
    for path, _method, operation in operations():
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                assert list(response["content"]) == ["application/problem+json"], path
        if "problems" not in path:
            assert operation["security"] == [{"ApiKey": []}, {"Session": []}], path


def test_every_reference_of_the_document_leads_somewhere() -> None:
    def references(part: Any) -> list[str]:
        if isinstance(part, dict):
            own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
            return own + [found for value in part.values() for found in references(value)]
        return [found for value in part for found in references(value)] if isinstance(part, list) else []

    schemas = described()["components"]["schemas"]
    assert {name.rpartition("/")[2] for name in references(described())} <= set(schemas)


def test_no_two_types_share_a_name() -> None:
    """The document has one schema for a name: of two types it would describe one, and tell lies about the other."""
    from forain.hub.api.service import service

    seen: dict[str, type] = {}
    waiting = [router for _, router in service()._routers]
    while waiting:
        router = waiting.pop()
        waiting += [below for _, below, *_ in router._routers]
        for view in router.path_operations.values():
            for operation in view.operations:
                for model in (*operation.models, *operation.response_models.values()):
                    _collect(model, seen)
    assert {"Order", "BulkVerdict", "NumberVerdict"} <= set(seen)


def _collect(kind: Any, seen: dict[str, type]) -> None:
    """The models and enumerations a type is made of, each under its name."""
    from enum import Enum

    from pydantic import BaseModel

    if isinstance(kind, type) and issubclass(kind, BaseModel | Enum):
        ours = kind.__module__.startswith("forain")
        known = seen.setdefault(kind.__name__, kind) if ours else None
        assert known in (None, kind), f"{known} and {kind} have one name"
    for part in (*get_args(kind), *(one.annotation for one in getattr(kind, "model_fields", {}).values())):
        if seen.get(getattr(part, "__name__", "")) is not part:
            _collect(part, seen)


def test_what_is_taken_is_closed_and_described() -> None:
    for name in ("Choice", "Shipment", "Acknowledgement", "NewConnection", "ConnectionChange"):
        assert described()["components"]["schemas"][name]["additionalProperties"] is False
    credentials = described()["components"]["schemas"]["NewConnection"]["properties"]["credentials"]
    assert credentials["writeOnly"] is True


def test_the_tabs_are_those_of_the_pages() -> None:
    from forain.hub.orders.queries import TABS
    from forain.hub.orders.wishes import Tab

    assert [tab.value for tab in Tab] == list(TABS)


@pytest.fixture
def no_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    """Long polls are answered at once."""
    from forain.hub.journal import waiting

    full = BoundedSemaphore(1)
    full.acquire()
    monkeypatch.setattr(waiting, "_seats", full)


@pytest.mark.slow
@pytest.mark.usefixtures("committed", "no_sleep")
@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value
)
@pytest.mark.parametrize("seeded", [True, False], ids=["seeded", "anything"])
def test_no_request_gets_an_undeclared_answer(world: World, mode: GenerationMode, *, seeded: bool) -> None:
    """Requests made from the document, right ones and wrong ones, with ids that exist and with any.

    Where any id will do, nearly every answer is that there is no such thing: half as many are tried.
    """
    from forain.hub.api.tests.world import caller

    key = caller(world.workspace).headers
    ids, examples = (ids_of(world), 6) if seeded else ({}, 3)
    statuses = {
        operation.label: _try(operation, mode, mine, [key], examples)[0]
        for operation, mine in _operations_with(ids)
    }
    if seeded and mode is GenerationMode.POSITIVE:
        silent = {label for label, seen in statuses.items() if label.startswith("GET") and 200 not in seen}
        assert not silent


@pytest.mark.slow
@pytest.mark.usefixtures("committed", "no_sleep")
def test_no_role_gets_an_undeclared_answer(world: World) -> None:
    """The same for those who may do less, and for nobody: what is refused is refused as declared."""
    from forain.hub.api.tests.world import caller

    keys = [{}, *(caller(world.workspace, role).headers for role in ("viewer", "operator"))]
    refused = [0] * len(keys)
    for operation, mine in _operations_with(ids_of(world)):
        for who, seen in enumerate(_try(operation, GenerationMode.POSITIVE, mine, keys, 2)):
            refused[who] += bool(seen & {401, 403})
    nobody, viewer, operator = refused
    assert nobody > viewer > operator > 5


def _operations_with(ids: dict[str, str]) -> Iterator[tuple[Any, dict[str, str]]]:
    """Every operation of the document, with those of the ids that stand in its path."""
    from forain.hub.wsgi import application

    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        known = ids if operation.method != "delete" else {}  # what is there is still needed
        yield operation, {one.name: known[one.name] for one in operation.path_parameters if one.name in known}


def _try(
    operation: Any, mode: GenerationMode, ids: dict[str, str], keys: list[dict[str, str]], examples: int
) -> list[set[int]]:
    """The statuses each of the keys has seen; all of them make the same requests."""
    cases = operation.as_strategy(generation_mode=mode, **({"path_parameters": ids} if ids else {}))
    seen: list[set[int]] = [set() for _ in keys]

    @hypothesis.given(case=cases)
    @hypothesis.settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def run(case: Any) -> None:
        for key, statuses in zip(keys, seen, strict=True):
            headers = {**key, "Accept-Encoding": "identity"}
            statuses.add(case.call_and_validate(headers=headers, checks=CHECKS).status_code)

    run()
    return seen


def ids_of(world: World) -> dict[str, str]:
    return world.ids | {"code": "carrier_unmapped"}


def test_every_kind_of_event_is_described_as_a_message() -> None:
    """Stops, escalations and the ends of commands included: one message for each kind there is, and the test."""
    from forain.trade.events import EventKind

    told = described()["webhooks"]
    assert set(told) == {kind.value for kind in EventKind} | {"hub.test"}
    for kind, item in told.items():
        schema = item["post"]["requestBody"]["content"]["application/json"]["schema"]
        assert schema["properties"]["type"] == {"const": kind}


@pytest.mark.usefixtures("committed")
def test_what_is_sent_is_what_is_described(world: World) -> None:
    """A body made of a real event satisfies the schema of its kind, references followed."""
    import json

    import jsonschema_rs

    from forain.hub.webhooks.models import Delivery
    from forain.hub.webhooks.payload import bodies

    plain = json.loads(json.dumps(described()))  # statuses are texts there

    def schema(kind: str) -> Any:
        place = f"#/webhooks/{kind}/post/requestBody/content/application~1json/schema"
        return jsonschema_rs.Draft202012Validator({**plain, "$ref": place}, validate_formats=True)

    body = json.loads(bodies([world.delivery])[world.delivery.pk])
    assert body["data"]["object"]["reference"] == "A-100"
    schema("order.seen").validate(body)
    assert not schema("command.sent").is_valid(body)
    trial = Delivery(endpoint=world.webhook, kind="hub.test")
    schema("hub.test").validate(json.loads(bodies([trial])[trial.pk]))
