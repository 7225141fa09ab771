"""Pages of conversations and claims: read, answer with a look at the text before, keep texts ready."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from forain.hub.inbox import replies, threads, writing
from forain.hub.inbox.contact import contacts, may_write
from forain.hub.inbox.conversations import on_their_way
from forain.hub.inbox.forms import ReplyTemplateForm
from forain.hub.inbox.models import Author, Claim, Partner, ReplyTemplate, Thread, Todo, TodoKind
from forain.hub.inbox.texts import Checked, checked, shown
from forain.hub.kit.pages import live
from forain.hub.kit.paging import BadCursor
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders.models import Line
from forain.hub.workspaces.doors import PersonRequest, actor_of, member, operator


@member
def thread_list(request: PersonRequest) -> HttpResponse:
    unread, cursor = bool(request.GET.get("unread")), request.GET.get("cursor", "")
    try:
        page = threads.page(request.workspace, unread=unread, cursor=cursor)
    except BadCursor:
        page = threads.page(request.workspace, unread=unread)
    context = {"page": page, "unread": unread, "cursor": cursor}
    return live(request, "inbox/threads.html", "inbox/_threads.html", context)


@member
def thread_page(request: PersonRequest, thread_id: uuid.UUID) -> HttpResponse:
    return _page(request, _thread(request, thread_id))


def _page(
    request: PersonRequest, thread: Thread, text: str = "", found: Checked | None = None, no: str = ""
) -> HttpResponse:
    answer = may_write(thread.line, thread.partner)
    kept = [one for one in replies.of(request.workspace) if one.partner == thread.partner]
    context: dict[str, Any] = {
        "thread": thread,
        "order": thread.line.order,
        "waiting": on_their_way([thread])[str(thread.pk)],
        "answer": answer,
        "claims": Claim.objects.filter(line=thread.line).order_by("-opened_at"),
        "templates": [(one, replies.filled(one.text, thread.line)) for one in kept],
        "text": text,
        "longest": _longest(thread),
        "parent": _last_mail(thread),
        "refused": no,
        **_looked_at(found),
    }
    return live(request, "inbox/thread.html", "inbox/_thread.html", context)


def _longest(thread: Thread) -> int:
    from forain.hub.inbox.contact import KINDS

    rules = thread.line.order.connection.manifest.correspondence(KINDS[thread.partner])
    return rules.text.longest if rules else 1000


def _last_mail(thread: Thread) -> str:
    mails = thread.messages.filter(author=Author.MARKETPLACE).exclude(reference="")
    last = mails.order_by("-sent_at", "-id").first()
    return last.reference if last else ""


def _looked_at(found: Checked | None) -> dict[str, Any]:
    if found is None:
        return {"findings": [], "to_confirm": []}
    return {
        "findings": [shown(one) for one in found.findings],
        "to_confirm": sorted({one.code for one in found.unconfirmed(())}),
        "left": len(found.text),
    }


@require_POST
@operator
def check(request: PersonRequest, thread_id: uuid.UUID) -> HttpResponse:
    """What is wrong with the text so far: shown while it is typed."""
    thread = _thread(request, thread_id)
    text = replies.filled(request.POST.get("text", ""), thread.line)
    context = {"longest": _longest(thread), "typed": bool(text.strip())}
    return render(
        request,
        "inbox/_findings.html",
        {**context, **_looked_at(checked(thread.line, thread.partner, text))},
    )


@require_POST
@operator
def reply(request: PersonRequest, thread_id: uuid.UUID) -> HttpResponse:
    thread = _thread(request, thread_id)
    text = replies.filled(request.POST.get("text", ""), thread.line)
    confirmed = request.POST.getlist("confirm")
    try:
        writing.write(thread, text, confirmed=confirmed, actor=actor_of(request))
    except NotAllowed as no:
        return _page(request, thread, text, checked(thread.line, thread.partner, text), no.words)
    messages.success(request, _("Your message is on its way."))
    return redirect("thread", thread_id=thread.pk)


@require_POST
@operator
def mark(request: PersonRequest, thread_id: uuid.UUID, what: str) -> HttpResponse:
    thread = _thread(request, thread_id)
    do = threads.mark_read if what == "read" else threads.mark_unread
    do(thread, actor=actor_of(request))
    return redirect("thread", thread_id=thread.pk)


@require_POST
@operator
def begin(request: PersonRequest, line_id: uuid.UUID, partner: str) -> HttpResponse:
    """Opens the conversation about a line with one partner."""
    if partner not in Partner.values:
        raise Http404
    try:
        thread = threads.begin(request.workspace, line_id, partner)
    except Line.DoesNotExist:
        raise Http404 from None
    return redirect("thread", thread_id=thread.pk)


@member
def claim_list(request: PersonRequest) -> HttpResponse:
    phase, cursor = request.GET.get("phase", "open"), request.GET.get("cursor", "")
    try:
        page = threads.claims(request.workspace, phase=phase, cursor=cursor)
    except BadCursor:
        page = threads.claims(request.workspace, phase=phase)
    phases = [
        ("open", _("Open claims")),
        ("amicable", pgettext("claims", "Amicable phase")),
        ("escalated", pgettext("claims", "With the marketplace")),
        ("closed", _("Closed claims")),
    ]
    listed = Todo.objects.filter(workspace=request.workspace, kind=TodoKind.CLAIM, resolved_at=None)
    context = {
        "page": page,
        "phase": phase,
        "phases": phases,
        "cursor": cursor,
        "unread_claims": not page.claims and phase == "open" and listed.exists(),
    }
    return live(request, "inbox/claims.html", "inbox/_claims.html", context)


@member
def claim_page(request: PersonRequest, claim_id: uuid.UUID) -> HttpResponse:
    try:
        claim = threads.claim(request.workspace, claim_id)
    except Claim.DoesNotExist:
        raise Http404 from None
    context = {
        "claim": claim,
        "line": claim.line,
        "order": claim.line.order,
        "threads": threads.of_line(claim.line_id),
        "contacts": [(one, Partner(one.partner).label) for one in contacts(claim.line)],
    }
    return live(request, "inbox/claim.html", "inbox/_claim.html", context)


@member
def template_list(request: PersonRequest) -> HttpResponse:
    context = {"templates": replies.of(request.workspace), "blanks": replies.BLANKS}
    return render(request, "inbox/templates.html", context)


@operator
def template_edit(request: PersonRequest, template_id: uuid.UUID | None = None) -> HttpResponse:
    row = _template(request, template_id) if template_id else None
    form = ReplyTemplateForm(request.POST if request.method == "POST" else None, row)
    if request.method == "POST" and form.is_valid():
        try:
            replies.save(request.workspace, **form.cleaned_data, template=row, actor=actor_of(request))
        except NotAllowed as no:
            form.explain(no)
        else:
            messages.success(request, _("The text is kept."))
            return redirect("reply-templates")
    context = {"form": form, "row": row, "blanks": replies.BLANKS}
    return render(request, "inbox/template.html", context)


@require_POST
@operator
def template_delete(request: PersonRequest, template_id: uuid.UUID) -> HttpResponse:
    replies.delete(_template(request, template_id), actor=actor_of(request))
    messages.success(request, _("The text is forgotten."))
    return redirect("reply-templates")


def _template(request: PersonRequest, template_id: uuid.UUID) -> ReplyTemplate:
    try:
        return replies.one(request.workspace, template_id)
    except ReplyTemplate.DoesNotExist:
        raise Http404 from None


def _thread(request: PersonRequest, thread_id: uuid.UUID) -> Thread:
    try:
        return threads.one(request.workspace, thread_id)
    except Thread.DoesNotExist:
        raise Http404 from None


def address_of(todo: Any) -> str:
    """Where a to-do leads: to what it is about, the nearest first."""
    facts = todo.words
    if facts.get("thread"):
        return reverse("thread", args=[facts["thread"]])
    if facts.get("claim"):
        return reverse("claim", args=[facts["claim"]])
    if facts.get("stop"):
        return reverse("offer-stop", args=[facts["stop"]])
    if todo.order_id:
        return reverse("order", args=[todo.order_id])
    if todo.kind == "import_errors":
        return f"{reverse('offer-errors')}?connection={todo.connection_id}"
    if todo.kind == "uncertain_push":
        return reverse("offer-pushes")
    if todo.kind == "offer_source":
        return reverse("offer-imports")
    if todo.connection_id:
        return reverse("connection", args=[todo.connection_id])
    return reverse("webhooks")


routes = [
    path("threads/", thread_list, name="threads"),
    path("threads/<uuid:thread_id>/", thread_page, name="thread"),
    path("threads/<uuid:thread_id>/check", check, name="thread-check"),
    path("threads/<uuid:thread_id>/reply", reply, name="thread-reply"),
    path("threads/<uuid:thread_id>/<str:what>", mark, name="thread-mark"),
    path("lines/<uuid:line_id>/write/<str:partner>", begin, name="thread-begin"),
    path("claims/", claim_list, name="claims"),
    path("claims/<uuid:claim_id>/", claim_page, name="claim"),
    path("replies/", template_list, name="reply-templates"),
    path("replies/new/", template_edit, name="reply-template-new"),
    path("replies/<uuid:template_id>/", template_edit, name="reply-template"),
    path("replies/<uuid:template_id>/delete", template_delete, name="reply-template-delete"),
]
