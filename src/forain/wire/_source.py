"""A document that arrives in pieces: cut evenly, limited, in UTF-8, mended, from its first markup on."""

from __future__ import annotations

import codecs
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from forain.wire import _repair
from forain.wire._prolog import Prolog, read_prolog, wide_charset, without_default_namespace
from forain.wire.errors import Malformed, TooLarge

PIECE: Final = 64 * 1024
"""How much is parsed at a time; the prolog must fit into it."""


def opened_pieces(
    chunks: Iterable[bytes], limit: int, repairs: Counter[str]
) -> tuple[Prolog, Iterator[bytes]]:
    """The prolog, and the pieces to parse; both raise what `forain.wire.errors` lists."""
    pieces = _even(_limited(chunks, limit))
    start = next(pieces, b"")
    wide = wide_charset(start)
    if wide:
        pieces = _in_utf8(itertools.chain((start,), pieces), wide)
        start = next(pieces, b"")
    prolog = read_prolog(start, "utf-8" if wide else None)
    start = _repair.without_leading(without_default_namespace(start, prolog), prolog, repairs)
    pieces = itertools.chain((start,), pieces)
    if prolog.charset != "utf-8":
        pieces = _in_utf8(pieces, prolog.charset)
    return prolog, _mended(pieces, repairs)


def _limited(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total > limit:
            raise TooLarge(limit)
        yield chunk


def _even(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Join small chunks and cut large ones, so that neither the calls nor the memory get out of hand."""
    waiting = bytearray()
    for chunk in chunks:
        for at in range(0, len(chunk), PIECE):
            waiting += chunk[at : at + PIECE]
            if len(waiting) >= PIECE:
                yield bytes(waiting[:PIECE])
                del waiting[:PIECE]
    if waiting:
        yield bytes(waiting)


def _in_utf8(pieces: Iterable[bytes], charset: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(charset)("strict")
    try:
        for piece in pieces:
            yield decoder.decode(piece).encode()
        yield decoder.decode(b"", True).encode()
    except UnicodeError:
        raise Malformed(f"there are bytes that are not {charset}") from None


def _mended(pieces: Iterable[bytes], repairs: Counter[str]) -> Iterator[bytes]:
    for piece in pieces:
        yield _repair.mended(piece, repairs) if _repair.is_damaged(piece) else piece
