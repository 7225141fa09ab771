"""Variants of one product where the marketplace knows one price for all of them (`OfferRules.one_price`).

Sizes that are to cost different amounts cannot all be shown as wanted: whichever price was sent last stands, and every
audit tells the others as drift. The plan says so before it is sent. Costs one look at the families of a page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from forain.hub.connections.models import Connection
from forain.hub.offers.models import NOTHING, Listing
from forain.hub.offers.plan import Difference, Finding
from forain.hub.offers.trouble import both
from forain.trade.money import Money
from forain.trade.offer import ChangeKind

#: As many prices as a sentence names.
NAMED = 4


def split_prices(connection: Connection, page: Sequence[Difference]) -> Mapping[str, Finding]:
    """Family -> what is worth a look about it: families of these differences that want more than one price."""
    rules = connection.manifest.offers
    families = {family_of(one) for one in page} - {""}
    if rules is None or not rules.one_price or not families:
        return {}
    wanted = Listing.objects.filter(connection=connection, offer__details__parent__in=families)
    prices: dict[str, set[int]] = {}
    for family, minor in (
        wanted.exclude(wanted=NOTHING).values_list("offer__details__parent", "wanted_price_minor").distinct()
    ):
        prices.setdefault(family, set()).add(minor)
    return {
        family: _finding(family, [Money(minor, rules.currency) for minor in sorted(found)])
        for family, found in prices.items()
        if len(found) > 1
    }


def family_of(one: Difference) -> str:
    """Empty for an offer that is its own product, or that leaves the sale."""
    return "" if one.kind is ChangeKind.END else str(one.content.get("parent", ""))


def _finding(family: str, prices: Sequence[Money]) -> Finding:
    told = " / ".join(str(one.amount) for one in prices[:NAMED]) + (" / …" if len(prices) > NAMED else "")
    facts = {"family": family, "prices": f"{told} {prices[0].currency}"}
    cause = _(
        "All sizes of a product have one price there, and those of “%(family)s” are to have: %(prices)s."
    )
    fix = _(
        "Give them one price: until then the price that was sent last counts for all, and audits tell drift."
    )
    return Finding("family_price", "price", facts["prices"], False, both(cause, facts), both(fix, {}))
