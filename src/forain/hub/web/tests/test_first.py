"""The first person of an empty hub: only with the code, only one, only while nobody is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from forain.hub.workspaces import first

if TYPE_CHECKING:
    from django.test import Client

    from forain.hub.workspaces.models import User, Workspace

GIVEN = {
    "workspace": "Atelier Lumière",
    "full_name": "Marie Curie",
    "username": "marie",
    "password": "une longue phrase",
}


@pytest.fixture
def empty(db: None) -> Workspace:
    """What `forain up` leaves: a workspace, nobody in it."""
    found = first.place("My shop")
    assert found is not None
    return found


def test_with_the_code_one_is_let_in_as_administrator(client: Client, empty: Workspace) -> None:
    from forain.hub.workspaces.models import AuditEntry, Membership, User

    code = first.code_of(empty)
    page = client.get(f"/first?code={code}", headers={"Accept-Language": "en"})
    assert f'value="{code}"' in page.content.decode()
    answer = client.post("/first", {**GIVEN, "code": code}, headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/setup/")
    person = User.objects.get()
    assert (person.username, person.get_full_name(), person.language) == ("marie", "Marie Curie", "en")
    assert Membership.objects.get(user=person).role == "admin"
    empty.refresh_from_db()
    assert empty.name == "Atelier Lumière"
    assert AuditEntry.objects.get(action="user.created").actor == "marie"
    assert client.get("/setup/").status_code == 200


def test_the_code_may_be_typed_in_small_letters_without_hyphens(client: Client, empty: Workspace) -> None:
    code = first.code_of(empty).replace("-", "").lower()
    assert client.post("/first", {**GIVEN, "code": code}).status_code == 302


@pytest.mark.parametrize("code", ["", "AAAA-AAAA", "ABCD-EFGH-IJKL-MNOP-QRST-UVWX"])
def test_without_the_code_nobody_comes_in(client: Client, empty: Workspace, code: str) -> None:
    from forain.hub.workspaces.models import User

    answer = client.post("/first", {**GIVEN, "code": code})
    assert answer.status_code == 422
    assert 'value="Atelier Lumière"' in answer.content.decode()  # what was typed is not lost
    assert "une longue phrase" not in answer.content.decode()
    assert not User.objects.exists()


def test_guessing_is_slowed_and_then_even_the_right_code_waits(client: Client, empty: Workspace) -> None:
    for _ in range(5):
        assert client.post("/first", {**GIVEN, "code": "AAAA"}).status_code == 422
    assert client.post("/first", {**GIVEN, "code": first.code_of(empty)}).status_code == 429


def test_once_somebody_is_there_the_code_opens_nothing(client: Client, empty: Workspace) -> None:
    from forain.hub.workspaces.models import User

    code = first.code_of(empty)
    client.post("/first", {**GIVEN, "code": code})
    client.logout()
    for answer in (
        client.get(f"/first?code={code}"),
        client.post("/first", {**GIVEN, "username": "eve", "code": code}),
    ):
        assert answer.headers["Location"] == "/login"
    assert not first.is_code(code)
    assert first.place("Another") is None
    assert User.objects.count() == 1


def test_two_who_are_first_at_once_make_one_administrator(empty: Workspace) -> None:
    """The second waits for the lock, then finds somebody there."""
    from forain.hub.kit.refusal import NotAllowed
    from forain.hub.workspaces.models import User

    code = first.code_of(empty)
    facts = {"full_name": "", "workspace": "A", "language": "fr"}
    first.settle(code, "marie", "une longue phrase", **facts)
    with pytest.raises(NotAllowed) as no:
        first.settle(code, "eve", "une longue phrase", **facts)
    assert no.value.code == "not_first"
    assert User.objects.count() == 1


def test_a_weak_password_is_refused_beside_its_field(client: Client, empty: Workspace) -> None:
    answer = client.post("/first", {**GIVEN, "password": "marie", "code": first.code_of(empty)})
    assert answer.status_code == 422
    assert 'id="id_password-error"' in answer.content.decode()


def test_the_login_of_an_empty_hub_leads_there(client: Client, db: None) -> None:
    assert client.get("/login").headers["Location"] == "/first"


def test_the_login_stays_the_login_where_somebody_is(client: Client, person: User) -> None:
    assert client.get("/login").status_code == 200


def test_codes_of_two_hubs_differ(empty: Workspace) -> None:
    from forain.hub.workspaces.models import Workspace

    assert first.code_of(empty) != first.code_of(Workspace(name="Other"))
