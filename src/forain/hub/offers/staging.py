"""COPY into a temporary table, and what of it says something new: rows known by their digest are put aside unread."""

from __future__ import annotations

import bisect
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection

from forain.hub.offers.columns import Layout
from forain.hub.offers.conversion import Conversion
from forain.hub.offers.reading.feed import Chunk, Feed
from forain.hub.offers.trouble import BadRow

#: Bad rows that are remembered; all are counted.
MOST_TOLD = 1_000
#: All rows as they came, and those of them that differ from what is known.
TABLE, NEWS = "forain_offers_in", "forain_offers_news"
#: Rows from which on the database may take more memory to match them, and how much.
_MANY, _MEMORY = 50_000, "64MB"
#: Told how many bytes of the file were read.
Progress = Callable[[int], None]


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
    """A file in a temporary table of this transaction. `numbers` and `lines`: where the lines of the file are.

    `news`: the table of the rows that count. While the merchant has no offers it is `TABLE` itself; else `NEWS`, with the
    offer each row is about (`offer_id`, NULL for a new one) and its digest.
    """

    workspace_id: UUID
    layout: Layout
    width: int
    conversion: Conversion = field(init=False)
    news: str = TABLE
    counts: Counts = field(default_factory=Counts)
    bad: list[BadRow] = field(default_factory=list)
    unread: int = 0  #: rows of which not even the SKU is known
    numbers: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.conversion = Conversion(self.layout)

    @property
    def first(self) -> bool:
        """Whether there is nothing to compare with."""
        return self.news == TABLE

    def fill(self, feed: Feed, progress: Progress | None = None) -> None:
        """COPY the chunks as they are read. Raises BadFile."""
        names = [f"c{place}" for place in range(self.width)]
        columns = ", ".join(f"{name} text" for name in names)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {TABLE}, {NEWS}")
            cursor.execute(
                f"CREATE TEMP TABLE {TABLE} (row int GENERATED ALWAYS AS IDENTITY (CACHE 1000), {columns}) ON COMMIT DROP"
            )
            delimiter = "E'\\t'" if feed.delimiter == "\t" else f"'{feed.delimiter}'"
            statement = f"COPY {TABLE} ({', '.join(names)}) FROM STDIN (FORMAT csv, DELIMITER {delimiter})"
            raw: psycopg.Cursor[Any] = cursor.cursor
            with closing(feed.chunks) as chunks, raw.copy(statement) as copy:  # type: ignore[type-var]
                for chunk in chunks:
                    copy.write(chunk.text.encode())
                    self._note(chunk)
                    if progress:
                        progress(chunk.seen)
            cursor.execute(f"ANALYZE {TABLE} ({self.conversion.sku})")
            if self.counts.rows > _MANY:
                cursor.execute(f"SET LOCAL work_mem = '{_MEMORY}'")

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

    def compare(self) -> None:
        """Put aside what says what the row before it said. Call it under the lock of the offers."""
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {NEWS}")
            cursor.execute(
                "SELECT EXISTS (SELECT FROM offers_offer WHERE workspace_id = %s)", [self.workspace_id]
            )
            if not cursor.fetchone()[0]:
                self.news = TABLE
                return
            cursor.execute(
                f"CREATE TEMP TABLE {NEWS} ON COMMIT DROP AS SELECT s.*, o.id AS offer_id "
                f"FROM (SELECT *, {self.conversion.row_digest} AS row_digest FROM {TABLE} OFFSET 0) s "
                f"LEFT JOIN offers_offer o ON o.workspace_id = %s AND o.sku = s.{self.conversion.sku} "
                "WHERE o.row_digest IS DISTINCT FROM s.row_digest",
                [self.workspace_id],
            )
            cursor.execute(f"ANALYZE {NEWS} ({self.conversion.sku}, offer_id)")
        self.news = NEWS

    def judge(self) -> None:
        """Take bad rows out of the news and tell them; `merge` looks after SKUs that are new twice."""
        self._judge(self.news)
        self._refuse_unknown()
        if not self.first and self._repeats():
            self.once_each()

    def once_each(self) -> None:
        """Where SKUs come again: bad rows out of all first, then of the good rows of one SKU the last counts."""
        if self.first:  # all were judged
            self._drop_repeated()
            return
        self.counts.bad = self.unread
        del self.bad[self.unread :]
        self._judge(TABLE)
        self._drop_repeated()
        self.compare()
        self._refuse_unknown()

    def _judge(self, table: str) -> None:
        cases = list(self.conversion.verdicts())
        code = " ".join(f"WHEN {wrong} THEN '{name}'" for name, wrong, _ in cases)
        value = " ".join(f"WHEN {wrong} THEN {cell}" for _, wrong, cell in cases)
        self._remove(table, self.conversion.suspicion, f"CASE {code} END", f"CASE {value} END")

    def _refuse_unknown(self) -> None:
        if not {"price", "quantity"} <= self.layout.fields:
            self._remove(self.news, "true" if self.first else "offer_id IS NULL", "'sku_unknown'", "''")

    def _repeats(self) -> bool:
        """Whether a SKU that is known, and has news, stands in the file more than once."""
        sku = self.conversion.sku
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT (SELECT count(*) FROM {TABLE} t WHERE EXISTS (SELECT FROM {NEWS} n WHERE n.{sku} = t.{sku} "
                f"AND n.offer_id IS NOT NULL)) <> (SELECT count(DISTINCT offer_id) FROM {NEWS})"
            )
            return bool(cursor.fetchone()[0])

    def _drop_repeated(self) -> None:
        sku = self.conversion.sku
        later = f"SELECT {sku} AS key, max(row) AS last FROM {TABLE} GROUP BY 1 HAVING count(*) > 1"
        self._remove(
            TABLE,
            f"EXISTS (SELECT FROM repeated r WHERE r.key = {sku} AND row < r.last)",
            "'sku_twice'",
            "''",
            before=f"WITH repeated AS MATERIALIZED ({later})",
        )

    def _remove(self, table: str, wrong: str, code: str, value: str, before: str = "") -> None:
        statement = (
            f"{before} DELETE FROM {table} WHERE {wrong} "
            f"RETURNING row, {code}, coalesce({self.conversion.sku}, ''), {value}"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement)
            count = cursor.rowcount
            found = sorted(cursor.fetchmany(MOST_TOLD)) if count else []
        self._tell(
            [BadRow(self.line_of(row), why, sku[:120], (cell or "")[:80]) for row, why, sku, cell in found],
            count,
        )
