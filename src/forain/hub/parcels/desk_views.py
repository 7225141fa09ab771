"""The shipping desk: many parcels at once, typed, scanned or from a file; looked at first, then asked for and followed."""

from __future__ import annotations

import base64
import binascii
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders import queries
from forain.hub.orders.bulk import BulkVerdict
from forain.hub.orders.bulk_views import chosen
from forain.hub.orders.models import Order
from forain.hub.orders.shipform import carrier_choices
from forain.hub.outbox.models import Bulk, Kind
from forain.hub.parcels import importing
from forain.hub.parcels.exporting import MEDIA_TYPES, Form, What, export
from forain.hub.parcels.models import Parcel
from forain.hub.parcels.reading_files import NAMES, Row, Sheet, read
from forain.hub.workspaces.doors import PersonRequest, actor_of, member, operator

#: Rows of a file that are shown; the rest is told by number.
SHOWN = 300
#: Parcels of the page's list.
RECENT = 40
VERDICTS = {
    importing.SENT: BulkVerdict.GO,
    importing.READY: BulkVerdict.GO,
    importing.ALREADY: BulkVerdict.UNDER_WAY,
    importing.REFUSED: BulkVerdict.FLAGGED,
}


@member
def desk(request: PersonRequest) -> HttpResponse:
    """What left lately, files in and out."""
    rows = Parcel.objects.filter(workspace=request.workspace).select_related("order", "order__connection")
    return render(request, "parcels/desk.html", {"parcels": rows.order_by("-created_at", "-id")[:RECENT]})


@member
def shipments_file(request: PersonRequest, what: str) -> HttpResponseBase:
    """Orders to be shipped, ready to be filled in; or what was shipped."""
    wanted = What.SHIPPED if what == "shipped" else What.TO_SHIP
    content = b"".join(export(request.workspace, wanted, Form.CSV))
    return HttpResponse(
        content,
        content_type=MEDIA_TYPES[Form.CSV],
        headers={"Content-Disposition": f'attachment; filename="{wanted.value}.csv"'},
    )


@require_POST
@operator
def from_file(request: PersonRequest) -> HttpResponse:
    """A file is looked at row by row; asked for only when somebody says so after the look."""
    try:
        content = _content(request)
        sheet = read(content)
    except NotAllowed as no:
        messages.error(request, no.words)
        return redirect("shipments")
    if request.POST.get("step") == "run":
        return redirect("orders-bulk", bulk_id=_ask(request, sheet).pk)
    results = importing.run(request.workspace, sheet, actor=actor_of(request), preview=True)
    context = {
        **_counts(results),
        "results": sorted(results, key=lambda one: one.outcome != importing.REFUSED)[:SHOWN],
        "total": len(results),
        "columns": [(head, NAMES[name]) for head, name in sheet.columns.items()],
        "content": base64.b64encode(content).decode(),
    }
    return render(request, "parcels/file.html", context)


def _content(request: PersonRequest) -> bytes:
    """Of the upload, or of the look before. Raises NotAllowed (`file_empty`, `file_unreadable`)."""
    upload = request.FILES.get("file")
    if upload is not None:
        return b"".join(upload.chunks())
    try:
        return base64.b64decode(request.POST.get("content", ""), validate=True)
    except (binascii.Error, ValueError):
        raise NotAllowed("file_unreadable", _("This is no text file: save it as CSV in UTF-8.")) from None


@dataclass(frozen=True, slots=True)
class Wanted:
    """One order on the desk: what was typed and what would come of it. `choices`: the carriers of its account."""

    order: Order
    carrier: str
    number: str
    choices: Sequence[tuple[str, str]]
    result: importing.Result | None = None


