"""Letters about an item: to customer service, under both names of that service, and to the buyer."""

from __future__ import annotations

from forain.marketplaces.rakuten_fr.messages.kinds import CHARSET, namespace
from forain.wire.xml import element, message


@message("contactusaboutitemresult", namespace=namespace("contactusaboutitem"), charset=CHARSET)
class ContactedUs:
    """`status` is `SENT`; no identifier of the mail comes back."""

    version: str = element("request/version", default="")
    user: str = element("request/user", default="")
    item_id: str = element("request/itemid", default="")
    mail_parent_id: str | None = element("request/mailparentid", default=None)
    content: str = element("request/content", default="")
    last_version: str = element("response/lastversion", default="")
    status: str = element("response/status")


@message(
    "contactpriceministeraboutitemresult",
    namespace=namespace("contactpriceministeraboutitem"),
    charset=CHARSET,
)
class ContactedOld:
    """The answer to the old action name; its root is inferred from the pattern of all names."""

    version: str = element("request/version", default="")
    user: str = element("request/user", default="")
    item_id: str = element("request/itemid", default="")
    mail_parent_id: str | None = element("request/mailparentid", default=None)
    content: str = element("request/content", default="")
    last_version: str = element("response/lastversion", default="")
    status: str = element("response/status")


@message("contactuseraboutitemresult", namespace=namespace("contactuseraboutitem"), charset=CHARSET)
class ContactedUser:
    """`status` is `SENT`; messages with the buyer have no identifier at all."""

    version: str = element("request/version", default="")
    user: str = element("request/user", default="")
    item_id: str = element("request/itemid", default="")
    content: str = element("request/content", default="")
    last_version: str = element("response/lastversion", default="")
    status: str = element("response/status")
