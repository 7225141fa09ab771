"""Deadlines from time limits: working days skip weekends and the holidays the caller names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

IsHoliday = Callable[[date], bool]


def no_holidays(_: date) -> bool:
    return False


def deadline(
    start: datetime,
    amount: timedelta,
    *,
    working_days: bool,
    zone: str = "Europe/Paris",
    is_holiday: IsHoliday = no_holidays,
) -> datetime:
    """When `amount` after `start` has passed. Working days are counted in `zone`, keeping the time of day.

    `start` is aware; the answer is in the zone of `start`. A start on a day off counts from the next working day.
    Hours are hours that pass, also in the two nights of the year when the clocks change; an hour that such a night
    leaves out is the one after it.
    """
    if not working_days:
        return (start.astimezone(UTC) + amount).astimezone(start.tzinfo)
    moment = _first_working(start.astimezone(ZoneInfo(zone)), is_holiday)
    for _ in range(amount.days):
        moment = _first_working(moment + timedelta(days=1), is_holiday)
    rest = amount - timedelta(days=amount.days)
    return (moment.astimezone(UTC) + rest).astimezone(start.tzinfo)


def _first_working(moment: datetime, is_holiday: IsHoliday) -> datetime:
    while moment.weekday() >= 5 or is_holiday(moment.date()):
        moment += timedelta(days=1)
    return moment
