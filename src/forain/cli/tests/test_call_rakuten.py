"""`forain call rakuten`: every service of the room, by hand, against its sandbox over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from forain.cli.call import call, offer_of
from forain.cli.exits import Exit
from forain.connect.registry import marketplaces
from forain.sandbox.inprocess import Sandbox

STOCK = b"""<?xml version="1.0" encoding="UTF-8"?>
<items><item><attributes><advert>
<attribute><key>sellerReference</key><value>LAMPE-1</value></attribute>
<attribute><key>qty</key><value>3</value></attribute>
</advert></attributes></item></items>"""
SHIPPED = """<?xml version="1.0" encoding="ISO-8859-1"?>
<items><item><purchaseid>{sale}</purchaseid><itemid>{item}</itemid><transporter>Colissimo</transporter><trackingnumber>8R1</trackingnumber></item></items>"""
#: Every service, with what else it needs; {…} are objects of the world that `world` makes.
CALLS: Mapping[str, tuple[str, ...]] = {
    "getnewsales": (),
    "acceptsale": ("itemid={new}", "shippingfromcountry=249"),
    "refusesale": ("itemid={other}",),
    "getcurrentsales": ("notshippeditemsonly=true",),
    "getitemtodolist": (),
    "getiteminfos": ("itemid={claimed}",),
    "getbillinginformation": ("purchaseid={purchase}",),
    "getshippinginformation": ("purchaseid={purchase}",),
    "cancelitem": ("itemid={spare}", "comment=Cassé"),
    "confirmpreorder": ("advertid={advert}", "stock=1"),
    "contactusaboutitem": ("itemid={claimed}", "content=Bonjour"),
    "contactpriceministeraboutitem": ("itemid={claimed}", "content=Bonjour"),
    "contactuseraboutitem": ("itemid={claimed}", "content=Bonjour"),
    "settrackingpackageinfos": ("itemid={accepted}", "transporter_name=Colissimo", "tracking_number=8R1"),
    "importitemshippingstatus": ("file=@{shipped}",),
    "getavailableshippingtypes": (),
    "getcompensationdetails": ("compensationid={payout}",),
    "getoperations": ("operationcause=salestransfer",),
    "import": ("mappingalias=PRICEQUANTITY", "file=@{flat}"),
    "importreport": ("fileid={flat_file}",),
    "genericimportfile": ("file=@{stock}",),
    "genericimportreport": ("fileid={stock_file}",),
    "producttypes": (),
    "producttypetemplate": ("alias=luminaire", "scope=VALUES"),
    "export": ("scope=PRICING",),
    "purge_campaign": ("version=2020-01-01", "campaignid={campaign}"),
    "listing": ("kw=lampe", "scope=PRICING"),
    "listing_old": ("kw=lampe",),
    "categorymap": (),
}


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORAIN_LANG", "en")


@pytest.fixture(scope="module")
def there() -> Iterator[tuple[Sandbox, str]]:
    """One world for all: its clock stands still, nothing in it but what `world` makes."""
    sandbox = Sandbox(seed=1, empty=True, frozen=True, start=datetime(2031, 5, 6, 9, tzinfo=UTC))
    with sandbox.listen() as url:
        yield sandbox, url


@pytest.fixture(scope="module")
def world(there: tuple[Sandbox, str], tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Sales in every state, files sent, a payout made: by the command and by the sandbox's controls."""
    sandbox, url = there
    folder = tmp_path_factory.mktemp("papers")

    def do(service: str, *values: str) -> Any:
        done = _run(service, "--sandbox", url, "--json", *values)
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    def sold(*, accepted: bool = True, sku: str = "LAMPE-007") -> str:
        item = str(sandbox.control("rakuten_fr/sale", mode="Suivi", items=[{"sku": sku}])["items"][0])
        if accepted:
            do("acceptsale", f"itemid={item}", "shippingfromcountry=249")
        return item

    def paper(name: str, content: bytes) -> str:
        (folder / name).write_bytes(content)
        return str(folder / name)

    basket = sandbox.control("rakuten_fr/sale", items=[{"sku": "LAMPE-007"}])
    do("acceptsale", f"itemid={basket['items'][0]}", "shippingfromcountry=249")
    notice = SHIPPED.format(sale=basket["sale"], item=basket["items"][0])
    sandbox.control("rakuten_fr/behaviour", purge_campaign=True)
    sandbox.control("rakuten_fr/campaign", campaign="81234")
    paid = sold()
    do("settrackingpackageinfos", f"itemid={paid}", "transporter_name=Colissimo", "tracking_number=8R0")
    sandbox.control("rakuten_fr/receipt", item=paid)
    sandbox.world.clock.move(timedelta(days=4))
    sandbox.engine.pass_time()
    made = {
        "new": sold(accepted=False),
        "other": sold(accepted=False),
        "spare": sold(),
        "accepted": sold(),
        "claimed": sold(),
        "waiting": sold(sku="COLLECTION-26"),
        "campaign": "81234",
        "advert": "880000061",
        "flat": paper("stock.csv", b"LAMPE-007;18.50;12\n"),
        "stock": paper("stock.xml", STOCK),
        "shipped": paper("shipped.xml", notice.encode("latin-1")),
    }
    sandbox.control("rakuten_fr/claim", item=made["claimed"])
    made["flat_file"] = do("import", "mappingalias=PRICEQUANTITY", f"file=@{made['flat']}")["import_id"]
    made["stock_file"] = do("genericimportfile", f"file=@{made['stock']}")["import_id"]
    made["purchase"] = do("getcurrentsales")["sales"][0]["purchase_id"]
    operations = do("getoperations", "operationcause=salestransfer")["operations"]
    made["payout"] = operations[0]["compensation_id"]
    return made


