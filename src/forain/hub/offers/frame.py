"""What every page about offers shows: its tabs, and what was stopped."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from forain.hub.offers import breaker
from forain.hub.workspaces.doors import PersonRequest

TABS = (
    ("offers", gettext_lazy("Offers")),
    ("offer-plan", gettext_lazy("What would be sent")),
    ("offer-imports", gettext_lazy("Files taken in")),
    ("offer-pushes", gettext_lazy("Sent to the marketplaces")),
    ("offer-errors", gettext_lazy("Rejected, by cause")),
)


def frame(request: PersonRequest, here: str) -> dict[str, Any]:
    """For the template's context; `here` names the tab that is open."""
    tabs = [(reverse(name), words, name == here) for name, words in TABS]
    stops = [(one, breaker.explain(one)) for one in breaker.open_stops(request.workspace)]
    return {"tabs": tabs, "stops": stops}
