"""What was written is read; the fast reader, the exact reader and the stream agree, on documents good and bad."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from forain.testing.messages import comes_back, instances, messages_in
from forain.wire import errors
from forain.wire._drift import Evidence
from forain.wire._reader import GIVE_UP, reader_of
from forain.wire._reference import read_record
from forain.wire.tests import shapes
from forain.wire.tests.shapes import Problem, Sales
from forain.wire.xml import decode, encode, stream


@pytest.mark.parametrize("cls", messages_in(shapes))
def test_every_message_comes_back_as_it_was_written(cls: type) -> None:
    comes_back(cls)


def test_threads_may_read_and_write_at_once() -> None:
    sales = Sales(seller="4", items=(), problems=tuple(Problem(id=n) for n in range(200)))
    with ThreadPoolExecutor(8) as pool:
        read = list(pool.map(lambda _: decode(Sales, encode(sales)).value, range(100)))
    assert read == [sales] * 100


def disturbed(root: etree._Element, data: st.DataObject) -> None:
    """Take away, double, move, rename, fill or empty elements at random."""
    for _ in range(data.draw(st.integers(0, 4))):
        every = list(root.iter("*"))
        one, other = data.draw(st.sampled_from(every)), data.draw(st.sampled_from(every))
        parent = one.getparent()
        match data.draw(st.integers(0, 5)):
            case 0 if parent is not None:
                parent.remove(one)
            case 1:
                other.append(etree.fromstring(etree.tostring(one)))
            case 2:
                one.text = data.draw(
                    st.sampled_from(["", " ", "1", "x", "Y", "tRUE", "03/02/2026-18:07", "2.50"])
                )
            case 3:
                one.tag = other.tag
            case 4 if parent is not None:
                parent.insert(0, one)
            case _:
                for child in list(one):
                    one.remove(child)


def outcome(read: Any) -> Any:
    """A value with its drift, or the error in words."""
    try:
        return read()
    except errors.WireError as error:
        return str(error)


@settings(max_examples=150, deadline=None)
@given(instances(Sales), st.data())
def test_the_fast_reader_agrees_with_the_exact_one(sales: Sales, data: st.DataObject) -> None:
    root = etree.fromstring(encode(sales, namespace=data.draw(st.sampled_from(["", "urn:x"]))))
    disturbed(root, data)

    def exactly() -> Any:
        evidence = Evidence()
        return read_record(Sales, root, "salesresult", evidence), evidence.counts

    def fast() -> Any:
        evidence = Evidence()
        try:
            return reader_of(Sales)(root, evidence), evidence.counts
        except GIVE_UP:
            return exactly()

    assert outcome(fast) == outcome(exactly)


@settings(max_examples=150, deadline=None)
@given(instances(Sales), st.data())
def test_a_stream_gives_what_decoding_gives(sales: Sales, data: st.DataObject) -> None:
    root = etree.fromstring(encode(sales))
    disturbed(root, data)
    root.tag = "{urn:x}salesresult"
    whole: bytes = etree.tostring(root, encoding="iso-8859-1")  # type: ignore[assignment]
    size = data.draw(st.integers(1, 200))

    def at_once() -> Any:
        decoded = decode(Sales, whole)
        return decoded.value, decoded.drift

    def streamed() -> Any:
        with stream(
            Sales, (whole[i : i + size] for i in range(0, len(whole), size)), field="items"
        ) as records:
            items = tuple(records)
            head = records.head()
        return dataclasses.replace(head, items=items), records.drift

    first, second = outcome(at_once), outcome(streamed)
    if isinstance(first, str) and isinstance(second, str):
        return  # both refuse; a stream meets the records' defects first
    assert first == second
