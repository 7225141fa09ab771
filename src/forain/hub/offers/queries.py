"""Reads of offers and of what came in."""

from __future__ import annotations

from forain.hub.kit import paging, wordpaging
from forain.hub.offers.models import Offer, OfferImport
from forain.hub.outbox.models import NOTHING
from forain.hub.workspaces.models import Workspace


def offers(
    workspace: Workspace, *, text: str = "", cursor: str = "", limit: int = 50
) -> tuple[list[Offer], str | None]:
    """By SKU, with the cursor of the next page. Raises `BadCursor`."""
    rows = Offer.objects.filter(workspace=workspace, sku__startswith=text)
    if cursor:
        rows = rows.filter(sku__gt=wordpaging.unpack(cursor)[0])
    found = list(rows.order_by("sku")[: limit + 1])
    more = len(found) > limit
    return found[:limit], wordpaging.pack(found[limit - 1].sku, NOTHING) if more else None


def imports(
    workspace: Workspace, *, cursor: str = "", limit: int = 50
) -> tuple[list[OfferImport], str | None]:
    """Newest first, with the cursor of the next page. Raises `BadCursor`."""
    rows = OfferImport.objects.filter(workspace=workspace)
    if cursor:
        rows = rows.filter(pk__lt=paging.unpack(cursor)[2])
    found = list(rows.order_by("-pk")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return found[:limit], paging.pack("after", last.created_at, last.pk) if last else None
