"""Letters to buyers and to Rakuten's service: sent once, seen in the conversation, looked up after a lost answer."""

from __future__ import annotations

import pytest

from forain.hub.inbox import threads, writing
from forain.hub.inbox.contact import contacts, may_write
from forain.hub.inbox.models import Author, Message, Partner, Thread, Todo, TodoKind
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders.models import Line, Stand
from forain.hub.outbox.models import Command, Hold, State
from tests.conftest import Playground

WORDS = "Bonjour, votre colis est parti ce matin. Cordialement."


@pytest.fixture
def line(playground: Playground) -> Line:
    """A shipped line whose buyer wrote, and about which customer service wrote."""
    playground.first_visit()
    found = Line.objects.filter(connection=playground.rakuten, fulfilment=Stand.SHIPPED, dispute="none")
    line = found.order_by("-order__placed_at")[0]
    playground.sandbox.control("message", item=line.reference, text="Où est mon colis ?")
    playground.sandbox.control(
        "message", item=line.reference, text="Merci de répondre.", author="marketplace"
    )
    playground.sync()
    return Line.objects.get(pk=line.pk)


def _thread(line: Line, partner: str) -> Thread:
    return threads.begin(line.workspace, line.pk, partner)


def _wait_over(command: Command) -> None:
    Command.objects.filter(pk=command.pk).update(next_at=command.created_at)


def test_what_was_written_opens_two_threads_and_two_todos(playground: Playground, line: Line) -> None:
    """Each partner has a thread of its own; asking Rakuten for the item marked the messages as read there, not here."""
    by_partner = {one.partner: one for one in Thread.objects.filter(line=line)}
    assert set(by_partner) == {Partner.BUYER, Partner.MARKETPLACE}
    assert [one.unread for one in by_partner.values()] == [1, 1]
    kinds = set(Todo.objects.filter(line_id=line.pk, resolved_at=None).values_list("kind", flat=True))
    assert {TodoKind.BUYER_MESSAGE, TodoKind.MARKETPLACE_MESSAGE} <= kinds
    for _ in range(3):
        playground.sync()
    assert Message.objects.filter(line=line).count() == 2
    assert Todo.objects.filter(line_id=line.pk, kind=TodoKind.BUYER_MESSAGE).count() == 1


def test_an_answer_is_sent_once_then_seen_and_ends_the_todo(playground: Playground, line: Line) -> None:
    thread = _thread(line, Partner.BUYER)
    first = writing.write(thread, WORDS, actor="marie")
    second = writing.write(thread, f"  {WORDS}\r\n", actor="marie")
    assert first.pk == second.pk
    playground.drain()
    third = writing.write(thread, WORDS, actor="marie")
    assert third.pk == first.pk, "the same words again are a double click"
    first.refresh_from_db()
    assert (first.state, first.seen_at) == (State.CONFIRMED, None)
    playground.sync()
    first.refresh_from_db()
    assert first.seen_at is not None
    ours = Message.objects.get(thread=thread, author=Author.SELLER)
    assert (ours.command_id, ours.text) == (first.pk, WORDS)
    assert playground.effects("buyer_written_to") == [line.reference]
    kinds = Todo.objects.filter(line_id=line.pk, resolved_at=None).values_list("kind", flat=True)
    assert TodoKind.BUYER_MESSAGE not in kinds
    assert TodoKind.MARKETPLACE_MESSAGE in kinds, "the other thread still waits"
    assert not Hold.objects.exists()


def test_an_answer_to_rakuten_names_the_mail_it_answers(playground: Playground, line: Line) -> None:
    thread = _thread(line, Partner.MARKETPLACE)
    mail = Message.objects.get(thread=thread, author=Author.MARKETPLACE)
    command = writing.write(thread, WORDS, actor="marie")
    assert command.details["parent"] == mail.reference
    playground.drain()
    playground.sync()
    command.refresh_from_db()
    assert command.seen_at is not None
    [entry] = [one for one in playground.sandbox.ledger.entries if one.effect == "message_sent"]
    assert entry.details["parent"] == mail.reference
    with pytest.raises(NotAllowed) as no:
        writing.write(thread, "Autre", actor="marie", parent="123")
    assert no.value.code == "unknown_parent"


