"""Routes of conversations, claims and kept texts."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.utils.translation import get_language
from ninja import Query, Router, Status

from forain.hub.inbox import replies, talk_shapes, threads, writing
from forain.hub.inbox.contact import contacts, may_write
from forain.hub.inbox.conversations import on_their_way
from forain.hub.inbox.models import Thread
from forain.hub.inbox.texts import checked
from forain.hub.kit.routes import Cursor, Level, Limit, needs
from forain.hub.orders.models import Line
from forain.hub.outbox import shapes as outbox
from forain.hub.workspaces.callers import Call

routes = Router(tags=["Conversations"])

#: Why a message may be refused before anything is sent.
REFUSALS = (
    "contact_closed", "text_refused", "text_to_confirm", "unknown_parent", "command_open", "not_offered",
    "observe_mode", "paused", "connection_stopped",
)  # fmt: skip


@routes.get("/threads", response=talk_shapes.Threads, operation_id="listThreads", summary="Conversations")
@needs(Level.LOOK, "bad_cursor")
def list_threads(
    request: Call,
    unread: Annotated[bool, Query(description="Only conversations with something unread")] = False,
    partner: Annotated[talk_shapes.Partner | None, Query(description="Only with this partner")] = None,
    connection: Annotated[UUID | None, Query(description="Only of this connection")] = None,
    order: Annotated[UUID | None, Query(description="Only about this order (our id)")] = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> talk_shapes.Threads:
    """Conversations with buyers and with the marketplaces' services, newest word first."""
    found = threads.page(
        request.auth.workspace,
        unread=unread,
        partner=partner or "",
        connection=connection,
        order=order,
        cursor=cursor,
        limit=limit,
    )
    return talk_shapes.Threads(
        items=[talk_shapes.thread(row) for row in found.threads], next=found.next or None
    )


@routes.post(
    "/threads", response=talk_shapes.Conversation, operation_id="beginThread", summary="Begin a conversation"
)
@needs(Level.ACT, "not_found")
def begin_thread(request: Call, body: talk_shapes.NewThread) -> talk_shapes.Conversation:
    """The conversation about a line with one partner, also when nobody has written yet. Sends nothing."""
    return _conversation(threads.begin(request.auth.workspace, body.line, body.partner.value))


@routes.get(
    "/threads/{uuid:thread_id}",
    response=talk_shapes.Conversation,
    operation_id="getThread",
    summary="One conversation",
)
def get_thread(request: Call, thread_id: UUID) -> talk_shapes.Conversation:
    """All messages, letters on their way, and whether one may still write. Reading it marks nothing as read."""
    return _conversation(threads.one(request.auth.workspace, thread_id))


@routes.post(
    "/threads/{uuid:thread_id}/read",
    response=talk_shapes.Conversation,
    operation_id="markThreadRead",
    summary="Mark as read",
)
@needs(Level.ACT)
def mark_read(request: Call, thread_id: UUID) -> talk_shapes.Conversation:
    """Somebody has read it. The marketplace is told nothing."""
    thread = threads.one(request.auth.workspace, thread_id)
    threads.mark_read(thread, actor=request.auth.actor)
    return _conversation(threads.one(request.auth.workspace, thread_id))


@routes.post(
    "/threads/{uuid:thread_id}/unread",
    response=talk_shapes.Conversation,
    operation_id="markThreadUnread",
    summary="Mark as unread",
)
@needs(Level.ACT)
def mark_unread(request: Call, thread_id: UUID) -> talk_shapes.Conversation:
    """The partner's last message is unread again."""
    thread = threads.one(request.auth.workspace, thread_id)
    threads.mark_unread(thread, actor=request.auth.actor)
    return _conversation(threads.one(request.auth.workspace, thread_id))


@routes.post(
    "/threads/{uuid:thread_id}/check",
    response=talk_shapes.Preview,
    operation_id="checkMessage",
    summary="Look at a message before it is sent",
)
@needs(Level.ACT)
def check_message(request: Call, thread_id: UUID, body: talk_shapes.Draft) -> talk_shapes.Preview:
    """The text with its blanks filled, what the marketplace would refuse or damage in it with the place, and whether
    one may write. Sends nothing."""
    thread = threads.one(request.auth.workspace, thread_id)
    found = checked(thread.line, thread.partner, _text(request, thread, body))
    return talk_shapes.preview(found, may_write(thread.line, thread.partner))


@routes.post(
    "/threads/{uuid:thread_id}/reply",
    response={202: outbox.Asked},
    operation_id="replyToThread",
    summary="Write to the buyer or to the marketplace",
)
@needs(Level.ACT, *REFUSALS)
def reply(request: Call, thread_id: UUID, body: talk_shapes.Letter) -> Status[outbox.Asked]:
    """Checks the window and the text, then sends the message as a command: follow it at GET /commands/{id}. After a
    lost answer it is looked up in the conversation before anything is sent again."""
    thread = threads.one(request.auth.workspace, thread_id)
    command = writing.write(
        thread,
        _text(request, thread, body),
        parent=body.parent,
        confirmed=body.confirm,
        actor=request.auth.actor,
    )
    return Status(202, outbox.Asked(commands=[outbox.command(command)]))


