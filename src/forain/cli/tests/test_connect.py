"""Connecting: checked before any call where it can be, live otherwise; refusals say why and end with their code."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from forain.cli.exits import Exit
from forain.cli.tests.conftest import Forain, Shop
from forain.hub.processes.ports import free_port


def test_connects_after_a_live_check_and_never_shows_the_secret(forain: Forain, shop: Shop) -> None:
    said = forain("connect", "rakuten", *shop.rakuten, "--json")
    assert said.code == Exit.OK
    assert said.json["marketplace"] == "rakuten_fr"
    assert said.json["mode"] == "observe"
    listed = forain("connections", "list", "--json")
    token = shop.sandbox.accounts["rakuten_fr"]["token"]
    assert token not in said.out + said.err + listed.out
    assert [one["name"] for one in listed.json["items"]] == ["Rakuten France"]


def test_email_as_login_is_refused_before_any_call(forain: Forain, shop: Shop) -> None:
    said = forain(
        "connect", "rakuten", "--login", "me@shop.fr", *shop.rakuten[2:3], "0" * 32, "--endpoint", shop.url
    )
    assert said.code == Exit.CREDENTIALS
    assert "e-mail" in said.err
    assert said.out == ""


def test_wrong_token_is_a_matter_of_credentials(forain: Forain, shop: Shop) -> None:
    login = shop.sandbox.accounts["rakuten_fr"]["login"]
    said = forain("connect", "rakuten", "--login", login, "--token", "0" * 32, "--endpoint", shop.url)
    assert said.code == Exit.CREDENTIALS
    assert "0" * 32 not in said.err


def test_marketplace_out_of_reach(forain: Forain, shop: Shop) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    said = forain("connect", "rakuten", *shop.rakuten[:-1], nowhere)
    assert said.code == Exit.UNREACHABLE
    assert said.err.count("\n") == 1


def test_same_name_twice_is_refused(forain: Forain, shop: Shop) -> None:
    forain("connect", "rakuten", *shop.rakuten)
    assert forain("connect", "rakuten", *shop.rakuten).code == Exit.REFUSED


def test_secret_from_a_file_the_environment_or_standard_input(
    forain: Forain, shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = shop.sandbox.accounts["spartoo"]["partenaire"]
    (tmp_path / "id").write_text(f"{secret}\n", encoding="ascii")
    where = ["--endpoint", shop.url]
    file = str(tmp_path / "id")
    assert forain("connect", "spartoo", "--partenaire-file", file, "--name", "a", *where).code == Exit.OK
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{secret}\n"))
    assert forain("connect", "spartoo", "--partenaire-file", "-", "--name", "b", *where).code == Exit.OK
    monkeypatch.setenv("FORAIN_CONNECT_PARTENAIRE", secret)
    assert forain("connect", "spartoo", "--name", "c", *where).code == Exit.OK


def test_mode_is_changed_and_shown(forain: Forain, connected: Shop) -> None:
    said = forain("connections", "mode", "spartoo", "paused", "--json")
    assert (said.code, said.json["mode"]) == (Exit.OK, "paused")
    assert forain("connections", "mode", "amazon", "live").code == Exit.NOT_FOUND


def test_sync_says_what_came_and_what_was_in_the_way(forain: Forain, connected: Shop) -> None:
    said = forain("sync", "rakuten", "--json")
    (report,) = said.json
    assert said.code == Exit.OK
    assert report["calls"] > 0
    assert report["trouble"] == ""
