"""The file of the documentation to begin with: both marketplaces take it as it is, and put it on sale."""

from __future__ import annotations

from pathlib import Path

from tests.offers.shop import Shop

FILE = Path(__file__).parents[2] / "examples" / "offers.csv"


def test_the_example_file_goes_on_sale_everywhere(shop: Shop) -> None:
    from forain.hub.offers.importing import Wish, take_file
    from forain.hub.reports.models import Problem

    with FILE.open("rb") as content:
        found = take_file(shop.play.workspace, content, Wish(name=FILE.name), actor="test")
    assert (found.new_count, found.bad_count) == (3, 0)
    for connection in shop.play.connections:
        shop.push(connection)
    shop.settle()
    shop.settle()
    fatal = Problem.objects.filter(fatal=True)
    assert (
        list(fatal.values_list("sku", "cause")) == []
    )  # a key the other marketplace wants is only remarked on
    for connection in shop.play.connections:
        assert {state for state, _, _ in shop.listings(connection).values()} == {"live"}
