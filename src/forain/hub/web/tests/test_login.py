"""Coming in: a wrong password says little, guessing is slowed, languages follow the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

    from forain.hub.workspaces.models import User

RIGHT = {"username": "marie", "password": "une longue phrase"}
WRONG = {"username": "marie", "password": "wrong"}


def test_the_right_password_leads_to_where_one_wanted_to_go(client: Client, person: User) -> None:
    answer = client.post("/login", {**RIGHT, "next": "/orders/?tab=ship"})
    assert answer.headers["Location"] == "/orders/?tab=ship"


def test_but_never_to_another_site(client: Client, person: User) -> None:
    answer = client.post("/login", {**RIGHT, "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"


def test_five_wrong_passwords_make_that_name_from_that_address_wait(client: Client, person: User) -> None:
    for _ in range(5):
        assert client.post("/login", WRONG).status_code == 401
    assert client.post("/login", RIGHT).status_code == 429
    assert client.post("/login", RIGHT, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_a_right_password_forgets_the_failures(client: Client, person: User) -> None:
    for _ in range(4):
        client.post("/login", WRONG)
    client.post("/login", RIGHT)
    client.post("/logout")
    assert client.post("/login", WRONG).status_code == 401
    assert client.post("/login", RIGHT).status_code == 302


def test_before_login_the_browser_says_the_language(client: Client, person: User) -> None:
    for accepted, shown in (("en-GB,en;q=0.9", "en"), ("fr-FR", "fr"), ("de", "fr")):
        text = client.get("/login", headers={"Accept-Language": accepted}).content.decode()
        assert f'<html lang="{shown}"' in text


def test_the_chosen_language_is_kept_with_the_person(client: Client, person: User) -> None:
    client.force_login(person)
    answer = client.post("/language", {"language": "en", "next": "/orders/"})
    assert answer.headers["Location"] == "/orders/"
    person.refresh_from_db()
    assert person.language == "en"
    assert '<html lang="en"' in client.get("/orders/").content.decode()
    client.post("/language", {"language": "tlh"})
    person.refresh_from_db()
    assert person.language == "en"


def test_the_language_stays_after_logging_out(client: Client, person: User) -> None:
    client.force_login(person)
    client.post("/language", {"language": "en"})
    client.post("/logout")
    assert '<html lang="en"' in client.get("/login", headers={"Accept-Language": "fr"}).content.decode()


def test_dark_is_a_cookie_of_the_browser(client: Client, person: User) -> None:
    client.post("/theme", {"theme": "dark", "next": "/login"})
    assert 'data-choice="dark"' in client.get("/login").content.decode()


def test_logging_out_needs_a_post(client: Client, person: User) -> None:
    assert client.get("/logout").status_code == 405
