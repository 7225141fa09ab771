"""What an answer changes: the delivery, the endpoint's standing, the order's hand-off, and a to-do when people must act.

Everything is written only under the claim the answer was got with: a worker that was frozen and thaws changes nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import F, Q

from forain.hub.inbox.models import Todo, TodoKind
from forain.hub.inbox.todos import Cause, open_todo, resolve_key
from forain.hub.journal.models import Event
from forain.hub.journal.unit import Unit, unit
from forain.hub.kit.clock import now
from forain.hub.kit.lease import SPAN, still_ours
from forain.hub.orders.handoff import export
from forain.hub.webhooks import schedule
from forain.hub.webhooks.models import Delivery, Endpoint, State, Why
from forain.hub.webhooks.payload import tells_order
from forain.hub.webhooks.post import Answer
from forain.hub.workspaces.audit import note

#: Who acts when nobody asked.
HUB = "forain"
#: Tries that are remembered with a delivery.
REMEMBERED = 12
#: How exact `last_ok_at` is while all goes well: a busy endpoint is not written at each delivery.
OK_IS_NOTED_EVERY = timedelta(seconds=10)


def begin(delivery: Delivery) -> bool:
    """Count the try before it is made; False when the claim was lost."""
    ours = still_ours(delivery).filter(lease_until__gt=now(), state=State.WAITING)
    if not ours.update(attempts=F("attempts") + 1, lease_until=now() + SPAN):
        return False
    delivery.attempts += 1
    return True


def settle(delivery: Delivery, answer: Answer) -> None:
    """Write down what came of a try."""
    with unit(delivery.workspace_id, HUB) as work:
        remembered = [*delivery.answers, _entry(answer)][-REMEMBERED:]
        if answer.taken:
            _taken(work, delivery, remembered)
        else:
            _failed(work, delivery, answer, remembered)


def todo_key(endpoint: Endpoint) -> str:
    return f"webhook:{endpoint.pk}"


def _entry(answer: Answer) -> dict[str, Any]:
    return {"at": now().isoformat(), "status": answer.status, "ms": answer.ms, "words": answer.words}


def _taken(work: Unit, delivery: Delivery, answers: list[dict[str, Any]]) -> None:
    moment = now()
    changed = still_ours(delivery).update(
        state=State.DELIVERED, settled_at=moment, answers=answers, lease_until=None
    )
    if not changed:
        return
    endpoint = delivery.endpoint
    _well_again(endpoint)
    if len(answers) > 1 or endpoint.failing_since:
        _clear(work, endpoint)
    if endpoint.consumer is not None and delivery.order_id and _told_order(delivery):
        export(work, [delivery.order_id], endpoint.consumer)


def _told_order(delivery: Delivery) -> bool:
    subject = Event.objects.filter(pk=delivery.event_id or 0).values_list("subject_kind", flat=True).first()
    return subject is not None and tells_order(subject)


def _well_again(endpoint: Endpoint) -> None:
    """The outage is over: whatever waited for its next try goes at once, in its order."""
    moment = now()
    stale = Q(last_ok_at=None) | Q(last_ok_at__lt=moment - OK_IS_NOTED_EVERY) | Q(failures__gt=0)
    was_out = Endpoint.objects.filter(pk=endpoint.pk, failures__gte=schedule.OUTAGE).exists()
    Endpoint.objects.filter(stale, pk=endpoint.pk).update(
        failures=0, failing_since=None, paused_until=None, last_ok_at=moment
    )
    if was_out:
        parked = endpoint.deliveries.filter(state=State.WAITING, next_at__gt=moment)
        free = parked.select_for_update(no_key=True, skip_locked=True).values(
            "pk"
        )  # others may settle theirs just now
        Delivery.objects.filter(pk__in=free).update(next_at=moment)


def _clear(work: Unit, endpoint: Endpoint) -> None:
    """Nothing is left that people must look at."""
    key = todo_key(endpoint)
    if not Todo.objects.filter(workspace_id=endpoint.workspace_id, key=key, resolved_at=None).exists():
        return
    if not endpoint.deliveries.filter(state=State.FAILED).exists():
        resolve_key(work, key, "observation")


def _failed(work: Unit, delivery: Delivery, answer: Answer, answers: list[dict[str, Any]]) -> None:
    moment = now()
    due = delivery.until if answer.gone else schedule.next_try(delivery.attempts, delivery.until, moment)
    values: dict[str, Any] = {"answers": answers, "lease_until": None}
    if due is None:
        values |= {"state": State.FAILED, "settled_at": moment}
    else:
        values |= {"next_at": due}
    if not still_ours(delivery).update(**values):
        return
    endpoint = _worse(delivery.endpoint, answer)
    if answer.gone:
        _switch_off(work, endpoint, Why.GONE, answer)
    elif endpoint.failing_since and endpoint.failing_since < moment - schedule.PATIENCE:
        _switch_off(work, endpoint, Why.FAILING, answer)
    elif due is None and delivery.event_id is not None:
        _tell(work, endpoint, answer)


def _worse(endpoint: Endpoint, answer: Answer) -> Endpoint:
    """One failure more in a row; a receiver's own wish to be left alone counts at once."""
    row = Endpoint.objects.select_for_update(no_key=True).get(pk=endpoint.pk)
    moment = now()
    row.failures += 1
    row.failing_since = row.failing_since or moment
    rests = [row.paused_until] if row.paused_until else []
    if row.failures >= schedule.OUTAGE:
        rests.append(schedule.rest(row.failures, moment))
    if answer.wait is not None:
        rests.append(moment + min(timedelta(seconds=answer.wait), schedule.LONGEST_REST))
    row.paused_until = max(rests, default=None)
    row.save(update_fields=["failures", "failing_since", "paused_until"])
    return row


def _switch_off(work: Unit, endpoint: Endpoint, why: Why, answer: Answer) -> None:
    """What waits stays waiting; it goes out when a person switches the endpoint on again."""
    endpoint.disabled, endpoint.disabled_words, endpoint.disabled_at = why.value, said(answer), now()
    endpoint.save(update_fields=["disabled", "disabled_words", "disabled_at"])
    note(endpoint.workspace_id, HUB, "webhook.disabled", endpoint.name, why=why.value)
    _tell(work, endpoint, answer)


def _tell(work: Unit, endpoint: Endpoint, answer: Answer) -> None:
    failed = endpoint.deliveries.filter(state=State.FAILED).count()
    facts = {"why": endpoint.disabled or "undelivered", "failed": str(failed), "words": said(answer)}
    cause = Cause(kind=TodoKind.WEBHOOK, key=todo_key(endpoint), subject=endpoint.name, facts=facts)
    open_todo(work, None, cause)


def said(answer: Answer) -> str:
    """Status and words in a line."""
    return " ".join(part for part in (str(answer.status or ""), answer.words) if part)[:300]
