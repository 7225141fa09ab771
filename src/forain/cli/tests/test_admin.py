"""Keys, people, workspaces, settings: made, shown once, revoked, explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from forain.cli.exits import Exit
from forain.cli.tests.conftest import Forain


def test_key_is_shown_once_and_opens_the_api_until_it_is_revoked(forain: Forain) -> None:
    from forain.hub.workspaces.keys import verify

    made = forain("api-key", "create", "erp", "--role", "viewer", "--json").json
    assert verify(made["key"]) is not None
    listed = forain("api-key", "list", "--json")
    assert made["key"] not in listed.out
    assert forain("api-key", "revoke", "erp").code == Exit.OK
    assert verify(made["key"]) is None
    assert forain("api-key", "revoke", "erp").code == Exit.NOT_FOUND


def test_key_for_people_is_alone_on_standard_output(forain: Forain) -> None:
    said = forain("api-key", "create", "erp")
    assert said.out.startswith("frn_")
    assert said.out.count("\n") == 1


def test_user_can_log_in_with_the_password_that_was_shown(forain: Forain) -> None:
    from forain.hub.workspaces.models import Membership, User

    forain("user", "create", "ada", "--role", "admin")
    made = forain("user", "create", "jo", "--role", "viewer", "--json").json
    person = User.objects.get(username="jo")
    assert person.check_password(made["password"])
    assert Membership.objects.get(user=person).role == "viewer"
    assert forain("user", "create", "jo").code == Exit.REFUSED


def test_chosen_password_must_be_a_good_one_and_is_not_repeated(forain: Forain, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("password\n", encoding="ascii")
    assert forain("user", "create", "jo", "--password-file", str(file)).code == Exit.REFUSED
    file.write_text("Ox3-lanterne-violette\n", encoding="ascii")
    said = forain("user", "create", "jo", "--role", "admin", "--password-file", str(file), "--json")
    assert said.code == Exit.OK
    assert "lanterne" not in said.out + said.err


def test_the_first_person_is_an_administrator(forain: Forain) -> None:
    """Otherwise nobody could connect an account, or let anybody else in."""
    said = forain("user", "create", "marie", "--role", "operator")
    assert said.code == Exit.REFUSED
    assert "--role admin" in said.err


def test_several_workspaces_must_be_named(forain: Forain) -> None:
    from forain.hub.workspaces.models import Workspace

    Workspace.objects.create(name="One")
    Workspace.objects.create(name="Two")
    said = forain("orders", "list")
    assert said.code == Exit.USAGE
    assert "One, Two" in said.err
    assert forain("orders", "list", "--workspace", "Two", "--json").json["items"] == []
    assert forain("--workspace", "One", "orders", "list").code == Exit.OK
    assert forain("orders", "list", "--workspace", "Three").code == Exit.NOT_FOUND


def test_first_command_makes_the_one_workspace(forain: Forain) -> None:
    from forain.hub.workspaces.models import Workspace

    assert forain("orders", "list", "--json").json["items"] == []
    forain("inbox", "list")
    assert Workspace.objects.count() == 1


def test_config_explain_names_sources_and_hides_secrets(
    forain: Forain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORAIN_SESSION_KEY", "a-secret-to-hide")
    monkeypatch.setenv("FORAIN_LOG_JSON", "yes")
    said = forain("config", "explain", "--json")
    found = {one["variable"]: one for one in said.json}
    assert found["FORAIN_SESSION_KEY"]["value"] == "(set, hidden)"
    assert found["FORAIN_LOG_JSON"]["from"] == "environment"
    assert found["FORAIN_LANGUAGE"]["from"] == "default"
    assert "a-secret-to-hide" not in said.out


def test_setting_that_cannot_be_used_is_one_sentence(forain: Forain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORAIN_EXCHANGE_DAYS", "many")
    said = forain("config", "explain")
    assert said.code == Exit.USAGE
    assert "exchange_days" in said.err


def test_doctor_in_json(forain: Forain) -> None:
    said = forain("doctor", "--json")
    assert said.json["status"] in ("ok", "warn")
    assert {"check", "level", "found", "advice"} == set(said.json["checks"][0])
    assert said.code == Exit.OK


def test_nothing_runs(forain: Forain) -> None:
    said = forain("status", "--json")
    assert (said.code, said.json["running"]) == (Exit.UNREACHABLE, False)
    assert forain("stop").code == Exit.OK


def test_outside_database_is_not_ours_to_stop(forain: Forain) -> None:
    assert forain("db", "stop").code == Exit.REFUSED
    assert forain("db", "status", "--json").json["kind"] == "outside"
