"""A row of an error table, and the wrong call that provokes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from forain.marketplaces.rakuten_fr.tests.support import Play
from forain.sdk import errors as sdk

#: Type, code and message of the error document.
Head = tuple[str, str, str]

PARAMETER: Final[Head] = ("Sender", "ParameterError", "Problem with parameters")
STOPPED: Final[Head] = ("Sender", "ParameterError", "Problem with parameters.")
TWO_WORDS: Final[Head] = ("Sender", "Parameters Error", "Problem with parameters")
STATE: Final[Head] = ("Status", "IncorrectStatusError", "Incorrect item status")
UNKNOWN: Final[Head] = ("Unknown error", "Unknown error", "Service unavailable")
FAILED: Final[Head] = ("ServerError", "ServerError", "Server not able to fullfill request.")

#: Who says so: a seed or another page of Rakuten's, code or recordings of clients, or we (nobody recorded it).
SEED, PAGE, CLIENT, OURS = "seed", "doc", "client", "inferred"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A call: parameters by their names, and what differs from the demo account. `about` fills {} in the detail."""

    given: Mapping[str, str] = field(default_factory=dict)
    file: bytes | None = None
    login: str | None = None
    token: str | None = None
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`detail` of several lines stands for several `detail` elements. `versions` empty: all of them."""

    head: Head
    detail: str
    error: type[sdk.Rejected]
    source: str
    ask: Callable[[Play], Ask]
    versions: tuple[str, ...] = ()


def wrong(head: Head, detail: str, error: type[sdk.Rejected], source: str = OURS, /, **given: str) -> Row:
    """A row that parameters alone provoke."""
    return Row(head=head, detail=detail, error=error, source=source, ask=lambda _: Ask(given=given))


def when(
    head: Head,
    detail: str,
    error: type[sdk.Rejected],
    source: str,
    ask: Callable[[Play], Ask],
    versions: tuple[str, ...] = (),
) -> Row:
    """A row that the world has to be prepared for."""
    return Row(head=head, detail=detail, error=error, source=source, ask=ask, versions=versions)


def missing(name: str, source: str = OURS, head: Head = PARAMETER, /, **given: str) -> Row:
    """A parameter that is left out."""
    return wrong(head, f"The parameter '{name}' is mandatory", sdk.BadParameter, source, **given)


def invalid(name: str, source: str = OURS, head: Head = PARAMETER, /, **given: str) -> Row:
    """A parameter that is not accepted."""
    return wrong(head, f"The parameter '{name}' is invalid.", sdk.BadParameter, source, **given)


def foreign(play: Play) -> str:
    """An accepted item of the other seller."""
    account = play.tell("account", login=OTHER)
    item = play.sale(account=OTHER)[0]
    asked = {"login": OTHER, "pwd": str(account["token"]), "itemid": item, "shippingfromcountry": "249"}
    assert b"Accepted" in play.call("acceptsale", **asked)
    return item


OTHER: Final = "grenier-de-lea"
