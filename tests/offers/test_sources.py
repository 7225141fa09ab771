"""Offers that come by themselves: addresses over real HTTP, folders, and the routes that govern both."""

from __future__ import annotations

import asyncio
import base64
import os
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from forain.hub.kit.clock import held_at, now
from tests.offers.web import Answer, Web, serving

if TYPE_CHECKING:
    from django.test import Client

    from forain.hub.api.tests.world import Api
    from forain.hub.workspaces.models import Workspace

FILE = "sku,qty,price,title\nA,5,10.00,a\nB,4,20.00,b\nC,3,30.00,c\n"


@pytest.fixture
def web(networks: None) -> Iterator[Web]:
    """On this machine, which the installation allows."""
    with serving() as one:
        yield one


@pytest.fixture
def api(committed: None, workspace: Workspace) -> Api:
    from forain.hub.api.tests.world import caller

    return caller(workspace)


def look(**later: float) -> int:
    """What a worker does when it is woken."""
    from forain.hub.jobs.sources import look_at_due

    with held_at(now() + timedelta(**(later or {"seconds": 0}))):
        return asyncio.run(look_at_due())


def added(api: Api, place: str, **more: Any) -> dict[str, Any]:
    answer = api.post("/offers/sources", {"name": "stock", "place": place, **more})
    assert answer.status == 201, answer.text
    return dict(answer.json)


def stands(api: Api) -> dict[str, Any]:
    (found,) = api.get("/offers/sources").json["items"]
    return dict(found)


def skus(api: Api) -> dict[str, int]:
    return {one["sku"]: one["quantity"] for one in api.get("/offers").json["items"]}


def test_an_address_is_fetched_on_its_schedule(api: Api, web: Web) -> None:
    """At once, then when its time comes; a file that changed is taken in, and only what differs changes."""
    web.gives("/stock.csv?key=s3cret", FILE)
    made = added(api, f"{web.address}/stock.csv?key=s3cret", every_seconds=600)
    assert made["kind"] == "address"
    assert "s3cret" not in str(made)
    assert look() == 1
    assert skus(api) == {"A": 5, "B": 4, "C": 3}
    assert look(minutes=5) == 0, "its turn has not come"
    web.gives("/stock.csv?key=s3cret", FILE.replace("B,4", "B,9"))
    assert look(minutes=11) == 1
    assert skus(api) == {"A": 5, "B": 9, "C": 3}
    newest, first = api.get("/offers/imports").json["items"]
    assert (newest["changed"], newest["unchanged"], newest["source"], newest["created_by"]) == (1, 2, "address", "source:stock")  # fmt: skip
    assert first["new"] == 3


def test_a_file_that_did_not_change_is_not_sent_twice(api: Api, web: Web) -> None:
    """The address's own marks are given back to it, and 304 is all it answers."""

    def page(asked: dict[str, str]) -> Answer:
        if asked.get("if-none-match") == '"v1"' and "if-modified-since" in asked:
            return Answer(304)
        headers = {"ETag": '"v1"', "Last-Modified": "Sun, 22 Nov 2026 10:00:00 GMT"}
        return Answer(headers=headers, piece=FILE.encode())

    web.pages["/stock.csv"] = page
    row = added(api, f"{web.address}/stock.csv")
    look()
    assert look(minutes=16) == 1
    assert "if-none-match" not in web.asked[0][1]
    assert web.asked[1][1]["if-none-match"] == '"v1"'
    assert len(api.get("/offers/imports").json["items"]) == 1
    assert stands(api)["code"] == ""
    api.post(f"/offers/sources/{row['id']}/read")
    look()
    assert "if-none-match" not in web.asked[2][1], "asked for it, it is read whatever was seen"
    assert api.get("/offers/imports").json["items"][0]["state"] == "unchanged"


