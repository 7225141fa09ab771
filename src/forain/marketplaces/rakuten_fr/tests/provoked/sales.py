"""Rows of the services about one sale that is to be answered, shipped or talked about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from forain.marketplaces.rakuten_fr.tests.provoked.kinds import (
    CLIENT,
    OURS,
    PARAMETER,
    SEED,
    STATE,
    STOPPED,
    Ask,
    Head,
    Row,
    foreign,
    invalid,
    missing,
    when,
    wrong,
)
from forain.marketplaces.rakuten_fr.tests.support import Play
from forain.sdk import errors as sdk

INVALID_ITEM: Final = "The parameter 'itemid' is invalid."
_ABROAD: Final = {"shippingfromcountry": "249"}
_PARCEL: Final = {"transporter_name": "Colissimo", "tracking_number": "8R1"}
_LETTER: Final = {"content": "Bonjour"}
_SHIPPED_ONLY: Final = (
    "Article {} : statut incorrect. L'enregistrement de votre numéro de suivi n'est possible que si le statut de votre"
    ' article est "confirmé".'
)


def with_item(find: Callable[[Play], str], given: Mapping[str, str]) -> Callable[[Play], Ask]:
    """A call about an item that the world has to have first."""

    def ask(play: Play) -> Ask:
        item = find(play)
        return Ask(given={**given, "itemid": item}, about=item)

    return ask


def accepted(play: Play) -> str:
    return play.item(accepted=True)


def waiting(play: Play) -> str:
    return play.sale()[0]


def _shipped_once(play: Play) -> str:
    item = play.item(shipped=True)
    play.tell("behaviour", tracking_once=True)
    return item


# -- acceptsale and refusesale ------------------------------------------------------------------------------


def _answering(given: Mapping[str, str]) -> tuple[Row, ...]:
    """Unknown, another seller's and answered already are one and the same text."""
    gone = (STOPPED, INVALID_ITEM, sdk.NotFound)
    return (
        wrong(*gone, CLIENT, itemid="123", **given),
        when(*gone, CLIENT, with_item(foreign, given)),
        when(*gone, CLIENT, with_item(accepted, given)),
        wrong(STOPPED, "The parameter itemID is mandatory", sdk.BadParameter, CLIENT, **given),
    )


def _country(name: str, value: str) -> Row:
    given = {**_ABROAD, name: value}
    words = f"The parameter '{name}' is invalid."
    return when(STOPPED, words, sdk.BadParameter, OURS, with_item(waiting, given), ("2021-04-08",))


_NO_COUNTRY: Final = when(
    STOPPED,
    "The parameter 'shippingfromcountry' is mandatory",
    sdk.BadParameter,
    OURS,
    with_item(waiting, {}),
    ("2021-04-08",),
)

# -- getiteminfos and settrackingpackageinfos ---------------------------------------------------------------


def _parcel(detail: str, **changes: str) -> Row:
    return when(PARAMETER, detail, sdk.BadParameter, OURS, with_item(accepted, {**_PARCEL, **changes}))


_TRACKING: Final = (
    wrong(PARAMETER, INVALID_ITEM, sdk.NotFound, CLIENT, itemid="123", **_PARCEL),
    when(PARAMETER, INVALID_ITEM, sdk.NotFound, OURS, with_item(foreign, _PARCEL)),
    missing("itemid", OURS, PARAMETER, **_PARCEL),
    _parcel("The parameter 'transporter_name' is mandatory", transporter_name=""),
    _parcel("The parameter 'tracking_number' is mandatory", tracking_number=""),
    _parcel("The parameter 'transporter_name' is invalid.", transporter_name="Relais Colis"),
    _parcel("The parameter 'tracking_url' is mandatory", transporter_name="Autre"),
    _parcel("The parameter 'tracking_url' is invalid.", transporter_name="Autre", tracking_url="suivi/1"),
    _parcel("The parameter 'tracking_number' is invalid.", tracking_number="x" * 65),
    when(STATE, _SHIPPED_ONLY, sdk.WrongState, OURS, with_item(waiting, _PARCEL)),
    when(STATE, "Article {} : a déjà été expédié", sdk.WrongState, OURS, with_item(_shipped_once, _PARCEL)),
)

# -- the letters --------------------------------------------------------------------------------------------


def letter_rows(
    source: str, closed: str, unknown: tuple[Head, str, type[sdk.Rejected], str]
) -> tuple[Row, ...]:
    """What is written to somebody about an item: the table of the seed, in its order."""
    return (
        missing("content", source, PARAMETER, itemid="123"),
        missing("itemid", OURS, PARAMETER, **_LETTER),
        wrong(*unknown, itemid="123", **_LETTER),
        when(STATE, closed, sdk.WrongState, source, with_item(waiting, _LETTER)),
        when(
            PARAMETER,
            "You're not the seller of the item {}.",
            sdk.NotFound,
            source,
            with_item(foreign, _LETTER),
        ),
        when(
            PARAMETER,
            "We encounter problems with your message. Please rephrase it",
            sdk.BadParameter,
            source,
            with_item(accepted, {"content": "<toto>"}),
        ),
    )


def _answer_to(mail: str) -> Row:
    """`own`: a mail that was not sent to the seller."""

    def ask(play: Play) -> Ask:
        item = accepted(play)
        number = mail if mail != "own" else _own_mail(play, item)
        return Ask(given={**_LETTER, "itemid": item, "mailparentid": number}, about=number)

    return when(PARAMETER, "The mailparentid {} doesn't exist", sdk.NotFound, SEED, ask)


def _own_mail(play: Play, item: str) -> str:
    with play.client() as client:
        client.contactusaboutitem(item, "Bonjour")
        found = client.getiteminfos(item).item.conversation[0]
    return str(getattr(found, "mail_id"))  # noqa: B009  a message has none


_TO_RAKUTEN: Final = (
    *letter_rows(
        SEED,
        "You cannot contact Rakuten France on this item.",
        (PARAMETER, INVALID_ITEM, sdk.NotFound, SEED),
    ),
    _answer_to("154789"),
    _answer_to("own"),
)

SALES_ROWS: Final[Mapping[str, tuple[Row, ...]]] = {
    "acceptsale": (
        *_answering(_ABROAD),
        _country("shippingfromcountry", "250"),
        _country("importcountry", "FR"),
        _NO_COUNTRY,
    ),
    "refusesale": _answering({}),
    "getcurrentsales": (invalid("nexttoken", OURS, PARAMETER, nexttoken="1"),),
    "getiteminfos": (
        wrong(PARAMETER, INVALID_ITEM, sdk.NotFound, CLIENT, itemid="123"),
        missing("itemid"),
        when(
            PARAMETER, "You're not the seller of the item {}.", sdk.NotFound, CLIENT, with_item(foreign, {})
        ),
    ),
    "settrackingpackageinfos": _TRACKING,
    "contactusaboutitem": _TO_RAKUTEN,
    "contactpriceministeraboutitem": _TO_RAKUTEN,
}
