"""The news of a file into the offers by one statement: only rows that differ are written (performance.md)."""

from __future__ import annotations

import psycopg
from django.db import IntegrityError, ProgrammingError, connection, transaction

from forain.hub.offers.canon import digest_of
from forain.hub.offers.staging import TABLE, Staging

#: How PostgreSQL says that rows of the source meet: two new rows of a key, two changes of one row.
_REPEATED = (psycopg.errors.CardinalityViolation, psycopg.errors.UniqueViolation)


def merge(staging: Staging) -> None:
    """Write what is new or differs. Repeated SKUs are looked for only where they could do harm: they are rare."""
    try:
        with transaction.atomic():
            _merge(staging)
    except (IntegrityError, ProgrammingError) as error:
        if not isinstance(error.__cause__, _REPEATED):
            raise
        staging.once_each()
        _merge(staging)


def _merge(staging: Staging) -> None:
    statement = _insert(staging) if staging.first else _update_or_insert(staging)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"workspace": staging.workspace_id})
        told = {"INSERT": cursor.rowcount} if staging.first else dict(cursor.fetchall())
    staging.counts.new, staging.counts.changed = told.get("INSERT", 0), told.get("UPDATE", 0)


def _insert(staging: Staging) -> str:
    inserted = _inserted(staging)
    return (
        f"INSERT INTO offers_offer ({', '.join(inserted)}) "
        f"SELECT {', '.join(inserted.values())} FROM ({_source(staging)}) s"
    )


def _source(staging: Staging) -> str:
    one = staging.conversion
    inner = ", ".join(f"{value} AS {name}" for name, value in _said(staging).items())
    known = f"{one.row_digest} AS row_digest" if staging.first else "row_digest, offer_id"
    return f"SELECT {one.sku} AS sku, {inner}, {one.details} AS details, {known} FROM {staging.news} OFFSET 0"


def _inserted(staging: Staging) -> dict[str, str]:
    said = {name: f"s.{name}" for name in _said(staging)}
    return {
        "workspace_id": "%(workspace)s", "sku": "s.sku", **said,
        "details": "s.details", "digest": digest_of("s.details", said.get("currency", "'EUR'")),
        "row_digest": "s.row_digest", "changed_at": "now()",
    }  # fmt: skip


def _update_or_insert(staging: Staging) -> str:
    columns = {name: f"s.{name}" for name in _said(staging)}
    inserted, members = _inserted(staging), staging.conversion.members
    updated = {**columns, "row_digest": "s.row_digest", "changed_at": "now()"}
    differs = [f"o.{name} IS DISTINCT FROM {value}" for name, value in columns.items()]
    if members:
        names = ", ".join(f"'{name}'" for name in members)
        details = f"((o.details - ARRAY[{names}]::text[]) || s.details)"
        updated |= {"details": details, "digest": digest_of(details, columns.get("currency", "o.currency"))}
        differs.append(f"o.details IS DISTINCT FROM {details}")
    return (
        f"WITH merged AS (MERGE INTO offers_offer o USING ({_source(staging)}) s ON o.id = s.offer_id "
        f"WHEN MATCHED AND ({' OR '.join(differs)}) "
        f"THEN UPDATE SET {', '.join(f'{name} = {value}' for name, value in updated.items())} "
        f"WHEN NOT MATCHED THEN INSERT ({', '.join(inserted)}) VALUES ({', '.join(inserted.values())}) "
        f"RETURNING merge_action() AS done) SELECT done, count(*) FROM merged GROUP BY done"
    )


def _said(staging: Staging) -> dict[str, str]:
    """Column of `Offer` -> its value, for those the file tells. Who names an offer again sells it again."""
    one = staging.conversion
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


def left_out(staging: Staging) -> tuple[int, int, str]:
    """How many offers on sale the file does not name, of how many, and the SQL that says which (alias o)."""
    where = f"NOT EXISTS (SELECT FROM {TABLE} t WHERE t.{staging.conversion.sku} = o.sku)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FILTER (WHERE {where}), count(*) FROM offers_offer o "
            "WHERE o.workspace_id = %s AND NOT o.ended",
            [staging.workspace_id],
        )
        left, total = cursor.fetchone()
    return left, total, where


def end_left_out(staging: Staging, where: str) -> str:
    """End them; the SQL of what is to be worked out anew (alias o)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE offers_offer o SET ended = true, row_digest = NULL, changed_at = now() "
            f"WHERE o.workspace_id = %s AND NOT o.ended AND {where}",
            [staging.workspace_id],
        )
    return f"o.ended AND {where}"
