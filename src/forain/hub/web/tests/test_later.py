"""After acceptance on the pages: dialogs that ask back, returns, and what only a person can say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

if TYPE_CHECKING:
    from django.test import Client

    from forain.hub.orders.models import Order
    from forain.hub.returns.models import Return
    from forain.hub.web.tests.fixtures import Merchant

PART = {"HX-Request": "true"}
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def to_ship(merchant: Merchant) -> Order:
    """A Rakuten order to ship, with nothing on its way."""
    from forain.hub.orders.models import Order
    from forain.hub.outbox.models import Command, Hold

    order = Order.objects.filter(connection=merchant.rakuten, state="to_ship", held_at=None)[0]
    Command.objects.filter(order_id=order.pk).delete()
    Hold.objects.all().delete()
    return order


@pytest.fixture
def returned(merchant: Merchant) -> Return:
    from forain.hub.returns.models import Return

    row = Return.objects.filter(connection=merchant.spartoo)[0]
    Return.objects.filter(pk=row.pk).update(state="awaiting_receipt")
    return row


def kinds(**about: object) -> list[tuple[str, str]]:
    from forain.hub.outbox.models import Command

    return [(one.kind, one.state) for one in Command.objects.filter(**about).order_by("created_at")]


def test_cancelling_asks_back_and_wants_a_reason(marie: Client, to_ship: Order) -> None:
    page = marie.get(f"/orders/{to_ship.pk}/").content.decode()
    address = f"/orders/{to_ship.pk}/later/cancel"
    assert address in page
    dialog = marie.get(address, headers=PART).content.decode()
    assert 'maxlength="400"' in dialog
    again = marie.post(address, {"reason": " "}, headers=PART).content.decode()
    assert 'role="alert"' in again
    done = marie.post(address, {"reason": "Article cassé"}, headers=PART)
    assert done.headers["HX-Redirect"] == f"/orders/{to_ship.pk}/"
    assert set(kinds(order_id=to_ship.pk)) == {("cancel", "queued")}


def test_what_is_none_of_these_is_not_there(marie: Client, to_ship: Order) -> None:
    assert marie.get(f"/orders/{to_ship.pk}/later/accept").status_code == 404


def test_a_waiting_command_is_dropped_from_the_page(marie: Client, to_ship: Order) -> None:
    from forain.hub.outbox.models import Command

    marie.post(f"/orders/{to_ship.pk}/later/cancel", {"reason": "Article cassé"})
    page = marie.get(f"/orders/{to_ship.pk}/").content.decode()
    for command in Command.objects.filter(order_id=to_ship.pk):
        address = f"/commands/{command.pk}/decide/drop"
        assert address in page
        assert marie.post(address).headers["Location"] == f"/orders/{to_ship.pk}/"
    assert set(kinds(order_id=to_ship.pk)) == {("cancel", "superseded")}


def test_only_a_command_that_needs_you_offers_all_three(marie: Client, to_ship: Order) -> None:
    from forain.hub.outbox.models import Command, Hold

    marie.post(f"/orders/{to_ship.pk}/later/cancel", {"reason": "Article cassé"})
    Hold.objects.all().delete()
    Command.objects.filter(order_id=to_ship.pk).update(state="needs_person", attempts=1)
    page = marie.get(f"/orders/{to_ship.pk}/").content.decode()
    command = Command.objects.filter(order_id=to_ship.pk)[0]
    assert all(f"/commands/{command.pk}/decide/{said}" in page for said in ("done", "again", "drop"))
    marie.post(f"/commands/{command.pk}/decide/done")
    command.refresh_from_db()
    assert (command.state, command.outcome_code) == ("confirmed", "person.done")
    assert marie.post(f"/commands/{command.pk}/decide/guess").status_code == 404


def test_a_return_is_refused_with_a_reason_then_accepted(marie: Client, returned: Return) -> None:
    page = marie.get(f"/returns/{returned.pk}/").content.decode()
    assert all(f"/returns/{returned.pk}/{act}" in page for act in ("accept", "refuse", "label"))
    address = f"/returns/{returned.pk}/refuse"
    assert 'role="alert"' in marie.post(address, {"reason": ""}, headers=PART).content.decode()
    assert marie.post(address, {"reason": "Porté"}).headers["Location"] == f"/returns/{returned.pk}/"
    marie.post(f"/returns/{returned.pk}/accept")
    assert kinds(return_id=returned.pk) == [("return_decide", "superseded"), ("return_decide", "queued")]
    assert "Porté" in marie.get(f"/returns/{returned.pk}/").content.decode()


def test_a_label_is_sent_as_a_file_or_said_why_not(marie: Client, returned: Return) -> None:
    address = f"/returns/{returned.pk}/label"
    wrong = SimpleUploadedFile("label.pdf", PDF[:10])
    assert 'role="alert"' in marie.post(address, {"file": wrong}, headers=PART).content.decode()
    assert kinds(return_id=returned.pk) == []
    marie.post(address, {"file": SimpleUploadedFile("label.pdf", PDF)})
    assert kinds(return_id=returned.pk) == [("return_label", "queued")]


def test_a_viewer_sees_no_button_and_may_do_nothing(
    marie: Client, merchant: Merchant, to_ship: Order, returned: Return
) -> None:
    from forain.hub.workspaces.models import Membership, Role

    Membership.objects.filter(user=merchant.person).update(role=Role.VIEWER)
    assert "/later/" not in marie.get(f"/orders/{to_ship.pk}/").content.decode()
    for address in (f"/orders/{to_ship.pk}/later/cancel", f"/returns/{returned.pk}/accept"):
        assert marie.post(address).status_code == 403
