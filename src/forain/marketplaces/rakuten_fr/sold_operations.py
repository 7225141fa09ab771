"""The calls about what was sold: letters to the buyer, cancelling, pre-orders, shipments, amounts and payouts.

Sources: table of rakuten.md section 4 and the file of each service.
"""

from __future__ import annotations

from typing import Final

from forain.marketplaces.rakuten_fr import messages
from forain.marketplaces.rakuten_fr.parameters import CREDENTIALS
from forain.wire.operation import Operation, Parameter

SALES: Final = "/sales_ws"
WALLET: Final = "/wallet_ws"
ITEM: Final = Parameter("itemid", required=True)

CONTACTUSERABOUTITEM: Final = Operation(
    name="contactuseraboutitem",
    method="GET",
    path=SALES,
    answer=messages.ContactedUser,
    parameters=(*CREDENTIALS, ITEM, Parameter("content", required=True, note="no markup")),
    versions=("2011-02-02",),
    repeatable=False,
)

CANCELITEM: Final = Operation(
    name="cancelitem",
    method="GET",
    path=SALES,
    answer=messages.CancelledItem,
    parameters=(
        *CREDENTIALS,
        ITEM,
        Parameter("comment", required=True, note="sent to the buyer; 400 characters at most"),
    ),
    versions=("2011-02-02",),
    repeatable=False,
)

#: Not repeatable: units beyond the waiting pre-orders go into the advert's stock, so a second call adds them twice.
CONFIRMPREORDER: Final = Operation(
    name="confirmpreorder",
    method="GET",
    path=SALES,
    answer=messages.ConfirmedPreorder,
    parameters=(
        *CREDENTIALS,
        Parameter("advertid", required=True, note="the advert, not the item"),
        Parameter("stock", required=True, note="units that arrived, more than 0"),
    ),
    versions=("2013-01-09",),
    repeatable=False,
)

PURCHASE: Final = Parameter("purchaseid", required=True)

GETBILLINGINFORMATION: Final = Operation(
    name="getbillinginformation",
    method="GET",
    path=SALES,
    answer=messages.BillingInformation,
    parameters=(*CREDENTIALS, PURCHASE),
    versions=("2016-03-16", "2011-03-29"),
)

GETSHIPPINGINFORMATION: Final = Operation(
    name="getshippinginformation",
    method="GET",
    path=SALES,
    answer=messages.ShippingInformation,
    parameters=(*CREDENTIALS, PURCHASE),
    versions=("2017-09-12", "2014-02-11", "2011-03-29"),
)

#: On the sales path although it belongs to accounting.
GETCOMPENSATIONDETAILS: Final = Operation(
    name="getcompensationdetails",
    method="GET",
    path=SALES,
    answer=messages.CompensationDetails,
    parameters=(*CREDENTIALS, Parameter("compensationid", required=True, note="may begin with zeros")),
    versions=("2011-03-29",),
)

GETOPERATIONS: Final = Operation(
    name="getoperations",
    method="GET",
    path=WALLET,
    answer=messages.WalletOperations,
    parameters=(
        *CREDENTIALS,
        Parameter("operationcause", required=True, note="salestransfer is the only one known"),
        Parameter("lastoperationdate", note="dd/mm/yyyy-hh:mm:ss; only operations older than this"),
    ),
    versions=("2011-03-29",),
)

#: Not repeatable: a line sent twice is refused as already shipped, and buyers are mailed. Our client asks for the
#: version clients were seen to ask for; the other is known as `lastversion` only.
IMPORTITEMSHIPPINGSTATUS: Final = Operation(
    name="importitemshippingstatus",
    method="POST",
    path=SALES,
    answer=messages.ImportedShippingStatus,
    parameters=CREDENTIALS,
    versions=("2016-05-09", "2021-06-29"),
    repeatable=False,
    upload="file",
)

SOLD_OPERATIONS: Final = (
    CONTACTUSERABOUTITEM,
    CANCELITEM,
    CONFIRMPREORDER,
    GETBILLINGINFORMATION,
    GETSHIPPINGINFORMATION,
    GETCOMPENSATIONDETAILS,
    GETOPERATIONS,
    IMPORTITEMSHIPPINGSTATUS,
)
