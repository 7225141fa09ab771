"""confirmpreorder, whose root has no "result" and whose status element is French."""

from __future__ import annotations

from forain.marketplaces.rakuten_fr.messages.kinds import CHARSET, namespace
from forain.wire.xml import element, message


@message("confirmpreorder", namespace=namespace("confirmpreorder"), charset=CHARSET)
class ConfirmedPreorder:
    """`status` (`statut` on the wire) begins with `OK`; `OK : no remaining item(s)` is recorded."""

    version: str = element("request/version", default="")
    user: str = element("request/user", default="")
    advert_id: str = element("request/advertid", default="")
    stock: str = element("request/stock", default="")
    last_version: str = element("response/lastversion", default="")
    status: str = element("response/statut")
