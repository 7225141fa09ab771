"""One wish for many orders on the pages: looked at first, asked for once, then followed order by order."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from forain.hub.kit.pages import live
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders import bulk, listing
from forain.hub.orders.listing import Asked
from forain.hub.orders.models import Order
from forain.hub.outbox import models
from forain.hub.workspaces.doors import PersonRequest, actor_of, member, operator
from forain.trade.commands import CommandKind

#: Verdicts in the order they are read: what wants a look comes first.
FIRST = (bulk.BulkVerdict.FLAGGED, bulk.BulkVerdict.UNKNOWN, bulk.BulkVerdict.GO, bulk.BulkVerdict.UNDER_WAY)
#: How a bulk's order shows where it stands: the state of the command that is least far.
SLOWEST = (
    models.State.NEEDS_PERSON,
    models.State.REJECTED,
    models.State.UNKNOWN,
    models.State.SENDING,
    models.State.QUEUED,
    models.State.SUPERSEDED,
    models.State.CONFIRMED,
)


def uuid_of(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@require_POST
@operator
def many(request: PersonRequest, kind: str) -> HttpResponse:
    """The look, or with `step=run` the deed."""
    wanted = _kind(kind)
    names, more = chosen(request)
    choice = bulk.Choice(orders=names)
    reason = request.POST.get("reason", "")
    try:
        if request.POST.get("step") == "run":
            row, _left = bulk.run(request.workspace, wanted, choice, reason=reason, actor=actor_of(request))
            return redirect("orders-bulk", bulk_id=row.pk)
        look = bulk.preview(request.workspace, wanted, choice, reason=reason)
    except NotAllowed as no:
        messages.error(request, no.words)
        return redirect(_back(request))
    return render(request, "orders/bulk.html", _looked(request, look, wanted, reason, more=more))


def _kind(word: str) -> CommandKind:
    try:
        kind = CommandKind(word)
    except ValueError:
        raise Http404 from None
    if kind not in bulk.KINDS:
        raise Http404
    return kind


def chosen(request: PersonRequest) -> tuple[list[str], bool]:
    """Ids of the ticked orders, or of all that the list's filters find; and whether those find more."""
    if request.POST.get("everything"):
        asked = Asked.of(QueryDict(request.POST.get("query", "")))
        orders, more = listing.everything(request.workspace, asked, listing.MOST_IN_BULK)
        return [str(order.pk) for order in orders], more
    return [text for text in request.POST.getlist("order") if uuid_of(text)], False


def _looked(
    request: PersonRequest, look: bulk.Look, kind: CommandKind, reason: str, *, more: bool
) -> dict[str, Any]:
    counts = Counter(one.verdict for one in look.items)
    return {
        "kind": kind.value,
        "words": models.Kind(kind.value).label,
        "rows": _rows(request, sorted(look.items, key=lambda one: FIRST.index(one.verdict))),
        "go": counts[bulk.BulkVerdict.GO],
        "flagged": counts[bulk.BulkVerdict.FLAGGED] + counts[bulk.BulkVerdict.UNKNOWN],
        "under_way": counts[bulk.BulkVerdict.UNDER_WAY],
        "reason": reason,
        "with_reason": kind in (CommandKind.REFUSE, CommandKind.CANCEL),
        "harsh": kind is not CommandKind.ACCEPT and kind is not CommandKind.CONFIRM_PREORDER,
        "more": more,
        "back": _back(request),
        "query": request.POST.get("query", "")[:600],
    }


@dataclass(frozen=True, slots=True)
class Shown:
    """One order of a bulk beside what is known of it now."""

    item: Any
    order: Order | None
    commands: Sequence[models.Command] = ()

    @property
    def slowest(self) -> models.Command | None:
        return min(self.commands, key=lambda one: SLOWEST.index(models.State(one.state)), default=None)

    @property
    def over(self) -> bool:
        """Seen to agree, or nothing more will come."""
        return all(one.seen_at or _nothing_comes(one) for one in self.commands)


def _nothing_comes(command: models.Command) -> bool:
    if command.state == models.State.CONFIRMED:
        return not command.shows
    return command.state not in models.OPEN


def _rows(request: PersonRequest, items: Sequence[bulk.Item]) -> list[Shown]:
    keys = [one.order_id for one in items if one.order_id]
    rows = Order.objects.filter(workspace=request.workspace, pk__in=keys)
    known = {row.pk: row for row in rows.select_related("connection").prefetch_related("lines")}
    return [Shown(one, known.get(one.order_id) if one.order_id else None) for one in items]


@member
def bulk_page(request: PersonRequest, bulk_id: uuid.UUID) -> HttpResponse:
    """Every order of it, as it stands now; refreshes itself until all is seen."""
    try:
        row = bulk.one(request.workspace, bulk_id)
    except models.Bulk.DoesNotExist:
        raise Http404 from None
    return live(request, "orders/bulk_run.html", "orders/_bulk_run.html", _followed(request, row))


def _followed(request: PersonRequest, row: models.Bulk) -> dict[str, Any]:
    shown = [_with_commands(one) for one in _shown_items(request, row)]
    mine = [one for one in shown if one.commands]
    seen = sum(1 for one in mine if all(command.seen_at for command in one.commands))
    sent = sum(1 for one in mine if all(command.sent_at for command in one.commands))
    return {
        "bulk": row,
        "rows": shown,
        "asked": len(mine),
        "sent": sent,
        "seen": seen,
        "wrong": sum(1 for one in mine if one.slowest and one.slowest.state in ("rejected", "needs_person")),
        "left_out": len(shown) - len(mine),
        "over": all(one.over for one in mine),
    }


def _shown_items(request: PersonRequest, row: models.Bulk) -> list[tuple[Shown, dict[str, models.Command]]]:
    keys = [key for item in row.items for key in item["commands"]]
    rows = models.Command.objects.filter(workspace=request.workspace, pk__in=keys)
    commands = {str(one.pk): one for one in rows}
    items = [
        bulk.Item(**{**bulk.kept(item), "order_id": uuid_of(item["order_id"] or "")}) for item in row.items
    ]
    return [(one, commands) for one in _rows(request, items)]


def _with_commands(pair: tuple[Shown, dict[str, models.Command]]) -> Shown:
    shown, commands = pair
    mine = [commands[str(key)] for key in shown.item.commands if str(key) in commands]
    return Shown(shown.item, shown.order, mine)


@member
def bulk_list(request: PersonRequest) -> HttpResponse:
    """The last bulks: who asked for what."""
    rows = models.Bulk.objects.filter(workspace=request.workspace).order_by("-created_at")[:50]
    return render(request, "orders/bulks.html", {"bulks": rows})


def _back(request: PersonRequest) -> str:
    """The list as it was filtered."""
    query = Asked.of(QueryDict(request.POST.get("query", ""))).address
    return reverse("orders") + (f"?{query}" if query else "")


routes = [
    path("orders/bulk/", bulk_list, name="orders-bulks"),
    path("orders/bulk/<uuid:bulk_id>/", bulk_page, name="orders-bulk"),
    path("orders/bulk/<str:kind>/", many, name="orders-many"),
]
