"""The addresses of the embedded server's roles; the passwords are random and only the data folder's owner reads them."""

import json
import secrets
from typing import Final
from urllib.parse import quote

from forain.hub.database.cluster import ADMIN, DATABASE, OWNER
from forain.hub.database.errors import ServerError, explained
from forain.hub.database.files import read_json, write_private
from forain.hub.database.place import Place

PORT: Final = 5432  # a part of the socket's name; nothing listens on a network


def make_passwords(place: Place) -> None:
    """Choose the passwords of a new database; kept if an interrupted start has chosen them already."""
    with explained(place.data):
        if not place.passwords.exists():
            chosen = {role: secrets.token_urlsafe(24) for role in (ADMIN, OWNER)}
            write_private(place.passwords, json.dumps(chosen))


def password(place: Place, role: str) -> str:
    with explained(place.data):
        found = read_json(place.passwords)
    if found is None:
        raise ServerError("secret-missing", secret=place.passwords)
    if not isinstance(known := found.get(role), str):
        raise ServerError("file-damaged", file=place.passwords)
    return known


def owner_url(place: Place) -> str:
    """What Forain itself connects with: owns its database, is no superuser."""
    return _url(place, OWNER, DATABASE)


def admin_url(place: Place, database: str = DATABASE) -> str:
    return _url(place, ADMIN, database)


def _url(place: Place, role: str, database: str) -> str:
    host = quote(str(place.sockets or ""), safe="", errors="surrogateescape")
    return f"postgresql://{role}:{password(place, role)}@/{database}?host={host}&port={PORT}"
