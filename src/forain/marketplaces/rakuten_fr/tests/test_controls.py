"""What a person at the console may do, and what is said when it cannot be done."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from forain.marketplaces.rakuten_fr.client import RakutenFrClient
from forain.marketplaces.rakuten_fr.tests.support import Play


def test_a_sale_is_made_as_it_was_asked_for(play: Play, client: RakutenFrClient) -> None:
    told = play.tell(
        "sale",
        mode="Point relais Mondial Relay",
        point="BE-000418",
        buyer={"login": "frietkot", "first_name": "Zoé"},
        items=[
            {"sku": "LAMPE-007", "quantity": 2, "negotiated": "d'accord"},
            {"sku": "new", "title": "Bougie", "price": "7,50", "ean": "1", "preorder": True},
        ],
    )
    sale = client.getnewsales().sales[0]
    assert (sale.purchase_id, sale.buyer_login) == (told["sale"], "frietkot")
    assert sale.collection_point is not None
    assert (sale.collection_point.id, sale.collection_point.first_name) == ("BE-000418", "Zoé")
    assert [one.item_id for one in sale.items] == told["items"]
    lamp, _, candle = sale.items
    assert (str(lamp.price), str(lamp.listed_price), lamp.is_nego) == ("22.4", "24.9", True)
    assert (candle.headline, str(candle.price), candle.ean, candle.is_preorder) == (
        "Bougie",
        "7.5",
        "1",
        True,
    )


def test_a_sale_without_wishes_is_an_ordinary_one(play: Play, client: RakutenFrClient) -> None:
    play.tell("sale")
    sale = client.getnewsales().sales[0]
    assert (sale.shipping_type, len(sale.items)) == ("Suivi", 1)


@pytest.mark.parametrize(
    ("name", "fields", "error", "words"),
    [
        ("sale", {"mode": "Pigeon"}, ValueError, "shipping mode"),
        ("sale", {"account": "nobody"}, LookupError, "no account"),
        ("sale", {"mode": "Point relais Mondial Relay", "point": "XX"}, LookupError, "relay point"),
        ("sale", {"items": [{"price": "free"}]}, ValueError, "no price"),
        ("sale", {"items": [{"price": "-1"}]}, ValueError, "no price"),
        ("sale", {"items": [{"price": "NaN"}]}, ValueError, "no price"),
        ("sale", {"items": [{"quantity": 0}]}, msgspec.ValidationError, "quantity"),
        ("sale", {"surprise": 1}, msgspec.ValidationError, "surprise"),
        ("account", {"rights": ["flying"]}, ValueError, "no right"),
        ("account", {"login": "nobody"}, LookupError, "no account"),
        ("message", {"item": "1", "text": "x"}, LookupError, "no item"),
        ("message", {"item": "1", "text": "x", "author": "ghost"}, msgspec.ValidationError, "author"),
    ],
)
def test_what_cannot_be_done_is_explained(
    play: Play, name: str, fields: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        play.tell(name, **fields)


def test_an_unknown_kind_of_claim_names_the_known_ones(play: Play) -> None:
    with pytest.raises(ValueError, match="NOT_RECEIVED"):
        play.tell("claim", item=play.item(accepted=True), type="BORED")


def test_an_account_can_be_opened_and_used(play: Play) -> None:
    told = play.tell("account", login="nouvelle-boutique", open=True)
    assert len(told["token"]) == 32
    body = play.call("getnewsales", login="nouvelle-boutique", pwd=told["token"])
    assert b"<sellerid>40100202</sellerid>" in body


def test_every_control_has_a_summary_and_a_described_body(play: Play) -> None:
    for one in play.stage.controls():
        assert one.summary
        assert one.body.__doc__
        assert msgspec.json.schema(one.body)


def test_the_stage_owns_rakutens_paths_and_knows_its_callers(play: Play) -> None:
    assert all(play.stage.owns(path) for path in ("/sales_ws", "/stock_ws", "/wallet_ws", "/sales_ws/"))
    assert not play.stage.owns("/mp/xml_export_orders.php")
