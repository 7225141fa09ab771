"""Times and spans in words of the language in use, as sentences need them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_timedelta
from django.utils.translation import get_language

#: The zone pages and sentences speak in.
PARIS = ZoneInfo("Europe/Paris")


def in_words(moment: datetime) -> str:
    """Date and time to the minute."""
    return str(format_datetime(moment, "short", tzinfo=PARIS, locale=language()))


def span_in_words(seconds: float) -> str:
    """`5 hours`, `2 minutes`."""
    return str(format_timedelta(timedelta(seconds=round(seconds)), threshold=1.6, locale=language()))


def language() -> str:
    return (get_language() or "en")[:2]
