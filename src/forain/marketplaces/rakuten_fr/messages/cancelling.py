"""cancelitem: the seller gives up an item he had accepted."""

from __future__ import annotations

from forain.marketplaces.rakuten_fr.messages.kinds import CHARSET, namespace
from forain.wire.xml import element, message


@message("cancelitemresult", namespace=namespace("cancelitem"), charset=CHARSET)
class CancelledItem:
    """`status` is `CANCELLED`, in capitals."""

    version: str = element("request/version", default="")
    user: str = element("request/user", default="")
    item_id: str = element("request/itemid", default="")
    comment: str = element("request/comment", cdata=True, default="")
    last_version: str = element("response/lastversion", default="")
    status: str = element("response/status")
