"""What lines of an XML stock file do, and each code from 10 to 70 provoked by its real cause."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr import stock_decisions as decisions
from forain.marketplaces.rakuten_fr.sandbox.stock.state import Advert, Stock
from forain.marketplaces.rakuten_fr.sandbox.stock.types import labels, type_of
from forain.marketplaces.rakuten_fr.tests.stock_support import (
    IMAGE,
    OFFER,
    PULL,
    TOY,
    document,
    done,
    errors,
    item,
    toy,
    worked,
)
from forain.marketplaces.rakuten_fr.tests.support import OTHER_SELLER, Play

COLOURED = {**OFFER, "sellerReference": "PULL-S", "size": "S", "color": "Gris"}


def stock(play: Play) -> Stock:
    return play.stage.ground.shop.stock


def advert(play: Play, sku: str = "TOUR-01") -> Advert:
    return next(one for one in stock(play).adverts.values() if one.sku == sku)


# -- each code ----------------------------------------------------------------------------------------------


def test_10_a_line_without_attributes(play: Play) -> None:
    assert errors(worked(play, b"<items><item><alias>jouet</alias></item></items>")) == [(None, 10, True)]


@pytest.mark.parametrize("key", ["aid", "pid"])
def test_20_an_identifier_that_is_no_number(play: Play, key: str) -> None:
    line = item({"aid": "A12", "qty": "1"}) if key == "aid" else item(OFFER, {"pid": "P12"})
    assert errors(done(play, line)) == [(key, 20, True)]


@pytest.mark.parametrize("inside", ["<key>qty</key>", "<value>3</value>"])
def test_30_a_missing_key_or_value(play: Play, inside: str) -> None:
    body = (
        "<items><item><attributes><advert><attribute><key>sellerReference</key><value>T</value></attribute>"
        f"<attribute>{inside}</attribute></advert></attributes></item></items>"
    )
    found = worked(play, body.encode())
    assert found.lines[0].errors[0].code == 30
    assert found.lines[0].sku == "T"


@pytest.mark.parametrize(
    ("line", "key"),
    [
        (item({"aid": "5", "qty": "1"}), "aid"),
        (item({"sellerReference": "NOPE", "qty": "1"}), "sellerReference"),
        (item(OFFER, {"pid": "5"}), "pid"),
    ],
)
def test_40_what_cannot_be_found(play: Play, line: m.FileLine, key: str) -> None:
    assert errors(done(play, line)) == [(key, 40, True)]


def test_40_the_advert_of_another_seller(play: Play) -> None:
    done(play, toy())
    advert(play).seller = OTHER_SELLER
    assert errors(done(play, item({"aid": advert(play).aid, "qty": "1"}))) == [("aid", 40, True)]


def test_50_several_products_of_one_bar_code(play: Play) -> None:
    for _ in range(2):
        play.tell("product", barcodes=TOY["codebarres"])
    assert errors(done(play, item(OFFER, {"codebarres": TOY["codebarres"]}, alias="jouet"))) == [
        ("codebarres", 50, True)
    ]


def test_50_several_adverts_of_one_reference(play: Play) -> None:
    done(play, toy(), toy(sellerReference="OTHER"))
    done(play, item({"aid": advert(play, "OTHER").aid, "sellerReference": "TOUR-01"}))
    assert errors(done(play, item({"sellerReference": "TOUR-01", "qty": "1"}))) == [
        ("sellerReference", 50, True)
    ]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"qty": "-1"}, "qty"),
        ({"qty": "1.5"}, "qty"),
        ({"qty": "beaucoup"}, "qty"),
        ({"qty": ""}, "qty"),
        ({"sellingPrice": "0"}, "sellingPrice"),
        ({"sellingPrice": "gratuit"}, "sellingPrice"),
        ({"state": "Presque neuf"}, "state"),
        ({"collectible": "peut-être"}, "collectible"),
    ],
)
def test_60_a_value_that_is_not_accepted_blocks_the_whole_line(
    play: Play, change: dict[str, str], key: str
) -> None:
    done(play, toy())
    before = advert(play).values.get("comment")
    found = done(play, item({"sellerReference": "TOUR-01", "comment": "Autre", **change}))
    assert errors(found) == [(key, 60, True)]
    assert found.lines[0].advert_id is None
    assert advert(play).values.get("comment") == before


def test_60_the_recorded_words_for_a_missing_quantity_and_alias(play: Play) -> None:
    without = {key: value for key, value in OFFER.items() if key != "qty"}
    [error] = done(play, item(without, TOY, alias="jouet", images=IMAGE)).lines[0].errors
    assert (error.key, error.text, error.fatal) == ("qty", "Saisissez une quantité", True)
    [error] = done(play, item(OFFER, TOY)).lines[0].errors
    assert (error.key, error.text, error.fatal) == (
        "alias",
        "L'alias est obligatoire pour les créations de produit.",
        True,
    )


@pytest.mark.parametrize("missing", ["titre", "typedeproduit", "fabricant", "poids"])
def test_60_each_mandatory_key_of_a_new_product(play: Play, missing: str) -> None:
    product = {key: value for key, value in TOY.items() if key != missing}
    assert errors(done(play, item(OFFER, product, alias="jouet", images=IMAGE))) == [(missing, 60, True)]
    assert not stock(play).products


def test_60_a_new_product_needs_a_picture_and_an_advert_on_a_known_one_does_not(play: Play) -> None:
    assert errors(done(play, item(OFFER, TOY, alias="jouet"))) == [("image_url", 60, True)]
    play.tell("product", barcodes=TOY["codebarres"])
    assert not errors(done(play, item(OFFER, {"codebarres": TOY["codebarres"]}, alias="jouet")))


def test_60_an_unknown_alias_and_an_unknown_brand(play: Play) -> None:
    assert errors(done(play, item(OFFER, TOY, alias="jouets", images=IMAGE))) == [("alias", 60, True)]
    other = {**TOY, "fabricant": "Jamais vu"}
    assert errors(done(play, item(OFFER, other, alias="jouet", images=IMAGE))) == [("fabricant", 60, True)]


def test_60_an_unknown_key_is_told_and_stops_nothing(play: Play) -> None:
    found = done(play, toy(couleurpreferee="bleu"))
    assert errors(found) == [("couleurpreferee", 60, False)]
    assert (found.lines[0].status, found.file.error_lines) == ("Traité", 0)


def test_60_a_unit_the_template_does_not_know(play: Play) -> None:
    line = toy()
    assert line.attributes is not None
    assert line.attributes.product is not None
    odd = m.FileAttribute(key="ageenfantfrom", values=("3",), unit="Kg")
    product = m.FileSection(attributes=(*line.attributes.product.attributes, odd))
    parts = dataclasses.replace(line.attributes, product=product)
    assert errors(done(play, m.FileLine(alias="jouet", attributes=parts))) == [("ageenfantfrom", 60, True)]


def test_70_what_needs_a_right_of_its_own(play: Play) -> None:
    play.tell("account", rights=["sales"])
    assert errors(done(play, toy(customizedAdvertDetail="<b>x</b>"))) == [
        ("customizedAdvertDetail", 70, True)
    ]
    joined = item(OFFER, TOY, alias="jouet", images=IMAGE, campaign={"productsCampaignId": "81234"})
    assert errors(done(play, joined)) == [("productsCampaignId", 70, True)]
    zone = m.FileZone(name="FRANCE", modes=(m.FileMode(name="NORMAL", authorization="1"),))
    priced = item(OFFER, TOY, alias="jouet", images=IMAGE, shipping=m.FileShipping(zones=(zone,)))
    assert errors(done(play, priced)) == [("shipping", 70, True)]


# -- what a line does ---------------------------------------------------------------------------------------


def test_a_new_product_and_its_advert_then_only_what_is_given_changes(play: Play) -> None:
    first = done(play, toy(comment="Envoi soigné")).lines[0]
    changed = done(play, item({"sellerReference": "TOUR-01", "qty": "0"})).lines[0]
    assert (changed.product_id, changed.advert_id) == (first.product_id, first.advert_id)
    found = advert(play)
    assert (found.quantity, found.price, found.values["comment"]) == (0, Decimal("18.5"), "Envoi soigné")


def test_an_advert_is_addressed_by_its_number_too_and_may_be_renamed(play: Play) -> None:
    number = done(play, toy()).lines[0].advert_id or ""
    assert not errors(done(play, item({"aid": number, "sellerReference": "NEW", "sellingPrice": "9,90"})))
    assert advert(play, "NEW").price == Decimal("9.90")
    assert errors(done(play, item({"sellerReference": "TOUR-01", "qty": "1"})))


def test_the_seller_changes_its_own_sheet_and_nobody_elses(play: Play) -> None:
    done(play, toy())
    mine = next(iter(stock(play).products.values()))
    done(play, item(None, {"pid": mine.pid, "titre": "Nouveau titre"}))
    assert mine.title == "Nouveau titre"
    other = play.tell("product", title="Le leur")["product"]
    assert not errors(done(play, item(None, {"pid": other, "titre": "Le mien"})))
    assert stock(play).products[other].title == "Le leur"


def test_numbers_of_the_older_templates_stand_for_states(play: Play) -> None:
    done(play, toy(state="10"))
    assert advert(play).state == "Comme Neuf"


@pytest.mark.parametrize(
    ("alias", "key"),
    [
        ("jouet", "codebarres"),
        ("mobile_produit", "codebarres"),
        ("mobile_produit", "referencefabricant"),
        ("mev_livre_livre_ancien", "codebarres"),
    ],
)
def test_products_are_found_by_the_keys_of_their_family(play: Play, alias: str, key: str) -> None:
    known = play.tell("product", alias=alias, barcodes="4006381333931", reference="REF-9")["product"]
    value = "4006381333931" if key == "codebarres" else "REF-9"
    extra = {"comment": "Comme neuf"} if alias == "mobile_produit" else {}
    found = done(play, item({**OFFER, **extra}, {key: value}, alias=alias))
    assert found.lines[0].product_id == known


def test_the_first_key_that_is_given_decides(play: Play) -> None:
    first = play.tell("product", barcodes="4006381333931")["product"]
    play.tell("product", barcodes="4006381333948")
    line = item(OFFER, {"codebarres": "4006381333948", "pid": first}, alias="jouet")
    assert done(play, line).lines[0].product_id == first


def test_the_bar_code_finds_nothing_in_the_families_of_the_seller_s_own_reference(play: Play) -> None:
    play.tell("product", alias="vetement", barcodes="4006381333931")
    line = item(COLOURED, {**PULL, "codebarres": "4006381333931"}, alias="vetement", images=IMAGE)
    assert len({one.pid for one in stock(play).products.values()}) == 1
    assert not [one for one in errors(done(play, line)) if one[2]]
    assert len(stock(play).products) == 2


def test_variants_share_the_product_that_an_earlier_line_of_the_file_made(play: Play) -> None:
    first = item(COLOURED, PULL, alias="vetement", images=IMAGE)
    second = item(
        {**COLOURED, "sellerReference": "PULL-M", "size": "M"},
        {"submitterreference": "PULL-BRUME"},
        alias="vetement",
    )
    found = done(play, first, second)
    assert [one.status for one in found.lines] == ["Traité", "Traité"]
    assert len({one.product_id for one in found.lines}) == 1
    assert len({one.advert_id for one in found.lines}) == 2


def test_the_reference_of_one_seller_does_not_find_the_product_of_another(play: Play) -> None:
    done(play, item(COLOURED, PULL, alias="vetement", images=IMAGE))
    next(iter(stock(play).products.values()))
    assert stock(play).matching("submitterreference", "PULL-BRUME", play.login)
    assert not stock(play).matching("submitterreference", "PULL-BRUME", OTHER_SELLER)


# -- campaigns, shipping, shops -----------------------------------------------------------------------------

CAMPAIGN = {"productsCampaignId": "81234", "productsCampaignRefPrice": "18.5", "productsCampaignPrice": "15"}


def test_a_campaign_prices_an_advert_while_it_lasts(play: Play) -> None:
    play.tell("campaign", campaign="81234", days=2)
    assert not errors(done(play, item(OFFER, TOY, alias="jouet", images=IMAGE, campaign=CAMPAIGN)))
    with play.client() as client:
        assert [one.price for one in client.iter_export()] == [Decimal(15)]
        play.pass_time(days=3)
        assert [one.price for one in client.iter_export()] == [Decimal("18.5")]


def test_a_percentage_is_taken_off_the_price_before(play: Play) -> None:
    play.tell("campaign", campaign="81234")
    given = {"productsCampaignId": "81234", "productsCampaignRefPrice": "20", "productsCampaignPct": "25"}
    done(play, item(OFFER, TOY, alias="jouet", images=IMAGE, campaign=given))
    assert advert(play).promotions["81234"].price == Decimal("15.00")


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"productsCampaignId": "999"}, "productsCampaignId"),
        ({"productsCampaignPrice": "18.5"}, "productsCampaignPrice"),
        ({"productsCampaignPct": "10"}, "productsCampaignPrice"),
        ({"productsCampaignRefPrice": "dix"}, "productsCampaignRefPrice"),
    ],
)
def test_60_a_campaign_that_cannot_be_joined(play: Play, change: dict[str, str], key: str) -> None:
    play.tell("campaign", campaign="81234")
    line = item(OFFER, TOY, alias="jouet", images=IMAGE, campaign={**CAMPAIGN, **change})
    assert errors(done(play, line)) == [(key, 60, True)]


def test_shipping_prices_of_one_advert(play: Play) -> None:
    modes = (
        m.FileMode(name="NORMAL", authorization="1", leader_price="3.9", follower_price="1.0"),
        m.FileMode(name="EXPRESS_DELIVERY", authorization="0"),
        m.FileMode(name="VELO", authorization="1", leader_price="5"),
    )
    shipping = m.FileShipping(package_weight="420", zones=(m.FileZone(name="FRANCE", modes=modes),))
    assert not errors(done(play, item(OFFER, TOY, alias="jouet", images=IMAGE, shipping=shipping)))
    assert advert(play).shipping == {
        "package_weight": "420",
        "FRANCE/NORMAL": "3.9/1.0",
        "FRANCE/EXPRESS_DELIVERY": "no",
        "FRANCE/VELO": "5/",
    }


@pytest.mark.parametrize(
    ("zone", "mode", "weight"),
    [
        ("MOON", "NORMAL", "1"),
        ("EUROPE", "SUIVI", "1"),
        ("FRANCE", "PIGEON", "1"),
        ("FRANCE", "NORMAL", "1.5kg"),
    ],
)
def test_60_zones_modes_and_weights_that_do_not_exist(play: Play, zone: str, mode: str, weight: str) -> None:
    zones = (m.FileZone(name=zone, modes=(m.FileMode(name=mode, authorization="1"),)),)
    shipping = m.FileShipping(package_weight=weight, zones=zones)
    found = errors(done(play, item(OFFER, TOY, alias="jouet", images=IMAGE, shipping=shipping)))
    assert [one[1:] for one in found] == [(60, True)]


def test_click_and_collect_quantities_come_on_top(play: Play) -> None:
    stores = (m.FileStore(store_id="1", quantity="2"), m.FileStore(store_id="2", quantity="0"))
    done(play, item(OFFER, TOY, alias="jouet", images=IMAGE, stores=stores))
    assert (advert(play).quantity, advert(play).stores) == (12, {"1": 2, "2": 0})
    unknown = item({"sellerReference": "TOUR-01"}, stores=(m.FileStore(store_id="9", quantity="1"),))
    assert errors(done(play, unknown)) == [("pickupstoreid", 60, True)]


# -- the types ----------------------------------------------------------------------------------------------


def test_every_listed_alias_has_keys(play: Play) -> None:
    for alias in labels():
        kind = type_of(alias)
        assert kind is not None
        assert {one.name for one in kind.advert if one.mandatory} >= {
            "sellerReference",
            "sellingPrice",
            "qty",
            "state",
        }
    assert type_of("nothing") is None


def test_all_texts_are_french_and_the_ledger_tells_what_was_done(play: Play) -> None:
    number = done(play, toy()).file_id
    assert [one.effect for one in play.sandbox.ledger.entries if one.target == number] == [
        "file_received",
        "file_done",
    ]
    assert {one.effect for one in play.sandbox.ledger.entries} >= {"product_created", "advert_created"}
    assert decisions.QUANTITY == "Saisissez une quantité"
    assert document()
