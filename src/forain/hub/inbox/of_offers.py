"""To-dos about offers: what the circuit breaker stopped waits for a person, and so does a source that gives nothing."""

from __future__ import annotations

from collections.abc import Mapping

from forain.hub.inbox.models import TodoKind
from forain.hub.inbox.todos import Cause, open_todo, resolve_key
from forain.hub.journal.unit import Unit
from forain.hub.offers.models import OfferSource, Stop, StopState


def follow_stop(work: Unit, row: Stop) -> None:
    """Open the to-do of a stop, bring it up to date, or close it once somebody decided."""
    key = f"{TodoKind.OFFERS_STOPPED.value}:{row.pk}"
    if row.state != StopState.OPEN:
        resolve_key(work, key, row.decided_by or work.actor or "observation")
        return
    facts = {
        "count": str(row.count),
        "total": str(row.total),
        "limit": f"{row.limit_bp / 100:g}",
        "stop": str(row.pk),
        "what": row.kind,
    }
    open_todo(
        work, row.connection, Cause(kind=TodoKind.OFFERS_STOPPED, key=key, subject=row.subject, facts=facts)
    )


def follow_source(work: Unit, row: OfferSource, words: Mapping[str, str] | None) -> None:
    """Open the to-do of a source that fails, bring it up to date, or close it once the source is well or gone."""
    key = f"{TodoKind.OFFER_SOURCE.value}:{row.pk}"
    if words is None:
        resolve_key(work, key, work.actor or "observation")
        return
    facts = {"words": words["en"], "words_fr": words["fr"]}
    open_todo(work, None, Cause(kind=TodoKind.OFFER_SOURCE, key=key, subject=row.name, facts=facts))
