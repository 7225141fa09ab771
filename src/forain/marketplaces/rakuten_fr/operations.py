"""The calls of this marketplace as declarations: the client sends by them, the sandbox answers by them.

Sources: table of rakuten.md section 4 and the file of each service.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from forain.marketplaces.rakuten_fr import messages
from forain.marketplaces.rakuten_fr.parameters import CREDENTIALS
from forain.marketplaces.rakuten_fr.search_operations import OLD_LISTING, SEARCH_OPERATIONS
from forain.marketplaces.rakuten_fr.sold_operations import SOLD_OPERATIONS
from forain.marketplaces.rakuten_fr.stock_operations import STOCK_OPERATIONS
from forain.wire.operation import Operation, Parameter

SALES: Final = "/sales_ws"
#: All paths this marketplace answers on; most of their services are still to come.
PATHS: Final = ("/sales_ws", "/stock_ws", "/wallet_ws", "/listing_ssl_ws", "/listing_ws", "/categorymap_ws")

ITEM: Final = Parameter("itemid", required=True)

GETNEWSALES: Final = Operation(
    name="getnewsales",
    method="GET",
    path=SALES,
    answer=messages.NewSales,
    parameters=CREDENTIALS,
    versions=("2017-08-07", "2016-03-16", "2014-02-11", "2014-01-28"),
)

ACCEPTSALE: Final = Operation(
    name="acceptsale",
    method="GET",
    path=SALES,
    answer=messages.AcceptedSale,
    parameters=(
        *CREDENTIALS,
        ITEM,
        Parameter("shippingfromcountry", required=True, note="numeric; 249 for metropolitan France"),
        Parameter("importcountry", note="numeric; for goods from outside the Union"),
    ),
    versions=("2021-04-08", "2010-09-20"),
    repeatable=False,
)

REFUSESALE: Final = Operation(
    name="refusesale",
    method="GET",
    path=SALES,
    answer=messages.RefusedSale,
    parameters=(*CREDENTIALS, ITEM, Parameter("shippingfromcountry", note="ignored")),
    versions=("2010-09-20", "2021-04-08"),  # our client asks for the first, which is the documented one
    repeatable=False,
)

GETCURRENTSALES: Final = Operation(
    name="getcurrentsales",
    method="GET",
    path=SALES,
    answer=messages.CurrentSales,
    parameters=(
        *CREDENTIALS,
        Parameter("purchasedate", note="yyyy-mm-dd; from this day on"),
        Parameter("ispendingpreorder", note="y: the pre-orders waiting for stock instead"),
        Parameter("notshippeditemsonly", note="true: only items without a shipping notice"),
        Parameter("nexttoken", note="of the page before"),
    ),
    versions=("2021-10-29", "2017-08-07", "2016-03-16", "2014-02-11"),
)

#: Marks the item's messages as read. A repeated call marks nothing more, but the words of a lost answer that
#: told which were unread are gone; that is no effect on the sale, so it may be repeated.
GETITEMINFOS: Final = Operation(
    name="getiteminfos",
    method="GET",
    path=SALES,
    answer=messages.ItemInfos,
    parameters=(*CREDENTIALS, ITEM),
    versions=("2017-08-07", "2016-03-16", "2011-06-01", "2011-02-02"),
)

#: Not repeatable: the buyer is mailed each time, and a second call may be refused as already shipped although
#: the first one was lost only on its way back. Whether it took effect can be read in getcurrentsales.
SETTRACKINGPACKAGEINFOS: Final = Operation(
    name="settrackingpackageinfos",
    method="GET",
    path=SALES,
    answer=messages.TrackingRecorded,
    parameters=(
        *CREDENTIALS,
        ITEM,
        Parameter("transporter_name", required=True, note="a name of the closed list, or Autre"),
        Parameter("tracking_number", required=True),
        Parameter("tracking_url", note="needed with Autre and Kiala"),
    ),
    versions=("2016-03-16", "2012-11-06"),
    repeatable=False,
)

GETITEMTODOLIST: Final = Operation(
    name="getitemtodolist",
    method="GET",
    path=SALES,
    answer=messages.ToDoList,
    parameters=CREDENTIALS,
    versions=("2011-09-01", "2011-02-02"),
)

_CONTACT = (
    *CREDENTIALS,
    ITEM,
    Parameter("content", required=True, note="no markup"),
    Parameter("mailparentid", note="when answering: mailid of the mail in getiteminfos"),
)

CONTACTUSABOUTITEM: Final = Operation(
    name="contactusaboutitem",
    method="GET",
    path=SALES,
    answer=messages.ContactedUs,
    parameters=_CONTACT,
    versions=("2011-09-01", "2011-02-02"),
    repeatable=False,
)

CONTACTPRICEMINISTERABOUTITEM: Final = Operation(
    name="contactpriceministeraboutitem",
    method="GET",
    path=SALES,
    answer=messages.ContactedOld,
    parameters=_CONTACT,
    versions=("2011-02-02", "2011-09-01"),
    repeatable=False,
    pace="contactusaboutitem",
)

GETAVAILABLESHIPPINGTYPES: Final = Operation(
    name="getavailableshippingtypes",
    method="GET",
    path=SALES,
    answer=messages.ShippingTypes,
    parameters=CREDENTIALS,
    versions=("2013-06-25",),
)

#: Every declared call by the name of its service.
OPERATIONS: Final = MappingProxyType(
    {
        one.name: one
        for one in (*globals().copy().values(), *SOLD_OPERATIONS, *SEARCH_OPERATIONS, *STOCK_OPERATIONS)
        if isinstance(one, Operation) and one is not OLD_LISTING
    }
)


def operation(name: str, path: str = "") -> Operation[Any] | None:
    """The call of that name, None for an unknown service; on its old path `listing` is another call."""
    if (name, path.rstrip("/")) == (OLD_LISTING.name, OLD_LISTING.path):
        return OLD_LISTING
    return OPERATIONS.get(name)
