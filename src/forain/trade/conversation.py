"""What buyers, marketplaces and sellers tell each other about a line: messages, mails, claims, history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from forain.trade.lifecycle import Dispute, Fulfilment


class Author(StrEnum):
    BUYER = "buyer"
    SELLER = "seller"
    MARKETPLACE = "marketplace"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of a thread. `reference` is empty where the marketplace gives none (Rakuten buyer messages).

    `partner` is whom the seller talks with: the buyer or the marketplace. `raw`: the marketplace's own words about it.
    """

    author: Author
    sent_at: datetime
    text: str
    partner: Author = Author.BUYER
    reference: str = ""
    subject: str = ""
    read: bool | None = None
    raw: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    kind: str
    state: str
    amicable: bool
    opened_at: datetime
    comment: str = ""
    is_closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    at: datetime
    code: str
    description: str = ""
    complement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDetail:
    """Everything a marketplace tells about one line when asked for it alone.

    `actions` are the actions allowed now, verbatim; they are the authoritative pre-flight where given.
    """

    line_reference: str
    observed: Mapping[str, str]
    fulfilment: Fulfilment
    dispute: Dispute
    order_reference: str = ""
    shipped: bool | None = None
    actions: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    messages: tuple[Message, ...] = ()
    history: tuple[HistoryEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """An entry of a marketplace's own to-do list: a line and why it wants a person."""

    line_reference: str
    causes: tuple[str, ...] = field(default_factory=tuple)