@pytest.mark.parametrize("partner", [Partner.BUYER, Partner.MARKETPLACE])
@pytest.mark.parametrize("text", [WORDS, "L’œuvre coûte 5 €…"])
def test_a_time_out_after_the_effect_is_looked_up_and_not_sent_again(
    playground: Playground, line: Line, partner: str, text: str
) -> None:
    """Unknown → read back → confirmed; one message, also when Rakuten damages signs its character set lacks."""
    playground.sandbox.control("behaviour", low_byte_damage=True)
    service, effect = (
        ("contactuseraboutitem", "buyer_written_to")
        if partner == Partner.BUYER
        else ("contactusaboutitem", "message_sent")
    )
    playground.sandbox.fault("drop_after", service=service, count=1)
    command = writing.write(_thread(line, partner), text, actor="marie")
    playground.drain()
    command.refresh_from_db()
    assert command.state == State.UNKNOWN
    _wait_over(command)
    playground.drain()
    command.refresh_from_db()
    assert (command.state, command.attempts) == (State.CONFIRMED, 1)
    playground.sync()
    command.refresh_from_db()
    assert command.seen_at is not None
    assert playground.effects(effect) == [line.reference]


def test_an_answer_lost_before_the_effect_is_sent_again_after_a_look(
    playground: Playground, line: Line
) -> None:
    playground.sandbox.fault("drop_before", service="contactuseraboutitem", count=1)
    command = writing.write(_thread(line, Partner.BUYER), WORDS, actor="marie")
    for _ in range(3):
        playground.drain()
        _wait_over(command)
    command.refresh_from_db()
    assert (command.state, command.attempts) == (State.CONFIRMED, 2)
    assert playground.effects("buyer_written_to") == [line.reference]


def test_a_parcel_may_be_told_while_a_letter_waits(playground: Playground) -> None:
    """A letter holds its conversation, not its line."""
    from forain.hub.orders import actions, queries

    playground.first_visit()
    row = Line.objects.filter(
        connection=playground.rakuten, fulfilment=Stand.TO_SHIP, dispute="none", marketplace_fulfilled=False
    )[0]
    letter = writing.write(_thread(row, Partner.BUYER), WORDS, actor="marie")
    order = queries.one(playground.workspace, row.order_id)
    actions.ship(
        order,
        [one for one in order.lines.all() if one.pk == row.pk],
        carrier="colissimo",
        tracking_number="6A12345678901",
        actor="marie",
    )
    with pytest.raises(NotAllowed) as no:
        writing.write(_thread(row, Partner.BUYER), "Un autre mot.", actor="marie")
    assert no.value.code == "command_open"
    playground.drain()
    letter.refresh_from_db()
    assert letter.state == State.CONFIRMED
    assert playground.effects("buyer_written_to") == playground.effects("shipped") == [row.reference]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bonjour <b>Zoé</b>", "text_refused"),
        ("a" * 1001, "text_refused"),
        ("", "text_refused"),
        ("Suivi : {tracking_url}", "text_refused"),
        ("Écrivez à zoe@exemple.fr", "text_to_confirm"),
    ],
)
def test_a_text_that_would_be_refused_is_never_sent(
    playground: Playground, line: Line, text: str, code: str
) -> None:
    with pytest.raises(NotAllowed) as no:
        writing.write(_thread(line, Partner.BUYER), text, actor="marie")
    assert no.value.code == code
    finding = no.value.facts["findings"][0]
    assert text[finding["start"] : finding["end"]].startswith(finding["excerpt"][:20])
    assert not Command.objects.exists()
    if code == "text_to_confirm":
        writing.write(_thread(line, Partner.BUYER), text, actor="marie", confirmed=["text_mail_address"])
        assert Command.objects.count() == 1


def test_spartoo_takes_no_messages_and_says_so(playground: Playground) -> None:
    playground.first_visit()
    row = Line.objects.filter(connection=playground.spartoo)[0]
    assert contacts(row) == []
    answer = may_write(row, Partner.BUYER)
    assert (answer.allowed, answer.code) == (False, "not_offered")


def test_our_answer_about_writing_is_rakutens_own(playground: Playground) -> None:
    """For every item of the sandbox, what we work out from dates and states alone is what getiteminfos would allow."""
    playground.first_visit()
    Line.objects.filter(connection=playground.rakuten).update(actions=None)
    ground = playground.sandbox.stages["rakuten_fr"].ground  # type: ignore[attr-defined]
    from forain.marketplaces.rakuten_fr.sandbox import rules

    wrong = []
    for row in Line.objects.filter(connection=playground.rakuten).select_related("order__connection"):
        item = ground.shop.items[row.reference]
        theirs = (rules.may_contact_user(ground, item), rules.may_contact_us(ground, item))
        ours = tuple(one.allowed for one in contacts(row))
        if ours != theirs:
            wrong.append((row.reference, row.fulfilment, ours, theirs))
    assert not wrong
    assert Line.objects.filter(connection=playground.rakuten).count() > 20
