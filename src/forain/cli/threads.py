"""`forain threads`: conversations with buyers and marketplaces; `forain claims`: what buyers complain about."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from forain.cli.exits import Exit, Failure
from forain.cli.inbox import LIMIT
from forain.cli.language import language, say
from forain.cli.options import hub_options

if TYPE_CHECKING:
    from forain.hub.inbox.contact import Contact
    from forain.hub.inbox.models import Claim, Thread
    from forain.hub.orders.models import Line
    from forain.hub.workspaces.models import Workspace

PARTNER = click.Choice(["buyer", "marketplace"])


@click.group(help=say("Conversations with buyers and marketplaces: list, show, answer."))
def threads() -> None:
    pass


@threads.command("list", help=say("List conversations, newest word first."))
@click.option("--unread", is_flag=True, help=say("Only with something unread."))
@click.option("--with", "partner", type=PARTNER, help=say("Only with this partner."))
@click.option("--limit", default=50, show_default=True, type=LIMIT, help=say("How many at most."))
@click.option("--cursor", default="", help=say("Where the previous page ended."))
@hub_options
def list_threads(unread: bool, partner: str | None, limit: int, cursor: str, as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.pages import more
    from forain.cli.serial import thread_page
    from forain.cli.show import print_json, table

    with workspace() as merchant:
        from forain.hub.inbox.threads import page

        found = page(merchant, unread=unread, partner=partner or "", cursor=cursor, limit=limit)
        if as_json:
            print_json(thread_page(found))
            return
        rows = [
            (str(one.pk)[-8:], one.get_partner_display(), one.line.reference, one.line.title, one.unread, one.last_at)
            for one in found.threads
        ]  # fmt: skip
        table(("Id", "With", "Line", "Article", "Unread", "Last word"), rows, empty="No conversations.")
        more(found.next)


@threads.command(help=say("Show a conversation, and whether one may still write."))
@click.argument("thread")
@hub_options
def show(thread: str, as_json: bool) -> None:
    from forain.cli.hub import workspace

    with workspace() as merchant:
        _print(merchant, _thread(merchant, thread), as_json=as_json)


@threads.command(help=say("Mark a conversation as read."))
@click.argument("thread")
@hub_options
def read(thread: str, as_json: bool) -> None:
    from forain.cli.hub import actor, workspace

    with workspace() as merchant:
        from forain.hub.inbox.threads import mark_read

        row = _thread(merchant, thread)
        mark_read(row, actor=actor())
        _print(merchant, row, as_json=as_json)


@threads.command(help=say("May I still write? For a line, with the rule and its last moment."))
@click.argument("line")
@hub_options
def contact(line: str, as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.serial import contact_list
    from forain.cli.show import print_json, table

    with workspace() as merchant:
        from forain.hub.inbox.contact import contacts
        from forain.hub.inbox.models import Partner

        answers = contacts(_line(merchant, line))
        if as_json:
            print_json(contact_list(answers))
            return
        rows = [(Partner(one.partner).label, one.allowed, one.until, why(one)) for one in answers]
        columns = ("With", "Possible", "Until", "By the rule")
        table(columns, rows, empty="This marketplace takes no messages through its web services.")


def why(answer: Contact) -> str:
    return " ".join(part for part in (answer.reason, answer.rule) if part)


@threads.command(help=say("Answer in a conversation, or begin one about a line with --line and --with."))
@click.argument("thread", required=False)
@click.option("--line", help=say("The line to write about, where there is no conversation yet."))
@click.option("--with", "partner", type=PARTNER, help=say("Whom to write to."))
@click.option("--text", default="", help=say("The text; `-` reads it from stdin."))
@click.option("--template", help=say("Name of a text kept ready."))
@click.option("--parent", help=say("The marketplace's mail that is answered; the last one without this."))
@click.option("--confirm", multiple=True, help=say("Code of a doubt about the text that you have seen."))
@click.option("--dry-run", is_flag=True, help=say("Only show the text and what is wrong with it."))
@click.option("--wait", is_flag=True, help=say("Follow the command to its end."))
@hub_options
def reply(
    thread: str | None,
    line: str | None,
    partner: str | None,
    text: str,
    template: str | None,
    parent: str | None,
    confirm: tuple[str, ...],
    dry_run: bool,
    wait: bool,
    as_json: bool,
) -> int:
    from forain.cli.following import follow, report
    from forain.cli.hub import actor, workspace

    with workspace() as merchant:
        from forain.hub.inbox import writing

        row = _to_write(merchant, thread, line, partner)
        words = _words(merchant, row, text, template)
        if dry_run:
            return _preview(row, words, as_json=as_json)
        commands = [writing.write(row, words, parent=parent, confirmed=confirm, actor=actor())]
        if wait:
            commands = follow(commands)
        return report(commands, waited=wait, as_json=as_json)


def _to_write(merchant: Workspace, thread: str | None, line: str | None, partner: str | None) -> Thread:
    if thread:
        return _thread(merchant, thread)
    if not line or not partner:
        raise Failure(say("Name a conversation, or a line and whom to write to."), Exit.USAGE)
    from forain.hub.inbox.threads import begin

    return begin(merchant, _line(merchant, line).pk, partner)


def _words(merchant: Workspace, thread: Thread, text: str, template: str | None) -> str:
    from forain.hub.inbox import replies
    from forain.hub.inbox.models import ReplyTemplate

    if template:
        try:
            return replies.filled(replies.named(merchant, template, language()).text, thread.line)
        except ReplyTemplate.DoesNotExist:
            raise Failure(say("There is no text {name!r}.", name=template), Exit.NOT_FOUND) from None
    typed = sys.stdin.read() if text == "-" else text
    return replies.filled(typed, thread.line)


def _preview(thread: Thread, words: str, *, as_json: bool) -> int:
    """The text as it would be sent; the exit code tells whether it could be."""
    from forain.cli.serial import text_preview
    from forain.cli.show import facts, print_json, table
    from forain.hub.inbox.contact import may_write
    from forain.hub.inbox.texts import checked, told

    found, answer = checked(thread.line, thread.partner, words), may_write(thread.line, thread.partner)
    if as_json:
        print_json(text_preview(found, answer))
    else:
        facts([("Text", found.text), ("Possible", answer.allowed), ("By the rule", why(answer))])
        rows = [(one.start + 1, one.weight.value, one.code, told(one)) for one in found.findings]
        table(("Place", "Weight", "Code", "What"), rows, empty="Nothing is wrong with the text.")
    return Exit.REFUSED if found.stops or not answer.allowed else Exit.OK


def _thread(merchant: Workspace, text: str) -> Thread:
    """A conversation by its id or the end of it."""
    from forain.hub.inbox import threads as reads
    from forain.hub.inbox.models import Thread

    rows = list(Thread.objects.filter(workspace=merchant, pk__endswith=text.lower())[:2])
    if len(rows) != 1:
        raise Failure(say("There is no conversation {id!r}.", id=text), Exit.NOT_FOUND)
    return reads.one(merchant, rows[0].pk)


def _line(merchant: Workspace, text: str) -> Line:
    from forain.hub.orders.models import Line

    rows = Line.objects.select_related("order__connection__workspace").filter(workspace=merchant)
    row = rows.filter(reference=text).first() or rows.filter(pk__endswith=text.lower()).first()
    if row is None:
        raise Failure(say("There is no line {reference!r}.", reference=text), Exit.NOT_FOUND)
    return row


def _print(merchant: Workspace, thread: Thread, *, as_json: bool) -> None:
    from forain.cli.serial import one_thread
    from forain.cli.show import facts, print_json, table
    from forain.hub.inbox import threads as reads
    from forain.hub.inbox.contact import may_write
    from forain.hub.inbox.conversations import on_their_way

    row = reads.one(merchant, thread.pk)
    waiting, answer = on_their_way([row])[str(row.pk)], may_write(row.line, row.partner)
    if as_json:
        print_json(one_thread(row, waiting, answer))
        return
    facts(
        [
            ("Id", row.pk),
            ("With", row.get_partner_display()),
            ("Line", row.line.reference),
            ("Article", row.line.title),
            ("Possible", answer.allowed),
            ("Until", answer.until),
            ("By the rule", why(answer)),
        ]
    )
    rows: list[tuple[object, ...]] = [
        (one.sent_at, one.get_author_display(), one.reference, one.text) for one in row.messages.all()
    ]
    rows += [(one.sent_at, str(one.get_state_display()), "", one.details["text"]) for one in waiting]
    table(("Sent", "From", "Mail", "Text"), rows, empty="Nobody has written yet.")


@click.group(help=say("Claims of buyers: list and show."))
def claims() -> None:
    pass


PHASE = click.Choice(["open", "amicable", "escalated", "closed"])


@claims.command("list", help=say("List claims, newest first."))
@click.option("--phase", type=PHASE, help=say("Only in this phase."))
@click.option("--limit", default=50, show_default=True, type=LIMIT, help=say("How many at most."))
@click.option("--cursor", default="", help=say("Where the previous page ended."))
@hub_options
def list_claims(phase: str | None, limit: int, cursor: str, as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.pages import more
    from forain.cli.serial import claim_page
    from forain.cli.show import print_json, table

    with workspace() as merchant:
        from forain.hub.inbox.threads import claims as page

        found = page(merchant, phase=phase or "", cursor=cursor, limit=limit)
        if as_json:
            print_json(claim_page(found))
            return
        rows = [
            (str(one.pk)[-8:], one.line.reference, one.kind, one.phase, one.opened_at, one.due_at)
            for one in found.claims
        ]
        table(("Id", "Line", "Kind", "Phase", "Opened", "Before"), rows, empty="No claims.")
        more(found.next)


@claims.command("show", help=say("Show one claim: its phase, its deadline and where that comes from."))
@click.argument("claim")
@hub_options
def show_claim(claim: str, as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.serial import one_claim
    from forain.cli.show import facts, print_json

    with workspace() as merchant:
        row = _claim(merchant, claim)
        if as_json:
            print_json(one_claim(row))
            return
        from forain.hub.kit.routes import in_language

        facts(
            [
                ("Id", row.pk),
                ("Line", row.line.reference),
                ("Order", row.line.order.reference),
                ("Article", row.line.title),
                ("Kind", row.kind),
                ("State", row.state),
                ("Phase", row.phase),
                ("Opened", row.opened_at),
                ("Before", row.due_at),
                ("By the rule", in_language(row.due_basis)),
                ("Text", row.comment),
            ]
        )


def _claim(merchant: Workspace, text: str) -> Claim:
    from forain.hub.inbox import threads as reads
    from forain.hub.inbox.models import Claim

    rows = list(Claim.objects.filter(workspace=merchant, pk__endswith=text.lower())[:2])
    if len(rows) != 1:
        raise Failure(say("There is no claim {id!r}.", id=text), Exit.NOT_FOUND)
    return reads.claim(merchant, rows[0].pk)
