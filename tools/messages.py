"""Renews the catalogues of the hub's pages: finds every string, keeps its translation, writes .po and .mo.

    .venv/bin/python -m tools.messages            (no gettext needed)

Source strings are English; French is `hub/locale/fr`. A test fails while a string has no translation or the .mo
is older than its .po.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[1]
HUB = ROOT / "src" / "forain" / "hub"
PO = HUB / "locale" / "fr" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")

#: Functions whose arguments are messages; `(1, "c")` marks the context.
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_CALL = re.compile(r" (n?p?gettext)\(")
_LITERAL = re.compile(r"""\s*,?\s*u?('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")""", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Found:
    """A message and where it stands. `id` is a pair where there is a plural."""

    id: str | tuple[str, str]
    context: str | None
    place: str


def main() -> None:
    missing = renew()
    for message in missing:
        print(f"no French yet: {message!r}")
    sys.exit(1 if missing else 0)


def renew() -> list[str]:
    """Write the catalogues; the messages that have no translation."""
    catalogue = renewed()
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, catalogue, width=110, sort_output=True, omit_header=False)
    MO.write_bytes(compiled(catalogue))
    return untranslated(catalogue)


def renewed() -> Catalog:
    """The French catalogue with exactly the messages of the code; translations kept."""
    old = kept()
    new = Catalog(
        locale="fr", project="Forain", charset="utf-8", fuzzy=False, creation_date=old.creation_date
    )
    new.revision_date, new.last_translator = old.creation_date, "The Forain maintainers"
    new.language_team, new.header_comment = "fr", "# French of Forain's pages. Written by tools/messages.py."
    for found in all_messages():
        before = old.get(_key(found.id), found.context)
        new.add(found.id, before.string if before else "", [(found.place, 0)], context=found.context)
    for message in new:
        message.locations = [(place, 0) for place in sorted({place for place, _ in message.locations})]
    return new


def kept() -> Catalog:
    if not PO.exists():
        return Catalog(locale="fr")
    with PO.open("rb") as file:
        return read_po(file, locale="fr")


def compiled(catalogue: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def untranslated(catalogue: Catalog) -> list[str]:
    return [_key(message.id) for message in catalogue if message.id and not _whole(message.string)]


def _whole(string: str | tuple[str, ...] | list[str] | None) -> bool:
    return bool(string) if isinstance(string, str) else bool(string) and all(string or ())


def _key(message: str | tuple[str, ...] | list[str]) -> str:
    return message if isinstance(message, str) else message[0]


def all_messages() -> Iterator[Found]:
    for path in sorted(HUB.rglob("*.py")):
        if "tests" not in path.parts and "migrations" not in path.parts:
            yield from _of_python(path)
    for path in sorted(HUB.glob("**/templates/**/*.html")):
        yield from _of_template(path)


def _of_python(path: Path) -> Iterator[Found]:
    with path.open("rb") as file:
        for _line, message, _comments, context in extract("python", file, KEYWORDS):
            yield Found(_pair(message), context, _place(path))


def _of_template(path: Path) -> Iterator[Found]:
    """Django turns a template into something like code; its calls are read here, without a lexer."""
    code = templatize(path.read_text(encoding="utf-8"))
    for call in _CALL.finditer(code):
        words = list(_literals(code, call.end()))
        context = words.pop(0) if "p" in call.group(1).removeprefix("n").removesuffix("gettext") else None
        yield Found(_pair(tuple(words)), context, _place(path))


def _literals(code: str, start: int) -> Iterator[str]:
    while found := _LITERAL.match(code, start):
        yield str(ast.literal_eval(found.group(1)))
        start = found.end()


def _pair(message: str | tuple[str, ...]) -> str | tuple[str, str]:
    if isinstance(message, str):
        return message
    return (message[0], message[1]) if len(message) > 1 else message[0]


def _place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


if __name__ == "__main__":
    main()
