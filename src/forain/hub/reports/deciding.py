"""What a person says about a push nobody else can tell of: it arrived, or it did not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from forain.hub.inbox.todos import resolve_key
from forain.hub.journal.unit import unit
from forain.hub.kit.clock import now
from forain.hub.kit.refusal import NotAllowed
from forain.hub.offers.models import Push, PushState
from forain.hub.reports import lines, todos
from forain.hub.workspaces.audit import note
from forain.trade.events import EventKind


def decide(push: Push, *, arrived: bool, actor: str) -> Push:
    """Arrived: its offers are published as sent. Else they differ again and go out with the next push."""
    with unit(push.workspace_id, actor) as work:
        row = (
            Push.objects.select_for_update(no_key=True, of=("self",))
            .select_related("connection")
            .get(pk=push.pk)
        )
        if row.state != PushState.NEEDS_PERSON:
            raise NotAllowed("push_not_yours", _("Only a push that needs you is decided by a person."))
        count = lines.publish_rest(row) if arrived else lines.release(row)
        name = lines.DONE if arrived else lines.LOST
        row.counts = {**row.counts, name: row.counts.get(name, 0) + count}
        row.state, row.settled_at = PushState.DONE, now()
        row.outcome_code = "person.arrived" if arrived else "person.lost"
        row.save(update_fields=["counts", "state", "settled_at", "outcome_code"])
        note(row.workspace_id, actor, "push.decided", str(row.pk), arrived=arrived)
        work.event(
            EventKind.PUSH_REPORTED,
            "push",
            row.pk,
            connection_id=row.connection_id,
            service=row.service,
            count=count,
            **{each: row.counts.get(each, 0) for each in (lines.DONE, lines.REJECTED, lines.LOST)},
        )
        resolve_key(work, todos.uncertain_key(row), actor)
    return row
