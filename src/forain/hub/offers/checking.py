"""What a marketplace would say of an offer, found before anything is sent: shown in the plan, and, where the merchant
wants it (`SellingRules.check_first`), reason enough not to send the line.

Forms of product types are kept by a room above, which plugs itself in; without a form only what needs none is checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import cast

from forain.connect.explaining import filled
from forain.connect.offers import ExplainsOffers, Forms, LineProblem
from forain.hub.connections.models import Connection
from forain.hub.offers.canon import to_trade
from forain.hub.offers.families import family_of, split_prices
from forain.hub.offers.plan import PAGE, Difference, Finding
from forain.trade.offer import STOCK_FIELDS, ChangeKind, OfferChange

FormsOf = Callable[[Connection], Forms]
Check = Callable[[OfferChange], tuple[LineProblem, ...]]
_forms: list[FormsOf] = []


def plug(forms_of: FormsOf) -> None:
    _forms.append(forms_of)


def checker(connection: Connection) -> Check:
    """The room's check. What only changes stock or price is not looked at: the marketplace has the rest."""
    room = cast("ExplainsOffers", connection.room)
    forms = _forms[-1](connection) if _forms else _no_form

    def check(change: OfferChange) -> tuple[LineProblem, ...]:
        if change.kind is ChangeKind.UPDATE and change.fields and change.fields <= STOCK_FIELDS:
            return ()
        return tuple(room.check_offer(change, forms))

    return check


def _no_form(_: str) -> None:
    return None


def looked_at(connection: Connection, found: Iterable[Difference]) -> Iterator[Difference]:
    """The differences with what the check finds about each, and about the family it is of."""
    if connection.manifest.offers is None:
        yield from found
        return
    check, rest = checker(connection), iter(found)
    while page := list(islice(rest, PAGE)):
        split = split_prices(connection, page)
        for one in page:
            findings = [_told(connection, each) for each in check(_change(one))]
            findings += [split[family]] if (family := family_of(one)) in split else []
            yield replace(one, findings=tuple(findings)) if findings else one


def _change(one: Difference) -> OfferChange:
    offer = to_trade(one.sku, one.quantity, one.price_minor, one.currency, one.content)
    return OfferChange(kind=one.kind, offer=offer, fields=one.names)


def _told(connection: Connection, problem: LineProblem) -> Finding:
    room = cast("ExplainsOffers", connection.room)
    known = room.explain(problem.code, problem.key, problem.words)

    def words(texts: Mapping[str, str]) -> dict[str, str]:
        facts = {"value": problem.value, "field": problem.field, "hint": problem.words}
        return {language: filled(text, **facts) for language, text in texts.items()}

    return Finding(
        problem.code, problem.field, problem.value, problem.fatal, words(known.cause), words(known.fix)
    )
