"""How the marketplaces write numbers, flags and moments, each as one small object with `read` and `write`.

`read` gets trimmed, non-empty text and raises `ValueError`; `write` gets the Python value.
Formats: Rakuten, general part §8; Spartoo, general part §11 and §12.

Moments are aware and in UTC inside. Neither marketplace ever writes a zone; local French time is meant. Two
nights a year need a rule: an hour that happens twice is read as the first one (``fold=0``), an hour
that never happens is moved forward by the hour that was skipped. So a moment of the second of the two hours,
once written, is read back one hour earlier; the wire cannot say better.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from operator import itemgetter
from typing import Final, Protocol, TypeVar
from zoneinfo import ZoneInfo

__all__ = [
    "DECIMAL",
    "DECIMAL_2",
    "INTEGER",
    "ONE_ZERO",
    "PARIS",
    "PARIS_BLANK",
    "PARIS_COLON",
    "PARIS_DATE",
    "PARIS_ISO",
    "PARIS_MINUTES",
    "PARIS_SECONDS",
    "PRESENCE",
    "TEXT",
    "TRUE_FALSE",
    "UNIX",
    "Y_N",
    "Converter",
]

PARIS: Final = ZoneInfo("Europe/Paris")
T = TypeVar("T")


class Converter(Protocol[T]):
    """Both directions of one way to write a value."""

    @property
    def kind(self) -> str:
        """The format in words, for error messages."""

    def read(self, text: str, /) -> T:
        """Turn trimmed text into a value; `ValueError` when it is none."""

    def write(self, value: T, /) -> str:
        """Turn a value into text."""


@dataclass(frozen=True, slots=True)
class Text:
    """Any text, trimmed."""

    kind: str = "a text"

    def read(self, text: str, /) -> str:
        """Give the text as it is."""
        return text

    def write(self, value: str, /) -> str:
        """Give the text as it is."""
        return value


_DIGITS = 40
_INTEGER_FORM = re.compile(r"[+-]?[0-9]{1,40}")
_DECIMAL_FORM = re.compile(r"[+-]?[0-9]{1,40}(?:[.,][0-9]{0,40})?|[+-]?[.,][0-9]{1,40}")


@dataclass(frozen=True, slots=True)
class Integer:
    """A whole number in plain digits."""

    kind: str = "a whole number"

    def read(self, text: str, /) -> int:
        """Read digits only; Python's ``1_000`` and other scripts' digits are no numbers here."""
        if not _INTEGER_FORM.fullmatch(text):
            raise ValueError(text)
        return int(text)

    def write(self, value: int, /) -> str:
        """Write plain digits."""
        return format(value, "d")


@dataclass(frozen=True, slots=True)
class DecimalNumber:
    """A decimal number without exponent; a comma is read like the point that is written."""

    kind: str = "a decimal number"
    places: int | None = None

    def read(self, text: str, /) -> Decimal:
        """Read plain decimals; no exponent, no infinity, no NaN."""
        if len(text) <= _DIGITS and text.isascii() and text.replace(".", "", 1).isdigit():
            return Decimal(text)
        if not _DECIMAL_FORM.fullmatch(text):
            raise ValueError(text)
        return Decimal(text.replace(",", "."))

    def write(self, value: Decimal, /) -> str:
        """Write a point and `places` decimals (half up), or as many as needed and at least one."""
        if not value.is_finite():
            raise ValueError(f"{value} cannot be written as {self.kind}")
        text = format(value, "f")
        whole, _, decimals = text.partition(".")
        if self.places is None:
            return f"{whole}.{decimals.rstrip('0') or '0'}"
        return text if len(decimals) == self.places else format(_rounded(value, self.places), "f")


def _rounded(value: Decimal, places: int) -> Decimal:
    try:
        return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    except InvalidOperation:
        raise ValueError(f"{value} is too large to be written") from None


class Flag:
    """A yes or no in fixed words; ``Y``, ``y`` and the like are the same word."""

    def __init__(self, yes: str, no: str, *, also_yes: str = "", also_no: str = "") -> None:
        """The `also` words are read, never written."""
        self.kind = f"{yes} or {no}"
        self.words = {**_spellings(yes, True), **_spellings(no, False)}
        self.words |= {**_spellings(also_yes, True), **_spellings(also_no, False)}
        self.words.pop("", None)
        self._written = {True: yes, False: no}

    def read(self, text: str, /) -> bool:
        """Read either word."""
        return self.words[text]

    def write(self, value: bool, /) -> str:
        """Write the word."""
        return self._written[value]


def _spellings(word: str, value: bool) -> dict[str, bool]:
    return dict.fromkeys((word, word.lower(), word.upper(), word.capitalize()), value)


@dataclass(frozen=True, slots=True)
class Presence:
    """True when the element is there, whatever it holds; False writes nothing."""

    kind: str = "an element that is there or not"

    def read(self, _text: str, /) -> bool:
        """Being asked is the answer."""
        return True

    def write(self, _value: bool, /) -> str:
        """Write an empty element; the codec leaves it out for False."""
        return ""


_PARTS = {
    "yyyy": ("[0-9]{4}", "{0.year:04d}"),
    "mm": ("[0-9]{2}", "{0.month:02d}"),
    "dd": ("[0-9]{2}", "{0.day:02d}"),
    "hh": ("(?:[01][0-9]|2[0-3])", "{0.hour:02d}"),
    "MM": ("[0-9]{2}", "{0.minute:02d}"),
    "ss": ("[0-9]{2}", "{0.second:02d}"),
}


class ParisTime:
    """A moment in local French time, fixed layout (`MM` are minutes, `mm` months)."""

    def __init__(self, layout: str) -> None:
        """Compile the layout, such as ``dd/mm/yyyy-hh:MM``."""
        self.kind = f"a French local time like {layout.replace('MM', 'mm')}"
        self._form = re.compile(_filled(layout, 0))
        places = {part: layout.find(part) for part in _PARTS}
        there = [slice(at, at + len(part)) for part, at in places.items() if at >= 0]
        self._parts = itemgetter(*there)
        self._iso = "%s-%s-%sT%s:%s:%s+00:00" if len(there) == len(_PARTS) else "%s-%s-%sT%s:%s:00+00:00"
        self._written = _filled(layout, 1).format

    def read(self, text: str, /) -> datetime:
        """Read local French time; gives UTC."""
        if not self._form.fullmatch(text):
            raise ValueError(text)
        return _utc(datetime.fromisoformat(self._iso % self._parts(text)))

    def write(self, value: datetime, /) -> str:
        """Write an aware moment; what the layout cannot hold is cut off."""
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be written")
        return self._written(value.astimezone(PARIS))


def _filled(layout: str, part: int) -> str:
    return re.sub("|".join(_PARTS), lambda found: _PARTS[found.group()][part], layout)


_WINTER, _SUMMER = timedelta(hours=1), timedelta(hours=2)


def _utc(shown: datetime) -> datetime:
    """The moment of what a French clock shows, which is given as if it were UTC."""
    summer = _summer(shown.year)
    if summer:
        return shown - (_SUMMER if summer[0] <= shown < summer[1] else _WINTER)
    try:
        return shown.replace(tzinfo=PARIS).astimezone(UTC)
    except OverflowError:
        raise ValueError("outside the calendar") from None


@lru_cache(maxsize=256)
def _summer(year: int) -> tuple[datetime, datetime] | None:
    """What the clock shows when summer time begins and ends, as if it were UTC; None when the year is another kind.

    Looked up in the time zone's own data, which is three times slower to ask for each moment.
    """
    if year not in _LIKE_TODAY:
        return None
    days = [datetime(year, 1, 1, 12, tzinfo=PARIS) + timedelta(days=number) for number in range(365)]
    summer = [day for day in days if day.utcoffset() == _SUMMER]
    begins, ends = summer[0].replace(hour=3), (summer[-1] + timedelta(days=1)).replace(hour=3)
    return begins.replace(tzinfo=UTC), ends.replace(tzinfo=UTC)


#: Years with one summer time that begins and ends when clocks would show three (a test compares every hour).
_LIKE_TODAY: Final = range(1996, 2100)


@dataclass(frozen=True, slots=True)
class ParisDate:
    """A day of the French calendar."""

    kind: str = "a date like yyyy-mm-dd"

    def read(self, text: str, /) -> date:
        """Read ``yyyy-mm-dd`` and nothing else of ISO 8601."""
        if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError(text)
        return date.fromisoformat(text)

    def write(self, value: date, /) -> str:
        """Write ``yyyy-mm-dd``."""
        return date.isoformat(value)


@dataclass(frozen=True, slots=True)
class UnixTime:
    """Whole seconds since 1970 in UTC."""

    kind: str = "a number of seconds since 1970"

    def read(self, text: str, /) -> datetime:
        """Read whole seconds."""
        try:
            return datetime.fromtimestamp(INTEGER.read(text), UTC)
        except (OverflowError, OSError):
            raise ValueError(text) from None

    def write(self, value: datetime, /) -> str:
        """Write an aware moment; fractions are cut off."""
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be written")
        return str(int(value.timestamp() // 1))


TEXT: Final = Text()
INTEGER: Final = Integer()
DECIMAL: Final = DecimalNumber()
DECIMAL_2: Final = DecimalNumber("a decimal number", places=2)
Y_N: Final = Flag("Y", "N")
ONE_ZERO: Final = Flag("1", "0", also_yes="true", also_no="false")
TRUE_FALSE: Final = Flag("true", "false", also_yes="1", also_no="0")
PRESENCE: Final = Presence()
PARIS_MINUTES: Final = ParisTime("dd/mm/yyyy-hh:MM")
PARIS_SECONDS: Final = ParisTime("dd/mm/yyyy-hh:MM:ss")
PARIS_ISO: Final = ParisTime("yyyy-mm-ddThh:MM:ss")
PARIS_BLANK: Final = ParisTime("yyyy-mm-dd hh:MM:ss")
PARIS_COLON: Final = ParisTime("yyyy-mm-dd:hh:MM:ss")
PARIS_DATE: Final = ParisDate()
UNIX: Final = UnixTime()
