"""The pages of webhooks: added, tried, replayed, switched off and on by a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.webhooks.happenings import deliver, deliveries, happen

if TYPE_CHECKING:
    from django.test import Client

    from forain.hub.api.tests.world import World
    from tests.webhooks.receiver import Receiver


@pytest.fixture
def browser(world: World) -> Client:
    """Somebody who administers the workspace, in French."""
    from django.test import Client

    from forain.hub.workspaces.models import Membership, Role, User

    user = User.objects.create_user("marie", password="une longue phrase")
    Membership.objects.create(workspace=world.workspace, user=user, role=Role.ADMIN)
    client = Client(headers={"Accept-Language": "fr"})
    client.force_login(user)
    return client


def test_a_webhook_is_added_and_its_secret_shown_once(browser: Client, world: World) -> None:
    made = browser.post("/webhooks/new/", {"name": "erp", "address": "https://erp.example/hook"})
    assert b"whsec_" in made.content
    assert "no-store" in made["Cache-Control"]
    refused = browser.post("/webhooks/new/", {"name": "x", "address": "http://127.0.0.1/"})
    assert refused.status_code == 422
    assert "réseau privé" in refused.content.decode()
    assert b"whsec_" not in browser.get("/webhooks/").content


def test_events_are_chosen_by_their_names_and_by_subject(browser: Client, world: World) -> None:
    """Sentences for people with the code beside them; a ticked subject means all of its events, without a script too."""
    from forain.hub.webhooks.models import Endpoint

    form = browser.get("/webhooks/new/").content.decode()
    assert "Une nouvelle commande" in form
    assert "order.seen" in form
    wish = {"name": "erp", "address": "https://erp.example/hook", "which": "some"}
    refused = browser.post("/webhooks/new/", wish)
    assert refused.status_code == 422
    assert "au moins un événement" in refused.content.decode()
    browser.post("/webhooks/new/", {**wish, "subjects": ["returns"], "kinds": ["order.seen", "return.seen"]})
    made = Endpoint.objects.get(name="erp")
    assert made.kinds == ["order.seen", "return.moved", "return.seen"]
    page = browser.get(f"/webhooks/{made.pk}/").content.decode()
    assert "Un nouveau retour" in page
    assert "return.seen" in page
    browser.post("/webhooks/new/", {**wish, "name": "all", "which": "all", "kinds": ["order.seen"]})
    assert Endpoint.objects.get(name="all").kinds == []


def test_a_webhook_is_changed_and_removed_on_its_page(browser: Client, world: World) -> None:
    """The form shows it as it stands; a refusal stands beside its field and changes nothing; the secret stays."""
    from forain.hub.webhooks.models import Endpoint

    browser.post(
        "/webhooks/new/",
        {"name": "erp", "address": "https://erp.example/hook", "which": "some", "kinds": ["order.seen"]},
    )
    made = Endpoint.objects.get(name="erp")
    path = f"/webhooks/{made.pk}/change"
    assert path in browser.get(f"/webhooks/{made.pk}/").content.decode()
    form = browser.get(path).content.decode()
    assert 'value="https://erp.example/hook"' in form
    assert 'value="order.seen" checked' in form
    assert 'value="return.seen" checked' not in form
    wish = {"name": "ERP", "address": "https://erp.example/new", "which": "some", "subjects": ["returns"]}
    assert browser.post(path, {**wish, "address": "http://127.0.0.1/"}).status_code == 422
    assert browser.post(path, {**wish, "subjects": []}).status_code == 422
    browser.post("/webhooks/new/", {"name": "other", "address": "https://erp.example/other"})
    assert browser.post(path, {**wish, "name": "other"}).status_code == 422
    before = Endpoint.objects.get(pk=made.pk)
    assert (before.name, before.address, before.kinds) == ("erp", "https://erp.example/hook", ["order.seen"])
    assert browser.post(path, wish).status_code == 302
    after = Endpoint.objects.get(pk=made.pk)
    assert (after.name, after.address) == ("ERP", "https://erp.example/new")
    assert (after.kinds, after.sealed) == (["return.moved", "return.seen"], before.sealed)
    browser.post(path, {**wish, "which": "all", "subjects": []})
    assert Endpoint.objects.get(pk=made.pk).kinds == []
    browser.post(f"/webhooks/{made.pk}/remove")
    assert not Endpoint.objects.filter(pk=made.pk).exists()


def test_deliveries_are_shown_with_their_answers_and_replayed(
    endpoint: Any, receiver: Receiver, world: World, browser: Client
) -> None:
    receiver.always(500, b"<b>stock service</b> is down")
    happen(world.order)
    deliver()
    path = f"/webhooks/{endpoint.pk}/"
    page = browser.get(path).content.decode()
    assert "&lt;b&gt;stock service&lt;/b&gt; is down" in page
    receiver.always(200)
    browser.post(f"/webhooks/{endpoint.pk}/test")
    deliver()
    assert "Livré" in browser.get(f"{path}?tab=delivered").content.decode()
    row = deliveries(endpoint)[-1]
    browser.post(f"/webhooks/deliveries/{row.pk}/replay")
    deliver()
    assert receiver.ids.count(row.message_id) == 2
    assert "Un essai" in browser.get(path).content.decode()
    browser.post(f"{path}switch")
    assert "Rien n’est envoyé" in browser.get(path).content.decode()


def test_another_workspaces_webhook_is_not_there(endpoint: Any, browser: Client) -> None:
    from forain.hub.workspaces.models import Membership, Workspace

    Membership.objects.update(workspace=Workspace.objects.create(name="Stranger"))
    for path in ("", "test", "switch", "rotate", "change", "remove"):
        asked = f"/webhooks/{endpoint.pk}/{path}"
        answer = browser.post(asked) if path else browser.get(asked)
        assert answer.status_code == 404, path
