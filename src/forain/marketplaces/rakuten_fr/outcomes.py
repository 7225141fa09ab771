"""What the client raises, as the hub's outcomes: one function for reading, one for changing."""

from __future__ import annotations

from datetime import timedelta

from forain.connect.outcomes import (
    Busy,
    BusyReason,
    Done,
    Garbled,
    Refused,
    SendOutcome,
    Trouble,
    Unauthorised,
    Uncertain,
)
from forain.sdk import errors as sdk


def trouble(error: sdk.SdkError) -> Trouble:
    """A read that failed changed nothing, so it may always be asked again."""
    if isinstance(error, sdk.BrokenAnswer):
        return Garbled(words=error.words, place=error.place)
    if isinstance(error, sdk.TransportError):
        return _no_answer(error)
    return _said_no(error)


def send_trouble(error: sdk.SdkError) -> SendOutcome:
    """Of a change that failed, only what surely did not arrive is `Busy`.

    Rakuten's own failure (`Unknown error`, `ServerError`) says nothing about the effect: rakuten.md section 5
    wants the item's state read first.
    """
    if isinstance(error, sdk.NotSent):
        return _no_answer(error)
    if isinstance(error, sdk.TransportError | sdk.BrokenAnswer | sdk.MarketplaceFailure):
        return Uncertain(words=error.words)
    if isinstance(error, sdk.AlreadySo):
        return Done(words=error.words, already=True)
    return _said_no(error)


def _no_answer(error: sdk.TransportError) -> Busy:
    status = error.status if isinstance(error, sdk.AnswerLost) else None
    return Busy(reason=BusyReason.SERVER if status else BusyReason.NETWORK, words=error.words)


def _said_no(error: sdk.SdkError) -> Refused | Busy | Unauthorised:
    match error:
        case sdk.QuotaExceeded():
            wait = timedelta(seconds=error.retry_after) if error.retry_after is not None else None
            return Busy(reason=BusyReason.QUOTA, words=error.words, retry_after=wait)
        case sdk.MarketplaceFailure():
            return Busy(reason=BusyReason.SERVER, words=error.words)
        case sdk.AuthenticationFailed():
            return Unauthorised(code="credentials", words=error.words)
        case sdk.AccountDeactivated():
            return Unauthorised(code="deactivated", words=error.words)
        case sdk.PermissionMissing():
            return Unauthorised(code="rights", words=error.words)
        case sdk.Rejected():
            return Refused(code=error.code or "unknown", words=error.words)
        case _:
            return Refused(code="unknown", words=error.words)
