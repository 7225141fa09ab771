"""The stock file as XML (stock-xml-format.md): declared here for reading, written fast by `stock_writer`.

Every part may be missing, because the one who reads it is the sandbox, which must say what is missing.
"""

from __future__ import annotations

from forain.marketplaces.rakuten_fr.messages.kinds import CHARSET
from forain.wire.xml import element, elements, message


@message
class FileAttribute:
    """A key with its value; some tools send the template's label along.

    The value is declared as a list because an empty one (code 60) is not the same as none (code 30).
    """

    label: str | None = element("label", default=None)
    key: str | None = element("key", default=None)
    values: tuple[str, ...] = elements("value", when_none="omit", default=())
    unit: str | None = element("unit", default=None)

    @property
    def value(self) -> str | None:
        """The first value, None when there is no such element."""
        return self.values[0] if self.values else None


@message
class FileCampaign:
    """One promotion campaign the advert joins."""

    attributes: tuple[FileAttribute, ...] = elements("attribute")


@message
class FileMode:
    """A shipping mode in a zone."""

    name: str | None = element("name", default=None)
    authorization: str | None = element("authorization", default=None)
    leader_price: str | None = element("leader_price", default=None)
    follower_price: str | None = element("follower_price", default=None)


@message
class FileZone:
    """The shipping modes of a zone."""

    name: str | None = element("name", default=None)
    modes: tuple[FileMode, ...] = elements("type", when_none="omit")


@message
class FileShipping:
    """Shipping prices of this advert alone."""

    shipped_by_rsl: str | None = element("shipped_by_rsl", default=None)
    package_weight: str | None = element("package_weight", default=None)
    zones: tuple[FileZone, ...] = elements("configuration/zone", when_none="omit")


@message
class FileStore:
    """Quantity in a Click & Collect shop."""

    store_id: str | None = element("pickupstoreid", default=None)
    quantity: str | None = element("qty", default=None)


@message
class FileSection:
    """The attributes of one side: product, advert or media."""

    attributes: tuple[FileAttribute, ...] = elements("attribute", when_none="omit")


@message
class FileAttributes:
    """All sections of a line, in the order they are written; any order is read."""

    product: FileSection | None = element("product", default=None)
    advert: FileSection | None = element("advert", default=None)
    media: FileSection | None = element("media", default=None)
    campaigns: tuple[FileCampaign, ...] = elements("campaigns/campaign", when_none="omit")
    shipping: FileShipping | None = element("shipping", default=None)
    stores: tuple[FileStore, ...] = elements("pickupstores/pickupstore", when_none="omit")


@message
class FileLine:
    """One line: a product, an advert, or both."""

    alias: str | None = element("alias", default=None)
    attributes: FileAttributes | None = element("attributes", default=None)


@message("items", charset=CHARSET)
class StockFile:
    """The whole file; it has no namespace."""

    lines: tuple[FileLine, ...] = elements("item", when_none="omit")
