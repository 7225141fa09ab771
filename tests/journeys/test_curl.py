"""A program that is not ours: plain `curl`, in every way of sending the references name, gets right answers, good and bad."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

CURL = shutil.which("curl")
pytestmark = [
    pytest.mark.skipif(CURL is None, reason="curl is not installed on this machine"),
    pytest.mark.slow,
]


class Site:
    """A running `forain sandbox up`, and curl."""

    def __init__(self, said: dict[str, Any]) -> None:
        self.url: str = said["url"]
        self.tls: str = said["tls_url"]
        self.rakuten: dict[str, str] = said["accounts"]["rakuten_fr"]
        self.partner: str = said["accounts"]["spartoo"]["partenaire"]

    def curl(self, *arguments: str) -> str:
        done = subprocess.run(
            [str(CURL), "--silent", "--show-error", "--insecure", "--max-time", "20", *arguments],
            capture_output=True,
            check=True,
        )
        return done.stdout.decode("latin-1" if b"ISO-8859-1" in done.stdout[:60] else "utf-8")

    def sale(self) -> str:
        """The item of a new Rakuten sale, made through the control API."""
        body = self.curl(
            "-H", "content-type: application/json", "-d", "{}", f"{self.url}/_control/rakuten_fr/sale"
        )
        items: list[str] = json.loads(body)["items"]
        return str(items[0])

    def order(self) -> str:
        """The id of a new Spartoo order."""
        body = self.curl(
            "-H", "content-type: application/json", "-d", "{}", f"{self.url}/_control/spartoo/order"
        )
        return str(json.loads(body)["id"])


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    command = [sys.executable, "-m", "forain", "sandbox", "up", "--json", "--port", "0", "--tls-port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield Site(json.loads(process.stdout.readline()))
    finally:
        process.terminate()
        process.wait(20)


Pairs = dict[str, str]


def query(parameters: Pairs) -> str:
    from urllib.parse import urlencode

    return urlencode(parameters)


def rakuten(site: Site, way: str, action: str, version: str, **business: str) -> str:
    """One call of `sales_ws` in one of the ways clients send it (rakuten.md section 2)."""
    head = {
        "action": action,
        "login": site.rakuten["login"],
        "pwd": site.rakuten["token"],
        "version": version,
    }
    base = f"{site.tls if way == 'tls' else site.url}/sales_ws"
    if way in ("get", "tls"):
        return site.curl(f"{base}?{query({**head, **business})}")
    if way == "empty post":
        return site.curl("-X", "POST", f"{base}?{query({**head, **business})}")
    flag = "-F" if way == "multipart" else "--data-urlencode"
    if not business:
        return site.curl(flag, "channel=test", f"{base}?{query(head)}")
    fields = [part for name, value in business.items() for part in (flag, f"{name}={value}")]
    return site.curl(*fields, f"{base}?{query(head)}")


RAKUTEN_WAYS = ("get", "tls", "empty post", "form", "multipart")
READS = (
    ("getnewsales", "2017-08-07", "getnewsalesresult"),
    ("getcurrentsales", "2021-10-29", "getcurrentsalesresult"),
    ("getitemtodolist", "2011-09-01", "getitemtodolistresult"),
    ("getavailableshippingtypes", "2013-06-25", "getavailableshippingtypesresult"),
)


@pytest.mark.parametrize("way", RAKUTEN_WAYS)
@pytest.mark.parametrize(("action", "version", "root"), READS)
def test_rakuten_lists_are_read_in_every_way(
    site: Site, way: str, action: str, version: str, root: str
) -> None:
    """The right root within the first 256 bytes, and the seller's login echoed."""
    answer = rakuten(site, way, action, version)
    assert answer.startswith('<?xml version="1.0" encoding="ISO-8859-1"')
    assert f"<{root}" in answer[:256]
    assert site.rakuten["token"] not in answer


@pytest.mark.parametrize("way", RAKUTEN_WAYS)
def test_a_rakuten_sale_is_worked_off_in_every_way(site: Site, way: str) -> None:
    """Accept, look, ship, write; and refuse another; each with the status word clients compare literally."""
    item = site.sale()
    accepted = rakuten(site, way, "acceptsale", "2021-04-08", itemid=item, shippingfromcountry="249")
    assert "<status>Accepted</status>" in accepted
    assert "COMMITTED" in rakuten(site, way, "getiteminfos", "2017-08-07", itemid=item)
    shipped = rakuten(
        site,
        way,
        "settrackingpackageinfos",
        "2016-03-16",
        itemid=item,
        transporter_name="Autre",
        tracking_number="XY 123",
        tracking_url="https://suivi.example.test/XY123",
    )
    assert "<status>OK</status>" in shipped
    written = rakuten(
        site, way, "contactusaboutitem", "2011-09-01", itemid=item, content="Le colis est parti à l'heure."
    )
    assert "<status>SENT</status>" in written
    other = site.sale()
    assert "<status>Refused</status>" in rakuten(site, way, "refusesale", "2010-09-20", itemid=other)


