"""Gets a file from an address somebody named: resolved, checked and pinned like those of webhooks, with a limit."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import BinaryIO

import httpx2

from forain.hub.offers.sources import NotFetched
from forain.hub.webhooks import addresses
from forain.hub.webhooks.addresses import BadAddress, Target
from forain.hub.webhooks.post import WORDS, client

#: Seconds for the whole file.
SECONDS = 300.0


def fetch(address: str, file: BinaryIO, limit: int) -> None:
    """Write what the address gives into the file. Raises NotFetched; its words never hold the address."""
    try:
        asyncio.run(asyncio.wait_for(_fetch(address, file, limit), SECONDS))
    except BadAddress as error:
        raise NotFetched(WORDS[error.code]) from None
    except (TimeoutError, httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
        raise NotFetched(f"{type(error).__name__}") from None


async def _fetch(address: str, file: BinaryIO, limit: int) -> None:
    target: Target = await addresses.target(address)
    extensions = {"sni_hostname": target.host} if target.scheme == "https" else {}
    headers = {"Host": target.host_header, "Accept-Encoding": "identity"}
    async with (
        client() as http,
        http.stream("GET", target.url, headers=headers, extensions=extensions) as response,
    ):
        if response.status_code != HTTPStatus.OK:
            raise NotFetched(f"HTTP {response.status_code}")
        async for piece in response.aiter_raw():
            limit -= len(piece)
            if limit < 0:
                raise NotFetched("too large")
            file.write(piece)
