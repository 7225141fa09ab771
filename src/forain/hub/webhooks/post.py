"""One attempt: a POST to a pinned address, with limits on everything a receiver could do to us."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from http import HTTPStatus

import httpx2
from django.utils.translation import gettext_noop

from forain.__about__ import __version__
from forain.hub.kit.addresses import BadAddress, Target

#: Seconds a receiver has for everything: connecting, reading us, answering.
SECONDS = 15.0
#: Bytes of an answer that are read at all, and characters of it that are kept.
READ, KEPT = 4096, 300
AGENT = f"Forain/{__version__} (+webhooks)"
REDACTED = "[redacted]"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an attempt. `status` is None when no answer came; `words` then say why."""

    status: int | None
    words: str
    ms: int
    wait: float | None = None

    @property
    def taken(self) -> bool:
        return self.status is not None and HTTPStatus(200) <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def gone(self) -> bool:
        return self.status == HTTPStatus.GONE


def refused(error: BadAddress) -> Answer:
    """Nothing was sent."""
    return Answer(None, WORDS[error.code], 0)


#: Why nothing came back; kept as they are and put into the reader's language when shown.
WORDS = {
    "malformed": gettext_noop("The address is malformed."),
    "private": gettext_noop("The address leads into a private network."),
    "unknown_host": gettext_noop("The host name cannot be resolved."),
    "timeout": gettext_noop("No answer within 15 s."),
    "connect": gettext_noop("No connection."),
    "tls": gettext_noop("The certificate or the encryption is not in order."),
    "broken": gettext_noop("The connection broke before an answer came."),
}


@cache
def tls_context() -> ssl.SSLContext:
    """One for all: making one costs tens of milliseconds."""
    return httpx2.create_ssl_context()


def client() -> httpx2.AsyncClient:
    """For one endpoint: a connection made for one host name is never used for another. Proxies of the environment
    are left out, because they would resolve the name again."""
    return httpx2.AsyncClient(verify=tls_context(), follow_redirects=False, trust_env=False, timeout=SECONDS)


async def post(
    http: httpx2.AsyncClient, target: Target, headers: Mapping[str, str], body: str, secrets: Sequence[str]
) -> Answer:
    """Send once; every failure is an Answer."""
    begun = time.perf_counter()
    try:
        async with asyncio.timeout(SECONDS):
            status, text, wait = await _exchange(http, target, headers, body)
            return Answer(status, shortened(text, secrets), _ms(begun), wait)
    except (TimeoutError, httpx2.TimeoutException):
        return Answer(None, WORDS["timeout"], _ms(begun))
    except httpx2.ConnectError as error:
        kind = "tls" if isinstance(_root(error), ssl.SSLError) else "connect"
        return Answer(None, WORDS[kind], _ms(begun))
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError):
        return Answer(None, WORDS["broken"], _ms(begun))


async def _exchange(
    http: httpx2.AsyncClient, target: Target, headers: Mapping[str, str], body: str
) -> tuple[int, bytes, float | None]:
    sent = {
        **headers,
        "Host": target.host_header,
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "Accept-Encoding": "identity",
    }
    extensions = {"sni_hostname": target.host} if target.scheme == "https" else {}
    async with http.stream(
        "POST", target.url, content=body.encode(), headers=sent, extensions=extensions
    ) as response:
        text = b""
        async for chunk in response.aiter_raw():
            text += chunk
            if len(text) >= READ:
                break
        return response.status_code, text[:READ], _retry_after(response.headers.get("Retry-After", ""))


def shortened(text: bytes, secrets: Sequence[str]) -> str:
    """The beginning of an answer in one line, without secrets that it may have echoed."""
    words = " ".join(text.decode("utf-8", "replace").replace("\0", "").split())
    for secret in secrets:
        words = words.replace(secret, REDACTED).replace(secret.removeprefix("whsec_"), REDACTED)
    return words[:KEPT]


def _retry_after(text: str) -> float | None:
    """Seconds, from seconds or a date; None for anything else."""
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())


def _root(error: BaseException) -> BaseException:
    """The first cause: the library wraps what the system said."""
    seen = error
    while (inner := seen.__cause__ or seen.__context__) is not None:
        if isinstance(seen, ssl.SSLError):
            return seen
        seen = inner
    return seen


def _ms(begun: float) -> int:
    return round((time.perf_counter() - begun) * 1000)
