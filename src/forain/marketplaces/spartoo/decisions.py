"""Everything Spartoo does not say in public and this project had to choose, named so that it can be found and changed.

None of this may be shown to a person as Spartoo's own statement. Sources of the reasons: spartoo.md and the
files of the services, sections "Not documented".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from forain.connect.contract import Certainty

#: Calls of one service per partner and sliding hour; the -429 is documented, the figure is not.
CALLS_PER_HOUR: Final = 60
QUOTA_WINDOW: Final = timedelta(hours=1)

#: How far back each visit of the orders goes: what integrators do (xml_export_orders, "Limits").
ORDERS_OVERLAP: Final = timedelta(days=10)

#: `date` compares the creation of a return, and a return moves for weeks; one call costs the same however long.
RETURNS_OVERLAP: Final = timedelta(days=60)

#: How far back the check at connect looks: the least that is a valid call.
CHECK_WINDOW: Final = timedelta(hours=1)

#: No delay to accept or ship is published for the web services; ours only order the inbox.
ACCEPT_WITHIN: Final = timedelta(days=1)
SHIP_WITHIN: Final = timedelta(days=2)
LABEL_WITHIN: Final = timedelta(days=2)
CLOCKS_CERTAINTY: Final = Certainty.OUR_DECISION


@dataclass(slots=True, kw_only=True)
class Switches:
    """How strict the pretend server is where the documents leave it open. Defaults are the recommended ones."""

    #: `statut=3` without `tracking_number` answers -5. Off: the PHP libraries treat the number as optional.
    tracking_required: bool = False
    #: 41 is allowed from 45 and 47: the literal reading of "any status except 3 and 41".
    cancel_after_loss: bool = True
    #: -3 is answered as in the seed's KO example, hanging inside a whole `return`.
    ko_inside_item: bool = False
    #: Orders can only be changed through the host of their own site; elsewhere they are unknown (-6).
    changes_bound_to_site: bool = True
    #: Now and then a buyer sends a shipped product back by himself.
    returns_arise: bool = True
    calls_per_hour: int = CALLS_PER_HOUR
