"""The client: what it sends, when it stops, what it makes of damaged answers, and that it keeps the secret."""

from __future__ import annotations

import asyncio
import dataclasses
import inspect
import keyword
import logging
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest

from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr.client import AsyncRakutenFrClient, RakutenFrClient
from forain.marketplaces.rakuten_fr.flows import STATUS_WORDS, Calls
from forain.marketplaces.rakuten_fr.operations import OPERATIONS
from forain.marketplaces.rakuten_fr.tests.support import TOKEN, Canned, Play, canned_client, sample
from forain.sdk import errors as sdk
from forain.sdk.flow import NO_RETRY, Retry
from forain.wire.http import Exchange
from forain.wire.xml import encode

AT_ONCE = Retry(attempts=3, base=0, ceiling=0)
CHANGING = [name for name, one in OPERATIONS.items() if not one.repeatable]
READING = [name for name, one in OPERATIONS.items() if one.repeatable]
ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "genericimportfile": (b"<items/>",),
    "genericimportreport": ("1",),
    "import": (b"A;1.00;2",),
    "importreport": ("1",),
    "producttypetemplate": ("jouet",),
    "purge_campaign": ("81234", "2013-01-01"),
    "acceptsale": ("1",),
    "refusesale": ("1",),
    "getiteminfos": ("1",),
    "settrackingpackageinfos": ("1", "GLS", "2"),
    "contactusaboutitem": ("1", "Bonjour"),
    "contactpriceministeraboutitem": ("1", "Bonjour"),
    "contactuseraboutitem": ("1", "Bonjour"),
    "cancelitem": ("1", "Cassé"),
    "confirmpreorder": ("1", 2),
    "getbillinginformation": ("1",),
    "getshippinginformation": ("1",),
    "getcompensationdetails": ("000001",),
    "importitemshippingstatus": ((m.ShippingNotice(purchase_id="1", item_id="2", tracking_number="Oui"),),),
}


#: Methods that are no service of their own: fields of `Calls`, iterators, records one by one, listing's old path.
BESIDES = {
    "close",
    "iter_currentsales",
    "iter_operations",
    "listing_old",
    "notice",
    "own_adverts",
    "report_lines",
}


def _call(client: RakutenFrClient, service: str) -> Any:
    name = f"{service}_" if keyword.iskeyword(service) else service
    return getattr(client, name)(*ARGUMENTS.get(service, ()))


# -- the two clients ----------------------------------------------------------------------------------------


def _calls(cls: type) -> dict[str, list[str]]:
    found = {name: member for name, member in inspect.getmembers(cls, callable) if name[0] != "_"}
    return {name: list(inspect.signature(member).parameters) for name, member in found.items()}


def test_both_clients_offer_the_same_calls_with_the_same_parameters() -> None:
    blocking, waiting = _calls(RakutenFrClient), _calls(AsyncRakutenFrClient)
    assert blocking.pop("close") == waiting.pop("aclose")
    assert blocking == waiting


def test_every_operation_has_a_call_and_every_call_an_operation() -> None:
    flows = {name.rstrip("_") for name, _ in inspect.getmembers(Calls, callable) if name[0] != "_"}
    assert flows - BESIDES == set(OPERATIONS)
    calls = {name.rstrip("_") for name in _calls(RakutenFrClient) if not name.startswith("iter_")}
    assert calls - BESIDES == set(OPERATIONS)


def test_both_constructors_take_the_same() -> None:
    blocking, waiting = (inspect.signature(one).parameters for one in (RakutenFrClient, AsyncRakutenFrClient))
    assert list(blocking) == list(waiting)


def test_the_async_client_reads_the_same_sales(play: Play, client: RakutenFrClient) -> None:
    for _ in range(3):
        play.item(accepted=True)

    async def read() -> tuple[m.NewSales, list[m.Sale]]:
        async with play.async_client() as other:
            return await other.getnewsales(), [one async for one in other.iter_currentsales()]

    new, current = asyncio.run(read())
    assert (new, current) == (client.getnewsales(), list(client.iter_currentsales()))


# -- what is sent -------------------------------------------------------------------------------------------


def _sent(act: Callable[[RakutenFrClient], Any], answer: bytes) -> dict[str, str]:
    transport = Canned(answer)
    with RakutenFrClient(
        "atelier-lumiere", TOKEN, endpoint="https://rakuten.invalid/", transport=transport
    ) as client:
        act(client)
    request = transport.requests[0]
    assert request.url.path == "/sales_ws"
    assert request.method == "GET"
    return dict(request.url.params)


HEAD = {"login": "atelier-lumiere", "pwd": TOKEN}