def _run(*arguments: str, lang: str = "en", **environment: str) -> Result:
    asked = ("rakuten", *arguments)
    return CliRunner().invoke(call, asked, env={"FORAIN_LANG": lang, **environment}, prog_name="forain call")


def _offer() -> Any:
    found = offer_of(marketplaces()["rakuten_fr"])
    assert found is not None
    return found


def _token(there: tuple[Sandbox, str]) -> str:
    return str(there[0].accounts["rakuten_fr"]["token"])


def test_every_service_is_called_below() -> None:
    assert set(CALLS) == set(_offer().operations)


@pytest.mark.parametrize("service", CALLS)
def test_each_service_is_called_and_shown(
    there: tuple[Sandbox, str], world: Mapping[str, str], service: str
) -> None:
    """As JSON; reads also as table and as raw XML, a change once: the ledger has its effect."""
    before = len(there[0].ledger.entries)
    values = [value.format(**world) for value in CALLS[service]]
    at = ("--endpoint", there[1]) if service == "categorymap" else ("--sandbox", there[1])
    done = _run(service, *at, "--json", *values)
    assert done.exit_code == Exit.OK, done.output
    assert json.loads(done.stdout)
    assert _token(there) not in done.output
    if not _offer().operations[service].repeatable:
        assert len(there[0].ledger.entries) > before
    else:
        _also_as_table_and_xml(there, (service, *at, *values))


def _also_as_table_and_xml(there: tuple[Sandbox, str], asked: tuple[str, ...]) -> None:
    shown, raw = _run(*asked), _run(*asked, "--xml")
    assert (shown.exit_code, raw.exit_code) == (Exit.OK, Exit.OK)
    assert shown.stdout.strip()
    assert ET.fromstring(raw.stdout_bytes.strip()).tag
    assert _token(there) not in shown.output + raw.output


