"""Problems grouped by cause across SKUs: what is wrong, how often, with which values, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from forain.connect.offers import Explanation
from forain.hub.connections.models import Connection
from forain.hub.reports.causes import explanation_of
from forain.hub.reports.models import Problem
from forain.hub.workspaces.models import Workspace

#: How many values and SKUs stand beside a group.
SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """All open problems of one cause on one connection. `values`: the most frequent ones with how often."""

    connection: Connection
    cause: str
    kind: str
    code: str
    field: str
    words: str
    count: int
    offers: int
    fatal: bool
    explanation: Explanation
    skus: Sequence[str] = ()
    values: Sequence[tuple[str, int]] = ()

    def told(self, texts: Mapping[str, str], language: str) -> str:
        """A text of the explanation, with the most frequent value."""
        from forain.connect.explaining import filled

        text = texts.get(language) or texts.get("en", "")
        value = self.values[0][0] if self.values else ""
        return filled(text, value=value, field=self.field, hint=self.words)

    def explained(self, language: str) -> dict[str, Any]:
        """For a page: the group with its texts in the reader's language."""
        told = self.explanation
        texts = {"means": told.cause, "fix": told.fix, "where": told.where}
        words = {name: self.told(text, language) for name, text in texts.items()}
        return {"group": self, "certainty": told.certainty.value, "source": told.source, **words}


def problems(
    workspace: Workspace, *, connection: UUID | None = None, push: UUID | None = None, ended: bool = False
) -> QuerySet[Problem, Problem]:
    """Open ones; with `ended` those that ended too."""
    rows = Problem.objects.filter(workspace=workspace)
    if connection is not None:
        rows = rows.filter(connection_id=connection)
    if push is not None:
        rows = rows.filter(push_id=push)
    return rows if ended else rows.filter(ended_at=None)


def groups(rows: QuerySet[Problem, Problem]) -> list[Group]:
    """By cause: what keeps offers off sale first, then the most frequent; pictures and files after lines."""
    found = (
        rows.order_by()
        .values("connection_id", "cause", "kind")
        .annotate(
            count=Count("id"),
            offers=Count("listing", distinct=True),
            code=Min("code"),
            field=Min("field"),
            words=Min("words"),
            stopping=Count("id", filter=Q(fatal=True)),
        )
    )
    connections = {
        one.pk: one for one in Connection.objects.filter(pk__in={row["connection_id"] for row in found})
    }
    order = {"line": 0, "image": 1, "file": 2}
    ranked = sorted(
        found, key=lambda row: (order.get(row["kind"], 3), not row["stopping"], -row["count"], row["cause"])
    )
    return [_group(rows, row, connections[row["connection_id"]]) for row in ranked]


def _group(rows: QuerySet[Problem, Problem], row: Mapping[str, Any], connection: Connection) -> Group:
    mine = rows.filter(connection_id=connection.pk, cause=row["cause"], kind=row["kind"]).order_by()
    values = mine.exclude(value="").values("value").annotate(n=Count("id")).order_by("-n", "value")
    return Group(
        connection=connection,
        cause=row["cause"],
        kind=row["kind"],
        code=row["code"],
        field=row["field"],
        words=row["words"],
        count=row["count"],
        offers=row["offers"],
        fatal=row["stopping"] > 0,
        explanation=explanation_of(connection, row["cause"]),
        skus=list(mine.values_list("sku", flat=True).distinct().order_by("sku")[:SHOWN]),
        values=[(one["value"], one["n"]) for one in values[:SHOWN]],
    )
