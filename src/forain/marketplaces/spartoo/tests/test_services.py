"""Each service of the pretend Spartoo, good and bad, as foreign programs and our client call it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from forain.marketplaces.spartoo.client import SpartooClient
from forain.marketplaces.spartoo.tests.support import Play
from forain.sdk import errors as sdk

DATE = b"date=2031-05-01:00:00:00"


def _tree(document: bytes) -> ET.Element:
    assert document.startswith(b"<?xml"), "PHP's parser rejects anything before the declaration"
    return ET.fromstring(document)


def _code(document: bytes) -> str | None:
    root = _tree(document)
    return root.findtext("errors/error/id") or root.findtext("./*/*/errors/error/id")


def _multipart(fields: dict[str, str]) -> tuple[bytes, bytes]:
    parts = "".join(
        f'--zz\r\ncontent-disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    return f"{parts}--zz--\r\n".encode(), b"multipart/form-data; boundary=zz"


# Transports and names (acceptance list 1, 2, 3) ------------------------------------------------------------------


def test_every_transport_variant_is_accepted(play: Play) -> None:
    play.order()
    pid = play.partenaire
    query = f"partenaire={pid}&".encode() + DATE
    multipart, kind = _multipart({"partenaire": pid, "date": "2031-05-01:00:00:00"})
    answers = [
        play.raw("xml_export_orders", body=query),
        play.raw("xml_export_orders", query),
        play.raw("xml_export_orders", query, method="GET"),
        play.raw("xml_export_orders", body=multipart, content_type=kind),
        play.raw("xml_export_orders", DATE, f"partenaire={pid}".encode()),
    ]
    assert len(set(answers)) == 1
    assert len(_tree(answers[0]).findall("orders/order")) == 1


@pytest.mark.parametrize("names", [("partenaire", "statut"), ("partner", "status"), ("partner", "statut")])
def test_translated_parameter_names_work(play: Play, names: tuple[str, str]) -> None:
    play.order()
    query = f"{names[0]}={play.partenaire}&{names[1]}=11&".encode() + DATE
    assert len(_tree(play.raw("xml_export_orders", query)).findall("orders/order")) == 1
    other = query.replace(b"=11&", b"=3&")
    assert _tree(play.raw("xml_export_orders", other)).findall("orders/order") == []


def test_the_canonical_name_wins_over_its_translation(play: Play) -> None:
    query = f"partner={play.partenaire}&partenaire=0000000000000000&".encode() + DATE
    assert _code(play.raw("xml_export_orders", query)) == "-2"


def test_the_body_wins_over_the_query_and_empty_counts_as_absent(play: Play) -> None:
    play.order()
    pid = play.partenaire.encode()
    both = play.raw("xml_export_orders", b"partenaire=WRONG&" + DATE, b"partenaire=" + pid)
    assert _code(both) == "1"
    emptied = play.raw("xml_export_orders", b"partenaire=" + pid + b"&statut=&" + DATE, b"partenaire=")
    assert len(_tree(emptied).findall("orders/order")) == 1


def test_names_are_case_sensitive(play: Play) -> None:
    assert _code(play.raw("xml_export_orders", f"partenaire={play.partenaire}&oid=X".encode())) == "-3"


# Checks of the caller --------------------------------------------------------------------------------------------


def test_the_quota_counts_one_service_in_a_sliding_hour(play: Play, client: SpartooClient) -> None:
    """Sixty calls go through, the next is refused, another service is not concerned, and an hour later it works."""
    for _ in range(60):
        client.export_orders(oid="X")
    with pytest.raises(sdk.QuotaExceeded) as caught:
        client.export_orders(oid="X")
    assert caught.value.retry_after == 600
    client.export_returns(oid="X")
    play.later(minutes=59)
    with pytest.raises(sdk.QuotaExceeded):
        client.export_orders(oid="X")
    play.later(minutes=2)
    client.export_orders(oid="X")


def test_another_partner_sees_nothing(play: Play) -> None:
    order = play.order(account="partner-2")
    with play.client() as client:
        assert client.export_orders(oid=order).message.orders == ()
        with pytest.raises(sdk.NotFound):
            client.maj_orders(order, 2)


# xml_export_orders -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", [b"", b"date=", b"date=yesterday", b"date=2031-13-45", b"statut=11"])
def test_orders_want_a_date_or_an_id(play: Play, query: bytes) -> None:
    """An unparsable date is a missing one (spartoo.md section 11)."""
    document = play.raw("xml_export_orders", f"partenaire={play.partenaire}&".encode() + query)
    assert _code(document) == "-3"


@pytest.mark.parametrize(
    ("date", "found"),
    [
        ("2031-05-09:14:00:00", 1),
        ("2031-05-09:14:00:01", 0),
        ("2031-05-09 13:59:59", 1),
        ("2031-05-09", 1),
        ("2031-05-10", 0),
        (str(int(datetime(2031, 5, 9, 12, 0, tzinfo=UTC).timestamp())), 1),
        (str(int(datetime(2031, 5, 9, 12, 0, 1, tzinfo=UTC).timestamp())), 0),
    ],
)
def test_dates_in_every_form_are_a_lower_bound_in_french_time(play: Play, date: str, found: int) -> None:
    """The order is placed at 12:00 UTC, which is 14:00 in Paris in May."""
    play.order()
    document = play.raw("xml_export_orders", f"partenaire={play.partenaire}&date={date}".encode())
    assert len(_tree(document).findall("orders/order")) == found


def test_date_id_and_status_are_combined(play: Play, client: SpartooClient) -> None:
    first, second = play.order(), play.order()
    client.maj_orders(second, 2)
    since = datetime(2031, 5, 1, tzinfo=UTC)

    def found(**wish: object) -> list[str]:
        return [one.id for one in client.export_orders(**wish).message.orders]  # type: ignore[arg-type]

    assert sorted(found(date=since)) == sorted([first, second])
    assert found(date=since, statut=2) == [second]
    assert found(oid=second, statut=11) == []
    assert found(oid=first, date=since + timedelta(days=30)) == []
    assert found(date=since, statut=99) == []
    assert found(oid="UNKNOWN") == []


def test_an_order_reads_as_it_was_placed(play: Play, client: SpartooClient) -> None:
    """Accents, markup in a name, quantities, a relay point's leading zeros, and the money adds up."""
    items = [
        {"name": "PLAGE <NÉO> & Cie ]]>", "price": "40.00", "reduced_price": "29.95", "quantity": 3},
        {"size_reference": "Œ-1", "price": "10.00"},
    ]
    order = play.order(relay=True, items=items, first="Zoë", city="Besançon")
    (told,) = client.export_orders(oid=order).message.orders
    assert told.products[0].name == "PLAGE <NÉO> & Cie ]]>"
    assert [str(one.final_price) for one in told.products] == ["89.85", "10.00"]
    assert told.total == sum(one.final_price or 0 for one in told.products) + (told.shipping_price or 0) + (
        told.payment_price or 0
    )
    assert told.customers is not None
    assert (told.customers.firstname, told.customers.city) == ("Zoë", "Besançon")
    assert told.delivery is not None
    assert told.delivery.relay_info is not None
    assert told.delivery.relay_info.id == play.seen(order)["relay"]["id"]
    assert told.delivery.relay_info.id.startswith("00")
    assert told.date_purchased == datetime(2031, 5, 9, 12, 0, tzinfo=UTC)


