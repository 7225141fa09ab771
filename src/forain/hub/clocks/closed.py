"""Days the merchant is closed, one a line as a person writes them: the day, then what it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from forain.hub.clocks.effective import forget
from forain.hub.kit.refusal import NotAllowed
from forain.hub.workspaces.audit import note
from forain.hub.workspaces.models import Workspace

#: More than a year of them is a mistake.
MOST: Final = 200
_LINE: Final = re.compile(r"(?:(\d{4})-(\d\d?)-(\d\d?)|(\d\d?)[/.](\d\d?)[/.](\d{4}))(?:\s+(.*))?")


def read(text: str) -> dict[str, str]:
    """Day -> name of `2026-12-26 Stocktaking` or `26/12/2026 Inventaire`. Raises NotAllowed (`closed_day_unreadable`)."""
    return dict(_one(line.strip()) for line in text.splitlines() if line.strip())


def ordered(days: Mapping[str, str]) -> list[dict[str, str]]:
    """As they are kept. Raises NotAllowed (`closed_days_many`)."""
    if len(days) > MOST:
        raise NotAllowed("closed_days_many", _("At most %(most)d days can be given.") % {"most": MOST})
    return [{"day": day, "name": name} for day, name in sorted(days.items())]


def _one(line: str) -> tuple[str, str]:
    found = _LINE.fullmatch(line)
    if found is None:
        raise _unreadable(line)
    year, month, day = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
    try:
        return date(int(year), int(month), int(day)).isoformat(), (found[7] or "").strip()[:80]
    except ValueError:
        raise _unreadable(line) from None


def _unreadable(line: str) -> NotAllowed:
    words = _("“%(line)s” is no day. Write one a line, for instance 2026-12-26 Stocktaking.")
    return NotAllowed("closed_day_unreadable", words % {"line": line[:80]})


def written(workspace: Workspace) -> str:
    """As `read` reads them."""
    return "\n".join(f"{one['day']} {one['name']}".strip() for one in workspace.closed_days)


def save(workspace: Workspace, days: list[dict[str, str]], *, actor: str) -> None:
    """In the caller's transaction; whoever calls works deadlines out anew."""
    workspace.closed_days = days
    workspace.save(update_fields=["closed_days"])
    forget(workspace.pk)
    note(workspace.pk, actor, "clock.closed_days", ", ".join(one["day"] for one in days)[:160])
