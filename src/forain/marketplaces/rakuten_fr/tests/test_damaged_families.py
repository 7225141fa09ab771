"""Each way the real service damages documents, on the answer of every service: read as the good one, or its error.

The good documents are the sandbox's answers to `good_calls`; each damage makes a body of its own from each of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape, unescape
from typing import Any

import pytest

from forain.marketplaces.rakuten_fr.calls import ByHand, offer
from forain.marketplaces.rakuten_fr.client import RakutenFrClient
from forain.marketplaces.rakuten_fr.tests.asking import ANY_DAY, ask_for
from forain.marketplaces.rakuten_fr.tests.good_calls import GOOD
from forain.marketplaces.rakuten_fr.tests.support import Canned, Play, canned_client, sample
from forain.sdk import errors as sdk
from forain.sdk.client import SyncDriver
from forain.sdk.flow import NO_RETRY
from forain.wire.http import Exchange

SERVICES = sorted(GOOD)
_DECLARATION = re.compile(rb"^<\?xml[^>]*\?>")
_CDATA = re.compile(rb"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_TEXT = re.compile(rb"(?<=>)([^<>]*[^<>\s][^<>]*)(?=</)")


def _blank_lines_first(body: bytes) -> bytes:
    return b"\n\r\n \n" + body


def _blank_lines_after_the_declaration(body: bytes) -> bytes:
    return _DECLARATION.sub(lambda found: found[0] + b"\n\n\n\n", body)


def _no_namespace(body: bytes) -> bytes:
    return re.sub(rb'\s(?:xmlns(?::\w+)?|xsi:schemaLocation)="[^"]*"', b"", body)


def _undeclared_prefix(body: bytes) -> bytes:
    """`xsi:schemaLocation` stays and what declares `xsi` is gone."""
    return re.sub(rb'\sxmlns(?::\w+)?="[^"]*"', b"", body)


def _text_for_cdata(body: bytes) -> bytes:
    return _CDATA.sub(lambda found: escape(found[1].decode("latin-1"), quote=False).encode("latin-1"), body)


def _cdata_for_text(body: bytes) -> bytes:
    def wrapped(found: re.Match[bytes]) -> bytes:
        plain = unescape(found[1].decode("latin-1"))
        return b"<![CDATA[" + plain.encode("latin-1", "xmlcharrefreplace") + b"]]>"

    return _TEXT.sub(wrapped, _text_for_cdata(body))


def _no_declaration_in_utf_8(body: bytes) -> bytes:
    """Without a declaration a document is UTF-8."""
    return _DECLARATION.sub(b"", body).decode("latin-1").encode("utf-8")


SAME: Mapping[str, Callable[[bytes], bytes]] = {
    one.__name__: one
    for one in (
        _blank_lines_first,
        _blank_lines_after_the_declaration,
        _no_namespace,
        _undeclared_prefix,
        _text_for_cdata,
        _cdata_for_text,
        _no_declaration_in_utf_8,
    )
}


@pytest.fixture(scope="module")
def good() -> Mapping[str, bytes]:
    """The answers of all services, in their newest versions."""
    return {service: _answer(service) for service in SERVICES}


def _answer(service: str) -> bytes:
    play, exchanges = Play.begin(), list[Exchange]()
    version = offer.operations[service].version
    ask_for(play, service, version, GOOD[service](play), record=exchanges.append)
    return exchanges[-1].response_body


def _read(service: str, body: bytes, status: int = 200) -> Any:
    """What the client makes of a body; parameters do not matter here."""
    calls = ByHand(login="x", token="t" * 32, retry=NO_RETRY, notice=lambda *_: None)
    with SyncDriver(transport=Canned(body, status=status)) as driver:
        return driver.run(calls.ask(offer.operations[service], {"version": ANY_DAY}, {}))


@pytest.mark.parametrize("damage", SAME)
@pytest.mark.parametrize("service", SERVICES)
def test_it_is_read_as_the_good_one(good: Mapping[str, bytes], service: str, damage: str) -> None:
    assert _read(service, SAME[damage](good[service])) == _read(service, good[service])


@pytest.mark.parametrize("damage", sorted(SAME))
def test_each_damage_changes_the_documents_it_is_for(good: Mapping[str, bytes], damage: str) -> None:
    """Not every answer has CDATA; all have text, most a namespace."""
    changed = [service for service in SERVICES if SAME[damage](good[service]) != good[service]]
    assert len(changed) >= {"_text_for_cdata": 10, "_no_namespace": 25, "_undeclared_prefix": 25}.get(
        damage, len(SERVICES)
    )


# -- bytes that are not what they say -----------------------------------------------------------------------


def _texts(body: bytes) -> list[re.Match[bytes]]:
    """Texts of at least six letters that no answer is judged by."""
    found = re.finditer(rb">(?:<!\[CDATA\[)?([A-Za-z][a-z\- ]{5,})", body)
    return [one for one in found if one[1] not in {b"Accepted", b"Refused"}]


@pytest.mark.parametrize("service", SERVICES)
def test_a_control_byte_is_what_it_was_before_it_lost_its_other_byte(
    good: Mapping[str, bytes], service: str
) -> None:
    body = good[service]
    place = _texts(body)[0]
    at = place.start(1) + 3
    damaged = body[:at] + b"\x19" + body[at + 1 :]
    assert _read(service, damaged) == _read(service, _in_utf_8(body, at, "’"))


def _in_utf_8(body: bytes, at: int, character: str) -> bytes:
    """The same document with one character changed, in a charset that has it."""
    whole = body.decode("latin-1")
    text = (whole[:at] + character + whole[at + 1 :]).encode("utf-8")
    return _DECLARATION.sub(b'<?xml version="1.0" encoding="UTF-8"?>', text)


@pytest.mark.parametrize("service", SERVICES)
def test_bytes_outside_the_declared_charset_are_refused_and_never_guessed(
    good: Mapping[str, bytes], service: str
) -> None:
    """Declared UTF-8 and written in ISO-8859-1."""
    body = good[service]
    at = _texts(body)[0].start(1) + 3
    wrong = body[:at] + b"\xe9" + body[at + 1 :]
    wrong = _DECLARATION.sub(b'<?xml version="1.0" encoding="UTF-8"?>', wrong)
    expected = sdk.BrokenAnswer if offer.operations[service].repeatable else sdk.AnswerLost
    with pytest.raises(expected):
        _read(service, wrong)


# -- no answer at all ---------------------------------------------------------------------------------------

HTML = sample("damaged/maintenance.html")
PARAMETERS_ERROR = sample("damaged/parameters_error.xml")
EMPTY_DETAILS = sample("damaged/empty_details.xml")
NO_DETAILS = EMPTY_DETAILS.replace(b"<details>", b"<!--").replace(b"</details>", b"-->")


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    ("body", "error"),
    [
        (PARAMETERS_ERROR, sdk.BadParameter),
        (EMPTY_DETAILS, sdk.MarketplaceFailure),
        (NO_DETAILS, sdk.MarketplaceFailure),
    ],
    ids=["two words", "empty details", "no details"],
)
def test_an_error_document_is_an_error_in_every_spelling_and_status(
    service: str, body: bytes, error: type[sdk.Rejected], status: int
) -> None:
    with pytest.raises(error):
        _read(service, body, status)


@pytest.mark.parametrize("service", SERVICES)
def test_a_page_of_html_is_no_answer(service: str) -> None:
    expected = sdk.BrokenAnswer if offer.operations[service].repeatable else sdk.AnswerLost
    with pytest.raises(expected):
        _read(service, HTML)
    with pytest.raises(sdk.AnswerLost):
        _read(service, HTML, 500)


# -- a token that comes again -------------------------------------------------------------------------------

WALKS: Mapping[str, Callable[[RakutenFrClient], int]] = {
    "getcurrentsales": lambda client: len(list(client.iter_currentsales())),
    "genericimportreport": lambda client: len(list(client.iter_genericimportreport("1"))),
    "export": lambda client: len(list(client.iter_export())),
    "getoperations": lambda client: len(list(client.iter_operations())),
}


def _again(body: bytes) -> bytes:
    """The same page says that there is one more, for ever."""
    body = body.replace(b"<hasmoreoperations>false", b"<hasmoreoperations>true")
    body = re.sub(rb"<nexttoken></nexttoken>|<nexttoken/>", b"", body)
    return re.sub(rb"(<response>)", rb"\1<nexttoken>41200000077</nexttoken>", body, count=1)


@pytest.mark.parametrize("service", WALKS)
def test_a_repeated_token_stops(good: Mapping[str, bytes], service: str) -> None:
    """Two pages are asked for and no third; operations met before are not told again."""
    with canned_client(good[service]) as client:
        once = WALKS[service](client)
    transport = Canned(_again(good[service]))
    with RakutenFrClient("x", "t" * 32, transport=transport) as client:
        found = WALKS[service](client)
    assert len(transport.requests) == 2
    assert once > 0
    assert found == (once if service == "getoperations" else 2 * once)
