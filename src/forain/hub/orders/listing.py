"""The list of orders as somebody asks for it in the address: tab, words, filters; the same for pages, bulks and files."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.utils import timezone

from forain.hub.kit.paging import BadCursor
from forain.hub.orders import export, queries
from forain.hub.orders.models import Order
from forain.hub.workspaces.models import Workspace

#: Names of the filters in an address; a cursor is not one: it is a place in the list.
FILTERS = ("tab", "text", "connection", "mark", "due", "since", "until")
#: Orders of a filter that one bulk takes, and that one file holds when words are searched for.
MOST_IN_BULK, MOST_IN_FILE = 500, 5000


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for, cleaned: what makes no sense is left out."""

    tab: str = ""
    text: str = ""
    connection: str = ""
    mark: str = ""
    due: str = ""
    since: str = ""
    until: str = ""
    cursor: str = ""

    @classmethod
    def of(cls, query: Mapping[str, Any]) -> Asked:
        given = {name: str(query.get(name, "")).strip()[:200] for name in (*FILTERS, "cursor")}
        known = {
            "mark": given["mark"] in queries.MARKS,
            "due": given["due"] in queries.DUES,
            "connection": _uuid(given["connection"]) is not None,
            "since": _day(given["since"]) is not None,
            "until": _day(given["until"]) is not None,
        }
        return cls(**{name: value for name, value in given.items() if known.get(name, True)})

    @property
    def filters(self) -> dict[str, str]:
        return {name: value for name in FILTERS if (value := getattr(self, name))}

    @property
    def narrowed(self) -> bool:
        """Whether something beside the tab is asked for."""
        return bool(set(self.filters) - {"tab"})

    @property
    def address(self) -> str:
        return urlencode(self.filters)

    @property
    def after(self) -> datetime | None:
        """Just before the first moment of the day `since`."""
        day = _day(self.since)
        return _midnight(day) - timedelta(microseconds=1) if day else None

    @property
    def before(self) -> datetime | None:
        """The end of the day `until`."""
        day = _day(self.until)
        return _midnight(day + timedelta(days=1)) if day else None


def page(workspace: Workspace, asked: Asked, limit: int = 50) -> queries.OrderPage:
    """A cursor that is none of ours shows the beginning."""
    wanted: dict[str, Any] = {
        "tab": asked.tab,
        "text": asked.text,
        "connection": _uuid(asked.connection),
        "mark": asked.mark,
        "due_word": asked.due,
        "placed_after": asked.after,
        "placed_before": asked.before,
        "limit": limit,
    }
    try:
        return queries.page(workspace, **wanted, cursor=asked.cursor)
    except BadCursor:
        return queries.page(workspace, **wanted)


def everything(workspace: Workspace, asked: Asked, most: int) -> tuple[list[Order], bool]:
    """The newest orders of the list, and whether there are more."""
    found = page(workspace, Asked(**asked.filters), limit=most)
    return found.orders, bool(found.next)


def file_choice(workspace: Workspace, asked: Asked) -> export.Choice:
    """The same orders for a file."""
    ids: list[uuid.UUID] = []
    if asked.text:
        orders, _more = everything(workspace, asked, MOST_IN_FILE)
        ids = [order.pk for order in orders] or [uuid.UUID(int=0)]
    narrowed = queries.MARKS[asked.mark] if asked.mark else Q()
    if asked.due:
        narrowed &= queries.due(asked.due)
    states = queries.TABS.get(asked.tab, (asked.tab,)) if asked.tab else ()
    return export.Choice(states, _uuid(asked.connection), asked.after, asked.before, ids, narrowed)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        return None
    return day if day and 2000 <= day.year < 9000 else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
