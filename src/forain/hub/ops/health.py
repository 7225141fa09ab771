"""Is the hub able to do its work: database, schema, a living worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import Error

from forain.hub.ops import facts


@dataclass(frozen=True, slots=True)
class Check:
    """`words` say what was found; never an address, a name or a secret."""

    name: str
    ok: bool
    words: str


def checks() -> list[Check]:
    """Every check; the later ones need the database, so they are failed without being asked when it is away."""
    answered = _check("database", facts.database_answers, "answers", "does not answer")
    if not answered.ok:
        return [answered, Check("schema", False, "not known"), Check("worker", False, "not known")]
    return [
        answered,
        _check("schema", facts.schema_is_current, "current", "migrations are missing"),
        _check("worker", lambda: facts.workers_alive() > 0, "seen recently", "none seen recently"),
    ]


def _check(name: str, ask: Callable[[], bool], good: str, bad: str) -> Check:
    try:
        ok = ask()
    except Error as error:
        return Check(name, False, f"{bad} ({type(error).__name__})")
    return Check(name, ok, good if ok else bad)
