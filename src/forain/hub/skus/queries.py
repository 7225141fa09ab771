"""Reads of the catalogue."""

from __future__ import annotations

from forain.hub.kit.wordpaging import pack, unpack
from forain.hub.skus.models import Alias, Product, Rules
from forain.hub.skus.resolve import is_on
from forain.hub.workspaces.models import Workspace


def products(
    workspace: Workspace, *, text: str = "", cursor: str = "", limit: int = 50
) -> tuple[list[Product], str | None]:
    """By SKU, with the cursor of the next page. Raises `BadCursor`."""
    rows = Product.objects.filter(workspace=workspace, sku__startswith=text)
    if cursor:
        rows = rows.filter(sku__gt=unpack(cursor)[0])
    found = list(rows.order_by("sku")[: limit + 1])
    return found[:limit], pack(found[limit - 1].sku, found[limit - 1].pk) if len(found) > limit else None


def aliases(workspace: Workspace, *, cursor: str = "", limit: int = 50) -> tuple[list[Alias], str | None]:
    """Oldest first, with the cursor of the next page. Raises `BadCursor`."""
    rows = Alias.objects.filter(workspace=workspace).select_related("product")
    if cursor:
        rows = rows.filter(id__gt=unpack(cursor)[1])
    found = list(rows.order_by("id")[: limit + 1])
    return found[:limit], pack("", found[limit - 1].pk) if len(found) > limit else None


def rules(workspace: Workspace) -> tuple[Rules, bool]:
    """How lines are mapped, and whether they are."""
    row = Rules.objects.filter(workspace=workspace).first() or Rules(workspace=workspace)
    return row, bool(row.strategies) and is_on(workspace.pk)