def test_optional_parameters_are_left_out_and_france_is_249() -> None:
    sent = _sent(lambda client: client.acceptsale("7"), sample("acceptsale.xml"))
    assert sent == {
        **HEAD,
        "action": "acceptsale",
        "version": "2021-04-08",
        "itemid": "7",
        "shippingfromcountry": "249",
    }


def test_filters_of_the_current_sales_are_written_as_documented() -> None:
    sent = _sent(
        lambda client: client.getcurrentsales(
            purchase_date=date(2031, 5, 6),
            pending_preorders=True,
            not_shipped_only=True,
            next_token="41200000077",
        ),
        sample("getcurrentsales.xml"),
    )
    assert sent == {
        **HEAD,
        "action": "getcurrentsales",
        "version": "2021-10-29",
        "purchasedate": "2031-05-06",
        "ispendingpreorder": "y",
        "notshippeditemsonly": "true",
        "nexttoken": "41200000077",
    }


def test_text_travels_as_utf_8() -> None:
    sent = _sent(
        lambda client: client.contactusaboutitem("7", "Ça part à 15 h… d’accord ?", "9"),
        sample("contactusaboutitem.xml"),
    )
    assert (sent["content"], sent["mailparentid"]) == ("Ça part à 15 h… d’accord ?", "9")


# -- pages --------------------------------------------------------------------------------------------------


def _pages(*tokens: str) -> list[bytes]:
    sale = m.Sale(purchase_id="1", purchase_date=PURCHASED, items=())
    return [encode(m.CurrentSales(seller_id="1", next_token=one, sales=(sale,))) for one in tokens]


PURCHASED = datetime(2031, 5, 6, tzinfo=UTC)
ABSENT = sample("getcurrentsales.xml").replace(b"<nexttoken>41200000077</nexttoken>", b"")


@pytest.mark.parametrize(
    ("bodies", "pages"),
    [
        (_pages("1", "2", ""), 3),
        (_pages(""), 1),
        (_pages("1", "1"), 2),  # a repeated token would go round for ever
        (_pages("1", "2", "1"), 3),
        ([*_pages("1"), ABSENT], 2),
    ],
)
def test_pages_end_on_an_absent_empty_or_repeated_token(bodies: list[bytes], pages: int) -> None:
    with canned_client(*bodies) as client:
        assert len(list(client.iter_currentsales())) == pages


# -- damaged answers ----------------------------------------------------------------------------------------

HTML = b"<!DOCTYPE html><html><body>Maintenance</body></html>"
TRUNCATED = sample("getnewsales.xml")[:900]
OTHER_ROOT = b"<surprise/>"
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
DAMAGED = [HTML, TRUNCATED, OTHER_ROOT, DOCTYPE, b"", b"   ", b"\x00\xff\xfe", b"{}"]


@pytest.mark.parametrize("body", DAMAGED)
@pytest.mark.parametrize("service", READING)
def test_a_read_whose_answer_cannot_be_read_is_broken_and_says_where(service: str, body: bytes) -> None:
    with canned_client(body) as client, pytest.raises(sdk.BrokenAnswer) as failure:
        _call(client, service)
    assert failure.value.place
    assert failure.value.service == service


@pytest.mark.parametrize("body", DAMAGED)
@pytest.mark.parametrize("service", CHANGING)
def test_a_change_whose_answer_cannot_be_read_may_have_taken_effect(service: str, body: bytes) -> None:
    with canned_client(body) as client, pytest.raises(sdk.AnswerLost):
        _call(client, service)


@pytest.mark.parametrize("service", CHANGING)
def test_a_change_without_the_word_of_success_is_no_success(service: str) -> None:
    cls = OPERATIONS[service].answer
    needed = {one.name: "1" for one in dataclasses.fields(cls) if one.default is dataclasses.MISSING}
    with (
        canned_client(encode(cls(**{**needed, "status": "Perhaps"}))) as client,
        pytest.raises(sdk.AnswerLost, match="Perhaps"),
    ):
        _call(client, service)
    assert STATUS_WORDS[cls]


def test_an_html_page_with_a_status_that_says_no_is_no_answer_at_all() -> None:
    with canned_client(HTML, status=404) as client, pytest.raises(sdk.AnswerLost) as failure:
        client.getnewsales()
    assert failure.value.status == 404


def test_a_sale_without_its_number_names_the_element() -> None:
    body = sample("getnewsales.xml").replace(b"<itemid>910000501</itemid>", b"<itemid></itemid>")
    with canned_client(body) as client, pytest.raises(sdk.BrokenAnswer) as failure:
        client.getnewsales()
    assert failure.value.place.endswith("sales/sale[1]/items/item[1]/itemid")


