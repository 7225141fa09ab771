"""Rules as they are tried are as they are used: stock, price, margin, exclusions, shipping profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from forain.hub.connections.models import Connection
    from forain.hub.offers.tests.conftest import Take

FILE = (
    "sku,qty,price,cost,brand,title\n"
    "A,10,10.00,6.00,Zed,Botte\nB,2,20.40,19.00,Ace,Sac\nC,500,0.40,,Zed,Lacet\nD,3,33.33,,100% Coton,L'été\n"
)


def shown(account: Connection) -> dict[str, tuple[int, int] | None]:
    from forain.hub.offers.models import NOTHING, Listing

    rows = Listing.objects.filter(connection=account).order_by("offer__sku").select_related("offer")
    return {
        one.offer.sku: None if one.wanted == NOTHING else (one.wanted_quantity, one.wanted_price_minor)
        for one in rows
    }


@pytest.mark.parametrize(
    ("wish", "wanted"),
    [
        ({"stock_buffer": 3, "max_shown": 100}, {"A": (7, 1000), "B": (0, 2040), "C": (100, 40), "D": (0, 3333)}),
        ({"price_factor_bp": 10_500}, {"A": (10, 1050), "B": (2, 2142), "C": (500, 42), "D": (3, 3500)}),
        ({"price_plus_minor": -50}, {"A": (10, 950), "B": (2, 1990), "C": (500, 1), "D": (3, 3283)}),
        ({"rounding": "up", "ending_minor": 90}, {"A": (10, 1090), "B": (2, 2090), "C": (500, 90), "D": (3, 3390)}),
        ({"rounding": "down", "ending_minor": 90}, {"A": (10, 990), "B": (2, 1990), "C": (500, 90), "D": (3, 3290)}),
        ({"rounding": "nearest", "ending_minor": 99}, {"A": (10, 999), "B": (2, 1999), "C": (500, 99), "D": (3, 3299)}),
        ({"min_margin_bp": 2_000}, {"A": (10, 1000), "B": (2, 2280), "C": (500, 40), "D": (3, 3333)}),
        ({"exclude": [{"field": "brand", "is": "equals", "value": "Zed"}]}, {"A": None, "B": (2, 2040), "C": None, "D": (3, 3333)}),
        ({"exclude": [{"field": "price", "is": "above", "value": "30"}]}, {"A": (10, 1000), "B": (2, 2040), "C": (500, 40), "D": None}),
        ({"exclude": [{"field": "brand", "is": "begins", "value": "100% C"}, {"field": "title", "is": "contains", "value": "L'ÉTÉ"}]},
         {"A": (10, 1000), "B": (2, 2040), "C": (500, 40), "D": None}),
    ],
)  # fmt: skip
def test_a_rule_is_tried_and_then_used(
    take: Take, account: Connection, wish: dict[str, Any], wanted: dict[str, Any]
) -> None:
    """The trial writes nothing and says what the rules then do."""
    from forain.hub.offers import rules

    take(FILE)
    before = shown(account)
    tried = {
        one.sku: None if one.then_quantity is None else (one.then_quantity, one.then_price_minor)
        for one in rules.attempt(account, wish, list(wanted))
    }
    assert tried == wanted
    assert shown(account) == before
    assert {one.sku for one in rules.attempt(account, wish)} == {
        sku for sku in wanted if wanted[sku] != before[sku]
    }
    rules.put(account, wish, actor="test")
    assert shown(account) == wanted


def test_a_shipping_profile_is_part_of_what_is_sent(take: Take, account: Connection) -> None:
    from forain.hub.offers import plan, rules
    from forain.hub.offers.pushing import enqueue
    from forain.hub.offers.tests.test_plan import settle_all

    take(FILE)
    enqueue(account, actor="test")
    settle_all(account)
    rules.put(account, {"shipping_profile": "Relais"}, actor="test")
    found = list(plan.differences(account))
    assert len(found) == 4
    assert all(one.fields == {"shipping_profile": (None, "Relais")} for one in found)


@pytest.mark.parametrize(
    "wish",
    [
        {"stock_buffer": -1},
        {"rounding": "sideways"},
        {"price_factor_bp": None},
        {"exclude": [{"field": "brand", "is": "above", "value": "3"}]},
        {"exclude": [{"field": "price", "is": "above", "value": "cheap"}]},
        {"stale": 1},
    ],
)
def test_a_rule_that_cannot_be_is_refused(account: Connection, wish: dict[str, Any]) -> None:
    from forain.hub.kit.refusal import NotAllowed
    from forain.hub.offers import rules

    with pytest.raises(NotAllowed) as refusal:
        rules.put(account, wish, actor="test")
    assert refusal.value.code == "bad_rule"
