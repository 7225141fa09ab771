"""Every way a client may carry its parameters ends in the same request (rakuten.md section 2, spartoo.md section 3)."""

from __future__ import annotations

import socket
import sys
from urllib.parse import urlsplit

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forain.sandbox.inprocess import Sandbox
from forain.sandbox.reading import Call, Unreadable, pairs, request_of, text
from forain.sandbox.serve import Application

BOUNDARY = b"----------------------------a1b2c3"
MULTIPART = (
    b"--" + BOUNDARY + b'\r\nContent-Disposition: form-data; name="xml"\r\n\r\n<a>\xc3\xa9</a>\r\n'
    b"--" + BOUNDARY + b'\r\nContent-Disposition: form-data; name="file"; filename="stock.csv"\r\n'
    b"Content-Type: text/csv\r\n\r\nsku;1\r\n"
    b"--" + BOUNDARY + b"--\r\n"
)
MULTIPART_TYPE = b"multipart/form-data; boundary=" + BOUNDARY


def exchange(url: str, *pieces: bytes) -> bytes:
    """Bytes on a bare socket and whatever comes back until the server closes."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as sock:
        for piece in pieces:
            sock.sendall(piece)
        return _all(sock)


def until(sock: socket.socket, end: bytes) -> bytes:
    found = b""
    while end not in found and (chunk := sock.recv(65536)):
        found += chunk
    return found


def _all(sock: socket.socket) -> bytes:
    found = bytearray()
    while chunk := sock.recv(65536):
        found += chunk
    return bytes(found)


def head(line: str, *headers: str, host: str = "sws.spartoo.com.hr") -> bytes:
    return "\r\n".join([f"{line} HTTP/1.1", f"Host: {host}", "Connection: close", *headers, "", ""]).encode()


@pytest.mark.parametrize("host", ["ws.fr.shopping.rakuten.com", "sws.spartoo.fi:80", "anything at all", ""])
def test_any_host_is_answered(url: str, host: str) -> None:
    assert b"<p>a=1</p>" in exchange(url, head("GET /toy/echo?a=1", host=host))


def test_query_on_post_with_empty_body(url: str) -> None:
    answer = exchange(url, head("POST /toy/echo?partenaire=X&statut=", "Content-Length: 0"))
    assert b"<p>partenaire=X</p><p>statut=</p>" in answer


def test_post_without_any_length(url: str) -> None:
    assert b"<p>a=1</p>" in exchange(url, head("POST /toy/echo?a=1"))


@pytest.mark.parametrize("offer", ["Upgrade: h2c", "upgrade: h2c, websocket"])
def test_a_body_is_read_although_another_protocol_is_offered(url: str, offer: str) -> None:
    """Java's HttpClient does so with every plain request."""
    parts = urlsplit(url)
    headers = "Connection: Upgrade, HTTP2-Settings", "HTTP2-Settings: AAMA", offer
    form = "Content-Type: application/x-www-form-urlencoded", "Content-Length: 3"
    first = "\r\n".join(["POST /toy/echo?a=1 HTTP/1.1", "Host: x", *headers, *form, "", ""]).encode()
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as sock:
        sock.sendall(first)
        sock.sendall(b"b=2")
        assert b"<p>a=1</p><p>b=2</p>" in until(sock, b"</root>")
        sock.sendall(head("GET /toy/echo?again=1"))
        assert b"<p>again=1</p>" in _all(sock)


@pytest.mark.parametrize("raw", ["é".encode(), "é".encode("cp1252")])
def test_raw_bytes_in_the_query_are_read(url: str, raw: bytes) -> None:
    """Scripts that encode nothing."""
    assert "<p>a=é</p>".encode() in exchange(url, head("GET /toy/echo?a=@").replace(b"@", raw))


@pytest.mark.parametrize("target", ["//toy/echo?a=1", "http://sws.spartoo.com/toy/echo?a=1"])
def test_doubled_slashes_and_whole_addresses(url: str, target: str) -> None:
    assert b"<p>a=1</p>" in exchange(url, head(f"GET {target}"))


def test_form_and_query_stay_apart_and_repeated_names_are_kept(url: str) -> None:
    body = b"a=2&a=3&&b="
    kind = "Content-Type: application/x-www-form-urlencoded"
    answer = exchange(url, head("POST /toy/echo?a=1", kind, f"Content-Length: {len(body)}"), body)
    assert b"<p>a=1</p><p>a=2</p><p>a=3</p>" in answer


