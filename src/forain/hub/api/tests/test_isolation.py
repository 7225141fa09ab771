"""Nobody reaches another workspace: every route of the OpenAPI document, with every id of somebody else's.

The routes and their parameters are read from the document, so a new route is tried by itself; one with an id that
`World` cannot fill fails here until it can.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from forain.hub.api.tests.test_openapi import described, ids_of
from forain.hub.database import row_security, scope

if TYPE_CHECKING:
    from forain.hub.api.tests.world import World
    from forain.hub.workspaces.models import Workspace

#: Parameters of paths that name no object of a workspace.
WORDS = {"code", "kind", "carrier", "country", "name"}


@pytest.fixture
def foreign(workspace: Workspace) -> World:
    """One of everything, of somebody else."""
    from forain.hub.api.tests.world import world

    return world(workspace, "FOREIGN")


@pytest.fixture
def own(workspace: Workspace) -> World:
    from forain.hub.api.tests.world import world
    from forain.hub.workspaces.models import Workspace

    made = world(Workspace.objects.create(name="Autre"), "OWN")
    made.carrier.code = "own_express"  # a code is a name: the other's must not be one of ours
    made.carrier.save()
    return made


def test_every_parameter_of_a_path_can_be_filled(foreign: World) -> None:
    """An id that is in no `World` would be tried by nobody."""
    filled = ids_of(foreign)
    for path, methods in described()["paths"].items():
        for method, operation in methods.items():
            for one in operation["parameters"]:
                if one["in"] == "path":
                    assert one["name"] in filled or one["name"] in WORDS, f"{method} {path}: {one['name']}"


def tries(foreign: World, own: World) -> Iterator[tuple[Any, dict[str, str]]]:
    """(operation, ids): each id of a path is somebody else's in turn, the others our own."""
    from forain.hub.wsgi import application

    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    theirs, ours = ids_of(foreign), ids_of(own)
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        names = [one.name for one in operation.path_parameters if one.name not in WORDS]
        for name in names:
            yield operation, {one: (theirs if one == name else ours)[one] for one in names}


def example(operation: Any, ids: dict[str, str]) -> Any:
    """One request that is right but for whose it is."""
    cases = operation.as_strategy(generation_mode=GenerationMode.POSITIVE, path_parameters=ids)
    made: list[Any] = []

    @hypothesis.given(case=cases)
    @hypothesis.settings(
        max_examples=1, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def take(case: Any) -> None:
        made.append(case)

    take()
    return made[-1]


def everything_of(workspace: Workspace) -> dict[str, list[dict[str, Any]]]:
    """All rows of a workspace, to see that nothing changed."""
    from django.apps import apps

    tables = row_security.conditions()
    with scope.only(workspace.pk):
        return {
            model._meta.label: list(model._default_manager.order_by("pk").values())
            for model in apps.get_models()
            if model._meta.db_table in tables
        }


@pytest.mark.slow
@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("way", ["key", "session"])
def test_what_is_somebody_elses_does_not_exist(foreign: World, own: World, way: str) -> None:
    """404 for an administrator of another workspace, by key and by login, whatever the method; and nothing changed."""
    headers, cookies = (key_headers(own), {}) if way == "key" else session_headers(own)
    before = everything_of(foreign.workspace)
    tried = []
    for operation, ids in tries(foreign, own):
        case = example(operation, ids)
        case.cookies = cookies
        case.headers = {name: text for name, text in (case.headers or {}).items() if name != "Authorization"}
        answer = case.call(headers={**headers, "Accept-Encoding": "identity"})
        tried.append((operation.label, tuple(ids.values())))
        assert answer.status_code == 404, f"{operation.label} {ids}: {answer.status_code} {answer.text[:300]}"
    assert len(tried) > 15
    assert everything_of(foreign.workspace) == before


@pytest.mark.usefixtures("committed")
def test_no_list_shows_anything_of_somebody_elses(foreign: World, own: World) -> None:
    """Every route that reads, with our own ids and, where a filter takes an id, with somebody else's."""
    from forain.hub.api.tests.world import Api

    api = Api()
    api.headers |= key_headers(own)
    marks = {str(value.pk) for value in values(foreign)} | {foreign.order.reference, "FOREIGN"}
    seen = 0
    for path, methods in described()["paths"].items():
        if "get" not in methods or any(f"{{{name}}}" in path for name in WORDS):
            continue
        for query in queries(methods["get"], foreign):
            answer = api.get(path.format(**ids_of(own)).removeprefix("/api/v1"), query)
            seen += answer.status == 200
            found = {mark for mark in marks if mark in answer.text and mark not in query.values()}
            assert not found, f"{path} {query}: {found}"
    assert seen > 15


def queries(operation: dict[str, Any], foreign: World) -> Iterator[dict[str, str]]:
    """Without a filter, then each filter that takes an id with each of somebody else's."""
    yield {}
    for one in operation["parameters"]:
        if one["in"] == "query" and "uuid" in json.dumps(one["schema"]):
            yield from ({one["name"]: str(value)} for value in ids_of(foreign).values())


def values(world: World) -> Iterator[Any]:
    yield from (getattr(world, field.name) for field in fields(world))


def key_headers(world: World) -> dict[str, str]:
    from forain.hub.api.tests.world import caller

    return caller(world.workspace).headers


def session_headers(world: World) -> tuple[dict[str, str], dict[str, str]]:
    """Headers and cookies of an administrator who logged in, with the token for writes."""
    from django.conf import settings
    from django.test import Client

    from forain.hub.workspaces.models import Membership, Role, User

    person = User.objects.create_user(f"p-{uuid.uuid4().hex[:8]}", password="une longue phrase")
    Membership.objects.create(workspace=world.workspace, user=person, role=Role.ADMIN)
    client = Client()
    client.force_login(person)
    token = "a" * 32
    cookies = {
        settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value,
        settings.CSRF_COOKIE_NAME: token,
    }
    return {"X-CSRFToken": token}, cookies
