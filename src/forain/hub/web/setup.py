"""The first steps of a new workspace, worked out from what is there: nothing is remembered, so nothing can be wrong."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from forain.hub.connections.models import Connection, Mode
from forain.hub.kit.pages import live
from forain.hub.orders.models import Consumer, Order
from forain.hub.skus.models import Product
from forain.hub.workspaces.doors import PersonRequest, member
from forain.hub.workspaces.models import ApiKey, Membership, Workspace


@dataclass(frozen=True, slots=True)
class Step:
    """`optional`: the workspace works without it."""

    title: str
    words: str
    button: str
    address: str
    done: bool
    optional: bool = False


def steps(workspace: Workspace) -> list[Step]:
    connections = Connection.objects.filter(workspace=workspace)
    orders = Order.objects.filter(workspace=workspace)
    return [
        Step(
            _("Connect a seller account"),
            _("It begins in “observe”: Forain reads and sends nothing."),
            _("Connect an account"),
            reverse("connect"),
            connections.exists(),
        ),
        Step(
            _("See your orders arrive"),
            _("The first reading takes a minute or two; older orders can be read on the connection's page."),
            _("To the orders"),
            reverse("orders"),
            orders.exists(),
        ),
        Step(
            _("Go live"),
            _("When what you see is right, let Forain accept and ship for you."),
            _("To the connections"),
            reverse("connections"),
            connections.filter(mode=Mode.LIVE).exists(),
        ),
        *_optional_steps(workspace),
    ]


def _optional_steps(workspace: Workspace) -> list[Step]:
    keys = ApiKey.objects.filter(Q(revoked_at=None), workspace=workspace)
    back_office = Consumer.objects.filter(workspace=workspace).exists() or keys.exists()
    return [
        Step(
            _("Add your colleagues"),
            _("Each with a role: look, act, or administer."),
            _("To the people"),
            reverse("people"),
            Membership.objects.filter(workspace=workspace).count() > 1,
            optional=True,
        ),
        Step(
            _("Add your SKUs"),
            _("So that each line leads to your own article; an unknown one waits to be mapped."),
            _("To the SKUs"),
            f"{reverse('skus')}?tab=products",
            Product.objects.filter(workspace=workspace).exists(),
            optional=True,
        ),
        Step(
            _("Connect your back office"),
            _("With an API key or a webhook, it takes orders in by itself."),
            _("To the consumers"),
            reverse("consumers"),
            back_office,
            optional=True,
        ),
    ]


def next_of(found: list[Step]) -> Step | None:
    """The one to take now: the first that is not done and not optional."""
    return next((one for one in found if not one.done and not one.optional), None)


@member
def setup_page(request: PersonRequest) -> HttpResponse:
    found = steps(request.workspace)
    context = {"steps": found, "next": next_of(found)}
    return live(request, "web/setup.html", "web/_setup.html", context)
