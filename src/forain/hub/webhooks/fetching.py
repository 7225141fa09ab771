"""Gets a file from an address somebody named: resolved, checked and pinned like those of webhooks, with a limit.

Redirects are followed a few times, each to an address that is checked and pinned anew, never from https to http; a user
name and password go to the host they were given for and to no other.
"""

from __future__ import annotations

import asyncio
import base64
from http import HTTPStatus
from typing import BinaryIO
from urllib.parse import urljoin, urlsplit

import httpx2

from forain.__about__ import __version__
from forain.hub.kit import addresses
from forain.hub.kit.addresses import BadAddress, Target
from forain.hub.offers.gathering import Fetched, NotFetched, Order
from forain.hub.webhooks.post import client

#: Seconds for the whole file, redirects included.
SECONDS = 300.0
REDIRECTS = 5
AGENT = f"Forain/{__version__} (+offers)"
_REFUSED = {
    "malformed": "source_redirect",
    "private": "source_private",
    "unknown_host": "source_unknown_host",
}


async def fetch(order: Order, file: BinaryIO, limit: int) -> Fetched:
    """Write what the address gives into the file; None when it says that nothing changed. Raises NotFetched, whose words
    never hold the address."""
    try:
        async with asyncio.timeout(SECONDS), client() as http:
            return await _followed(http, order, file, limit)
    except (TimeoutError, httpx2.TimeoutException):
        raise NotFetched("source_timeout", seconds=f"{SECONDS:g}") from None
    except httpx2.ConnectError:
        raise NotFetched("source_no_connection") from None
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError):
        raise NotFetched("source_broken") from None


async def _followed(http: httpx2.AsyncClient, order: Order, file: BinaryIO, limit: int) -> Fetched:
    place = order.place
    for _ in range(REDIRECTS + 1):
        found = await _asked(http, place, order, file, limit)
        if isinstance(found, Fetched):
            return found
        place = _next(place, found)
    raise NotFetched("source_redirect")


def _next(place: str, location: str) -> str:
    following = urljoin(place, location)
    if urlsplit(place).scheme == "https" and urlsplit(following).scheme != "https":
        raise NotFetched("source_redirect")
    return following


async def _asked(
    http: httpx2.AsyncClient, place: str, order: Order, file: BinaryIO, limit: int
) -> Fetched | str:
    """What the address gave, or where it sends us."""
    target = await _target(place)
    extensions = {"sni_hostname": target.host} if target.scheme == "https" else {}
    headers = _headers(target, place, order)
    async with http.stream("GET", target.url, headers=headers, extensions=extensions) as response:
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            return Fetched(changed=False)
        if response.has_redirect_location:
            return str(response.headers["Location"])
        if response.status_code != HTTPStatus.OK:
            raise NotFetched("source_status", status=response.status_code)
        await _kept(response, file, limit)
        names = {"etag": "ETag", "modified": "Last-Modified"}
        marks = {key: response.headers[name] for key, name in names.items() if name in response.headers}
        return Fetched(changed=True, marks=marks)


async def _target(place: str) -> Target:
    try:
        return await addresses.target(place)
    except BadAddress as error:
        raise NotFetched(_REFUSED[error.code]) from None


def _headers(target: Target, place: str, order: Order) -> dict[str, str]:
    headers = {"Host": target.host_header, "Accept-Encoding": "identity", "User-Agent": AGENT}
    if order.user and _origin(place) == _origin(order.place):
        pair = base64.b64encode(f"{order.user}:{order.password}".encode()).decode()
        headers["Authorization"] = f"Basic {pair}"
    for key, name in (("etag", "If-None-Match"), ("modified", "If-Modified-Since")):
        if place == order.place and order.marks.get(key):
            headers[name] = order.marks[key]
    return headers


def _origin(place: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(place)
    return parts.scheme, parts.hostname, parts.port


async def _kept(response: httpx2.Response, file: BinaryIO, limit: int) -> None:
    left = limit
    async for piece in response.aiter_raw():
        left -= len(piece)
        if left < 0:
            raise NotFetched("source_too_large", limit=f"{limit >> 20} MiB")
        file.write(piece)
