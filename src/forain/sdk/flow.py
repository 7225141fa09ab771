"""Flows: the logic of a call as a generator that does no input or output.

A flow yields `Send` (and is given the `Reply`, or has a `TransportError` thrown in) or `Wait`; what it returns is
the result. The same flow is stepped through by the sync driver (`client.py`) and the async one (`aio.py`).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeVar

from forain.sdk.errors import AnswerLost, NotSent, TransportError
from forain.sdk.pacing import NO_PACE, Pace
from forain.wire.http import Reply, Send, Wait

Result = TypeVar("Result")
Flow = Generator[Send | Wait, Reply, Result]


@dataclass(frozen=True, slots=True)
class Retry:
    """At most `attempts` tries in all, with full jitter below an exponentially growing bound."""

    attempts: int = 3
    base: float = 0.5
    ceiling: float = 20.0
    jitter: Callable[[], float] = random.random

    def pause(self, tried: int) -> float:
        """Seconds to wait after the `tried`-th failure (1 for the first)."""
        return self.jitter() * min(self.ceiling, self.base * 2.0 ** (tried - 1))


#: One try and no more: for callers that keep their own schedule (the hub does).
NO_RETRY = Retry(attempts=1)


def deliver(
    send: Send, *, repeatable: bool, retry: Retry, pace: Pace = NO_PACE, family: str = ""
) -> Flow[Reply]:
    """Send until an answer below 500 came or tries are used up.

    Raises NotSent, or AnswerLost when the last try may have taken effect. A call that is not `repeatable` is
    sent again only when it certainly did not arrive.
    """
    for tried in range(1, retry.attempts + 1):
        wait = pace.reserve(family or send.service)
        if wait > 0:
            yield Wait(wait)
        try:
            reply = yield send
            if reply.status < 500 or _is_xml(reply):
                return reply
            raise AnswerLost(_answered(reply.status), service=send.service, status=reply.status)
        except TransportError as error:
            if tried == retry.attempts or not (repeatable or isinstance(error, NotSent)):
                raise
        yield Wait(retry.pause(tried))
    raise AssertionError("a flow tries at least once")


def _answered(status: int) -> str:
    return f"The marketplace answered with HTTP status {status} and no document."


def _is_xml(reply: Reply) -> bool:
    """An error document may travel with any status (rakuten.md section 5); HTML is not one."""
    start = reply.body.lstrip()[:200].lower()
    return start.startswith(b"<") and not start.startswith((b"<!doctype html", b"<html"))
