"""How far a marketplace's clock is from ours, by the `Date` its answers carry (RFC 9110 section 6.6.1)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from forain.connect.contract import Exchange

#: `Date` has whole seconds and the answer travelled: less than this says nothing.
NOISE = 2.0
#: From here on deadlines would be shown wrongly: a person is told.
WORTH_TELLING = 60.0


def skew_of(exchange: Exchange) -> float | None:
    """Seconds the marketplace is ahead of us (negative: behind); None when the answer does not tell."""
    told = next((value for name, value in exchange.response_headers if name.lower() == "date"), "")
    moment = _read(told)
    if moment is None:
        return None
    middle = exchange.started_at + timedelta(seconds=exchange.elapsed / 2)
    found = (moment - middle).total_seconds()
    return 0.0 if abs(found) < NOISE else round(found, 1)


def _read(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
