"""The two clients: equal calls, canonical parameters, no secret anywhere, and errors that say what may be repeated."""

from __future__ import annotations

import asyncio
import inspect
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import pytest

from forain.marketplaces.spartoo.client import AsyncSpartooClient, SpartooClient, polite_pace
from forain.marketplaces.spartoo.operations import MAJ_ORDERS, OPERATIONS
from forain.marketplaces.spartoo.tests.support import Canned, Play
from forain.sdk import errors as sdk
from forain.sdk.flow import Retry

PARTNER = "0A1B2C3D4E5F6071"
EMPTY = b"<root><orders/><errors>1</errors></root>"
QUICK = Retry(attempts=3, base=0)
HTML = b"<!DOCTYPE html><html><body>Maintenance</body></html>"


#: Calls that are no service of their own: addresses an answer gave, and as many documents as it takes.
ON_TOP = ("import_progress", "import_result", "import_all", "maj_stock_all")


def _calls(cls: type) -> dict[str, str]:
    return {
        name: str(inspect.signature(member)).replace("AsyncIterator", "Iterator")
        for name, member in vars(cls).items()
        if callable(member) and not name.startswith("_") and name not in {"close", "aclose"}
    }


def test_both_clients_offer_the_same_calls() -> None:
    """Names, parameters and results; and each operation has its call."""
    assert _calls(SpartooClient) == _calls(AsyncSpartooClient)
    calls = {name.removeprefix("xml_") for name in OPERATIONS}
    assert set(_calls(SpartooClient)) == calls | {*ON_TOP}
    for name in _calls(SpartooClient):
        assert getattr(SpartooClient, name).__doc__ == getattr(AsyncSpartooClient, name).__doc__


def test_both_clients_send_the_same_bytes() -> None:
    async def asynchronous() -> None:
        async with AsyncSpartooClient(PARTNER, transport=canned) as client:
            await client.export_orders(date=since, statut=11)

    canned, since = Canned(EMPTY), datetime(2031, 5, 9, 5, 30, tzinfo=UTC)
    with SpartooClient(PARTNER, transport=canned) as client:
        client.export_orders(date=since, statut=11)
    asyncio.run(asynchronous())
    one, other = canned.requests
    assert (one.url, one.content) == (other.url, other.content)
    assert str(one.url) == "https://sws.spartoo.com/mp/xml_export_orders.php"
    assert parse_qsl(one.content.decode()) == [
        ("partenaire", PARTNER),
        ("date", "2031-05-09:07:30:00"),
        ("statut", "11"),
    ]


def test_returns_are_asked_in_unix_time() -> None:
    canned = Canned(b"<root><returns/></root>")
    with SpartooClient(PARTNER, site="cz", transport=canned) as client:
        client.export_returns(date=datetime(2031, 5, 9, tzinfo=UTC))
    (asked,) = canned.requests
    assert asked.url.host == "sws.spartoo.cz"
    assert ("date", "1936051200") in parse_qsl(asked.content.decode())


def test_what_is_not_wanted_is_not_sent() -> None:
    canned = Canned(b"<root><errors>1</errors></root>")
    with SpartooClient(PARTNER, transport=canned) as client:
        client.maj_orders("X", 2)
    assert [name for name, _ in parse_qsl(canned.requests[0].content.decode())] == [
        "partenaire",
        "oID",
        "statut",
    ]


def test_a_replaced_address_names_the_site_by_host() -> None:
    canned = Canned(EMPTY)
    for site in ("com", "co.uk"):
        with SpartooClient(PARTNER, site=site, endpoint="http://127.0.0.1:8801/", transport=canned) as client:
            client.export_orders(oid="X")
    assert [one.headers["host"] for one in canned.requests] == ["127.0.0.1:8801", "sws.spartoo.co.uk"]
    assert str(canned.requests[1].url).startswith("http://127.0.0.1:8801/mp/")


