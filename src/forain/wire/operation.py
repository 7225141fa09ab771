"""A web service call as a declaration: read by the client to send it and by the sandbox to answer it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A request parameter by its name on the wire. `required` is the marketplace's rule, not ours."""

    name: str
    required: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(Generic[Answer]):
    """One service. `versions` newest first, empty where a marketplace has none.

    `repeatable`: sending it twice changes nothing more than sending it once, so a lost answer may be asked again.
    `pace`: the family whose quota it counts against.
    `upload`: the name of the file part when the call carries one.
    `required`: the names of the parameters that must be there.
    """

    name: str
    method: str
    path: str
    answer: type[Answer]
    parameters: tuple[Parameter, ...] = ()
    versions: tuple[str, ...] = ()
    repeatable: bool = True
    pace: str = ""
    upload: str | None = None
    required: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "required", tuple(one.name for one in self.parameters if one.required))

    @property
    def version(self) -> str:
        """The version our client asks for: the newest known."""
        return self.versions[0] if self.versions else ""
