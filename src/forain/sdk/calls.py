"""What a room offers to be called by hand: its operations, and how one is asked with plain texts.

A room's `calls` module offers an `Offer` under the name `offer`; whoever wants it (the command line) finds it there,
nobody imports a room by name. Errors are those of `forain.sdk.errors`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from forain.sdk.flow import Flow
from forain.wire.operation import Operation


@dataclass(frozen=True, slots=True)
class Paper:
    """A file to upload."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One call: parameters by their names on the wire, files by the name of their part.

    `endpoint` '' means the marketplace's own. `repr` shows no credential.
    """

    service: str
    given: Mapping[str, str]
    credentials: Mapping[str, str] = field(repr=False)
    endpoint: str = ""
    files: Mapping[str, Paper] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """The answer, decoded, and readable oddities."""

    message: Any
    notes: tuple[str, ...] = ()


class Offer(Protocol):
    @property
    def operations(self) -> Mapping[str, Operation[Any]]:
        """By the names people type."""
        ...

    @property
    def own(self) -> Mapping[str, str]:
        """Parameters the room fills in itself -> the credential each is taken from."""
        ...

    @property
    def french(self) -> Mapping[str, str]:
        """French of the parameters' notes, which are English in the declarations."""
        ...

    def call(self, asked: Asked) -> Flow[Told]:
        """The flow of one call, tried once."""
        ...
