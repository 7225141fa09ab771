"""The hub inside a command: database up, Django up, one merchant chosen; the database left as it was found."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from forain.cli.exits import Exit, Failure
from forain.cli.language import say
from forain.cli.options import wanted_workspace

if TYPE_CHECKING:
    from forain.hub.workspaces.models import Workspace


@contextmanager
def hub(*, migrate: bool = True) -> Iterator[None]:
    """Django is ready inside. An embedded database that only this command needed is stopped again."""
    from forain.hub.processes.base import Base

    base = Base.open()
    try:
        _boot(migrate=migrate)
        yield
    finally:
        _hang_up()
        base.close(own=_own_name())


def _boot(*, migrate: bool) -> None:
    from forain.hub.boot import boot, migrate_schema

    boot(migrate=False)
    _name_connections()
    if migrate:
        migrate_schema()
    from forain.hub.ops.logs import set_up_logs

    set_up_logs(level="WARNING")
    _speak()


def _own_name() -> str:
    return f"forain command {os.getpid()}"


def _name_connections() -> None:
    """Our connections can be told from everybody else's, those of threads included."""
    from django.db import connection

    connection.settings_dict["OPTIONS"]["application_name"] = _own_name()


def _speak() -> None:
    """Words of the hub itself (states, kinds of to-dos) come in the same language as ours."""
    from django.utils import translation

    from forain.cli.language import language

    translation.activate(language())


def _hang_up() -> None:
    from django.db import connections

    connections.close_all()


@contextmanager
def workspace() -> Iterator[Workspace]:
    """The hub, and the merchant that was named or the only one there is."""
    with hub():
        yield _chosen(wanted_workspace())


def _chosen(name: str | None) -> Workspace:
    from forain.hub.workspaces.models import Workspace

    if name:
        return _named(name)
    found = list(Workspace.objects.order_by("created_at")[:2])
    if len(found) > 1:
        names = ", ".join(Workspace.objects.order_by("name").values_list("name", flat=True))
        raise Failure(
            say("There are several workspaces; name one with --workspace: {names}", names=names), Exit.USAGE
        )
    return found[0] if found else first_workspace()


def first_workspace() -> Workspace:
    """The one merchant of a new installation, so that every command works before `forain up` ever ran."""
    from django.db import connection, transaction

    from forain.hub.workspaces.models import Workspace

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7236719)")  # two first commands make one merchant
        return Workspace.objects.order_by("created_at").first() or Workspace.objects.create(
            name=say("My shop")
        )


def _named(name: str) -> Workspace:
    from forain.hub.workspaces.models import Workspace

    for found in Workspace.objects.all():
        if name in (found.name, str(found.pk)):
            return found
    raise Failure(say("There is no workspace {name!r}.", name=name), Exit.NOT_FOUND)


def actor() -> str:
    """Who acts, for events and the audit."""
    import getpass

    try:
        return f"cli:{os.environ.get('FORAIN_ACTOR') or getpass.getuser()}"
    except (KeyError, OSError):  # a container's user may have no name
        return f"cli:{os.getuid()}"
