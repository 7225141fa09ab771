"""Catalogue and stock over time: update mode, dropped sizes, forced descriptions, queued files, what is online."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from forain.marketplaces.spartoo import messages as m
from forain.marketplaces.spartoo.client import Force, SpartooClient
from forain.marketplaces.spartoo.flows import catalogue
from forain.marketplaces.spartoo.flows.caller import document
from forain.marketplaces.spartoo.tests.samples_of_calls import PRODUCT
from forain.marketplaces.spartoo.tests.support import Canned, Play, code_of
from forain.sdk import errors as sdk
from forain.wire.http import Wait

OFFERS = (
    m.Language(code="fr", name="ALPINE", description="Bottes", price=Decimal("99.90"), color="Marron"),
    m.Language(code="CZ", name="ALPINE", description="Boty", price=Decimal(2490)),
)
EVERYWHERE = replace(PRODUCT, name=None, price=None, description=None, languages=OFFERS)


def _codes(result: m.ImportResult) -> list[int]:
    return [row.id for product in result.products for row in product.errors]


def _online(client: SpartooClient, reference: str | None = None) -> list[str]:
    return [one.reference for one in client.export_products(reference).message.products]


def _state(client: SpartooClient, reference: str, size: str | None = None) -> tuple[str, str]:
    asked = [m.AskedProduct(reference=reference, size_reference=size)]
    (told,) = client.check_status_products(asked).message.products
    return told.status, told.description


# What is online -----------------------------------------------------------------------------------------------


def test_a_product_comes_online_on_the_sites_of_its_languages(play: Play, client: SpartooClient) -> None:
    """Single country: the host's site; several countries: one site for each language, codes in either case."""
    assert _codes(client.import_products([PRODUCT]).message) == [1]
    assert _online(client) == ["BOOT-77"]
    with play.client(site="cz") as czech:
        assert _online(czech) == []
        assert _state(czech, "BOOT-77")[0] == "offline"
        assert _codes(client.import_products([EVERYWHERE]).message) == [1]
        (told,) = czech.export_products("BOOT-77").message.products
    assert (told.name, told.price, told.url) == (
        "ALPINE",
        Decimal("2490.00"),
        "https://www.spartoo.cz/alpine-x9100000.php",
    )
    assert _online(client, "NOBODY") == []


def test_several_countries_are_exported_together_on_request(play: Play, client: SpartooClient) -> None:
    """Names, prices and descriptions then stand in `languages` (switch `export_multi_country`)."""
    play.sandbox.control("rules", export_multi_country=True)
    client.import_products([EVERYWHERE])
    (told,) = client.export_products().message.products
    assert [(one.code, one.price) for one in told.languages] == [
        ("FR", Decimal("99.90")),
        ("CZ", Decimal("2490.00")),
    ]
    assert (told.name, told.price, told.quantity) == (None, None, 2)


def test_expired_discounts_and_dropped_sizes_are_not_exported(play: Play, client: SpartooClient) -> None:
    now = play.sandbox.world.now()
    discount = m.Discount(startdate=now, stopdate=now + timedelta(days=2), rate=20)
    client.import_products([replace(PRODUCT, discount=discount, sizes=PRODUCT.sizes)])
    (told,) = client.export_products().message.products
    assert told.discount == m.Discount(startdate=now, stopdate=now + timedelta(days=2), rate=20, sales=False)
    assert [(one.name, one.quantity) for one in told.sizes] == [("41", 2), ("42", 0)]
    play.later(days=3)
    assert client.export_products().message.products[0].discount is None


def test_reasons_of_being_offline(play: Play, client: SpartooClient) -> None:
    play.sandbox.control("rules", review_hours=24)
    client.import_products([PRODUCT])
    assert _state(client, "BOOT-77")[0] == "pending"
    assert _online(client) == []
    play.later(hours=25)
    assert _state(client, "BOOT-77") == ("online", "En ligne")
    assert _state(client, "BOOT-77", "BOOT-77-42") == ("offline", "Stock épuisé")
    assert _state(client, "BOOT-78")[0] == "unknown"
    assert _state(client, "BOOT-77", "BOOT-77-99")[0] == "unknown"
    client.maj_stock("BOOT-77", "BOOT-77-41", 0)
    assert _state(client, "BOOT-77") == ("offline", "Stock épuisé")
    with play.client(site="co.uk") as english:
        assert _state(english, "NOBODY") == ("unknown", "Reference not found")


