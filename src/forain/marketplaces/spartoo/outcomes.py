"""What the client raises, as the hub's outcomes: one table for reading, one for changing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from forain.connect.outcomes import (
    Busy,
    BusyReason,
    Garbled,
    Refused,
    SendOutcome,
    Trouble,
    Unauthorised,
    Uncertain,
)
from forain.sdk import errors as sdk


def trouble(error: sdk.SdkError) -> Trouble:
    """The outcome of a read that failed; it changed nothing, so it may always be asked again."""
    if isinstance(error, sdk.BrokenAnswer):
        return Garbled(words=error.words, place=error.place)
    if isinstance(error, sdk.TransportError):
        return _no_answer(error)
    return _said_no(error)


def send_trouble(error: sdk.SdkError) -> SendOutcome:
    """The outcome of a change that failed: only what surely did not arrive is `Busy`."""
    if isinstance(error, sdk.NotSent):
        return _no_answer(error)
    if isinstance(error, sdk.TransportError | sdk.BrokenAnswer | sdk.MarketplaceFailure):
        return Uncertain(words=error.words)
    return _said_no(error)


def during(step: str, outcome: SendOutcome) -> SendOutcome:
    """The same outcome, telling first how far a command of several calls had come."""
    return replace(outcome, words=f"{step} {outcome.words}".strip())


def _no_answer(error: sdk.TransportError) -> Busy:
    status = error.status if isinstance(error, sdk.AnswerLost) else None
    return Busy(reason=BusyReason.SERVER if status else BusyReason.NETWORK, words=error.words)


def _said_no(error: sdk.SdkError) -> Refused | Busy | Unauthorised:
    if isinstance(error, sdk.QuotaExceeded):
        wait = timedelta(seconds=error.retry_after) if error.retry_after else None
        return Busy(reason=BusyReason.QUOTA, words=error.words, retry_after=wait)
    if isinstance(error, sdk.AuthenticationFailed):
        return Unauthorised(code="credentials", words=error.words)
    if isinstance(error, sdk.AccountDeactivated):
        return Unauthorised(code="deactivated", words=error.words)
    if isinstance(error, sdk.MarketplaceFailure):
        return Busy(reason=BusyReason.SERVER, words=error.words)
    code = error.code if isinstance(error, sdk.Rejected) else ""
    return Refused(code=code or "unknown", words=error.words)
