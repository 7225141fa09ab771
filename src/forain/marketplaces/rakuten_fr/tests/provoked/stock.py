"""Rows of `/stock_ws`, and the line codes of its reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from forain.marketplaces.rakuten_fr import stock_decisions as decisions
from forain.marketplaces.rakuten_fr.decisions import QUOTA_DETAIL
from forain.marketplaces.rakuten_fr.tests.provoked.kinds import (
    FAILED,
    OURS,
    PAGE,
    PARAMETER,
    SEED,
    TWO_WORDS,
    UNKNOWN,
    Ask,
    Row,
    invalid,
    missing,
    when,
    wrong,
)
from forain.marketplaces.rakuten_fr.tests.stock_support import TOY, document, done, item, sent, toy
from forain.marketplaces.rakuten_fr.tests.support import Play
from forain.sdk import errors as sdk

_NO_FILE: Final = "An error occurred while submitting the file"
_NOT_FOUND: Final = "Could not find the following fileId : {}"
_FLAT: Final = {"mappingalias": "PRICEQUANTITY"}


def _uploads(given: Mapping[str, str], content: bytes) -> tuple[Row, ...]:
    """No part, an empty one, and one file more than an hour takes."""

    def eleventh(play: Play) -> Ask:
        for _ in range(10):
            sent(play, document(toy()))
        return Ask(given=given, file=content)

    head = ("Sender", "InvalidUserRights", "Quota exceeded.")
    failed = (FAILED, _NO_FILE, sdk.MarketplaceFailure, PAGE)
    return (
        when(*failed, lambda _: Ask(given=given)),
        when(*failed, lambda _: Ask(given=given, file=b"")),
        when(head, QUOTA_DETAIL, sdk.QuotaExceeded, OURS, eleventh),
    )


def _purged(play: Play) -> Ask:
    sent(play, document(toy()), purgeandreplace="true")
    return Ask(given={"purgeandreplace": "true"}, file=document(toy()))


# -- reports ------------------------------------------------------------------------------------------------


def _asked_for(find: Callable[[Play], str]) -> Callable[[Play], Ask]:
    def ask(play: Play) -> Ask:
        number = find(play)
        return Ask(given={"fileid": number}, about=number)

    return ask


def _flat_file(play: Play) -> str:
    with play.client() as client:
        return client.import_(b"A;1;1", mapping_alias="PRICEQUANTITY").import_id


def _xml_file(play: Play) -> str:
    return sent(play, document(toy()))


def _forgotten(play: Play) -> str:
    number = _xml_file(play)
    play.pass_time(days=31)
    return number


def _report(source: str, other: Callable[[Play], str]) -> tuple[Row, ...]:
    """A file that is none, is no number, is of the other kind, is no longer kept, or cannot be a number at all."""
    lost = (TWO_WORDS, _NOT_FOUND, sdk.NotFound)
    return (
        when(*lost, source, _asked_for(lambda _: "1337")),
        when(*lost, OURS, _asked_for(lambda _: "stock.xml")),
        when(*lost, OURS, _asked_for(other)),
        when(*lost, OURS, _asked_for(_forgotten)),
        when(UNKNOWN, "", sdk.MarketplaceFailure, source, _asked_for(lambda _: "9" * 19)),
        missing("fileid", OURS, TWO_WORDS),
    )


def _bad_token(play: Play) -> Ask:
    return Ask(given={"fileid": _xml_file(play), "nexttoken": "1"})


# -- purge_campaign -----------------------------------------------------------------------------------------


def _campaign(**given: str) -> Callable[[Play], Ask]:
    def ask(play: Play) -> Ask:
        play.tell("behaviour", purge_campaign=True)
        return Ask(given={"version": "2013-01-01", **given})

    return ask


_PURGING: Final = (
    wrong(PARAMETER, "The parameter 'action' is invalid.", sdk.BadParameter, OURS, version="2013-01-01"),
    when(
        PARAMETER, "The version newest is not supported", sdk.BadParameter, OURS, _campaign(version="newest")
    ),
    when(PARAMETER, "The parameter 'campaignid' is mandatory", sdk.BadParameter, OURS, _campaign()),
    when(
        PARAMETER, "The parameter 'campaignid' is invalid.", sdk.BadParameter, OURS, _campaign(campaignid="9")
    ),
)

STOCK_ROWS: Final[Mapping[str, tuple[Row, ...]]] = {
    "import": (
        *_uploads(_FLAT, b"A;1;1"),
        missing("profileid"),
        invalid("profileid", OURS, PARAMETER, profileid="999"),
        invalid("mappingalias", OURS, PARAMETER, mappingalias="NOTHING"),
    ),
    "importreport": _report(OURS, _xml_file),
    "genericimportfile": (
        *_uploads({}, document(toy())),
        when(PARAMETER, decisions.PURGED_ALREADY, sdk.BadParameter, OURS, _purged),
    ),
    "genericimportreport": (
        *_report(SEED, _flat_file),
        when(TWO_WORDS, "The parameter 'nexttoken' is invalid.", sdk.BadParameter, OURS, _bad_token),
    ),
    "producttypetemplate": (missing("alias"), invalid("alias", OURS, PARAMETER, alias="x")),
    "export": (invalid("nexttoken", OURS, PARAMETER, nexttoken="1"),),
    "purge_campaign": _PURGING,
}


# -- codes of lines -----------------------------------------------------------------------------------------


def _no_right(play: Play) -> bytes:
    play.tell("account", rights=["sales"])
    return document(toy(customizedAdvertDetail="<b>x</b>"))


def _two_of_one_code(play: Play) -> bytes:
    for _ in range(2):
        play.tell("product", barcodes=TOY["codebarres"])
    return document(item({"sellerReference": "T"}, {"codebarres": TOY["codebarres"]}, alias="jouet"))


def _no_quantity(play: Play) -> bytes:
    done(play, toy())
    return document(item({"sellerReference": "TOUR-01", "qty": ""}))


_BARE: Final = b"<items><item><attributes><advert><attribute><value>3</value></attribute></advert></attributes></item></items>"
#: Code of a line -> a file that has it; they are marks in the report, not exceptions.
LINE_CODES: Final[Mapping[int, Callable[[Play], bytes]]] = {
    10: lambda _: b"<items><item><alias>jouet</alias></item></items>",
    20: lambda _: document(item({"aid": "A12", "qty": "1"})),
    30: lambda _: _BARE,
    40: lambda _: document(item({"sellerReference": "NOPE", "qty": "1"})),
    50: _two_of_one_code,
    60: _no_quantity,
    70: _no_right,
}