def test_who_asks_is_told_to_that_host_only(api: Api, web: Web) -> None:
    """A password, also one written into the address, goes with the request, is never shown, and is not taken along to
    another host."""
    web.gives("/stock.csv", FILE)
    with serving() as other:
        web.answers("/away.csv", Answer(302, {"Location": f"{other.address}/stock.csv"}))
        other.gives("/stock.csv", FILE)
        place = web.address.replace("//", "//erp:p%40ss@")
        row = added(api, f"{place}/stock.csv")
        assert row["signed_in"]
        assert "ss" not in row["place"].removeprefix("http")
        look()
        told = base64.b64encode(b"erp:p@ss").decode()
        assert web.asked[0][1]["authorization"] == f"Basic {told}"
        api.patch(f"/offers/sources/{row['id']}", {"place": f"{web.address}/away.csv"})
        look()
        assert web.asked[1][1]["authorization"] == f"Basic {told}"
        assert "authorization" not in other.asked[0][1]
        api.patch(f"/offers/sources/{row['id']}", {"place": f"{other.address}/stock.csv"})
        assert not stands(api)["signed_in"], "a password is no other host's business"
    assert "p@ss" not in api.get("/offers/sources").text


def test_redirects_are_followed_a_few_times(api: Api, web: Web) -> None:
    """Each to an address that is looked at anew; a ring ends."""
    web.gives("/stock.csv", FILE)
    web.answers("/old.csv", Answer(301, {"Location": "/newer.csv"}))
    web.answers("/newer.csv", Answer(307, {"Location": f"{web.address}/stock.csv"}))
    web.answers("/ring.csv", Answer(302, {"Location": "/ring.csv"}))
    web.answers("/inside.csv", Answer(302, {"Location": "http://10.0.0.1/stock.csv"}))
    row = added(api, f"{web.address}/old.csv")
    look()
    assert skus(api) == {"A": 5, "B": 4, "C": 3}
    for path, code in (("/ring.csv", "source_redirect"), ("/inside.csv", "source_private")):
        api.patch(f"/offers/sources/{row['id']}", {"place": f"{web.address}{path}"})
        look()
        assert stands(api)["code"] == code, path


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        (Answer(500), "source_status", "HTTP 500"),
        (Answer(401), "source_status", "password"),
        (Answer(piece=b"sku,qty,price\nA,1,1.00\n", cut=500), "source_broken", "whole"),
        (Answer(piece=b"x" * 1_000_000, times=5), "source_too_large", "4 MiB"),
        (Answer(piece=b"sku,qty", times=200, pause=0.05), "source_timeout", "within 1 s"),
        (Answer(piece=b"<html>Log in</html>"), "file_unreadable", "Nothing was changed"),
    ],
    ids=["broken", "forbidden", "cut off", "huge", "slow", "login page"],
)
def test_what_an_address_does_wrong_is_told_and_changes_nothing(
    api: Api, web: Web, monkeypatch: pytest.MonkeyPatch, answer: Answer, code: str, words: str
) -> None:
    """In both languages, at the source; after the second time as a to-do, which ends when it is well."""
    from forain.hub.jobs import sources as jobs
    from forain.hub.webhooks import fetching

    monkeypatch.setattr(jobs, "LARGEST", 4 << 20)
    monkeypatch.setattr(fetching, "SECONDS", 1.0)
    web.answers("/stock.csv", answer)
    row = added(api, f"{web.address}/stock.csv?key=s3cret")
    web.pages["/stock.csv?key=s3cret"] = web.pages.pop("/stock.csv")
    look()
    found = stands(api)
    assert (found["code"], found["last_ok_at"]) == (code, None)
    assert words in found["reason"]
    french = api.get(f"/offers/sources/{row['id']}", Accept_Language="fr").json["reason"]
    assert french
    assert french != found["reason"]
    assert "s3cret" not in found["reason"]
    assert skus(api) == {}
    look(minutes=16)
    assert todos(api) == ["offer_source"]
    web.gives("/stock.csv?key=s3cret", FILE)
    look(minutes=32)
    assert (stands(api)["code"], todos(api), len(skus(api))) == ("", [], 3)


def todos(api: Api) -> list[str]:
    return [one["kind"] for one in api.get("/todos").json["items"]]


def test_nobody_there_is_told(api: Api, web: Web) -> None:
    added(api, "http://127.0.0.1:9/stock.csv")
    look()
    assert stands(api)["code"] == "source_no_connection"


