"""What happens to items because time passes or because people act (rakuten.md section 11)."""

from __future__ import annotations

from datetime import datetime

import pytest

from forain.marketplaces.rakuten_fr.client import RakutenFrClient
from forain.marketplaces.rakuten_fr.sandbox.ground import payout_day
from forain.marketplaces.rakuten_fr.tests.support import Play
from forain.wire.values import PARIS


def test_an_unanswered_sale_is_reminded_after_48_hours_and_cancelled_after_72(play: Play) -> None:
    item = play.item()
    play.pass_time(hours=47.9)
    assert play.status(item) == "REQUESTED"
    play.pass_time(hours=0.2)
    assert play.status(item) == "REMINDED"
    play.pass_time(hours=24)
    assert play.status(item) == "CANCELLED"
    assert play.effects(item) == ["ordered", "reminded", "expired"]


def test_an_answer_in_time_stops_the_clock(play: Play, client: RakutenFrClient) -> None:
    item = play.item()
    play.pass_time(hours=50)
    client.acceptsale(item)
    play.pass_time(hours=50)
    assert play.status(item) == "COMMITTED"


def test_an_undisputed_sale_is_closed_and_paid_on_the_monday_or_thursday_after_23_days(play: Play) -> None:
    item = play.item(shipped=True)  # ordered on Tuesday 6 May: 23 days later is Thursday 29 May
    play.pass_time(days=22.9)
    assert play.status(item) == "COMMITTED"
    play.pass_time(days=7)
    assert play.status(item) == "CLOSED"
    assert play.effects(item)[-2:] == ["closed", "paid"]
    paid = play.sandbox.ledger.entries[-1]
    assert paid.at.astimezone(PARIS).weekday() in {0, 3}
    assert paid.by == "marketplace"


def test_a_received_item_is_closed_at_once_and_paid_on_the_next_payout_day(
    play: Play, client: RakutenFrClient
) -> None:
    item = play.item(shipped=True)
    play.tell("receipt", item=item, score="4")
    infos = client.getiteminfos(item).item
    assert (infos.item_status, infos.seller_score, infos.payment_status) == ("CLOSED", "4", "Forthcoming")
    play.pass_time(days=2)
    assert client.getiteminfos(item).item.payment_status == "Paid"
    play.pass_time(days=40)
    assert play.effects(item).count("paid") == 1


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2031-05-05T08:59+02:00", "2031-05-05T09:00+02:00"),
        ("2031-05-05T09:01+02:00", "2031-05-08T09:00+02:00"),
        ("2031-05-09T00:00+02:00", "2031-05-12T09:00+02:00"),
        ("2031-10-25T12:00+02:00", "2031-10-27T09:00+01:00"),  # the clocks go back in between
    ],
)
def test_payouts_are_on_monday_and_thursday_mornings(moment: str, day: str) -> None:
    assert payout_day(datetime.fromisoformat(moment)) == datetime.fromisoformat(day)


# -- claims -------------------------------------------------------------------------------------------------


def test_a_claim_holds_the_item_and_goes_to_customer_service_after_three_working_days(
    play: Play, client: RakutenFrClient
) -> None:
    item = play.item(shipped=True)
    play.pass_time(days=2)  # Thursday
    play.tell("claim", item=item, type="DAMAGED", comment="Ébréché")
    infos = client.getiteminfos(item).item
    assert (infos.item_status, infos.item_state) == ("ON_HOLD", "CLAIMED_AMICABLE")
    assert (infos.claims[0].amicable, infos.claims[0].state) == (True, "NEW")
    assert infos.logs[0].code == "AMICABLE_CLAIM_CREATION"
    play.pass_time(days=5)  # Tuesday after Easter: two working days, for Monday is a holiday
    assert client.getiteminfos(item).item.claims[0].amicable is True
    play.pass_time(days=1, hours=1)
    infos = client.getiteminfos(item).item
    assert (infos.item_state, infos.claims[0].amicable) == ("CLAIMED", False)


def test_a_claim_lost_by_the_seller_cancels_and_one_won_goes_on(play: Play) -> None:
    lost, won = play.item(shipped=True), play.item(shipped=True)
    for item, winner in ((lost, "buyer"), (won, "seller")):
        play.tell("claim", item=item)
        play.tell("claim_end", item=item, winner=winner)
    assert (play.status(lost), play.status(won)) == ("CANCELLED", "COMMITTED")
    play.pass_time(days=40)
    assert "paid" not in play.effects(lost)
    assert play.effects(won)[-1] == "paid"


def test_a_claim_stops_the_automatic_payment(play: Play) -> None:
    item = play.item(shipped=True)
    play.tell("claim", item=item)
    play.pass_time(days=40)
    assert play.status(item) == "ON_HOLD"
    play.tell("claim_end", item=item)
    play.pass_time(days=5)
    assert play.effects(item)[-1] == "paid"


def test_a_second_claim_has_its_own_three_days(play: Play) -> None:
    item = play.item(shipped=True)
    play.tell("claim", item=item)
    play.pass_time(days=1)
    play.tell("claim_end", item=item)
    play.tell("claim", item=item)
    play.pass_time(days=2, hours=1)  # Friday: the first claim's three days are over
    assert "claim_escalated" not in play.effects(item)
    play.pass_time(days=4)  # Tuesday, for Monday is Easter Monday
    assert play.effects(item)[-1] == "claim_escalated"


# -- cancelling ---------------------------------------------------------------------------------------------


def test_a_buyer_cancels_freely_in_the_first_hour_only(play: Play) -> None:
    early, late = play.item(), play.item()
    play.pass_time(minutes=59)
    play.tell("cancel", item=early)
    play.pass_time(minutes=2)
    with pytest.raises(ValueError, match="one hour"):
        play.tell("cancel", item=late)
    play.tell("cancel", item=late, by="marketplace")
    assert (play.status(early), play.status(late)) == ("CANCELLED", "CANCELLED")


def test_a_shipped_item_is_not_cancelled_by_its_buyer(play: Play) -> None:
    item = play.item(shipped=True)
    with pytest.raises(ValueError, match="before shipping"):
        play.tell("cancel", item=item)


@pytest.mark.parametrize("control", ["claim", "receipt", "claim_end", "cancel"])
def test_what_the_state_does_not_allow_is_said(play: Play, control: str) -> None:
    item = play.item()
    with play.client() as client:
        client.refusesale(item)
    with pytest.raises(ValueError, match=r"REFUSED|no open claim"):
        play.tell(control, item=item)


def test_an_unknown_item_is_a_lookup_error(play: Play) -> None:
    with pytest.raises(LookupError, match="no item"):
        play.tell("claim", item="1")
