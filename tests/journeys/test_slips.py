"""Spartoo's delivery slip: fetched once when the order is acceptable, kept byte for byte, served to everybody."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from forain.hub.api.tests.world import Api, caller
from forain.hub.exchanges.models import Exchange
from forain.hub.kit.clock import now
from forain.hub.orders.models import Stand
from forain.hub.parcels.models import DeliverySlip
from tests.conftest import Playground


@pytest.fixture
def api(playground: Playground) -> Api:
    return caller(playground.workspace)


def calls() -> int:
    return Exchange.objects.filter(service="xml_export_bl").count()


def test_a_visit_brings_the_slips_of_orders_to_ship_once(playground: Playground, api: Api) -> None:
    for _ in range(4):
        playground.sync()
    waiting = playground.orders(playground.spartoo, Stand.TO_SHIP)
    slips = DeliverySlip.objects.all()
    assert waiting
    assert {slip.order_id for slip in slips} == {order.pk for order in waiting}
    assert calls() == len(waiting), "four visits, one call for each order"
    order, slip = waiting[0], DeliverySlip.objects.get(order=waiting[0])
    content = bytes(slip.content)
    assert content.startswith(b"%PDF")
    assert hashlib.sha256(content).hexdigest() == slip.sha256
    assert slip.exchange_id
    proof = Exchange.objects.get(pk=slip.exchange_id)
    assert (proof.service, proof.connection_id) == ("xml_export_bl", playground.spartoo.pk)
    shown = api.get(f"/orders/{order.pk}").json["delivery_slip"]
    assert (shown["size"], shown["sha256"], shown["trouble_code"]) == (len(content), slip.sha256, "")
    response = api.client.get(f"/api/v1/orders/{order.pk}/delivery-slip", headers=api.headers)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/pdf")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.content == content
    assert api.post(f"/orders/{order.pk}/delivery-slip").json["sha256"] == slip.sha256
    assert calls() == len(waiting), "asking for what is here calls nobody"


def test_too_early_and_nowhere_are_told(playground: Playground, api: Api) -> None:
    playground.first_visit()
    early = playground.orders(playground.spartoo, Stand.AWAITING_ACCEPTANCE)[0]
    assert api.get(f"/orders/{early.pk}/delivery-slip").code == "slip_not_fetched"
    assert api.post(f"/orders/{early.pk}/delivery-slip").code == "slip_not_ready"
    other = playground.orders(playground.rakuten, Stand.TO_SHIP)[0]
    assert api.post(f"/orders/{other.pk}/delivery-slip").code == "slip_not_offered"
    assert api.get(f"/orders/{other.pk}").json["delivery_slip"] is None


def test_what_is_no_slip_is_not_kept_and_not_asked_for_at_every_visit(
    playground: Playground, api: Api
) -> None:
    """The trouble stands with the order; the visit itself goes well; a person may ask at once."""
    playground.sandbox.fault("html", service="xml_export_bl")
    playground.sync()
    failed = calls()
    assert failed
    assert not DeliverySlip.objects.exclude(fetched_at=None).exists()
    slip = DeliverySlip.objects.select_related("order")[0]
    assert slip.trouble_words
    playground.sync()
    assert DeliverySlip.objects.get(pk=slip.pk).attempts == 1, "not before its time"
    assert slip.next_at > now() + timedelta(minutes=4)
    refused = api.post(f"/orders/{slip.order_id}/delivery-slip")
    assert (refused.status, refused.code) == (503, "slip_unavailable")
    playground.sandbox.engine.faults.clear()
    assert api.post(f"/orders/{slip.order_id}/delivery-slip").json["trouble_code"] == ""
    assert bytes(DeliverySlip.objects.get(pk=slip.pk).content).startswith(b"%PDF")
