"""genericimportfile and genericimportreport: what happens to a file over time, and what its report says of it."""

from __future__ import annotations

import itertools
import tracemalloc
from pathlib import Path

import pytest
from lxml import etree

from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr import stock_decisions as decisions
from forain.marketplaces.rakuten_fr.client import RakutenFrClient
from forain.marketplaces.rakuten_fr.tests.stock_support import (
    IMAGE,
    OFFER,
    TOY,
    document,
    done,
    errors,
    item,
    report,
    sent,
    toy,
    valid,
    wait,
    worked,
)
from forain.marketplaces.rakuten_fr.tests.support import OTHER_SELLER, Play, canned_client, sample
from forain.sdk import errors as sdk
from forain.wire.xml import stream

SCHEMAS = Path(__file__).parents[1] / "schemas"


def schema(version: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / f"genericimportreport.{version}.xsd"))


# -- the seed -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["done", "error"])
def test_the_printed_answers_are_read_once_their_quotes_are_straight(name: str) -> None:
    printed = sample(f"seed002_genericimportreport_{name}.xml").decode()
    with canned_client(printed.encode()) as client, pytest.raises(sdk.BrokenAnswer):
        client.genericimportreport("1")  # the page sets typographic quotes, which no parser takes
    straight = printed.replace("”", '"').replace("xsi:schemaLocation", "schemaLocation").encode()
    with canned_client(straight) as client:
        found = client.genericimportreport("1")
    assert (found.file.status, found.file.name, found.file.image_status) == ("Traité", "file.xml", None)
    assert [one.sku for one in found.lines] == ["mon SKU"]
    if name == "done":
        assert (found.lines[0].product_id, found.lines[0].advert_id) == ("1375729", "551313383")
        assert (found.file.success_rate, found.lines[0].errors) == ("100%", ())
    else:
        [error] = found.lines[0].errors
        assert (error.key, error.code, error.text, error.fatal) == ("qty", 60, "Saisissez une quantité", True)


@pytest.mark.parametrize("version", ["2017-02-10", "2011-11-29"])
def test_every_answer_fits_the_schema_of_its_version(
    play: Play, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decisions, "REPORT_PAGE", 2)
    known = schema(version)
    lines = [
        toy(),
        item({"sellerReference": "NEW"}, {"titre": "Sans alias"}),
        toy(odd="1"),
        item({"qty": "1"}),
    ]
    lines.append(item(OFFER, TOY, alias="jouet", images="ftp://nowhere"))
    number = sent(play, document(*lines))

    def asked(**more: str) -> bytes:
        return play.call("genericimportreport", fileid=number, version=version, **more)

    for seconds in (0, 20, 50, 30, 600):
        play.pass_time(seconds=seconds)
        assert valid(known, asked())
    token = report(play, number).next_token or ""
    assert valid(known, asked(nexttoken=token))
    assert valid(known, play.call("genericimportreport", fileid=sent(play, b"<oops"), version=version))


def test_the_recorded_shape_fits_the_schema() -> None:
    assert valid(schema("2017-02-10"), sample("genericimportreport.xml"))


# -- states over time ---------------------------------------------------------------------------------------


def test_a_file_goes_through_its_states_by_the_clock(play: Play) -> None:
    number = sent(play, document(toy()), name=r"C:\\exports\\stock.xml")
    first = report(play, number).file
    assert (first.status, first.name) == ("Reçu", "stock.xml")
    assert (first.total_lines, first.success_rate, first.process_date) == (0, None, first.upload_date)
    wait(play, decisions.RECEIVED_FOR)
    assert report(play, number).file.status == "En attente"
    wait(play, decisions.QUEUED_FOR)
    working = report(play, number)
    assert (working.file.status, working.file.total_lines, working.lines) == ("M.à.j. en cours", 1, ())
    assert working.file.success_rate is None
    wait(play, decisions.SHORTEST_WORK)
    ready = report(play, number)
    assert (ready.file.status, ready.file.success_rate, ready.file.image_status) == (
        "Traité",
        "100%",
        "IN_PROCESS",
    )
    assert ready.lines[0].product_id
    assert ready.lines[0].advert_id
    wait(play, decisions.IMAGES_AFTER)
    assert report(play, number).file.image_status == "PROCESSED"


