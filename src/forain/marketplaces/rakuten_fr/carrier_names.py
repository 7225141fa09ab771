"""What Rakuten calls the carriers of our registry (carriers.md)."""

from __future__ import annotations

from functools import cache
from typing import Final

from forain.connect.contract import CarrierNames
from forain.trade import carriers

MARKETPLACE: Final = "rakuten_fr"
#: The name for every carrier outside Rakuten's closed list; it wants a tracking URL.
OTHER_NAME: Final = "Autre"


@cache
def carrier_names() -> CarrierNames:
    """Rakuten's closed list: what is not in it can only go as `Autre`."""
    listed = carriers.for_marketplace(MARKETPLACE)
    return CarrierNames(
        names={one.names[MARKETPLACE]: MARKETPLACE in one.needs_url for one in listed},
        other=OTHER_NAME,
        weak=frozenset(one.names[MARKETPLACE] for one in listed if MARKETPLACE in one.weak_name),
    )


def carrier_label(carrier: str) -> tuple[str, bool] | None:
    """Rakuten's name and whether it wants a tracking URL; None for a carrier outside its list.

    That such a carrier goes as `Autre`, and with which address, a person decides once (the hub's carrier mapping):
    a shipment never becomes `Autre` silently.
    """
    found = carriers.find(carrier)
    if found is None or MARKETPLACE not in found.names:
        return None
    return found.names[MARKETPLACE], MARKETPLACE in found.needs_url
