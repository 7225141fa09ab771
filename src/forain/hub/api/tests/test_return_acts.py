"""What is done about returns over REST: decisions and labels, checked before anything is sent."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from forain.hub.api.tests.world import Api, World

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def file(content: bytes, name: str = "étiquette retour.pdf") -> dict[str, Any]:
    return {"file": {"name": name, "content": b64encode(content).decode()}}


def test_a_return_is_accepted_once(api: Api, world: World) -> None:
    address = f"/returns/{world.product_return.pk}/accept"
    first, second = api.post(address), api.post(address)
    assert first.status == 202
    assert first.json == second.json
    (command,) = first.json["commands"]
    assert (command["kind"], command["return_id"]) == ("return_decide", str(world.product_return.pk))
    assert command["details"]["decision"] == "accept"
    shown = api.get(f"/returns/{world.product_return.pk}").json
    assert [one["id"] for one in shown["commands"]] == [command["id"]]
    assert shown["possible"] == ["accept", "refuse", "label"]


def test_refusing_needs_a_reason_and_takes_the_place_of_a_waiting_acceptance(api: Api, world: World) -> None:
    address = f"/returns/{world.product_return.pk}"
    accepted = api.post(f"{address}/accept").json["commands"][0]
    assert api.post(f"{address}/refuse", {"reason": "  "}).code == "reason_missing"
    refused = api.post(f"{address}/refuse", {"reason": "Porté."}).json["commands"][0]
    assert refused["details"]["reason"] == "Porté."
    assert api.get(f"/commands/{accepted['id']}").json["outcome_code"] == "replaced"


def test_a_settled_return_is_not_decided(api: Api, world: World) -> None:
    world.product_return.state = "settled"
    world.product_return.save()
    answer = api.post(f"/returns/{world.product_return.pk}/refuse", {"reason": "late"})
    assert (answer.status, answer.code) == (409, "return_wrong_state")
    assert answer.json["facts"]["allowed"] == []
    assert "Nothing can be changed any more." in answer.json["detail"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "label_missing"),
        ({"link": "ftp://x.example/1"}, "label_link_malformed"),
        ({"link": "https://labels.example/" + "x" * 60}, "label_link_too_long"),
        ({"link": "https://labels.example/1", **file(PDF)}, "label_both"),
        ({"file": {"name": "a.pdf", "content": "not base64!"}}, "label_not_base64"),
        (file(b""), "label_empty"),
        (file(PDF.replace(b"\n%%EOF", b"") + b" " * 900), "label_type"),
        (file(PDF[:20]), "label_type"),
        (file(b"GIF89a"), "label_type"),
        (file(b"%PDF-" + b"x" * 2000 + b"%%EOF"), "label_too_large"),
    ],
)
def test_a_label_is_checked_before_it_is_sent(
    api: Api, world: World, body: dict[str, Any], code: str
) -> None:
    answer = api.post(f"/returns/{world.product_return.pk}/label", body)
    assert (answer.status, answer.code) == (422, code)


def test_a_label_is_kept_with_its_command(api: Api, world: World) -> None:
    """The type is told by the content, the name is made safe; the same file again is the same command."""
    from forain.hub.outbox.models import Command

    address = f"/returns/{world.product_return.pk}/label"
    (command,) = api.post(address, file(PDF)).json["commands"]
    assert api.post(address, file(PDF)).json["commands"][0]["id"] == command["id"]
    paper = Command.objects.get(pk=command["id"]).intention.paper
    assert paper is not None
    assert (paper.name, paper.content_type, paper.content) == ("tiquette-retour.pdf", "application/pdf", PDF)
    other = api.post(address, {"link": "https://labels.example/1"}).json["commands"][0]
    assert other["id"] != command["id"]
    assert api.get(f"/commands/{command['id']}").json["outcome_code"] == "replaced"


def test_an_observing_connection_sends_nothing_about_returns(api: Api, world: World) -> None:
    api.call("PATCH", f"/connections/{world.connection.pk}", {"mode": "observe"})
    assert api.post(f"/returns/{world.product_return.pk}/accept").code == "observe_mode"
