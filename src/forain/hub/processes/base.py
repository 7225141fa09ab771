"""The embedded database as a process that uses it for a while: started if need be, stopped by whoever started it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from forain.hub.config import default_data
from forain.hub.database.url import configured_url


@dataclass(frozen=True, slots=True)
class Base:
    """`started` tells that we started the embedded server; somebody else's, or an outside one, is left alone."""

    data: Path
    url: str
    started: bool

    @classmethod
    def open(cls) -> Base:
        """A database that answers; its address is put into this process's environment."""
        data = default_data()
        url, started = _outside(data), False
        if url is None:
            from forain.hub.database.embedded import EmbeddedServer

            info = EmbeddedServer(data).ensure()
            url, started = info.url, info.started_by_us
        os.environ["FORAIN_DATABASE_URL"] = url
        return cls(data, url, started)

    def close(self, own: str = "") -> bool:
        """Stop the server if we started it and nobody else is connected; whether it was stopped.

        `own` is the application name of connections that are ours and end with us.
        """
        if not self.started or others_connected(self.url, own):
            return False
        from forain.hub.database.embedded import EmbeddedServer

        return EmbeddedServer(self.data).stop()


def _outside(data: Path) -> str | None:
    """The address of an outside server, from the environment or the settings file."""
    if url := configured_url():
        return url
    if not (data / "forain.toml").exists():
        return None
    from forain.hub.config import Config

    found = Config().database_url
    return found.get_secret_value() if found else None


def others_connected(url: str, own: str = "") -> int:
    """How many other clients the database has just now, those named `own` left out."""
    import psycopg

    count = (
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND datname = current_database() "
        "AND application_name <> %s"
    )
    with psycopg.connect(url, connect_timeout=5, autocommit=True) as connection:
        row = connection.execute(count, [own]).fetchone()
    return int(row[0]) if row else 0
