"""getshippinginformation: how to ship one purchase, with the prepaid label where the mode has one."""

from __future__ import annotations

from forain.marketplaces.rakuten_fr.messages.billing import Money
from forain.marketplaces.rakuten_fr.messages.kinds import CHARSET, IDENTIFIER, namespace
from forain.marketplaces.rakuten_fr.messages.sale import PostalAddress, RelayPoint
from forain.wire import values
from forain.wire.xml import element, message


@message
class PrepaidLabel:
    """`url` leads to a PDF on the carrier's host and is signed: whoever knows it can read the buyer's address."""

    available: bool = element("available", as_=values.Y_N, default=False)
    detail: str = element("availabilitydetail", default="")
    url: str | None = element("prepaidlabelurl", cdata=True, default=None)
    tracking_number: str | None = element("trackinginformation/trackingnumber", default=None)
    tracking_url: str | None = element("trackinginformation/trackingurl", cdata=True, default=None)


@message("getshippinginformationresult", namespace=namespace("getshippinginformation"), charset=CHARSET)
class ShippingInformation:
    """The first answer that tells the price of shipping, and for individuals the only one with the buyer's address."""

    user: str = element("request/user", default="")
    purchase_id: str = element("request/purchaseid", default="")
    version: str = element("request/version", default="")
    seller_id: str = element("response/sellerid", as_=IDENTIFIER)
    last_version: str = element("response/lastversion", default="")
    shipping_type: str = element("response/shippinginformation/shippingtype", default="")
    label: PrepaidLabel | None = element("response/shippinginformation/prepaidlabel", default=None)
    shipping_cost: Money = element("response/shippinginformation/purchaseshippingcostprice")
    buyer_login: str = element("response/shippinginformation/purchasebuyerlogin", default="")
    buyer_email: str = element("response/shippinginformation/purchasebuyeremail", default="")
    collection_point: RelayPoint | None = element(
        "response/shippinginformation/collectionpointaddress", default=None
    )
    delivery_address: PostalAddress | None = element(
        "response/shippinginformation/deliveryaddress", default=None
    )
    billing_address: PostalAddress | None = element(
        "response/shippinginformation/billingaddress", default=None
    )
