"""import and importreport, producttypes, producttypetemplate, export, purge_campaign."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest

from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr import stock_decisions as decisions
from forain.marketplaces.rakuten_fr.client import RakutenFrClient
from forain.marketplaces.rakuten_fr.sandbox.stock.types import labels
from forain.marketplaces.rakuten_fr.stock_operations import EXPORT, PRODUCTTYPETEMPLATE
from forain.marketplaces.rakuten_fr.tests.stock_support import document, done, toy
from forain.marketplaces.rakuten_fr.tests.support import Play
from forain.sdk import errors as sdk
from forain.wire.xml import decode

PRICES = "PRICEQUANTITY"


def flat(play: Play, text: str, alias: str = PRICES, **more: str) -> m.FlatFileReport:
    """The report of a flat file, once it is done."""
    body = play.upload(text.encode(), "import", name="s.csv", mappingalias=alias, **more)
    number = decode(m.FlatFileReceived, body).value.import_id
    play.pass_time(minutes=2)
    return decode(m.FlatFileReport, play.call("importreport", fileid=number)).value


def quantities(play: Play) -> dict[str, int]:
    return {one.sku: one.quantity for one in play.stage.ground.shop.stock.adverts.values()}


# -- flat files ---------------------------------------------------------------------------------------------


def test_prices_and_quantities_change_and_bad_lines_are_told_as_they_were_sent(play: Play) -> None:
    done(play, toy(), toy(sellerReference="TOUR-00"))
    found = flat(play, "TOUR-01;19,50;7\r\nTOUR-77;9.90;4\nTOUR-00;0.0;3\nTOUR-00;5;x\nTOUR-00;5\n")
    assert (found.process_status, found.processed_lines) == ("PROCESSED", 1)
    assert [(one.data, one.reason) for one in found.errors] == [
        ("TOUR-77;9.90;4", "Annonce non trouvée"),
        ("TOUR-00;0.0;3", decisions.FLAT_PRICE),
        ("TOUR-00;5;x", decisions.FLAT_QUANTITY),
        ("TOUR-00;5", decisions.FLAT_COLUMNS),
    ]
    assert quantities(play) == {"TOUR-01": 7, "TOUR-00": 12}


def test_a_flat_file_goes_through_its_states_too(play: Play, client: RakutenFrClient) -> None:
    number = client.import_(b"A;1;1", mapping_alias=PRICES).import_id
    states = []
    for span in (timedelta(), decisions.RECEIVED_FOR, decisions.QUEUED_FOR, decisions.SHORTEST_WORK):
        play.pass_time(seconds=span.total_seconds())
        states.append(client.importreport(number).process_status)
    assert states == ["RECEIVED", "PENDING", "PROCESSING", "PROCESSED"]


def test_an_empty_or_binary_file_fails(play: Play) -> None:
    assert flat(play, "\n\n").process_status == "PROCESS_FAILED"
    assert flat(play, "A;\x00;1").process_status == "PROCESS_FAILED"


def test_adverts_are_made_on_products_found_by_bar_code(play: Play) -> None:
    play.tell("product", barcodes="4006381333931")
    line = "NEW-1;4006381333931;12.5;4;TBE;Très bel état;1;https://x.org/a.jpg"
    found = flat(play, f"{line}\nNEW-2;999;1;1;N;;;\nNEW-3;4006381333931;1;1;ZZ;;;", "FULLADVERT")
    assert [one.reason for one in found.errors] == [decisions.FLAT_PRODUCT, decisions.FLAT_CONDITION]
    with play.client() as client:
        [advert] = client.iter_export()
    assert (advert.sku, advert.price, advert.quality, advert.stock) == (
        "NEW-1",
        Decimal("12.5"),
        "REFURBISHED",
        4,
    )


def test_a_profile_is_told_by_its_columns(play: Play) -> None:
    play.tell("product", barcodes="4006381333931")
    wide = ";".join(["4006381333931", "12.5", "N", "4", "", "", "WIDE", "Bien"] + [""] * 14)
    found = flat(play, f"{wide}\nWIDE;1;2\na;b", "", profileid="118")
    assert [one.reason for one in found.errors] == [decisions.FLAT_COLUMNS]
    assert quantities(play) == {"WIDE": 2}


def test_a_reference_of_two_adverts_is_told(play: Play) -> None:
    done(play, toy(), toy(sellerReference="B"))
    stock = play.stage.ground.shop.stock
    stock.rename(next(one for one in stock.adverts.values() if one.sku == "B"), "TOUR-01")
    assert [one.reason for one in flat(play, "TOUR-01;1;1").errors] == [decisions.FLAT_SEVERAL]


def test_the_promotion_column_joins_a_campaign(play: Play) -> None:
    done(play, toy())
    play.tell("campaign", campaign="81234")
    assert not flat(play, "TOUR-01;24.90;3;[@id:81234@pr:24.90@np:19.90]").errors
    with play.client() as client:
        assert [one.price for one in client.iter_export()] == [Decimal("19.90")]
    for wrong in (
        "[@id:99@pr:24.90@np:19.90]",
        "[@id:81234@pr:19.90@np:24.90]",
        "-20%",
        "[@id:81234@pr:9@pc:10]",
    ):
        assert [one.reason for one in flat(play, f"TOUR-01;24.90;3;{wrong}").errors] == [
            decisions.FLAT_PROMOTION
        ]


@pytest.mark.parametrize(
    ("given", "detail"),
    [
        ({}, "The parameter 'profileid' is mandatory"),
        ({"profileid": "999"}, "The parameter 'profileid' is invalid."),
        ({"mappingalias": "NOTHING"}, "The parameter 'mappingalias' is invalid."),
    ],
)
def test_a_layout_must_be_named_and_known(play: Play, given: dict[str, str], detail: str) -> None:
    assert play.refusal("import", **given) == ("Sender", "ParameterError", "Problem with parameters", detail)


def test_reports_of_flat_files_are_kept_five_days(play: Play, client: RakutenFrClient) -> None:
    number = client.import_(b"A;1;1", mapping_alias=PRICES).import_id
    play.pass_time(days=6)
    with pytest.raises(sdk.NotFound):
        client.importreport(number)


# -- product types ------------------------------------------------------------------------------------------


def test_all_product_types_come_in_one_answer(play: Play, client: RakutenFrClient) -> None:
    found = client.producttypes()
    assert [one.alias for one in found.types] == list(labels())
    assert [one.alias for one in found.types if one.update_date is None] == ["mev_activite_loisirs"]
    assert all(one.category_ref for one in found.types)
    older = decode(m.ProductTypes, play.call("producttypes", version="2011-11-29")).value
    assert not any(one.category_ref for one in older.types)


def test_allowed_values_come_with_their_scope_only(client: RakutenFrClient) -> None:
    bare, full = client.producttypetemplate("jouet"), client.producttypetemplate("jouet", with_values=True)
    assert [one.key for one in bare.product] == [one.key for one in full.product]
    assert all(not one.values for one in bare.product)
    assert all(bool(one.values) == one.has_values for one in (*full.product, *full.advert))
    assert (bare.scope, full.scope) == (None, "VALUES")
    assert full.campaign[0].key == "productsCampaignId"


def test_an_unknown_scope_is_no_scope(play: Play) -> None:
    found = decode(m.ProductTypeTemplate, play.call("producttypetemplate", alias="jouet", scope="ALL")).value
    assert (found.scope, any(one.values for one in found.product)) == (None, False)


@pytest.mark.parametrize("version", PRODUCTTYPETEMPLATE.versions)
def test_each_version_of_a_template_shows_what_it_knows(play: Play, version: str) -> None:
    body = play.call("producttypetemplate", alias="vetement", version=version)
    found = decode(m.ProductTypeTemplate, body).value
    keys = {one.key: one for one in found.advert}
    assert ("refurbished" in keys) == (version >= "2017-10-04")
    assert bool(found.zones) == (version >= "2013-05-14")
    assert bool(found.pickup_stores) == (version >= "2015-02-02")
    assert keys["state"].value_type == ("Text" if version >= "2013-05-14" else "Number")
    assert ("qtyUnlimited" in keys) == (version < "2013-05-14")


@pytest.mark.parametrize("alias", sorted(labels())[::12])
def test_no_listed_type_is_without_a_template(client: RakutenFrClient, alias: str) -> None:
    assert client.producttypetemplate(alias).product


def test_a_missing_or_unknown_type_is_named(play: Play) -> None:
    problem = ("Sender", "ParameterError", "Problem with parameters")
    assert play.refusal("producttypetemplate") == (*problem, "The parameter 'alias' is mandatory")
    assert play.refusal("producttypetemplate", alias="x") == (*problem, "The parameter 'alias' is invalid.")


# -- the inventory ------------------------------------------------------------------------------------------


def test_the_inventory_tells_every_advert_also_those_without_stock(
    play: Play, client: RakutenFrClient
) -> None:
    done(play, toy(comment="Bien"), toy(sellerReference="0012", qty="0", state="Bon Etat"))
    page = client.export()
    assert (page.count, page.next_token, page.login) == (2, None, play.login)
    assert [(one.sku, one.stock, one.quality, one.advert_type) for one in page.adverts] == [
        ("TOUR-01", 12, "NEW", "NEW"),
        ("0012", 0, "GOOD", "USED"),
    ]
    first = page.adverts[0]
    assert first.product.headline == "Tour d'équilibre en bois"
    assert first.product.url.startswith(f"/offer/buy/{first.product.product_id}/tour-d-equilibre")
    assert (first.comment, first.product.pricing) == ("Bien", None)


def test_the_offers_of_others_come_with_their_scope_cheapest_first_and_the_same_twice(
    play: Play, client: RakutenFrClient
) -> None:
    done(play, *(toy(sellerReference=f"T{one}") for one in range(3)))
    first, second = client.export(with_pricing=True), client.export(with_pricing=True)
    assert first.adverts == second.adverts
    assert first.scope == "PRICING"
    for one in first.adverts:
        assert one.product.pricing is not None
        prices = [rival.price for rival in one.product.pricing.new]
        assert prices == sorted(prices)
        assert len(prices) <= 5
        assert all(rival.quality != "NEW" for rival in one.product.pricing.used)


def test_the_inventory_comes_in_pages(
    play: Play, client: RakutenFrClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decisions, "EXPORT_PAGE", 2)
    done(play, *(toy(sellerReference=f"T{one}") for one in range(5)))
    assert [one.sku for one in client.iter_export()] == [f"T{one}" for one in range(5)]
    token = client.export().next_token or ""
    assert (
        play.refusal("export", nexttoken=token, scope="PRICING")[3] == "The parameter 'nexttoken' is invalid."
    )

    async def read() -> list[str]:
        async with play.async_client() as other:
            return [one.sku async for one in other.iter_export()]

    assert asyncio.run(read()) == [f"T{one}" for one in range(5)]


@pytest.mark.parametrize("version", EXPORT.versions)
def test_only_newer_versions_tell_the_newest(play: Play, version: str) -> None:
    found = decode(m.Inventory, play.call("export", version=version)).value
    assert bool(found.last_version) == (version > "2012-10-23")


def test_the_inventory_needs_a_right_of_its_own(play: Play, client: RakutenFrClient) -> None:
    play.tell("account", rights=["sales"])
    assert play.refusal("export") == (
        "Sender",
        "InvalidUserRights",
        "Unauthorized access.",
        "You don't have the right to use this service",
    )
    with pytest.raises(sdk.PermissionMissing):
        client.export()


# -- purge_campaign -----------------------------------------------------------------------------------------


def test_the_service_known_by_name_alone_answers_only_when_told_to(
    play: Play, client: RakutenFrClient
) -> None:
    with pytest.raises(sdk.BadParameter, match="action"):
        client.purge_campaign("81234", "2013-01-01")


def test_a_campaign_is_emptied(play: Play, client: RakutenFrClient) -> None:
    play.tell("behaviour", purge_campaign=True)
    play.tell("campaign", campaign="81234")
    done(play, toy())
    flat(play, "TOUR-01;24.90;3;[@id:81234@pr:24.90@np:19.90]")
    assert client.purge_campaign("81234", "2013-01-01").status == "OK"
    assert [one.price for one in client.iter_export()] == [Decimal("24.90")]
    problem = ("Sender", "ParameterError", "Problem with parameters")
    assert play.refusal("purge_campaign", campaignid="9") == (
        *problem,
        "The parameter 'campaignid' is invalid.",
    )
    assert play.refusal("purge_campaign") == (*problem, "The parameter 'campaignid' is mandatory")
    assert play.refusal("purge_campaign", version="newest")[3] == "The version newest is not supported"


def test_the_async_client_sends_and_reads_files(play: Play) -> None:
    async def both() -> tuple[str, list[str | None]]:
        async with play.async_client() as other:
            number = (await other.genericimportfile(document(toy()))).import_id
            play.pass_time(minutes=2)
            return number, [one.sku async for one in other.iter_genericimportreport(number)]

    assert asyncio.run(both())[1] == ["TOUR-01"]
