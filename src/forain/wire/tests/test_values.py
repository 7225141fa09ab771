"""Numbers, flags and moments as the marketplaces write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forain.wire import values
from forain.wire.values import (
    DECIMAL,
    DECIMAL_2,
    INTEGER,
    ONE_ZERO,
    PARIS_BLANK,
    PARIS_COLON,
    PARIS_DATE,
    PARIS_ISO,
    PARIS_MINUTES,
    PARIS_SECONDS,
    PRESENCE,
    TEXT,
    TRUE_FALSE,
    UNIX,
    Y_N,
    Converter,
    ParisTime,
)

MOMENT = datetime(2031, 5, 9, 5, 30, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("converter", "text", "value"),
    [
        (TEXT, "0012", "0012"),
        (INTEGER, "-12", -12),
        (DECIMAL, "24.9", Decimal("24.90")),
        (DECIMAL, "2.0", Decimal(2)),
        (DECIMAL, "13.08", Decimal("13.08")),
        (DECIMAL, "100.0", Decimal("1E+2")),
        (DECIMAL, "0.9", Decimal(".9")),
        (DECIMAL_2, "2.00", Decimal(2)),
        (DECIMAL_2, "-0.50", Decimal("-.5")),
        (Y_N, "Y", True),
        (Y_N, "N", False),
        (ONE_ZERO, "1", True),
        (ONE_ZERO, "0", False),
        (TRUE_FALSE, "true", True),
        (TRUE_FALSE, "false", False),
        (PARIS_MINUTES, "09/05/2031-07:30", MOMENT.replace(second=0)),
        (PARIS_SECONDS, "09/05/2031-07:30:07", MOMENT),
        (PARIS_ISO, "2031-05-09T07:30:07", MOMENT),
        (PARIS_BLANK, "2031-05-09 07:30:07", MOMENT),
        (PARIS_COLON, "2031-05-09:07:30:07", MOMENT),
        (PARIS_DATE, "2031-05-09", date(2031, 5, 9)),
        (UNIX, "1936071007", datetime(2031, 5, 9, 5, 30, 7, tzinfo=UTC)),
    ],
)
def test_each_value_is_read_and_written_alike(converter: Converter[Any], text: str, value: object) -> None:
    assert converter.read(text) == value
    assert converter.write(value) == text


@pytest.mark.parametrize(
    ("converter", "text", "value"),
    [
        (INTEGER, "+7", 7),
        (INTEGER, "007", 7),
        (DECIMAL, "24,9", Decimal("24.9")),
        (DECIMAL, ".5", Decimal("0.5")),
        (DECIMAL, "5.", Decimal(5)),
        (DECIMAL, "-3", Decimal(-3)),
        (Y_N, "y", True),
        (ONE_ZERO, "true", True),
        (ONE_ZERO, "False", False),
        (TRUE_FALSE, "TRUE", True),
        (TRUE_FALSE, "0", False),
        (PRESENCE, "anything", True),
    ],
)
def test_some_spellings_are_read_and_never_written(
    converter: Converter[Any], text: str, value: object
) -> None:
    assert converter.read(text) == value


@pytest.mark.parametrize(
    ("converter", "text"),
    [
        *((INTEGER, text) for text in ("", "1_000", "١٢", "1.0", "1e3", "0x1", "1 2", "9" * 5000)),
        *((DECIMAL, text) for text in ("", "NaN", "Infinity", "1e5", "1_0", "١.٢", "1.2.3", ".", "1,000.5", "9" * 5000)),
        *((Y_N, text) for text in ("", "Yes", "1", "YN")),
        *((ONE_ZERO, text) for text in ("", "Y", "2")),
        *((PARIS_MINUTES, text) for text in ("", "3/2/2026-18:07", "30/02/2026-18:07", "03/02/2026-24:00", "٠٣/02/2026-18:07")),
        (PARIS_MINUTES, "01/01/0001-00:00"),
        (PARIS_MINUTES, "03/02/2026-18:07:00"),
        (PARIS_ISO, "2031-05-09T07:30:07Z"),
        (PARIS_DATE, "20310509"),
        (PARIS_DATE, "2031-W19-5"),
        (PARIS_DATE, "2031-02-30"),
        *((UNIX, text) for text in ("", "12.5", "9" * 30)),
    ],
)  # fmt: skip
def test_what_is_no_value_is_refused(converter: Converter[Any], text: str) -> None:
    with pytest.raises((ValueError, LookupError)):
        converter.read(text)


@pytest.mark.parametrize(
    ("converter", "value"),
    [
        (DECIMAL, Decimal("NaN")),
        (DECIMAL_2, Decimal("Infinity")),
        (DECIMAL_2, Decimal("1E+40")),
        (PARIS_ISO, datetime(2031, 5, 9)),  # noqa: DTZ001 - that is the mistake
        (UNIX, datetime(2031, 5, 9)),  # noqa: DTZ001 - that is the mistake
    ],
)
def test_what_cannot_be_written_is_refused(converter: Converter[Any], value: object) -> None:
    with pytest.raises(ValueError, match=r"cannot be written|too large"):
        converter.write(value)


def test_money_is_rounded_half_up_to_two_decimals() -> None:
    assert [DECIMAL_2.write(Decimal(text)) for text in ("1.005", "1.0049", "-1.005")] == [
        "1.01",
        "1.00",
        "-1.01",
    ]


def test_any_zone_may_be_written() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert PARIS_SECONDS.write(MOMENT.astimezone(tokyo)) == "09/05/2031-07:30:07"


def test_the_night_with_a_missing_hour_moves_it_forward() -> None:
    """On 29 March 2026 the hour from 02:00 to 03:00 does not exist in Paris."""
    assert PARIS_MINUTES.read("29/03/2026-01:59") == datetime(2026, 3, 29, 0, 59, tzinfo=UTC)
    assert PARIS_MINUTES.read("29/03/2026-02:30") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert PARIS_MINUTES.read("29/03/2026-03:30") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert PARIS_MINUTES.write(PARIS_MINUTES.read("29/03/2026-02:30")) == "29/03/2026-03:30"


def test_the_night_with_an_hour_twice_takes_the_first() -> None:
    """On 25 October 2026 the hour from 02:00 to 03:00 happens twice in Paris."""
    assert PARIS_MINUTES.read("25/10/2026-01:30") == datetime(2026, 10, 24, 23, 30, tzinfo=UTC)
    assert PARIS_MINUTES.read("25/10/2026-02:30") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert PARIS_MINUTES.read("25/10/2026-03:30") == datetime(2026, 10, 25, 2, 30, tzinfo=UTC)
    assert PARIS_MINUTES.write(datetime(2026, 10, 25, 1, 30, tzinfo=UTC)) == "25/10/2026-02:30"


@pytest.mark.parametrize("converter", [PARIS_SECONDS, PARIS_ISO, PARIS_BLANK, PARIS_COLON])
@given(moment=st.datetimes(datetime(1950, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_moment_comes_back_within_the_rule_of_the_doubled_hour(
    converter: ParisTime, moment: datetime
) -> None:
    back = converter.read(converter.write(moment))
    whole = moment.replace(microsecond=0)
    assert back in {whole, whole - timedelta(hours=1)}
    assert converter.write(back) == converter.write(moment)


@given(
    value=st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**20), max_value=10**20)
)
def test_a_decimal_comes_back_equal(value: Decimal) -> None:
    text = DECIMAL.write(value)
    assert DECIMAL.read(text) == value
    assert "." in text
    assert not text.endswith("0") or text.endswith(".0")


def test_everything_public_is_exported() -> None:
    converters = {name for name, value in vars(values).items() if name.isupper() and hasattr(value, "kind")}
    assert converters | {"Converter", "PARIS"} == set(values.__all__)


@pytest.mark.parametrize("year", [1995, 1996, 2026, 2037, 2038, 2099, 2100])
def test_every_half_hour_of_a_year_is_read_as_the_time_zone_says(year: int) -> None:
    shown = datetime(year, 1, 1)  # noqa: DTZ001 - what a clock shows
    while shown.year == year:
        expected = shown.replace(tzinfo=values.PARIS).astimezone(UTC)
        assert PARIS_SECONDS.read(f"{shown:%d/%m/%Y-%H:%M:%S}") == expected
        shown += timedelta(minutes=30)