# Update mode --------------------------------------------------------------------------------------------------


def test_what_is_left_out_of_an_update_stays(client: SpartooClient) -> None:
    client.import_products([PRODUCT])
    bare = m.ParentProduct(reference="BOOT-77", price=Decimal("79.90"), color_id=28)
    assert _codes(client.import_products([bare]).message) == [1]
    (told,) = client.export_products().message.products
    assert (told.name, told.price, told.sex, told.quantity) == ("ALPINA LOW", Decimal("79.90"), "H", 2)
    assert told.photos == PRODUCT.photos


def test_a_size_left_out_of_a_sent_list_is_dropped(client: SpartooClient) -> None:
    client.import_products([PRODUCT])
    client.import_products([replace(PRODUCT, sizes=PRODUCT.sizes[1:])])
    with pytest.raises(sdk.NotFound) as caught:
        client.maj_stock("BOOT-77", "BOOT-77-41", 3)
    assert caught.value.code == "-20"
    client.import_products([PRODUCT])
    assert client.maj_stock("BOOT-77", "BOOT-77-41", 3).notes == ()


def test_descriptions_need_force_to_be_emptied_or_changed_without_stock(client: SpartooClient) -> None:
    def told() -> str | None:
        return client.export_products().message.products[0].description

    client.import_products([PRODUCT])
    client.import_products([replace(PRODUCT, description=None)])
    assert told() == "Bottes <b>fourrées</b>"
    client.maj_stock("BOOT-77", "BOOT-77-41", 0)
    client.import_products([replace(PRODUCT, description="Autre")])
    assert told() == "Bottes <b>fourrées</b>"
    client.import_products([replace(PRODUCT, description="Autre")], Force(description=True))
    assert told() == "Autre"
    client.import_products([replace(PRODUCT, description=None)], Force(description=True))
    assert told() is None


def test_overwriting_empties_the_rest_of_the_catalogue(client: SpartooClient) -> None:
    other = replace(PRODUCT, reference="BOOT-78", sizes=(replace(PRODUCT.sizes[0], reference="BOOT-78-41"),))
    client.import_products([PRODUCT, other])
    assert _online(client) == ["BOOT-77", "BOOT-78"]
    client.import_products([other], Force(overwrite=True))
    assert _online(client) == ["BOOT-78"]


def test_a_bad_size_or_language_spoils_itself_alone(client: SpartooClient) -> None:
    sizes = (*PRODUCT.sizes, m.Size(name="43", quantity=1))
    strange = m.Language(code="XX", name="?", price=Decimal(1))
    answered = client.import_products([replace(EVERYWHERE, sizes=sizes, languages=(*OFFERS, strange))])
    assert _codes(answered.message) == [-13, -9011]
    assert [(mark.index, mark.error.id) for mark in answered.marked] == [(0, -13), (0, -9011)]
    (told,) = client.export_products().message.products
    assert [one.reference for one in told.sizes] == ["BOOT-77-41", "BOOT-77-42"]


def test_lists_only_warn_unless_they_decide(play: Play, client: SpartooClient) -> None:
    """Lists grow without notice, so a category nobody knows is taken in and told (provisioning.md section 4)."""
    assert _codes(client.import_products([replace(PRODUCT, style=987654)]).message) == [-9003]
    assert _online(client) == ["BOOT-77"]
    play.sandbox.control("rules", lists_decide=True)
    client.import_products([replace(PRODUCT, reference="B", style=987654)])
    assert _online(client) == ["BOOT-77"]


def test_a_damaged_number_spoils_its_product_alone(play: Play, client: SpartooClient) -> None:
    good = document(m.ImportProducts(products=(PRODUCT, replace(PRODUCT, reference="B"))))
    bad = good.replace("<product_price>99.90<", "<product_price>99,9O EUR<", 1)
    root = play.call("xml_import_products", xml=bad)
    assert [one.text for one in root.findall("products/product/errors/error/id")] == ["-9006", "1"]
    assert _online(client) == ["B"]


