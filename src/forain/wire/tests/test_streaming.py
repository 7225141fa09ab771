"""A long list is read record by record, in constant memory, with the places of a whole document."""

from __future__ import annotations

import dataclasses
import tracemalloc
from collections.abc import Iterator

import pytest

from forain.wire import errors
from forain.wire.tests.shapes import Problem, Report, Sales
from forain.wire.xml import element, elements, encode, encode_stream, message, stream

HEAD = Report(name="n", token="t")


def report(count: int) -> Iterator[bytes]:
    """A report with that many products."""
    return encode_stream(HEAD, (Problem(id=n, description=f"é{n}") for n in range(count)), field="products")


def test_records_come_before_the_document_has_ended() -> None:
    def endless() -> Iterator[bytes]:
        yield from report(5_000)
        raise ConnectionError

    with stream(Report, endless(), field="products") as records:
        assert next(iter(records)) == Problem(id=0, description="é0")
        with pytest.raises(ConnectionError):
            list(records)


def test_the_head_holds_everything_but_the_records() -> None:
    with stream(Report, report(3), field="products") as records:
        assert [record.id for record in records] == [0, 1, 2]
        assert records.head() == HEAD
        assert list(records) == []


def test_the_head_may_be_asked_for_without_reading_the_records() -> None:
    with stream(Report, report(3), field="products") as records:
        assert records.head() == HEAD


def test_a_stream_that_was_left_has_no_head() -> None:
    with stream(Report, report(30_000), field="products") as records:
        next(iter(records))
    with pytest.raises(errors.ClosedEarly):
        records.head()


def test_a_defect_is_named_with_the_number_of_its_record() -> None:
    data = b"".join(report(10_000)).replace(b"<id>9876</id>", b"<id>x</id>")
    read: list[int] = []
    with pytest.raises(errors.BadValue, match=r"root/response/product\[9877\]/id ") as caught:
        read.extend(record.id for record in stream(Report, [data], field="products"))
    assert caught.value.excerpt == "x"


def test_drift_is_counted_over_all_records_and_the_head() -> None:
    data = (
        b"".join(report(3)).replace(b"<id>", b"<new/><id>").replace(b"</file>", b"<size/></file><product2/>")
    )
    with stream(Report, [data], field="products") as records:
        assert len(list(records)) == 3
        assert records.drift == {"root/response/product/new": 3}
        records.head()
        assert records.drift == {
            "root/response/product/new": 3,
            "root/response/file/size": 1,
            "root/response/product2": 1,
        }


def test_only_the_declared_place_counts() -> None:
    """An element of the same name elsewhere, even inside a record, is no record."""

    @message
    class Nested:
        id: int = element("id")
        inner: tuple[Problem, ...] = elements("inner/product")

    @message("root")
    class Tree:
        products: tuple[Nested, ...] = elements("response/product")

    nested = b"<product><id>1</id><inner><product><id>2</id></product></inner></product>"
    data = b"<root><product/><response>" + nested * 3 + b"</response><other><product/></other></root>"
    with stream(Tree, [data], field="products") as records:
        assert list(records) == [Nested(id=1, inner=(Problem(id=2),))] * 3
        records.head()
        assert records.drift == {"root/product": 1, "root/other": 1}


def test_another_root_is_refused_before_any_record() -> None:
    with pytest.raises(errors.WrongRoot):
        next(iter(stream(Sales, report(1), field="items")))


@pytest.mark.parametrize("size", [1, 7, 4096, 10_000_000])
def test_the_size_of_the_pieces_makes_no_difference(size: int) -> None:
    data = b"".join(report(200))
    with stream(Report, (data[i : i + size] for i in range(0, len(data), size)), field="products") as records:
        assert [record.id for record in records] == list(range(200))
        assert records.head() == HEAD


def test_other_elements_between_the_records_are_kept_for_the_head() -> None:
    product = b"<product><id>1</id></product>"
    mixed = (
        product + b"<file><name>n</name></file>" + product * 2 + b"<nexttoken>t</nexttoken>\n"
    ) * 3 + product
    data = b"<root><response>" + mixed + b"</response><response>" + mixed + b"</response></root>"
    for size in (10, 100, 1_000_000):
        pieces = (data[i : i + size] for i in range(0, len(data), size))
        with stream(Report, pieces, field="products") as records:
            assert len(list(records)) == 20
            assert records.head() == HEAD
            assert records.drift.total == 10


def test_repeated_containers_are_one_list() -> None:
    product = b"<product><id>1</id></product>"
    data = b"<root><response>" + product + b"</response><response>" + product + b"</response></root>"
    assert len(list(stream(Report, [data], field="products"))) == 2


def test_memory_does_not_grow_with_the_number_of_records() -> None:
    """Python's own memory; what libxml2 takes is measured by the benchmark."""

    def peak(count: int) -> int:
        tracemalloc.start()
        try:
            assert sum(1 for _ in stream(Report, report(count), field="products")) == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(100)
    assert peak(20_000) < 1.5 * peak(2_000)


def test_what_is_kept_beside_the_records_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Undeclared elements stay for the head; a flood of them ends the reading."""
    monkeypatch.setattr("forain.wire._shelf.BESIDE_BYTES", 1_000_000)

    def flood() -> Iterator[bytes]:
        yield b"<root><response>"
        for _ in range(100):
            yield b"<junk>" + b"<junk/>" * 10_000 + b"</junk>"

    with pytest.raises(
        errors.TooLarge, match="What stands beside the records is larger than the 1000000 bytes"
    ):
        list(stream(Report, flood(), field="products"))


def test_other_elements_between_many_records_are_limited() -> None:
    def flood() -> Iterator[bytes]:
        yield b"<root><response>"
        for _ in range(200):
            yield b"<product><id>1</id></product><junk/>" * 1_000

    with pytest.raises(errors.TooLarge):
        list(stream(Report, flood(), field="products"))


def test_an_undeclared_prefix_is_forgiven_in_streams_too() -> None:
    product = b"<product x:y='1'><id>1</id></product>"
    data = b"<root xsi:schemaLocation='a b'><response>" + product + b"</response></root>"
    assert list(stream(Report, [data], field="products")) == [Problem(id=1)]


def test_the_written_stream_is_the_written_whole() -> None:
    products = tuple(Problem(id=n, description=f"é{n}") for n in range(5))
    assert b"".join(report(5)) == encode(dataclasses.replace(HEAD, products=products))