def test_a_bad_file_is_told_until_it_changes(api: Api, web: Web) -> None:
    """And taken in once, not at every look."""
    web.gives("/stock.csv", "sku;qty\n", ETag='"bad"')
    added(api, f"{web.address}/stock.csv")
    look()
    assert todos(api) == ["offer_source"]
    look(minutes=16)
    assert (stands(api)["code"], len(api.get("/offers/imports").json["items"])) == ("file_no_rows", 1)
    web.gives("/stock.csv", FILE)
    look(minutes=32)
    assert (stands(api)["code"], todos(api)) == ("", [])


def test_what_was_stopped_goes_through_once_confirmed(api: Api, web: Web) -> None:
    """A complete file that shrank: confirm, then read again."""
    many = "sku,qty,price\n" + "".join(f"S{n},1,9.90\n" for n in range(40))
    web.gives("/stock.csv", many)
    row = added(api, f"{web.address}/stock.csv", complete=True)
    look()
    web.gives("/stock.csv", "sku,qty,price\nS1,1,9.90\n")
    look(minutes=16)
    assert (stands(api)["code"], todos(api)) == ("file_shrank", ["offers_stopped"])
    (stop,) = api.get("/offers/stops").json["items"]
    api.post(f"/offers/stops/{stop['id']}/confirm", {"typed": "39"})
    assert api.post(f"/offers/sources/{row['id']}/read").status == 202
    look()
    assert stands(api)["code"] == ""
    assert api.get("/offers/imports").json["items"][0]["ended"] == 39


def test_xml_is_read_by_the_sources_mapping(api: Api, web: Web) -> None:
    text = "<s><p n='1'><ref>A</ref><stock units='7'/><prix>12.50</prix></p><p><ref>B</ref><stock units='1'/><prix>3</prix></p></s>"
    web.gives("/stock.xml", text)
    mapping = {"ref": "sku", "stock/@units": "quantity", "prix": "price"}
    added(api, f"{web.address}/stock.xml", row="p", mapping=mapping)
    look()
    assert (stands(api)["code"], skus(api)) == ("", {"A": 7, "B": 1})


def test_a_removed_source_ends(api: Api, web: Web) -> None:
    """What came stays; who did what is kept."""
    from forain.hub.workspaces.models import AuditEntry

    web.gives("/stock.csv", FILE)
    row = added(api, f"{web.address}/stock.csv")
    look()
    api.patch(f"/offers/sources/{row['id']}", {"every_seconds": 60, "name": "stocks"})
    assert stands(api)["every_seconds"] == 60
    assert api.delete(f"/offers/sources/{row['id']}").json["name"] == "stocks"
    assert api.get("/offers/sources").json["items"] == []
    assert look(hours=2) == 0
    assert len(skus(api)) == 3
    noted = list(AuditEntry.objects.filter(action__startswith="offers.source").order_by("pk"))
    assert [one.action.removeprefix("offers.source_") for one in noted] == ["added", "changed", "removed"]


@pytest.mark.parametrize(
    "body",
    [
        {"place": "stock.csv"},
        {"place": "ftp://erp.example/stock.csv"},
        {"place": "http://10.1.2.3/stock.csv"},
        {"place": "http://[::ffff:169.254.169.254]/latest"},
        {"place": "/etc"},
        {"place": "http://[erp.example/stock.csv"},
    ],
)
def test_what_cannot_be_a_source_is_refused(api: Api, body: dict[str, Any]) -> None:
    """Folders of the machine belong to whoever runs it."""
    answer = api.post("/offers/sources", {"name": "x", **body})
    assert (answer.status, answer.json["code"]) == (422, "bad_source"), answer.text


@pytest.mark.parametrize(
    "more", [{"mapping": {"ref": "nonsense"}}, {"row": "p", "mapping": {"q": "quantity"}}]
)
def test_a_mapping_that_means_nothing_is_refused(api: Api, more: dict[str, Any]) -> None:
    answer = api.post("/offers/sources", {"name": "x", "place": "https://erp.example/s.xml", **more})
    assert (answer.status, answer.json["code"]) == (422, "bad_mapping"), answer.text


def test_names_are_used_once(api: Api) -> None:
    added(api, "https://erp.example/s.csv")
    answer = api.post("/offers/sources", {"name": "stock", "place": "https://erp.example/t.csv"})
    assert (answer.status, answer.json["code"]) == (409, "source_exists")