@pytest.mark.parametrize(
    "body",
    [
        b"<oops",
        b"not xml at all",
        b"<offers/>",
        b"<items><item></items>",
        b"\xef\xbb\xbf<items></items>",
        b"\n<?xml version='1.0'?><items></items>",
        b"<items><item><alias>a\x01b</alias></item></items>",
        b'<?xml version="1.0" encoding="windows-1252"?><items/>',
        b'<?xml version="1.0" encoding="UTF-8"?><items><item><alias>\xe9</alias></item></items>',
        b'<!DOCTYPE items [<!ENTITY a "b">]><items>&a;</items>',
    ],
)
def test_a_damaged_file_is_taken_and_fails_later(play: Play, body: bytes) -> None:
    found = worked(play, body)
    assert (found.file.status, found.lines) == ("Aucune ligne n'a été chargée", ())
    assert (found.file.total_lines, found.file.image_status) == (0, "NONE")


def test_a_waiting_file_can_be_cancelled_and_does_nothing(play: Play) -> None:
    number = sent(play, document(toy()))
    assert play.tell("file_cancel", file=number)["status"] == "Annulé"
    play.pass_time(minutes=5)
    assert report(play, number).file.status == "Annulé"
    assert not play.stage.ground.shop.stock.adverts
    with pytest.raises(ValueError, match="waiting"):
        play.tell("file_cancel", file=number)


def test_a_file_with_too_many_lines_is_cancelled(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decisions, "LINES_A_FILE", 1)
    assert worked(play, document(toy(), toy())).file.status == "Annulé"


def test_the_rate_is_cut_and_errors_are_counted(play: Play) -> None:
    bad = item({"sellerReference": "NOPE", "qty": "1"})
    found = done(play, toy(), bad, bad)
    assert (found.file.total_lines, found.file.processed_lines, found.file.error_lines) == (3, 1, 2)
    assert found.file.success_rate == "33%"
    assert [one.status for one in found.lines] == ["Traité", "Erreur", "Erreur"]


# -- images -------------------------------------------------------------------------------------------------


def test_pictures_come_afterwards_and_each_that_fails_is_listed(play: Play) -> None:
    urls = [
        IMAGE,
        "ftp://x/y.jpg",
        "https://img.example.invalid/a.jpg",
        "https://x.org/a.pdf",
        "https://x.org/missing.png",
    ]
    number = sent(play, document(item(OFFER, TOY, alias="jouet", images="|".join(urls))))
    play.pass_time(minutes=10)
    found = report(play, number)
    assert [one.url for one in found.file.image_errors] == urls[1:]
    assert {one.advert_id for one in found.file.image_errors} == {found.lines[0].advert_id}
    assert all(one.detail for one in found.file.image_errors)


def test_more_than_ten_pictures_are_too_many(play: Play) -> None:
    number = sent(play, document(item(OFFER, TOY, alias="jouet", images="|".join([IMAGE] * 11))))
    play.pass_time(minutes=10)
    assert [one.detail for one in report(play, number).file.image_errors] == [decisions.IMAGE_TOO_MANY]


def test_without_pictures_the_state_is_none(play: Play) -> None:
    done(play, toy())
    assert done(play, item({"sellerReference": "TOUR-01", "qty": "1"})).file.image_status == "NONE"


# -- pages --------------------------------------------------------------------------------------------------


def test_the_report_is_followed_to_its_last_page(
    play: Play, client: RakutenFrClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decisions, "REPORT_PAGE", 2)
    number = sent(play, document(*(toy(sellerReference=f"T-{one}") for one in range(5))))
    play.pass_time(minutes=2)
    first = client.genericimportreport(number)
    assert (len(first.lines), len(first.next_token or "")) == (2, 11)
    assert [one.sku for one in client.iter_genericimportreport(number)] == [f"T-{one}" for one in range(5)]
    last = b"<nexttoken>" in play.call("genericimportreport", fileid=number, nexttoken=first.next_token or "")
    assert last  # the second of three pages


def test_a_token_that_comes_again_stops_the_walk() -> None:
    with canned_client(sample("genericimportreport.xml")) as client:
        assert len(list(client.iter_genericimportreport("300012345"))) == 4  # two pages, the second repeats


def test_a_token_of_another_report_is_worth_nothing(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decisions, "REPORT_PAGE", 1)
    first, second = (worked(play, document(toy(), toy())) for _ in range(2))
    found = play.refusal("genericimportreport", fileid=second.file_id, nexttoken=first.next_token)
    assert found == (
        "Sender",
        "Parameters Error",
        "Problem with parameters",
        "The parameter 'nexttoken' is invalid.",
    )


# -- errors of the calls ------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["999", "abc"])
def test_an_unknown_file_is_named_in_the_words_of_the_seed(
    play: Play, client: RakutenFrClient, number: str
) -> None:
    words = (
        "Sender",
        "Parameters Error",
        "Problem with parameters",
        f"Could not find the following fileId : {number}",
    )
    assert play.refusal("genericimportreport", fileid=number) == words
    assert play.refusal("importreport", fileid=number) == words
    with pytest.raises(sdk.NotFound, match="Could not find"):
        client.genericimportreport(number)


