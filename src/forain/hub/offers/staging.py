"""COPY into a temporary table, then one guarded MERGE: only rows that differ are written (performance.md)."""

from __future__ import annotations

import bisect
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg
from django.db import IntegrityError, ProgrammingError, connection, transaction

from forain.hub.offers.columns import Layout
from forain.hub.offers.conversion import Conversion
from forain.hub.offers.reading.feed import Chunk, Feed
from forain.hub.offers.trouble import BadRow

#: Bad rows that are remembered; all are counted.
MOST_TOLD = 1_000
TABLE = "forain_offers_in"
#: Told how many bytes of the file were read.
Progress = Callable[[int], None]


#: How PostgreSQL says that rows of the source meet: two new rows of a key, two changes of one row.
_REPEATED = (psycopg.errors.CardinalityViolation, psycopg.errors.UniqueViolation)


class _Repeated(Exception):
    """Some SKU is there twice."""


@dataclass(slots=True)
class Counts:
    """What became of the rows."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    ended: int = 0
    bad: int = 0

    @property
    def same(self) -> int:
        return self.rows - self.new - self.changed - self.bad


@dataclass(slots=True)
class Staging:
    """A file in a temporary table of this transaction. `numbers` and `lines`: where the lines of the file are."""

    workspace_id: UUID
    layout: Layout
    width: int
    conversion: Conversion = field(init=False)
    counts: Counts = field(default_factory=Counts)
    bad: list[BadRow] = field(default_factory=list)
    unread: int = 0  #: rows of which not even the SKU is known
    numbers: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.conversion = Conversion(self.layout)

    def fill(self, feed: Feed, progress: Progress | None = None) -> None:
        """COPY the chunks as they are read. Raises BadFile."""
        columns = ", ".join(f"c{place} text" for place in range(self.width))
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
            cursor.execute(
                f"CREATE TEMP TABLE {TABLE} (row int GENERATED ALWAYS AS IDENTITY, {columns}) ON COMMIT DROP"
            )
            names = ", ".join(f"c{place}" for place in range(self.width))
            delimiter = "E'\\t'" if feed.delimiter == "\t" else f"'{feed.delimiter}'"
            statement = f"COPY {TABLE} ({names}) FROM STDIN (FORMAT csv, DELIMITER {delimiter})"
            raw: psycopg.Cursor[Any] = cursor.cursor
            with closing(feed.chunks) as chunks, raw.copy(statement) as copy:  # type: ignore[type-var]
                for chunk in chunks:
                    copy.write(chunk.text.encode())
                    self._note(chunk)
                    if progress:
                        progress(chunk.seen)
            cursor.execute(f"ANALYZE {TABLE}")

    def _note(self, chunk: Chunk) -> None:
        staged = self.counts.rows - self.unread
        for number, line in chunk.jumps:
            self.numbers.append(staged + number)
            self.lines.append(line)
        self.counts.rows += chunk.rows + len(chunk.bad)
        self.unread += len(chunk.bad)
        self._tell(chunk.bad, len(chunk.bad))

    def _tell(self, rows: list[BadRow], count: int) -> None:
        self.counts.bad += count
        self.bad += rows[: MOST_TOLD - len(self.bad)]

    def line_of(self, row: int) -> int:
        """The line of the file a staged row came from; rows count from 1."""
        place = bisect.bisect_right(self.numbers, row - 1) - 1
        return self.lines[place] + (row - 1 - self.numbers[place])

    def judge(self) -> None:
        """Take bad rows out of the table and tell them."""
        cases = list(self.conversion.verdicts())
        code = " ".join(f"WHEN {wrong} THEN '{name}'" for name, wrong, _ in cases)
        value = " ".join(f"WHEN {wrong} THEN {cell}" for _, wrong, cell in cases)
        anything = " OR ".join(f"({wrong})" for _, wrong, _ in cases)
        self._remove(f"{anything}", f"CASE {code} END", f"CASE {value} END")
        if not {"price", "quantity"} <= self.layout.fields:
            known = "SELECT FROM offers_offer o WHERE o.workspace_id = %s AND o.sku = " + self.conversion.sku
            self._remove(f"NOT EXISTS ({known})", "'sku_unknown'", "''", [self.workspace_id])

    def drop_repeated(self) -> None:
        """Of rows of one SKU the last counts."""
        sku = self.conversion.sku
        later = f"SELECT {sku} AS key, max(row) AS last FROM {TABLE} GROUP BY 1 HAVING count(*) > 1"
        self._remove(
            f"EXISTS (SELECT FROM repeated r WHERE r.key = {sku} AND row < r.last)",
            "'sku_twice'",
            "''",
            before=f"WITH repeated AS MATERIALIZED ({later})",
        )

    def _remove(
        self, wrong: str, code: str, value: str, values: list[Any] | None = None, before: str = ""
    ) -> None:
        statement = (
            f"{before} DELETE FROM {TABLE} WHERE {wrong} "
            f"RETURNING row, {code}, coalesce({self.conversion.sku}, ''), {value}"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            count = cursor.rowcount
            found = sorted(cursor.fetchmany(MOST_TOLD)) if count else []
        self._tell(
            [BadRow(self.line_of(row), why, sku[:120], (cell or "")[:80]) for row, why, sku, cell in found],
            count,
        )

    def merge(self) -> None:
        """Write what is new or differs. Repeated SKUs are looked for only where they could do harm: they are rare."""
        try:
            with transaction.atomic():
                self._merge()
                if self.counts.changed:
                    self._check_repeated()
        except (IntegrityError, ProgrammingError) as error:
            if not isinstance(error.__cause__, _REPEATED):
                raise
        except _Repeated:
            pass
        else:
            return
        self.drop_repeated()
        self._merge()

    def _check_repeated(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT FROM {TABLE} GROUP BY {self.conversion.sku} HAVING count(*) > 1 LIMIT 1")
            if cursor.rowcount:
                raise _Repeated

    def _merge(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM offers_offer WHERE workspace_id = %s)", [self.workspace_id]
            )
            if cursor.fetchone()[0]:
                cursor.execute(self._statement(), {"workspace": self.workspace_id})
                told = dict(cursor.fetchall())
            else:  # nothing to compare with
                cursor.execute(self._insert(), {"workspace": self.workspace_id})
                told = {"INSERT": cursor.rowcount}
        self.counts.new, self.counts.changed = told.get("INSERT", 0), told.get("UPDATE", 0)

    def _insert(self) -> str:
        inserted = self._inserted()
        return (
            f"INSERT INTO offers_offer ({', '.join(inserted)}) "
            f"SELECT {', '.join(inserted.values())} FROM ({self._source()}) s"
        )

    def _source(self) -> str:
        inner = ", ".join(f"{value} AS {name}" for name, value in self._said().items())
        return (
            f"SELECT {self.conversion.sku} AS sku, {inner}, {self.conversion.details} AS details, "
            f"{self.conversion.row_digest} AS row_digest FROM {TABLE} OFFSET 0"
        )

    def _inserted(self) -> dict[str, str]:
        said = {name: f"s.{name}" for name in self._said()}
        return {
            "workspace_id": "%(workspace)s", "sku": "s.sku", **said,
            "details": "s.details", "digest": _digest("s.details", said.get("currency", "'EUR'")),
            "row_digest": "s.row_digest", "changed_at": "now()",
        }  # fmt: skip

    def _statement(self) -> str:
        columns = {name: f"s.{name}" for name in self._said()}
        inserted = self._inserted()
        currency = columns.get("currency", "o.currency")
        details = f"(o.details - ARRAY[{self._member_names()}]::text[]) || s.details"
        updated = {**columns, "row_digest": "s.row_digest", "changed_at": "now()"}
        differs = [f"o.{name} IS DISTINCT FROM {value}" for name, value in columns.items()]
        if self.conversion.members:
            updated |= {"details": details, "digest": _digest(f"({details})", currency)}
            differs.append(f"o.details IS DISTINCT FROM ({details})")
        return (
            f"WITH merged AS (MERGE INTO offers_offer o USING ({self._source()}) s "
            f"ON o.workspace_id = %(workspace)s AND o.sku = s.sku "
            f"WHEN MATCHED AND o.row_digest IS DISTINCT FROM s.row_digest AND ({' OR '.join(differs)}) "
            f"THEN UPDATE SET {', '.join(f'{name} = {value}' for name, value in updated.items())} "
            f"WHEN NOT MATCHED THEN INSERT ({', '.join(inserted)}) VALUES ({', '.join(inserted.values())}) "
            f"RETURNING merge_action() AS done) SELECT done, count(*) FROM merged GROUP BY done"
        )

    def _said(self) -> dict[str, str]:
        """Column of `Offer` -> its value, for those the file tells. Who names an offer again sells it again."""
        one = self.conversion
        said = {"ended": one.ended}
        if one.has("quantity"):
            said["quantity"] = one.quantity
        if one.has("price"):
            said["price_minor"] = one.minor("price")
        if one.has("cost"):
            said["cost_minor"] = one.minor("cost")
        if one.has("currency"):
            said["currency"] = one.currency
        return said

    def _member_names(self) -> str:
        return ", ".join(f"'{name}'" for name in self.conversion.members)

    def left_out(self) -> tuple[int, int, str]:
        """How many offers on sale the file does not name, of how many, and the SQL that says which (alias o)."""
        named = f"SELECT FROM {TABLE} WHERE {self.conversion.sku} = o.sku"
        where = f"NOT EXISTS ({named})"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FILTER (WHERE {where}), count(*) FROM offers_offer o "
                "WHERE o.workspace_id = %s AND NOT o.ended",
                [self.workspace_id],
            )
            left, total = cursor.fetchone()
        return left, total, where

    def end_left_out(self, where: str) -> str:
        """End them; the SQL of what is to be worked out anew (alias o)."""
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE offers_offer o SET ended = true, row_digest = NULL, changed_at = now() "
                f"WHERE o.workspace_id = %s AND NOT o.ended AND {where}",
                [self.workspace_id],
            )
        return f"o.ended AND {where}"


def _digest(details: str, currency: str) -> str:
    return f"md5({details}::text || {currency})::uuid"
