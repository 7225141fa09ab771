"""What an outcome of a push changes. Every write names the fence of the claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from forain.connect.offers import LineProblem, OfferRules, Pushed, PushOutcome
from forain.connect.outcomes import Busy, Refused, Unauthorised
from forain.hub.connections.health import mark_trouble
from forain.hub.connections.models import Connection
from forain.hub.inbox.models import TodoKind
from forain.hub.inbox.todos import Cause, open_todo, resolve_key
from forain.hub.journal.unit import Unit, unit
from forain.hub.kit.clock import now
from forain.hub.kit.lease import still_ours
from forain.hub.offers.models import Push, PushState
from forain.hub.reports import lines, todos
from forain.hub.reports.models import ProblemKind
from forain.hub.reports.told import Order, Verdict, verdicts
from forain.trade.events import EventKind

#: When a report is first asked for.
FIRST_LOOK: Final = timedelta(seconds=30)
#: Kinds of trouble a person ends.
_ACCOUNT: Final[Mapping[str, TodoKind]] = {"deactivated": TodoKind.ACCOUNT}


def begin(push: Push, families: Mapping[str, Sequence[str]]) -> bool:
    """Mark *sending* and commit, before the call; False when the claim is no longer ours."""
    with unit(push.workspace_id, "forain") as work:
        push.attempts += 1
        push.sent_at = now()
        push.counts = {**push.counts, **({"families": dict(families)} if families else {})}
        changed = write(
            push, state=PushState.SENDING, attempts=push.attempts, sent_at=push.sent_at, counts=push.counts
        )
        if changed:
            tell(work, push, EventKind.PUSH_SENT, attempt=push.attempts)
    return changed


def put_off(push: Push, until: datetime) -> None:
    """It waits its turn; nothing was sent."""
    write(
        push,
        state=PushState.QUEUED,
        next_at=until,
        lease_until=None,
        outcome_code="waiting",
        outcome_words="The marketplace advises no more files in this hour.",
    )


def impossible(push: Push) -> None:
    """The marketplace takes no offers."""
    refused(push, "local.no_offers", "This marketplace takes no offers from Forain.")


def settle(push: Push, outcome: PushOutcome) -> None:
    """The answer to a send."""
    if isinstance(outcome, Pushed):
        _taken(push, outcome)
    elif isinstance(outcome, Refused):
        refused(push, f"refused.{outcome.code}", outcome.words)
    elif isinstance(outcome, (Busy, Unauthorised)):
        _put_back(push, outcome)
    else:
        lost(push, outcome.words)


def _taken(push: Push, outcome: Pushed) -> None:
    if outcome.report is None:
        write(
            push,
            state=PushState.PROCESSING,
            reference=outcome.reference,
            next_at=now() + FIRST_LOOK,
            lease_until=None,
            outcome_code="",
            outcome_words="",
        )
        return
    found = list(verdicts(outcome.report.lines, Order.kept(push.counts)))
    with unit(push.workspace_id, "forain") as work:
        if write(push, reference=outcome.reference):
            tally(push, lines.settle(push, found))
            finish(work, push, names_bad_only=outcome.report.names_bad_only)


def tally(push: Push, counted: Mapping[str, int]) -> None:
    """Add to what is counted of a push; written by `write`."""
    push.counts = {**push.counts, **{name: push.counts.get(name, 0) + one for name, one in counted.items()}}


def finish(work: Unit, push: Push, *, names_bad_only: bool) -> None:
    """The report is read to its end: lines it did not speak of were done, or are sent anew."""
    rest = lines.publish_rest(push) if names_bad_only else 0
    tally(push, {lines.DONE: rest, lines.LOST: 0 if names_bad_only else lines.release(push)})
    counts = {**push.counts}
    counts.pop("families", None)
    end(push, PushState.DONE, "", "", counts=counts)
    tell(work, push, EventKind.PUSH_REPORTED, **{name: counts.get(name, 0) for name in (lines.DONE, lines.REJECTED, lines.LOST)})  # fmt: skip
    resolve_key(work, todos.uncertain_key(push), "observation")
    todos.refresh(work, push.connection)


def refused(push: Push, code: str, words: str) -> None:
    """Nothing of it took effect, and never will: a person must look."""
    with unit(push.workspace_id, "forain") as work:
        if not end(push, PushState.FAILED, code, words):
            return
        problem = LineProblem(code=code.removeprefix("refused."), words=words)
        tally(push, {lines.REJECTED: lines.refuse_rest(push, problem, ProblemKind.FILE)})
        write(push, counts=push.counts)
        tell(work, push, EventKind.PUSH_FAILED, code=code, words=words)
        todos.refresh(work, push.connection)


def lost(push: Push, words: str) -> None:
    """It may have been sent: what is on sale decides, once it had time to show."""
    rules = push.connection.manifest.offers or OfferRules(services=(), fields=frozenset(), ends={})
    with unit(push.workspace_id, "forain") as work:
        changed = write(
            push,
            state=PushState.UNKNOWN,
            outcome_code="unknown",
            outcome_words=words,
            cursor=None,
            lease_until=None,
            next_at=(push.sent_at or now()) + rules.settles_after,
        )
        if changed:
            tell(work, push, EventKind.PUSH_UNKNOWN, words=words)


def needs_person(push: Push, code: str, words: str) -> None:
    """What is on sale cannot be read, so nobody but a person can tell."""
    with unit(push.workspace_id, "forain") as work:
        if not write(
            push, state=PushState.NEEDS_PERSON, outcome_code=code, outcome_words=words, lease_until=None
        ):
            return
        tell(work, push, EventKind.PUSH_NEEDS_PERSON, code=code, words=words)
        open_todo(
            work,
            push.connection,
            Cause(
                kind=TodoKind.UNCERTAIN_PUSH,
                key=todos.uncertain_key(push),
                subject=push.connection.name,
                facts={"words": words, "push": str(push.pk)},
            ),
        )


def _put_back(push: Push, trouble: Busy | Unauthorised) -> None:
    """Nothing took effect: it waits, and so does the whole connection."""
    with unit(push.workspace_id, "forain") as work:
        until = trouble_of(work, push, trouble)
        write(
            push,
            state=PushState.QUEUED,
            next_at=until,
            lease_until=None,
            attempts=max(0, push.attempts - 1),
            sent_at=None,
            outcome_code="waiting",
            outcome_words=trouble.words,
        )


def trouble_of(work: Unit, push: Push, trouble: Busy | Unauthorised) -> datetime:
    """Write the connection's trouble down; when it may be called again."""
    connection = Connection.objects.select_for_update(no_key=True).get(pk=push.connection_id)
    until = mark_trouble(work, connection, trouble, min(push.attempts, 5))
    if isinstance(trouble, Unauthorised):
        kind = _ACCOUNT.get(trouble.code, TodoKind.CREDENTIAL)
        facts = {"code": trouble.code, "words": trouble.words}
        key = f"{kind.value}:{connection.pk}"
        open_todo(work, connection, Cause(kind=kind, key=key, subject=connection.name, facts=facts))
    return until


def verdict_of_seen(push: Push, found: Sequence[Verdict]) -> dict[str, int]:
    """What a look at the marketplace confirmed."""
    with transaction.atomic():
        return lines.settle(push, found)


def end(push: Push, state: PushState, code: str, words: str, **values: Any) -> bool:
    """The last state."""
    return write(
        push,
        state=state,
        settled_at=now(),
        outcome_code=code[:80],
        outcome_words=words,
        lease_until=None,
        **values,
    )


def write(push: Push, **values: Any) -> bool:
    """Under our claim; the row in hand follows."""
    if still_ours(push).update(**values) != 1:
        return False
    for name, value in values.items():
        setattr(push, name, value)
    return True


def tell(work: Unit, push: Push, kind: EventKind, **data: Any) -> None:
    """A fact about the push for the journal."""
    count = sum(push.counts.get(name, 0) for name in ("new", "update", "end"))
    work.event(
        kind,
        "push",
        push.pk,
        connection_id=push.connection_id,
        exchange_id=push.exchange_ids[-1] if push.exchange_ids else None,
        service=push.service,
        count=count,
        **data,
    )
