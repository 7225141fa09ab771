"""Which database this Forain uses: the one an address names, else the embedded one, started if need be."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from forain.hub.database.errors import ServerError

SETTING: Final = "FORAIN_DATABASE_URL"
_ENGINE: Final = "django.db.backends.postgresql"
_DJANGO_NAMES: Final = {
    "dbname": "NAME",
    "user": "USER",
    "password": "PASSWORD",
    "host": "HOST",
    "port": "PORT",
}


def database_url(data_dir: Path, environ: Mapping[str, str] = os.environ) -> str:
    """FORAIN_DATABASE_URL, else what FORAIN_DATABASE_URL_FILE holds, else the embedded server of `data_dir`."""
    return configured_url(environ) or _embedded_url(data_dir)


def configured_url(environ: Mapping[str, str] = os.environ) -> str | None:
    """The address somebody set, None when the embedded server is wanted."""
    if url := environ.get(SETTING, "").strip():
        return url
    if file := environ.get(f"{SETTING}_FILE", "").strip():
        return _read(Path(file))
    return None


def _read(file: Path) -> str:
    try:
        url = file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ServerError("secret-unreadable", file=file, reason=error.strerror) from error
    if not url:
        raise ServerError("secret-unreadable", file=file, reason="it is empty")
    return url


def _embedded_url(data_dir: Path) -> str:
    if os.name == "nt":
        raise ServerError("platform")
    # Late: an outside database must work where the embedded one cannot even be imported.
    from forain.hub.database.embedded import EmbeddedServer

    return EmbeddedServer(data_dir).ensure().url


def django_database(url: str) -> dict[str, object]:
    """An entry for Django's DATABASES; every other libpq parameter (sslmode, …) becomes an option."""
    from psycopg.conninfo import conninfo_to_dict

    found = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    settings: dict[str, object] = {upper: found.pop(name, "") for name, upper in _DJANGO_NAMES.items()}
    return {"ENGINE": _ENGINE, **settings, "OPTIONS": found}
