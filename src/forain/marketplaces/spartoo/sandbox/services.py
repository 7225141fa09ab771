"""One function per web service: what was asked, by the rules, as a document. A refusal becomes its document here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from forain.marketplaces.spartoo import messages as m
from forain.marketplaces.spartoo.errors import OK
from forain.marketplaces.spartoo.sandbox import answers, words
from forain.marketplaces.spartoo.sandbox.answers import Document
from forain.marketplaces.spartoo.sandbox.reading import Asked
from forain.marketplaces.spartoo.sandbox.rules import Refusal, Rules
from forain.marketplaces.spartoo.sandbox.state import Order, Partner

#: Selects nothing.
NO_STATUS = -1

Service = Callable[[Rules, Partner, Asked], Document]


def answer(rules: Rules, asked: Asked) -> Document:
    try:
        partner = rules.admit(asked.get("partenaire"), asked.service)
        return SERVICES[asked.service](rules, partner, asked)
    except Refusal as refusal:
        return answers.failure(asked.service, refusal.code, _echo(asked))


def _echo(asked: Asked) -> m.Statut:
    """The filter, told by failed exports too; a failed change has no status to tell."""
    if asked.service == "xml_maj_orders":
        return m.Statut()
    label = words.return_status if asked.service == "xml_export_returns" else words.order_status
    return answers.filter_statut(asked.get("statut"), asked.statut, label)


def export_orders(rules: Rules, partner: Partner, asked: Asked) -> Document:
    found = rules.orders(partner, asked.site.suffix, asked.since, asked.get("oID"), _filter(asked))
    return answers.orders(found, asked.site, _echo(asked))


def export_returns(rules: Rules, partner: Partner, asked: Asked) -> Document:
    ids = asked.get("oID"), asked.get("rID")
    try:
        found = rules.returns(partner, asked.site.suffix, asked.since, *ids, _filter(asked))
    except Refusal as refusal:
        shown = rules.any_return(partner) if rules.state.switches.ko_inside_item else None
        if shown is None:
            raise
        return answers.ko_return(shown, asked.site, refusal.code)
    return answers.returns(found, asked.site, _echo(asked))


def _filter(asked: Asked) -> int | None:
    """The status to select; a word that is no status selects nothing (xml_export_returns)."""
    return NO_STATUS if asked.get("statut") and asked.statut is None else asked.statut


def maj_orders(rules: Rules, partner: Partner, asked: Asked) -> Document:
    """-5 stands at the root; what concerns an order stands in its echo (form of `xml_maj_returns`)."""
    oid, statut = asked.get("oID"), asked.statut
    if not oid or statut is None:
        raise Refusal(-5)
    code, order = OK, None
    try:
        order = rules.find_order(partner, asked.site.suffix, oid)
        rules.move_order(order, statut, asked.get("tracking_number"), asked.service)
    except Refusal as refusal:
        code = refusal.code
    return _updated(asked, code, order)


def _updated(asked: Asked, code: int, order: Order | None) -> Document:
    return answers.order_update(
        partenaire=asked.get("partenaire"),
        oid=asked.get("oID"),
        statut=asked.get("statut"),
        tracking=asked.get("tracking_number") or None,
        code=code,
        present=order.status if order else None,
    )


SERVICES: Mapping[str, Service] = {
    "xml_export_orders": export_orders,
    "xml_maj_orders": maj_orders,
    "xml_export_returns": export_returns,
}
