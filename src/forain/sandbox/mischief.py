"""The kinds of faults: one table that says what each does and whether the effect of the call happens first."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from forain.sandbox import records
from forain.sandbox.delivery import Delivery, plain
from forain.sandbox.stage import Answer, Request, Stage

HTML = (
    b"<!DOCTYPE html>\n<html><head><title>Maintenance</title></head>"
    b"<body><h1>The service is unavailable</h1><br><p>Please try again later.</body></html>\n"
)
HTML_TYPE = "text/html; charset=utf-8"
HUGE = 100 * 1024 * 1024

_DECLARATION = re.compile(rb"\A\s*<\?xml[^>]*\?>")
_CHARSET = re.compile(rb"encoding=[\"']([A-Za-z0-9._-]+)[\"']")
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """What a rule may say beside its kind; each kind reads what it needs."""

    delay: float | None = None
    status: int = 503
    empty: bool = False
    size: int = HUGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One call that a fault strikes. `answer` is there when the effect happened, and only then."""

    stage: Stage
    request: Request
    parameters: Parameters
    random: random.Random
    answer: Answer | None

    @property
    def given(self) -> Answer:
        if self.answer is None:
            raise LookupError("This kind of fault acts on an answer, and the call was never answered.")
        return self.answer

    def delay(self, usual: float) -> float:
        return usual if self.parameters.delay is None else self.parameters.delay


@dataclass(frozen=True, slots=True)
class Kind:
    """`applied`: the stage answers first, so what was asked has happened when the fault strikes."""

    summary: str
    applied: bool
    act: Callable[[Case], Delivery]


def _status(case: Case) -> Delivery:
    body = b"" if case.parameters.empty else HTML
    return Delivery(answer=Answer(body=body, content_type=HTML_TYPE, status=case.parameters.status))


def _hold(case: Case) -> Delivery:
    return Delivery(answer=None, wait=case.delay(120.0))


def _drop(_: Case) -> Delivery:
    return Delivery(answer=None)


def _slow(case: Case) -> Delivery:
    return Delivery(answer=case.given, wait=case.delay(3.0))


def _truncated(case: Case) -> Delivery:
    return _with_body(case, case.given.body[: len(case.given.body) * 2 // 3])


def _cut(case: Case) -> Delivery:
    return Delivery(answer=case.given, cut=len(case.given.body) // 2)


def _html(_: Case) -> Delivery:
    return Delivery(answer=Answer(body=HTML, content_type=HTML_TYPE))


def _refuse(why: str) -> Callable[[Case], Delivery]:
    return lambda case: Delivery(answer=case.stage.refuse(case.request, why))


def _wrong_charset(case: Case) -> Delivery:
    """UTF-8 where another charset is declared, Windows-1252 where UTF-8 is."""
    body = case.given.body
    if body.isascii():
        body = _after_declaration(body, b"<!-- &#233; -->".replace(b"&#233;", "é".encode(_charset(body))))
    declared = _charset(body)
    other = "cp1252" if declared.lower() in {"utf-8", "utf8"} else "utf-8"
    return _with_body(case, body.decode(declared, "replace").encode(other, "replace"))


def _doctype(case: Case) -> Delivery:
    body = case.given.body
    start = _DECLARATION.match(body)
    root = _ROOT.search(body, start.end() if start else 0)
    name = root[1] if root else b"root"
    return _with_body(case, _after_declaration(body, b'<!DOCTYPE %s [<!ENTITY boom "boom">]>\n' % name))


def _huge(case: Case) -> Delivery:
    return Delivery(answer=case.given, padding=max(0, case.parameters.size - len(case.given.body)))


def _garbage(case: Case) -> Delivery:
    return _with_body(case, case.random.randbytes(2048))


def _duplicated(case: Case) -> Delivery:
    return _with_body(case, records.duplicated(case.given.body, case.random))


def _reordered(case: Case) -> Delivery:
    return _with_body(case, records.reordered(case.given.body, case.random))


def _with_body(case: Case, body: bytes) -> Delivery:
    return Delivery(answer=replace(case.given, body=body))


def _after_declaration(body: bytes, extra: bytes) -> bytes:
    start = _DECLARATION.match(body)
    at = start.end() if start else 0
    return body[:at] + b"\n" + extra + body[at:] if start else extra + body


def _charset(body: bytes) -> str:
    start = _DECLARATION.match(body)
    declared = _CHARSET.search(start[0]) if start else None
    return declared[1].decode("ascii") if declared else "utf-8"


#: Every kind by name; a new one needs a line here and nothing anywhere else.
KINDS: Mapping[str, Kind] = {
    "status": Kind("An HTTP error (`status`, 503) with an HTML page, or an empty body; no effect.", False, _status),
    "status_after": Kind("The same HTTP error, but the effect has happened.", True, _status),
    "timeout_before": Kind("No answer for `delay` (120) seconds, then the connection closes; no effect.", False, _hold),
    "timeout_after": Kind("The same silence, but the effect has happened.", True, _hold),
    "drop_before": Kind("The connection closes at once without an answer; no effect.", False, _drop),
    "drop_after": Kind("The connection closes at once, but the effect has happened.", True, _drop),
    "slow": Kind("The good answer comes `delay` (3) seconds late.", True, _slow),
    "truncated": Kind("Good HTTP, but the document in it ends after two thirds.", True, _truncated),
    "cut": Kind("The connection closes in the middle of the body.", True, _cut),
    "html": Kind("An HTML page with status 200; no effect.", False, _html),
    "quota": Kind("The marketplace's own document for a spent quota; no effect.", False, _refuse("quota")),
    "deactivated": Kind("The marketplace's own document for a closed account; no effect.", False, _refuse("deactivated")),
    "internal": Kind("The marketplace's own document for an internal failure; no effect.", False, _refuse("internal")),
    "wrong_charset": Kind("The bytes are in another charset than declared.", True, _wrong_charset),
    "doctype": Kind("A DOCTYPE with an entity is put into the document.", True, _doctype),
    "huge": Kind("`size` bytes (100 MB), streamed: the good document and then blanks.", True, _huge),
    "duplicated": Kind("Some records of a list are told twice.", True, _duplicated),
    "reordered": Kind("The records of a list come in another order.", True, _reordered),
    "garbage": Kind("2 kB of noise with the content type of a document.", True, _garbage),
}  # fmt: skip


def failure(words: str) -> Delivery:
    """The sandbox's own failure, told apart from any injected one by its plain text."""
    return Delivery(answer=plain(500, words))
