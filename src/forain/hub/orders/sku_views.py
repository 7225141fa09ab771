"""Pages of SKUs: what waits to be mapped, the catalogue, other names of products, and how lines are mapped."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from forain.hub.connections.models import Connection
from forain.hub.kit.pages import attempt
from forain.hub.kit.paging import BadCursor
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders.skus import unmapped
from forain.hub.skus import actions, queries
from forain.hub.skus.csvfile import read_csv
from forain.hub.skus.models import Alias, Product, Strategy
from forain.hub.workspaces.doors import PersonRequest, actor_of, administrator, member, operator

TABS = {
    "": gettext_lazy("To be mapped"),
    "products": gettext_lazy("Catalogue"),
    "aliases": gettext_lazy("Other names"),
    "rules": gettext_lazy("How it is mapped"),
}


@member
def sku_page(request: PersonRequest) -> HttpResponse:
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else ""
    waiting = unmapped(request.workspace)
    context = {
        "tab": tab,
        "tabs": [(name, words, len(waiting) if name == "" else None) for name, words in TABS.items()],
        "waiting": waiting,
        "on": queries.rules(request.workspace)[1],
        **_of_tab(request, tab),
    }
    return render(request, "skus/skus.html", context)


def _of_tab(request: PersonRequest, tab: str) -> dict[str, Any]:
    text, cursor = request.GET.get("text", "").strip()[:120], request.GET.get("cursor", "")
    if tab == "rules":
        row, _on = queries.rules(request.workspace)
        places = {name: place for place, name in enumerate(row.strategies, start=1)}
        every = [(one.value, one.label, places.get(one.value, "")) for one in Strategy]
        return {"patterns": "\n".join(row.patterns), "strategies": sorted(every, key=lambda one: one[2] or 9)}
    try:
        return _rows(request, tab, text, cursor)
    except BadCursor:
        return _rows(request, tab, text, "")


def _rows(request: PersonRequest, tab: str, text: str, cursor: str) -> dict[str, Any]:
    if tab == "aliases":
        rows, following = queries.aliases(request.workspace, cursor=cursor)
        return {"aliases": rows, "next": following, "cursor": cursor}
    rows_, following = queries.products(request.workspace, text=text, cursor=cursor)
    return {"products": rows_, "text": text, "next": following, "cursor": cursor}


@operator
@require_POST
def put_alias(request: PersonRequest) -> HttpResponse:
    """A marketplace's SKU is one of ours; with `new` our catalogue gets it first."""
    given = {name: request.POST.get(name, "").strip()[:120] for name in ("alias", "sku", "connection")}
    connection = _connection(request, given["connection"])
    if not given["alias"] or not given["sku"]:
        messages.error(request, _("Name both SKUs."))
        return redirect("skus")
    words = _("%(alias)s is now %(sku)s. Orders that waited for it go on.") % given
    actor = actor_of(request)
    attempt(
        request,
        lambda: actions.put_alias(request.workspace, given["alias"], given["sku"], connection, actor=actor),
        words,
    )
    return redirect((request.POST.get("back") == "aliases" and f"{reverse('skus')}?tab=aliases") or "skus")


def _connection(request: PersonRequest, text: str) -> Connection | None:
    try:
        key = uuid.UUID(text) if text else None
    except ValueError:
        return None
    return Connection.objects.filter(workspace=request.workspace, pk=key).first() if key else None


@administrator
@require_POST
def put_products(request: PersonRequest) -> HttpResponse:
    """One product typed in, or a whole file."""
    try:
        products = _given_products(request)
    except NotAllowed as no:
        messages.error(request, no.words)
        return redirect(f"{reverse('skus')}?tab=products")
    count = actions.put_products(request.workspace, products, actor=actor_of(request))
    words = ngettext("%(n)d product is in the catalogue.", "%(n)d products are in the catalogue.", count)
    messages.success(request, words % {"n": count})
    return redirect("skus" if request.POST.get("back") == "waiting" else f"{reverse('skus')}?tab=products")


def _given_products(request: PersonRequest) -> list[actions.NewProduct]:
    upload = request.FILES.get("file")
    if upload is not None:
        return read_csv(b"".join(upload.chunks()))
    sku, title = (request.POST.get(name, "").strip() for name in ("sku", "title"))
    if not sku or len(sku) > 120:
        raise NotAllowed("bad_file", _("A SKU has 1 to 120 characters."))
    return [actions.NewProduct(sku, title, request.POST.get("gtins", "").replace(",", " ").split())]


@administrator
@require_POST
def remove(request: PersonRequest, what: str, key: uuid.UUID) -> HttpResponse:
    """A product with its other names, or one other name."""
    model: type[Product | Alias] = Product if what == "products" else Alias
    row = model._default_manager.filter(workspace=request.workspace, pk=key).first()
    if row is None or what not in ("products", "aliases"):
        raise Http404
    if isinstance(row, Product):
        actions.remove_product(row, actor=actor_of(request))
    else:
        actions.remove_alias(row, actor=actor_of(request))
    messages.success(request, _("Removed: %(name)s.") % {"name": str(row)})
    return redirect(f"{reverse('skus')}?tab={what}")


@administrator
@require_POST
def set_rules(request: PersonRequest) -> HttpResponse:
    """Strategies by the place they were given; without a place one is not used."""
    places = {one.value: request.POST.get(f"place-{one.value}", "") for one in Strategy}
    chosen = sorted((place, name) for name, place in places.items() if place.isdecimal())
    patterns = [line.strip() for line in request.POST.get("patterns", "").splitlines() if line.strip()]
    actor, names = actor_of(request), [name for _place, name in chosen]
    attempt(request, lambda: actions.set_rules(request.workspace, names, patterns, actor=actor), _("Saved."))
    return redirect(f"{reverse('skus')}?tab=rules")


routes = [
    path("skus/", sku_page, name="skus"),
    path("skus/alias", put_alias, name="sku-alias"),
    path("skus/products", put_products, name="sku-products"),
    path("skus/rules", set_rules, name="sku-rules"),
    path("skus/<str:what>/<uuid:key>/remove", remove, name="sku-remove"),
]