def test_relay_info_is_there_for_relay_orders_only(play: Play) -> None:
    home, relay = play.order(relay=False), play.order(relay=True)
    pid = play.partenaire
    assert b"relay_info" not in play.raw("xml_export_orders", f"partenaire={pid}&oID={home}".encode())
    assert b"relay_info" in play.raw("xml_export_orders", f"partenaire={pid}&oID={relay}".encode())


def test_what_real_clients_rely_on() -> None:
    """Acceptance list 4 to 7 of spartoo.md section 17, over a populated world on all its sites."""
    play = Play.begin(datetime(2031, 5, 9, 12, 0, tzinfo=UTC), empty=False)
    query = f"partenaire={play.partenaire}&date=2031-01-01".encode()
    seen = 0
    for host in ("sws.spartoo.com", "sws.spartoo.co.uk", "sws.spartoo.cz"):
        root = _tree(play.raw("xml_export_orders", query, host=host))
        orders = root.findall("orders/order")
        seen += len(orders)
        assert root.findall(".//order") == orders
        for order in orders:
            assert order.find("customers") is not None
            assert order.find("delivery") is not None
            assert order.findall(".//product") == order.findall("products/product")
            assert order.findall(".//error") == []
            for name in ("payment_price", "shipping_price", "order_total"):
                float(order.findtext(name) or "x")
            int(order.findtext("orders_status_id") or "x")
            for line in order.findall("products/product"):
                int(line.findtext("products_qty") or "x")
                int(line.findtext("products_spartoo") or "x")
                for name in ("price_unit", "price_unit_with_reduce", "final_price"):
                    float(line.findtext(f"products_{name}") or "x")
    assert seen == 27


