"""Every error row of the reference as a wrong call: what is asked, the exact words that come, the error they become.

The texts are written here by hand from the reference, never taken from the sandbox's; only what nobody recorded is
named after our decision. `ROWS` has the rows of each service by its name in `calls.offer`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from forain.marketplaces.rakuten_fr.calls import offer
from forain.marketplaces.rakuten_fr.tests.provoked.common import common_rows
from forain.marketplaces.rakuten_fr.tests.provoked.kinds import Row
from forain.marketplaces.rakuten_fr.tests.provoked.sales import SALES_ROWS
from forain.marketplaces.rakuten_fr.tests.provoked.search import SEARCH_ROWS
from forain.marketplaces.rakuten_fr.tests.provoked.sold import SOLD_ROWS
from forain.marketplaces.rakuten_fr.tests.provoked.stock import STOCK_ROWS

_OWN: Final[Mapping[str, tuple[Row, ...]]] = {**SALES_ROWS, **SOLD_ROWS, **STOCK_ROWS, **SEARCH_ROWS}
ROWS: Final[Mapping[str, tuple[Row, ...]]] = MappingProxyType(
    {name: (*common_rows(name, one), *_OWN.get(name, ())) for name, one in offer.operations.items()}
)


def versions_of(service: str, row: Row) -> tuple[str, ...]:
    """The versions a row holds for; '' where nobody recorded any."""
    known = offer.operations[service].versions or ("",)
    return tuple(one for one in known if not row.versions or one in row.versions)
