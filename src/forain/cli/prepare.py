"""What must be there before the hub can serve: database, schema, first merchant and person. Runs aside.

Steps are named by a code; `progress.py` has their words.
"""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

from forain.cli.aside import Steps

if TYPE_CHECKING:
    from forain.hub.connections.models import Connection
    from forain.hub.workspaces.models import Workspace


def hub(*, user: str, workspace: str, password: str | None) -> Steps:
    """Database, schema, and on the very first start a merchant with its first person.

    With a password the first person is made here, in a database that has no workspace yet. Without one a code is told,
    with which a person makes their own login in the pages. `made` and `code` are None when somebody existed before.
    """
    base = yield from schema()
    if password is None:
        return {**base, "code": first_code(workspace), "made": None}
    return {**base, "code": None, "made": first_person(user, workspace, password)}


def schema() -> Steps:
    """A database that answers, with the newest schema."""
    from forain.hub.processes.base import Base

    yield "database"
    base = Base.open()
    yield "schema"
    try:
        _bring_up_to_date()
    except BaseException:
        base.close()
        raise
    return {"url": base.url, "started": base.started}


def _bring_up_to_date() -> None:
    from forain.hub.boot import boot

    boot()
    from django.db import connections

    connections.close_all()


def first_code(workspace: str) -> str | None:
    """Opens the page of the first person; None once somebody exists."""
    from forain.hub.workspaces import first

    waiting = first.place(workspace)
    return first.code_of(waiting) if waiting else None


def first_person(user: str, workspace: str, password: str) -> str | None:
    """Make the first workspace with its administrator where there is neither; their name."""
    from django.db import transaction

    from forain.hub.workspaces.models import Membership, Role, User, Workspace

    with transaction.atomic():
        if User.objects.exists() or Workspace.objects.exists():
            return None
        merchant = Workspace.objects.create(name=workspace)
        person = User.objects.create_user(username=user, password=password)
        Membership.objects.create(workspace=merchant, user=person, role=Role.ADMIN)
    return user


def close_base(*, url: str, started: bool) -> Steps:
    """Stop the embedded database, if it was started for us and nobody else uses it."""
    from forain.hub.config import default_data
    from forain.hub.processes.base import Base

    yield "database"
    return {"stopped": Base(default_data(), url, started).close()}


def accounts(*, endpoint: str, accounts: dict[str, dict[str, str]]) -> Steps:
    """For the demo: every marketplace of the sandbox connected in live mode, and read once. Orders by marketplace."""
    from forain.hub.boot import boot

    boot(migrate=False)
    from forain.connect.registry import marketplace
    from forain.hub.workspaces.models import Workspace

    merchant = Workspace.objects.order_by("created_at").get()
    for room_id, credentials in accounts.items():
        name = marketplace(room_id).manifest.name
        yield f"connect:{name}"
        _connected(merchant, room_id, name, credentials, endpoint)
    yield "orders"
    return _read_once(merchant)


def _connected(
    merchant: Workspace, room_id: str, name: str, credentials: dict[str, str], endpoint: str
) -> None:
    from forain.hub.connections.actions import connect
    from forain.hub.connections.models import Connection

    found = Connection.objects.filter(workspace=merchant, marketplace_id=room_id).first()
    if found is None:
        connect(merchant, room_id, name, credentials, endpoint, "live", actor="system:demo")
    elif found.endpoint != endpoint:  # the sandbox had to move to another port
        Connection.objects.filter(pk=found.pk).update(endpoint=endpoint)


def _read_once(merchant: Workspace) -> dict[str, int]:
    """A first visit of each connection, here or by a worker that was faster; the workers go on from there."""
    from django.db.models import Count

    from forain.hub.connections.models import Connection
    from forain.hub.orders.models import Order
    from forain.hub.sync.run import Occupied, sync_now

    connections = list(Connection.objects.filter(workspace=merchant))
    for connection in connections:
        with suppress(Occupied):
            sync_now(connection)
    _wait_for_first_reads(connections)
    rows = Order.objects.filter(workspace=merchant).values_list("connection__name").annotate(Count("id"))
    return {one.name: 0 for one in connections} | dict(rows)


def _wait_for_first_reads(connections: list[Connection], patience: float = 15.0) -> None:
    """Until a worker that was faster has read everything once; a slow one is not waited for."""
    from forain.hub.connections.models import Reading

    unread = Reading.objects.filter(connection__in=connections, last_ok_at=None)
    until = time.monotonic() + patience
    while unread.exists() and time.monotonic() < until:
        time.sleep(0.2)