def test_a_file_of_another_kind_or_seller_or_of_last_month_is_unknown(play: Play) -> None:
    number = sent(play, document(toy()))
    other = play.stage.ground.shop.accounts[OTHER_SELLER]
    other.professional = True
    assert "Could not find" in play.refusal("importreport", fileid=number)[3]
    assert (
        "Could not find"
        in play.refusal("genericimportreport", fileid=number, login=other.login, pwd=other.token)[3]
    )
    play.pass_time(days=31)
    assert "Could not find" in play.refusal("genericimportreport", fileid=number)[3]


def test_a_missing_file_number_is_named(play: Play) -> None:
    found = play.refusal("genericimportreport")
    assert found[1:] == ("Parameters Error", "Problem with parameters", "The parameter 'fileid' is mandatory")


@pytest.mark.parametrize("service", ["genericimportfile", "import"])
def test_an_upload_without_its_part_is_rakutens_own_failure(play: Play, service: str) -> None:
    words = (
        "ServerError",
        "ServerError",
        "Server not able to fullfill request.",
        "An error occurred while submitting the file",
    )
    assert play.refusal(service, mappingalias="PRICEQUANTITY") == words
    assert words[3].encode() in play.upload(b"", service, mappingalias="PRICEQUANTITY")
    with play.client() as client, pytest.raises(sdk.MarketplaceFailure):
        client.genericimportfile(b"")


def test_everything_about_stock_is_for_professional_sellers(play: Play, client: RakutenFrClient) -> None:
    play.tell("account", professional=False)
    for service in ("genericimportreport", "producttypes", "producttypetemplate", "importreport", "export"):
        assert play.refusal(service)[1] == "InvalidUserRights"
    with pytest.raises(sdk.PermissionMissing):
        client.genericimportfile(b"<items/>")


def test_purge_and_replace_is_for_once_in_a_day(play: Play, client: RakutenFrClient) -> None:
    done(play, toy(sellerReference="OLD"), toy(sellerReference="KEPT"))
    client.genericimportfile(
        document(item({"sellerReference": "KEPT", "sellingPrice": "20"})), purge_and_replace=True
    )
    play.pass_time(minutes=2)
    stock = play.stage.ground.shop.stock
    assert {one.sku: one.quantity for one in stock.adverts.values()} == {"OLD": 0, "KEPT": 12}
    with pytest.raises(sdk.BadParameter, match="once every 24 hours"):
        client.genericimportfile(b"<items/>", purge_and_replace=True)
    play.pass_time(hours=24)
    assert client.genericimportfile(b"<items/>", purge_and_replace=True).status == "OK"


def test_a_damaged_file_purges_nothing(play: Play) -> None:
    done(play, toy())
    worked(play, b"<oops", purgeandreplace="true")
    assert [one.quantity for one in play.stage.ground.shop.stock.adverts.values()] == [12]


def test_the_eleventh_file_of_an_hour_is_a_spent_quota(play: Play, client: RakutenFrClient) -> None:
    for _ in range(decisions.FILES_PER_HOUR):
        client.genericimportfile(b"<items/>")
    with pytest.raises(sdk.QuotaExceeded):
        client.genericimportfile(b"<items/>")
    play.pass_time(hours=1)
    assert client.genericimportfile(b"<items/>").import_id


def test_the_same_file_twice_is_two_imports(play: Play) -> None:
    assert sent(play, b"<items/>") != sent(play, b"<items/>")


def test_errors_are_only_told_of_lines_that_have_some(play: Play) -> None:
    body = play.call("genericimportreport", fileid=done(play, toy()).file_id)
    assert b"<errors></errors>" in body or b"<errors/>" in body
    assert not errors(done(play, toy()))


def test_a_report_of_any_length_is_read_line_by_line_in_the_same_memory() -> None:
    line = b"<product><sku>TOUR-01</sku><status>Trait\xe9</status><pid>40112233</pid><aid>990011223</aid><errors/></product>"

    def peak(count: int) -> int:
        start, _, end = sample("genericimportreport.xml").partition(b"<product>")
        pieces = itertools.chain((start,), itertools.repeat(line, count), (b"<product>" + end,))
        tracemalloc.start()
        with stream(m.XmlFileReport, pieces, field="lines") as found:
            assert sum(1 for _ in found) == count + 2
            assert found.head().next_token == "41200000077"
        reached = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return reached

    peak(10)
    assert peak(20_000) < peak(2_000) * 1.2