# Stock --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", ["catalogue/products", "catalogue", "root/products"])
def test_batches_are_read_in_every_shape_that_is_sent(play: Play, client: SpartooClient, shape: str) -> None:
    """Section 17, 8: documented with `products`, sent by libraries without."""
    client.import_products([PRODUCT])
    size = "<size><size_reference>BOOT-77-42</size_reference><size_quantity> 7 </size_quantity></size>"
    inner = f"<product><reference_partenaire><![CDATA[BOOT-77]]></reference_partenaire><size_list>{size}</size_list></product>"
    names = shape.split("/")
    xml = "".join(f"<{name}>" for name in names) + inner + "".join(f"</{name}>" for name in names[::-1])
    root = play.call("xml_maj_stock_batch", xml=xml)
    assert root.findtext("errors") == "1"
    assert root.findtext("products/product/errors/error/id") == "1"
    assert client.export_products().message.products[0].quantity == 9


def test_a_batch_tells_of_every_size_and_one_bad_one_stops_nothing(client: SpartooClient) -> None:
    client.import_products([PRODUCT])
    price = m.StockPrice(code="FR", price=Decimal("89.90"), discount=m.Discount(rate=10))
    sizes = (
        m.StockSize(reference="BOOT-77-41", quantity=2),
        m.StockSize(reference="NOBODY", quantity=2),
        m.StockSize(reference="BOOT-77-42", quantity=5, languages=(price,)),
        m.StockSize(reference="BOOT-77-42", quantity=6, languages=(replace(price, code="XX"),)),
    )
    answered = client.maj_stock_batch([m.StockProduct(reference="BOOT-77", sizes=sizes)])
    told = [(one.size_reference, one.errors[0].id) for one in answered.message.products]
    assert told == [("BOOT-77-41", -18), ("NOBODY", -14), ("BOOT-77-42", 1), ("BOOT-77-42", -16)]
    assert [mark.index for mark in answered.marked] == [0, 1, 3]
    (online,) = client.export_products().message.products
    assert (online.price, online.quantity) == (Decimal("89.90"), 8)


def test_a_missing_quantity_leaves_the_stock_unless_the_switch_reads_zero(
    play: Play, client: SpartooClient
) -> None:
    client.import_products([PRODUCT])
    sizes = (m.StockSize(reference="BOOT-77-41"),)
    batch = [m.StockProduct(reference="BOOT-77", sizes=sizes)]
    assert client.maj_stock_batch(batch).marked[0].error.id == -16
    play.sandbox.control("rules", missing_quantity_is_zero=True)
    assert client.maj_stock_batch(batch).marked == ()
    assert client.export_products().message.products == ()


def test_products_without_sizes_have_a_stock_of_their_own(client: SpartooClient) -> None:
    bag = replace(PRODUCT, reference="BAG", style=10676, sex="F", sizes=(), quantity=3)
    client.import_products([bag])
    assert client.maj_stock("BAG", "BAG", 5).notes == ()
    client.maj_stock_batch([m.StockProduct(reference="BAG", quantity=6, sizes=())])
    assert client.export_products().message.products[0].quantity == 6


def test_an_order_takes_its_pieces_off_the_stock(play: Play, client: SpartooClient) -> None:
    """Reserved at purchase; a cancellation does not bring them back (xml_maj_orders, "effect on stock")."""
    client.import_products([PRODUCT])
    order = play.order(items=[{"size_reference": "BOOT-77-41", "quantity": 1}])
    assert client.export_products().message.products[0].quantity == 1
    client.maj_orders(order, 41)
    assert client.export_products().message.products[0].quantity == 1


# Many ---------------------------------------------------------------------------------------------------------


def test_catalogues_and_stocks_of_any_length_are_split(play: Play, client: SpartooClient) -> None:
    products = [replace(PRODUCT, reference=f"P{number}", sizes=()) for number in range(7)]
    answers = list(client.import_all(iter(products), at_most=3))
    assert [len(one.message.products) for one in answers] == [3, 3, 1]
    sizes = tuple(m.StockSize(reference=f"S{number}", quantity=1) for number in range(4))
    batches = [m.StockProduct(reference=f"P{number}", sizes=sizes) for number in range(3)]
    stocks = list(client.maj_stock_all(iter(batches), at_most=8))
    assert [len(one.message.products) for one in stocks] == [8, 4]


