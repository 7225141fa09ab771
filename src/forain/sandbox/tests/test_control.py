"""The control API: what it does, what it refuses and in which words, and that it never breaks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest

from forain.sandbox.engine import Engine, Options
from forain.sandbox.inprocess import Sandbox
from forain.sandbox.stages import offers
from forain.sandbox.tests import market


def test_a_control_does_what_it_says_and_objects_show_it(http: httpx2.Client) -> None:
    made = http.post("/_control/toymart/buy", json={"sku": "A-1"}).json()
    assert http.get(f"/_control/toymart/orders/{made['id']}").json()["sku"] == "A-1"
    page = http.get("/_control/toymart/orders", params={"limit": 3}).json()
    assert (page["total"], len(page["objects"]), page["next"]) == (4, 3, 3)
    assert http.get("/_control/toymart/orders", params={"cursor": 3}).json()["next"] is None


def test_a_whole_number_may_be_written_with_a_point(http: httpx2.Client) -> None:
    assert http.post("/_control/reset", json={"seed": 7.0}).json()["seed"] == 7
    assert http.post("/_control/reset", json={"seed": 7.5}).status_code == 422


def test_accounts_and_stages(http: httpx2.Client) -> None:
    assert http.get("/_control/accounts").json() == {"toymart": {"login": "shop", "token": market.TOKEN}}
    stage = http.get("/_control/stages").json()["stages"][0]
    assert (stage["id"], stage["kinds"], list(stage["controls"])) == (
        "toymart",
        ["orders"],
        ["buy", "cancel"],
    )


@pytest.mark.parametrize(
    ("method", "path", "sent", "status"),
    [
        ("POST", "/toymart/buy", {"content": b"{", "headers": {"content-type": "application/json"}}, 400),
        ("POST", "/toymart/buy", {"content": b"\xff", "headers": {"content-type": "application/json"}}, 400),
        ("POST", "/toymart/buy", {"json": {}}, 422),
        ("POST", "/toymart/buy", {"json": {"sku": "x", "quantity": 0}}, 422),
        ("POST", "/toymart/buy", {"json": {"sku": "x", "surprise": 1}}, 422),
        ("POST", "/toymart/buy", {"data": {"sku": "x"}}, 415),
        ("POST", "/toymart/cancel", {"json": {"order": "nobody"}}, 404),
        ("GET", "/toymart/orders/nobody", {}, 404),
        ("GET", "/toymart/orders?limit=many", {}, 422),
        ("GET", "/toymart/orders?page=2", {}, 422),
        ("GET", "/toymart/ghosts", {}, 404),
        ("GET", "", {}, 404),
        ("PUT", "/clock", {}, 405),
        ("GET", "/reset", {}, 405),
        ("PATCH", "/clock", {"json": {"set": "2026-11-22T10:00:00"}}, 422),
        ("PATCH", "/clock", {"json": {"speed": 2, "freeze": True}}, 409),
        ("PATCH", "/clock", {"json": {"set": "9999-12-31T23:59:59Z", "move": 99}}, 409),
        ("POST", "/faults", {"json": {"kind": "earthquake"}}, 422),
        ("POST", "/faults", {"json": {"kind": "slow", "stage": "elsewhere"}}, 409),
        ("DELETE", "/faults/f99", {}, 404),
    ],
)
def test_refusals_are_problems_with_a_status(
    http: httpx2.Client, method: str, path: str, sent: Any, status: int
) -> None:
    answer = http.request(method, f"/_control{path}", **sent)
    told = answer.json()
    assert (answer.status_code, told["status"]) == (status, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert told["detail"]


def test_what_the_state_does_not_allow_is_409_in_the_stages_words(http: httpx2.Client) -> None:
    assert http.post("/_control/toymart/cancel", json={"order": "o1"}).status_code == 200
    again = http.post("/_control/toymart/cancel", json={"order": "o1"})
    assert (again.status_code, again.json()["detail"]) == (409, "Only a new order can be cancelled.")


def test_moving_the_clock_makes_due_things_happen(sandbox: Sandbox, http: httpx2.Client) -> None:
    told = http.patch("/_control/clock", json={"move": 2 * 86400}).json()
    assert (told["happened"], told["frozen"]) == (3, True)
    assert {one["state"] for one in sandbox.stages["toymart"].objects("orders").values()} == {"expired"}
    due = {one.at for one in sandbox.ledger.entries if one.by == "clock"}
    assert max(due) < datetime.fromisoformat(told["now"]), "things happen at the time they were due"


def test_the_clock_is_set_sped_up_and_frozen(http: httpx2.Client) -> None:
    moment = "2026-12-24T18:00:00Z"
    assert http.patch("/_control/clock", json={"set": moment}).json()["now"] == moment
    assert http.patch("/_control/clock", json={"speed": 3600}).json()["speed"] == 3600
    later = datetime.fromisoformat(http.get("/_control/clock").json()["now"])
    assert later > datetime.fromisoformat(moment)
    assert http.patch("/_control/clock", json={"freeze": True}).json()["frozen"] is True
    assert http.patch("/_control/clock", json={"freeze": False}).json()["speed"] == 1


def test_the_ledger_shows_what_a_seller_did_twice(http: httpx2.Client) -> None:
    for _ in range(2):
        http.get("/toy/ship?order=o1")
    told = http.get("/_control/ledger", params={"by": "seller"}).json()
    assert [one["effect"] for one in told["entries"]] == ["shipped", "shipped"]
    assert told["repeated"] == [{"stage": "toymart", "effect": "shipped", "target": "o1", "times": 2}]
    after = told["entries"][0]["number"]
    assert (
        len(http.get("/_control/ledger", params={"after": after, "stage": "toymart"}).json()["entries"]) == 1
    )


def test_faults_are_listed_and_deleted(http: httpx2.Client) -> None:
    one = http.post("/_control/faults", json={"kind": "slow", "count": 3}).json()
    http.post("/_control/faults", json={"kind": "html"})
    assert [each["id"] for each in http.get("/_control/faults").json()["faults"]] == [one["id"], "f2"]
    assert http.delete(f"/_control/faults/{one['id']}").json() == {"cleared": 1}
    assert http.delete("/_control/faults").json() == {"cleared": 1}


def test_reset_begins_a_new_world(sandbox: Sandbox, http: httpx2.Client) -> None:
    """The same seed gives the same world; an empty one has nothing; faults and ledger are forgotten."""
    first = http.get("/_control/toymart/orders").json()["objects"]
    http.post("/_control/toymart/buy", json={"sku": "A"})
    http.post("/_control/faults", json={"kind": "slow"})
    assert http.post("/_control/reset", json={}).json()["seed"] == 1
    again = http.get("/_control/toymart/orders").json()["objects"]
    assert [one["sku"] for one in again] == [one["sku"] for one in first]
    assert not sandbox.engine.faults.rules
    assert http.post("/_control/reset", json={"seed": 9, "empty": True}).json()["seed"] == 9
    assert http.get("/_control/toymart/orders").json()["total"] == 0
    assert sandbox.ledger.entries == []


@pytest.mark.parametrize("host", ["shop.example", "192.168.1.4:8801", "127.0.0.1.example"])
def test_a_web_page_cannot_reach_in_under_another_name(url: str, host: str) -> None:
    """A page can make a browser resolve its own name to 127.0.0.1; the Host header tells."""
    assert httpx2.get(f"{url}/_control/accounts", headers={"host": host}).status_code == 403
    assert httpx2.get(f"{url}/_control/accounts", headers={"host": "localhost:1"}).status_code == 200


def test_other_machines_are_let_in_only_on_request(sandbox: Sandbox) -> None:
    from forain.sandbox.control import ControlRoom
    from forain.sandbox.reading import Call

    call = Call(method="GET", path="/_control/clock", peer="192.168.1.4", host="sandbox:8801")
    assert ControlRoom(sandbox.engine).answer(call).status == 403
    assert ControlRoom(sandbox.engine, open=True).answer(call).status == 200


def test_arrivals_come_at_their_own_times_and_a_long_jump_ends() -> None:
    engine = Engine(Options(empty=True, speed=0, arrivals=60), {"toymart": market.stage})
    engine.world.clock.move(timedelta(minutes=10))
    engine.pass_time()
    orders = engine.stages["toymart"].objects("orders")
    assert [one["at"].second for one in orders.values()] == [next(iter(orders.values()))["at"].second] * 10
    engine.world.clock.move(timedelta(days=3650))
    engine.pass_time()
    assert len(engine.stages["toymart"].objects("orders")) < 600


def test_a_defect_in_a_stage_is_told_without_secrets(
    sandbox: Sandbox, http: httpx2.Client, capfd: pytest.CaptureFixture[str]
) -> None:
    """The page says nothing, the log says where, the count is shown, and the next call is answered."""
    answer = http.get(f"/toy/crash?token={market.TOKEN}&pwd=another-secret")
    said, logged = answer.text, capfd.readouterr().err
    assert answer.status_code == 500
    assert answer.headers["content-type"].startswith("text/plain")
    assert "a defect that talks about" in logged
    for secret in (market.TOKEN, "another-secret"):
        assert secret not in said + logged
    assert http.get("/_control/stages").json()["failures"] == 1
    assert http.get("/toy/list").status_code == 200


def test_a_due_thing_that_fails_holds_up_no_other(
    sandbox: Sandbox, capfd: pytest.CaptureFixture[str]
) -> None:
    seen: list[str] = []

    def fail(target: str) -> None:
        seen.append(target)
        raise ZeroDivisionError(target)

    sandbox.world.on("toymart.bad", fail)
    for name in ("a", "b"):
        sandbox.world.schedule(datetime(2026, 1, 1, tzinfo=UTC), "toymart.bad", name)
    assert sandbox.engine.pass_time() == 2
    assert seen == ["a", "b"]
    assert capfd.readouterr().err.count("ZeroDivisionError: ") == 2


def test_controls_by_name_in_process(sandbox: Sandbox) -> None:
    assert sandbox.control("toymart/buy", sku="z")["sku"] == "z"
    with pytest.raises(LookupError):
        sandbox.control("teleport")


def test_stages_of_the_rooms_are_found_by_scanning() -> None:
    """Every room with a sandbox offers a stage whose id is the room's name."""
    engine = Engine(Options(empty=True))
    assert list(engine.stages) == list(offers())
