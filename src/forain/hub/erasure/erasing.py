"""Forgets a buyer: empties what names them on their orders, strikes it out of what cannot be emptied, keeps the sums.

Only orders that are over are touched: the parcel of an open one still needs its address. References, articles, amounts,
dates, carriers and tracking numbers stay, for they are the books'.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from forain.hub.erasure.models import Erasure
from forain.hub.erasure.striking import Strike, words_of
from forain.hub.exchanges.models import Exchange, pack
from forain.hub.inbox.models import Claim, Mail, Message, Todo
from forain.hub.journal.models import Event
from forain.hub.journal.unit import Unit, unit
from forain.hub.kit.clock import now
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders.intake import finish
from forain.hub.orders.models import DisputeState, Order, Stand
from forain.hub.outbox.models import OPEN, Command, Paper, Remembered
from forain.hub.parcels.models import DeliverySlip
from forain.hub.returns.models import Return
from forain.hub.webhooks.models import Delivery
from forain.hub.workspaces.audit import note
from forain.trade.events import EventKind
from forain.trade.lifecycle import SETTLED, Fulfilment

OVER: Final = frozenset({one.value for one in SETTLED} | {Fulfilment.DELIVERED.value})
_RUNNING: Final = (DisputeState.AMICABLE.value, DisputeState.ESCALATED.value)
BATCH: Final = 200
#: A call begins before what it shows is taken in.
BEFORE: Final = timedelta(hours=1)


def orders_of(order: Order) -> list[Order]:
    """All orders of its buyer on the same account: told by their login, else by their e-mail; else this one alone."""
    same = Q(pk=order.pk)
    if order.buyer_login:
        same |= Q(buyer_login=order.buyer_login)
    elif order.buyer_email:
        same |= Q(buyer_email=order.buyer_email)
    rows = Order.objects.filter(same, connection_id=order.connection_id, workspace_id=order.workspace_id)
    return list(rows.select_related("connection").prefetch_related("lines").order_by("placed_at"))


def refusal(orders: Iterable[Order]) -> NotAllowed | None:
    """Why these cannot be forgotten now."""
    for order in orders:
        waits = Command.objects.filter(order_id=order.pk, state__in=OPEN).exists()
        disputed = any(line.dispute in _RUNNING for line in order.lines.all())
        if order.state not in OVER or waits or disputed:
            words = _("Order %(order)s is not over (%(state)s): finish it first, its parcel or claim still needs the buyer.")  # fmt: skip
            facts = {"order": order.reference, "state": Stand(order.state).label}
            return NotAllowed("order_not_over", words % facts, order=order.reference)
    return None


def done(orders: Iterable[Order]) -> NotAllowed | None:
    """When nobody is left to be forgotten."""
    if all(one.erased_at is not None for one in orders):
        return NotAllowed("erased_already", _("This buyer is forgotten already."))
    return None


def erase(order: Order, typed: str, reason: str, *, actor: str) -> Erasure:
    """Forget the buyer of `order`. `typed` is its reference. Raises NotAllowed (`erasure_not_typed`, `order_not_over`,
    `erased_already`)."""
    if typed.strip() != order.reference:
        words = _("Type the reference of the order, %(order)s, to forget its buyer.") % {
            "order": order.reference
        }
        raise NotAllowed("erasure_not_typed", words, order=order.reference)
    with unit(order.workspace_id, actor) as work:
        keys = [one.pk for one in orders_of(order)]
        orders = list(_locked(keys))
        no = done(orders) or refusal(orders)
        if no is not None:
            raise no
        return _forget(work, orders, reason, actor)


def _locked(keys: list[uuid.UUID]) -> QuerySet[Order, Order]:
    rows = Order.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=keys)
    return rows.select_related("connection").prefetch_related("lines").order_by("placed_at")


def _forget(work: Unit, orders: list[Order], reason: str, actor: str) -> Erasure:
    found = _Forgetting(orders)
    found.talk()
    found.papers()
    found.facts()
    found.exchanges()
    found.heads()
    row = Erasure.objects.create(
        workspace_id=work.workspace_id,
        connection=orders[0].connection,
        reason=found.strike.text(reason.strip())[:400],
        orders=[_told(one) for one in orders],
        counts=dict(sorted(found.counts.items())),
        created_by=actor[:160],
    )
    for order in orders:
        work.event(EventKind.ORDER_ERASED, "order", order.pk, order_id=order.pk, connection_id=order.connection_id, reference=order.reference, certificate=str(row.pk))  # fmt: skip
    note(work.workspace_id, actor, "buyer.erased", str(row.pk), orders=[one.reference for one in orders])
    return row


def _told(order: Order) -> dict[str, Any]:
    total = order.total_minor if order.total_minor is not None else order.lines_total.minor
    return {
        "reference": order.reference,
        "placed_at": order.placed_at.isoformat(),
        "total_minor": total,
        "currency": order.currency,
        "lines": len(order.lines.all()),
    }


class _Forgetting:
    """One erasure under way; `counts` tells what it touched."""

    def __init__(self, orders: list[Order]) -> None:
        self.orders, self.counts = orders, Counter[str]()
        self.keys = [one.pk for one in orders]
        self.commands = Command.objects.filter(order_id__in=self.keys)
        self.messages = Message.objects.filter(line__order_id__in=self.keys)
        self.strike = Strike(_names(orders) | self._texts())

    def _texts(self) -> set[str]:
        """Words of conversations: they are struck out of exchanges too."""
        said = words_of(list(self.messages.values_list("text", flat=True)), list(self.messages.values_list("subject", flat=True)))  # fmt: skip
        said |= words_of(
            list(Claim.objects.filter(line__order_id__in=self.keys).values_list("comment", flat=True))
        )
        return said | words_of([one.details.get("text", "") for one in self.commands])

    def talk(self) -> None:
        self.counts["messages"] = self.messages.update(subject="", text="", raw={})
        claims = Claim.objects.filter(line__order_id__in=self.keys).exclude(comment="")
        self.counts["claims"] = claims.update(comment="")
        returns = Return.objects.filter(order_id__in=self.keys).exclude(reason="")
        self.counts["returns"] = returns.update(reason="")

    def papers(self) -> None:
        """Slips and labels carry the address; slips are not asked for again."""
        slips = DeliverySlip.objects.filter(order_id__in=self.keys)
        self.counts["papers"] = slips.count()
        slips.delete()
        papers = Paper.objects.filter(command__order_id__in=self.keys).exclude(content=b"")
        self.counts["papers"] += papers.update(content=b"", name=_("erased"))

    def facts(self) -> None:
        """What stands in words beside events, to-dos, commands, mails, and what deliveries answered."""
        mine = Q(order_id__in=self.keys)
        self._rewrite("commands", self.commands, "details", "outcome_words")
        self._rewrite("events", Event.objects.filter(mine), "data")
        self._rewrite("todos", Todo.objects.filter(mine), "words", "subject", "note")
        self._rewrite("deliveries", Delivery.objects.filter(mine), "answers")
        about = Q()
        for one in self.orders:
            about |= Q(body__contains=one.reference) | Q(subject__contains=one.reference)
        ours = self.orders[0].workspace_id
        self._rewrite("mails", Mail.objects.filter(about, workspace_id=ours), "body", "subject")
        for key in self.keys:
            kept = Remembered.objects.annotate(told=Cast("body", TextField()))
            kept.filter(workspace_id=ours, told__contains=str(key)).delete()

    def _rewrite(self, name: str, rows: QuerySet[Any, Any], *fields: str) -> None:
        for row in rows.iterator(chunk_size=BATCH):
            before = {field: getattr(row, field) for field in fields}
            after = {field: self.strike.json(value) for field, value in before.items()}
            if after != before:
                self.counts[name] += 1
                _save(row, after)

    def exchanges(self) -> None:
        """From the first look at the oldest order until now: any list may have shown the buyer."""
        since = min(one.first_seen_at for one in self.orders) - BEFORE
        shown = Exchange.objects.filter(connection_id=self.orders[0].connection_id)
        named = [one.exchange_id for one in self.orders if one.exchange_id]
        rows = shown.filter(Q(started_at__gte=since) | Q(pk__in=named))
        rows = rows.only("url", "request_packed", "response_packed")
        for row in rows.iterator(chunk_size=BATCH):
            sent, answered = self.strike.raw(row.request_body), self.strike.raw(row.response_body)
            url = self.strike.text(row.url)
            if (sent, answered, url) != (row.request_body, row.response_body, row.url):
                self.counts["exchanges"] += 1
                _save(row, {"request_packed": pack(sent), "response_packed": pack(answered), "url": url})

    def heads(self) -> None:
        for order in self.orders:
            order.buyer_name = order.buyer_login = order.buyer_email = ""
            order.shipping_address = order.billing_address = order.buyer_address = None
            order.delivery_point, order.raw, order.label = None, {}, {}
            order.held_reason = self.strike.text(order.held_reason)
            order.erased_at = now()
            finish(order)
        self.counts["orders"] = len(self.orders)


def _names(orders: list[Order]) -> set[str]:
    told = [(one.buyer_name, one.buyer_login, one.buyer_email, one.shipping_address, one.billing_address, one.buyer_address) for one in orders]  # fmt: skip
    return words_of(*told)


def _save(row: Model, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
