"""From Rakuten's error document to the errors of the SDK: one table, first fitting row wins.

Source: rakuten.md section 5. The code alone does not tell: `InvalidUserRights` is a missing right or a spent
quota, `ParameterError` a slip of ours or an item that is not there, so rows also look at the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from forain.marketplaces.rakuten_fr.messages import ErrorResponse
from forain.sdk.errors import (
    AccountDeactivated,
    AuthenticationFailed,
    BadParameter,
    MarketplaceFailure,
    NotFound,
    PermissionMissing,
    QuotaExceeded,
    Rejected,
    WrongState,
)
from forain.wire.redaction import redact


class LinesRefused(BadParameter):
    """importitemshippingstatus refused lines; the others took effect. `lines`: item -> why, in Rakuten's French."""

    def __init__(
        self, words: str = "", *, service: str = "", code: str = "", lines: Mapping[str, str] | None = None
    ) -> None:
        self.lines = dict(lines or {})
        super().__init__(words, service=service, code=code)


@dataclass(frozen=True, slots=True)
class Row:
    """`code` without blanks and in small letters; `words` is looked for in message and details."""

    code: str
    error: type[Rejected]
    words: str = ""

    def fits(self, code: str, words: str) -> bool:
        """Whether this row speaks of an error document."""
        return self.code == code and bool(re.search(self.words, words, re.IGNORECASE))


_NOT_THERE = r"'?(itemid|advertid|compensationid)'? is invalid|not the seller of the item|mailparentid \S+ doesn.t exist|could not find"
_LINE = re.compile(r"Article\s+(?P<item>\S+)\s*:\s*(?P<why>.+)", re.DOTALL)
_PARAMETER = ("parametererror", "parameterserror")  # `Parameters Error` is printed for genericimportreport

TABLE: Final = (
    Row("invaliduserconnection", AuthenticationFailed),
    Row("invaliduserrights", QuotaExceeded, "quota|requests? .*exceeded"),
    Row("invaliduserrights", AccountDeactivated, "deactivat"),
    Row("invaliduserrights", PermissionMissing),
    Row("incorrectstatuserror", WrongState),
    *(Row(code, LinesRefused, r"article \S+ :") for code in _PARAMETER),
    *(Row(code, NotFound, _NOT_THERE) for code in _PARAMETER),
    *(Row(code, BadParameter) for code in _PARAMETER),
    Row("servererror", MarketplaceFailure),
    Row("unknownerror", MarketplaceFailure),
)


def rejection(
    document: ErrorResponse, *, service: str, secrets: Iterable[str] = (), now: datetime | None = None
) -> Rejected:
    """The error to raise. An unknown code is a plain `Rejected`: it never passes as success."""
    words = redact(spoken(document), secrets)
    code = redact(document.code or document.type, secrets)
    kind = _kind(document, f"{document.message} {words}")
    if kind is QuotaExceeded:
        return QuotaExceeded(words, service=service, code=code, retry_after=until_next_hour(now))
    if kind is LinesRefused:
        return LinesRefused(words, service=service, code=code, lines=lines_of(document.details))
    return kind(words, service=service, code=code)


def lines_of(details: Iterable[str]) -> dict[str, str]:
    """Item -> why it was refused, of the details of importitemshippingstatus."""
    found = (_LINE.fullmatch(one.strip()) for one in details)
    return {one["item"]: one["why"] for one in found if one}


def spoken(document: ErrorResponse) -> str:
    """The details, or the message where they are empty, without blanks around."""
    details = "; ".join(one.strip() for one in document.details if one.strip())
    return details or document.message.strip() or document.code.strip() or "no reason given"


def _kind(document: ErrorResponse, words: str) -> type[Rejected]:
    codes = [_bare(document.code), _bare(document.type)]
    found = (row.error for code in codes for row in TABLE if row.fits(code, words))
    return next(found, Rejected)


def _bare(code: str) -> str:
    return re.sub(r"\s", "", code).lower()


def until_next_hour(now: datetime | None = None) -> float:
    """Seconds until the quota is fresh again; it is counted by the hour (section 9)."""
    moment = now or datetime.now(UTC)
    return 3600.0 - (moment.minute * 60 + moment.second + moment.microsecond / 1_000_000)
