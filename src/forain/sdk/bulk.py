"""Calls whose body or answer is too large for memory: a file goes out piece by piece, an answer is put into a file.

A page is stored whole before its first record is given away: a lost answer can still be asked for again, no
connection is held open while somebody works through the records, and memory grows with neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Final

from forain.wire.http import Pairs, Reply, Send

PIECE: Final = 64 * 1024
#: An answer larger than this is refused; the beginning of it stands for it in the record.
STORED_LIMIT: Final = 2 * 1024**3


def pieces_of(path: Path) -> Iterator[bytes]:
    """A file's bytes, a little at a time."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


class SendFile(Send):
    """A request whose body is `before`, a file and `after`. The record names the file instead of holding it."""

    __slots__ = ("after", "before", "path")

    def __init__(
        self,
        method: str,
        base: str,
        *,
        service: str,
        path: Path,
        around: tuple[bytes, bytes],
        query: Pairs = (),
        headers: Pairs = (),
        secrets: frozenset[str] = frozenset(),
        timeout: float = 60.0,
    ) -> None:
        self.path = path
        self.before, self.after = around
        length = len(self.before) + path.stat().st_size + len(self.after)
        super().__init__(
            method,
            base,
            service=service,
            query=query,
            body=f"[{path.name}, {length} bytes with its frame]".encode(),
            headers=(*headers, ("content-length", str(length))),
            secrets=secrets,
            timeout=timeout,
        )

    def pieces(self) -> Iterator[bytes]:
        """The body from its beginning; a second try reads the file again."""
        yield self.before
        yield from pieces_of(self.path)
        yield self.after


class Fetch(Send):
    """A request whose answer is put into a file: the flow is given a `Stored`."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Stored(Reply):
    """An answer in a file that is gone once closed; `body` is its beginning only."""

    file: IO[bytes] = field(repr=False)

    def pieces(self) -> Iterator[bytes]:
        """The whole answer from its beginning."""
        self.file.seek(0)
        while piece := self.file.read(PIECE):
            yield piece


class Keeper:
    """Takes an answer in as it arrives: small ones stay in memory, and what is above `limit` is refused."""

    def __init__(self) -> None:
        self.file: IO[bytes] = SpooledTemporaryFile(max_size=PIECE)  # noqa: SIM115  `Stored` closes it
        self.size = 0

    def take(self, piece: bytes) -> bool:
        """False when the answer is too large."""
        self.size += len(piece)
        self.file.write(piece)
        return self.size <= STORED_LIMIT

    def head(self) -> bytes:
        """The beginning, for those who look at it only."""
        self.file.seek(0)
        return self.file.read(PIECE)