def test_a_folder_the_installation_names_is_watched(
    api: Api, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is still being written waits; a bad one is told, does not keep the others out, and stays told until it
    goes."""
    from forain.hub.config import config

    monkeypatch.setenv("FORAIN_OFFER_FOLDERS", str(tmp_path))
    config.cache_clear()
    folder = tmp_path / "erp"
    folder.mkdir()
    (folder / "a.csv").write_text("sku;qty\n")
    (folder / "b.csv").write_text(FILE)
    (folder / "c.csv").write_text("sku,qty,price\nLATE,1,1\n")
    old = time.time() - 60
    for name in ("a.csv", "b.csv"):
        os.utime(folder / name, (old, old))
    added(api, str(folder), every_seconds=5)
    escape = {"name": "out", "place": f"{tmp_path}/../.."}
    assert api.post("/offers/sources", escape).json["code"] == "bad_source"
    monkeypatch.undo()
    config.cache_clear()
    assert look() == 1
    assert (stands(api)["code"], len(skus(api))) == ("file_no_rows", 3)
    assert look(minutes=1) == 1
    assert (stands(api)["code"], len(api.get("/offers/imports").json["items"])) == ("file_no_rows", 2)
    (folder / "a.csv").unlink()
    look(minutes=2)
    assert stands(api)["code"] == ""
    (folder / "b.csv").unlink()
    folder.rename(tmp_path / "moved")
    look(minutes=3)
    assert stands(api)["code"] == "source_no_folder"


def test_a_paused_source_is_not_looked_at_until_it_is_resumed(api: Api, web: Web) -> None:
    """Asked for meanwhile, it says so; resumed, it is read at once and takes in only what it had not seen."""
    web.gives("/stock.csv", FILE)
    row = added(api, f"{web.address}/stock.csv")
    address = f"/offers/sources/{row['id']}"
    look()
    assert api.patch(address, {"paused": True}).json["paused"]
    assert look(hours=2) == 0
    asked = api.post(f"{address}/read")
    assert (asked.status, asked.json["code"]) == (409, "source_paused")
    web.gives("/stock.csv", FILE.replace("B,4", "B,9"))
    assert not api.patch(address, {"paused": False}).json["paused"]
    assert look() == 1
    assert skus(api)["B"] == 9


def test_an_xml_is_sent_with_its_mapping(api: Api) -> None:
    """In one request, as a file's bytes."""
    text = "<s><p><ref>A</ref><stock units='7'/><prix>12.50</prix></p></s>"
    query = "row=p&column=ref%3Dsku&column=stock/%40units%3Dquantity&column=prix%3Dprice"
    answer = api.client.post(
        f"/api/v1/offers/import?{query}", data=text, content_type="application/xml", headers=api.headers
    )
    assert (answer.status_code, skus(api)) == (200, {"A": 7}), answer.content


def person_of(workspace: Workspace, role: str) -> Client:
    """A person's browser, in French."""
    from django.test import Client

    from forain.hub.workspaces.models import Membership, User

    person = User.objects.create_user(f"p-{role}", password="une longue phrase")
    Membership.objects.create(workspace=workspace, user=person, role=role)
    client = Client(headers={"Accept-Language": "fr"})
    client.force_login(person)
    return client


def test_a_person_adds_changes_pauses_and_removes_a_source(api: Api, web: Web, workspace: Workspace) -> None:
    """With the sign-in sealed and never shown again; what is left empty stays."""
    web.gives("/stock.csv?key=s3cret", FILE)
    browser = person_of(workspace, "admin")
    place = f"{web.address}/stock.csv?key=s3cret"
    wish = {"name": "stock", "every_seconds": "900"}
    made = browser.post("/offers/sources/new/", {**wish, "place": place, "user": "erp", "password": "p@ss"})
    assert made.status_code == 302, made.content
    assert look() == 1
    told = base64.b64encode(b"erp:p@ss").decode()
    assert web.asked[0][1]["authorization"] == f"Basic {told}"
    row = stands(api)
    address = f"/offers/sources/{row['id']}/"
    changed = browser.post(address, {"name": "nuit", "every_seconds": "3600", "complete": "1"})
    assert changed.status_code == 302, changed.content
    assert look() == 1
    assert web.asked[1][1]["authorization"] == f"Basic {told}"
    assert (stands(api)["name"], stands(api)["every_seconds"], stands(api)["complete"]) == (
        "nuit",
        3600,
        True,
    )
    for page in ("/offers/imports/", address):
        text = browser.get(page).content.decode()
        assert "nuit" in text
        assert "s3cret" not in text
        assert "p@ss" not in text
    browser.post(f"{address}pause", {"paused": "1"})
    browser.post(f"{address}pause", {"paused": "1"})
    assert stands(api)["paused"]
    assert look(hours=3) == 0
    browser.post(f"{address}pause", {"paused": "0"})
    assert look() == 1
    browser.post(address, {"name": "nuit", "every_seconds": "3600", "forget": "1"})
    assert not stands(api)["signed_in"]
    browser.post(f"{address}remove")
    assert api.get("/offers/sources").json["items"] == []
    assert len(skus(api)) == 3


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"place": "file:///etc/passwd"}, "place", "https://"),
        ({"place": "/etc"}, "place", "FORAIN_OFFER_FOLDERS"),
        ({"place": "https://10.0.0.1/stock.csv"}, "place", "réseau privé"),
        ({"place": ""}, "place", "obligatoire"),
        ({"every_seconds": "1"}, "every_seconds", "choix"),
        ({"mapping": "Prix"}, "mapping", "EN-TÊTE=CHAMP"),
        ({"mapping": "Prix=prix"}, "mapping", "champ"),
        ({"name": "stock"}, "name", "déjà une source"),
    ],
)
def test_what_cannot_be_a_source_is_told_beside_its_field(
    api: Api, workspace: Workspace, wrong: dict[str, str], field: str, words: str
) -> None:
    browser = person_of(workspace, "admin")
    good = {"name": "stock", "place": "https://erp.example.com/stock.csv", "every_seconds": "900"}
    assert browser.post("/offers/sources/new/", good).status_code == 302
    refused = browser.post("/offers/sources/new/", {**good, "name": "other", **wrong})
    assert refused.status_code == 422
    told = refused.content.decode().split(f'id="id_{field}-error"')[1].split("</div>")[0]
    assert words in told


