"""The room as a whole: cheap to find, and reachable by programs that are not ours over a real socket."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import urllib.parse
import urllib.request
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from forain.connect.contract import Account, Page
from forain.connect.registry import marketplace
from forain.marketplaces.spartoo.client import SpartooClient
from forain.marketplaces.spartoo.tests.support import Play


def test_finding_the_room_brings_neither_xml_nor_http() -> None:
    """The registry imports every room at start; `forain --help` must not pay for lxml and the HTTP library."""
    code = (
        "import sys; from forain.marketplaces.spartoo import marketplace; marketplace.validate({});"
        "print([name for name in ('lxml', 'httpx2', 'msgspec', 'forain.wire') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_program_that_is_not_ours_gets_answers_over_a_socket() -> None:
    """urllib, as the Python scripts of sellers do it: form POST, query on an empty POST, GET, a site by Host."""
    play = Play.begin(datetime(2031, 5, 9, 12, 0, tzinfo=UTC), empty=False)
    fields = {"partner": play.partenaire, "date": "2031-01-01:00:00:00", "status": ""}
    query = urllib.parse.urlencode(fields)
    with play.sandbox.listen() as url:
        address = f"{url}/mp/xml_export_orders.php"
        asked = [
            urllib.request.Request(address, data=query.encode()),
            urllib.request.Request(f"{address}?{query}", data=b""),
            urllib.request.Request(f"{address}?{query}"),
            urllib.request.Request(f"{address}?{query}", headers={"Host": "sws.spartoo.cz"}),
        ]
        found = []
        for one in asked:
            with urllib.request.urlopen(one, timeout=10) as answer:
                assert answer.headers["content-type"] == "text/xml; charset=UTF-8"
                found.append(len(ET.fromstring(answer.read()).findall("orders/order")))
    assert found == [17, 17, 17, 4]


def test_both_drivers_work_over_a_socket() -> None:
    play = Play.begin(datetime(2031, 5, 9, 12, 0, tzinfo=UTC), empty=False)
    since = datetime(2031, 1, 1, tzinfo=UTC)
    with play.sandbox.listen() as url:
        account = Account(endpoint=url, credentials={"partenaire": play.partenaire, "site": "co.uk"})
        connector = marketplace("spartoo").connect(account, lambda _: None)
        page = asyncio.run(connector.read("orders", since, None))
        with SpartooClient(play.partenaire, site="co.uk", endpoint=url) as client:
            answered = client.export_orders(date=since)
    assert isinstance(page, Page)
    assert len(page.observations) == len(answered.message.orders) == 6
