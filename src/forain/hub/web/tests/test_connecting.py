"""Connecting an account: mistakes are told before any call, refusals beside their field, secrets never come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from forain.hub.web.tests.fixtures import Merchant

TOKEN = "very-secret-token"


@pytest.fixture
def toyroom(monkeypatch: pytest.MonkeyPatch) -> None:
    from forain.connect import registry
    from forain.hub.web.tests.toyroom import Toyroom

    known = dict(registry.marketplaces())
    monkeypatch.setattr(registry, "_instead", {**known, "toyroom": Toyroom()})


def test_an_email_as_login_is_told_before_any_call(marie: Client, merchant: Merchant) -> None:
    from forain.hub.connections.models import Connection

    typed = {
        "credential-login": "marie@example.fr",
        "credential-token": TOKEN,
        "name": "R2",
        "mode": "observe",
    }
    answer = marie.post("/connections/new/rakuten_fr/", typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_credential-login-error"' in text
    assert TOKEN not in text
    assert not Connection.objects.filter(name="R2").exists()


def test_a_good_account_is_kept_and_its_token_never_shown(
    marie: Client, merchant: Merchant, toyroom: None
) -> None:
    from forain.hub.connections.models import Connection

    typed = {"credential-login": "toy", "credential-token": TOKEN, "name": "Jouets", "mode": "observe"}
    answer = marie.post("/connections/new/toyroom/", typed, follow=True)
    connection = Connection.objects.get(name="Jouets")
    assert connection.mode == "observe"
    assert TOKEN not in answer.content.decode()
    assert TOKEN not in marie.get(f"/connections/{connection.pk}/credentials").content.decode()


def test_a_refused_account_says_why_and_is_not_kept(marie: Client, merchant: Merchant, toyroom: None) -> None:
    from forain.hub.connections.models import Connection

    typed = {"credential-login": "toy", "credential-token": "wrong", "name": "Jouets", "mode": "observe"}
    answer = marie.post("/connections/new/toyroom/", typed)
    assert answer.status_code == 422
    assert "Toyroom" in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()
    assert not Connection.objects.filter(name="Jouets").exists()


def test_fields_are_what_the_marketplace_asks_for(marie: Client, merchant: Merchant) -> None:
    page = marie.get("/connections/new/rakuten_fr/").content.decode()
    assert 'name="credential-login"' in page
    assert 'type="password" name="credential-token"' in page


def test_a_marketplace_that_does_not_exist(marie: Client, merchant: Merchant) -> None:
    assert marie.get("/connections/new/nowhere/").status_code == 404


def test_changing_the_mode_asks_first(marie: Client, merchant: Merchant) -> None:
    address = f"/connections/{merchant.rakuten.pk}/mode"
    assert "<form" in marie.get(f"{address}?mode=observe").content.decode()
    merchant.rakuten.refresh_from_db()
    assert merchant.rakuten.mode == "live"
    marie.post(address, {"mode": "observe"})
    merchant.rakuten.refresh_from_db()
    assert merchant.rakuten.mode == "observe"
    assert marie.post(address, {"mode": "nonsense"}).status_code == 404


def test_an_empty_site_means_what_its_help_says() -> None:
    from forain.connect.registry import marketplace
    from forain.hub.connections.connectform import ConnectForm

    typed = {"credential-partenaire": "82DACF6FA5640356", "credential-site": "", "mode": "observe"}
    form = ConnectForm(marketplace("spartoo"), typed)
    assert form.is_valid(), form.errors
    assert form.credentials()["site"] == "com"
    assert 'value="com"' in str(ConnectForm(marketplace("spartoo"))["credential-site"])
    again = ConnectForm(marketplace("spartoo"), typed, only_credentials=True)
    assert not again.is_valid(), "new credentials never move a connection to another site"
