"""Makes a style sheet smaller by leaving out rules whose classes no page uses; reads plain minified CSS only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")
_STRING_OR_COMMENT = re.compile(r"/\*.*?\*/|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'", re.DOTALL)
_NESTING = ("@media", "@supports", "@layer", "@container")


@dataclass(frozen=True, slots=True)
class Rule:
    """`head` is a selector list or an at-rule; `body` is what stands between its braces, None for a statement."""

    head: str
    body: str | None


def classes(css: str) -> set[str]:
    """All class names selectors of `css` speak of."""
    return {name for rule in _flat(css) for name in CLASS.findall(rule.head)}


def purge(css: str, used: set[str], *, leave_out: re.Pattern[str]) -> str:
    """`css` with only the rules of `used` classes; `leave_out` names selectors that are never wanted."""
    kept = _keep(css, used, leave_out)
    kept = _drop_animations(kept)
    return _drop_variables(kept)


def _keep(css: str, used: set[str], leave_out: re.Pattern[str]) -> str:
    parts = []
    for rule in rules(css):
        if rule.body is None:
            continue
        if rule.head.startswith(_NESTING):
            inner = _keep(rule.body, used, leave_out)
            parts.append(f"{rule.head}{{{inner}}}" if inner else "")
        elif rule.head.startswith("@"):
            parts.append(f"{rule.head}{{{rule.body}}}")
        else:
            head = ",".join(_wanted(rule.head, used, leave_out))
            parts.append(f"{head}{{{rule.body}}}" if head and rule.body.strip() else "")
    return "".join(parts)


def _wanted(head: str, used: set[str], leave_out: re.Pattern[str]) -> Iterator[str]:
    for selector in _split(head):
        plain = re.sub(r":not\([^()]*(?:\([^()]*\))?[^()]*\)", "", selector)
        if not leave_out.search(selector) and set(CLASS.findall(plain)) <= used:
            yield selector


def _split(head: str) -> Iterator[str]:
    """Selectors of a list; commas inside parentheses do not separate."""
    depth, start = 0, 0
    for place, letter in enumerate(head):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            yield head[start:place]
            start = place + 1
    yield head[start:]


def rules(css: str) -> Iterator[Rule]:
    """Top-level rules of `css`, comments left out."""
    masked = _STRING_OR_COMMENT.sub(_mask, css)
    start = 0
    while start < len(css):
        opening, ending = masked.find("{", start), masked.find(";", start)
        if ending != -1 and (opening == -1 or ending < opening):
            yield Rule(css[start:ending].strip(), None)
            start = ending + 1
            continue
        if opening == -1:
            return
        closing = _closing(masked, opening)
        head = re.sub(r"/\*.*?\*/", "", css[start:opening], flags=re.DOTALL).strip()
        yield Rule(head, css[opening + 1 : closing])
        start = closing + 1


def _mask(found: re.Match[str]) -> str:
    return re.sub(r"[{};]", " ", found.group())


def _closing(masked: str, opening: int) -> int:
    depth = 0
    for found in re.compile(r"[{}]").finditer(masked, opening):
        depth += 1 if found.group() == "{" else -1
        if depth == 0:
            return found.start()
    raise ValueError(f"brace at {opening} is never closed")


def _flat(css: str) -> Iterator[Rule]:
    for rule in rules(css):
        if rule.body is not None and rule.head.startswith(_NESTING):
            yield from _flat(rule.body)
        else:
            yield rule


def _drop_animations(css: str) -> str:
    def used(found: re.Match[str]) -> str:
        name = found.group("name")
        return found.group() if re.search(rf"animation[\w-]*:[^;}}]*\b{re.escape(name)}\b", css) else ""

    return re.sub(r"@keyframes (?P<name>[\w-]+)\{(?:[^{}]*\{[^{}]*\})*\}", used, css)


def _drop_variables(css: str) -> str:
    """Custom properties nobody reads, again and again until none is left."""
    while True:
        smaller = _without(css, set(re.findall(r"var\((--[\w-]+)", css)))
        if smaller == css:
            return css
        css = smaller


def _without(css: str, read: set[str]) -> str:
    """Declarations of custom properties, but for those that are `read`."""
    return re.sub(
        r"(?<=[{;])(--[\w-]+):(?:\"[^\"]*\"|'[^']*'|url\([^)]*\)|[^;{}\"'])*(?:;|(?=\}))",
        lambda found: found.group() if found.group(1) in read else "",
        css,
    )
