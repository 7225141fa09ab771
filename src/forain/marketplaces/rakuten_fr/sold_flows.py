"""The calls about what was sold as flows; `flows.Calls` carries them out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from forain.marketplaces.rakuten_fr import sold_operations as operations
from forain.marketplaces.rakuten_fr.messages import (
    BillingInformation,
    CancelledItem,
    CompensationDetails,
    ConfirmedPreorder,
    ContactedUser,
    ImportedShippingStatus,
    ShippingFile,
    ShippingInformation,
    ShippingNotice,
    WalletOperations,
)
from forain.marketplaces.rakuten_fr.uploads import Upload
from forain.sdk.flow import Flow
from forain.wire.operation import Operation
from forain.wire.values import PARIS_SECONDS
from forain.wire.xml import encode

Answer = TypeVar("Answer")


class SoldCalls(ABC):
    """Every call about what was sold that is not in `flows` itself."""

    __slots__ = ()

    @abstractmethod
    def _call(
        self,
        operation: Operation[Answer],
        *,
        upload: Upload | None = None,
        asked_version: str = "",
        **parameters: str,
    ) -> Flow[Answer]: ...

    def contactuseraboutitem(self, item_id: str, content: str) -> Flow[ContactedUser]:
        """Write to the buyer of an item."""
        return self._call(operations.CONTACTUSERABOUTITEM, itemid=item_id, content=content)

    def cancelitem(self, item_id: str, comment: str) -> Flow[CancelledItem]:
        """Give an accepted item up; `comment` is sent to the buyer, 400 characters at most."""
        return self._call(operations.CANCELITEM, itemid=item_id, comment=comment)

    def confirmpreorder(self, advert_id: str, stock: int) -> Flow[ConfirmedPreorder]:
        """`stock` units of a pre-order advert arrived; the oldest waiting pre-orders become sales to ship."""
        return self._call(operations.CONFIRMPREORDER, advertid=advert_id, stock=str(stock))

    def getbillinginformation(self, purchase_id: str) -> Flow[BillingInformation]:
        """Prices, shipping, commissions and net amounts of a purchase with an accepted item."""
        return self._call(operations.GETBILLINGINFORMATION, purchaseid=purchase_id)

    def getshippinginformation(self, purchase_id: str) -> Flow[ShippingInformation]:
        """Mode, prepaid label, shipping price and addresses of a purchase with an accepted item."""
        return self._call(operations.GETSHIPPINGINFORMATION, purchaseid=purchase_id)

    def getcompensationdetails(self, compensation_id: str) -> Flow[CompensationDetails]:
        """The lines of one payout; professional sellers only."""
        return self._call(operations.GETCOMPENSATIONDETAILS, compensationid=compensation_id)

    def getoperations(self, *, older_than: datetime | None = None) -> Flow[WalletOperations]:
        """At most 200 operations of the wallet, newest first; go on with the date of the last one."""
        return self._call(
            operations.GETOPERATIONS,
            operationcause="salestransfer",
            lastoperationdate=PARIS_SECONDS.write(older_than) if older_than else "",
        )

    def importitemshippingstatus(self, notices: Iterable[ShippingNotice]) -> Flow[ImportedShippingStatus]:
        """Many shipments in one file, 1000 at most. Good lines take effect although others are refused."""
        file = encode(ShippingFile(notices=tuple(notices)))
        return self._call(operations.IMPORTITEMSHIPPINGSTATUS, upload=Upload(file, "file.xml"))
