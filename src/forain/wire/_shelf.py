"""A tree that is being built, from which the records are taken as soon as they are complete.

After each piece the new children of the elements on the path to the records are visited. An element is complete
when it has a successor; so the last one always stays, and libxml2, which may still be adding to it or to the text
behind it, is never disturbed. Asking the parser for an event for each record instead costs half as much time
again: it takes Python's lock for every element of the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from lxml import etree

from forain.wire._drift import local_name, plain_path
from forain.wire._parse import PARSER, in_lxmls_words, refuse_errors
from forain.wire.errors import ClosedEarly, Malformed, NotXml, TooLarge

BESIDE_BYTES: Final = 8 * 1024**2
"""How much may come between two records; all of it stays in memory."""
BESIDE_ELEMENTS: Final = 10_000
"""How many other elements may stand beside the records and above them."""


class Shelf:
    """Gives each record's element once, in document order; afterwards `root` holds all the rest."""

    def __init__(self, root: str, path: tuple[str, ...]) -> None:
        """The local name of the root element, and the path of the records below it."""
        self.root: Any = None
        self._path = path
        self._tag = path[-1]
        self._above: Any = None
        self._count = 0
        self._kept = [0] * len(path)
        self._open: list[Any] = [None] * len(path)
        self._parser: Any = etree.XMLPullParser(
            ("start",), tag=f"{{*}}{root}", encoding="UTF-8", recover=True, **PARSER
        )

    @property
    def place(self) -> str:
        """The exact path of the record at hand."""
        return f"{plain_path(self._above)}/{self._path[-1]}[{self._count}]"

    def elements(self, pieces: Iterable[bytes]) -> Iterator[Any]:
        """Each record's element, good until the next one is asked for."""
        beside = 0
        for piece in pieces:
            self._feed(piece)
            before = self._count
            if self.root is not None:
                yield from self._swept(self.root, 0, closed=False)
            beside = beside + len(piece) if self._count == before else 0
            self._refuse_flood(beside)
        self._close()
        yield from self._swept(self.root, 0, closed=True)

    def _feed(self, piece: bytes) -> None:
        try:
            self._parser.feed(piece)
        except etree.LxmlError as refusal:
            raise in_lxmls_words(refusal) from None
        refuse_errors(self._parser.feed_error_log)
        for _, element in self._parser.read_events():
            self.root = element if self.root is None else self.root

    def _close(self) -> None:
        try:
            self.root = self._parser.close()
            refuse_errors(self._parser.feed_error_log)
        except (etree.LxmlError, Malformed) as refusal:
            words = refusal if isinstance(refusal, Malformed) else in_lxmls_words(refusal)
            raise ClosedEarly(words.reason, words.line, words.column) from None
        if self.root is None:
            raise NotXml("nothing")

    def _refuse_flood(self, beside: int) -> None:
        if beside > BESIDE_BYTES or max(self._kept) > BESIDE_ELEMENTS:
            raise TooLarge(BESIDE_BYTES, "What stands beside the records")

    def _swept(self, parent: Any, depth: int, *, closed: bool) -> Iterator[Any]:
        """Visit what is new below `parent`, which is on the path; `closed`: it will get no more children."""
        if depth == len(self._path) - 1:
            yield from self._taken(parent, closed=closed)
            return
        child = self._open[depth] if self._open[depth] is not None else next(iter(parent), None)
        while child is not None:
            self._open[depth] = child
            following = child.getnext()
            complete = closed or following is not None
            if local_name(str(child.tag)) == self._path[depth]:
                yield from self._swept(child, depth + 1, closed=complete)
            if not complete:
                return
            self._kept[depth] += 1
            child = following
        self._leave(depth)

    def _taken(self, parent: Any, *, closed: bool) -> Iterator[Any]:
        """Give the complete records below `parent` and remove them, in one slice for those that stand together."""
        self._above = parent
        kept, together = self._kept[-1], 0
        child = self._open[-1] if self._open[-1] is not None else next(iter(parent), None)
        while child is not None:
            following = child.getnext()
            if following is None and not closed:
                break
            if child.tag == self._tag or self._is_record(child.tag):
                self._count += 1
                together += 1
                yield child
            else:
                del parent[kept : kept + together]
                kept, together = kept + 1, 0
            child = following
        del parent[kept : kept + together]
        self._open[-1], self._kept[-1] = child, kept
        if closed:
            self._leave(len(self._path) - 1)

    def _is_record(self, tag: str) -> bool:
        if local_name(tag) != self._path[-1]:
            return False
        self._tag = tag
        return True

    def _leave(self, depth: int) -> None:
        for level in range(depth, len(self._path)):
            self._open[level] = None
            self._kept[level] = 0
