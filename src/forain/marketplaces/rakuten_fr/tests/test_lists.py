"""getcurrentsales: what it lists, its filters, and its pages."""

from __future__ import annotations

import pytest

from forain.marketplaces.rakuten_fr import decisions
from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr.client import RakutenFrClient
from forain.marketplaces.rakuten_fr.tests.support import OTHER_SELLER, Play
from forain.wire.xml import decode


def _page(play: Play, **parameters: str | None) -> m.CurrentSales:
    return decode(m.CurrentSales, play.call("getcurrentsales", **parameters)).value


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decisions, "PAGE_SIZE", 2)


# -- what is listed -----------------------------------------------------------------------------------------


def test_only_answered_and_unfinished_items_are_listed_and_closed_ones_from_a_day_on(
    play: Play, client: RakutenFrClient
) -> None:
    waiting, refused = play.item(), play.item()
    accepted, held, closed, cancelled = (play.item(shipped=True) for _ in range(4))
    client.refusesale(refused)
    play.tell("claim", item=held)
    play.tell("receipt", item=closed)
    play.tell("cancel", item=cancelled, by="marketplace")
    assert {one.item_id for one in play.listed()} == {accepted, held, cancelled}
    day = play.sandbox.world.now().date()
    assert {one.item_id for one in play.listed(purchase_date=day)} == {accepted, held, cancelled, closed}
    assert waiting not in {one.item_id for one in play.listed()}


def test_a_cancelled_item_stays_for_thirty_days(play: Play) -> None:
    item = play.item(accepted=True)
    play.tell("cancel", item=item, by="marketplace")
    play.pass_time(days=29)
    assert play.listed()
    play.pass_time(days=2)
    assert not play.listed()


def test_shipped_items_can_be_left_out(play: Play) -> None:
    play.item(shipped=True)
    open_item = play.item(accepted=True)
    assert [one.item_id for one in play.listed(not_shipped_only=True)] == [open_item]


@pytest.mark.parametrize(
    ("version", "words", "shipped"),
    [("2014-02-11", {"ACCEPTED", "PENDING_CLAIM"}, None), ("2021-10-29", {"COMMITTED", "ON_HOLD"}, True)],
)
def test_each_version_uses_its_own_words(
    play: Play, version: str, words: set[str], shipped: bool | None
) -> None:
    play.item(shipped=True)
    play.tell("claim", item=play.item(shipped=True))
    found = [one for sale in _page(play, version=version).sales for one in sale.items]
    assert {one.item_status for one in found} == words
    assert {one.shipped for one in found} == {shipped}


def test_the_older_words_have_none_for_a_closed_item(play: Play) -> None:
    play.tell("receipt", item=play.item(shipped=True))
    assert not _page(play, version="2014-02-11", purchasedate="2031-05-01").sales
    assert _page(play, purchasedate="2031-05-01").sales


# -- the day ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "day",
    ["2031-05-06", "2031-05-06 10:00:00", "06/05/2031", "06/05/31-10:00:00", "2031-5-6", "06/05/2031-10:00"],
)
def test_a_day_is_read_in_any_form_clients_send_and_echoed_in_one(play: Play, day: str) -> None:
    assert _page(play, purchasedate=day).purchase_date == "06/05/2031"


@pytest.mark.parametrize("day", ["yesterday", "2031-13-40", "20310506", "31/02/2031"])
def test_an_unreadable_day_is_ignored_and_not_echoed(play: Play, day: str) -> None:
    play.item(accepted=True)
    page = _page(play, purchasedate=day)
    assert page.purchase_date is None
    assert page.sales


def test_sales_before_the_day_are_left_out_and_the_day_begins_at_midnight_in_paris(play: Play) -> None:
    play.item(accepted=True)  # 6 May 2031, 11:00 in Paris
    assert _page(play, purchasedate="2031-05-06").sales
    assert not _page(play, purchasedate="2031-05-07").sales


# -- pages --------------------------------------------------------------------------------------------------


def test_pages_follow_each_other_newest_first_without_gap_or_double(
    play: Play, client: RakutenFrClient, small_pages: None
) -> None:
    items = []
    for _ in range(5):
        items.append(play.item(accepted=True))
        play.pass_time(minutes=3)
    assert [one.item_id for one in play.listed()] == items[::-1]
    first = _page(play)
    assert len(first.sales) == 2
    assert first.next_token.isdigit()
    assert first.token == ""


def test_a_new_sale_between_two_pages_shifts_nothing(play: Play, small_pages: None) -> None:
    for _ in range(3):
        play.item(accepted=True)
        play.pass_time(minutes=3)
    first = _page(play)
    play.item(accepted=True)
    second = _page(play, nexttoken=first.next_token)
    seen = [one.purchase_id for one in (*first.sales, *second.sales)]
    assert len(seen) == len(set(seen)) == 3
    assert second.next_token == ""
    assert second.token == first.next_token


def test_the_last_page_has_an_empty_token_element(play: Play) -> None:
    assert b"<nexttoken></nexttoken><sellerid>" in play.call("getcurrentsales")


@pytest.mark.parametrize(
    "other", [{"purchasedate": "2031-05-01"}, {"ispendingpreorder": "y"}, {"notshippeditemsonly": "true"}]
)
def test_a_token_goes_on_with_the_same_filter_only(
    play: Play, small_pages: None, other: dict[str, str]
) -> None:
    for _ in range(3):
        play.item(accepted=True)
    token = _page(play).next_token
    assert _page(play, nexttoken=token).sales
    detail = play.refusal("getcurrentsales", nexttoken=token, **other)[3]
    assert detail == "The parameter 'nexttoken' is invalid."


def test_a_token_is_worth_nothing_after_an_hour_and_for_nobody_else(play: Play, small_pages: None) -> None:
    for _ in range(3):
        play.item(accepted=True)
    token = _page(play).next_token
    other = play.stage.ground.shop.accounts[OTHER_SELLER]
    found = play.refusal("getcurrentsales", nexttoken=token, login=other.login, pwd=other.token)
    assert found[3] == "The parameter 'nexttoken' is invalid."
    play.pass_time(minutes=61)
    assert play.refusal("getcurrentsales", nexttoken=token)[1] == "ParameterError"


def test_an_invented_token_is_invalid(play: Play) -> None:
    assert play.refusal("getcurrentsales", nexttoken="41200000077")[1] == "ParameterError"
