"""Delivery slips and labels of returns: what may be printed, what may be given, and what both do."""

from __future__ import annotations

import shutil
import subprocess
import zlib
from pathlib import Path

import pytest

from forain.marketplaces.spartoo.client import SpartooClient, Upload
from forain.marketplaces.spartoo.tests.samples_of_calls import PDF
from forain.marketplaces.spartoo.tests.support import Canned, Play
from forain.sdk import errors as sdk

PARTNER = "0A1B2C3D4E5F6071"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20) + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff" + bytes(20) + b"\xff\xd9"


def _order(play: Play, status: int = 2, site: str = "com") -> str:
    order = play.order(site=site, relay=True, first="Zoë", last="D’Arvor", items=[{"quantity": 2}])
    with play.client(site=site) as client:
        for step in {11: (), 2: (2,), 3: (2, 3), 41: (41,)}[status]:
            client.maj_orders(order, step)
    return order


# Slips --------------------------------------------------------------------------------------------------------


def test_a_slip_is_a_pdf_and_the_same_again(play: Play, client: SpartooClient) -> None:
    """By size or by parent reference, in 2 and in 3 (xml_export_bl, "Not documented")."""
    order = _order(play)
    slip = client.export_bl(order, {"BOOT-77-41": 2})
    assert slip.order_id == order
    assert slip.pdf.startswith(b"%PDF-")
    assert client.export_bl(order, {"BOOT-77": 2}).pdf == slip.pdf
    client.maj_orders(order, 3)
    assert client.export_bl(order, {"BOOT-77-41": 1}).pdf != slip.pdf


@pytest.mark.parametrize("status", [11, 41])
def test_no_slip_before_acceptance_or_after_the_end(play: Play, client: SpartooClient, status: int) -> None:
    with pytest.raises(sdk.NotFound):
        client.export_bl(_order(play, status), {"BOOT-77-41": 1})


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
@pytest.mark.parametrize(
    ("site", "words"),
    [
        ("com", ("Bon de livraison", "Point relais", "Zoë D’Arvor")),
        ("cz", ("Dodací list", "Výdejní místo", "Česká republika")),
        ("co.uk", ("Delivery note", "Pick-up point", "ALPINA LOW")),
    ],
)
def test_a_foreign_reader_finds_the_words_of_the_site(
    play: Play, tmp_path: Path, site: str, words: tuple[str, ...]
) -> None:
    """poppler renders the page, and its text is in the site's language with its accents."""
    order = _order(play, site=site)
    paper = tmp_path / "slip.pdf"
    with play.client(site=site) as client:
        paper.write_bytes(client.export_bl(order, {"BOOT-77-41": 2}).pdf)
    text = subprocess.run(["pdftotext", paper, "-"], capture_output=True, text=True, check=True).stdout
    assert all(word in text for word in (*words, order, "BOOT-77-41"))
    subprocess.run(["pdftoppm", "-r", "50", "-png", paper, tmp_path / "slip"], check=True)
    assert len((tmp_path / "slip-1.png").read_bytes()) > 3000


def test_a_parcel_of_many_lines_takes_more_pages(play: Play, client: SpartooClient) -> None:
    items = [{"size_reference": f"S-{number}", "reference": f"P-{number}"} for number in range(60)]
    order = play.order(items=items)
    client.maj_orders(order, 2)
    pdf = client.export_bl(order, {f"S-{number}": 1 for number in range(60)}).pdf
    assert pdf.count(b"/Type /Page\n") == 2 or b"/Count 2" in pdf


def test_a_letter_the_font_lacks_is_written_without_its_accent(play: Play) -> None:
    order = play.order(site="cz", first="Říha", last="Παπα", items=[{}])
    with play.client(site="cz") as client:
        client.maj_orders(order, 2)
        assert client.export_bl(order, {"BOOT-77-41": 1}).pdf.startswith(b"%PDF")


def test_a_slip_may_be_an_address(play: Play, client: SpartooClient) -> None:
    """Downloaded without the partner id (switch `slip_as_link`)."""
    order = _order(play)
    packed = client.export_bl(order, {"BOOT-77-41": 2}).pdf
    play.sandbox.control("rules", slip_as_link=True)
    assert client.export_bl(order, {"BOOT-77-41": 2}).pdf == packed
    last = play.exchanges[-1]
    assert last.method == "GET"
    assert "partenaire" not in last.url
    assert last.request_body == b""


