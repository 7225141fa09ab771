"""Rows of the services about what was sold: giving up, pre-orders, bills, payouts, the file of shipments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from forain.marketplaces.rakuten_fr.errors import LinesRefused
from forain.marketplaces.rakuten_fr.tests.provoked.kinds import (
    CLIENT,
    FAILED,
    OTHER,
    OURS,
    PAGE,
    PARAMETER,
    STATE,
    UNKNOWN,
    Ask,
    Row,
    foreign,
    invalid,
    missing,
    when,
    wrong,
)
from forain.marketplaces.rakuten_fr.tests.provoked.sales import (
    INVALID_ITEM,
    accepted,
    letter_rows,
    waiting,
    with_item,
)
from forain.marketplaces.rakuten_fr.tests.support import Play
from forain.sdk import errors as sdk

_WHY: Final = {"comment": "Cassé"}
_ADVERT: Final = {"advertid": "880000061"}
_NO_FILE: Final = "An error occurred while submitting the file"


def _cancelled(play: Play) -> str:
    item = accepted(play)
    with play.client() as client:
        client.cancelitem(item, "Cassé")
    return item


_CANCELLING: Final = (
    wrong(PARAMETER, INVALID_ITEM, sdk.NotFound, CLIENT, itemid="1337", **_WHY),
    when(PARAMETER, INVALID_ITEM, sdk.NotFound, OURS, with_item(foreign, _WHY)),
    missing("itemid", OURS, PARAMETER, **_WHY),
    missing("comment", OURS, PARAMETER, itemid="1337"),
    when(STATE, "This item cannot be cancelled", sdk.WrongState, CLIENT, with_item(waiting, _WHY)),
    when(STATE, "This item cannot be cancelled", sdk.WrongState, OURS, with_item(_cancelled, _WHY)),
    when(
        PARAMETER,
        "Your message cannot exceed 400 characters",
        sdk.BadParameter,
        CLIENT,
        with_item(accepted, {"comment": "x" * 401}),
    ),
)

_PREORDERS: Final = (
    wrong(
        PARAMETER, "The parameter 'advertid' is invalid.", sdk.NotFound, CLIENT, advertid="1337", stock="1"
    ),
    missing("advertid", OURS, PARAMETER, stock="1"),
    missing("stock", OURS, PARAMETER, **_ADVERT),
    invalid("stock", OURS, PARAMETER, stock="0", **_ADVERT),
    invalid("stock", OURS, PARAMETER, stock="many", **_ADVERT),
)

# -- one purchase -------------------------------------------------------------------------------------------


def _purchase(login: str) -> Callable[[Play], Ask]:
    """A purchase nobody accepted, or another seller's."""

    def ask(play: Play) -> Ask:
        item = play.sale() if login == play.login else [foreign(play)]
        return Ask(given={"purchaseid": play.stage.ground.shop.items[item[0]].sale_id})

    return ask


def _amounts(play: Play) -> Ask:
    return _purchase(play.login)(play)


_PURCHASE: Final = (
    wrong(UNKNOWN, "", sdk.MarketplaceFailure, CLIENT, purchaseid="1337"),
    when(UNKNOWN, "", sdk.MarketplaceFailure, CLIENT, _amounts),
    when(UNKNOWN, "", sdk.MarketplaceFailure, OURS, _purchase(OTHER)),
    missing("purchaseid"),
)

# -- the file of shipments ----------------------------------------------------------------------------------


def _file(
    find: Callable[[Play], str], carrier: str = "GLS", number: str = "1", url: str = "", sale: str = ""
) -> Callable[[Play], Ask]:
    def ask(play: Play) -> Ask:
        item = find(play)
        of = sale or play.stage.ground.shop.items[item].sale_id
        line = (
            f"<purchaseid>{of}</purchaseid><itemid>{item}</itemid><transporter>{carrier}</transporter>"
            f"<trackingnumber>{number}</trackingnumber><trackingurl>{url}</trackingurl>"
        )
        return Ask(file=f"<items><item>{line}</item></items>".encode(), about=item)

    return ask


def _shipped(play: Play) -> str:
    return play.item(shipped=True)


def _line(words: str, source: str, ask: Callable[[Play], Ask]) -> Row:
    return when(PARAMETER, f"Article {{}} : {words}", LinesRefused, source, ask)


def _as_whole(words: str, source: str, content: bytes) -> Row:
    return when(PARAMETER, words, sdk.BadParameter, source, lambda _: Ask(file=content))


_SHIPPING_FILE: Final = (
    _line("numéro incorrect", CLIENT, _file(accepted, sale="1")),
    _line("numéro incorrect", CLIENT, _file(lambda _: "1337", sale="1")),
    _line("a déjà été expédié", CLIENT, _file(_shipped)),
    _line(
        "statut incorrect. L'enregistrement de votre numéro de suivi n'est possible que si le statut de votre article"
        ' est "confirmé".',
        CLIENT,
        _file(waiting),
    ),
    _line("transporteur incorrect", OURS, _file(accepted, carrier="Relais Colis")),
    _line("numéro de suivi incorrect", OURS, _file(accepted, number="")),
    _line("adresse de suivi manquante ou incorrecte", OURS, _file(accepted, carrier="Autre")),
    when(FAILED, _NO_FILE, sdk.MarketplaceFailure, PAGE, lambda _: Ask()),
    when(FAILED, _NO_FILE, sdk.MarketplaceFailure, PAGE, lambda _: Ask(file=b"")),
    _as_whole("The file is not a valid XML file", OURS, b"purchaseid;itemid"),
    _as_whole("The file holds more than 1000 items", OURS, b"<items>" + b"<item/>" * 1001 + b"</items>"),
)

SOLD_ROWS: Final[Mapping[str, tuple[Row, ...]]] = {
    "contactuseraboutitem": letter_rows(
        CLIENT,
        "You cannot contact the buyer on this item.",
        (UNKNOWN, "", sdk.MarketplaceFailure, CLIENT),
    ),
    "cancelitem": _CANCELLING,
    "confirmpreorder": _PREORDERS,
    "getbillinginformation": _PURCHASE,
    "getshippinginformation": _PURCHASE,
    "getcompensationdetails": (
        wrong(
            PARAMETER, "The parameter 'compensationid' is invalid.", sdk.NotFound, CLIENT, compensationid="1"
        ),
        missing("compensationid"),
    ),
    "getoperations": (
        missing("operationcause"),
        invalid("operationcause", OURS, PARAMETER, operationcause="refunds"),
        invalid(
            "lastoperationdate",
            CLIENT,
            PARAMETER,
            operationcause="salestransfer",
            lastoperationdate="yesterday",
        ),
    ),
    "importitemshippingstatus": _SHIPPING_FILE,
}
