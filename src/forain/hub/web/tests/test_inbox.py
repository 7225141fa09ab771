"""The inbox's buttons and the conversation's form, as a browser without scripts uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from forain.hub.inbox.models import Thread, Todo
    from forain.hub.web.tests.fixtures import Merchant


@pytest.fixture
def todo(merchant: Merchant) -> Todo:
    from forain.hub.inbox.models import Todo

    return Todo.objects.get(workspace=merchant.workspace, kind="ship")


@pytest.fixture
def thread(merchant: Merchant) -> Thread:
    from forain.hub.inbox.models import Thread

    return Thread.objects.get(workspace=merchant.workspace, partner="buyer")


def test_a_todo_is_put_off_given_and_done_by_buttons(marie: Client, todo: Todo) -> None:
    page = marie.get("/inbox/").content.decode()
    for what in ("resolve", "snooze", "assign"):
        assert f'href="/inbox/{todo.pk}/{what}"' in page
    marie.post(f"/inbox/{todo.pk}/assign", {"person": "marie"})
    assert f"todo-{todo.pk}" in marie.get("/inbox/?assignee=marie").content.decode()
    marie.post(f"/inbox/{todo.pk}/snooze", {"hours": "4"})
    assert f"todo-{todo.pk}" not in marie.get("/inbox/").content.decode()
    assert f"todo-{todo.pk}" in marie.get("/inbox/?snoozed=1").content.decode()
    marie.post(f"/inbox/{todo.pk}/wake")
    assert f"todo-{todo.pk}" in marie.get("/inbox/").content.decode()
    answer = marie.post(f"/inbox/{todo.pk}/resolve", {"note": "Parti"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/inbox/")
    todo.refresh_from_db()
    assert (todo.resolved_by, todo.note) == ("marie", "Parti")


def test_what_cannot_be_put_off_so_long_says_why_in_the_form(marie: Client, todo: Todo) -> None:
    page = marie.post(f"/inbox/{todo.pk}/snooze", {"hours": "168"}).content.decode()
    assert "L’échéance vient avant" in page
    todo.refresh_from_db()
    assert todo.snoozed_until is None


def test_a_text_with_markup_comes_back_with_its_reason_and_nothing_is_asked(
    marie: Client, thread: Thread
) -> None:
    from forain.hub.outbox.models import Command

    before = Command.objects.count()
    page = marie.post(f"/threads/{thread.pk}/reply", {"text": "Bonjour <b>vous</b>"}).content.decode()
    assert "Bonjour &lt;b&gt;vous&lt;/b&gt;</textarea>" in page
    assert "Retirez la balise" in page
    assert Command.objects.count() == before
    shown = marie.post(f"/threads/{thread.pk}/check", {"text": "à moi@shop.fr"}).content.decode()
    assert 'name="confirm" value="text_mail_address"' in shown


def test_a_reply_is_asked_for_once_and_shown_on_its_way(marie: Client, thread: Thread) -> None:
    from forain.hub.outbox.models import Command

    for _ in range(2):
        answer = marie.post(f"/threads/{thread.pk}/reply", {"text": "Nous revenons vers vous."})
        assert answer.status_code == 302
    [command] = Command.objects.filter(kind="message_buyer")
    page = marie.get(f"/threads/{thread.pk}/").content.decode()
    assert page.count("Nous revenons vers vous.") == 1
    assert command.created_by == "marie"


def test_texts_are_kept_changed_and_forgotten(marie: Client, thread: Thread) -> None:
    form = {"name": "parti", "language": "fr", "partner": "buyer", "text": "Bonjour {buyer} : {title}"}
    assert "Champs inconnus" in marie.post("/replies/new/", {**form, "text": "{nom}"}).content.decode()
    assert marie.post("/replies/new/", form).status_code == 302
    page = marie.get(f"/threads/{thread.pk}/").content.decode()
    assert "Bonjour {buyer}" not in page
    assert "parti (fr)" in page
    from forain.hub.inbox.models import ReplyTemplate

    row = ReplyTemplate.objects.get()
    marie.post(f"/replies/{row.pk}/delete")
    assert not ReplyTemplate.objects.exists()


def test_a_viewer_reads_and_is_offered_nothing(marie: Client, merchant: Merchant, thread: Thread) -> None:
    from forain.hub.workspaces.models import Membership, Role

    Membership.objects.filter(user=merchant.person).update(role=Role.VIEWER)
    page = marie.get(f"/threads/{thread.pk}/").content.decode()
    assert "Merci" in page or "colis" in page
    assert 'id="reply"' not in page
    assert marie.post(f"/threads/{thread.pk}/reply", {"text": "x"}).status_code == 403
    assert "/snooze" not in marie.get("/inbox/").content.decode()


def test_claims_that_were_not_asked_about_yet_are_not_denied(marie: Client, merchant: Merchant) -> None:
    from forain.hub.inbox.models import Claim, Todo

    Claim.objects.filter(line__workspace=merchant.workspace).delete()
    Todo.objects.filter(workspace=merchant.workspace, kind="claim").update(resolved_at=None)
    assert Todo.objects.filter(workspace=merchant.workspace, kind="claim").exists()
    assert "leur contenu est lu en quelques minutes" in marie.get("/claims/").content.decode()
    Todo.objects.filter(workspace=merchant.workspace, kind="claim").delete()
    assert "apparaissent ici avec leur échéance" in marie.get("/claims/").content.decode()
