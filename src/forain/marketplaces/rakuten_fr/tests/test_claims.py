"""Claims and requests of buyers over time: who writes, who is reminded, what happens when nobody answers."""

from __future__ import annotations

import pytest

from forain.marketplaces.rakuten_fr import decisions
from forain.marketplaces.rakuten_fr.client import RakutenFrClient
from forain.marketplaces.rakuten_fr.messages import ItemMail
from forain.marketplaces.rakuten_fr.tests.support import Play


def mails(client: RakutenFrClient, item: str) -> list[str]:
    """Subjects of customer service's mails, oldest first."""
    found = client.getiteminfos(item).item.conversation
    return [one.subject for one in found[::-1] if isinstance(one, ItemMail)]


def test_customer_service_writes_when_a_claim_opens_changes_hands_and_ends(
    play: Play, client: RakutenFrClient
) -> None:
    item = play.item(shipped=True)
    play.tell("claim", item=item)
    assert mails(client, item) == ["Réclamation"]
    play.pass_time(days=6)
    assert play.status(item) == "ON_HOLD"
    assert mails(client, item) == ["Réclamation", "Réclamation"]
    play.tell("claim_end", item=item, winner="seller")
    assert mails(client, item) == ["Réclamation", "Réclamation", "Réclamation close"]


def test_a_mail_about_a_claim_is_answered_by_its_number(play: Play, client: RakutenFrClient) -> None:
    item = play.item(shipped=True)
    play.tell("claim", item=item)
    mail = client.getiteminfos(item).item.conversation[0]
    assert isinstance(mail, ItemMail)
    assert client.contactusaboutitem(item, "Nous remboursons l'acheteur.", mail.mail_id).status == "SENT"


def test_a_missing_parcel_that_was_never_sent_is_cancelled_after_48_hours_of_silence(
    play: Play, client: RakutenFrClient
) -> None:
    silent, answered, sent = play.item(accepted=True), play.item(accepted=True), play.item(shipped=True)
    for item in (silent, answered, sent):
        play.tell("claim", item=item, type="NOT_RECEIVED")
    client.contactusaboutitem(answered, "Le colis part aujourd'hui.")
    play.pass_time(hours=47.9)
    assert play.status(silent) == "ON_HOLD"
    play.pass_time(hours=0.2)
    assert [play.status(one) for one in (silent, answered, sent)] == ["CANCELLED", "ON_HOLD", "ON_HOLD"]


def test_a_buyer_who_asks_to_cancel_waits_three_days_for_an_answer(
    play: Play, client: RakutenFrClient
) -> None:
    silent, answered, sent = (play.item(accepted=True) for _ in range(3))
    play.pass_time(hours=2)
    for item in (silent, answered, sent):
        play.tell("cancel_request", item=item)
    assert "UNREAD_MESSAGE_FROM_BUYER" in client.getitemtodolist().items[0].causes
    client.contactuseraboutitem(answered, "Désolé, le colis est parti.")
    client.settrackingpackageinfos(sent, "GLS", "1")
    play.pass_time(days=3.1)
    assert [play.status(one) for one in (silent, answered, sent)] == ["CANCELLED", "COMMITTED", "COMMITTED"]


@pytest.mark.parametrize(("tracked", "days"), [(True, 14), (False, 30)])
def test_a_received_item_is_claimed_for_14_days_or_30_without_a_number(
    play: Play, tracked: bool, days: int
) -> None:
    assert (decisions.CLAIM_AFTER_RECEIPT.days, decisions.CLAIM_WITHOUT_TRACKING.days) == (14, 30)
    item, late = (play.item(accepted=True, shipped=tracked) for _ in range(2))
    for one in (item, late):
        play.tell("receipt", item=one)
    play.pass_time(days=days - 0.1)
    play.tell("claim", item=item, type="RETRACTATION")
    assert play.status(item) == "ON_HOLD"
    play.pass_time(days=0.2)
    with pytest.raises(ValueError, match="days ago"):
        play.tell("claim", item=late)


def test_a_claim_lost_by_the_buyer_leaves_a_received_item_closed(play: Play) -> None:
    item = play.item(shipped=True)
    play.tell("receipt", item=item)
    play.tell("claim", item=item)
    play.tell("claim_end", item=item, winner="seller")
    assert play.status(item) == "CLOSED"
    play.pass_time(days=4)
    assert play.effects(item).count("paid") == 1


def test_a_paid_item_is_no_longer_cancelled_by_its_seller(play: Play) -> None:
    item = play.item(shipped=True)
    play.tell("receipt", item=item)
    play.pass_time(days=4)
    play.tell("claim", item=item)
    assert play.refusal("cancelitem", itemid=item, comment="x")[3] == "This item cannot be cancelled"


@pytest.mark.parametrize(
    ("control", "fields"),
    [("cancel_request", {}), ("refund", {}), ("adjustment", {"amount": "1.00"})],
)
def test_what_the_state_does_not_allow_is_said(play: Play, control: str, fields: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="only"):
        play.tell(control, item=play.item(), **fields)


def test_no_more_is_given_back_than_was_paid(play: Play) -> None:
    item = play.item(shipped=True)
    play.tell("receipt", item=item)
    with pytest.raises(ValueError, match="At most"):
        play.tell("adjustment", item=item, amount="1000")