def test_oddities_are_told_and_do_not_stop_anything() -> None:
    told: list[tuple[str, str]] = []
    body = sample("getitemtodolist.xml").replace(b"<sellerid>", b"<surprise/><sellerid>")
    body = body.replace(b"<lastversion>2011-09-01", b"<lastversion>2031-01-01")
    with RakutenFrClient(
        "x", TOKEN, transport=Canned(body), notice=lambda service, words: told.append((service, words))
    ) as client:
        assert client.getitemtodolist().items
    assert [service for service, _ in told] == ["getitemtodolist", "getitemtodolist"]
    assert "surprise" in told[0][1]
    assert "2031-01-01" in told[1][1]


# -- trying again -------------------------------------------------------------------------------------------


class _Failing(Canned):
    """Fails a few times, then answers."""

    def __init__(self, body: bytes, failures: int, error: type[httpx2.TransportError]) -> None:
        super().__init__(body)
        self.failures, self.error = failures, error

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if len(self.requests) < self.failures:
            self.requests.append(request)
            raise self.error("no", request=request)
        return super().handle_request(request)


def _client(transport: Canned, retry: Retry = AT_ONCE) -> RakutenFrClient:
    return RakutenFrClient("x", TOKEN, transport=transport, retry=retry)


def test_a_lost_read_is_asked_again() -> None:
    transport = _Failing(sample("getnewsales.xml"), 2, httpx2.ReadTimeout)
    with _client(transport) as client:
        assert client.getnewsales().sales
    assert len(transport.requests) == 3


@pytest.mark.parametrize("service", CHANGING)
def test_a_lost_change_is_never_sent_again(service: str) -> None:
    transport = _Failing(sample("acceptsale.xml"), 1, httpx2.ReadTimeout)
    with _client(transport) as client, pytest.raises(sdk.AnswerLost):
        _call(client, service)
    assert len(transport.requests) == 1


def test_a_change_that_surely_did_not_arrive_is_sent_again() -> None:
    transport = _Failing(sample("acceptsale.xml"), 2, httpx2.ConnectError)
    with _client(transport) as client:
        assert client.acceptsale("1").status == "Accepted"


@pytest.mark.parametrize(("service", "calls"), [("getnewsales", 3), ("acceptsale", 1)])
def test_rakutens_own_failure_is_tried_again_for_reads_only(service: str, calls: int) -> None:
    failure = m.ErrorResponse(
        type="Unknown error", code="Unknown error", message="Service unavailable", details=("",)
    )
    transport = Canned(encode(failure))
    with _client(transport) as client, pytest.raises(sdk.MarketplaceFailure):
        _call(client, service)
    assert len(transport.requests) == calls


# -- the secret ---------------------------------------------------------------------------------------------


def test_the_token_is_in_no_exception_no_repr_no_exchange_and_no_log(
    play: Play, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    spoken: list[str] = []
    echo = f"<errorresponse><error><code>ParameterError</code><message>pwd={TOKEN}</message><details><detail>{TOKEN} is bad</detail></details></error></errorresponse>"
    bad_status = encode(m.AcceptedSale(status=TOKEN))
    bad_value = sample("getnewsales.xml").replace(b"<purchasedate>03", b"<purchasedate>" + TOKEN.encode())
    exchanges: list[Exchange] = []
    for body in (echo.encode(), bad_status, bad_value, TOKEN.encode(), *DAMAGED):
        for service in OPERATIONS:
            transport = Canned(body)
            with RakutenFrClient(
                "x", TOKEN, record=exchanges.append, transport=transport, retry=NO_RETRY
            ) as client:
                spoken.append(repr(client) + repr(client._calls))
                with pytest.raises(sdk.SdkError) as failure:
                    _call(client, service)
            spoken += [str(failure.value), repr(failure.value), repr(vars(failure.value))]
            spoken.append("".join(_chain(failure.value)))
    assert exchanges
    spoken += [repr(one) for one in exchanges] + [caplog.text]
    assert not [one for one in spoken if TOKEN in one]


def _chain(error: BaseException) -> list[str]:
    import traceback

    return traceback.format_exception(error)


def test_the_whole_journey_leaves_no_token_in_its_exchanges(play: Play) -> None:
    play.item(shipped=True)
    assert play.exchanges
    assert all(play.token not in repr(one) for one in play.exchanges)
    assert all("pwd=[redacted]" in one.url for one in play.exchanges)


def test_samples_hold_no_real_looking_token() -> None:
    files = Path(__file__).parents[1].joinpath("samples").rglob("*.*ml")
    for file in files:
        assert b"pwd=" not in file.read_bytes()
