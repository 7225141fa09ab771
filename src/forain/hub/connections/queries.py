"""Reads about connections."""

from __future__ import annotations

from forain.hub.connections.models import Connection
from forain.hub.workspaces.models import Workspace


def all_of(workspace: Workspace) -> list[Connection]:
    return list(Connection.objects.filter(workspace=workspace).prefetch_related("readings").order_by("name"))
