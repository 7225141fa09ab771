"""Draws the reference of a marketplace's services: an index, a section for each service, and the messages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from forain.testing.services import (
    Reference,
    Service,
    criteria,
    held,
    sentence,
    signature,
)
from forain.testing.services_words import WORDS
from forain.wire.operation import Parameter

_CODE = re.compile(r"(`[^`]*`|\]\([^)]*\))")
#: A blank before it does not break: a narrow one before these, a whole one before a colon.
_NARROW = re.compile(r" ([;!?])")


def page(reference: Reference, language: str) -> str:
    """The document in Markdown."""
    drawn = _Page(reference, language)
    return "\n".join(drawn.lines()).rstrip() + "\n"


def path_of(reference: Reference, language: str, root: Path) -> Path:
    return root / "docs" / language / f"services-{reference.room}.md"


def outdated(reference: Reference, root: Path) -> list[Path]:
    """The documents that do not say what is so."""
    paths = {path_of(reference, language, root): page(reference, language) for language in WORDS}
    return [path for path, text in paths.items() if not path.exists() or path.read_text("utf-8") != text]


def write(reference: Reference, root: Path) -> None:
    for language in WORDS:
        path = path_of(reference, language, root)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(reference, language), encoding="utf-8")


class _Page:
    def __init__(self, reference: Reference, language: str) -> None:
        self.reference = reference
        self.language = language
        self.words = WORDS[language]

    def set(self, text: str) -> str:
        """French typography outside of code and addresses; other languages as they are."""
        if self.language != "fr":
            return text
        parts = _CODE.split(text)
        return "".join(part if at % 2 else _spaced(part).replace("'", "’") for at, part in enumerate(parts))

    def say(self, key: str, **values: str) -> str:
        return self.set(self.words[key].format(**values))

    def told(self, english: str) -> str:
        """A sentence of the declarations in the page's language."""
        return self.set(self.reference.french[english]) if self.language == "fr" and english else english

    # -- the page -------------------------------------------------------------------------------------------

    def lines(self) -> Iterator[str]:
        reference = self.reference
        yield from (f"# {self.say('title', name=reference.name)}", "")
        yield from (self.say("intro", room=reference.room), "", self.say("by hand"), "")
        yield from (self.set(reference.notes[self.language]), "")
        yield from self.table(("service", "call", "does", "effect"), map(self.entry, reference.services))
        for service in reference.services:
            yield from self.section(service)
        yield from (f"## {self.say('records')}", "")
        for record in reference.records():
            yield from (f"### {self.say('record')} `{record.__name__}`", "", *self.fields(record))

    def table(self, keys: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
        heads = [self.say(key) for key in keys]
        yield from (_line(heads), _line("---" for _ in heads), *map(_line, rows), "")

    def entry(self, service: Service) -> tuple[str, ...]:
        one = service.operation
        link = f"[`{service.name}`](#{_anchor(service.name)})"
        effect = self.say("read" if one.repeatable and not service.effects else "change")
        return link, f"`{one.method} {one.path}`", self.does(service, service.methods[0]), effect

    def does(self, service: Service, method: str) -> str:
        assert method in service.methods
        return self.told(sentence(self.reference.blocking, method))

    def section(self, service: Service) -> Iterator[str]:
        yield from (f"## `{service.name}`", "", self.does(service, service.methods[0]), "")
        yield from (*self.facts(service), "")
        yield from (f"### {self.say('parameters')} `{service.name}`", "")
        yield from self.table(("parameter", "required", "note"), self.parameters(service))
        yield from (f"### {self.say('client')} `{service.name}`", "", *self.calls(service))
        yield from (f"### {self.say('answer')} `{service.name}`", "")
        yield from (self.say("answered", answer=service.operation.answer.__name__), "")
        yield from self.fields(service.operation.answer)
        yield from (f"### {self.say('errors')} `{service.name}`", "")
        yield from self.table(("code", "words", "error", "source"), self.refusals(service))
        yield from (self.say("besides"), "")

    # -- its parts ------------------------------------------------------------------------------------------

    def facts(self, service: Service) -> Iterator[str]:
        one = service.operation
        yield f"- `{one.method} {service.address}`"
        if one.versions:
            yield f"- {self.say('versions')}{self.colon()} {', '.join(f'`{each}`' for each in one.versions)}"
        elif any(each.name == "version" for each in one.parameters):
            yield f"- {self.say('version')}{self.colon()} {self.say('unknown versions')}"
        yield f"- {self.say('repeat')}{self.colon()} {self.say('again' if one.repeatable else 'never')}"
        yield f"- {self.say('pace')}{self.colon()} `{one.pace or one.name}`"
        effects = ", ".join(f"`{each}`" for each in service.effects)
        left = self.say("left", effects=effects) if effects else self.say("nothing")
        yield f"- {self.say('sandbox')}{self.colon()} {self.say('handler', handler=service.handler)}{left}"

    def colon(self) -> str:
        return self.set(" :") if self.language == "fr" else ":"

    def parameters(self, service: Service) -> Iterator[tuple[str, ...]]:
        one = service.operation
        for parameter in one.parameters:
            yield f"`{parameter.name}`", self.yes(parameter.required), self.note(service, parameter)
        if one.upload and one.upload not in {each.name for each in one.parameters}:
            yield f"`{one.upload}`", self.yes(True), self.say("file")

    def note(self, service: Service, parameter: Parameter) -> str:
        notes = [self.told(parameter.note)] if parameter.note else []
        own = parameter.name in self.reference.offer.own
        if own or (parameter.name == "version" and service.operation.versions):
            notes.append(self.say("credential"))
        if parameter.name == "xml" and service.document:
            notes.append(self.say("document", link=self.link(service.document)))
        return "; ".join(notes) if self.language == "en" else self.set(" ; ").join(notes)

    def yes(self, so: bool) -> str:
        return self.say("yes" if so else "no")

    def calls(self, service: Service) -> Iterator[str]:
        clients = (self.reference.blocking, self.reference.asynchronous)
        told = [f"- `{method}`{self.colon()} {self.does(service, method)}" for method in service.methods[1:]]
        for name, keys in criteria(clients[0], service.methods):
            kinds = ", ".join(f"`{key}: {kind}`" for key, kind in keys.items())
            told.append(f"- `{name}`{self.colon()} {kinds}")
        yield from (*told, "") if told else ()
        yield "```python"
        for client in clients:
            yield f"# {client.__name__}"
            yield from (signature(client, method) for method in service.methods)
        command = f"{self.say('command')}{self.colon()}"
        yield from ("```", "", command, "", "```sh", self.command(service), "```", "")

    def command(self, service: Service) -> str:
        offered = self.reference.offer.operations[service.name]
        names = [
            each.name
            for each in offered.parameters
            if each.required and each.name not in self.reference.offer.own
        ]
        given = [f"{name}={'@FILE' if name == 'xml' else name.upper()}" for name in names]
        if offered.upload and offered.upload not in {each.name for each in offered.parameters}:
            given.append(f"{offered.upload}=@FILE")
        return " ".join(("forain call", self.reference.command, service.name, *given))

    def refusals(self, service: Service) -> Iterator[tuple[str, ...]]:
        for row in dict.fromkeys(service.errors):
            source = self.say(row.source) if row.source else ""
            yield f"`{row.code}`", f"`{_cell(row.words)}`", f"`{row.error}`", source

    def fields(self, record: type) -> Iterator[str]:
        yield from self.table(
            ("field", "place", "type", "always"),
            (
                (
                    f"`{one.name}`",
                    ", ".join(f"`{place}`" if place else self.say("same") for place in one.places),
                    self.kind(one.kind, one.records),
                    self.yes(one.always),
                )
                for one in held(record)
            ),
        )

    def kind(self, written: str, records: tuple[type, ...]) -> str:
        text = f"`{_cell(written)}`"
        if len(records) == 1:
            return f"[{text}](#{self.anchor(records[0])})"
        return ", ".join((text, *map(self.link, records)))

    def link(self, record: type) -> str:
        return f"[`{record.__name__}`](#{self.anchor(record)})"

    def anchor(self, record: type) -> str:
        return _anchor(f"{self.words['record']} {record.__name__}")


def _spaced(text: str) -> str:
    return _NARROW.sub("\u202f\\1", text).replace(" :", "\u00a0:")


def _anchor(heading: str) -> str:
    """As forges make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
