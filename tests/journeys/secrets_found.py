"""Looks for secrets in everything a run leaves behind, in every spelling somebody could read them in."""

from __future__ import annotations

import gzip
import zlib
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote, quote_plus

#: Columns that are meant to hold secrets, sealed, and digests nobody can turn back.
SEALED = {
    ("connections_connection", "sealed"),
    ("webhooks_endpoint", "sealed"),
    ("workspaces_apikey", "digest"),
}


def spellings(secret: str) -> set[bytes]:
    """Plain, in an address, in base64 at each of the three offsets, in hexadecimal."""
    raw = secret.encode()
    found = {raw, quote(secret, safe="").encode(), quote_plus(secret).encode(), raw.hex().encode()}
    for offset in range(3):
        inner = b64encode(b"\0" * offset + raw)[4 if offset else 0 :]
        found.add(inner.rstrip(b"=")[:-2])
    return {one for one in found if len(one) >= 8}


def leaks(secrets: Mapping[str, str], places: Iterable[tuple[str, bytes]]) -> list[str]:
    """`what in where` for each secret that can be read somewhere."""
    wanted = {name: spellings(secret) for name, secret in secrets.items()}
    return [
        f"{name} in {where}"
        for where, content in places
        for unpacked in [list(views(content))]
        for name, forms in wanted.items()
        if any(form in view for view in unpacked for form in forms)
    ]


def views(content: bytes) -> Iterator[bytes]:
    """The bytes, and what they are when they are packed."""
    yield content
    for unpack in (gzip.decompress, zlib.decompress):
        try:
            yield unpack(content)
        except (OSError, EOFError, zlib.error):
            continue


def database() -> Iterator[tuple[str, bytes]]:
    """Every row of every table, column by column, but for the sealed ones: what a dump would hold."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c "
            "JOIN information_schema.tables t USING (table_schema, table_name) "
            "WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' ORDER BY 1, 2"
        )
        for table, column, kind in cursor.fetchall():
            if (table, column) in SEALED:
                continue
            cast = "" if kind == "bytea" else "::text"
            cursor.execute(f'SELECT "{column}"{cast} FROM "{table}" WHERE "{column}" IS NOT NULL')
            for (value,) in cursor.fetchall():
                yield f"{table}.{column}", bytes(value) if kind == "bytea" else str(value).encode()
