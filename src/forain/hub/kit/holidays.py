"""French public holidays, for clocks that run on working days."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import holidays


@cache
def _calendar(country: str) -> holidays.HolidayBase:
    import holidays  # a tenth of what every process and command would pay at its start

    return holidays.country_holidays(country)


def is_holiday(day: date, country: str = "FR") -> bool:
    return day in _calendar(country)


def coming(first: date, last: date, language: str, country: str = "FR") -> list[tuple[date, str]]:
    """Public holidays between two days, both included, with their names in the language where it is known."""
    import holidays

    tongue = {"en": "en_US"}.get(language, language)
    calendar = holidays.country_holidays(country, years=range(first.year, last.year + 1), language=tongue)
    return sorted((day, name) for day, name in calendar.items() if first <= day <= last)
