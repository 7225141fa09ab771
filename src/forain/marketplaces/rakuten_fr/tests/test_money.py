"""Payouts and the wallet: when, how much, from which lines, and page by page."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest

from forain.marketplaces.rakuten_fr import decisions
from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr.client import RakutenFrClient
from forain.marketplaces.rakuten_fr.tests.support import OTHER_SELLER, Play
from forain.sdk import errors as sdk
from forain.wire.values import PARIS
from forain.wire.xml import decode, encode

NO_FEE = {"licence_fee": "0"}


def paid(play: Play, **fields: str) -> str:
    """An item that was received and paid on the next payout day."""
    item = play.item(shipped=True, items=[{"sku": "LAMPE-007", **fields}])
    play.tell("receipt", item=item)
    play.pass_time(days=4)
    return item


def test_a_payout_stands_in_the_wallet_and_its_lines_add_up(play: Play, client: RakutenFrClient) -> None:
    first, second = (play.item(shipped=True) for _ in range(2))
    for one in (first, second):
        play.tell("receipt", item=one)
    play.pass_time(days=4)
    operation = client.getoperations().operations[0]
    assert (operation.type, operation.state, operation.cause) == ("Credit", "FINALIZED", "salestransfer")
    assert operation.date.astimezone(PARIS).weekday() in {0, 3}
    details = client.getcompensationdetails(operation.compensation_id)
    assert details.compensation_id.startswith("0")
    assert [one.item_id for one in details.payments] == [first, second]
    assert details.total == operation.signed
    assert details.date.replace(second=0) == operation.date.replace(second=0)


def test_the_bill_and_the_payout_tell_the_same_amounts(play: Play, client: RakutenFrClient) -> None:
    item = paid(play)
    sale = play.stage.ground.shop.items[item].sale_id
    billed = client.getbillinginformation(sale).items[0]
    line = client.getcompensationdetails(client.getoperations().operations[0].compensation_id).payments[0]
    for name in (
        "price",
        "shipping",
        "item_fee",
        "item_fee_vat",
        "shipping_fee",
        "shipping_fee_vat",
        "payment",
    ):
        assert getattr(billed, name) == getattr(line, name)
    assert (line.item_status, line.category, line.buyer_login) == ("CLOSED", "Luminaires", line.buyer_login)


def test_the_subscription_is_taken_once_a_month_and_may_make_a_debit(
    play: Play, client: RakutenFrClient
) -> None:
    paid(play, price="10.00")
    operation = client.getoperations().operations[0]
    details = client.getcompensationdetails(operation.compensation_id)
    fee = details.fees[0]
    assert (fee.period, fee.excluding_tax.amount, fee.vat.amount) == ("05/2031", Decimal(39), Decimal("7.8"))
    assert (operation.type, operation.signed) == ("Debit", details.total)
    assert operation.amount.amount > 0
    paid(play)
    newest = client.getoperations().operations[0]
    assert client.getcompensationdetails(newest.compensation_id).fees == ()


def test_a_credit_note_comes_with_the_next_payout(play: Play, client: RakutenFrClient) -> None:
    play.tell("licence_credit", amount="39.00")
    play.pass_time(days=4)
    operation = client.getoperations().operations[0]
    details = client.getcompensationdetails(operation.compensation_id)
    assert [one.including_tax.amount for one in details.assets] == [Decimal("46.8")]
    assert details.total == operation.signed == Decimal("46.8")


def test_what_is_cancelled_or_given_back_after_it_was_paid_is_taken_off(
    play: Play, client: RakutenFrClient
) -> None:
    play.tell("account", **NO_FEE)
    refunded, adjusted = paid(play), paid(play)
    play.tell("refund", item=refunded)
    play.tell("adjustment", item=adjusted, amount="4.90")
    play.pass_time(days=4)
    operation = client.getoperations().operations[0]
    details = client.getcompensationdetails(operation.compensation_id)
    assert [(one.item_id, one.item_status) for one in details.cancellations] == [(refunded, "CANCELLED")]
    assert [(one.item_id, one.adjustment.amount) for one in details.adjustments] == [
        (adjusted, Decimal("4.9"))
    ]
    assert details.total == operation.signed < 0
    assert b"<totalcancellationamount>" in play.call(
        "getcompensationdetails", compensationid=operation.compensation_id
    )


def test_a_claim_won_after_the_payment_takes_the_money_back(play: Play, client: RakutenFrClient) -> None:
    play.tell("account", **NO_FEE)
    item = paid(play)
    play.tell("claim", item=item, type="RETRACTATION")
    assert client.getiteminfos(item).item.payment_status == "Paid"
    play.tell("claim_end", item=item, winner="buyer")
    play.pass_time(days=4)
    assert sum(one.signed for one in client.iter_operations()) == 0


def test_the_commission_is_the_one_the_item_was_sold_under(play: Play, client: RakutenFrClient) -> None:
    play.tell("account", **NO_FEE)
    before = play.item(shipped=True, items=[{"sku": "x", "price": "20.00"}])
    play.tell("account", commission="0.20")
    after = play.item(shipped=True, items=[{"sku": "x", "price": "20.00"}])
    fees = [
        client.getbillinginformation(play.stage.ground.shop.items[one].sale_id).items[0].item_fee.amount
        for one in (before, after)
    ]
    assert fees == [2, 4]


# -- pages --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("payouts", [1, 2, 5])
def test_operations_come_newest_first_and_page_by_date(
    play: Play, client: RakutenFrClient, monkeypatch: pytest.MonkeyPatch, payouts: int
) -> None:
    monkeypatch.setattr(decisions, "OPERATIONS_PAGE", 2)
    for _ in range(payouts):
        paid(play)
    page = client.getoperations()
    assert (len(page.operations), page.has_more) == (min(payouts, 2), payouts > 2)
    found = list(client.iter_operations())
    assert len(found) == len({one.operation_id for one in found}) == payouts
    assert [one.date for one in found] == sorted((one.date for one in found), reverse=True)

    async def read() -> list[m.WalletOperation]:
        async with play.async_client() as other:
            return [one async for one in other.iter_operations()]

    assert asyncio.run(read()) == found


def test_pages_that_overlap_or_go_nowhere_end_and_nothing_is_told_twice(
    play: Play, client: RakutenFrClient
) -> None:
    from forain.marketplaces.rakuten_fr.tests.support import canned_client

    paid(play)
    operation = client.getoperations().operations[0]
    body = encode(m.WalletOperations(seller_id="1", operations=(operation,), has_more=True))
    with canned_client(body) as other:
        assert list(other.iter_operations()) == [operation]


@pytest.mark.parametrize("year", ["%Y", "%y"])
def test_the_date_is_echoed_as_it_was_sent_and_leaves_it_out_itself(play: Play, year: str) -> None:
    paid(play)
    newest = play.stage.ground.shop.wallet[-1].at.astimezone(PARIS)
    at, later = (one.strftime(f"%d/%m/{year}-%H:%M:%S") for one in (newest, newest + timedelta(seconds=1)))
    found = [
        decode(
            m.WalletOperations,
            play.call("getoperations", operationcause="salestransfer", lastoperationdate=one),
        )
        for one in (at, later)
    ]
    assert [len(one.value.operations) for one in found] == [0, 1]
    assert [one.value.last_operation_date for one in found] == [at, later]


# -- refusals -----------------------------------------------------------------------------------------------

PROBLEM = ("Sender", "ParameterError", "Problem with parameters")


@pytest.mark.parametrize(
    ("service", "given", "detail"),
    [
        ("getoperations", {}, "The parameter 'operationcause' is mandatory"),
        ("getoperations", {"operationcause": "gift"}, "The parameter 'operationcause' is invalid."),
        (
            "getoperations",
            {"operationcause": "salestransfer", "lastoperationdate": "INVALIDDATE"},
            "The parameter 'lastoperationdate' is invalid.",
        ),
        (
            "getoperations",
            {"operationcause": "salestransfer", "lastoperationdate": "31/02/2031-00:00:00"},
            "The parameter 'lastoperationdate' is invalid.",
        ),
        ("getcompensationdetails", {}, "The parameter 'compensationid' is mandatory"),
        ("getcompensationdetails", {"compensationid": "1337"}, "The parameter 'compensationid' is invalid."),
    ],
)
def test_a_wrong_call_is_refused(play: Play, service: str, given: dict[str, str], detail: str) -> None:
    assert play.refusal(service, **given) == (*PROBLEM, detail)


def test_the_zeros_of_a_number_belong_to_it(play: Play, client: RakutenFrClient) -> None:
    paid(play)
    number = client.getoperations().operations[0].compensation_id
    with pytest.raises(sdk.NotFound):
        client.getcompensationdetails(number.lstrip("0"))


def test_another_sellers_payout_is_none_and_individuals_have_no_details(play: Play) -> None:
    paid(play)
    number = play.stage.ground.shop.wallet[-1].payout
    other = play.stage.ground.shop.accounts[OTHER_SELLER]
    given = {"login": other.login, "pwd": other.token, "compensationid": number}
    assert play.refusal("getcompensationdetails", **given)[1] == "InvalidUserRights"
    other.professional = True
    assert play.refusal("getcompensationdetails", **given) == (
        *PROBLEM,
        "The parameter 'compensationid' is invalid.",
    )
