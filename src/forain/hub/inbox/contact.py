"""May I still write? The answer with its rule, its last moment and how sure it is, before anything is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from forain.connect.contract import Certainty, Correspondence, Window
from forain.hub.clocks.effective import Running, due, running
from forain.hub.inbox.models import Claim, Partner
from forain.hub.kit.clock import now
from forain.hub.kit.refusal import NotAllowed
from forain.hub.kit.routes import in_language
from forain.hub.orders.models import Line, Order, Stand
from forain.hub.orders.preflight import refusal
from forain.trade.commands import CommandKind

KINDS: Mapping[str, CommandKind] = {
    Partner.BUYER: CommandKind.MESSAGE_BUYER,
    Partner.MARKETPLACE: CommandKind.MESSAGE_MARKETPLACE,
}
#: How long the marketplace's own word about what is possible counts more than our arithmetic.
WORD_COUNTS = timedelta(hours=1)
_RECEIVED = (Stand.DELIVERED, Stand.CLOSED)


@dataclass(frozen=True, slots=True)
class Contact:
    """`rule` is the sentence the answer rests on; `until` its last moment, None where it names none.

    `said_at`: when the marketplace itself said so, where its own word decided.
    """

    partner: str
    allowed: bool
    code: str = ""
    reason: str = ""
    until: datetime | None = None
    rule: str = ""
    certainty: str = ""
    said_at: datetime | None = None

    @property
    def refusal(self) -> NotAllowed:
        facts = {"until": self.until.isoformat()} if self.until else {}
        return NotAllowed(self.code, self.reason, rule=self.rule, certainty=self.certainty, **facts)


@dataclass(frozen=True, slots=True)
class _End:
    """The end of one window, with the clock it comes from."""

    at: datetime
    clock: Running
    since: datetime
    receipt: bool = field(default=False)


def contacts(line: Line) -> list[Contact]:
    """For the buyer and for the marketplace, where the marketplace offers it."""
    found = (may_write(line, partner) for partner in Partner.values)
    return [one for one in found if one.code != "not_offered"]


def may_write(line: Line, partner: str) -> Contact:
    """Whether a message may be sent about this line now. Changes nothing and calls nobody."""
    order, kind = line.order, KINDS[partner]
    rules = order.connection.manifest.correspondence(kind)
    no = refusal(order, line, kind)
    if rules is None or no is not None:
        return _refused(partner, no or _not_offered(order))
    if line.fulfilment in rules.not_in:
        return _nobody_yet(partner, line)
    return _own_word(line, rules, partner, _computed(line, rules, partner))


def _refused(partner: str, no: NotAllowed) -> Contact:
    return Contact(partner, allowed=False, code=no.code, reason=no.words)


def _not_offered(order: Order) -> NotAllowed:
    words = _("%(marketplace)s takes no messages through its web services; write in its own screens.")
    return NotAllowed("not_offered", words % {"marketplace": order.connection.manifest.name})


def _nobody_yet(partner: str, line: Line) -> Contact:
    words = _("The line is “%(state)s”: there is nobody to write to. Answer the sale first.")
    if line.fulfilment == Stand.REFUSED:
        words = _("The line is “%(state)s”: there is nobody to write to any more.")
    return Contact(
        partner,
        allowed=False,
        code="contact_closed",
        reason=words % {"state": Stand(line.fulfilment).label},
        certainty=Certainty.OUR_DECISION.value,
    )


def _computed(line: Line, rules: Correspondence, partner: str) -> Contact:
    claim = Claim.objects.filter(line=line, closed_at=None).order_by("-opened_at").first()
    if claim is not None and rules.amicable_only:
        return _in_claim(claim, rules, partner)
    ends = sorted(_ends(line, rules), key=lambda one: one.at)
    if not ends:
        return Contact(partner, allowed=True)
    return _until(ends[-1], partner)


def _in_claim(claim: Claim, rules: Correspondence, partner: str) -> Contact:
    rule, certainty = in_language(rules.amicable_only), Certainty.DOCUMENTED.value
    if claim.amicable:
        return Contact(partner, allowed=True, until=claim.due_at, rule=rule, certainty=certainty)
    reason = _("The claim is with the marketplace's service now: write to the marketplace instead.")
    return Contact(
        partner, allowed=False, code="contact_closed", reason=reason, rule=rule, certainty=certainty
    )


def _ends(line: Line, rules: Correspondence) -> Iterator[_End]:
    for window in rules.windows:
        clock = running(line.order.connection, window.clock)
        since = _since(line, window)
        if clock is not None and since is not None:
            at = due(clock.clock, since, line.order.connection)
            yield _End(at, clock, since, window.since == "receipt")


def _since(line: Line, window: Window) -> datetime | None:
    """Receipt is the moment we saw the line delivered or closed; the marketplace tells none."""
    if window.since == "order":
        return line.order.placed_at
    return line.fulfilment_since if line.fulfilment in _RECEIVED else None


def _until(end: _End, partner: str) -> Contact:
    certainty = end.clock.clock.certainty.value
    rule = in_language(end.clock.clock.basis)
    if end.receipt:
        seen = _("Receipt was seen on %(day)s.") % {"day": day_words(end.since)}
        rule = f"{rule} {seen}"
    if now() <= end.at:
        return Contact(partner, allowed=True, until=end.at, rule=rule, certainty=certainty)
    reason = _("The time to write ended on %(moment)s.") % {"moment": moment_words(end.at)}
    return Contact(
        partner,
        allowed=False,
        code="contact_closed",
        reason=reason,
        until=end.at,
        rule=rule,
        certainty=certainty,
    )


def _own_word(line: Line, rules: Correspondence, partner: str, computed: Contact) -> Contact:
    """What the marketplace itself listed a moment ago counts more than what we worked out."""
    said_at = line.detailed_at
    if line.actions is None or not rules.action or said_at is None or not _fresh(line, said_at):
        return computed
    possible = rules.action in line.actions
    if possible == computed.allowed:
        return computed
    facts = {
        "action": rules.action,
        "moment": moment_words(said_at),
        "marketplace": line.order.connection.manifest.name,
    }
    rule = _("%(marketplace)s itself did not list “%(action)s” on %(moment)s.")
    if possible:
        rule = _("%(marketplace)s itself listed “%(action)s” on %(moment)s.")
    reason = _("The marketplace does not allow it at the moment.")
    return Contact(
        partner,
        allowed=possible,
        code="" if possible else "contact_closed",
        reason="" if possible else reason,
        until=None if possible else computed.until,
        rule=rule % facts,
        certainty=Certainty.OBSERVED.value,
        said_at=said_at,
    )


def _fresh(line: Line, said_at: datetime) -> bool:
    """Said lately, and after the line last moved; a claim that was opened or closed since makes it old."""
    if said_at < max(now() - WORD_COUNTS, line.fulfilment_since):
        return False
    newer = Claim.objects.filter(line=line)
    return not (newer.filter(opened_at__gt=said_at).exists() or newer.filter(closed_at__gt=said_at).exists())


def day_words(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


def moment_words(moment: datetime) -> str:
    """A moment in words, in French time and the language in use."""
    local = timezone.localtime(moment)
    return f"{date_format(local, 'DATE_FORMAT')} {local:%H:%M}"