def test_orders_come_oldest_first(play: Play, client: SpartooClient) -> None:
    placed = []
    for _ in range(5):
        placed.append(play.order())
        play.later(minutes=1)
    answered = client.export_orders(date=datetime(2031, 5, 1, tzinfo=UTC))
    assert [one.id for one in answered.message.orders] == placed


# Sites -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "site", "label"),
    [
        ("sws.spartoo.com", "com", "Commande Vérifiée"),
        ("sws.spartoo.co.uk", "co.uk", "Order Verified"),
        ("sws.spartoo.cz:443", "cz", "Ověřování objednávky"),
        ("SWS.SPARTOO.GR", "gr", "Παραγγελία έχει ελενχθεί"),
        ("sws.spartoo.se", "se", "Order kontrollerad"),
        ("sws.spartoo.com.hr", "com.hr", "Order Verified"),
        ("sws.spartoo.ch", "ch", "Commande Vérifiée"),
        ("127.0.0.1:8801", "com", "Commande Vérifiée"),
        ("sws.spartoo.example", "com", "Commande Vérifiée"),
    ],
)
def test_the_host_selects_orders_and_language(play: Play, host: str, site: str, label: str) -> None:
    """An unknown host is the French site; languages without a list read English, the Swiss site French."""
    order = play.order(site=site)
    play.order(site="pl")
    query = f"partenaire={play.partenaire}&".encode() + DATE
    (told,) = _tree(play.raw("xml_export_orders", query, host=host)).findall("orders/order")
    assert told.findtext("orders_id") == order
    assert told.findtext("orders_status_name") == label


def test_our_client_reaches_a_site_of_the_sandbox(play: Play) -> None:
    """A replaced base address still says which site is meant."""
    order = play.order(site="cz")
    with play.client(site="cz") as client:
        (told,) = client.export_orders(oid=order).message.orders
        assert told.status_name == "Ověřování objednávky"
        client.maj_orders(order, 2)
    with play.client() as client, pytest.raises(sdk.NotFound):
        client.maj_orders(order, 3)


def test_error_texts_are_french_on_every_site(play: Play) -> None:
    """As in the seed, where the Czech host says « Il manque un paramètre obligatoire »."""
    document = play.raw("xml_export_returns", f"partenaire={play.partenaire}".encode(), host="sws.spartoo.cz")
    assert "Il manque un paramètre obligatoire" in document.decode()


# xml_maj_orders --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query", ["", "&oID={0}", "&statut=2", "&oID={0}&statut=", "&oID={0}&statut=two", "&oID={0}&xml=x"]
)
def test_a_change_wants_order_and_status(play: Play, query: str) -> None:
    order = play.order()
    document = play.raw("xml_maj_orders", f"partenaire={play.partenaire}{query.format(order)}".encode())
    assert _code(document) == "-5"
    assert play.status(order) == 11


def test_a_change_is_echoed_with_the_status_after_it(play: Play) -> None:
    order = play.order()
    pid = play.partenaire
    play.raw("xml_maj_orders", f"partenaire={pid}&oID={order}&statut=2".encode())
    document = play.raw("xml_maj_orders", f"partner={pid}&oID={order}&status=3&tracking_number=ZX1".encode())
    root = _tree(document)
    (echo,) = root.findall("orders/order")
    assert [echo.findtext(name) for name in ("partenaire", "oID", "statut", "tracking_number")] == [
        pid,
        order,
        "3",
        "ZX1",
    ]
    assert (root.findtext("statut/id"), root.findtext("statut/description")) == ("3", "Commande Expédiée")
    assert play.seen(order)["tracking"] == "ZX1"


