"""What a first visit leaves behind, remembered once a process: most journeys begin where it ended, none is about it.

The visit takes three seconds for 59 orders; writing its rows and its world again takes a tenth of one. Remembered are
the rows of every table the visit changed, as COPY tells them, and the sandbox's own state file. Ids of the workspace
and its connections and the sandbox's address differ from test to test and are replaced. Clocks
go on: to a test the visit was made as long ago as it was made, but within the same hour, because calls are counted by
the hour. `tests/journeys/test_first_visit.py` holds it against a real visit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from forain.sandbox import saving

if TYPE_CHECKING:
    from tests.conftest import Playground

Rows = Mapping[str, bytes]
#: By how many amounts a visit asks for, and the hour.
_remembered: dict[tuple[int, datetime], Memory] = {}


@dataclass(frozen=True, slots=True)
class Memory:
    """`names` are those of the playground that was visited; `before` counts rows of the tables that changed."""

    names: tuple[bytes, ...]
    before: Mapping[str, int]
    rows: Rows
    sequences: Mapping[str, int]
    world: bytes


def first_visit(playground: Playground, visit: Callable[[], None]) -> None:
    """Bring the playground to the end of its first visit; a playground where something happened is visited for real."""
    from forain.hub.connections.budget import hour_of
    from forain.hub.kit.clock import now
    from forain.hub.sync import asking

    kind = (asking.MONEY_LIMIT, hour_of(now()))
    known = _remembered.get(kind)
    if known is None and playground.untouched:
        _remembered[kind] = _visited(playground, visit)
    elif known and playground.untouched and known.before == _counts(known.before):
        _restore(playground, known)
    else:
        visit()


def _visited(playground: Playground, visit: Callable[[], None]) -> Memory:
    before = everything()
    visit()
    after = everything()
    changed = {table: rows for table, rows in after.items() if rows != before[table]}
    return Memory(
        names=_names(playground),
        before={table: before[table].count(b"\n") for table in changed},
        rows=changed,
        sequences={name: last for table in changed for name, last in _sequences(table)},
        world=saving.saved(playground.sandbox.engine),
    )


def _restore(playground: Playground, known: Memory) -> None:
    from django.db import connection, transaction

    names = tuple(zip(known.names, _names(playground), strict=True))
    with transaction.atomic(), connection.cursor() as cursor:
        for table in known.rows:
            cursor.execute(f'DELETE FROM "{table}"')
        for table, rows in known.rows.items():
            for old, new in names:
                rows = rows.replace(old, new)
            with cursor.copy(f'COPY "{table}" ({_columns(table)}) FROM STDIN') as copy:
                copy.write(rows)
        for name, last in known.sequences.items():
            cursor.execute("SELECT setval(%s, %s)", [name, last])
    saving.restore(playground.sandbox.engine, known.world, "the first visit")


def _names(playground: Playground) -> tuple[bytes, ...]:
    """What differs from one playground to the next, as it stands in rows."""
    ids = (playground.workspace.pk, playground.rakuten.pk, playground.spartoo.pk)
    return (playground.url.encode(), *(str(one).encode() for one in ids))


def everything() -> dict[str, bytes]:
    """All rows of all tables, oldest first where a table says so."""
    from django.db import connection

    told = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            with cursor.copy(f'COPY (SELECT {_columns(table)} FROM "{table}") TO STDOUT') as copy:
                told[table] = b"".join(bytes(part) for part in copy)
    return told


def _counts(tables: Mapping[str, int]) -> dict[str, int]:
    return {table: _ask(f'SELECT count(*) FROM "{table}"')[0][0] for table in tables}


def _columns(table: str) -> str:
    """The columns that are written, not computed by the database."""
    names = _ask(
        "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
        "AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
        f'"{table}"',
    )
    return ", ".join(name for (name,) in names)


def _sequences(table: str) -> list[tuple[str, int]]:
    """The table's counters that were used, with their last number."""
    owned = _ask(
        "SELECT oid::regclass::text, pg_sequence_last_value(oid) FROM pg_class JOIN pg_depend ON objid = oid "
        "WHERE relkind = 'S' AND refobjid = %s::regclass AND deptype IN ('a', 'i')",
        f'"{table}"',
    )
    return [(name, last) for name, last in owned if last is not None]


def _ask(statement: str, *values: str) -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
