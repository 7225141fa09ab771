"""The catalogue: import it at once or queued, wait for a queued result, read what is online."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count

from forain.marketplaces.spartoo import decisions, errors, operations
from forain.marketplaces.spartoo import messages as m
from forain.marketplaces.spartoo.flows.caller import Answered, Caller, document
from forain.sdk.errors import AnswerLost, MarketplaceFailure, NotFound, SdkError
from forain.sdk.flow import Flow
from forain.wire.http import Wait
from forain.wire.operation import Operation

RESULT = Operation(name="import_result", method="GET", path="", answer=m.ImportProgress, pace="import_result")


class Queue(StrEnum):
    """The states of a result address (xml_import_products_async); `DONE` is our word for a finished document."""

    WAITING = "1"
    NO_DIFFERENCE = "2"
    GONE = "3"
    TRANSFER_FAILED = "4"
    DONE = ""


@dataclass(frozen=True, slots=True)
class Force:
    """`description`: replace descriptions, also of products without stock. `overwrite`: the rest gets stock 0."""

    description: bool = False
    overwrite: bool = False


NO_FORCE = Force()


def import_products(
    caller: Caller, products: Sequence[m.ParentProduct], force: Force
) -> Flow[Answered[m.ImportResult]]:
    return caller.apply(operations.IMPORT_PRODUCTS, _given(products, force))


def import_products_async(
    caller: Caller, products: Sequence[m.ParentProduct], force: Force
) -> Flow[Answered[m.ImportQueued]]:
    return caller.change(operations.IMPORT_PRODUCTS_ASYNC, _given(products, force))


def _given(products: Sequence[m.ParentProduct], force: Force) -> dict[str, str | None]:
    """Flags are left out rather than sent as 0 (xml_import_products, "Parameters")."""
    return {
        "xml": document(m.ImportProducts(products=tuple(products))),
        "force_description": "1" if force.description else None,
        "force_overwrite": "1" if force.overwrite else None,
    }


def import_progress(caller: Caller, address: str) -> Flow[Answered[m.ImportProgress]]:
    """One look at a result address."""
    return caller.fetch(RESULT, address)


def import_result(caller: Caller, address: str) -> Flow[Answered[m.ImportResult]]:
    """Look until the file is treated: after 30 s, then twice as long each time, for a day at most."""
    waited, pause = 0.0, decisions.POLL_FIRST.total_seconds()
    for _ in count():
        yield Wait(pause)
        waited += pause
        answered = yield from import_progress(caller, address)
        if answered.message.state != Queue.WAITING:
            return _finished(answered)
        if waited >= decisions.POLL_PATIENCE.total_seconds():
            break
        pause = min(pause * 2, decisions.POLL_CEILING.total_seconds())
    raise AnswerLost("The file is not treated after a day.", service=RESULT.name)


def _finished(answered: Answered[m.ImportProgress]) -> Answered[m.ImportResult]:
    """States 3 and 4 are failures; 2 is a success without change."""
    told = answered.message
    if told.state == Queue.DONE:
        return Answered(told.result, answered.notes, answered.marked)
    if told.state == Queue.NO_DIFFERENCE:
        same = m.ImportResult(products=(), code=errors.OK)
        return Answered(same, (*answered.notes, told.words or "no difference"))
    raise _failed(told)


def _failed(told: m.ImportProgress) -> SdkError:
    if told.state == Queue.GONE:
        words = told.words or "The result is no longer available."
        return NotFound(words, service=RESULT.name, code=told.state)
    words = f"state {told.state}: {told.words or 'the file could not be treated'}"
    return MarketplaceFailure(words, service=RESULT.name, code=told.state)


def export_products(caller: Caller, reference: str | None) -> Flow[Answered[m.OnlineCatalogue]]:
    return caller.read(operations.EXPORT_PRODUCTS, {"reference_partenaire": reference})
