"""What a query finds that forgot its workspace: nothing. For every table, made from Django's list of models."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from forain.hub.database import row_security, scope

if TYPE_CHECKING:
    from forain.hub.api.tests.world import Api, World
    from forain.hub.workspaces.models import Workspace


def models() -> list[Any]:
    """Every model of ours that belongs to a workspace."""
    tables = row_security.conditions()
    return [model for model in apps.get_models() if model._meta.db_table in tables]


@contextmanager
def counted() -> Iterator[list[str]]:
    """Statements that set the scope, as the server's own log would show them."""
    from forain.hub.database.backend import base

    told: list[str] = []
    tell = base.DatabaseWrapper._tell

    def listening(self: Any) -> None:
        before = self._told
        tell(self)
        if self._told is not before:
            told.append(str(self._told))

    base.DatabaseWrapper._tell = listening  # type: ignore[method-assign]
    try:
        yield told
    finally:
        base.DatabaseWrapper._tell = tell  # type: ignore[method-assign]


def test_the_role_of_requests_is_bound_and_owns_nothing(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcanlogin FROM pg_roles WHERE rolname = %s", [scope.TENANT]
        )
        assert cursor.fetchone() == (False, False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = %s::regrole", [scope.TENANT])
        assert cursor.fetchone() == (0,)
    with scope.nowhere(), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (scope.TENANT,)


def test_every_table_with_a_workspace_is_protected(db: None) -> None:
    """Row security is on and has our policy; a table with neither a workspace nor a reason is refused by name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid "
            "WHERE c.relrowsecurity AND p.polname = %s",
            [row_security.POLICY],
        )
        protected = {name for (name,) in cursor.fetchall()}
    ours = {model for model in apps.get_models() if model.__module__.startswith("forain.hub.")}
    exempt = {model for model in ours if model._meta.label in row_security.EXEMPT}
    assert {model._meta.db_table for model in ours - exempt} == protected
    assert {model._meta.label for model in exempt} == set(row_security.EXEMPT)
    assert row_security.secure() is False, "the second start finds nothing to do"


@pytest.fixture
def both(world: World) -> tuple[World, Workspace]:
    """The world's workspace, full, and another one that is empty."""
    from forain.hub.workspaces.models import Workspace

    return world, Workspace.objects.create(name="Autre")


def test_a_forgotten_filter_returns_nothing(both: tuple[World, Workspace]) -> None:
    """`.objects.all()` in another workspace's scope, and in nobody's, for every model that has rows."""
    world, other = both
    full = {model for model in models() if model._default_manager.exists()}
    assert len(full) > 12
    for model in full:
        with scope.only(other.pk):
            found = list(model._default_manager.values_list("pk", flat=True))
            assert found == ([other.pk] if model._meta.label == row_security.WORKSPACE else [])
        with scope.nowhere():
            assert not model._default_manager.exists(), model
        with scope.only(world.workspace.pk):
            assert model._default_manager.exists(), model


def test_nothing_can_be_written_into_another_workspace(both: tuple[World, Workspace]) -> None:
    from forain.hub.orders.models import Order

    world, other = both
    with scope.only(other.pk):
        assert Order.objects.filter(pk=world.order.pk).update(buyer_name="X") == 0
        assert Order.objects.filter(pk=world.order.pk).delete()[0] == 0
        with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
            Order.objects.create(
                workspace=world.workspace, connection=world.connection, reference="stolen",
                placed_at=world.order.placed_at, observed_at=world.order.observed_at, state="pending",
            )  # fmt: skip
    assert Order.objects.get(pk=world.order.pk).buyer_name != "X"


def test_a_rollback_does_not_leave_another_scope_behind(both: tuple[World, Workspace]) -> None:
    """The server forgets what it was told inside a transaction that was undone; we tell it again."""
    from forain.hub.orders.models import Order

    world, other = both
    for _ in range(2):
        with transaction.atomic(), scope.only(other.pk):
            assert not Order.objects.exists()
            transaction.set_rollback(True)
        with scope.only(world.workspace.pk):
            assert Order.objects.exists()
    assert Order.objects.exists()


def test_a_scope_costs_one_statement_and_only_when_it_changes(both: tuple[World, Workspace]) -> None:
    from forain.hub.orders.models import Line, Order

    world, _ = both
    with counted() as told, scope.only(world.workspace.pk):
        for _ in range(5):
            assert Order.objects.exists()
            assert Line.objects.exists()
    assert len(told) == 1


def test_a_request_sees_its_own_workspace_alone(
    world: World, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The route forgets its filter on purpose: the database still shows nothing of the other workspace."""
    from forain.hub.api.tests.world import caller
    from forain.hub.orders import queries
    from forain.hub.orders.models import Order
    from forain.hub.workspaces.models import Workspace

    monkeypatch.setattr(queries, "one", lambda _workspace, key: Order.objects.get(pk=key))
    assert api.get(f"/orders/{world.order.pk}").status == 200
    stranger = caller(Workspace.objects.create(name="Autre"))
    assert stranger.get(f"/orders/{world.order.pk}").status == 404
    assert api.get(f"/orders/{uuid.uuid4()}").status == 404
