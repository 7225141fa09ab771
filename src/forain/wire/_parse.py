"""From bytes to a tree: one careful parser, and a second opinion when it refuses.

lxml reads without entities, network or document types. What it refuses is looked at again: control bytes are
mended and read once more; a prefix nobody declared is forgiven (Rakuten's own sample of contactusaboutitem
has one), since names are matched without their namespace anyway; the rest is explained by expat, which
knows the elements open at that place.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final
from xml.parsers import expat

from lxml import etree

from forain.wire import _repair
from forain.wire._prolog import DOCTYPE, Prolog, read_prolog, wide_charset, without_default_namespace
from forain.wire.errors import ClosedEarly, Forbidden, Malformed, TooLarge

LIMIT: Final = 64 * 1024 * 1024
PARSER: Final[Mapping[str, Any]] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "remove_comments": True,
    "remove_pis": True,
    "remove_blank_text": True,  # between elements; as nodes they cost a tenth of the time
    "huge_tree": False,
}
_NATIVE = {"utf-8": "UTF-8", "iso8859-1": "ISO-8859-1"}
_FORGIVEN = {
    etree.ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE,
    etree.ErrorTypes.NS_ERR_XML_NAMESPACE,
    etree.ErrorTypes.NS_ERR_QNAME,
    etree.ErrorTypes.NS_ERR_EMPTY,
    etree.ErrorTypes.NS_ERR_COLON,
    etree.ErrorTypes.WAR_NS_URI,
    etree.ErrorTypes.WAR_NS_URI_RELATIVE,
    etree.ErrorTypes.DTD_XMLID_VALUE,
    etree.ErrorTypes.DTD_ID_REDEFINED,
}
_CUT_OFF = {
    expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS],
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN],
    expat.errors.codes[expat.errors.XML_ERROR_PARTIAL_CHAR],
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION],
}
_SHOWN = 20
_PATIENCE = 1000


def parse(data: bytes, limit: int, repairs: Counter[str]) -> etree._Element:
    """Give the root element; raises what `forain.wire.errors` lists, up to `TooLarge`, and nothing else."""
    data, prolog = looked_at(data, limit)
    data = _repair.without_leading(without_default_namespace(data, prolog), prolog, repairs)
    if prolog.charset not in _NATIVE:
        data, prolog = _repair.in_utf8(data, prolog.charset), _now_utf8(prolog)
    try:
        return _checked(etree.fromstring(data, _parser(prolog.charset)))
    except etree.LxmlError as refusal:
        return _second_reading(data, prolog, refusal, repairs)


def looked_at(data: bytes, limit: int) -> tuple[bytes, Prolog]:
    """Look at the beginning; give the bytes in a character set based on ASCII."""
    if len(data) > limit:
        raise TooLarge(limit)
    wide = wide_charset(data)
    if wide:
        data = _repair.in_utf8(data, wide)
    return data, read_prolog(data, "utf-8" if wide else None)


def _now_utf8(prolog: Prolog) -> Prolog:
    return dataclasses.replace(prolog, charset="utf-8")


def _parser(charset: str, *, recover: bool = False) -> etree.XMLParser:
    return etree.XMLParser(**PARSER, encoding=_NATIVE[charset], recover=recover)


def _checked(root: etree._Element | None) -> etree._Element:
    if root is None:
        raise Malformed("there is no root element")
    if root.getroottree().docinfo.internalDTD is not None:
        raise Forbidden(DOCTYPE)
    return root


def _second_reading(data: bytes, prolog: Prolog, refusal: Exception, repairs: Counter[str]) -> etree._Element:
    if _repair.is_damaged(data):
        data = _repair.mended(_repair.in_utf8(data, prolog.charset), repairs)
        prolog = _now_utf8(prolog)
    explain(data, prolog.charset)
    parser = _parser(prolog.charset, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.LxmlError:
        raise in_lxmls_words(refusal) from None
    refuse_errors(parser.error_log)
    return _checked(root)


def refuse_errors(log: Any) -> None:
    """Raise for the first error a recovering parser went over, unless all are of the kind that is forgiven."""
    for number, entry in enumerate(log.filter_from_errors()):
        if entry.type not in _FORGIVEN or number >= _PATIENCE:
            raise Malformed(entry.message, entry.line, entry.column)


def in_lxmls_words(refusal: Exception) -> Malformed:
    """Say what lxml said, with its place."""
    line, column = getattr(refusal, "position", (0, 0))
    reason = str(getattr(refusal, "msg", None) or refusal).partition(", line ")[0]
    return Malformed(reason, line, column)


def explain(data: bytes, charset: str) -> None:
    """Raise `Malformed` or `ClosedEarly` with line, column and open elements, unless expat accepts it all."""
    parser = expat.ParserCreate(_NATIVE[charset])
    open_elements: list[str] = []
    parser.StartElementHandler = lambda name, _: open_elements.append(name)
    parser.EndElementHandler = lambda _: open_elements.pop()
    try:
        parser.Parse(data, True)
    except expat.ExpatError as refusal:
        kind = ClosedEarly if refusal.code in _CUT_OFF else Malformed
        inside = "/".join(name.rpartition(":")[2] for name in open_elements[:_SHOWN])
        raise kind(expat.ErrorString(refusal.code), refusal.lineno, refusal.offset + 1, inside) from None
