"""Rows that nearly every service has: credentials, version, rights, quota, closed account (rakuten.md section 5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from forain.marketplaces.rakuten_fr import decisions, stock_decisions
from forain.marketplaces.rakuten_fr.tests.provoked.kinds import (
    CLIENT,
    OURS,
    PAGE,
    PARAMETER,
    SEED,
    STOPPED,
    TWO_WORDS,
    Ask,
    Head,
    Row,
    when,
    wrong,
)
from forain.marketplaces.rakuten_fr.tests.support import Play
from forain.sdk import errors as sdk
from forain.wire.operation import Operation

_STOPPED: Final = frozenset({"acceptsale", "refusesale", "listing", "listing_old", "categorymap"})
_TWO_WORDS: Final = frozenset({"genericimportreport", "importreport"})
_LETTERS: Final = frozenset({"contactusaboutitem", "contactpriceministeraboutitem", "contactuseraboutitem"})
#: Services a seed or page prints the common rows of; for the others clients have them.
_SEEDS: Final = frozenset({"getitemtodolist", "contactusaboutitem", "genericimportreport"})
_PAGES: Final = frozenset({"genericimportfile", "producttypetemplate"})
#: What opens a service, besides selling at all.
_RIGHTS: Final = {"getavailableshippingtypes": "custom_shipping", "export": "export"}
_EVERY_RIGHT: Final = ("sales", "custom_shipping", "export", "campaigns")


def problem(service: str) -> Head:
    """How a service heads its parameter errors."""
    if service in _TWO_WORDS:
        return TWO_WORDS
    return STOPPED if service in _STOPPED else PARAMETER


def common_rows(service: str, operation: Operation[Any]) -> Iterator[Row]:
    """The rows of a service that it shares with others."""
    source = SEED if service in _SEEDS else PAGE if service in _PAGES else CLIENT
    names = {one.name for one in operation.parameters}
    yield from _missing(service, names, source)
    if operation.versions:
        words = "The version 1999-01-01 is not supported"
        yield wrong(problem(service), words, sdk.BadParameter, source, version="1999-01-01")
    if "login" in names:
        yield from _credentials(service, names, source)
        yield _quota()
        yield _closed(service)
    if "pwd" in names:
        yield _deactivated()
    if operation.path == "/stock_ws" or service == "getcompensationdetails":
        yield _private()


def _missing(service: str, names: set[str], source: str) -> Iterator[Row]:
    """Each is asked for by its name, quoted or not as the service's page has it."""
    asks = {"login": Ask(login=""), "pwd": Ask(token=""), "version": Ask(given={"version": " "})}
    for name, ask in asks.items():
        if name in names:
            words = f"The parameter '{name}' is mandatory"
            if service == "getitemtodolist":
                words = f"The parameter {name} is mandatory"
            if service in _LETTERS and name == "login":
                words = "The parameter 'login' is empty"
            yield when(problem(service), words, sdk.BadParameter, source, lambda _, ask=ask: ask)  # type: ignore[misc]


def _credentials(service: str, names: set[str], source: str) -> Iterator[Row]:
    stop = "" if service == "getitemtodolist" else "."
    head = ("Sender", "InvalidUserConnection", f"Unknown user or password{stop}")
    asks = [Ask(login="nobody"), Ask(login="lea@example.org")]
    for ask in (*asks, Ask(token="f" * 32)) if "pwd" in names else asks:
        words = "Incorrect login or password"
        yield when(head, words, sdk.AuthenticationFailed, source, lambda _, ask=ask: ask)  # type: ignore[misc]


def _quota() -> Row:
    def ask(play: Play) -> Ask:
        play.tell("account", calls_per_hour=0)
        return Ask()

    head = ("Sender", "InvalidUserRights", "Quota exceeded.")
    return when(head, decisions.QUOTA_DETAIL, sdk.QuotaExceeded, CLIENT, ask)


def _deactivated() -> Row:
    def ask(play: Play) -> Ask:
        play.tell("account", active=False)
        return Ask()

    head = ("Sender", "InvalidUserRights", decisions.DEACTIVATED_MESSAGE)
    return when(head, decisions.DEACTIVATED_DETAIL, sdk.AccountDeactivated, OURS, ask)


def _closed(service: str) -> Row:
    """The service was not opened for the account."""

    def ask(play: Play) -> Ask:
        lacking = _RIGHTS.get(service, "sales")
        play.tell("account", rights=[one for one in _EVERY_RIGHT if one != lacking])
        return Ask()

    message, detail = decisions.NO_RIGHT_MESSAGE, decisions.NO_RIGHT_DETAIL
    if service == "export":
        message, detail = stock_decisions.NO_EXPORT_MESSAGE, stock_decisions.NO_EXPORT_DETAIL
    source = CLIENT if service in _RIGHTS else OURS
    return when(("Sender", "InvalidUserRights", message), detail, sdk.PermissionMissing, source, ask)


def _private() -> Row:
    """A private account at a service for professionals."""

    def ask(play: Play) -> Ask:
        play.tell("account", professional=False)
        return Ask()

    head = ("Sender", "InvalidUserRights", decisions.NO_RIGHT_MESSAGE)
    return when(head, decisions.NO_RIGHT_DETAIL, sdk.PermissionMissing, OURS, ask)
