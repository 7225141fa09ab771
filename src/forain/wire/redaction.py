"""Takes secrets out of whatever may be kept or shown: by their value in any spelling, and by parameter name.

Rakuten carries its token in the query string and echoes it in `listing` links; Spartoo echoes the partner id in
`xml_maj_orders`. So a value is looked for in bodies too, and in the encodings it travels in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape

MARK = "[redacted]"

#: Parameters whose value is a secret whatever it is, even when the caller forgot to name it.
SECRET_PARAMETERS = frozenset({"pwd", "password", "token", "partenaire", "partner"})

_BY_NAME = re.compile(
    r"(?P<name>(?:^|[?&;\s\"'])(?:" + "|".join(sorted(SECRET_PARAMETERS)) + r")=)[^&#\s\"'<]+", re.IGNORECASE
)


def redact(text: str, secrets: Iterable[str]) -> str:
    """`text` without the secrets, and without the values of parameters that are secrets by name."""
    pattern = _pattern(frozenset(secrets))
    without = pattern.sub(MARK, text) if pattern else text
    return _BY_NAME.sub(lambda found: found["name"] + MARK, without)


def redact_bytes(data: bytes, secrets: Iterable[str]) -> bytes:
    """The same for bytes of any charset that holds ASCII as it is."""
    pattern = _bytes_pattern(frozenset(secrets))
    return pattern.sub(MARK.encode(), data) if pattern else data


def _spellings(secrets: frozenset[str]) -> list[str]:
    found: set[str] = set()
    for secret in secrets:
        if len(secret) < 4:
            continue  # replacing so short a value would eat ordinary text; such a token is refused elsewhere
        found |= {secret, quote(secret, safe=""), quote_plus(secret), escape(secret)}
    return sorted(found, key=len, reverse=True)


@lru_cache(maxsize=256)
def _pattern(secrets: frozenset[str]) -> re.Pattern[str] | None:
    spellings = _spellings(secrets)
    return re.compile("|".join(map(re.escape, spellings)), re.IGNORECASE) if spellings else None


@lru_cache(maxsize=256)
def _bytes_pattern(secrets: frozenset[str]) -> re.Pattern[bytes] | None:
    spellings = {form for one in _spellings(secrets) for form in _encoded(one)}
    ordered = sorted(spellings, key=len, reverse=True)
    return re.compile(b"|".join(map(re.escape, ordered)), re.IGNORECASE) if ordered else None


def _encoded(text: str) -> set[bytes]:
    return {text.encode("utf-8"), text.encode("latin-1", "xmlcharrefreplace")}
