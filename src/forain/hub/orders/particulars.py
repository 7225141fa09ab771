"""What some kinds of command need beside their lines, checked before anything is sent: reasons, pre-orders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forain.hub.kit.refusal import NotAllowed
from forain.hub.kit.routes import in_language
from forain.hub.orders.models import Line, Order, Stand
from forain.hub.outbox.models import Hold, Kind
from forain.trade.commands import CommandKind

#: Our own limit for a reason the marketplace does not take and that only we keep.
OWN_LIMIT = 400


def reason_details(order: Order, kind: CommandKind, reason: str) -> dict[str, str]:
    """The reason of a cancellation or refusal. Raises NotAllowed (`reason_missing`, `reason_too_long`,
    `reason_unknown`). Where the marketplace takes none, it is kept with the command for people here."""
    reason = " ".join(reason.split())
    capability = order.connection.manifest.capability(kind)
    rule = capability.reason if capability else None
    if rule is None:
        _short_enough(reason, OWN_LIMIT)
        return {"reason": reason} if reason else {}
    if not reason:
        words = _("Give a reason.")
        raise NotAllowed("reason_missing", f"{words} {in_language(rule.told_to)}")
    _short_enough(reason, rule.longest)
    if rule.choices and reason not in rule.choices:
        raise NotAllowed(
            "reason_unknown",
            _("The marketplace takes these reasons only: %(reasons)s.")
            % {"reasons": ", ".join(rule.choices)},
            reasons={code: in_language(words) for code, words in rule.choices.items()},
        )
    return {"reason": reason}


def _short_enough(reason: str, longest: int) -> None:
    if len(reason) > longest:
        words = ngettext(
            "The reason is too long: %(n)d character at most.",
            "The reason is too long: %(n)d characters at most.",
            longest,
        )
        raise NotAllowed("reason_too_long", words % {"n": longest}, longest=longest)


def preorder_details(line: Line) -> dict[str, str]:
    """Pre-orders are confirmed by offer: one unit of this line's."""
    return {"advert": line.offer_reference, "stock": "1"}


def insist_on_turn(order: Order, lines: Sequence[Line]) -> None:
    """Rakuten confirms the oldest pre-orders of an offer first, whichever was meant: they must be asked for first.

    Raises NotAllowed (`offer_unknown`, `older_preorders_first`).
    """
    if any(not line.offer_reference for line in lines):
        raise NotAllowed("offer_unknown", _("The marketplace did not tell the offer of this line."))
    meant = {line.pk for line in lines}
    for offer in {line.offer_reference for line in lines}:
        queue = _queue(order, offer)
        last = max(number for number, one in enumerate(queue) if one.pk in meant)
        before = [one for one in queue[:last] if one.pk not in meant]
        waiting = _not_asked_for(before)
        if waiting:
            raise NotAllowed(
                "older_preorders_first",
                _(
                    "Older pre-orders of the same offer come first: %(orders)s. Confirm those, or all together."
                )
                % {"orders": ", ".join(one.order.reference for one in waiting[:5])},
                lines=[one.reference for one in waiting],
            )


def _queue(order: Order, offer: str) -> list[Line]:
    rows = Line.objects.filter(
        connection_id=order.connection_id, offer_reference=offer, fulfilment=Stand.AWAITING_STOCK
    ).select_related("order")
    return sorted(rows, key=lambda one: (one.order.placed_at, len(one.reference), one.reference))


def _not_asked_for(lines: Iterable[Line]) -> list[Line]:
    rows = list(lines)
    held = Hold.objects.filter(
        line_id__in=[one.pk for one in rows], command__kind=Kind.CONFIRM_PREORDER
    ).values_list("line_id", flat=True)
    asked = set(held)
    return [one for one in rows if one.pk not in asked]
