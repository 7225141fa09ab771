"""Where an answer's outcome is found: both places, the bare number, and nothing else (spartoo.md section 7)."""

from __future__ import annotations

import pytest

from forain.marketplaces.spartoo.client import SpartooClient
from forain.marketplaces.spartoo.errors import CODES
from forain.marketplaces.spartoo.tests.support import Canned
from forain.sdk import errors as sdk

ROW = "<errors><error><id>{0}</id><description>words</description></error></errors>"
BARE = "<errors> <![CDATA[ {0} ]]> </errors>"
ORDER = "<orders><order><orders_id>5C0D9E11A2B3F477</orders_id>{0}</order></orders>"
ECHO = "<orders><order><oID>5C0D9E11A2B3F477</oID>{0}</order></orders>"


def _client(document: str) -> SpartooClient:
    return SpartooClient("0A1B2C3D4E5F6071", transport=Canned(f"<root>{document}</root>".encode()))


@pytest.mark.parametrize("code", sorted(CODES))
@pytest.mark.parametrize("form", [ROW, BARE])
def test_every_known_code_raises_its_class(code: int, form: str) -> None:
    with pytest.raises(CODES[code].raises) as caught:
        _client("<orders/>" + form.format(code)).export_orders(oid="X")
    assert caught.value.code == str(code)


@pytest.mark.parametrize("code", [-4, -10, -99, -9001])
def test_an_unknown_negative_code_is_kept_and_fails(code: int) -> None:
    """Codes have gaps; a new one must not be taken for a known meaning, nor for success."""
    with pytest.raises(sdk.Rejected) as caught:
        _client("<orders/>" + ROW.format(code)).export_orders(oid="X")
    assert type(caught.value) is sdk.Rejected
    assert caught.value.code == str(code)


@pytest.mark.parametrize("code", [0, 2, 77])
def test_a_strange_positive_code_is_a_success_with_a_note(code: int) -> None:
    answered = _client("<orders/>" + ROW.format(code)).export_orders(oid="X")
    assert answered.notes == (f"code {code}: words",)


@pytest.mark.parametrize("code", [-1, -2, -3, -428, -429])
@pytest.mark.parametrize("root", ["", ROW.format(1)])
def test_a_calls_error_inside_an_order_fails_the_call(code: int, root: str) -> None:
    with pytest.raises(CODES[code].raises):
        _client(ORDER.format(ROW.format(code)) + root).export_orders(oid="X")


def test_another_error_inside_an_order_marks_that_order_only() -> None:
    answered = _client(ORDER.format(ROW.format(-6)) + ROW.format(1)).export_orders(oid="X")
    assert len(answered.message.orders) == 1
    assert [(mark.index, mark.error.id) for mark in answered.marked] == [(0, -6)]


def test_no_code_at_all_is_a_success_of_a_read() -> None:
    assert _client("<orders/>").export_orders(oid="X").message.orders == ()


@pytest.mark.parametrize("statut", ["-3", "3", "41", "nonsense"])
def test_the_root_status_never_decides(statut: str) -> None:
    document = f"<orders/>{ROW.format(1)}<statut><id>{statut}</id><description/></statut>"
    assert _client(document).export_orders(oid="X").message.orders == ()


@pytest.mark.parametrize(
    "document", ["<errors>1</errors>", ECHO.format(ROW.format(1)), ECHO.format(BARE.format(1))]
)
def test_a_change_is_confirmed_by_a_code_in_either_place(document: str) -> None:
    assert _client(document).maj_orders("X", 2).message.code in (1, None)


@pytest.mark.parametrize("document", ["", "<orders/>", ECHO.format(""), "<statut><id>2</id></statut>"])
def test_a_change_without_any_code_is_a_lost_answer(document: str) -> None:
    """Success is never inferred from silence, nor from data being there."""
    with pytest.raises(sdk.AnswerLost):
        _client(document).maj_orders("X", 2)


def test_a_refusal_inside_the_echo_is_not_hidden_by_a_good_root() -> None:
    with pytest.raises(sdk.WrongState):
        _client(ECHO.format(ROW.format(-7)) + ROW.format(1)).maj_orders("X", 2)


def test_a_code_that_is_no_number_is_a_broken_answer() -> None:
    with pytest.raises(sdk.BrokenAnswer) as caught:
        _client("<orders/>" + ROW.format("minus three")).export_orders(oid="X")
    assert caught.value.place == "root/errors/error[1]/id"
