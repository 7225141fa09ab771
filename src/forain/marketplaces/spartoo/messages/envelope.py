"""The frame every answer shares: error rows, which stand in several places, and the root `statut`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from forain.wire import values
from forain.wire.xml import element, message


@message
class Error:
    """A row of `errors` (spartoo.md section 7). 1 is no error, a negative number is one."""

    id: int = element("id")
    description: str = element("description", default="")


@message
class Statut:
    """`root/statut`: a return or order status and its label, never an outcome (spartoo.md section 7, seed).

    Both are texts because nothing may depend on them.
    """

    id: str = element("id", default="")
    description: str = element("description", default="")


class Item(Protocol):
    """One order or return inside an answer: it may carry error rows of its own, or a bare number."""

    @property
    def code(self) -> int | None: ...
    @property
    def errors(self) -> tuple[Error, ...]: ...


class Envelope(Item, Protocol):
    """A whole answer."""

    @property
    def items(self) -> Sequence[Item]: ...


@dataclass(frozen=True, slots=True)
class Moment:
    """`date_purchased`, `return_date`…: local French time, written with a blank (spartoo.md section 11).

    Reading also takes the colon and the `T` between day and hour and a bare day, because the format of the order
    dates is inferred, and the zero date of the osCommerce family of shops, which means "none".
    """

    kind: str = "a French local time like yyyy-mm-dd hh:mm:ss"

    def read(self, text: str, /) -> datetime | None:
        if text.startswith("0000-00-00"):
            return None
        day, clock = text[:10], text[11:] or "00:00:00"
        if text[10:11] not in ("", " ", ":", "T"):
            raise ValueError(text)
        return values.PARIS_BLANK.read(f"{day} {clock}")

    def write(self, value: datetime, /) -> str:
        return values.PARIS_BLANK.write(value)


MOMENT = Moment()