# Queued -------------------------------------------------------------------------------------------------------


def _waited(play: Play, client: SpartooClient, address: str) -> tuple[m.ImportResult, list[float]]:
    """Step through the waiting flow; the pretend clock moves as long as it asks to wait."""
    flow = catalogue.import_result(client._caller, address)
    pauses: list[float] = []
    step = next(flow)
    try:
        while True:
            if isinstance(step, Wait):
                pauses.append(step.seconds)
                play.later(seconds=step.seconds)
                step = next(flow)
            else:
                step = flow.send(client._driver._send(step))
    except StopIteration as end:
        return end.value.message, pauses


def _submitted(client: SpartooClient, products: Sequence[m.ParentProduct]) -> str:
    address = client.import_products_async(products).message.url
    assert address is not None
    return address


def test_a_queued_import_is_waited_for(play: Play, client: SpartooClient) -> None:
    """1 means wait; then the document of the synchronous service. Pauses double from 30 s."""
    address = _submitted(client, [PRODUCT])
    assert client.import_progress(address).message.state == "1"
    assert _online(client) == []
    result, pauses = _waited(play, client, address)
    assert _codes(result) == [1]
    assert pauses == [30, 60]
    assert _online(client) == ["BOOT-77"]


def test_the_same_file_again_makes_no_difference(play: Play, client: SpartooClient) -> None:
    for wanted in ([1], []):
        result, _ = _waited(play, client, _submitted(client, [PRODUCT]))
        assert (_codes(result), result.code) == (wanted, 1)


def test_results_are_gone_after_a_day(play: Play, client: SpartooClient) -> None:
    address = _submitted(client, [PRODUCT])
    play.later(hours=25)
    with pytest.raises(sdk.NotFound):
        _waited(play, client, address)


def test_a_file_that_cannot_be_transferred_fails(play: Play, client: SpartooClient) -> None:
    play.sandbox.control("rules", transfer_fails=True)
    with pytest.raises(sdk.MarketplaceFailure) as caught:
        _waited(play, client, _submitted(client, [PRODUCT]))
    assert caught.value.code == "4"


def test_the_synchronous_service_queues_on_request(play: Play) -> None:
    xml = document(m.ImportProducts(products=(PRODUCT,)))
    root = play.call("xml_import_products", xml=xml, **{"async": "1"})
    assert [one.tag for one in root] == ["url", "errors"]
    assert code_of(root) == 1


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("<status>1</status>", "1"),
        ("<status><id>2</id><description>x</description></status>", "2"),
        ("<statut><id> <![CDATA[3]]> </id></statut>", "3"),
        ("<products/><errors>1</errors>", ""),
    ],
)
def test_states_are_read_in_every_likely_form(state: str, told: str) -> None:
    canned = Canned(f"<root>{state}</root>".encode())
    with SpartooClient("0A1B2C3D4E5F6071", transport=canned) as client:
        answered = client.import_progress("https://sws.spartoo.com/mp/x.php?id=1")
    assert answered.message.state == told
    assert b"0A1B2C3D4E5F6071" not in bytes(canned.requests[0].url.raw_path)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/mp/x.php",
        "https://spartoo.com.evil.example/x",
        "https://a@spartoo.com/x",
        "ftp://sws.spartoo.com/x",
        "/mp/x.php",
        "",
    ],
)
def test_addresses_of_others_are_not_followed(address: str) -> None:
    """The answer could name any host; only Spartoo's own are asked (xml_import_products_async)."""
    canned = Canned(b"<root/>")
    with SpartooClient("0A1B2C3D4E5F6071", transport=canned) as client, pytest.raises(sdk.BrokenAnswer):
        client.import_progress(address)
    assert canned.requests == []


def test_the_world_is_saved_and_restored_with_its_goods(play: Play, client: SpartooClient) -> None:
    client.import_products([PRODUCT])
    address = _submitted(client, [replace(PRODUCT, reference="LATER", sizes=())])
    stage = play.sandbox.stages["spartoo"]
    kept = stage.state()
    assert datetime(2031, 5, 9, 12, 0, tzinfo=UTC) == play.sandbox.world.now()
    stage.restore(kept)
    assert _online(client) == ["BOOT-77"]
    assert client.import_progress(address).message.state == "1"
