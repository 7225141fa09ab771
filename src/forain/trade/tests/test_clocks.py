"""Deadlines on the calendar: public holidays, weekends, both nights on which the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from forain.trade.clocks import deadline
from forain.trade.french_holidays import is_french_holiday

PARIS = ZoneInfo("Europe/Paris")
THREE_DAYS = timedelta(days=3)


def _working(start: datetime, amount: timedelta = THREE_DAYS) -> datetime:
    return deadline(start, amount, working_days=True, is_holiday=is_french_holiday).astimezone(PARIS)


def test_thursday_evening_before_the_first_of_may() -> None:
    """Friday is a holiday, then the weekend: Monday, Tuesday, Wednesday at the same hour."""
    start = datetime(2026, 4, 30, 18, 40, tzinfo=PARIS)
    assert _working(start) == datetime(2026, 5, 6, 18, 40, tzinfo=PARIS)


def test_a_start_on_a_day_off_counts_from_the_next_working_day() -> None:
    assert _working(datetime(2026, 5, 1, 9, tzinfo=PARIS)) == datetime(2026, 5, 7, 9, tzinfo=PARIS)
    assert _working(datetime(2026, 5, 9, 9, tzinfo=PARIS)) == datetime(2026, 5, 15, 9, tzinfo=PARIS), (
        "Ascension Day, 14 May 2026, is skipped"
    )


@pytest.mark.parametrize("day", [date(2026, 3, 27), date(2026, 10, 23)])
def test_working_days_keep_the_hour_over_both_changes_of_the_clocks(day: date) -> None:
    """Friday evening, three working days: Wednesday at the same hour on the wall, though a day had 23 or 25 hours."""
    start = datetime(day.year, day.month, day.day, 18, 40, tzinfo=PARIS)
    found = _working(start)
    assert (found.hour, found.minute, found.weekday()) == (18, 40, 2)
    wall = timedelta(days=5)
    assert found.astimezone(UTC) - start.astimezone(UTC) in (
        wall - timedelta(hours=1),
        wall + timedelta(hours=1),
    )


@pytest.mark.parametrize("day", [date(2026, 3, 28), date(2026, 10, 24)])
def test_hours_are_hours_that_pass_on_both_nights(day: date) -> None:
    """72 hours from Saturday evening are 72 hours, whatever the zone the start is told in."""
    start = datetime(day.year, day.month, day.day, 20, tzinfo=PARIS)
    end = deadline(start, timedelta(hours=72), working_days=False)
    assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=72)
    assert end == deadline(start.astimezone(UTC), timedelta(hours=72), working_days=False)
    assert end.astimezone(PARIS).hour in (19, 21)


def test_an_hour_that_the_night_leaves_out_is_the_one_after_it() -> None:
    """02:30 does not exist on 31 March 2025 minus a day; the deadline on a working day is untouched by it."""
    start = datetime(2025, 3, 28, 2, 30, tzinfo=PARIS)
    found = deadline(start, timedelta(days=2), working_days=True, is_holiday=lambda _: False)
    assert found.astimezone(PARIS) == datetime(2025, 4, 1, 2, 30, tzinfo=PARIS)
    every_day = deadline(start, timedelta(hours=48), working_days=False).astimezone(PARIS)
    assert every_day == datetime(2025, 3, 30, 3, 30, tzinfo=PARIS)


def test_our_holidays_are_those_of_the_calendar_library() -> None:
    """A century of days, against the library the hub uses."""
    holidays = pytest.importorskip("holidays")
    calendar = holidays.country_holidays("FR", years=range(1990, 2091))
    day, last = date(1990, 1, 1), date(2090, 12, 31)
    while day <= last:
        if not (day.year < 2008 and day == _whit_monday(day.year)):
            assert is_french_holiday(day) == (day in calendar), day
        day += timedelta(days=1)


def _whit_monday(year: int) -> date:
    """From 2005 to 2007 the library leaves Whit Monday out, the "day of solidarity" of those years."""
    from forain.trade.french_holidays import easter

    return easter(year) + timedelta(days=50)
