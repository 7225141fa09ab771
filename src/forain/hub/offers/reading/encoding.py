"""How a text is encoded: told by its mark, proven to be UTF-8, or recognised by its letters; never half and half."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from charset_normalizer import from_bytes

from forain.hub.offers.trouble import BadFile

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_PIECE = 1 << 20
_SAMPLE = 64 * 1024
#: What programs in our marketplaces' countries write when it is not UTF-8.
_CANDIDATES = ["cp1252", "cp1250", "iso8859_15", "iso8859_2", "mac_roman", "cp850", "cp852"]
_WESTERN = set(
    "àâäáãåæçèéêëìíîïñòóôöõøœùúûüýÿßÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØŒÙÚÛÜÝŸ€£«»“”‘’…–—·•°º²³½¼¾×®™©§¿¡\u00a0\u00b4\u00aa"
)
#: A letter with an accent in UTF-8.
_IN_UTF8 = re.compile(rb"[\xc3\xc4\xc5][\x80-\xbf]|\xe2\x80[\x80-\xbf]")


def encoding_of(file: BinaryIO, named: str = "") -> str:
    """The encoding of a file that can be sought, left at its beginning. Raises BadFile."""
    if named:
        return _known(named)
    head = file.read(4)
    file.seek(0)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    broken = _first_that_is_not_utf8(file)
    if broken is None:
        return "utf-8"
    return _recognised(file, broken)


def _known(named: str) -> str:
    try:
        return codecs.lookup(named).name
    except LookupError:
        raise BadFile("file_encoding_unknown") from None


def _first_that_is_not_utf8(file: BinaryIO) -> int | None:
    """The place of the first byte that no UTF-8 text has; None: it is UTF-8 to its end."""
    decode = codecs.getincrementaldecoder("utf-8")().decode
    done = 0
    while True:
        piece = file.read(_PIECE)
        try:
            decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            return max(0, done + error.start - (len(error.object) - len(piece)))
        if not piece:
            file.seek(0)
            return None
        done += len(piece)


def _recognised(file: BinaryIO, broken: int) -> str:
    """By the letters around the first byte that is not UTF-8; letters in UTF-8 beside it make it a mixture."""
    file.seek(0)
    before = file.read(min(broken, 8 * _PIECE))
    file.seek(max(0, broken - _SAMPLE // 2))
    sample = file.read(_SAMPLE)
    line = _line(file, broken)
    file.seek(0)
    if _IN_UTF8.search(before):
        raise BadFile("file_mixed_encoding", line=line, encoding="UTF-8")
    if b"\0" in sample:
        raise BadFile("file_unreadable")
    if _is_western(sample):
        return "cp1252"
    best = from_bytes(sample, cp_isolation=_CANDIDATES).best()
    if best is None:
        raise BadFile("file_encoding_unknown")
    return best.encoding


def _is_western(sample: bytes) -> bool:
    """Whether Windows' western letters give nothing but what French, Spanish, Italian, German and Portuguese write."""
    try:
        strange = {sign for sign in sample.decode("cp1252") if ord(sign) > 127}
    except UnicodeDecodeError:
        return False
    return strange <= _WESTERN


def _line(file: BinaryIO, place: int) -> int:
    file.seek(0)
    count = 1
    while place > 0 and (piece := file.read(min(_PIECE, place))):
        count += piece.count(b"\n")
        place -= len(piece)
    return count
