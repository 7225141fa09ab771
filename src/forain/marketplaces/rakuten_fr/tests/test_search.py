"""listing on both of its paths and categorymap: what is found, what each version knows, what is refused."""

from __future__ import annotations

import pytest

from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr.client import RakutenFrClient
from forain.marketplaces.rakuten_fr.operations import OPERATIONS
from forain.marketplaces.rakuten_fr.search_operations import OLD_LISTING
from forain.marketplaces.rakuten_fr.tests.support import TOKEN, Canned, Play, sample
from forain.wire.xml import decode

PROBLEM = ("Sender", "ParameterError", "Problem with parameters.")
EAN = "4006381333931"


def test_a_product_is_found_by_words_reference_number_and_category(client: RakutenFrClient) -> None:
    by_reference = client.listing(refs=[EAN]).products
    assert [one.headline for one in by_reference] == ["Lampe de bureau articulée, laiton brossé"]
    number = by_reference[0].product_id
    assert client.listing(product_ids=[number]).products == by_reference
    assert number in {one.product_id for one in client.listing(kw="LAMPE articulee").products}
    assert number in {one.product_id for one in client.listing(nav="Maison", products_per_page=100).products}


def test_nothing_found_is_a_good_answer(play: Play, client: RakutenFrClient) -> None:
    found = client.listing(kw="licorne")
    assert (found.status, found.result_count, found.total_result_count, found.products) == ("ok", 0, 0, ())
    assert b"<products></products>" in play.call("listing", kw="licorne")
    assert client.listing(nav="No-Such").total_result_count == 0


def test_pages_are_counted_from_one_and_end_empty(client: RakutenFrClient) -> None:
    everything = client.listing(nav="Maison", products_per_page=100)
    pages = [client.listing(nav="Maison", products_per_page=5, page_number=one) for one in (1, 2, 3, 4)]
    assert [one.result_count for one in pages] == [5, 5, 3, 0]
    assert {one.total_result_count for one in pages} == {len(everything.products)}
    assert [one for page in pages for one in page.products] == list(everything.products)
    assert client.listing(nav="Maison").products_per_page == 20


def test_offers_come_with_pricing_only_and_the_best_price_counts_the_shipping(
    client: RakutenFrClient,
) -> None:
    plain = client.listing(kw="vase").products
    priced = client.listing(kw="vase", pricing=True).products
    assert all(one.adverts is None for one in plain)
    for product in priced:
        assert product.adverts
        assert product.best_prices
        offers = [*product.adverts.new, *product.adverts.used]
        assert len(product.adverts.new) <= 5
        assert len(product.adverts.used) <= 5
        totals = [one.price.amount + one.shipping.amount for one in offers if one.shipping]
        best = product.best_prices.overall
        assert best
        assert best.shipping
        assert best.price.amount + best.shipping.amount == min(totals)


def test_a_limited_search_leaves_details_out(client: RakutenFrClient) -> None:
    product = client.listing(refs=[EAN], limited=True).products[0]
    assert (product.best_prices, product.reviews, product.breadcrumbs) in [
        (None, None, ()),
        (m.BestPrices(), m.Reviews(), ()),
    ]
    assert product.headline


def test_products_nobody_offers_can_be_left_out(client: RakutenFrClient) -> None:
    everything = client.listing(nav="Maison", products_per_page=100).products
    offered = client.listing(nav="Maison", products_per_page=100, with_stock=True).products
    assert len(offered) < len(everything)
    assert all(one.offer_counts and one.offer_counts.total for one in offered)


@pytest.mark.parametrize(
    ("version", "alias", "category", "refurbished", "mode"),
    [
        ("2018-06-28", True, True, True, "Suivi"),
        ("2015-07-05", True, False, False, "Suivi"),
        ("2014-01-28", False, False, False, "SUIVI"),
        ("2012-10-23", False, False, False, "SUIVI"),
        ("2012-09-11", False, False, False, "SUIVI"),
    ],
)
def test_each_version_knows_what_it_knows(
    play: Play, version: str, alias: bool, category: bool, refurbished: bool, mode: str
) -> None:
    path = "/listing_ssl_ws" if version > "2015" else "/listing_ws"
    body = play.call("listing", path, refs=EAN, scope="PRICING", version=version)
    product = decode(m.Listing, body).value.products[0]
    assert product.offer_counts
    assert product.adverts
    own = next(one for one in product.adverts.new if one.seller.login == play.login)
    assert (bool(product.alias), bool(product.category)) == (alias, category)
    assert (product.offer_counts.refurbished_new is not None) is refurbished
    assert (own.is_rsl is not None) is alias
    assert (own.shipping_type, own.seller.shipping_types) == (mode, "NORMAL, SUIVI, RECOMMANDE")


