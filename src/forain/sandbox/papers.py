"""What the control API reads and says, as structs: validation, OpenAPI and command line help come from here."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from forain.sandbox.faults import Rule

Moment = Annotated[datetime, Meta(tz=True, description="With a time zone, for example 2026-11-22T10:00:00Z.")]
Limit = Annotated[int, Meta(ge=1, le=1000)]
HUNDRED_YEARS = 3_155_760_000


class Problem(msgspec.Struct, kw_only=True):
    """Why a control call was not carried out (RFC 9457)."""

    title: str
    status: int
    detail: str
    type: str = "about:blank"


class Nothing(msgspec.Struct, forbid_unknown_fields=True):
    """No parameters."""


class Page(msgspec.Struct, forbid_unknown_fields=True):
    limit: Limit = 100
    cursor: Annotated[int, Meta(ge=0, le=1_000_000_000, description="`next` of the page before.")] = 0


class Objects(msgspec.Struct, kw_only=True):
    """One page of objects of a kind; `next` is null on the last."""

    kind: str
    total: int
    objects: list[dict[str, Any]]
    next: int | None


class LedgerQuery(msgspec.Struct, forbid_unknown_fields=True):
    after: Annotated[int, Meta(ge=0, le=1_000_000_000_000, description="Number of the last entry seen.")] = 0
    by: Annotated[str, Meta(max_length=100)] | None = None
    stage: Annotated[str, Meta(max_length=100)] | None = None
    limit: Limit = 100


class EntryPaper(msgspec.Struct, kw_only=True):
    number: int
    at: datetime
    stage: str
    account: str
    by: str
    service: str
    effect: str
    target: str
    details: dict[str, str]


class Repeated(msgspec.Struct, kw_only=True):
    stage: str
    effect: str
    target: str
    times: int


class LedgerPaper(msgspec.Struct, kw_only=True):
    """Effects in order. `repeated` is taken over the whole ledger: what sellers did more than once."""

    entries: list[EntryPaper]
    repeated: list[Repeated]
    total: int


class ClockChange(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """`set`, then `move`, then `speed` or `freeze` are carried out; what fell due happens."""

    set: Moment | None = None
    move: Annotated[float, Meta(ge=-HUNDRED_YEARS, le=HUNDRED_YEARS, description="Seconds.")] | None = None
    speed: Annotated[float, Meta(ge=0, le=1_000_000, description="1 is natural, 0 frozen.")] | None = None
    freeze: Annotated[bool, Meta(description="true stops the clock, false lets it run naturally.")] | None = (
        None
    )


class ClockPaper(msgspec.Struct, kw_only=True):
    """`happened`: how many due things happened because of the change."""

    now: datetime
    speed: float
    frozen: bool
    happened: int = 0


class StagePaper(msgspec.Struct, kw_only=True):
    id: str
    controls: dict[str, str]
    kinds: list[str]


class Stages(msgspec.Struct, kw_only=True):
    stages: list[StagePaper]
    seed: int
    failures: Annotated[int, Meta(description="Defects of the sandbox itself since it started; see its log.")]


class FaultList(msgspec.Struct, kw_only=True):
    faults: list[Rule]
    kinds: dict[str, str]


class Cleared(msgspec.Struct, kw_only=True):
    cleared: int


class Reset(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A new world. Without `seed` the same one again; `empty` leaves out what the seed would put in."""

    seed: Annotated[int, Meta(ge=0, le=2**31 - 1)] | None = None
    empty: bool = False


class ResetDone(msgspec.Struct, kw_only=True):
    seed: int
    accounts: dict[str, Any]
