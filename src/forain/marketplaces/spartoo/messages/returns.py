"""Returns as `xml_export_returns` tells them; the only service whose official page is known in full (seed 004)."""

from __future__ import annotations

from datetime import datetime

from forain.marketplaces.spartoo.messages.envelope import MOMENT, Error, Statut
from forain.wire.xml import element, elements, message


@message
class ReturnedProduct:
    """The one product of a return. `size_reference` is in the page's field table only, so it may be missing."""

    reference: str = element("products_reference", cdata=True, default="")
    name: str = element("products_name", cdata=True, default="")
    spartoo: int | None = element("products_spartoo", when_none="empty")
    manufacturers: str = element("products_manufacturers", cdata=True, default="")
    size: str = element("products_size", default="")
    size_reference: str | None = element("size_reference", cdata=True, default=None)
    color: str = element("products_color", cdata=True, default="")


@message
class Return:
    """One return. `order` is the order's id as text; `date` may be white space only (seed: a TAB)."""

    id: str = element("return_id")
    date: datetime | None = element("return_date", as_=MOMENT, when_none="empty")
    status_name: str = element("return_status_name", cdata=True, default="")
    status: int | None = element("return_status", when_none="empty")
    reason: str = element("return_reason", cdata=True, default="")
    order: str = element("order", default="")
    product: ReturnedProduct | None = element("product")
    code: int | None = element("errors", default=None)
    errors: tuple[Error, ...] = elements("errors/error", when_none="omit", default=())


@message("root")
class ExportedReturns:
    """The answer of `xml_export_returns`."""

    returns: tuple[Return, ...] = elements("returns/return")
    code: int | None = element("errors", default=None)
    errors: tuple[Error, ...] = elements("errors/error", when_none="omit", default=())
    statut: Statut | None = element("statut", default=None)

    @property
    def items(self) -> tuple[Return, ...]:
        return self.returns


@message
class UpdatedReturn:
    """The echo of a change. `rid` is text, although the page types it as a number (spartoo.md section 13)."""

    partenaire: str = element("partenaire", default="")
    rid: str = element("rID", default="")
    label_link: str | None = element("label_link", cdata=True, when_none="empty")
    label_file: str | None = element("label_file", cdata=True, when_none="empty")
    code: int | None = element("errors", default=None)
    errors: tuple[Error, ...] = elements("errors/error", when_none="omit", default=())


@message("root")
class ReturnUpdate:
    """The answer of `xml_maj_returns`."""

    returns: tuple[UpdatedReturn, ...] = elements("returns/return")
    code: int | None = element("errors", default=None)
    errors: tuple[Error, ...] = elements("errors/error", when_none="omit", default=())
    statut: Statut | None = element("statut", default=None)

    @property
    def items(self) -> tuple[UpdatedReturn, ...]:
        return self.returns
