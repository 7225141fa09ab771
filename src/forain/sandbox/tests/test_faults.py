"""Faults are real: what happens "before the effect" leaves no trace in the ledger, what happens after does."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx2
import msgspec
import pytest

from forain.sandbox.faults import Faults, NewFault
from forain.sandbox.inprocess import Sandbox
from forain.sandbox.mischief import HUGE, KINDS
from forain.sandbox.tests import market

SHIP = "/toy/ship?order=o1"


def shipped(sandbox: Sandbox) -> int:
    return sum(one.effect == "shipped" for one in sandbox.ledger.entries)


@pytest.mark.parametrize("kind", KINDS)
def test_the_effect_happens_exactly_when_the_table_says(
    sandbox: Sandbox, http: httpx2.Client, kind: str
) -> None:
    sandbox.fault(kind, size=1000, delay=60)
    try:
        http.get(SHIP).read()
    except httpx2.TransportError:
        assert kind in {"timeout_before", "timeout_after", "drop_before", "drop_after", "cut", "slow"}
    assert shipped(sandbox) == KINDS[kind].applied


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_over_a_socket(sandbox: Sandbox, url: str, kind: str) -> None:
    """Both deliveries come from one decision; a client sees the same class of failure."""
    sandbox.fault(kind, size=1000, delay=0.2)
    failed = False
    try:
        httpx2.get(url + SHIP)
    except httpx2.RemoteProtocolError:
        failed = True
    assert failed == (kind in {"timeout_before", "timeout_after", "drop_before", "drop_after", "cut"})
    assert shipped(sandbox) == KINDS[kind].applied


LOOKS: dict[str, Callable[[httpx2.Response], bool]] = {
    "status": lambda one: one.status_code == 503 and "<html>" in one.text,
    "html": lambda one: one.status_code == 200 and one.text.startswith("<!DOCTYPE html>"),
    "quota": lambda one: "<error>quota</error>" in one.text,
    "deactivated": lambda one: "<error>deactivated</error>" in one.text,
    "internal": lambda one: "<error>internal</error>" in one.text,
    "truncated": lambda one: one.text.startswith("<?xml") and not one.text.endswith("</root>"),
    "doctype": lambda one: "<!DOCTYPE root [" in one.text and one.text.endswith("</root>"),
    "wrong_charset": lambda one: b"\xe9" in one.content and 'encoding="UTF-8"' in one.text,
    "garbage": lambda one: one.headers["content-type"].startswith("text/xml") and len(one.content) == 2048,
    "slow": lambda one: one.text.endswith("</root>"),
}


@pytest.mark.parametrize("kind", LOOKS)
def test_what_a_client_gets(sandbox: Sandbox, http: httpx2.Client, kind: str) -> None:
    sandbox.fault(kind)
    assert LOOKS[kind](http.get(SHIP))


def test_an_empty_error_with_a_status_of_choice(sandbox: Sandbox, http: httpx2.Client) -> None:
    sandbox.fault("status", status=502, empty=True)
    answer = http.get(SHIP)
    assert (answer.status_code, answer.content) == (502, b"")


def test_silence_longer_than_the_callers_patience_is_a_timeout_in_process(
    sandbox: Sandbox, http: httpx2.Client
) -> None:
    sandbox.fault("timeout_after")
    with pytest.raises(httpx2.ReadTimeout):
        http.get(SHIP, timeout=5)


def test_silence_over_a_socket_times_out_and_the_server_goes_on(sandbox: Sandbox, url: str) -> None:
    """A held connection holds nobody else."""
    sandbox.fault("timeout_before", service="ship", delay=30)
    began = time.monotonic()
    with pytest.raises(httpx2.ReadTimeout):
        httpx2.get(url + SHIP, timeout=0.3)
    assert httpx2.get(f"{url}/toy/list").status_code == 200
    assert time.monotonic() - began < 20, "the silence is of 30 s"


def test_stopping_does_not_wait_for_held_connections(sandbox: Sandbox) -> None:
    sandbox.fault("timeout_before", delay=60)
    with sandbox.listen() as url:
        parts = urlsplit(url)
        sock = socket.create_connection((parts.hostname, parts.port))
        sock.sendall(b"GET /toy/ship?order=o1 HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(0.2)
        began = time.monotonic()
    assert time.monotonic() - began < 20, "the connection is held for a minute"
    assert sock.recv(10) == b""
    sock.close()


def test_a_cut_body_announces_more_than_comes(sandbox: Sandbox, url: str) -> None:
    sandbox.fault("cut")
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as sock:
        sock.sendall(b"GET /toy/list HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = b"".join(iter(lambda: sock.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    announced = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    assert 0 < len(body) < announced


def test_a_huge_body_is_streamed(sandbox: Sandbox, url: str) -> None:
    """100 MB announced; the client may stop reading, and the server lives on."""
    sandbox.fault("huge", count=1)
    with httpx2.stream("GET", f"{url}/toy/list") as answer:
        assert int(answer.headers["content-length"]) == HUGE
        assert next(answer.iter_bytes()).startswith(b"<?xml")
    assert httpx2.get(f"{url}/toy/list").text.endswith("</root>")


def test_rules_are_kept_by_stage_service_account_and_count(sandbox: Sandbox, http: httpx2.Client) -> None:
    rule = sandbox.fault("status", stage="toymart", service="sh*", account="shop", count=2)
    known = f"&token={market.TOKEN}"
    asked = ["/toy/list?x=1", SHIP, SHIP + known, SHIP + known, SHIP + known]
    assert [http.get(one).status_code for one in asked] == [200, 200, 503, 503, 200]
    assert (rule.struck, rule.left) == (2, 0)


def test_the_same_seed_strikes_the_same_calls() -> None:
    def struck(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.add(NewFault(kind="status", probability=0.5))
        return [faults.strike("a", "b", "c") is not None for _ in range(200)]

    assert struck(7) == struck(7) != struck(8)
    assert 60 < sum(struck(7)) < 140


def test_a_fault_does_not_change_the_world_of_the_seed() -> None:
    """Otherwise a test with faults could not be compared to one without."""
    plain, faulty = (Sandbox(stages={"toymart": market.stage}, frozen=True, seed=5) for _ in range(2))
    faulty.fault("garbage")
    with httpx2.Client(transport=faulty.transport(), base_url=faulty.url) as client:
        client.get("/toy/list")
    assert plain.control("buy", sku="x")["id"] == faulty.control("buy", sku="x")["id"]
    assert plain.world.random.random() == faulty.world.random.random()


def test_an_unknown_kind_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(msgspec.ValidationError):
        sandbox.fault("earthquake")


def test_the_async_transport_misbehaves_alike(sandbox: Sandbox) -> None:
    import asyncio

    async def ask() -> httpx2.Response:
        async with httpx2.AsyncClient(transport=sandbox.async_transport(), base_url=sandbox.url) as client:
            return await client.get(SHIP)

    assert asyncio.run(ask()).text.endswith("</root>")
    sandbox.fault("cut")
    with pytest.raises(httpx2.RemoteProtocolError):
        asyncio.run(ask())


def test_records_of_a_list_come_twice_or_in_another_order() -> None:
    """The list is the outermost repetition; letters, CDATA and encoding stay, and a document without a list is left alone."""
    import random

    from forain.sandbox import records

    document = (
        '<?xml version="1.0" encoding="ISO-8859-1"?>\n<r><n>3</n><l>'
        + "".join(f"<s><id>{number}</id><t><![CDATA[é & {number}]]></t></s>" for number in range(9))
        + "</l></r>"
    ).encode("iso-8859-1")
    shuffled = records.reordered(document, random.Random(1))
    doubled = records.duplicated(document, random.Random(1))
    assert shuffled != document
    assert sorted(shuffled.split(b"<s>")[1:9]) != shuffled.split(b"<s>")[1:9]
    for number in range(9):
        wanted = f"<![CDATA[é & {number}]]>".encode("iso-8859-1")
        assert shuffled.count(wanted) == 1
        assert doubled.count(wanted) in (1, 2)
    assert doubled.count(b"<s>") > 9
    single = b"<r><l><s><id>1</id></s></l></r>"
    assert records.reordered(single, random.Random(1)) == single
    assert records.duplicated(b"no xml", random.Random(1)) == b"no xml"
    order = (
        b"<r><orders><order><id>1</id><products><product><id>1</id></product><product><id>2</id></product>"
    )
    order += b"</products></order></orders></r>"
    doubled = records.duplicated(order, random.Random(1))
    assert doubled.count(b"<order>") == 2, "the order, not its lines"
    assert doubled.count(b"<product>") == 4
