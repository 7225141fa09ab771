"""The invented shop: believable, the same for the same seed, and savable."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, datetime

import pytest

from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr.sandbox.catalogue import BUYERS, POINTS, PRODUCTS
from forain.marketplaces.rakuten_fr.tests.conftest import START
from forain.marketplaces.rakuten_fr.tests.support import Play
from forain.trade.address import country_code

TIMES = [START, datetime(2031, 1, 1, 0, 30, tzinfo=UTC), datetime(2031, 10, 26, 1, 0, tzinfo=UTC)]


@pytest.fixture(params=[1, 2, 3, 77])
def shop(request: pytest.FixtureRequest) -> Play:
    return Play.begin(START, empty=False, seed=request.param)


def _new(play: Play) -> list[m.Sale]:
    with play.client() as client:
        return list(client.getnewsales().sales)


def _current(play: Play) -> list[m.Sale]:
    with play.client() as client:
        return list(client.iter_currentsales())


def test_a_dozen_sales_wait_and_some_were_reminded(shop: Play) -> None:
    sales = _new(shop)
    statuses = {one.item_status for sale in sales for one in sale.items}
    assert len(sales) == 12
    assert statuses == {"REQUESTED", "REMINDED"}


def test_what_a_seller_must_be_ready_for_is_among_them(shop: Play) -> None:
    sales = _new(shop)
    items = [one for sale in sales for one in sale.items]
    assert any(len(sale.items) >= 3 for sale in sales)
    assert any(one.is_preorder for one in items)
    assert any(one.is_nego and one.price < (one.listed_price or one.price) for one in items)
    assert any(sale.collection_point for sale in sales)
    assert any(one.sku == "" for one in items)
    countries = {
        block.country_alpha2
        for sale in sales
        for block in (sale.delivery_address, sale.billing_address)
        if block
    }
    assert {"FX", "BE", "ES"} <= countries


def test_sales_under_way_are_in_many_states(shop: Play) -> None:
    items = [one for sale in _current(shop) for one in sale.items]
    assert {"COMMITTED", "ON_HOLD", "CANCELLED"} <= {one.item_status for one in items}
    assert {one.shipped for one in items if one.item_status == "COMMITTED"} == {True, False}
    assert len(shop.stage.ground.shop.sales) == 12 + 30 + 2


def test_the_to_do_list_has_every_cause(shop: Play) -> None:
    with shop.client() as client:
        todo = client.getitemtodolist().items
    causes = {cause for one in todo for cause in one.causes}
    assert causes == {"CLAIM", "UNREAD_MESSAGE_FROM_CUSTOMER_SERVICE", "UNREAD_MESSAGE_FROM_BUYER"}


@pytest.mark.parametrize("start", TIMES)
def test_the_same_seed_makes_the_same_shop(start: datetime) -> None:
    one, other = (Play.begin(start, empty=False, seed=5) for _ in range(2))
    assert one.stage.state() == other.stage.state()
    assert one.token == other.token
    assert Play.begin(start, empty=False, seed=6).token != one.token


def test_history_is_no_effect_of_any_seller(shop: Play) -> None:
    assert not [one for one in shop.sandbox.ledger.entries if one.by == "seller"]


def test_arriving_buyers_order_now(play: Play) -> None:
    for _ in range(20):
        play.stage.arrive()
    sales = _new(play)
    assert len(sales) == 20
    assert {sale.purchase_date for sale in sales} == {START}


def test_telephone_numbers_are_from_ranges_kept_free_for_fiction() -> None:
    numbers = [one for buyer in BUYERS for one in (buyer.phone, buyer.mobile) if one]
    assert all(one.startswith(("01990", "06399", "+32460000", "+34600000")) for one in numbers)
    assert len({one.login for one in BUYERS}) == len(BUYERS)
    assert len({one.advert for one in PRODUCTS}) == len(PRODUCTS)
    assert len({one.id for one in POINTS}) == len(POINTS)


def test_our_table_knows_every_country_of_the_catalogue() -> None:
    assert all(country_code(one.alpha2) and country_code(one.country) for one in BUYERS)
    assert all(country_code(one.country) for one in POINTS)


def test_the_state_survives_saving(shop: Play) -> None:
    state = shop.stage.state()
    again = pickle.loads(pickle.dumps(state))
    assert again == state
    shop.stage.restore(again)
    assert len(_new(shop)) == 12


def test_objects_can_be_read_as_json_and_hold_no_token(shop: Play) -> None:
    shop.pass_time(seconds=1)  # the payouts of the past weeks happen
    for kind in shop.stage.kinds():
        text = json.dumps(shop.stage.objects(kind))
        assert shop.token not in text
        assert len(text) > 100
    with pytest.raises(LookupError):
        shop.stage.objects("accounts")
