"""One declaration per message: whatever is written is read back, and hostile bytes end in typed errors only."""

from __future__ import annotations

from contextlib import suppress

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from forain.marketplaces.spartoo import messages
from forain.marketplaces.spartoo.client import SpartooClient
from forain.marketplaces.spartoo.messages.envelope import MOMENT
from forain.marketplaces.spartoo.tests.support import Canned, sample
from forain.sdk.errors import SdkError
from forain.testing.messages import comes_back, messages_in
from forain.wire import values
from forain.wire.xml import decode


@pytest.mark.parametrize("cls", messages_in(messages), ids=lambda cls: cls.__name__)
def test_every_message_comes_back_as_it_was_written(cls: type) -> None:
    comes_back(cls, examples=25)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("2031-05-11 08:14:03", "2031-05-11 08:14:03"),
        ("2031-05-11:08:14:03", "2031-05-11 08:14:03"),
        ("2031-05-11T08:14:03", "2031-05-11 08:14:03"),
        ("2031-05-11", "2031-05-11 00:00:00"),
    ],
)
def test_dates_are_read_in_every_likely_form(text: str, same: str) -> None:
    """The format of the order dates is inferred, so a neighbouring one must not cost a whole answer."""
    assert MOMENT.read(text) == values.PARIS_BLANK.read(same)


def test_the_zero_date_is_no_date() -> None:
    assert MOMENT.read("0000-00-00 00:00:00") is None


@pytest.mark.parametrize(
    "text", ["yesterday", "2031-13-01 00:00:00", "2031-05-11x08:14:03", "[DATE]", "2031"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        MOMENT.read(text)


PARTNER = "0A1B2C3D4E5F6071"
_TAGS = (
    "root",
    "orders",
    "order",
    "orders_id",
    "products",
    "product",
    "products_qty",
    "errors",
    "error",
    "id",
    "statut",
)
_node = st.recursive(
    st.sampled_from(["", "1", "-3", "x", "\t", "<![CDATA[2]]>"]),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(_TAGS),
        st.lists(inner, max_size=3),
    ),
    max_leaves=12,
)


@given(_node.map(lambda inner: f"<root>{inner}</root>".encode()) | st.binary(max_size=200))
@settings(max_examples=150, deadline=None, database=None)
def test_random_answers_raise_nothing_but_our_errors(document: bytes) -> None:
    """Random documents of Spartoo's words, and noise, to a read and to a change."""
    with SpartooClient(PARTNER, transport=Canned(document)) as client:
        for call in (lambda: client.export_orders(oid="X"), lambda: client.maj_orders("X", 2)):
            with suppress(SdkError):
                call()


def test_the_invented_order_of_the_reference_reads_whole() -> None:
    """`samples/orders.xml`, written after the tree of xml_export_orders: nothing in it is undeclared."""
    decoded = decode(messages.ExportedOrders, sample("orders.xml"))
    assert not decoded.drift
    (order,) = decoded.value.orders
    assert order.delivery is not None
    assert order.delivery.relay_info is not None
    assert order.delivery.relay_info.id == "004417"
    assert (order.status_id, str(order.total)) == (11, "83.80")
    assert order.products[0].size_reference == "BOOT-77-41"
