"""What can come of asking a marketplace something: a handful of outcomes instead of a zoo of errors.

Outcome
├── Done           the marketplace confirmed
├── Refused        it never will: show why and what to do
├── Busy           not now: quota, overload, no network; nothing took effect
├── Unauthorised   the credentials or the account: pause the connection
├── Uncertain      sent, answer lost: look up before anything is sent again
└── Garbled        an answer came and could not be read (reads only; a command is Uncertain then)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class BusyReason(StrEnum):
    QUOTA = "quota"
    SERVER = "server"
    NETWORK = "network"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """`reference` is what the marketplace gave back to find the effect again, `words` its own status word.

    `already` tells that the wished state was there before (a repeated call was a no-op).
    """

    reference: str = ""
    words: str = ""
    already: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """`code` is the marketplace's own (or ours, `local.*`, when nothing was sent); `words` are its words."""

    code: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    reason: BusyReason
    words: str = ""
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unauthorised:
    """`code` separates what a person must do: `credentials`, `deactivated`, `rights`."""

    code: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertain:
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Garbled:
    """`place` names where reading ended (line, column or element path)."""

    words: str
    place: str = ""


SendOutcome = Done | Refused | Busy | Unauthorised | Uncertain
Trouble = Refused | Busy | Unauthorised | Garbled
