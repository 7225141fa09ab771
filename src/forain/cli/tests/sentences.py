"""Finds, in the source, every English sentence that people may see, so that a test can hold the French against it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import forain

ROOT = Path(forain.__file__).parent
#: Where sentences are looked up by `say`, whoever wrote them.
PLACES = ("cli", "hub/ops/doctor.py")
_SPEAKERS = {"say", "note", "table", "facts", "Finding", "_good"}
_HOLDERS = {"words", "advice", "columns", "STEPS", "PROMISES", "MOVING", "_ADVICE"}
#: Help of the sandbox's own commands, which are English in both languages.
_NOT_OURS = {"sandbox.py", "sandbox_play.py", "french.py", "french_inbox.py"}


def files() -> Iterator[Path]:
    for place in PLACES:
        path = ROOT / place
        found = path.glob("*.py") if path.is_dir() else [path]
        yield from (file for file in sorted(found) if file.name not in _NOT_OURS)


def sentences() -> set[str]:
    """All of them: arguments of the speaking functions, and constants kept for them."""
    found: set[str] = set()
    for file in files():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            found.update(_in(node))
    return {text for text in found if any(char.isalpha() for char in text)}


def _in(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and _name(node.func) in _SPEAKERS:
        yield from _spoken(node)
    elif isinstance(node, ast.FunctionDef) and node.name == "_facts":
        yield from _first_of_pairs(node)
    elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and _is_holder(node):
        yield from _texts(node.value)


def _is_holder(node: ast.Assign | ast.AnnAssign) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return any(_names(target) & _HOLDERS for target in targets)


def _spoken(call: ast.Call) -> Iterator[str]:
    name = _name(call.func)
    if name == "facts":
        yield from _first_of_pairs(call)
        return
    wanted = {"say": 1, "note": 1, "table": 1, "Finding": 4, "_good": 2}[name]
    for argument in call.args[:wanted]:
        if not isinstance(argument, ast.JoinedStr):
            yield from _texts(argument)
    for keyword in call.keywords:
        if keyword.arg == "empty":
            yield from _texts(keyword.value)


def _texts(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Tuple | ast.List):
        for element in node.elts:
            yield from _texts(element)
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from _texts(value)
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)


def _first_of_pairs(node: ast.AST) -> Iterator[str]:
    for child in ast.walk(node):
        if isinstance(child, ast.Tuple) and len(child.elts) == 2:
            yield from _texts(child.elts[0])


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _names(target: ast.AST) -> set[str]:
    return {_name(one) for one in target.elts} if isinstance(target, ast.Tuple) else {_name(target)}
