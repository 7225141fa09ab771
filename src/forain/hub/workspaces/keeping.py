"""How long a workspace keeps the proof of its calls: its own days, else the server's (`exchange_days`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from forain.hub.config import config
from forain.hub.kit.clock import now
from forain.hub.kit.refusal import NotAllowed
from forain.hub.workspaces.audit import note
from forain.hub.workspaces.models import Workspace

#: What a workspace may choose: a week is what looking into trouble takes, ten years what the law of books asks.
SHORTEST: Final = 7
LONGEST: Final = 3660


def days_of(workspace: Workspace) -> int:
    return workspace.exchange_days or config().exchange_days


def keep_for(workspace: Workspace, days: int | None, *, actor: str) -> None:
    """So many days from now on; None: as long as the server says. Raises NotAllowed (`days_kept`)."""
    if days is not None and not SHORTEST <= days <= LONGEST:
        words = _("Exchanges are kept for %(shortest)d to %(longest)d days.")
        raise NotAllowed("days_kept", words % {"shortest": SHORTEST, "longest": LONGEST})
    with transaction.atomic():
        workspace.exchange_days = days
        workspace.save(update_fields=["exchange_days"])
        note(workspace.pk, actor, "workspace.changed", workspace.name, exchange_days=days)


def too_old(moment: str) -> Iterator[Q]:
    """Conditions on rows with a `workspace`, one for each span in use: what is past its days by the field `moment`."""
    yield _past(Q(workspace__exchange_days=None), moment, config().exchange_days)
    own = Workspace.objects.exclude(exchange_days=None).values_list("exchange_days", flat=True)
    spans = {days for days in own if days}
    for days in sorted(spans):
        yield _past(Q(workspace__exchange_days=days), moment, days)


def _past(whose: Q, moment: str, days: int) -> Q:
    before: datetime = now() - timedelta(days=days)
    return whose & Q(**{f"{moment}__lt": before})
