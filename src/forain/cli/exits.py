"""Exit codes as data, and failures that were foreseen: one sentence, one code, never a traceback."""

from __future__ import annotations

import sys
from enum import IntEnum
from typing import Any

import click

from forain.cli.language import language, say


class Exit(IntEnum):
    OK = 0
    FAILURE = 1
    USAGE = 2
    UNREACHABLE = 3
    NOT_FOUND = 4
    REFUSED = 5
    CREDENTIALS = 6


#: code -> (English, French)
MEANING: dict[Exit, tuple[str, str]] = {
    Exit.OK: ("it worked", "tout s'est bien passé"),
    Exit.FAILURE: ("it failed, or a check did", "échec, ou une vérification a échoué"),
    Exit.USAGE: ("the command was not understood", "la commande n'a pas été comprise"),
    Exit.UNREACHABLE: (
        "a database, sandbox or marketplace cannot be reached",
        "base de données, bac à sable ou place de marché injoignable",
    ),
    Exit.NOT_FOUND: ("there is no such object", "cet objet n'existe pas"),
    Exit.REFUSED: ("not allowed now, or rejected", "pas permis maintenant, ou rejeté"),
    Exit.CREDENTIALS: ("credentials are wrong or missing", "identifiants faux ou absents"),
}


class Failure(click.ClickException):
    """A failure that was foreseen; `words` are already in the person's language."""

    def __init__(self, words: str, code: Exit = Exit.FAILURE) -> None:
        super().__init__(words)
        self.code = code

    @property
    def exit_code(self) -> int:  # type: ignore[override]  # Click's is a class attribute; ours differs by failure
        return int(self.code)

    def show(self, file: Any = None) -> None:
        click.echo(f"forain: {self.message}", file=file or sys.stderr)


#: Exceptions of other rooms: (module, class) -> exit code. A class counts only once its module is imported.
_FORESEEN: dict[tuple[str, str], Exit] = {
    ("forain.hub.database.errors", "ServerError"): Exit.UNREACHABLE,
    ("django.db.utils", "OperationalError"): Exit.UNREACHABLE,
    ("django.db.utils", "InterfaceError"): Exit.UNREACHABLE,
    ("forain.hub.kit.refusal", "NotAllowed"): Exit.REFUSED,
    ("forain.connect.registry", "UnknownMarketplace"): Exit.NOT_FOUND,
    ("forain.hub.kit.paging", "BadCursor"): Exit.USAGE,
    ("forain.hub.kit.sealed", "CannotUnseal"): Exit.CREDENTIALS,
    ("pydantic_core", "ValidationError"): Exit.USAGE,
}


def foreseen(error: Exception) -> Failure | None:
    """The failure to show for an exception of another room, None when nobody expected it."""
    if isinstance(error, PermissionError | FileNotFoundError | IsADirectoryError):
        return Failure(f"{error.filename}: {error.strerror}")
    code = exit_code_of(error)
    return None if code is None else Failure(words_of(error) + _way_out(error), code)


def _way_out(error: Exception) -> str:
    """The command that would mend it, where the refusal knows one."""
    command = getattr(error, "facts", {}).get("command") if hasattr(error, "words") else None
    return f"\n  {command}" if isinstance(command, str) else ""


def exit_code_of(error: Exception) -> Exit | None:
    if getattr(error, "code", "") == "not-empty":  # the database answers; it is what stands in the way
        return Exit.REFUSED
    for (module, name), code in _FORESEEN.items():
        kind = getattr(sys.modules.get(module), name, None)
        if kind is not None and isinstance(error, kind):
            return code
    return None


def words_of(error: Exception) -> str:
    """One sentence about it, in the person's language where the room has one."""
    if type(error).__module__ == "django.db.utils":
        return say("The database does not answer: {why}", why=_first_line(error))
    if type(error).__name__ == "ServerError" and language() == "fr":
        return _in_french(error)
    if type(error).__name__ == "ValidationError":
        return say("A setting cannot be used: {why}", why=_settings(error))
    words = getattr(error, "words", "") or str(error)
    return str(words.get(language(), next(iter(words.values())))) if isinstance(words, dict) else str(words)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__


def _in_french(error: Any) -> str:
    from forain.cli.french_lent import DATABASE

    return DATABASE[error.code].format(**error.facts) if error.code in DATABASE else str(error)


def _settings(error: Any) -> str:
    return "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
