"""Clocks that run out are told at 50 % and 90 %, once each however many workers look; quiet connections are noticed."""

from __future__ import annotations

import asyncio
import socketserver
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation

from forain.hub.kit.clock import held_at

if TYPE_CHECKING:
    from forain.hub.connections.models import Connection
    from forain.hub.workspaces.models import User

pytestmark = pytest.mark.usefixtures("committed")
NOW = datetime(2026, 4, 30, 16, 40, tzinfo=UTC)


class Postman(socketserver.StreamRequestHandler):
    """A mail server as small as it can be: takes every mail and keeps it."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        lines: list[str] = []
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                while (body := self.rfile.readline()) != b".\r\n":
                    lines.append(body.decode().rstrip("\r\n"))
                self.server.mails.append("\n".join(lines))  # type: ignore[attr-defined]
            self.wfile.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")
            if verb == b"QUIT":
                return


@pytest.fixture
def post(settings_of_mail: Any) -> Iterator[list[str]]:
    """Mails that arrived at a real server on a socket."""
    from django.test import override_settings

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Postman) as server:
        server.mails = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with override_settings(
            **settings_of_mail, EMAIL_HOST="127.0.0.1", EMAIL_PORT=server.server_address[1]
        ):
            yield server.mails  # type: ignore[attr-defined]
        server.shutdown()


@pytest.fixture
def settings_of_mail() -> dict[str, Any]:
    return {
        "FORAIN_MAIL": True,
        "FORAIN_ADDRESS": "https://forain.example",
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_USE_TLS": False,
        "EMAIL_USE_SSL": False,
    }


@pytest.fixture
def marie(person: User) -> User:
    person.email, person.language = "marie@example.fr", "fr"
    person.save()
    return person


def _open(connection: Connection, count: int, hours: float = 100, at: datetime = NOW) -> None:
    from forain.hub.inbox.models import TodoKind
    from forain.hub.inbox.todos import Cause, open_todo
    from forain.hub.journal.unit import unit

    with held_at(at), unit(connection.workspace_id) as work:
        for number in range(count):
            cause = Cause(
                kind=TodoKind.SHIP,
                key=f"ship:{number}",
                subject=f"P{number}",
                due_at=NOW + timedelta(hours=hours),
                due_basis={"fr": "48 heures pour expédier.", "en": "48 hours to ship."},
                clock_from=NOW,
            )
            open_todo(work, connection, cause)


def _events() -> list[tuple[str, int]]:
    from forain.hub.journal.models import Event

    rows = Event.objects.filter(kind="todo.escalated").order_by("id")
    return [(str(one.data["about"]), int(one.data["step"])) for one in rows]


def _escalate(hours: float) -> int:
    from forain.hub.inbox.escalation import escalate_due

    with held_at(NOW + timedelta(hours=hours)):
        return escalate_due()


def _eight_workers() -> int:
    from django.db import connection as database

    from forain.hub.inbox.escalation import escalate_due

    def work(_: int) -> int:
        try:
            return escalate_due()
        finally:
            database.close()

    with ThreadPoolExecutor(8) as pool:
        return sum(pool.map(work, range(8)))


def test_each_step_is_told_once_by_event_and_mail(
    connection: Connection, marie: User, post: list[str]
) -> None:
    from forain.hub.inbox.mails import send_waiting
    from forain.hub.inbox.models import Mail, Severity, Todo

    _open(connection, 3)
    assert _escalate(49.9) == 0
    with held_at(NOW + timedelta(hours=51)):
        assert _eight_workers() == 3
        assert _eight_workers() == 0
        sent = [asyncio.run(_send_twice(send_waiting)) for _ in range(2)]
    assert sum(sent) == 1
    assert sorted(_events()) == [("P0", 50), ("P1", 50), ("P2", 50)]
    [mail] = post
    assert mail.count("48 heures pour exp") == 3 or "quoted-printable" in mail or "base64" in mail
    assert f"Message-ID: <{Mail.objects.get().pk}@forain>" in mail
    assert "To: marie@example.fr" in mail
    assert "3 tâches" in Mail.objects.get().subject
    assert "https://forain.example/inbox/" in Mail.objects.get().body
    assert _escalate(91) == 3
    assert _escalate(99) == 0
    assert len(_events()) == 6
    assert set(Todo.objects.values_list("severity", "escalated")) == {(Severity.URGENT, 90)}


async def _send_twice(send: Any) -> int:
    return sum(await asyncio.gather(send(), send(), send()))


def test_a_mail_server_that_is_down_is_tried_again(
    connection: Connection, marie: User, settings_of_mail: dict[str, Any]
) -> None:
    from django.test import override_settings

    from forain.hub.inbox.mails import send_waiting
    from forain.hub.inbox.models import Mail

    _open(connection, 1)
    with override_settings(**settings_of_mail, EMAIL_HOST="127.0.0.1", EMAIL_PORT=9):
        assert _escalate(60) == 1
        assert asyncio.run(send_waiting()) == 0
    mail = Mail.objects.get()
    assert (mail.sent_at, mail.attempts) == (None, 1)
    assert "refused" in mail.trouble.lower()


def test_without_a_mail_server_only_the_event_tells(connection: Connection, marie: User) -> None:
    from forain.hub.inbox.models import Mail

    _open(connection, 1)
    assert _escalate(60) == 1
    assert len(_events()) == 1
    assert not Mail.objects.exists()


def test_what_was_given_to_somebody_is_told_to_that_person_alone(
    connection: Connection, marie: User, settings_of_mail: dict[str, Any]
) -> None:
    from django.test import override_settings

    from forain.hub.inbox import actions
    from forain.hub.inbox.models import Mail, Todo
    from forain.hub.workspaces.models import Membership, Role, User

    paul = User.objects.create_user(
        "paul", password="une longue phrase", email="paul@example.fr", language="en"
    )
    Membership.objects.create(workspace=connection.workspace, user=paul, role=Role.OPERATOR)
    _open(connection, 2)
    actions.assign(Todo.objects.get(key="ship:1"), "paul", actor="marie")
    with override_settings(**settings_of_mail):
        _escalate(60)
    bodies = {mail.to: mail.body for mail in Mail.objects.all()}
    assert set(bodies) == {"marie@example.fr", "paul@example.fr"}
    assert "P1" not in bodies["marie@example.fr"]
    assert "P0" in bodies["paul@example.fr"]
    assert "48 hours to ship." in bodies["paul@example.fr"]
    assert "48 heures pour expédier." in bodies["marie@example.fr"]


def test_a_todo_that_sleeps_is_not_told_at_half_but_woken_at_nine_tenths(connection: Connection) -> None:
    from forain.hub.inbox import actions
    from forain.hub.inbox.models import Todo

    _open(connection, 1)
    with held_at(NOW):
        actions.snooze(Todo.objects.get(), NOW + timedelta(hours=95), actor="marie")
    assert _escalate(60) == 0
    assert _events() == []
    assert _escalate(91) == 1
    assert (_events(), Todo.objects.get().snoozed_until) == ([("P0", 90)], None)


def test_one_opened_late_is_told_at_nine_tenths_only(connection: Connection) -> None:
    """A newly connected account does not flood anybody with old clocks."""
    _open(connection, 1, at=NOW + timedelta(hours=60))
    assert _escalate(61) == 0
    assert _escalate(90.1) == 1
    assert _events() == [("P0", 90)]


def test_what_is_done_is_told_no_more(connection: Connection) -> None:
    from forain.hub.inbox import actions
    from forain.hub.inbox.models import Todo

    _open(connection, 1)
    actions.settle(Todo.objects.get(), actor="marie")
    assert _escalate(91) == 0


def _sales(connection: Connection, every: timedelta, count: int, last: datetime) -> None:
    from forain.hub.orders.models import Order

    Order.objects.bulk_create(
        Order(
            workspace=connection.workspace,
            connection=connection,
            reference=f"S{number}",
            placed_at=last - every * number,
            observed_at=last,
        )
        for number in range(count)
    )


def test_a_connection_quieter_than_its_own_habit_is_noticed(connection: Connection) -> None:
    """Longest pause 8 h: unusual from 12 h on; the reason says the numbers; a sale ends it."""
    from forain.hub.inbox.models import Todo
    from forain.hub.inbox.quiet import look_for_quiet
    from forain.hub.inbox.told import told
    from forain.hub.orders.models import Order

    _sales(connection, timedelta(hours=8), 40, NOW)
    with held_at(NOW + timedelta(hours=11)):
        assert look_for_quiet() == 0
    with held_at(NOW + timedelta(hours=13)):
        assert look_for_quiet() == 1
        assert look_for_quiet() == 1
    todo = Todo.objects.get(kind="quiet_connection")
    assert (todo.words["hours"], todo.words["longest"], todo.words["threshold"]) == ("13", "8", "12")
    with translation.override("en"):
        assert "13 hours" in told(todo)
    Order.objects.create(
        workspace=connection.workspace, connection=connection, reference="new",
        placed_at=NOW + timedelta(hours=13), observed_at=NOW,
    )  # fmt: skip
    with held_at(NOW + timedelta(hours=14)):
        assert look_for_quiet() == 0
    todo.refresh_from_db()
    assert todo.resolved_by == "observation"


@pytest.mark.parametrize("change", [{"health": "trouble"}, {"mode": "paused"}])
def test_trouble_and_pauses_are_not_quiet(connection: Connection, change: dict[str, str]) -> None:
    from forain.hub.connections.models import Connection as Account
    from forain.hub.inbox.quiet import look_for_quiet

    _sales(connection, timedelta(hours=2), 40, NOW)
    Account.objects.filter(pk=connection.pk).update(**change)
    with held_at(NOW + timedelta(hours=40)):
        assert look_for_quiet() == 0


def test_a_few_sales_tell_nothing_about_a_habit(connection: Connection) -> None:
    from forain.hub.inbox.quiet import look_for_quiet

    _sales(connection, timedelta(hours=2), 8, NOW)
    with held_at(NOW + timedelta(days=5)):
        assert look_for_quiet() == 0
