"""What must be there before the hub can serve: database, schema, first merchant and person. Runs aside.

Steps are named by a code; `progress.py` has their words.
"""

from __future__ import annotations

import secrets
from typing import Any

from forain.cli.aside import Steps


def hub(*, user: str, workspace: str, password: str | None) -> Steps:
    """Database, schema, and on the very first start a merchant with its first person.

    The result says how the database is reached, whether it was started here, and the new person's password (None
    when somebody existed before).
    """
    base = yield from schema()
    made = first_person(user, workspace, password)
    return {**base, "password": made, "user": user}


def schema() -> Steps:
    """A database that answers, with the newest schema."""
    from forain.hub.processes.base import Base

    yield "database"
    base = Base.open()
    yield "schema"
    from forain.hub.boot import boot

    boot()
    return {"url": base.url, "started": base.started}


def first_person(user: str, workspace: str, password: str | None) -> str | None:
    """Make the first workspace with its administrator where nobody exists; the password to show once."""
    from django.db import transaction

    from forain.hub.workspaces.models import Membership, Role, User, Workspace

    with transaction.atomic():
        if User.objects.exists():
            return None
        chosen = password or secrets.token_urlsafe(12)
        merchant = Workspace.objects.order_by("created_at").first() or Workspace.objects.create(
            name=workspace
        )
        person = User.objects.create_user(username=user, password=chosen)
        Membership.objects.create(workspace=merchant, user=person, role=Role.ADMIN)
    return chosen


def close_base(*, url: str, started: bool) -> Steps:
    """Stop the embedded database, if it was started for us and nobody else uses it."""
    from forain.hub.config import default_data
    from forain.hub.processes.base import Base

    yield "database"
    return {"stopped": Base(default_data(), url, started).close()}


def accounts(*, endpoint: str, accounts: dict[str, dict[str, str]], labels: dict[str, str]) -> Steps:
    """For the demo: both marketplaces connected in live mode to the sandbox, and read once."""
    from forain.hub.boot import boot

    boot(migrate=False)
    from forain.hub.workspaces.models import Workspace

    merchant = Workspace.objects.order_by("created_at").first()
    assert merchant is not None
    for marketplace, credentials in accounts.items():
        yield f"connect:{labels.get(marketplace, marketplace)}"
        _connected(merchant, marketplace, labels.get(marketplace, marketplace), credentials, endpoint)
    yield "orders"
    return _read_once(merchant)


def _connected(merchant: Any, marketplace: str, name: str, credentials: dict[str, str], endpoint: str) -> Any:
    from forain.hub.connections.actions import connect
    from forain.hub.connections.models import Connection

    found = Connection.objects.filter(workspace=merchant, marketplace_id=marketplace).first()
    if found is None:
        return connect(
            merchant, marketplace, name, credentials, endpoint=endpoint, mode="live", actor="system:demo"
        )
    if found.endpoint != endpoint:  # the sandbox had to move to another port
        found.endpoint = endpoint
        found.save(update_fields=["endpoint"])
    return found


def _read_once(merchant: Any) -> dict[str, int]:
    """A first visit of each connection; the workers go on from there."""
    from forain.hub.connections.models import Connection
    from forain.hub.orders.models import Order
    from forain.hub.sync.run import sync_now

    for connection in Connection.objects.filter(workspace=merchant):
        sync_now(connection)
    counts: dict[str, int] = {}
    for marketplace in Order.objects.filter(workspace=merchant).values_list(
        "connection__marketplace_id", flat=True
    ):
        counts[marketplace] = counts.get(marketplace, 0) + 1
    return counts
