"""Who may see and do what: strangers, viewers, people of another workspace; and nothing typed is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from forain.hub.web.tests.pages import every_page

if TYPE_CHECKING:
    from django.test import Client

    from forain.hub.web.tests.fixtures import Merchant


def test_strangers_are_led_to_the_login_and_back(client: Client, merchant: Merchant) -> None:
    for address in every_page(merchant):
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert answer.headers["Location"].startswith("/login?next=%2F"), address


def test_a_live_part_of_a_stranger_gets_401(client: Client, merchant: Merchant) -> None:
    """The page shows that the session ended; it is not replaced by a login inside itself."""
    assert client.get("/orders/", headers={"HX-Request": "true"}).status_code == 401


@pytest.mark.parametrize("what", ["accept", "refuse", "ship"])
def test_a_viewer_sees_but_may_not_act(marie: Client, merchant: Merchant, what: str) -> None:
    from forain.hub.outbox.models import Command

    merchant.person.memberships.update(role="viewer")
    before = Command.objects.count()
    page = marie.get(f"/orders/{merchant.orders[0].pk}/")
    assert page.status_code == 200
    assert f"/orders/{merchant.orders[0].pk}/{what}" not in page.content.decode()
    assert marie.post(f"/orders/{merchant.orders[0].pk}/{what}").status_code == 403
    assert Command.objects.count() == before


@pytest.mark.parametrize("role", ["viewer", "operator"])
def test_only_administrators_touch_connections(marie: Client, merchant: Merchant, role: str) -> None:
    merchant.person.memberships.update(role=role)
    connection = f"/connections/{merchant.rakuten.pk}"
    for address in ("/connections/new/", f"{connection}/mode?mode=live", f"{connection}/credentials"):
        assert marie.get(address).status_code == 403
    assert marie.post(f"{connection}/mode", {"mode": "paused"}).status_code == 403
    merchant.rakuten.refresh_from_db()
    assert merchant.rakuten.mode == "live"


def test_another_workspace_is_not_there(marie: Client, merchant: Merchant) -> None:
    """Every page about an object answers 404 for somebody else's."""
    from forain.hub.workspaces.models import Membership, User, Workspace

    other = Workspace.objects.create(name="Ailleurs")
    paul = User.objects.create_user("paul", password="une longue phrase")
    Membership.objects.create(workspace=other, user=paul, role="admin")
    marie.force_login(paul)
    for address in every_page(merchant):
        if any(part.count("-") == 4 for part in address.split("/")):
            assert marie.get(address).status_code == 404, address
    assert merchant.orders[0].reference not in marie.get("/orders/").content.decode()


def test_someone_without_a_workspace_is_told_so(client: Client, db: None) -> None:
    from forain.hub.workspaces.models import User

    client.force_login(User.objects.create_user("seul", password="une longue phrase"))
    answer = client.get("/orders/")
    assert answer.status_code == 403
    assert 'action="/logout"' in answer.content.decode()


def test_a_form_sent_after_the_session_ended_is_kept(client: Client, merchant: Merchant) -> None:
    order = merchant.orders[4]
    typed = {"carrier": "colissimo", "tracking_number": "8R00123456789"}
    answer = client.post(f"/orders/{order.pk}/ship", typed, headers={"Origin": "http://testserver"})
    text = answer.content.decode()
    assert answer.status_code == 401
    assert 'name="tracking_number" value="8R00123456789"' in text
    assert f'action="/orders/{order.pk}/ship"' in text


def test_a_missing_security_token_loses_nothing(merchant: Merchant) -> None:
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(merchant.person)
    typed = {"tracking_number": "8R00123456789", "password": "never shown"}
    address = f"/orders/{merchant.orders[4].pk}/ship"
    answer = strict.post(address, typed, headers={"Origin": "http://testserver"})
    text = answer.content.decode()
    assert answer.status_code == 403
    assert 'value="8R00123456789"' in text
    assert "never shown" not in text


def test_a_form_from_elsewhere_is_not_offered_again(merchant: Merchant) -> None:
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(merchant.person)
    answer = strict.post("/theme", {"theme": "dark"}, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert 'name="theme" value="dark"' not in answer.content.decode()


def test_pages_for_what_is_in_the_way(marie: Client, merchant: Merchant) -> None:
    assert marie.get("/nowhere/").status_code == 404
    marie.raise_request_exception = False
    from forain.hub.web import errors

    answer = errors.broken(marie.get("/").wsgi_request)
    assert answer.status_code == 500
    assert b"<main" in answer.content


def test_people_switch_between_their_own_workspaces_only(marie: Client, merchant: Merchant) -> None:
    from forain.hub.workspaces.models import Membership, Workspace

    second = Workspace.objects.create(name="Seconde boutique")
    foreign = Workspace.objects.create(name="Ailleurs")
    Membership.objects.create(workspace=second, user=merchant.person, role="viewer")
    assert "Seconde boutique" in marie.get("/").content.decode()
    marie.post("/workspace", {"workspace": str(second.pk)})
    assert merchant.orders[0].reference not in marie.get("/orders/").content.decode()
    marie.post("/workspace", {"workspace": str(foreign.pk)})
    assert "Ailleurs" not in marie.get("/").content.decode()
