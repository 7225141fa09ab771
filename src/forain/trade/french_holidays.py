"""French public holidays of metropolitan France, for clocks that run on working days and know no calendar library."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

#: Month and day of those that never move (Code du travail, article L3133-1).
_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
#: Days after Easter Sunday: Easter Monday, Ascension, Whit Monday.
_AFTER_EASTER = (1, 39, 50)


def is_french_holiday(day: date) -> bool:
    return day in _of_year(day.year)


@cache
def _of_year(year: int) -> frozenset[date]:
    sunday = easter(year)
    moving = {sunday + timedelta(days=days) for days in _AFTER_EASTER}
    return frozenset({date(year, month, day) for month, day in _FIXED} | moving)


def easter(year: int) -> date:
    """Easter Sunday of a Gregorian year (the anonymous algorithm, Nature 1876)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leap, odd = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap - shift + 15) % 30
    quarter, left = divmod(rest, 4)
    week = (32 + 2 * odd + 2 * quarter - moon - left) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)
