"""The delivery slip: what is asked for, and the answer that carries a PDF or its address."""

from __future__ import annotations

from forain.marketplaces.spartoo.messages import lenient
from forain.marketplaces.spartoo.messages.envelope import Error
from forain.wire.xml import element, elements, message


@message
class SlipProduct:
    """Pieces of one article in this parcel. `reference` may be the parent's or the size's (xml_export_bl).

    The field table of the page calls it `partner_reference`, its sample `reference_partenaire`: both are read.
    """

    reference: str | None = element("reference_partenaire", default=None)
    translated: str | None = element("partner_reference", default=None)
    quantity: int | None = element("product_quantity", as_=lenient.WHOLE, default=None)


@message("root")
class SlipRequest:
    """The `xml` of `xml_export_bl`."""

    order_id: str = element("order_id", default="")
    products: tuple[SlipProduct, ...] = elements("products/product")


@message
class Slip:
    """`pdf` is base64 or an address; which, the documents do not say (xml_export_bl, "Response tree")."""

    order_id: str = element("order_id", default="")
    pdf: str = element("pdf", default="")


@message("root")
class DeliverySlip:
    """The answer of `xml_export_bl`: the code stands last."""

    bl: Slip | None = element("bl", when_none="empty")
    code: int | None = element("errors", default=None)
    errors: tuple[Error, ...] = elements("errors/error", when_none="omit", default=())

    @property
    def items(self) -> tuple[()]:
        return ()
