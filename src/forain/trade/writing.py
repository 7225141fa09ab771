"""Rules of a text that goes to a buyer or to a marketplace, checked before anything is sent, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """What a finding does: stops the text, wants a word from the person who sends it, or is only told."""

    STOP = "stop"
    CONFIRM = "confirm"
    HINT = "hint"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRules:
    """What a marketplace takes. `charset`: signs outside it may arrive damaged; empty for no such limit."""

    longest: int
    markup: bool = False
    charset: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`start` and `end` are places in the text (characters from 0, `end` excluded); `instead` is what would do."""

    code: str
    weight: Weight
    start: int
    end: int
    excerpt: str
    instead: str = ""


_MARKUP = re.compile(r"</?[A-Za-z!?][^<>]*>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BLANK = re.compile(r"\{[A-Za-z_]+\}")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>]+", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\d/.-])(?:\+33|0033|0)[ .-]?[1-9](?:[ .-]?\d{2}){4}(?!\d)")
#: What people type and ISO-8859-1 lacks, with what reads the same.
INSTEAD = {
    "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "€": "EUR", "œ": "oe", "Œ": "OE",
    "Ÿ": "Y", "\u202f": " ", "\u2009": " ", "•": "-", "™": "(TM)",
}  # fmt: skip


def check(text: str, rules: TextRules) -> tuple[Finding, ...]:
    """What is wrong or doubtful, what stops it first, then by place."""
    found = [*_stops(text, rules), *_doubts(text), *_hints(text, rules)]
    order = list(Weight)
    return tuple(sorted(found, key=lambda one: (order.index(one.weight), one.start)))


def _stops(text: str, rules: TextRules) -> Iterator[Finding]:
    if not text.strip():
        yield Finding(code="text_missing", weight=Weight.STOP, start=0, end=len(text), excerpt="")
    if len(text) > rules.longest:
        end = text[rules.longest :]
        yield Finding(
            code="text_too_long",
            weight=Weight.STOP,
            start=rules.longest,
            end=len(text),
            excerpt=_short(end),
            instead=str(rules.longest),
        )
    if not rules.markup:
        yield from _matches(_MARKUP, text, "text_markup", Weight.STOP)
    yield from _matches(_CONTROL, text, "text_control", Weight.STOP)
    yield from _matches(_BLANK, text, "text_blank_left", Weight.STOP)


def _doubts(text: str) -> Iterator[Finding]:
    """Marketplaces dislike contacts past them; none says that it refuses the message, so a person decides."""
    yield from _matches(_MAIL, text, "text_mail_address", Weight.CONFIRM)
    yield from _matches(_PHONE, text, "text_phone_number", Weight.CONFIRM)
    yield from _matches(_LINK, text, "text_link", Weight.HINT)


def _hints(text: str, rules: TextRules) -> Iterator[Finding]:
    if not rules.charset:
        return
    for place, sign in enumerate(text):
        if sign.encode(rules.charset, "ignore") == b"":
            instead = INSTEAD.get(sign, "")
            yield Finding(
                code="text_charset",
                weight=Weight.HINT,
                start=place,
                end=place + 1,
                excerpt=sign,
                instead=instead,
            )


def _matches(pattern: re.Pattern[str], text: str, code: str, weight: Weight) -> Iterator[Finding]:
    for found in pattern.finditer(text):
        yield Finding(
            code=code, weight=weight, start=found.start(), end=found.end(), excerpt=_short(found.group())
        )


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def same_words(ours: str, theirs: str, charset: str = "latin-1") -> bool:
    """Whether `theirs` is our text as a marketplace gives it back: other blanks, and anything, or nothing, for signs
    that its character set lacks. Rather a message taken for sent than one sent twice.
    """
    wanted, given = " ".join(ours.split()), " ".join(theirs.split())
    if wanted == given:
        return True
    return re.fullmatch("".join(_likeness(sign, charset) for sign in wanted), given) is not None


def _likeness(sign: str, charset: str) -> str:
    return re.escape(sign) if sign.encode(charset, "ignore") else ".{0,8}?"
