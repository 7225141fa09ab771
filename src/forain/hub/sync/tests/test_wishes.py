"""A command that wants to be seen soon, while a visit of its connection is ending."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING

import pytest

from forain.hub.testing import account_of

if TYPE_CHECKING:
    from forain.hub.connections.models import Connection
    from forain.hub.workspaces.models import Workspace


@pytest.fixture
def account(committed: None, workspace: Workspace) -> Connection:
    """Just read, all of it: what comes next comes in some minutes."""
    from forain.hub.connections.models import Reading
    from forain.hub.kit.clock import now

    row = account_of(workspace)
    later = now() + timedelta(minutes=5)
    for resource in row.manifest.resources:
        Reading.objects.create(connection=row, resource=resource.name, next_at=later)
    return row


def test_a_wish_committed_after_the_visit_ended_is_kept(account: Connection) -> None:
    """The visit cannot see the wish yet when it looks for what is next; it is due all the same."""
    from django.db import connection, transaction

    from forain.hub.connections.models import Connection
    from forain.hub.connections.schedule import read_soon
    from forain.hub.kit.clock import now
    from forain.hub.kit.lease import claim
    from forain.hub.sync.finish import finish_visit
    from forain.hub.sync.talk import Visit

    said, ended = Event(), Event()

    def wish() -> None:
        try:
            with transaction.atomic():
                read_soon(account)
                said.set()
                assert ended.wait(60)
        finally:
            connection.close()

    mine = claim(Connection.objects.filter(pk=account.pk).order_by("pk"), 1)[0]
    with ThreadPoolExecutor(1) as aside:
        wished = aside.submit(wish)
        assert said.wait(60)
        assert finish_visit(Visit(mine))
        assert Connection.objects.get(pk=account.pk).next_at > now() + timedelta(minutes=4)
        ended.set()
        wished.result()
    assert Connection.objects.get(pk=account.pk).next_at <= now()
