"""Accepting, refusing, shipping from the page: once, with reasons, through the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from forain.hub.orders.models import Order
    from forain.hub.outbox.models import Command
    from forain.hub.web.tests.fixtures import Merchant


def _commands(order: Order, kind: str) -> list[Command]:
    from forain.hub.outbox.models import Command

    return list(Command.objects.filter(order_id=order.pk, kind=kind))


def test_accepting_writes_one_command_a_line_and_comes_back(marie: Client, merchant: Merchant) -> None:
    order = merchant.orders[0]
    answer = marie.post(f"/orders/{order.pk}/accept")
    assert answer.headers["Location"] == f"/orders/{order.pk}/"
    assert [one.created_by for one in _commands(order, "accept")] == ["marie"]


def test_a_double_click_asks_once(marie: Client, merchant: Merchant) -> None:
    order = merchant.orders[0]
    for _ in range(2):
        assert marie.post(f"/orders/{order.pk}/accept").status_code == 302
    assert len(_commands(order, "accept")) == 1


def test_one_line_alone(marie: Client, merchant: Merchant) -> None:
    order = merchant.orders[1]
    line = order.lines.order_by("position")[1]
    marie.post(f"/orders/{order.pk}/accept", {"line": line.reference})
    assert [one.line_references for one in _commands(order, "accept") if one.state == "queued"] == [
        [line.reference]
    ]


def test_the_whole_order_leaves_out_lines_with_something_on_its_way(
    marie: Client, merchant: Merchant
) -> None:
    """The button counts two lines: the dialog shows these two, and they can be refused."""
    order = merchant.orders[1]
    busy = {reference for one in _commands(order, "accept") for reference in one.line_references}
    free = [line.reference for line in order.lines.order_by("position") if line.reference not in busy]
    assert busy
    assert len(free) == 2
    dialog = marie.get(f"/orders/{order.pk}/refuse", headers={"HX-Request": "true"}).content.decode()
    assert [reference for reference in (*sorted(busy), *free) if reference in dialog] == free
    marie.post(f"/orders/{order.pk}/refuse")
    assert sorted(one.line_references[0] for one in _commands(order, "refuse")) == sorted(free)


def test_a_no_comes_back_with_its_reason(marie: Client, merchant: Merchant) -> None:
    """Observe mode: nothing is written, the page says why."""
    merchant.rakuten.mode = "observe"
    merchant.rakuten.save()
    order = merchant.orders[0]
    page = marie.post(f"/orders/{order.pk}/accept", follow=True).content.decode()
    assert not _commands(order, "accept")
    assert "alert-danger" in page


def test_refusing_asks_first(marie: Client, merchant: Merchant) -> None:
    order = merchant.orders[0]
    dialog = marie.get(f"/orders/{order.pk}/refuse", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in dialog
    assert order.lines.all()[0].reference in dialog
    assert not _commands(order, "refuse")
    answer = marie.post(f"/orders/{order.pk}/refuse", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, f"/orders/{order.pk}/")
    assert len(_commands(order, "refuse")) == 1


def test_shipping_needs_a_carrier_and_a_number(marie: Client, merchant: Merchant) -> None:
    order = merchant.orders[4]
    answer = marie.post(f"/orders/{order.pk}/ship", {"carrier": "", "tracking_number": " "})
    assert answer.status_code == 200
    assert answer.content.decode().count('aria-invalid="true"') == 2
    assert all(one.state == "rejected" for one in _commands(order, "ship"))


def test_shipping_writes_the_parcel_into_the_command(marie: Client, merchant: Merchant) -> None:
    order = merchant.orders[4]
    typed = {"carrier": "colissimo", "tracking_number": "8R00123456789"}
    answer = marie.post(f"/orders/{order.pk}/ship", typed)
    assert answer.status_code == 302, answer.content.decode()
    (command,) = [one for one in _commands(order, "ship") if one.state == "queued"]
    assert command.details["tracking_number"] == "8R00123456789"


def test_a_carrier_without_tracking_page_wants_an_address(marie: Client, merchant: Merchant) -> None:
    order = merchant.orders[4]
    typed = {"carrier": "autre", "tracking_number": "X1"}
    answer = marie.post(f"/orders/{order.pk}/ship", typed)
    assert answer.status_code == 200
    assert 'id="id_tracking_url-error"' in answer.content.decode()


def test_the_preview_shows_where_the_buyer_follows_the_parcel(marie: Client, merchant: Merchant) -> None:
    address = f"/orders/{merchant.orders[4].pk}/tracking"
    seen = marie.get(address, {"carrier": "colissimo", "tracking_number": "8R00123456789"}).content.decode()
    assert "8R00123456789" in seen
    assert marie.get(address, {"carrier": "nonsense", "tracking_number": "1"}).status_code == 200


@pytest.mark.parametrize("what", ["accept", "refuse", "ship"])
def test_a_line_of_nowhere_is_not_found(marie: Client, merchant: Merchant, what: str) -> None:
    assert marie.post(f"/orders/{merchant.orders[0].pk}/{what}", {"line": "nonsense"}).status_code == 404


def test_sent_and_seen_are_told_apart(marie: Client, merchant: Merchant) -> None:
    from forain.hub.web.tests.pages import speaks

    speaks(merchant.person, "en")
    shipped = marie.get(f"/orders/{merchant.orders[6].pk}/").content.decode()
    assert "seen <time" in shipped
    lost = marie.get(f"/orders/{merchant.orders[1].pk}/").content.decode()
    assert "answer lost; being looked up" in lost