BAD_RAKUTEN: tuple[tuple[Pairs, str, str], ...] = (
    ({"pwd": "0" * 32}, "InvalidUserConnection", "Incorrect login or password"),
    ({"login": ""}, "ParameterError", "login"),
    ({"version": "1999-01-01"}, "ParameterError", "The version 1999-01-01 is not supported"),
    ({"action": "nosuchthing"}, "ParameterError", "action"),
    ({"action": "acceptsale", "version": "2021-04-08"}, "ParameterError", "itemID is mandatory"),
    ({"action": "getiteminfos", "itemid": "123"}, "ParameterError", "'itemid' is invalid"),
)


@pytest.mark.parametrize(("changed", "code", "detail"), BAD_RAKUTEN)
def test_a_wrong_rakuten_call_gets_the_error_document(
    site: Site, changed: Pairs, code: str, detail: str
) -> None:
    """HTTP 200 with the error document, its code and detail."""
    good = {
        "action": "getnewsales",
        "login": site.rakuten["login"],
        "pwd": site.rakuten["token"],
        "version": "2017-08-07",
    }
    answer = site.curl("--fail", f"{site.url}/sales_ws?{query({**good, **changed})}")
    assert "<errorresponse" in answer[:256]
    assert f"<code>{code}</code>" in answer
    assert detail in answer


def spartoo(site: Site, way: str, service: str, **parameters: str) -> str:
    """One call in one of the ways clients send it (spartoo.md section 3)."""
    base = f"{site.tls if way == 'tls' else site.url}/mp/{service}.php"
    if way in ("get", "tls"):
        return site.curl(f"{base}?{query(parameters)}")
    if way == "empty post":
        return site.curl("-X", "POST", "-H", "content-length: 0", f"{base}?{query(parameters)}")
    flag = "-F" if way == "multipart" else "--data-urlencode"
    return site.curl(
        *[part for name, value in parameters.items() for part in (flag, f"{name}={value}")], base
    )


@pytest.mark.parametrize("way", RAKUTEN_WAYS)
@pytest.mark.parametrize("names", [("partenaire", "statut"), ("partner", "status")])
def test_a_spartoo_order_is_worked_off_in_every_way(site: Site, way: str, names: tuple[str, str]) -> None:
    """Read with an empty status, accept, ship with a number, read again; both spellings of the parameters."""
    partner, status = names
    order = site.order()
    who = {partner: site.partner}
    assert order in spartoo(site, way, "xml_export_orders", **who, oID=order, **{status: ""})
    assert "<id>1</id>" in spartoo(site, way, "xml_maj_orders", **who, oID=order, **{status: "2"})
    shipped = spartoo(site, way, "xml_maj_orders", **who, oID=order, **{status: "3"}, tracking_number="ZX1")
    assert "<id>1</id>" in shipped
    assert "<orders_status_id>3</orders_status_id>" in spartoo(
        site, way, "xml_export_orders", **who, oID=order
    )
    returns = spartoo(site, way, "xml_export_returns", **who, date="1")
    assert "<return_id>" in returns
    assert "<id>1</id>" in returns


BAD_SPARTOO: tuple[tuple[str, Pairs, str], ...] = (
    ("xml_export_orders", {}, "-1"),
    ("xml_export_orders", {"partenaire": "0123456789ABCDEF"}, "-2"),
    ("xml_export_returns", {"partenaire": "ours"}, "-3"),
    ("xml_maj_orders", {"partenaire": "ours", "statut": "2"}, "-5"),
    ("xml_maj_orders", {"partenaire": "ours", "oID": "FFFFFFFFFFFFFFFF", "statut": "2"}, "-6"),
)


@pytest.mark.parametrize(("service", "parameters", "code"), BAD_SPARTOO)
def test_a_wrong_spartoo_call_gets_its_code(site: Site, service: str, parameters: Pairs, code: str) -> None:
    """Well-formed, no blank before the declaration, the code of the table."""
    real = {name: site.partner if value == "ours" else value for name, value in parameters.items()}
    answer = spartoo(site, "form", service, **real) if real else site.curl(f"{site.url}/mp/{service}.php")
    assert answer.startswith("<?xml")
    assert f"<id>{code}</id>" in answer
