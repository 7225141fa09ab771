"""No webhook leads inside: not by its address, not by its name, not by a name that changes its mind."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Any

import pytest

from tests.webhooks.happenings import deliver, deliveries, happen

if TYPE_CHECKING:
    from forain.hub.api.tests.world import Api, World
    from forain.hub.webhooks.models import Endpoint
    from tests.webhooks.receiver import Receiver

INSIDE = [
    "127.0.0.1", "10.0.0.7", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "::ffff:10.0.0.1", "64:ff9b::a00:1",
    "2002:a00:1::1", "::10.0.0.1", "2001:db8::1",
]  # fmt: skip


@pytest.mark.parametrize("text", INSIDE)
def test_private_addresses_are_refused(text: str) -> None:
    from ipaddress import ip_address

    from forain.hub.kit.addresses import BadAddress, allowed, check

    assert not allowed(ip_address(text))
    with pytest.raises(BadAddress, match="private"):
        check(f"https://[{text}]/hook" if ":" in text else f"https://{text}/hook")


@pytest.mark.parametrize("text", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_public_addresses_are_allowed(text: str) -> None:
    from ipaddress import ip_address

    from forain.hub.kit.addresses import allowed

    assert allowed(ip_address(text))


@pytest.mark.parametrize(
    "address",
    [
        "ftp://erp.example/", "https:///x", "erp.example", "https://user:pw@erp.example/", "https://erp.example/#a",
        "https://erp.example:0/", "https://erp.example:99999/", "https://erp example/", "http://[::1", "https://\\evil",
        "javascript:alert(1)", "https://" + "a" * 300 + ".example/", "https://erp.example/\n",
    ],
)  # fmt: skip
def test_malformed_addresses_are_refused(address: str) -> None:
    from forain.hub.kit.addresses import BadAddress, check

    with pytest.raises(BadAddress, match="malformed"):
        check(address)


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "localhost"])
def test_odd_spellings_are_seen_through_when_resolved(host: str) -> None:
    from forain.hub.kit.addresses import BadAddress, target

    with pytest.raises(BadAddress, match=r"private|unknown_host"):
        asyncio.run(target(f"http://{host}/"))


def test_a_name_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from forain.hub.kit.addresses import BadAddress, target

    answers(monkeypatch, ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(BadAddress, match="private"):
        asyncio.run(target("https://erp.example/"))


def test_the_connection_goes_to_the_address_that_was_checked(
    endpoint: Endpoint, receiver: Receiver, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that resolves once, and would lead elsewhere if it were asked again; the receiver still sees the name."""
    from forain.hub.webhooks.actions import change

    port = receiver.address.split(":")[2].split("/")[0]
    asked = answers(monkeypatch, ["127.0.0.1"], ["10.255.255.1"])
    change(endpoint, {"address": f"http://erp.example:{port}/hook"}, actor="test")
    happen(world.order)
    deliver()
    assert receiver.got[0].headers["host"] == f"erp.example:{port}"
    assert asked == ["erp.example"]
    assert deliveries(endpoint)[0].state == "delivered"


def test_a_name_that_leads_inside_is_refused_at_delivery_and_nothing_is_sent(
    endpoint: Endpoint, receiver: Receiver, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forain.hub.config import config

    monkeypatch.setenv("FORAIN_WEBHOOK_NETWORKS", "")
    config.cache_clear()
    happen(world.order)
    deliver()
    row = deliveries(endpoint)[0]
    assert (row.state, row.answers[0]["status"]) == ("waiting", None)
    assert "private" in row.answers[0]["words"]
    assert not receiver.got


def test_the_api_says_what_is_wrong_with_an_address(api: Api) -> None:
    answer = api.post("/webhooks", {"name": "x", "address": "http://169.254.169.254/latest"})
    assert (answer.status, answer.code, answer.json["facts"]) == (
        422,
        "webhook_address",
        {"reason": "private"},
    )
    assert "FORAIN_WEBHOOK_NETWORKS" in answer.json["detail"]


def answers(monkeypatch: pytest.MonkeyPatch, *lists: list[str]) -> list[str]:
    """A resolver that gives one list after the other, the last for ever; the names it was asked for."""
    asked: list[str] = []

    def getaddrinfo(host: str, port: Any, *_: Any, **__: Any) -> Any:
        found = lists[min(len(asked), len(lists) - 1)] if host == "erp.example" else [host]
        if host == "erp.example":
            asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked
