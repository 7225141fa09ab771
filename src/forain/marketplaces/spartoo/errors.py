"""What an answer's numbers mean: the table of codes, and where in an answer the outcome is found.

Rows: spartoo.md section 8; the way to the outcome: section 7.1. The root `statut` is never looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from forain.marketplaces.spartoo.decisions import RESERVED
from forain.marketplaces.spartoo.messages import Envelope, Error, Item
from forain.sdk import errors as sdk

OK = 1


@dataclass(frozen=True, slots=True)
class Row:
    """`meaning` is ours, for people; the marketplace's own words travel beside it."""

    raises: type[sdk.Rejected]
    meaning: str


CODES: dict[int, Row] = {
    -1: Row(sdk.AuthenticationFailed, "no partner id was given"),
    -2: Row(sdk.AuthenticationFailed, "this partner id is unknown"),
    -3: Row(sdk.BadParameter, "neither a date nor an id was given"),
    -5: Row(sdk.BadParameter, "the id or the status is missing"),
    -6: Row(sdk.NotFound, "the order or return does not exist or belongs to another partner"),
    -7: Row(sdk.WrongState, "the present status does not allow this change"),
    -9: Row(sdk.AlreadySo, "the status is the present one already"),
    -11: Row(sdk.BadParameter, "the xml parameter is missing"),
    -12: Row(sdk.BadParameter, "reference_partenaire is missing"),
    -13: Row(sdk.BadParameter, "products_size_reference is missing"),
    -14: Row(sdk.NotFound, "the product is unknown"),
    -15: Row(sdk.BadParameter, "the xml parameter is not well-formed"),
    -16: Row(sdk.WrongState, "the stock cannot be set to this quantity"),
    -18: Row(sdk.AlreadySo, "the stock has this value already"),
    -20: Row(sdk.NotFound, "the size is no longer valid for the product"),
    -22: Row(sdk.BadParameter, "the file could not be received"),
    -23: Row(sdk.MarketplaceFailure, "the file could not be received, for an unknown reason"),
    -24: Row(sdk.BadParameter, "the label link is too long"),
    -25: Row(sdk.AlreadySo, "the label link is the stored one already"),
    -428: Row(sdk.AccountDeactivated, "the account is deactivated"),
    -429: Row(sdk.QuotaExceeded, "too many calls to this service within the hour"),
}

#: Every service may answer these (section 8: "all").
_CALLER = (1, -1, -2, -428, -429)
_DOCUMENT = (*_CALLER, -11, -15)

#: The numbers each service may answer, for the call or for an item of it. The tables of `xml_maj_stock`, the
#: asynchronous import, `xml_export_bl` and both services of returns are documented, the others inferred.
TABLES: Mapping[str, tuple[int, ...]] = {
    "xml_import_products": (*_DOCUMENT, -12, -13, -16, *RESERVED),
    "xml_import_products_async": _DOCUMENT,
    "xml_maj_stock": (*_CALLER, -12, -13, -14, -16, -18, -20),
    "xml_maj_stock_batch": (*_DOCUMENT, -12, -13, -14, -16, -18, -20),
    "xml_export_products": _CALLER,
    "xml_check_status_products": (*_DOCUMENT, -12),
    "xml_export_orders": (*_CALLER, -3),
    "xml_maj_orders": (*_CALLER, -5, -6, -7, -9),
    "xml_export_bl": (*_DOCUMENT, -5, -6, -12, -14, -16),
    "xml_export_returns": (*_CALLER, -3),
    "xml_maj_returns": (*_CALLER, -5, -6, -7, -9, -22, -23, -24, -25),
}

DOCUMENTED_TABLES = frozenset(
    {"xml_maj_stock", "xml_import_products_async", "xml_export_bl", "xml_export_returns", "xml_maj_returns"}
)

#: They speak of the call, so they fail the call even when they hang in an item (seed 004, KO example).
CALL_LEVEL = frozenset({-1, -2, -3, -428, -429})

#: Section 9: "exponential back-off, at least 10 minutes after a -429".
QUOTA_PAUSE = 600.0


class NoCode(Exception):
    """The answer to a change tells no outcome at all, so the change may or may not have taken effect."""


@dataclass(frozen=True, slots=True)
class Marked:
    """An item that came with an error of its own; the others are whole."""

    index: int
    error: Error


@dataclass(frozen=True, slots=True)
class Verdict:
    """`code` 1 is success; a negative one fails the call. `warnings` are readable oddities of a success."""

    code: int
    words: str = ""
    marked: tuple[Marked, ...] = ()
    warnings: tuple[str, ...] = ()


def rows_of(part: Item) -> list[Error]:
    """The error rows of an answer or item, its bare number included (variant S of section 7)."""
    bare = [] if part.code is None else [Error(id=part.code, description="")]
    return [*part.errors, *bare]


def read_verdict(answer: Envelope) -> Verdict:
    """The outcome of a reading service: the root's number, unless an item carries one that fails the call."""
    inside = _inside(answer)
    fatal = [mark.error for mark in inside if mark.error.id in CALL_LEVEL]
    return _verdict(_worst([*rows_of(answer), *fatal]), inside)


def change_verdict(answer: Envelope) -> Verdict:
    """The outcome of a service that changes one object: the worst number at either place decides.

    Stricter than section 7.1 (4), where a root-level 1 would hide an item's refusal. Raises `NoCode` when there
    is no number anywhere: success is never inferred from silence.
    """
    worst = _worst([*rows_of(answer), *(mark.error for mark in _inside(answer))])
    if worst is None:
        raise NoCode
    return _verdict(worst, ())


def batch_verdict(answer: Envelope) -> Verdict:
    """The outcome of a document of many items: the root's number decides the call, an item's marks that item.

    A lone 1 is success for all (xml_maj_stock_batch); items with numbers and no number of the call are an answer
    too. Raises `NoCode` when there is no number anywhere.
    """
    if not rows_of(answer) and not _inside(answer):
        raise NoCode
    return read_verdict(answer)


def is_fatal(code: int) -> bool:
    """Whether an item's negative number means that it was not taken in. Only known warnings are none (section 7.1)."""
    known = RESERVED.get(code)
    return code < 0 and code != -18 and (known is None or known.fatal)


def _inside(answer: Envelope) -> tuple[Marked, ...]:
    """The error rows that hang in items, with their owners."""
    return tuple(Marked(index, row) for index, item in enumerate(answer.items) for row in rows_of(item))


def _worst(rows: Iterable[Error]) -> Error | None:
    """The lowest number: errors are negative, 1 is well."""
    return min(rows, key=lambda row: row.id, default=None)


def _verdict(worst: Error | None, inside: tuple[Marked, ...]) -> Verdict:
    if worst is None:
        return Verdict(OK, marked=_failing(inside))
    if worst.id < 0:
        return Verdict(worst.id, worst.description)
    odd = () if worst.id == OK else (f"code {worst.id}: {worst.description}",)
    return Verdict(OK, worst.description, _failing(inside), odd)


def _failing(inside: tuple[Marked, ...]) -> tuple[Marked, ...]:
    return tuple(mark for mark in inside if mark.error.id < 0)


def rejection(code: int, words: str, service: str) -> sdk.Rejected:
    """The exception for a negative code; one we do not know keeps its number and is a plain `Rejected`."""
    row = CODES.get(code)
    said = words.strip() or (row.meaning if row else "a code without explanation")
    if row is None:
        return sdk.Rejected(f"{code}: {said}", service=service, code=str(code))
    if row.raises is sdk.QuotaExceeded:
        return sdk.QuotaExceeded(said, service=service, code=str(code), retry_after=QUOTA_PAUSE)
    return row.raises(said, service=service, code=str(code))