def test_who_only_looks_or_acts_changes_no_source(api: Api, workspace: Workspace) -> None:
    row = added(api, "https://erp.example.com/stock.csv")
    address = f"/offers/sources/{row['id']}/"
    for role, reads in (("viewer", 403), ("operator", 302)):
        browser = person_of(workspace, role)
        page = browser.get("/offers/imports/").content.decode()
        assert "/offers/sources/new/" not in page
        for place in ("/offers/sources/new/", address):
            assert browser.get(place).status_code == 403
        for act in ("pause", "remove"):
            assert browser.post(f"{address}{act}").status_code == 403
        assert browser.post(f"{address}read").status_code == reads
    stranger = person_of(_another(), "admin")
    assert stranger.get(address).status_code == 404
    assert stranger.post(f"{address}remove").status_code == 404


def _another() -> Workspace:
    from forain.hub.workspaces.models import Workspace

    return Workspace.objects.create(name="Autre")


def test_the_page_shows_what_comes_by_itself(api: Api, web: Web, workspace: Workspace) -> None:
    """With what is wrong, without what is secret; a button reads it now, and only this merchant's."""
    from django.test import Client

    from forain.hub.workspaces.models import Membership, Role, User, Workspace

    web.answers("/stock.csv", Answer(500))
    row = added(api, f"{web.address}/stock.csv?key=s3cret")
    look()
    person = User.objects.create_user("p-sources", password="une longue phrase")
    Membership.objects.create(workspace=workspace, user=person, role=Role.OPERATOR)
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(person)
    page = client.get("/offers/imports/").content.decode()
    assert "HTTP 404" in page
    assert "s3cret" not in page
    web.gives("/stock.csv?key=s3cret", FILE)
    address = f"/offers/sources/{row['id']}/read"
    assert address in page
    assert client.post(address).status_code == 302
    assert look() == 1
    assert len(skus(api)) == 3
    stranger = User.objects.create_user("q-sources", password="une longue phrase")
    Membership.objects.create(
        workspace=Workspace.objects.create(name="Autre"), user=stranger, role=Role.ADMIN
    )
    client.force_login(stranger)
    assert client.post(address).status_code == 404
