"""The calls about products: search with best offers, on both of its paths, and the tree of categories.

Sources: table of rakuten.md section 4 and the file of each service.
"""

from __future__ import annotations

from typing import Final

from forain.marketplaces.rakuten_fr import messages
from forain.marketplaces.rakuten_fr.parameters import CREDENTIALS
from forain.wire.operation import Operation, Parameter

LISTING_PATH: Final = "/listing_ssl_ws"
OLD_LISTING_PATH: Final = "/listing_ws"
CATEGORIES: Final = "/categorymap_ws"

_SEARCH = (
    Parameter("kw", note="words; one of kw, refs, productids and nav has to be there"),
    Parameter("refs", note="EAN, ISBN or maker's references, joined by commas"),
    Parameter("productids", note="joined by commas"),
    Parameter("nav", note="a code of categorymap"),
    Parameter("scope", note="PRICING adds the offers, LIMITED leaves details out"),
    Parameter("pagenumber", note="from 1"),
    Parameter("nbproductsperpage", note="20 by default; nbproducts is its old name"),
    Parameter("nbproducts"),
    Parameter("withstock"),
)

LISTING: Final = Operation(
    name="listing",
    method="GET",
    path=LISTING_PATH,
    answer=messages.Listing,
    parameters=(*CREDENTIALS, *_SEARCH),
    versions=("2018-06-28", "2015-07-05"),
)

#: The same service on its path of before 2015: a login and no token. Kept beside `OPERATIONS`, which has one call
#: for each name of a service.
OLD_LISTING: Final = Operation(
    name="listing",
    method="GET",
    path=OLD_LISTING_PATH,
    answer=messages.Listing,
    parameters=(*(one for one in CREDENTIALS if one.name != "pwd"), *_SEARCH),
    versions=("2014-01-28", "2012-10-23", "2012-09-11"),
)

#: Answers anybody: neither login nor token is asked for.
CATEGORYMAP: Final = Operation(
    name="categorymap",
    method="GET",
    path=CATEGORIES,
    answer=messages.CategoryMap,
    parameters=(Parameter("version", required=True),),
    versions=("2011-10-11",),
)

SEARCH_OPERATIONS: Final = (LISTING, CATEGORYMAP)