def test_tracking_beside_another_status_is_ignored(play: Play, client: SpartooClient) -> None:
    order = play.order()
    client.maj_orders(order, 2, tracking_number="EARLY")
    assert play.seen(order)["tracking"] == ""


def test_a_missing_number_is_accepted_unless_the_server_is_strict(play: Play, client: SpartooClient) -> None:
    first, second = play.order(), play.order()
    for order in (first, second):
        client.maj_orders(order, 2)
    client.maj_orders(first, 3)
    play.sandbox.control("rules", tracking_required=True)
    with pytest.raises(sdk.BadParameter) as caught:
        client.maj_orders(second, 3)
    assert caught.value.code == "-5"


def test_cancelling_after_a_loss_is_a_switch(play: Play, client: SpartooClient) -> None:
    first, second = play.order(), play.order()
    for order in (first, second):
        for status in (2, 3, 45):
            client.maj_orders(order, status)
    client.maj_orders(first, 41)
    play.sandbox.control("rules", cancel_after_loss=False)
    with pytest.raises(sdk.WrongState):
        client.maj_orders(second, 41)


def test_the_ledger_tells_each_effect_once_and_by_whom(play: Play, client: SpartooClient) -> None:
    """Account names are public names; the secret is nowhere in the ledger."""
    order, gone = play.order(), play.order()
    client.maj_orders(order, 2)
    with pytest.raises(sdk.AlreadySo):
        client.maj_orders(order, 2)
    client.maj_orders(order, 3, tracking_number="ZX1")
    client.maj_orders(order, 47)
    client.maj_orders(gone, 41)
    told = [(one.effect, one.by, one.target) for one in play.sandbox.ledger.entries if one.by == "seller"]
    assert told == [
        ("accepted", "seller", order),
        ("shipped", "seller", order),
        ("undeliverable", "seller", order),
        ("cancelled", "seller", gone),
    ]
    assert play.sandbox.ledger.repeated() == {}
    assert play.partenaire not in repr(play.sandbox.ledger)
    assert {one.account for one in play.sandbox.ledger.entries} == {"partner-1"}


# xml_export_returns ----------------------------------------------------------------------------------------------


def _shipped(play: Play, client: SpartooClient, **wish: object) -> str:
    order = play.order(**wish)
    client.maj_orders(order, 2)
    client.maj_orders(order, 3, tracking_number="ZX1")
    return order


def test_returns_by_date_order_id_and_status(play: Play, client: SpartooClient) -> None:
    play.sandbox.control("rules", returns_arise=False)
    order = _shipped(play, client, items=[{}, {"size_reference": "BOOT-77-42"}])
    first = play.return_(order)
    second = play.return_(order, line=1, reason="colour", seller_label=True)
    since = datetime(2031, 5, 9, 12, 0, tzinfo=UTC)

    def found(**wish: object) -> list[str]:
        return [one.id for one in client.export_returns(**wish).message.returns]  # type: ignore[arg-type]

    assert sorted(found(oid=order)) == sorted([first, second])
    assert sorted(found(date=since)) == sorted([first, second])
    assert found(date=since + timedelta(seconds=1)) == []
    assert found(rid=second) == [second]
    assert found(oid=order, statut=14) == [second]
    assert found(rid=first, oid="OTHER") == []
    (told,) = client.export_returns(rid=second).message.returns
    assert (told.reason, told.order) == ("La couleur ne correspond pas", order)
    assert told.product is not None
    assert told.product.size_reference == "BOOT-77-42"


@pytest.mark.parametrize("query", [b"", b"date=", b"date=soon", b"statut=2"])
def test_returns_want_a_date_or_an_id(play: Play, query: bytes) -> None:
    document = play.raw("xml_export_returns", f"partenaire={play.partenaire}&".encode() + query)
    assert _code(document) == "-3"


def test_the_filter_is_echoed_in_the_root_status(play: Play) -> None:
    query = f"partenaire={play.partenaire}&oID=X".encode()
    without = _tree(play.raw("xml_export_returns", query))
    assert (without.findtext("statut/id"), without.findtext("statut/description")) == ("", "")
    given = _tree(play.raw("xml_export_returns", query + b"&statut=4"))
    assert given.findtext("statut/description") == "Colis reçu, retour accepté"


