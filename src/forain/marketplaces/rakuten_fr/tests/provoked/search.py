"""Rows of listing, on both of its paths."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from forain.marketplaces.rakuten_fr.tests.provoked.kinds import CLIENT, OURS, STOPPED, Row, invalid, wrong
from forain.sdk import errors as sdk

_LISTING: Final = (
    wrong(
        STOPPED,
        "Either 'kw', 'refs', 'productids' or 'nav' has to be present",
        sdk.BadParameter,
        CLIENT,
    ),
    invalid("pagenumber", OURS, STOPPED, kw="lampe", pagenumber="0"),
    invalid("nbproductsperpage", OURS, STOPPED, kw="lampe", nbproductsperpage="-1"),
    invalid("scope", OURS, STOPPED, kw="lampe", scope="EVERYTHING"),
)

SEARCH_ROWS: Final[Mapping[str, tuple[Row, ...]]] = {"listing": _LISTING, "listing_old": _LISTING}
