"""What every route of the REST API shares: who may call it, how it can fail, the shapes it takes and gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, Generic, TypeVar

from django.utils.translation import get_language
from ninja import Query
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

View = TypeVar("View", bound=Callable[..., Any])
Item = TypeVar("Item")


class Level(StrEnum):
    """What a caller must be allowed to: look, act on orders, or configure. Roles give them (workspaces/callers.py)."""

    LOOK = "look"
    ACT = "act"
    CONFIGURE = "configure"


@dataclass(frozen=True, slots=True)
class Rules:
    """`codes` are the problems beyond the common ones; `calls_out` when a remote call is made, so that no
    transaction may be open around it; `secret` when the answer holds one, so that it is remembered sealed."""

    level: Level
    codes: tuple[str, ...] = ()
    calls_out: bool = False
    secret: bool = False


#: A route that says nothing is for administrators; reading routes are told apart by their method.
STRICTEST = Rules(Level.CONFIGURE)
LOOKING = Rules(Level.LOOK)


def needs(level: Level, *codes: str, calls_out: bool = False, secret: bool = False) -> Callable[[View], View]:
    """Declare who may call a route and which problems (codes of `kit.problems.KNOWN`) it answers with."""

    def mark(view: View) -> View:
        view.rules = Rules(level, codes, calls_out, secret)  # type: ignore[attr-defined]
        return view

    return mark


def rules_of(view: Callable[..., Any], methods: list[str]) -> Rules:
    rules = getattr(view, "rules", None)
    if isinstance(rules, Rules):
        return rules
    return LOOKING if methods == ["GET"] else STRICTEST


class Shape(BaseModel):
    """Something the API shows. New members may come; readers ignore those they do not know."""

    model_config = ConfigDict(frozen=True)


class Wish(BaseModel):
    """Something the API takes. An unknown member is an error, because it is most likely a misspelt one."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Listed(BaseModel, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next: str | None = Field(
        default=None, description="Cursor of the next page; null at the end. Opaque: pass it back as it is"
    )


#: Texts a caller sends, bounded.
Name = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=400)]


def _in_utc(moment: datetime) -> datetime:
    """PostgreSQL knows fewer zones and years than Python."""
    if not 1900 < moment.year < 9000:
        raise ValueError("The year is out of range.")
    return moment.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]


def in_language(words: Any) -> str:
    """The caller's language of a mapping language -> text, English when it is missing, '' for none at all."""
    table = words if isinstance(words, dict) else dict(words or {})
    wanted = (get_language() or "en")[:2]
    return str(table.get(wanted) or table.get("en") or next(iter(table.values()), ""))


#: Parameters every list has.
Cursor = Annotated[
    str, Query(max_length=400, description="`next` of the page before; empty for the first page")
]
Limit = Annotated[int, Query(ge=1, le=200, description="At most so many entries")]
