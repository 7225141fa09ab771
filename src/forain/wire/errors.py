"""What can go wrong between bytes and messages; nothing else ever leaves the codec while reading.

WireError
├── NotXml              nothing there, an HTML page, or something that is no markup at all
├── Malformed           markup that breaks the rules of XML; line, column, open elements
│   └── ClosedEarly     good so far, but the end is missing: the connection was cut
├── Forbidden           a document type declaration: the door to entities, never needed here
├── TooLarge            more bytes than the caller allows
├── WrongRoot           another message than the one asked for (often an error document)
├── Missing             a required element is not there; exact path
└── BadValue            an element is there, its text is not of the promised kind; exact path

Paths count from 1 and only where a list is declared: ``newsales/sales/sale[3]/items/item[1]/itemid``.
Every error keeps its parts as attributes, survives pickling, and says itself in one sentence.
"""

from __future__ import annotations

__all__ = [
    "BadValue",
    "ClosedEarly",
    "Forbidden",
    "Malformed",
    "Missing",
    "NotXml",
    "TooLarge",
    "WireError",
    "WrongRoot",
]


class WireError(Exception):
    """The bytes could not be turned into the message asked for."""


class NotXml(WireError):
    """There is no XML document in these bytes."""

    def __init__(self, instead: str) -> None:
        """Keep what was found instead, such as ``an HTML page``."""
        super().__init__(instead)
        self.instead = instead

    def __str__(self) -> str:
        return f"An XML document was expected, {self.instead} was found."


class Malformed(WireError):
    """The document breaks the rules of XML; no part of it is believed."""

    def __init__(self, reason: str, line: int = 0, column: int = 0, inside: str = "") -> None:
        """Keep the parser's words, the place (from 1; 0 is unknown) and the path of the open elements."""
        super().__init__(reason, line, column, inside)
        self.reason, self.line, self.column, self.inside = reason, line, column, inside

    def __str__(self) -> str:
        place = f" at line {self.line}, column {self.column}" if self.line else ""
        inside = f", inside {self.inside}" if self.inside else ""
        return f"The document is not well-formed{place}{inside}: {self.reason}."


class ClosedEarly(Malformed):
    """The document ends before its root element does."""

    def __str__(self) -> str:
        inside = f", inside {self.inside}" if self.inside else ""
        return f"The document stops at line {self.line}, column {self.column}{inside}, before its end."


class Forbidden(WireError):
    """The document holds something that is refused on principle."""

    def __init__(self, what: str) -> None:
        """Keep what was found, such as ``a document type declaration``."""
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        return f"The document holds {self.what}, which is never accepted."


class TooLarge(WireError):
    """The document, or a part of it that must be kept in memory, has more bytes than allowed."""

    def __init__(self, limit: int, what: str = "The document") -> None:
        """Keep the limit in bytes and what is over it."""
        super().__init__(limit, what)
        self.limit, self.what = limit, what

    def __str__(self) -> str:
        return f"{self.what} is larger than the {self.limit} bytes allowed."


class WrongRoot(WireError):
    """The root element is not that of the message asked for."""

    def __init__(self, expected: str, found: str) -> None:
        """Keep both local names."""
        super().__init__(expected, found)
        self.expected, self.found = expected, found

    def __str__(self) -> str:
        return f"The root element {self.expected} was expected, {self.found} was found."


class Missing(WireError):
    """A required element is not in the document."""

    def __init__(self, path: str) -> None:
        """Keep the exact path."""
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"The required element {self.path} is missing."


class BadValue(WireError):
    """The text of an element is not of the declared kind."""

    def __init__(self, path: str, expected: str, excerpt: str) -> None:
        """Keep the exact path, the kind in words, and at most 40 characters of the text."""
        super().__init__(path, expected, excerpt)
        self.path, self.expected, self.excerpt = path, expected, excerpt

    def __str__(self) -> str:
        return f"The element {self.path} should hold {self.expected}, it holds {self.excerpt!r}."