def test_a_token_that_the_answer_echoes_is_not_shown(
    there: tuple[Sandbox, str], world: Mapping[str, str]
) -> None:
    there[0].control("rakuten_fr/behaviour", leaky_links=True)
    raw = _run("listing", "--sandbox", there[1], "--xml", "kw=lampe")
    there[0].control("rakuten_fr/behaviour", leaky_links=False)
    assert raw.exit_code == Exit.OK
    assert "[redacted]" in raw.stdout
    assert _token(there) not in raw.output


@pytest.mark.parametrize(
    ("service", "arguments", "code", "words"),
    [
        ("getiteminfos", ("itemid=123",), Exit.NOT_FOUND, "The parameter 'itemid' is invalid."),
        ("getiteminfos", (), Exit.REFUSED, "The parameter 'itemid' is mandatory"),
        ("getnewsales", ("version=1999-01-01",), Exit.REFUSED, "1999-01-01 is not supported"),
        ("getnewsales", ("--token", "f" * 32), Exit.CREDENTIALS, "Incorrect login or password"),
        ("getnewsales", ("--login", "lea@example.org"), Exit.CREDENTIALS, "This is an e-mail address."),
        ("getbillinginformation", ("purchaseid=1",), Exit.FAILURE, "Service unavailable"),
        ("getnewsales", ("itemid=1",), Exit.USAGE, "names are: version"),
        ("import", ("fileid=1",), Exit.USAGE, "names are: channel, file, mappingalias"),
        ("getnewsales", ("--endpoint", "http://127.0.0.1:9"), Exit.UNREACHABLE, "No connection"),
    ],
)
def test_the_exit_code_and_the_words_tell_what_happened(
    there: tuple[Sandbox, str], service: str, arguments: tuple[str, ...], code: Exit, words: str
) -> None:
    done = _run(service, "--sandbox", there[1], *arguments)
    assert done.exit_code == code
    assert words in done.output


def test_a_refusal_is_shown_as_it_came_when_asked_so(there: tuple[Sandbox, str]) -> None:
    done = _run("getiteminfos", "--sandbox", there[1], "--xml", "itemid=123")
    assert done.exit_code == Exit.NOT_FOUND
    found = ET.fromstring(done.stdout)
    assert found.tag.endswith("errorresponse")


def test_what_is_missing_is_asked_for_and_the_token_unseen(there: tuple[Sandbox, str]) -> None:
    account = there[0].accounts["rakuten_fr"]
    typed = f"{account['login']}\n{account['token']}\n"
    done = CliRunner().invoke(
        call,
        ["rakuten", "getitemtodolist", "--endpoint", there[1]],
        input=typed,
        env={"FORAIN_CONNECT_LOGIN": None, "FORAIN_CONNECT_TOKEN": None},
    )
    assert done.exit_code == Exit.OK
    assert account["token"] not in done.output


def test_services_are_listed_and_told_in_both_languages() -> None:
    assert "rakuten" in CliRunner().invoke(call, ["--help"]).stdout
    assert "listing_old" in _run("--help").stdout
    english, french = (_run("acceptsale", "--help", lang=one).stdout for one in ("en", "fr"))
    assert "249 for metropolitan France" in english
    assert "249 pour la France métropolitaine" in french
    assert "file*: le fichier à envoyer" in _run("import", "--help", lang="fr").stdout
    assert "version: 2017-08-07, 2016-03-16" in _run("getnewsales", "--help").stdout


def _notes(offer: Any) -> set[str]:
    """What a person reads about parameters; bare numbers need no translation."""
    every = (one for call in offer.operations.values() for one in call.parameters)
    notes = {one.note for one in every if one.name not in offer.own}
    return {note for note in notes if any(char.isalpha() for char in note)}


@pytest.mark.parametrize("room", sorted(marketplaces()))
def test_every_note_of_every_room_has_its_french_and_none_is_left_over(room: str) -> None:
    offer = offer_of(marketplaces()[room])
    if offer is not None:
        assert set(offer.french) == _notes(offer)