def test_multipart_text_fields_and_files(url: str) -> None:
    headers = f"Content-Type: {MULTIPART_TYPE.decode()}", f"Content-Length: {len(MULTIPART)}"
    answer = exchange(url, head("POST /toy/echo", *headers), MULTIPART)
    assert "<p>xml=<a>é</a></p><p>file:stock.csv:text/csv:5</p>" in answer.decode()


def test_chunked_body(url: str) -> None:
    kind = "Content-Type: application/x-www-form-urlencoded"
    answer = exchange(
        url, head("POST /toy/echo", kind, "Transfer-Encoding: chunked"), b"3\r\na=1\r\n0\r\n\r\n"
    )
    assert b"<p>a=1</p>" in answer


def test_expect_100_continue_is_granted_before_the_body_is_sent(url: str) -> None:
    """libcurl waits for it with bodies above 1 MB."""
    parts = urlsplit(url)
    headers = "Expect: 100-continue", "Content-Type: application/x-www-form-urlencoded", "Content-Length: 3"
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as sock:
        sock.sendall(head("POST /toy/echo", *headers))
        assert sock.recv(100).startswith(b"HTTP/1.1 100")
        sock.sendall(b"a=1")
        assert b"<p>a=1</p>" in _all(sock)


def test_a_body_above_the_limit_is_refused_and_the_server_lives(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused by its announced length, before 100-continue, and by what really came."""
    monkeypatch.setattr(
        Application.__init__, "__defaults__", (1000, *(Application.__init__.__defaults__ or ())[1:])
    )
    with sandbox.listen() as url:
        assert httpx2.post(f"{url}/toy/echo", content=b"x" * 1001).status_code == 413
        assert httpx2.post(f"{url}/toy/echo", content=(b"x" * 600 for _ in range(2))).status_code == 413
        told = httpx2.post(f"{url}/_control/reset", content=b"x" * 1001)
        assert (told.status_code, told.headers["content-type"]) == (413, "application/problem+json")
        expecting = head("POST /toy/echo", "Expect: 100-continue", "Content-Length: 2000")
        assert exchange(url, expecting).startswith(b"HTTP/1.1 413")
        assert httpx2.get(f"{url}/toy/echo").status_code == 200


def test_without_httptools_everything_works_with_h11(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no wheel of httptools; also the faults, which need the connection."""
    monkeypatch.setitem(sys.modules, "uvicorn.protocols.http.httptools_impl", None)
    with sandbox.listen() as url:
        assert httpx2.post(f"{url}/toy/echo?a=1", data={"b": "2"}).text.endswith(
            "<p>a=1</p><p>b=2</p></root>"
        )
        sandbox.fault("drop_before", count=1)
        sandbox.fault("cut", count=1)
        for _ in range(2):
            with pytest.raises(httpx2.RemoteProtocolError):
                httpx2.get(f"{url}/toy/list")
        assert httpx2.get(f"{url}/toy/list").status_code == 200


def test_pipelined_and_kept_connections(url: str) -> None:
    one = b"GET /toy/echo?n=1 HTTP/1.1\r\nHost: x\r\n\r\n"
    assert exchange(url, one, one, head("GET /toy/echo?n=2")).count(b"HTTP/1.1 200") == 3


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (b"multipart/form-data", MULTIPART),
        (MULTIPART_TYPE, MULTIPART[:-20]),
        (MULTIPART_TYPE, b"no part at all"),
    ],
)
def test_damaged_multipart_is_told_apart(content_type: bytes, body: bytes) -> None:
    with pytest.raises(Unreadable):
        request_of(Call(method="POST", path="/", content_type=content_type, body=body))


def test_a_body_of_another_type_is_nobodys_parameters() -> None:
    assert request_of(Call(method="POST", path="/", content_type=b"text/xml", body=b"<a b=c/>")).form == ()


def test_charsets() -> None:
    """Strict UTF-8 first, Windows-1252 for the rest."""
    assert text("L’été".encode()) == text("L’été".encode("cp1252")) == "L’été"


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"application/x-www-form-urlencoded", MULTIPART_TYPE, b"x/y"]),
)
def test_nothing_a_client_sends_breaks_the_reading(body: bytes, content_type: bytes) -> None:
    """Any bytes become a request or the one declared refusal."""
    try:
        request_of(Call(method="POST", path="/", query=body, content_type=content_type, body=body))
    except Unreadable:
        assert content_type == MULTIPART_TYPE


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(min_size=1), st.text())))
def test_what_was_encoded_is_read_back(given_pairs: list[tuple[str, str]]) -> None:
    from urllib.parse import urlencode

    usable = [
        (name, value)
        for name, value in given_pairs
        if not any("\ud800" <= c <= "\udfff" for c in name + value)
    ]
    assert list(pairs(urlencode(usable).encode())) == usable
