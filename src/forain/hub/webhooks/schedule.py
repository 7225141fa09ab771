"""When to try again, and when to stop: figures in one place.

Standard Webhooks recommends retries with exponential back-off and jitter over more than a day, 410 as the end, and
switching an endpoint off that fails for long (specification, "Deliverability and reliability").
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta

#: Seconds before the second, third… try of one delivery; the last figure repeats.
DELAYS = (5, 30, 120, 600, 1800, 3600, 7200, 14400, 21600)
#: Seconds an endpoint in an outage rests before it is probed again, so that its end is noticed soon.
RESTS = (5, 15, 60, 180, 300)
#: Failures in a row that make an outage: from now on one delivery probes, the others wait in their order.
OUTAGE = 3
#: How long one delivery is tried; the last try is made at the end of it.
TRIED_FOR = timedelta(hours=24)
#: An endpoint that never succeeded for so long is switched off.
PATIENCE = timedelta(days=5)
#: The longest rest a receiver may ask for (`Retry-After`).
LONGEST_REST = timedelta(hours=1)
JITTER = 0.2


def next_try(attempts: int, until: datetime, moment: datetime) -> datetime | None:
    """When try number `attempts` + 1 is due; None when the time is over. The last try is made at `until`."""
    if moment >= until:
        return None
    return min(until, moment + timedelta(seconds=_jittered(DELAYS, attempts)))


def rest(failures: int, moment: datetime) -> datetime:
    """Until when an endpoint with so many failures in a row is left alone."""
    return moment + timedelta(seconds=_jittered(RESTS, failures - OUTAGE + 1))


def _jittered(figures: tuple[int, ...], count: int) -> float:
    """`count` begins at 1. Jitter keeps many deliveries from coming back at the same instant."""
    figure = figures[min(max(count, 1), len(figures)) - 1]
    return figure * random.uniform(1 - JITTER, 1 + JITTER)
