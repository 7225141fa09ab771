"""Files and reports of any size in the same memory: what goes out is read piece by piece, what comes line by line."""

from __future__ import annotations

import asyncio
import itertools
import tracemalloc
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import httpx2
import pytest

from forain.marketplaces.rakuten_fr.client import AsyncRakutenFrClient, RakutenFrClient
from forain.marketplaces.rakuten_fr.tests.stock_support import document, done, report, toy
from forain.marketplaces.rakuten_fr.tests.support import TOKEN, Canned, Play, canned_client, sample
from forain.sdk import errors as sdk
from forain.sdk.flow import NO_RETRY, Retry
from forain.wire.http import Exchange

LINE = b"<product><sku>TOUR-01</sku><status>Trait\xe9</status><pid>40112233</pid><aid>990011223</aid><errors/></product>"
START, _, END = (
    sample("genericimportreport.xml")
    .replace(b"<nexttoken>41200000077</nexttoken>", b"")
    .partition(b"<product>")
)
#: What any of these may hold at once, whatever the size: a few pieces of 64 KiB and the parser's own.
BOUND = 1_000_000


@dataclass
class Pieces(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body that is never whole in memory."""

    make: Callable[[], Iterator[bytes]]

    def __iter__(self) -> Iterator[bytes]:
        return self.make()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.make():
            yield piece


@dataclass
class Reports(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """Answers with a page of so many lines."""

    count: int
    asked: int = 0

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.asked += 1
        return httpx2.Response(200, stream=Pieces(self._body))

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        return self.handle_request(request)

    def _body(self) -> Iterator[bytes]:
        return itertools.chain(
            (START,), itertools.repeat(LINE * 100, self.count // 100), (b"<product>" + END,)
        )


def _read(transport: Reports) -> int:
    with RakutenFrClient("x", TOKEN, transport=transport) as client:
        return sum(1 for _ in client.iter_genericimportreport("1"))


def _read_async(transport: Reports) -> int:
    async def read() -> int:
        async with AsyncRakutenFrClient("x", TOKEN, transport=transport) as client:
            count = 0
            async for _ in client.iter_genericimportreport("1"):
                count += 1
            return count

    return asyncio.run(read())


def _peak(act: Callable[[], object]) -> int:
    tracemalloc.start()
    act()
    reached = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return reached


@pytest.mark.parametrize("read", [_read, _read_async])
def test_a_page_of_any_length_is_read_line_by_line_in_the_same_memory(read: Callable[[Reports], int]) -> None:
    """30,000 lines, 3 MB: the client holds no more of them than of 3,000."""
    assert read(Reports(100)) == 102
    few, many = (_peak(lambda count=count: read(Reports(count))) for count in (3_000, 30_000))  # type: ignore[misc]
    print(f"{read.__name__}: {few} bytes for 3,000 lines, {many} for 30,000")
    assert many < BOUND
    assert many < few * 1.2


# -- uploads ------------------------------------------------------------------------------------------------


@dataclass
class Taken(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """Takes a body piece by piece and remembers its digest, its length and the largest piece."""

    headers: dict[str, str] = field(default_factory=dict)
    tail: bytes = b""
    size: int = 0
    largest: int = 0

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        assert isinstance(request.stream, httpx2.SyncByteStream)
        for piece in request.stream:
            self._take(piece)
        return self._answer(request)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        assert isinstance(request.stream, httpx2.AsyncByteStream)
        async for piece in request.stream:
            self._take(piece)
        return self._answer(request)

    def _take(self, piece: bytes) -> None:
        self.size += len(piece)
        self.largest = max(self.largest, len(piece))
        self.tail = (self.tail + piece)[-200:]

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        self.headers = dict(request.headers)
        return httpx2.Response(200, content=sample("genericimportfile.xml"))


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """21 MB."""
    found = tmp_path / "stock.xml"
    with found.open("wb") as file:
        for _ in range(200):
            file.write(LINE * 1000)
    return found


def _send(transport: Taken, path: Path) -> None:
    with RakutenFrClient("x", TOKEN, transport=transport) as client:
        assert client.genericimportfile(path).status == "OK"


def _send_async(transport: Taken, path: Path) -> None:
    async def send() -> None:
        async with AsyncRakutenFrClient("x", TOKEN, transport=transport) as client:
            assert (await client.genericimportfile(path)).status == "OK"

    asyncio.run(send())


@pytest.mark.parametrize("send", [_send, _send_async])
def test_a_file_on_disk_is_sent_piece_by_piece(send: Callable[[Taken, Path], None], large: Path) -> None:
    """Its length is announced, as for a body from memory, and 21 MB need less than 1."""
    send(Taken(), large)
    taken = Taken()
    peak = _peak(lambda: send(taken, large))
    print(f"{send.__name__}: {peak} bytes for a file of {large.stat().st_size}")
    assert peak < BOUND
    assert taken.size == int(taken.headers["content-length"]) > large.stat().st_size
    assert "transfer-encoding" not in taken.headers
    assert taken.largest <= 64 * 1024


def test_the_same_file_from_disk_and_from_memory_is_the_same_request(tmp_path: Path) -> None:
    path = tmp_path / "stock.xml"
    path.write_bytes(document(toy()))
    requests = []
    for content in (path, path.read_bytes()):
        transport = Canned(sample("genericimportfile.xml"))
        with RakutenFrClient("x", TOKEN, transport=transport) as client:
            client.genericimportfile(content)
        requests.append(transport.requests[0])
    bodies = [one.read() for one in requests]
    assert bodies[0] == bodies[1]
    assert sha256(path.read_bytes()).hexdigest().encode() in bodies[0]
    assert requests[0].headers["content-type"] == requests[1].headers["content-type"]


def test_a_file_on_disk_arrives_and_its_record_names_it(play: Play, tmp_path: Path) -> None:
    path = tmp_path / "mes offres.xml"
    path.write_bytes(document(toy()))
    with play.client() as client:
        number = client.genericimportfile(path).import_id
    play.pass_time(minutes=2)
    found = report(play, number)
    assert (found.file.name, [one.sku for one in found.lines]) == ("mes offres.xml", ["TOUR-01"])
    [exchange] = [one for one in play.exchanges if one.service == "genericimportfile"]
    assert exchange.request_body.startswith(b"[mes offres.xml, ")


def test_a_flat_file_on_disk_arrives_over_asyncio(play: Play, tmp_path: Path) -> None:
    done(play, toy())
    path = tmp_path / "prices.csv"
    path.write_bytes(b"TOUR-01;19,50;7\n")

    async def send() -> str:
        async with play.async_client() as client:
            return (await client.import_(path, mapping_alias="PRICEQUANTITY")).import_id

    number = asyncio.run(send())
    play.pass_time(minutes=2)
    with play.client() as client:
        assert client.importreport(number).process_status == "PROCESSED"
        assert [one.stock for one in client.iter_export()] == [7]


class _Refusing(Taken):
    """Certainly not arrived, twice."""

    tries = 0

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.tries += 1
        if self.tries < 3:
            raise httpx2.ConnectError("no", request=request)
        return super().handle_request(request)


def test_a_file_that_did_not_arrive_is_read_again_from_its_beginning(large: Path) -> None:
    transport = _Refusing()
    retry = Retry(attempts=3, base=0, ceiling=0)
    with RakutenFrClient("x", TOKEN, transport=transport, retry=retry) as client:
        client.genericimportfile(large)
    assert transport.tries == 3
    assert transport.size > large.stat().st_size


# -- answers that are not as they should be -----------------------------------------------------------------


def test_an_error_document_is_its_error_and_nothing_is_read(play: Play) -> None:
    with play.client() as client, pytest.raises(sdk.NotFound):
        next(client.iter_genericimportreport("1337"))


@pytest.mark.parametrize("body", [b"<html><body>Maintenance</body></html>", b"", b"<surprise/>"])
def test_what_is_no_report_is_broken(body: bytes) -> None:
    with canned_client(body) as client, pytest.raises(sdk.BrokenAnswer) as failure:
        next(client.iter_genericimportreport("1"))
    assert failure.value.service == "genericimportreport"
    with canned_client(body, status=503) as client, pytest.raises(sdk.AnswerLost):
        next(client.iter_genericimportreport("1"))


def test_a_page_that_is_cut_gives_its_lines_and_then_says_where_it_ends() -> None:
    with canned_client(START + LINE * 3 + b"<product><sku>X") as client:
        lines = client.iter_genericimportreport("1")
        assert [one.sku for one in itertools.islice(lines, 3)] == ["TOUR-01"] * 3
        with pytest.raises(sdk.BrokenAnswer) as failure:
            next(lines)
    assert failure.value.place


def test_oddities_are_told_once_the_page_is_read() -> None:
    told: list[str] = []
    body = START + LINE.replace(b"<errors/>", b"<surprise/>") + b"<product>" + END
    with RakutenFrClient(
        "x", TOKEN, transport=Canned(body), retry=NO_RETRY, notice=lambda _, words: told.append(words)
    ) as client:
        assert len(list(client.iter_genericimportreport("1"))) == 3
    assert [one for one in told if "surprise" in one]


def test_the_record_keeps_the_beginning_of_a_long_answer() -> None:
    exchanges: list[Exchange] = []
    with RakutenFrClient("x", TOKEN, transport=Reports(10_000), record=exchanges.append) as client:
        next(client.iter_genericimportreport("1"))
    assert exchanges[0].response_body.startswith(START[:200])
    assert len(exchanges[0].response_body) == 64 * 1024