@pytest.mark.parametrize("body", [HTML, b"", b"<root><orders>", b"not a document", b"<other/>"])
def test_unreadable_answers(body: bytes) -> None:
    """A read is broken; a change is lost, for it may have taken effect."""
    with SpartooClient(PARTNER, transport=Canned(body)) as client:
        with pytest.raises(sdk.BrokenAnswer):
            client.export_orders(oid="X")
        with pytest.raises(sdk.AnswerLost):
            client.maj_orders("X", 2)


def test_reads_are_repeated_and_changes_are_not() -> None:
    canned = Canned(HTML, status=503)
    with SpartooClient(PARTNER, retry=QUICK, transport=canned) as client:
        with pytest.raises(sdk.AnswerLost):
            client.export_orders(oid="X")
        assert len(canned.requests) == 3
        with pytest.raises(sdk.AnswerLost):
            client.maj_orders("X", 2)
        assert len(canned.requests) == 4
    assert not MAJ_ORDERS.repeatable


def test_a_refused_http_status_without_document_is_not_success() -> None:
    with SpartooClient(PARTNER, transport=Canned(b"", status=404)) as client:
        with pytest.raises(sdk.BrokenAnswer) as caught:
            client.export_orders(oid="X")
        assert caught.value.status == 404


@pytest.mark.parametrize(
    "kind", ["timeout_after", "drop_after", "cut", "status_after", "truncated", "html", "garbage"]
)
def test_a_change_is_sent_once_whatever_goes_wrong(play: Play, kind: str) -> None:
    order = play.order()
    play.sandbox.fault(kind, service="xml_maj_orders")
    with play.client(retry=QUICK) as client, pytest.raises(sdk.AnswerLost):
        client.maj_orders(order, 2)
    assert len([one for one in play.exchanges if one.service == "xml_maj_orders"]) == 1


def test_the_polite_pace_stays_below_sixty_in_any_hour() -> None:
    pace = polite_pace()
    moments = [0.0]
    pace.now = lambda: moments[0]
    sent = []
    for _ in range(200):
        moments[0] += pace.reserve("xml_export_orders")
        sent.append(moments[0])
    assert max(sum(1 for one in sent if start <= one < start + 3600) for start in sent) < 60


def test_a_value_too_short_to_hide_is_refused() -> None:
    with pytest.raises(ValueError, match="four"):
        SpartooClient("abc")


# The secret ------------------------------------------------------------------------------------------------------


def test_the_partner_id_is_nowhere_to_be_seen(play: Play) -> None:
    """Not in exchanges, results, errors or their tracebacks, though `xml_maj_orders` echoes it."""
    secret, order = play.partenaire, play.order()
    told: list[object] = []
    with play.client() as client:
        told.append(client.maj_orders(order, 2))
        told += [client.export_orders(oid=order), client.export_returns(oid=order)]
        for oid, statut in ((order, 2), (order, 45), ("NOPE", 2), (secret, 2)):
            with pytest.raises(sdk.Rejected) as caught:
                client.maj_orders(oid, statut)
            told += [caught.value, caught.value.words, caught.getrepr(style="short")]
    with play.client("0123456789ABCDEF") as client, pytest.raises(sdk.AuthenticationFailed) as refused:
        client.export_orders(oid=order)
    told += [refused.value, *play.exchanges]
    assert secret not in "".join(repr(one) + str(one) for one in told)
    assert "0123456789ABCDEF" not in repr(refused.value)
    assert all(secret.encode() not in one.response_body + one.request_body for one in play.exchanges)
    assert len(play.exchanges) == 8


def test_a_broken_echo_does_not_leak_either() -> None:
    """An error that quotes the document quotes it without the secret."""
    document = f"<root><errors><error><id>{PARTNER}</id></error></errors></root>".encode()
    with SpartooClient(PARTNER, transport=Canned(document)) as client:
        for call in (lambda: client.export_orders(oid="X"), lambda: client.maj_orders("X", 2)):
            with pytest.raises(sdk.SdkError) as caught:
                call()
            assert PARTNER not in str(caught.value) + repr(caught.value) + repr(caught.value.__cause__)