def test_the_old_path_takes_a_login_without_a_token_and_echoes_neither(play: Play) -> None:
    body = play.call("listing", "/listing_ws", kw="vase", pwd=None, version=OLD_LISTING.version)
    found = decode(m.Listing, body).value
    assert found.login is None
    assert found.total_result_count == 2
    with play.client() as client:
        assert client.listing_old(kw="vase").products == found.products


def test_our_client_sends_the_token_where_it_is_asked_for_only() -> None:
    transport = Canned(sample("listing.xml"), sample("categorymap.xml"))
    with RakutenFrClient("me", TOKEN, transport=transport) as client:
        client.listing_old(kw="vase")
        client.categorymap()
    old, categories = (dict(one.url.params) for one in transport.requests)
    assert (old["login"], "pwd" in old) == ("me", False)
    assert not {"login", "pwd"} & set(categories)


def test_the_real_services_leak_of_the_token_is_a_quirk_and_redacted_in_exchanges(
    play: Play, client: RakutenFrClient
) -> None:
    assert play.token.encode() not in play.call("listing", kw="vase")
    play.tell("behaviour", leaky_links=True)
    link = client.listing(kw="vase").products[0].breadcrumbs[-1].url
    assert (f"pwd={play.token}" in link, f"login={play.login}" in link) == (True, True)
    assert play.token.encode() not in play.exchanges[-1].response_body


def test_links_are_escaped_in_latin_1_and_lead_back_to_the_service(client: RakutenFrClient) -> None:
    found = client.listing(kw="vase")
    assert found.navigation
    assert found.navigation.selected_category == "Vase"
    link = found.navigation.categories[0]
    assert (link.label, link.result_count) == ("Maison & Électroménager", 2)
    assert "/listing_ssl_ws?action=listing&nav=Maison&version=2018-06-28" in link.url
    assert client.listing(product_ids=["1"]).navigation in (None, m.Navigation(categories=()))


@pytest.mark.parametrize(
    ("given", "detail"),
    [
        ({}, "Either 'kw', 'refs', 'productids' or 'nav' has to be present"),
        ({"kw": "vase", "nbproductsperpage": "-15"}, "The parameter 'nbproductsperpage' is invalid."),
        ({"kw": "vase", "nbproducts": "0"}, "The parameter 'nbproducts' is invalid."),
        ({"kw": "vase", "pagenumber": "0"}, "The parameter 'pagenumber' is invalid."),
        ({"kw": "vase", "scope": "ALL"}, "The parameter 'scope' is invalid."),
    ],
)
def test_a_wrong_search_is_refused(play: Play, given: dict[str, str], detail: str) -> None:
    assert play.refusal("listing", **given) == (*PROBLEM, detail)


def test_credentials_are_checked_before_the_criteria(play: Play) -> None:
    assert play.refusal("listing", pwd="f" * 32)[1] == "InvalidUserConnection"
    body = play.call("listing", "/listing_ws", login="nobody", pwd=None, version="2014-01-28")
    assert decode(m.ErrorResponse, body).value.code == "InvalidUserConnection"
    body = play.call("listing", "/listing_ws", login=None, version="2014-01-28", kw="x")
    assert decode(m.ErrorResponse, body).value.details == ("The parameter 'login' is mandatory",)
    assert b"is not supported" in play.call("listing", "/listing_ws", version="2018-06-28", kw="x")


# -- categorymap --------------------------------------------------------------------------------------------


def test_the_recorded_categories_are_in_the_tree_below_their_parents(client: RakutenFrClient) -> None:
    found = client.categorymap()
    codes = set(found.codes())
    assert {"Art-Collection_Buvard", "Enfant_Puericulture_eveil", "bricolage_outillage-a-main"} <= codes
    assert len(found.categories) == 14
    assert all(below.startswith(f"{one.code}") for one in found.categories for below in one.codes())


def test_anybody_may_ask_for_the_categories(play: Play) -> None:
    for login in (None, "nobody"):
        assert b"<status>ok</status>" in play.call("categorymap", login=login, pwd=None)
    assert play.refusal("categorymap", version="2012-01-01") == (
        *PROBLEM,
        "The version 2012-01-01 is not supported",
    )


def test_the_categories_name_one_address_as_their_schema(play: Play) -> None:
    body = play.call("categorymap")
    version = OPERATIONS["categorymap"].version
    assert (
        f'schemaLocation="https://static.fr.shopping.rakuten.com/res/schema/categorymap/categorymap.{version}.xsd"'.encode()
        in body
    )
