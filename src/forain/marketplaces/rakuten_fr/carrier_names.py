"""What Rakuten calls a carrier of our registry (carriers.md)."""

from __future__ import annotations

from typing import Final

from forain.trade import carriers

MARKETPLACE: Final = "rakuten_fr"
#: The name for every carrier outside Rakuten's closed list; it wants a tracking URL.
OTHER_NAME: Final = "Autre"


def carrier_label(carrier: str) -> tuple[str, bool] | None:
    """Rakuten's name and whether it wants a tracking URL.

    A carrier of the registry that Rakuten does not list goes as `Autre` with a URL; one nobody knows has no name.
    """
    found = carriers.find(carrier)
    if found is None:
        return None
    if MARKETPLACE not in found.names:
        return OTHER_NAME, True
    return found.names[MARKETPLACE], MARKETPLACE in found.needs_url
