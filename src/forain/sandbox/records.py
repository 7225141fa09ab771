"""Lists inside documents: their records told twice or in another order, as real servers do under load."""

from __future__ import annotations

import random
from collections import Counter, deque
from typing import Any

from lxml import etree

#: Of the records of a list, so many are told twice.
TWICE = 0.3


def reordered(body: bytes, dice: random.Random) -> bytes:
    """The same document with the records of its list shuffled; a document without a list stays as it is."""

    def shuffle(records: list[Any]) -> list[Any]:
        dice.shuffle(records)
        return records

    return _changed(body, shuffle)


def duplicated(body: bytes, dice: random.Random) -> bytes:
    """The same document with some records of its list told twice, the copies anywhere in it."""

    def double(records: list[Any]) -> list[Any]:
        for record in [one for one in records if dice.random() < TWICE] or records[:1]:
            records.insert(dice.randint(0, len(records)), _copy(record))
        return records

    return _changed(body, double)


def _changed(body: bytes, change: Any) -> bytes:
    try:
        root = etree.fromstring(body, etree.XMLParser(strip_cdata=False, resolve_entities=False))
    except etree.XMLSyntaxError:
        return body
    found = _list_in(root)
    if found is None:
        return body
    parent, records = found
    place = parent.index(records[0])
    for record in records:
        parent.remove(record)
    for number, record in enumerate(change(records)):
        parent.insert(place + number, record)
    encoding = root.getroottree().docinfo.encoding or "UTF-8"
    written = etree.tostring(root, encoding=encoding, xml_declaration=True)
    return written if isinstance(written, bytes) else written.encode(encoding)


def _list_in(root: Any) -> tuple[Any, list[Any]] | None:
    """The outermost element that has several children of one name which have children themselves.

    One child is a list when its parent's name is its plural: the lines of the only order are no list of the document.
    """
    waiting = deque([root])
    while waiting:
        parent = waiting.popleft()
        names = Counter(child.tag for child in parent if isinstance(child.tag, str) and len(child))
        name, count = names.most_common(1)[0] if names else ("", 0)
        if count > 1 or (count and parent.tag == f"{name}s"):
            return parent, [child for child in parent if child.tag == name]
        waiting.extend(parent)
    return None


def _copy(record: Any) -> Any:
    return etree.fromstring(etree.tostring(record, with_tail=False), etree.XMLParser(strip_cdata=False))
