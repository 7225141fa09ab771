"""Alive means that a connection answers a query, never that a process exists."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

import psycopg

PATIENCE_SECONDS: Final = 2


class Health(Enum):
    ANSWERS = "answers"
    STARTING = "starting"
    DENIED = "denied"
    ABSENT = "absent"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Answer:
    health: Health
    version: str = ""


# libpq keeps no SQLSTATE of a refused connection, so the words decide; our servers always speak English.
_WORDS: Final[tuple[tuple[str, Health], ...]] = (
    ("starting up", Health.STARTING),
    ("not yet accepting", Health.STARTING),
    ("shutting down", Health.STARTING),
    ("in recovery mode", Health.STARTING),
    ("too many clients", Health.ANSWERS),
    ("connection slots", Health.ANSWERS),
    ("authentication failed", Health.DENIED),
    ("does not exist", Health.DENIED),
)


def ask(url: str) -> Answer:
    """Ask the server at `url` one small question."""
    try:
        with psycopg.connect(url, connect_timeout=PATIENCE_SECONDS, autocommit=True) as connection:
            connection.execute("SELECT 1")
            version = connection.info.parameter_status("server_version") or ""
            return Answer(Health.ANSWERS, version.split(" ")[0])
    except psycopg.errors.ConnectionTimeout:
        return Answer(Health.SILENT)
    except psycopg.Error as error:
        return Answer(_health(str(error)))


def _health(words: str) -> Health:
    return next((health for part, health in _WORDS if part in words), Health.ABSENT)