@require_POST
@operator
def many(request: PersonRequest) -> HttpResponse:
    """Orders ticked in the list, each with its own parcel."""
    names, more = chosen(request)
    found = queries.named(request.workspace, names)
    orders = list({row.pk: row for name in names if (row := found.get(name))}.values())
    if not orders:
        messages.error(request, _("Name the orders, or a filter that finds them."))
        return redirect("orders")
    sheet = Sheet("page", "utf-8", {}, tuple(_rows(request, orders)))
    step = request.POST.get("step", "")
    if step == "run" and sheet.rows:
        return redirect("orders-bulk", bulk_id=_ask(request, sheet).pk)
    results = _looked(request, sheet) if step else {}
    context = {
        **_counts(list(results.values())),
        "wanted": _wanted(request, orders, results),
        "carrier_all": request.POST.get("carrier_all", ""),
        "common": _common(orders),
        "looked": bool(step),
        "more": more,
        "query": request.POST.get("query", "")[:600],
    }
    return render(request, "parcels/many.html", context)


def _rows(request: PersonRequest, orders: Sequence[Order]) -> list[Row]:
    """Orders that have a number; the carrier of all counts where a row names none."""
    given, common = request.POST, request.POST.get("carrier_all", "")
    rows = []
    for place, order in enumerate(orders, start=1):
        number = given.get(f"number-{order.pk}", "").strip()
        carrier = given.get(f"carrier-{order.pk}", "") or common
        if number:
            account = str(order.connection_id)
            rows.append(Row(place, order.reference, "", carrier, number, connection=account))
    return rows


def _looked(request: PersonRequest, sheet: Sheet) -> dict[int, importing.Result]:
    results = importing.run(request.workspace, sheet, actor=actor_of(request), preview=True)
    return {one.row.number: one for one in results}


def _wanted(
    request: PersonRequest, orders: Sequence[Order], results: dict[int, importing.Result]
) -> list[Wanted]:
    choices: dict[uuid.UUID, list[tuple[str, str]]] = {}
    for order in orders:
        choices.setdefault(order.connection_id, carrier_choices(order))
    return [
        Wanted(
            order,
            request.POST.get(f"carrier-{order.pk}", ""),
            request.POST.get(f"number-{order.pk}", ""),
            choices[order.connection_id],
            results.get(place),
        )
        for place, order in enumerate(orders, start=1)
    ]


def _common(orders: Sequence[Order]) -> list[tuple[str, str]]:
    """Carriers that can go out on every account here."""
    each = [dict(carrier_choices(one)) for one in {order.connection_id: order for order in orders}.values()]
    return [pair for pair in each[0].items() if all(pair[0] in one for one in each)]


def _ask(request: PersonRequest, sheet: Sheet) -> Bulk:
    results = importing.run(request.workspace, sheet, actor=actor_of(request))
    known = queries.named(request.workspace, [one.row.order for one in results])
    return Bulk.objects.create(
        workspace=request.workspace,
        kind=Kind.SHIP,
        items=[_item(one, known.get(one.row.order)) for one in results],
        created_by=actor_of(request),
    )


def _item(result: importing.Result, order: Order | None) -> dict[str, Any]:
    return {
        "order": result.row.order or f"#{result.row.number}",
        "order_id": str(order.pk) if order else None,
        "verdict": VERDICTS[result.outcome].value,
        "lines": [line for command in result.commands for line in command.line_references],
        "code": result.code,
        "reason": " ".join(part for part in (result.reason, result.fix) if part),
        "commands": [str(command.pk) for command in result.commands],
    }


def _counts(results: Sequence[importing.Result]) -> dict[str, int]:
    outcomes = [one.outcome for one in results]
    return {
        "ready": outcomes.count(importing.READY),
        "refused": outcomes.count(importing.REFUSED),
        "already": outcomes.count(importing.ALREADY),
    }


routes = [
    path("shipments/", desk, name="shipments"),
    path("shipments/file", from_file, name="shipments-file"),
    path("shipments/many/", many, name="shipments-many"),
    path("shipments/<str:what>.csv", shipments_file, name="shipments-csv"),
]
