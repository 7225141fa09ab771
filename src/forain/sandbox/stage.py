"""A stage is one marketplace's pretend world and its web services; rooms offer one in their `sandbox` module.

The engine (`serve.py`, `control.py`) knows HTTP, faults and time; the stage knows rules and documents. A room's
`sandbox` module or package offers `stage(world: World) -> Stage`; it is found, never imported by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class File:
    """An uploaded part."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A call as it came, transport variants already undone: query, form (urlencoded or multipart text) and files."""

    method: str
    path: str
    query: Pairs = ()
    form: Pairs = ()
    files: Mapping[str, File] = field(default_factory=dict)
    host: str = ""

    def parameters(self, *, first: str) -> dict[str, str]:
        """One map of all parameters; `first` ("query" or "form") wins, and the first of repeated values."""
        pairs = (*self.query, *self.form) if first == "query" else (*self.form, *self.query)
        merged: dict[str, str] = {}
        for name, value in pairs:
            merged.setdefault(name, value)
        return merged


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    body: bytes
    content_type: str
    status: int = 200
    headers: Pairs = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """Something a person may make happen: `POST /_control/<stage>/<name>` with a JSON body of type `body`.

    `body` is a `msgspec.Struct` class (its docstring and field metadata become OpenAPI and CLI help); `run` gets
    an instance and returns JSON-able data. It raises LookupError for an unknown object and ValueError for what
    the present state does not allow; both messages are shown to the caller.
    """

    name: str
    summary: str
    body: type[Any]
    run: Callable[[Any], Mapping[str, Any]]


class Stage(Protocol):
    @property
    def id(self) -> str: ...

    def owns(self, path: str) -> bool:
        """Whether a request path is one of this marketplace's."""
        ...

    def service(self, request: Request) -> str:
        """The name of the service called, '' when it cannot be told; faults and quotas are kept by it."""
        ...

    def account(self, request: Request) -> str:
        """Public name of the account the caller says it is (never the secret), '' when unknown."""
        ...

    def answer(self, request: Request) -> Answer:
        """Apply the rules and write the document. Effects go to `world.ledger`."""
        ...

    def refuse(self, request: Request, why: str) -> Answer:
        """The stage's own document for an injected `quota`, `deactivated` or `internal` refusal."""
        ...

    def accounts(self) -> Mapping[str, Any]:
        """Credentials of the demo account, for `forain sandbox up --json`."""
        ...

    def populate(self) -> None:
        """Fill the world as the seed says (sales, orders, returns, messages in various states)."""
        ...

    def arrive(self) -> None:
        """One new sale or order of a random buyer."""
        ...

    def controls(self) -> tuple[Control, ...]: ...

    def kinds(self) -> tuple[str, ...]:
        """Kinds of objects that can be read through the control API (`sales`, `items`, `orders`, `returns`…)."""
        ...

    def objects(self, kind: str) -> Mapping[str, Mapping[str, Any]]:
        """All objects of a kind by id, as JSON-able data."""
        ...

    def state(self) -> Any:
        """Everything to be saved, as plain picklable data."""
        ...

    def restore(self, state: Any) -> None: ...
