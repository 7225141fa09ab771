"""Every document of Rakuten France, declared once; the client reads them and the sandbox writes them.

Element names, order and CDATA are those of recorded answers (rakuten.md section 6 and the file of each service).
What a version does not know yet is None and then not written; what a recorded answer may lack has a default.
"""

from forain.marketplaces.rakuten_fr.messages.acceptance import AcceptedSale, RefusedSale
from forain.marketplaces.rakuten_fr.messages.contact import ContactedOld, ContactedUs
from forain.marketplaces.rakuten_fr.messages.error import ErrorResponse
from forain.marketplaces.rakuten_fr.messages.inventory import (
    CampaignPurged,
    Inventory,
    OwnAdvert,
    Pricing,
    ProductSummary,
    RivalAdvert,
)
from forain.marketplaces.rakuten_fr.messages.item import (
    AvailableAction,
    ItemClaim,
    ItemDetail,
    ItemInfos,
    ItemLog,
    ItemMail,
    ItemMessage,
)
from forain.marketplaces.rakuten_fr.messages.kinds import IDENTIFIER
from forain.marketplaces.rakuten_fr.messages.product_types import (
    PickupStore,
    ProductType,
    ProductTypes,
    ProductTypeTemplate,
    ShippingZone,
    TemplateAttribute,
    ZoneMode,
)
from forain.marketplaces.rakuten_fr.messages.sale import (
    CurrentSales,
    NewSales,
    PostalAddress,
    RelayPoint,
    Sale,
    SoldItem,
)
from forain.marketplaces.rakuten_fr.messages.shipping import (
    BasicMode,
    CustomMode,
    ShippingTypes,
    TrackingRecorded,
)
from forain.marketplaces.rakuten_fr.messages.stock_file import (
    FileAttribute,
    FileAttributes,
    FileCampaign,
    FileLine,
    FileMode,
    FileSection,
    FileShipping,
    FileStore,
    FileZone,
    StockFile,
)
from forain.marketplaces.rakuten_fr.messages.stock_import import (
    FlatFileReceived,
    FlatFileReport,
    FlatLineError,
    ImageError,
    LineError,
    ReportedFile,
    ReportedLine,
    XmlFileReceived,
    XmlFileReport,
)
from forain.marketplaces.rakuten_fr.messages.todo import ToDoItem, ToDoList

__all__ = [
    "IDENTIFIER",
    "AcceptedSale",
    "AvailableAction",
    "BasicMode",
    "CampaignPurged",
    "ContactedOld",
    "ContactedUs",
    "CurrentSales",
    "CustomMode",
    "ErrorResponse",
    "FileAttribute",
    "FileAttributes",
    "FileCampaign",
    "FileLine",
    "FileMode",
    "FileSection",
    "FileShipping",
    "FileStore",
    "FileZone",
    "FlatFileReceived",
    "FlatFileReport",
    "FlatLineError",
    "ImageError",
    "Inventory",
    "ItemClaim",
    "ItemDetail",
    "ItemInfos",
    "ItemLog",
    "ItemMail",
    "ItemMessage",
    "LineError",
    "NewSales",
    "OwnAdvert",
    "PickupStore",
    "PostalAddress",
    "Pricing",
    "ProductSummary",
    "ProductType",
    "ProductTypeTemplate",
    "ProductTypes",
    "RefusedSale",
    "RelayPoint",
    "ReportedFile",
    "ReportedLine",
    "RivalAdvert",
    "Sale",
    "ShippingTypes",
    "ShippingZone",
    "SoldItem",
    "StockFile",
    "TemplateAttribute",
    "ToDoItem",
    "ToDoList",
    "TrackingRecorded",
    "XmlFileReceived",
    "XmlFileReport",
    "ZoneMode",
]
