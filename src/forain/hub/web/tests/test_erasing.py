"""Who may be forgotten and who may do it; the browser's walk proves that nothing is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from forain.hub.web.tests.fixtures import merchant

if TYPE_CHECKING:
    from django.test import Client

    from forain.hub.orders.models import Order
    from forain.hub.web.tests.fixtures import Merchant
    from forain.hub.workspaces.models import User, Workspace


@pytest.fixture
def shop(workspace: Workspace, person: User, client: Client) -> Merchant:
    found = merchant(workspace, person)
    client.force_login(person)
    return found


def alone(shop: Merchant) -> Order:
    """An order that is over, of a buyer who bought nothing else."""
    order = shop.orders[9]
    order.buyer_login = "seule67"
    order.save()
    return order


def test_every_order_of_the_buyer_must_be_over(shop: Merchant) -> None:
    from forain.hub.erasure import erasing

    closed, open_one = shop.orders[9], shop.orders[0]
    for order in (closed, open_one):
        order.buyer_login = "elodie67"
        order.save()
    no = erasing.refusal(erasing.orders_of(closed))
    assert no is not None
    assert (no.code, open_one.reference in no.words) == ("order_not_over", True)


def test_twice_is_told_and_makes_one_certificate(shop: Merchant, client: Client) -> None:
    from forain.hub.erasure.models import Erasure

    order = alone(shop)
    address, typed = f"/orders/{order.pk}/erase", {"typed": order.reference, "reason": "n° 4"}
    assert client.post(address, {"typed": "non"}).status_code == 422
    assert client.post(address, typed).status_code == 302
    assert client.post(address, typed).status_code == 422
    row = Erasure.objects.get()
    assert client.get(f"/erasures/{row.pk}/").status_code == 200
    assert client.get(f"/erasures/{row.pk}/certificate.json").content.decode() == row.text


def test_only_administrators_forget(shop: Merchant, client: Client) -> None:
    shop.person.memberships.update(role="operator")
    order = shop.orders[9]
    assert client.get(f"/orders/{order.pk}/erase").status_code == 403
    assert client.post(f"/orders/{order.pk}/erase", {"typed": order.reference}).status_code == 403
    assert client.get("/erasures/").status_code == 403
    assert "/erase" not in client.get(f"/orders/{order.pk}/").content.decode()


def test_back_offices_and_the_audit_are_told(shop: Merchant) -> None:
    from forain.hub.erasure.erasing import erase
    from forain.hub.journal.models import Event
    from forain.hub.workspaces.models import AuditEntry

    order = alone(shop)
    row = erase(order, order.reference, "", actor="marie")
    assert Event.objects.get(kind="order.erased", order_id=order.pk).data["certificate"] == str(row.pk)
    assert AuditEntry.objects.get(action="buyer.erased").target == str(row.pk)


def test_programs_and_the_terminal_forget_as_the_page_does(shop: Merchant, client: Client) -> None:
    """The same look, the same typed confirmation, the same certificate; only for administrators."""
    import json

    from forain.hub.workspaces import keys

    order = alone(shop)
    address = f"/api/v1/orders/{order.pk}/erasure"
    client.logout()

    def call(method: str, path: str, role: str = "admin", **body: str) -> tuple[int, dict[str, object]]:
        _key, text = keys.make(shop.workspace, f"{role}-{method}-{len(body)}", role, actor="marie")
        answer = client.generic(
            method,
            path,
            json.dumps(body) if body else "",
            content_type="application/json",
            headers={"Authorization": f"Bearer {text}"},
        )
        return answer.status_code, answer.json()

    status, look = call("GET", address)
    assert (status, look["refused_code"]) == (200, "")
    assert call("GET", address, "operator")[0] == 403
    assert call("POST", address, "operator", typed=order.reference)[0] == 403
    status, no = call("POST", address, typed="non")
    assert (status, no["code"]) == (422, "erasure_not_typed")
    status, made = call("POST", address, typed=order.reference, reason="n° 7")
    assert status == 201
    assert order.buyer_name not in json.dumps(made, ensure_ascii=False)
    assert call("GET", f"/api/v1/erasures/{made['id']}")[1] == made
    assert call("GET", "/api/v1/erasures")[1]["items"] == [made]
    assert call("GET", address)[1]["refused_code"] == "erased_already"
    assert call("POST", address, typed=order.reference)[1]["code"] == "erased_already"
