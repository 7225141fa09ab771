"""Whatever comes, the client raises only the SDK's errors and the sandbox answers with a document."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forain.marketplaces.rakuten_fr.operations import OPERATIONS, PATHS
from forain.marketplaces.rakuten_fr.tests.support import Play, canned_client, sample
from forain.sdk.errors import SdkError
from forain.wire.xml import peek_root

GOOD = [sample(f"{name}.xml") for name in ("getnewsales", "getcurrentsales", "getiteminfos", "errorresponse")]
ANY_TEXT = st.text(max_size=40)
NAMES = sorted({one.name for call in OPERATIONS.values() for one in call.parameters} - {"login", "pwd"})


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A good document with a piece of it cut out, doubled or replaced."""
    body = draw(st.sampled_from(GOOD))
    start = draw(st.integers(0, len(body)))
    end = draw(st.integers(start, min(len(body), start + 80)))
    piece = draw(st.sampled_from([b"", body[start:end] * 2, b"<", b"&", b"]]>", b"\x19", b"\xe9", b"<a/>"]))
    return body[:start] + piece + body[end:]


@settings(max_examples=150, deadline=None, database=None)
@given(body=damaged() | st.binary(max_size=200), status=st.sampled_from([200, 400, 503]))
def test_the_client_raises_only_errors_of_the_sdk(body: bytes, status: int) -> None:
    calls: list[Any] = [
        lambda client: client.getnewsales(),
        lambda client: list(client.iter_currentsales()),
        lambda client: client.getiteminfos("1"),
        lambda client: client.acceptsale("1"),
    ]
    for call in calls:
        with canned_client(body, status=status) as client, suppress(SdkError):
            call(client)


@settings(
    max_examples=150,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    service=st.sampled_from(sorted(OPERATIONS)) | ANY_TEXT,
    parameters=st.dictionaries(
        st.sampled_from(NAMES),
        ANY_TEXT,
    ),
    known_item=st.booleans(),
)
def test_the_sandbox_always_answers_with_a_document(
    play: Play, service: str, parameters: dict[str, str], known_item: bool
) -> None:
    if known_item:
        parameters = {**parameters, "itemid": play.sale()[0]}
    assert peek_root(play.call(service, **parameters))


@pytest.mark.parametrize("path", PATHS)
def test_every_path_answers_what_it_does_not_know_with_an_error(play: Play, path: str) -> None:
    assert peek_root(play.call("no-such-service", path)) == "errorresponse"