@routes.get(
    "/lines/{uuid:line_id}/contact",
    response=talk_shapes.Contacts,
    operation_id="getContact",
    summary="May I still write?",
)
def get_contact(request: Call, line_id: UUID) -> talk_shapes.Contacts:
    """For the buyer and for the marketplace: yes or no, until when, by which rule, how sure. Calls nobody."""
    rows = Line.objects.select_related("order__connection__workspace")
    line = rows.get(workspace=request.auth.workspace, pk=line_id)
    return talk_shapes.Contacts(items=[talk_shapes.contact(one) for one in contacts(line)])


@routes.get(
    "/claims", response=talk_shapes.Claims, operation_id="listClaims", summary="Claims", tags=["Claims"]
)
@needs(Level.LOOK, "bad_cursor")
def list_claims(
    request: Call,
    phase: Annotated[talk_shapes.ClaimFilter | None, Query(description="Only claims in this phase")] = None,
    connection: Annotated[UUID | None, Query(description="Only of this connection")] = None,
    order: Annotated[UUID | None, Query(description="Only about this order (our id)")] = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> talk_shapes.Claims:
    """Claims of buyers, newest first, with the end of their amicable phase and where it comes from."""
    found = threads.claims(
        request.auth.workspace,
        phase=phase or "",
        connection=connection,
        order=order,
        cursor=cursor,
        limit=limit,
    )
    items = [talk_shapes.claim(row, threads.of_line(row.line_id)) for row in found.claims]
    return talk_shapes.Claims(items=items, next=found.next or None)


@routes.get(
    "/claims/{uuid:claim_id}",
    response=talk_shapes.Claim,
    operation_id="getClaim",
    summary="One claim",
    tags=["Claims"],
)
def get_claim(request: Call, claim_id: UUID) -> talk_shapes.Claim:
    """The claim in the marketplace's words, its phase, its deadline and the conversations about its line."""
    row = threads.claim(request.auth.workspace, claim_id)
    return talk_shapes.claim(row, threads.of_line(row.line_id))


@routes.get(
    "/reply-templates",
    response=talk_shapes.ReplyTemplates,
    operation_id="listReplyTemplates",
    summary="Texts kept ready",
)
def list_templates(request: Call) -> talk_shapes.ReplyTemplates:
    """All texts of the workspace, by name and language."""
    rows = replies.of(request.auth.workspace)
    return talk_shapes.ReplyTemplates(items=[talk_shapes.reply_template(row) for row in rows])


@routes.post(
    "/reply-templates",
    response={201: talk_shapes.ReplyTemplate},
    operation_id="addReplyTemplate",
    summary="Keep a text",
)
@needs(Level.ACT, "unknown_blank", "template_exists")
def add_template(request: Call, body: talk_shapes.NewReplyTemplate) -> Status[talk_shapes.ReplyTemplate]:
    """Keeps a text with blanks for answers; its blanks are checked now, its rules when it is used."""
    row = replies.save(request.auth.workspace, **body.model_dump(), actor=request.auth.actor)
    return Status(201, talk_shapes.reply_template(row))


@routes.put(
    "/reply-templates/{uuid:template_id}",
    response=talk_shapes.ReplyTemplate,
    operation_id="changeReplyTemplate",
    summary="Change a text",
)
@needs(Level.ACT, "unknown_blank", "template_exists")
def change_template(
    request: Call, template_id: UUID, body: talk_shapes.NewReplyTemplate
) -> talk_shapes.ReplyTemplate:
    """Replaces the text, its name and its language."""
    row = replies.one(request.auth.workspace, template_id)
    saved = replies.save(request.auth.workspace, **body.model_dump(), template=row, actor=request.auth.actor)
    return talk_shapes.reply_template(saved)


@routes.delete(
    "/reply-templates/{uuid:template_id}",
    response={204: None},
    operation_id="deleteReplyTemplate",
    summary="Forget a text",
)
@needs(Level.ACT)
def delete_template(request: Call, template_id: UUID) -> Status[None]:
    """Letters that were written with it stay as they are."""
    replies.delete(replies.one(request.auth.workspace, template_id), actor=request.auth.actor)
    return Status(204, None)


def _conversation(thread: Thread) -> talk_shapes.Conversation:
    commands = on_their_way([thread])[str(thread.pk)]
    return talk_shapes.conversation(thread, commands, may_write(thread.line, thread.partner))


def _text(request: Call, thread: Thread, draft: talk_shapes.Draft) -> str:
    """The typed text, else the template's; blanks are filled in both."""
    if draft.template is not None and not draft.text:
        language = (get_language() or "fr")[:2]
        kept = replies.named(request.auth.workspace, draft.template, language)
        return replies.filled(kept.text, thread.line)
    return replies.filled(draft.text, thread.line)
