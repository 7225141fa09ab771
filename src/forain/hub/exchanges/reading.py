"""Makes the bytes of an exchange readable: charset, indentation of XML, cut when long. Never parses, only looks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forain.hub.exchanges.models import Exchange

#: How much of a body a page shows; the whole can be downloaded.
SHOWN = 200_000

_CHARSET = re.compile(rb"""encoding=["']([\w-]+)["']|charset=([\w-]+)""", re.IGNORECASE)
_TOKEN = re.compile(r"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<[^>]+>|[^<]+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Body:
    """`pretty` is empty where the body is no XML; `cut` tells that it goes on."""

    text: str
    pretty: str
    size: int
    charset: str
    cut: bool


def body_of(raw: bytes, headers: Sequence[Sequence[str]]) -> Body:
    charset = _charset(raw, headers)
    text = raw[:SHOWN].decode(charset, errors="replace")
    pretty = indented(text) if text.lstrip("\ufeff \t\r\n").startswith("<") else ""
    return Body(text, pretty, len(raw), charset, len(raw) > SHOWN)


def _charset(raw: bytes, headers: Sequence[Sequence[str]]) -> str:
    """What the document says of itself, else the header, else UTF-8."""
    said = " ".join(value for name, value in headers if name.casefold() == "content-type").encode()
    for place in (raw[:200], said):
        found = _CHARSET.search(place)
        if found:
            name = (found.group(1) or found.group(2)).decode()
            return name if _known(name) else "utf-8"
    return "utf-8"


def _known(charset: str) -> bool:
    try:
        "".encode(charset)
    except LookupError:
        return False
    return True


def indented(text: str) -> str:
    """XML with one element a line; an element that only holds text stays on its line. Works on broken XML too."""
    tokens = [token for token in _TOKEN.findall(text) if token.strip()]
    return "\n".join(_lines(tokens))


def _lines(tokens: list[str]) -> Iterator[str]:
    depth, place = 0, 0
    while place < len(tokens):
        token = tokens[place].strip()
        if token.startswith("</"):
            depth = max(depth - 1, 0)
            yield "  " * depth + token
        elif not _opens(token):
            yield "  " * depth + token
        elif _leaf(tokens, place):
            taken = 3 if not tokens[place + 1].startswith("</") else 2
            yield "  " * depth + "".join(part.strip() for part in tokens[place : place + taken])
            place += taken - 1
        else:
            yield "  " * depth + token
            depth += 1
        place += 1


def _opens(token: str) -> bool:
    return token.startswith("<") and not token.startswith(("</", "<?", "<!")) and not token.endswith("/>")


def _leaf(tokens: list[str], place: int) -> bool:
    """`<a>text</a>` or `<a></a>`: opening, perhaps one text, closing."""
    name = re.match(r"<([^\s>/]+)", tokens[place].strip())
    ends = tokens[place + 1 : place + 3]
    if not name or not ends:
        return False
    closing = f"</{name.group(1)}"
    if ends[0].startswith(closing):
        return True
    texts = not ends[0].startswith("<") or ends[0].startswith("<![CDATA[")
    return texts and len(ends) > 1 and ends[1].startswith(closing)


def as_curl(exchange: Exchange) -> str:
    """The call as a command line; secrets are redacted, so they must be filled in again."""
    parts = ["curl", "-X", exchange.method, _quoted(exchange.url)]
    for name, value in exchange.request_headers:
        if name.casefold() not in ("content-length", "host", "accept-encoding", "connection"):
            parts += ["-H", _quoted(f"{name}: {value}")]
    body = exchange.request_body
    if body:
        parts += ["--data-binary", _quoted(body[:4000].decode("utf-8", errors="replace"))]
    return " ".join(parts)


def _quoted(text: str) -> str:
    escaped = text.replace("'", "'\\''")
    return f"'{escaped}'"
