"""The one document in which every service says no (rakuten.md section 5)."""

from __future__ import annotations

from forain.marketplaces.rakuten_fr.messages.kinds import CHARSET, namespace
from forain.wire.xml import element, elements, message


@message("errorresponse", namespace=namespace("error"), charset=CHARSET)
class ErrorResponse:
    """`details` may hold empty texts; a known client fails when there is none at all, so one is always written."""

    type: str = element("error/type", default="")
    code: str = element("error/code", default="")
    message: str = element("error/message", default="")
    details: tuple[str, ...] = elements("error/details/detail", cdata=True)
