"""getoperations: what went in and out of the seller's wallet."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from forain.marketplaces.rakuten_fr.messages.billing import Money
from forain.marketplaces.rakuten_fr.messages.kinds import CHARSET, IDENTIFIER, namespace
from forain.wire import values
from forain.wire.xml import element, elements, message


@message
class WalletOperation:
    """`amount` is never negative: `type` says `Credit` or `Debit`. `compensation_id` may begin with zeros."""

    operation_id: str = element("operationid", as_=IDENTIFIER)
    date: datetime = element("operationdate", as_=values.PARIS_SECONDS)
    cause: str = element("operationcause", default="")
    type: str = element("operationtype", default="")
    state: str = element("operationstate", default="")
    amount: Money = element("operationamount")
    compensation_id: str = element("compensationid", default="")

    @property
    def signed(self) -> Decimal:
        """The amount, below zero for a debit."""
        return -self.amount.amount if self.type.casefold() == "debit" else self.amount.amount


@message("getoperationsresult", namespace=namespace("getoperations"), charset=CHARSET)
class WalletOperations:
    """At most 200, newest first; `has_more` stands inside `operations`, after the list."""

    user: str = element("request/user", default="")
    cause: str = element("request/operationcause", default="")
    last_operation_date: str | None = element("request/lastoperationdate", default=None)
    version: str = element("request/version", default="")
    seller_id: str = element("response/sellerid", as_=IDENTIFIER)
    last_version: str = element("response/lastversion", default="")
    operations: tuple[WalletOperation, ...] = elements("response/operations/operation")
    has_more: bool = element("response/operations/hasmoreoperations", as_=values.TRUE_FALSE, default=False)

    @property
    def next_token(self) -> str:
        """`lastoperationdate` of the next page, '' on the last."""
        return (
            values.PARIS_SECONDS.write(self.operations[-1].date) if self.has_more and self.operations else ""
        )
