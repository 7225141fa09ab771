"""Why a connection is as it is, in sentences: what stops it, what it waits for, what will run out, what looks odd."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forain.connect.registry import marketplaces
from forain.hub.connections.budget import Share, next_hour, spent
from forain.hub.connections.models import Connection, Health, Mode
from forain.hub.connections.skew import WORTH_TELLING
from forain.hub.kit.clock import now
from forain.hub.kit.moments import in_words, span_in_words

#: A resource not read this long after it was due.
BEHIND = timedelta(minutes=15)

#: Code of a trouble -> what it means and what to do.
TROUBLES = {
    "credentials": gettext_lazy("The marketplace refuses the credentials. Enter new ones."),
    "deactivated": gettext_lazy("The marketplace has deactivated this account. Write to its seller support."),
    "rights": gettext_lazy(
        "This account has no right to these web services. Ask the marketplace's seller support."
    ),
    "quota": gettext_lazy("The calls of this hour are used up; reading goes on by itself."),
    "network": gettext_lazy("The marketplace cannot be reached. Forain keeps trying."),
    "server": gettext_lazy("The marketplace itself is in trouble. Forain keeps trying."),
    "garbled": gettext_lazy("The marketplace answered something that cannot be read. Forain keeps trying."),
}


class Grade(StrEnum):
    """`stops`: a person must act. `warns`: somebody should look. `tells`: good to know."""

    STOPS = "stops"
    WARNS = "warns"
    TELLS = "tells"


@dataclass(frozen=True, slots=True)
class Reason:
    """`code` is for programs, `words` are in the language in use."""

    code: str
    grade: Grade
    words: str


def reasons(connection: Connection) -> list[Reason]:
    """The gravest first; empty when all is well."""
    if connection.marketplace_id not in marketplaces():
        return [Reason("plugin_gone", Grade.STOPS, _("The plug-in of this marketplace is not installed."))]
    found = [
        *_trouble(connection),
        *_mode(connection),
        *_quota(connection),
        *_reading(connection),
        *_odd(connection),
    ]
    return sorted(found, key=lambda one: list(Grade).index(one.grade))


def _trouble(connection: Connection) -> Iterator[Reason]:
    if connection.trouble_code:
        known = TROUBLES.get(connection.trouble_code)
        words = str(known) if known else connection.trouble_words
        grade = Grade.STOPS if connection.health == Health.STOPPED else Grade.WARNS
        yield Reason(connection.trouble_code, grade, words)


def _mode(connection: Connection) -> Iterator[Reason]:
    if connection.mode == Mode.OBSERVE:
        yield Reason("observe_mode", Grade.TELLS, _("It only observes: nothing is ever sent."))
    if connection.mode == Mode.PAUSED:
        words = _("It is paused: nothing is read and nothing is sent.")
        yield Reason("paused", Grade.WARNS, words)


def _quota(connection: Connection) -> Iterator[Reason]:
    if connection.waiting:
        words = _(
            "Reading of %(what)s waits until %(until)s: the rest of this hour's calls is kept for accepting and shipping."
        )
        facts = {"what": ", ".join(connection.waiting), "until": in_words(next_hour())}
        yield Reason("own_budget", Grade.WARNS, words % facts)
    for one in spent(connection):
        if one.exhausted_at is not None and one.calls >= connection.hourly_quota * (1 - Share.DEEP):
            words = _(
                "At the present rate, the calls of %(service)s are used up at %(at)s (%(calls)s of %(quota)s)."
            )
            facts = {
                "service": one.service,
                "at": in_words(one.exhausted_at),
                "calls": str(one.calls),
                "quota": str(one.quota),
            }
            yield Reason("quota_forecast", Grade.WARNS, words % facts)


def _reading(connection: Connection) -> Iterator[Reason]:
    if connection.mode == Mode.PAUSED or connection.trouble_code:
        return
    if connection.last_ok_at is None:
        yield Reason("not_read_yet", Grade.TELLS, _("It has not been read yet."))
        return
    late = now() - BEHIND
    if connection.next_at < late and _oldest(connection) < late:
        yield Reason("behind", Grade.WARNS, _("It should have been read long ago: does a worker run?"))


def _oldest(connection: Connection) -> datetime:
    return min((row.next_at for row in connection.readings.all()), default=now())


def _odd(connection: Connection) -> Iterator[Reason]:
    skew = connection.skew_seconds or 0.0
    if abs(skew) >= WORTH_TELLING:
        words = (
            _("The marketplace's clock is %(span)s ahead of this machine's; check the clock here.")
            if skew > 0
            else _("The marketplace's clock is %(span)s behind this machine's; check the clock here.")
        )
        yield Reason("clock_skew", Grade.WARNS, words % {"span": span_in_words(abs(skew))})
    if connection.quiet_since is not None:
        words = _("No sale since %(since)s; the longest pause of the last weeks was %(usual)s.")
        facts = {
            "since": in_words(connection.quiet_since),
            "usual": span_in_words(connection.usual_gap_seconds or 0),
        }
        yield Reason("quiet", Grade.WARNS, words % facts)
