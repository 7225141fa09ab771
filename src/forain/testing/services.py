"""What the reference of a marketplace's services is made of: declarations, both clients, error rows, a trial run.

A room's `tests/services.py` offers `reference() -> Reference`; `python -m tools.services` writes every room's page to
`docs/en` and `docs/fr` (`forain.testing.services_page` draws it), and a test fails when one is out of date.
"""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from forain.sdk.calls import Offer
from forain.wire._plan import is_message, plan_of
from forain.wire.operation import Operation

#: Commas between parameters, not those inside brackets.
_COMMA = re.compile(r", (?![^\[(]*[\])])")
#: Where lines are folded, the formatter's own figure.
WIDTH = 110
_MODULE = re.compile(r"\bm\.")
_ANNOTATION = re.compile(r"(: |-> )'([^']*)'")


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorRow:
    """What the marketplace says and what the client raises; `source` is a key of the page's words, '' for none."""

    code: str
    words: str
    error: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """`methods` are names in both clients, the service's own first. `effects`: what a good call left in the sandbox's
    ledger. `document`: the message the `xml` parameter holds. `address` is path and query as they are always sent.
    """

    name: str
    operation: Operation[Any]
    address: str
    methods: tuple[str, ...]
    errors: tuple[ErrorRow, ...]
    handler: str
    effects: tuple[str, ...]
    document: type | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """`room` names the files, `command` follows `forain call`. `french`: English sentences of the clients and notes of
    parameters -> French; a sentence that is not in it is a KeyError. `notes`: language -> what the tables cannot say.
    """

    room: str
    name: str
    command: str
    offer: Offer
    blocking: type
    asynchronous: type
    services: tuple[Service, ...]
    french: Mapping[str, str]
    notes: Mapping[str, str]

    def records(self) -> list[type]:
        """What stands in the answers, in documents that are sent, and in the methods' signatures, by name. The answers
        themselves are told with their services.
        """
        answers = {service.operation.answer for service in self.services}
        found: dict[type, None] = {}
        for service in self.services:
            _collect_inside(service.operation.answer, found)
            _collect(service.document, found)
            for method in service.methods:
                for kind in _mentioned(getattr(self.blocking, method)):
                    _collect(kind, found)
        return sorted((one for one in found if one not in answers), key=lambda one: one.__name__)


def _collect(kind: object, found: dict[type, None]) -> None:
    if isinstance(kind, type) and is_message(kind) and kind not in found:
        found[kind] = None
        _collect_inside(kind, found)


def _collect_inside(kind: type, found: dict[type, None]) -> None:
    for field in plan_of(kind).fields:
        for target in field.targets:
            _collect(target.record, found)


def _mentioned(method: Any) -> Iterator[object]:
    """The types in a signature, those inside others too."""
    waiting = list(typing.get_type_hints(method).values())
    while waiting:
        one = waiting.pop()
        yield one
        waiting += typing.get_args(one)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A field of a message: its name in Python, where it stands in the XML, its type, the messages it refers to."""

    name: str
    places: tuple[str, ...]
    kind: str
    records: tuple[type, ...]
    always: bool


def held(record: type) -> Iterator[Held]:
    """The fields of a message in their order."""
    written = {one.name: str(one.type) for one in fields(record)}
    for field in plan_of(record).fields:
        yield Held(
            name=field.name,
            places=tuple("/".join(target.path) for target in field.targets),
            kind=written[field.name],
            records=tuple(target.record for target in field.targets if target.record),
            always=field.required,
        )


def methods(client: type, own: str) -> tuple[str, ...]:
    """The method of a service and the one that follows its pages, where there is one."""
    names = dict.fromkeys((own, f"iter_{own}", f"iter_{own.removeprefix('get')}"))
    return tuple(name for name in names if hasattr(client, name))


def public(client: type) -> set[str]:
    """Every call a client offers."""
    names = {name for name, one in inspect.getmembers(client, inspect.isfunction) if not name.startswith("_")}
    return names - {"close", "aclose"}


def sentence(client: type, method: str) -> str:
    """What a method does, in one line."""
    return " ".join((inspect.getdoc(getattr(client, method)) or "").split())


def signature(client: type, method: str) -> str:
    """`def name(parameters) -> answer: ...`, without self and without quotes around annotations, folded as the
    formatter does.
    """
    function = getattr(client, method)
    asked = inspect.signature(function)
    own = [one for one in asked.parameters.values() if one.name != "self"]
    text = _MODULE.sub("", _ANNOTATION.sub(r"\1\2", str(asked.replace(parameters=own)))).replace("'", '"')
    waits = inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function)
    return _folded(f"{'async ' if waits else ''}def {method}", text)


def _folded(head: str, text: str) -> str:
    whole = f"{head}{text}: ..."
    if len(whole) <= WIDTH:
        return whole
    inside, _, answer = text[1:].rpartition(") -> ")
    if len(inside) + 4 > WIDTH:
        inside = ",\n    ".join(_COMMA.split(inside)) + ","
    return f"{head}(\n    {inside}\n) -> {answer}: ..."


def criteria(client: type, methods: Iterable[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Dictionaries that a method takes as keywords: name, and type by key."""
    for method in methods:
        for parameter in inspect.signature(getattr(client, method)).parameters.values():
            if parameter.kind is inspect.Parameter.VAR_KEYWORD:
                kind = typing.get_args(typing.get_type_hints(getattr(client, method))[parameter.name])[0]
                written = inspect.get_annotations(kind)
                yield (
                    kind.__name__,
                    {key: getattr(one, "__forward_arg__", str(one)) for key, one in written.items()},
                )


def effects_of(ledger: Callable[[], list[Any]], call: Callable[[], object]) -> tuple[str, ...]:
    """What a call adds to the sandbox's ledger, each effect once."""
    before = len(ledger())
    call()
    return tuple(dict.fromkeys(one.effect for one in ledger()[before:]))
