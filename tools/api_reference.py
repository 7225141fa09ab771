"""Writes docs/{en,fr}/api-reference.md from the OpenAPI document: every route, what it takes, what it gives, how it fails.

    .venv/bin/python -m tools.api_reference         (make reference)

Prose of the document itself is English in both; headings, tables and the words about problems are in the page's
language. A test fails while a page is older than the routes.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

Part = dict[str, Any]

DOCS = Path(__file__).parents[1] / "docs"
LANGUAGES = ("en", "fr")
_METHODS = ("get", "post", "put", "patch", "delete")

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "title": "API reference",
        "made": "Made by `make reference` from the OpenAPI document, which says the same to programs "
        "(`/api/v1/openapi.json`). Begin with [REST API](api.md).",
        "name": "name", "in": "in", "type": "type", "meaning": "meaning", "status": "status", "gives": "gives",
        "needed": "needed", "body": "Body", "problems": "Problems", "shapes": "Shapes", "messages": "Messages",
        "query": "query", "path": "path", "sent": "What webhooks send; `data.object` has the named shape.",
        "kind": "kind", "object": "object", "when": "when", "problem": "problem",
    },
    "fr": {
        "title": "Référence de l’API",
        "made": "Faite par `make reference` à partir du document OpenAPI, qui dit la même chose aux programmes "
        "(`/api/v1/openapi.json`) et dont la prose est en anglais. Commencez par [API REST](api.md).",
        "name": "nom", "in": "où", "type": "type", "meaning": "sens", "status": "statut", "gives": "donne",
        "needed": "obligatoire", "body": "Corps", "problems": "Problèmes", "shapes": "Formes", "messages": "Messages",
        "query": "requête", "path": "chemin", "sent": "Ce qu’envoient les webhooks ; `data.object` a la forme nommée.",
        "kind": "genre", "object": "objet", "when": "quand", "problem": "problème",
    },
}  # fmt: skip


def main() -> None:
    for language in LANGUAGES:
        place(language).write_text(page(document(), language), encoding="utf-8")


def place(language: str) -> Path:
    return DOCS / language / "api-reference.md"


def document() -> Part:
    """The document of this very code; Django must be ready."""
    from forain.hub.api.document import document as made

    return made()


def page(made: Part, language: str) -> str:
    words = WORDS[language]
    parts = [f"# {words['title']}", words["made"]]
    for tag, operations in _by_tag(made).items():
        parts.append(f"## {tag}")
        parts += [part for one in operations for part in _operation(*one, words)]
    parts += [f"## {words['messages']}", words["sent"], _messages(made, words)]
    parts.append(f"## {words['shapes']}")
    parts += [part for name in sorted(_shown(made)) for part in _shape(made, name, words)]
    parts += [f"## {words['problems']}", _problems(language, words)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _by_tag(made: Part) -> dict[str, list[tuple[str, str, Part]]]:
    found: dict[str, list[tuple[str, str, Part]]] = defaultdict(list)
    for path, item in made["paths"].items():
        for method in _METHODS:
            if method in item:
                found[item[method]["tags"][0]].append((path, method, item[method]))
    return dict(sorted(found.items()))


def _operation(path: str, method: str, described: Part, words: dict[str, str]) -> Iterator[str]:
    yield f"### {method.upper()} {path.removeprefix('/api/v1')}"
    yield f"**{described['summary']}.** {_plain(described['description'])}"
    yield _parameters(described, words)
    body = described.get("requestBody")
    if body:
        yield f"{words['body']}: {_body(body['content'])}"
    yield _table((words["status"], words["gives"]), list(_answers(described)))


def _body(content: Part) -> str:
    """An object by its name; a file by what it may be sent as."""
    if "application/json" in content:
        return _type(content["application/json"]["schema"])
    return ", ".join(f"`{media}`" for media in content)


def _parameters(described: Part, words: dict[str, str]) -> str:
    own = [one for one in described["parameters"] if one["in"] in ("query", "path")]
    rows = [(f"`{one['name']}`", words[one["in"]], _type(one["schema"]), _meaning(one, words)) for one in own]
    return _table((words["name"], words["in"], words["type"], words["meaning"]), rows) if rows else ""


def _answers(described: Part) -> Iterator[tuple[str, str]]:
    """Good answers by their shape, refusals by their codes."""
    for status, response in sorted((str(key), value) for key, value in described["responses"].items()):
        if status == "304":
            continue
        content = response.get("content", {})
        shape: Part = next(iter(content.values()))["schema"] if content else {}
        codes = ", ".join(f"`{code}`" for code in re.findall(r"`([a-z_]+)`:", response["description"]))
        kinds = ", ".join(f"`{kind}`" for kind in content)
        yield status, codes or (_type(shape) if "$ref" in shape else kinds)


def _messages(made: Part, words: dict[str, str]) -> str:
    rows = []
    for kind, item in made["webhooks"].items():
        data = item["post"]["requestBody"]["content"]["application/json"]["schema"]["properties"]["data"]
        rows.append((f"`{kind}`", _type(data["properties"]["object"]), _plain(item["post"]["summary"])))
    return _table((words["kind"], words["object"], words["when"]), rows)


def _shown(made: Part) -> set[str]:
    return {
        name
        for name, one in made["components"]["schemas"].items()
        if one.get("type") == "object" or "enum" in one
    }


def _shape(made: Part, name: str, words: dict[str, str]) -> Iterator[str]:
    schema = made["components"]["schemas"][name]
    yield f"### Shape {name}"
    yield _plain(schema.get("description", ""))
    if "enum" in schema:
        yield " ".join(f"`{value}`" for value in schema["enum"])
        return
    needed = set(schema.get("required", ()))
    rows = [
        (f"`{member}`", _type(one), _meaning({**one, "required": member in needed and "input" in one}, words))
        for member, one in schema.get("properties", {}).items()
    ]
    yield _table((words["name"], words["type"], words["meaning"]), rows) if rows else ""


def _problems(language: str, words: dict[str, str]) -> str:
    from django.utils.translation import override

    from forain.hub.kit.problems import KNOWN

    with override(language):
        rows = [
            (f"`{code}`", str(known.status), _sentence(str(known.title), str(known.way_out)))
            for code, known in sorted(KNOWN.items())
        ]
    return _table((words["problem"], words["status"], words["meaning"]), rows)


def _sentence(title: str, way_out: str) -> str:
    return _plain(f"{title}. {way_out}".strip())


def _type(schema: Part) -> str:
    """The type in a few words, shapes linked."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#shape-{name.lower()})"
    if "const" in schema:
        return f"`{schema['const']}`"
    if "allOf" in schema:
        return " ".join(map(_type, schema["allOf"]))
    if "anyOf" in schema:
        return " / ".join(_type(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"{_type(schema.get('items', {}))}[]"
    form = schema.get("format", "")
    return str(form or schema.get("type", ""))


def _meaning(one: Part, words: dict[str, str]) -> str:
    text = _plain(one.get("description") or one.get("schema", {}).get("description") or "")
    return " · ".join(part for part in (words["needed"] if one.get("required") is True else "", text) if part)


def _plain(text: str) -> str:
    """In one line, fit for a cell of a table."""
    return " ".join(str(text).split()).replace("|", "\\|")


def _table(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [columns, ("---",) * len(columns), *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


if __name__ == "__main__":
    from forain.hub.testing import prepare

    prepare()
    main()
    sys.exit(0)