def test_the_seeds_ko_form_on_request(play: Play, client: SpartooClient) -> None:
    """With the switch on, -3 hangs inside a whole return, as in the seed; our client still sees a failed call."""
    play.return_(_shipped(play, client))
    play.sandbox.control("rules", ko_inside_item=True)
    document = play.raw("xml_export_returns", f"partenaire={play.partenaire}".encode())
    root = _tree(document)
    assert root.findtext("returns/return/errors/error/id") == "-3"
    assert root.find("errors") is None
    with pytest.raises(sdk.BadParameter):
        client.export_returns()


# What others do --------------------------------------------------------------------------------------------------


def test_a_return_goes_on_by_itself(play: Play, client: SpartooClient) -> None:
    """14, then 2, then 3 or 4, then 5 or 7 after 4; each step is told by the ledger once."""
    play.sandbox.control("rules", returns_arise=False)
    ways = set()
    for _ in range(12):
        case = play.return_(_shipped(play, client), seller_label=True)
        play.later(days=30)
        moves = [
            one.details["status"]
            for one in play.sandbox.ledger.entries
            if one.target == case and one.effect == "return_moved"
        ]
        ways.add(tuple(moves))
    assert ways <= {("2", "3"), ("2", "4", "5"), ("2", "4", "7")}
    assert len(ways) >= 2


def test_addresses_change_before_acceptance_only(play: Play, client: SpartooClient) -> None:
    order = play.order(city="Colmar")
    play.sandbox.control("address", order=order, city="Brest", postcode="29200")
    (told,) = client.export_orders(oid=order).message.orders
    assert told.delivery is not None
    assert (told.delivery.city, told.delivery.postcode) == ("Brest", "29200")
    client.maj_orders(order, 2)
    with pytest.raises(ValueError, match="frozen"):
        play.sandbox.control("address", order=order, city="Lille")


def test_a_buyer_can_cancel_before_shipment(play: Play, client: SpartooClient) -> None:
    order = play.order()
    play.sandbox.control("cancel", order=order)
    assert client.export_orders(oid=order).message.orders[0].status_id == 41
    assert play.sandbox.ledger.entries[-1].by == "buyer"
    with pytest.raises(ValueError, match="41"):
        play.sandbox.control("cancel", order=order)


def test_orders_never_expire(play: Play, client: SpartooClient) -> None:
    order = play.order()
    play.later(days=400)
    assert client.export_orders(oid=order).message.orders[0].status_id == 11


def test_returns_need_a_shipped_order(play: Play) -> None:
    with pytest.raises(ValueError, match="only shipped"):
        play.return_(play.order())
    with pytest.raises(LookupError):
        play.return_("NOPE")


def test_an_unserved_script_is_a_404(play: Play) -> None:
    with pytest.raises(AssertionError):
        play.raw("xml_not_there")


# Winter and summer time ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("placed", "written"),
    [
        (datetime(2031, 3, 30, 0, 59, 59, tzinfo=UTC), "2031-03-30 01:59:59"),
        (datetime(2031, 3, 30, 1, 0, 0, tzinfo=UTC), "2031-03-30 03:00:00"),
        (datetime(2031, 10, 26, 0, 30, 0, tzinfo=UTC), "2031-10-26 02:30:00"),
        (datetime(2031, 10, 26, 1, 30, 0, tzinfo=UTC), "2031-10-26 02:30:00"),
        (datetime(2031, 10, 26, 2, 0, 0, tzinfo=UTC), "2031-10-26 03:00:00"),
    ],
)
def test_both_nights_the_clock_is_changed(placed: datetime, written: str) -> None:
    """Orders of either night are found from their own moment on; the doubled hour reads as its first."""
    play = Play.begin(placed)
    order = play.order()
    document = play.raw("xml_export_orders", f"partenaire={play.partenaire}&oID={order}".encode())
    assert _tree(document).findtext("orders/order/date_purchased") == written
    with play.client() as client:
        (told,) = client.export_orders(date=placed).message.orders
    assert told.date_purchased is not None
    assert placed - told.date_purchased in (timedelta(0), timedelta(hours=1))
