"""Follows the report of a push to its last page: a few pages are settled at a time, and how far it was read is kept
with them, so that a crash costs a few pages and never an outcome."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from forain.connect.offers import FINAL_STATES, FileState, ImageTrouble, LineProblem, ReportPage
from forain.connect.outcomes import Busy, Garbled, Refused, Trouble, Unauthorised
from forain.hub.connections.budget import Share, left, next_hour
from forain.hub.journal.unit import unit
from forain.hub.kit.clock import now
from forain.hub.kit.threads import in_database
from forain.hub.offers.models import Push, PushState
from forain.hub.reports import lines, outcomes, todos
from forain.hub.reports.models import ProblemKind
from forain.hub.reports.talk import Talk
from forain.hub.reports.told import Order, Verdict, verdicts
from forain.trade.events import EventKind

#: Pages settled in one transaction.
PAGES: Final = 10
#: Pauses between looks at a file that is not done.
SHORTEST, LONGEST = timedelta(seconds=30), timedelta(minutes=10)
#: Pictures come later than lines; they are waited for this long.
IMAGES_WITHIN: Final = timedelta(hours=24)
#: What a budget counts.
_REPORTS: Final = {"genericimportfile": "genericimportreport", "import": "importreport", "xml_import_products_async": "import_result"}  # fmt: skip


async def follow(push: Push, talk: Talk) -> None:
    """Read on from where it was left; ends when the last page is settled, the file is not done, or calls run out."""
    while True:
        pages, trouble = await _some_pages(push, talk)
        await talk.keep()
        if pages and not await in_database(_settled, push, pages):
            return
        if trouble is not None:
            await in_database(_troubled, push, trouble)
            return
        if not pages:
            await in_database(_later, push, next_hour() - now())
            return


async def _some_pages(push: Push, talk: Talk) -> tuple[list[ReportPage], Trouble | None]:
    """The next pages, and what ended the reading."""
    found: list[ReportPage] = []
    cursor = push.cursor
    service = (_REPORTS.get(push.service, push.service),)
    budget = await in_database(left, push.connection, Share.READ, service)
    while len(found) < min(PAGES, budget):
        page = await talk.connector.report(push.service, push.reference, cursor)
        if not isinstance(page, ReportPage):
            return found, page
        found.append(page)
        cursor = page.cursor
        if cursor is None:
            break
    return found, None


def _settled(push: Push, pages: list[ReportPage]) -> bool:
    """Write pages down in one transaction with the cursor; whether there are more to read now."""
    last = pages[-1]
    if last.state not in FINAL_STATES:
        _later(push, _pause(push))
        return False
    if last.state is not FileState.DONE:
        _ended_badly(push, last)
        return False
    with unit(push.workspace_id, "forain") as work:
        if push.counts.get("lines_read"):
            return _images_only(push, last)
        order = Order.kept(push.counts)
        found: list[Verdict] = [one for page in pages for one in verdicts(page.lines, order)]
        images = _distinct(pages)
        outcomes.tally(push, lines.settle(push, found))
        outcomes.tally(push, {"images": lines.note_images(push, images)})
        if last.cursor is not None:
            return outcomes.write(push, cursor=last.cursor, counts=push.counts)
        if last.images_due:
            _lines_done(push, names_bad_only=last.names_bad_only)
            todos.refresh(work, push.connection)
            return False
        if outcomes.write(push, counts=push.counts):
            outcomes.finish(work, push, names_bad_only=last.names_bad_only)
    return False


def _distinct(pages: list[ReportPage]) -> list[ImageTrouble]:
    """Every page of a report repeats the pictures."""
    return list({(one.url, one.reference): one for page in pages for one in page.images}.values())


def _lines_done(push: Push, *, names_bad_only: bool) -> None:
    """All lines are settled and pictures are still being fetched: the first page is asked for again later."""
    rest = lines.publish_rest(push) if names_bad_only else lines.release(push)
    outcomes.tally(push, {lines.DONE if names_bad_only else lines.LOST: rest, "lines_read": 1})
    outcomes.write(push, counts=push.counts, cursor=None, next_at=now() + _pause(push), lease_until=None)


def _images_only(push: Push, page: ReportPage) -> bool:
    """Pictures came, or are given up waiting for."""
    with unit(push.workspace_id, "forain") as work:
        outcomes.tally(push, {"images": lines.note_images(push, page.images)})
        if page.images_due and push.sent_at and now() - push.sent_at < IMAGES_WITHIN:
            outcomes.write(push, counts=push.counts, next_at=now() + _pause(push), lease_until=None)
        elif outcomes.write(push, counts=push.counts):
            outcomes.finish(work, push, names_bad_only=False)
    return False


def _pause(push: Push) -> timedelta:
    """The longer a file takes, the more seldom it is asked about."""
    since = now() - (push.sent_at or now())
    return min(max(since / 2, SHORTEST), LONGEST)


def _ended_badly(push: Push, page: ReportPage) -> None:
    """Cancelled or damaged: nothing was done. Not kept any more: what is on sale decides."""
    if page.state is FileState.GONE:
        outcomes.write(
            push, state=PushState.UNKNOWN, cursor=None, next_at=now(), lease_until=None, outcome_code="gone"
        )
        return
    code = f"file.{page.state.value}"
    with unit(push.workspace_id, "forain") as work:
        if outcomes.end(push, PushState.FAILED, code, page.words):
            problem = LineProblem(code=code, words=page.words)
            outcomes.tally(push, {lines.REJECTED: lines.refuse_rest(push, problem, ProblemKind.FILE)})
            outcomes.write(push, counts=push.counts)
            outcomes.tell(work, push, EventKind.PUSH_FAILED, code=code, words=page.words)
            todos.refresh(work, push.connection)


def _troubled(push: Push, trouble: Trouble) -> None:
    """A report that cannot be read now is read later; nothing depends on when."""
    with unit(push.workspace_id, "forain") as work:
        if isinstance(trouble, (Busy, Unauthorised)):
            until = outcomes.trouble_of(work, push, trouble)
            outcomes.write(push, next_at=until, lease_until=None, outcome_words=trouble.words)
            return
    assert isinstance(trouble, (Refused, Garbled))
    push.lookups += 1
    outcomes.write(push, lookups=push.lookups, outcome_words=trouble.words)
    _later(push, LONGEST)


def _later(push: Push, pause: timedelta) -> None:
    outcomes.write(push, next_at=now() + pause, lease_until=None)