@pytest.mark.parametrize(
    "bl",
    ["", "<bl/>", "<bl><pdf>not base64!</pdf></bl>", "<bl><pdf>aGVsbG8=</pdf></bl>", "<bl><pdf/></bl>"],
)
def test_what_is_no_slip_is_a_broken_answer(bl: str) -> None:
    canned = Canned(f"<root>{bl}<errors>1</errors></root>".encode())
    with SpartooClient(PARTNER, transport=canned) as client, pytest.raises(sdk.BrokenAnswer):
        client.export_bl("X", {"A": 1})


def test_base64_may_be_broken_into_lines() -> None:
    canned = Canned(b"<root><bl><pdf>\nJVBE\r\nRi0xLjQK\n</pdf></bl><errors>1</errors></root>")
    with SpartooClient(PARTNER, transport=canned) as client:
        assert client.export_bl("X", {"A": 1}).pdf == b"%PDF-1.4\n"


# Labels -------------------------------------------------------------------------------------------------------


def _return(play: Play, *, waits_for_label: bool = True) -> str:
    return play.return_(_order(play, 3), seller_label=waits_for_label)


def _status(play: Play, case: str) -> int:
    found: int = play.sandbox.stages["spartoo"].objects("returns")[case]["status"]
    return found


@pytest.mark.parametrize("content", [PDF, PNG, JPEG])
def test_a_label_file_brings_a_return_from_14_to_2(play: Play, client: SpartooClient, content: bytes) -> None:
    case = _return(play)
    upload = Upload('étiquette "1".pdf', "application/pdf", content)
    answered = client.maj_returns(case, label_file=upload)
    assert _status(play, case) == 2
    (echo,) = answered.message.returns
    assert echo.label_file is not None
    assert answered.message.statut is not None
    assert answered.message.statut.id == "2"


def test_a_label_link_is_kept_and_changes_nothing_in_2(play: Play, client: SpartooClient) -> None:
    case = _return(play, waits_for_label=False)
    link = "https://labels.example.test/1.pdf?a=1&b=2"
    assert client.maj_returns(case, label_link=link).message.returns[0].label_link == link
    assert _status(play, case) == 2
    with pytest.raises(sdk.AlreadySo):
        client.maj_returns(case, label_link=link)


def test_label_and_decision_together_are_all_or_nothing(play: Play, client: SpartooClient) -> None:
    case = _return(play, waits_for_label=False)
    with pytest.raises(sdk.BadParameter):
        client.maj_returns(case, 4, label_file=Upload("x.pdf", "application/pdf", b"no label"))
    assert _status(play, case) == 2
    client.maj_returns(case, 4, label_link="https://labels.example.test/2.pdf")
    assert _status(play, case) == 4
    with pytest.raises(sdk.WrongState):
        client.maj_returns(case, label_link="https://labels.example.test/3.pdf")


def test_no_decision_while_a_label_is_missing(play: Play, client: SpartooClient) -> None:
    with pytest.raises(sdk.WrongState):
        client.maj_returns(_return(play), 4)


@pytest.mark.parametrize("text", ["https://labels.example.test/9.pdf", "no address"])
def test_a_label_file_sent_as_text_is_a_link_or_broken(play: Play, text: str) -> None:
    """Section 17, 11: a real file part, or a text."""
    case = _return(play)
    root = play.call("xml_maj_returns", rID=case, label_file=text)
    wanted = "1" if text.startswith("http") else "-22"
    assert root.findtext("returns/return/errors/error/id") == wanted


def test_a_lost_answer_to_a_decision_is_not_sent_again(play: Play) -> None:
    case = _return(play, waits_for_label=False)
    play.sandbox.fault("drop_after", service="xml_maj_returns", count=1)
    with play.client() as client, pytest.raises(sdk.AnswerLost):
        client.maj_returns(case, 4)
    assert _status(play, case) == 4
    assert [one.service for one in play.exchanges].count("xml_maj_returns") == 1


@pytest.mark.parametrize("encoding", ["form", "multipart", "query"])
def test_the_client_sends_every_way(play: Play, encoding: str) -> None:
    order = _order(play, 11)
    with SpartooClient(
        play.partenaire, endpoint=play.sandbox.url, transport=play.sandbox.transport(),
        record=play.exchanges.append, encoding=encoding,  # type: ignore[arg-type]
    ) as client:  # fmt: skip
        client.maj_orders(order, 2)
    assert play.status(order) == 2
    shown = play.exchanges[-1]
    assert play.partenaire not in shown.url
    assert play.partenaire.encode() not in shown.request_body


def test_a_file_name_cannot_break_out_of_its_header(play: Play, client: SpartooClient) -> None:
    case = _return(play)
    evil = Upload('x"\r\nX-Evil: 1\r\n\r\n.pdf', "application/pdf", PDF + zlib.compress(b"") + b"%%EOF")
    client.maj_returns(case, label_file=evil)
    assert _status(play, case) == 2
