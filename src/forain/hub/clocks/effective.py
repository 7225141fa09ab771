"""Which clock runs: the connection's own rule, else the workspace's, else the marketplace's; and when it ends."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from forain.connect.contract import Certainty, Clock
from forain.hub.clocks.models import ClockRule, Unit
from forain.hub.connections.models import Connection
from forain.hub.kit.holidays import is_holiday
from forain.hub.workspaces.models import Workspace
from forain.trade.clocks import deadline

LANGUAGES = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Running:
    """The clock that counts; `rule` when the merchant set it; `marketplace` is the manifest's, always."""

    clock: Clock
    marketplace: Clock
    rule: ClockRule | None = None

    @property
    def basis(self) -> dict[str, str]:
        """Where the limit comes from, by language, with how sure it is: as to-dos and claims keep it."""
        return {**self.clock.basis, "certainty": self.clock.certainty.value}


def running(connection: Connection, name: str) -> Running | None:
    """None when the marketplace has no clock of this name."""
    own = connection.manifest.clock(name)
    if own is None:
        return None
    rule = _rules(connection).get(name)
    return Running(own, own) if rule is None else Running(_ruled(own, rule), own, rule)


def clock(connection: Connection, name: str) -> Clock | None:
    found = running(connection, name)
    return found.clock if found else None


def all_running(connection: Connection) -> list[Running]:
    found = (running(connection, one.name) for one in connection.manifest.clocks)
    return [one for one in found if one is not None]


def due(one: Clock, start: datetime, connection: Connection) -> datetime:
    """The end of the clock that began at `start`, on the marketplace's calendar.

    Days the merchant is closed lengthen their own limits only: the marketplace's run on without them.
    """
    manifest = connection.manifest
    own = one.working_days and one.certainty is Certainty.MERCHANT
    closed = _of_workspace(connection.workspace_id).closed if own else frozenset[date]()

    def day_off(day: date) -> bool:
        return day in closed or is_holiday(day, manifest.country)

    return deadline(
        start, one.amount, working_days=one.working_days, zone=manifest.time_zone, is_holiday=day_off
    )


@dataclass(frozen=True, slots=True)
class _Own:
    """What a merchant set: rules of their own, and the days they are closed."""

    read_at: float
    rules: list[ClockRule]
    closed: frozenset[date]


#: Workspace → what it set. Lists of orders ask for each of them; it changes seldom.
_kept: dict[uuid.UUID, _Own] = {}
_KEPT_SECONDS = 2.0


def _rules(connection: Connection) -> Mapping[str, ClockRule]:
    """By name; the connection's own rule wins over the workspace's."""
    rows = _of_workspace(connection.workspace_id).rules
    general = {row.name: row for row in rows if row.connection_id is None}
    return general | {row.name: row for row in rows if row.connection_id == connection.pk}


def _of_workspace(workspace_id: uuid.UUID) -> _Own:
    own = _kept.get(workspace_id)
    if own is None or time.monotonic() - own.read_at >= _KEPT_SECONDS:
        rows = list(ClockRule.objects.filter(workspace_id=workspace_id))
        own = _Own(time.monotonic(), rows, closed_days(workspace_id))
        _kept[workspace_id] = own
    return own


def closed_days(workspace_id: uuid.UUID) -> frozenset[date]:
    """The days a merchant is closed beside weekends and public holidays."""
    told = Workspace.objects.filter(pk=workspace_id).values_list("closed_days", flat=True).first()
    return frozenset(date.fromisoformat(one["day"]) for one in told or [])


def forget(workspace_id: uuid.UUID) -> None:
    """A rule or a closed day changed: this process reads them again at once, others within two seconds."""
    _kept.pop(workspace_id, None)


def _ruled(own: Clock, rule: ClockRule) -> Clock:
    amount = timedelta(hours=rule.amount) if rule.unit == Unit.HOURS else timedelta(days=rule.amount)
    return Clock(
        name=own.name,
        amount=amount,
        working_days=rule.unit == Unit.WORKING_DAYS,
        basis={language: _words(own, rule, language) for language in LANGUAGES},
        certainty=Certainty.MERCHANT,
    )


def _words(own: Clock, rule: ClockRule, language: str) -> str:
    with translation.override(language):
        words = gettext("Your own rule: %(amount)s, set by %(who)s on %(day)s.") % {
            "amount": amount_words(rule.amount, rule.unit),
            "who": rule.set_by,
            "day": f"{timezone.localtime(rule.set_at):%d/%m/%Y}",
        }
        theirs = gettext("The marketplace's: %(rule)s") % {"rule": own.basis.get(language, own.basis["en"])}
    return " ".join(part for part in (words, rule.reason, theirs) if part)


def amount_words(amount: int, unit: str) -> str:
    """`3 working days`, in the language in use."""
    if unit == Unit.HOURS:
        return ngettext("%(n)d hour", "%(n)d hours", amount) % {"n": amount}
    if unit == Unit.DAYS:
        return ngettext("%(n)d day", "%(n)d days", amount) % {"n": amount}
    return ngettext("%(n)d working day", "%(n)d working days", amount) % {"n": amount}


def told(one: Clock) -> tuple[int, Unit]:
    """A clock's amount as a person would say it."""
    hours = round(one.amount.total_seconds() / 3600)
    if one.working_days:
        return one.amount.days, Unit.WORKING_DAYS
    return (hours // 24, Unit.DAYS) if hours % 24 == 0 and hours > 96 else (hours, Unit.HOURS)
