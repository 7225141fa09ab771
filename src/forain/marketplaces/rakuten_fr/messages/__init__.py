"""Every document of Rakuten France, declared once; the client reads them and the sandbox writes them.

Element names, order and CDATA are those of recorded answers (rakuten.md section 6 and the file of each service).
What a version does not know yet is None and then not written; what a recorded answer may lack has a default.
"""

from forain.marketplaces.rakuten_fr.messages.acceptance import AcceptedSale, RefusedSale
from forain.marketplaces.rakuten_fr.messages.billing import BilledItem, BillingInformation, Money
from forain.marketplaces.rakuten_fr.messages.cancelling import CancelledItem
from forain.marketplaces.rakuten_fr.messages.categories import Category, CategoryMap
from forain.marketplaces.rakuten_fr.messages.compensation import (
    CancelledItemPayment,
    CompensationDetails,
    ItemAdjustment,
    ItemPayment,
    LicenceFee,
    LicenceFeeAsset,
)
from forain.marketplaces.rakuten_fr.messages.contact import ContactedOld, ContactedUs, ContactedUser
from forain.marketplaces.rakuten_fr.messages.delivery import PrepaidLabel, ShippingInformation
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
from forain.marketplaces.rakuten_fr.messages.listing import (
    AdvertSeller,
    BestPrice,
    BestPrices,
    Breadcrumb,
    ListedAdvert,
    ListedProduct,
    Listing,
    Navigation,
    NavigationCategory,
    OfferCounts,
    ProductAdverts,
    References,
    Reviews,
)
from forain.marketplaces.rakuten_fr.messages.preorder import ConfirmedPreorder
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
from forain.marketplaces.rakuten_fr.messages.shipping_file import (
    ImportedShippingStatus,
    ShippingFile,
    ShippingNotice,
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
from forain.marketplaces.rakuten_fr.messages.wallet import WalletOperation, WalletOperations

__all__ = [
    "IDENTIFIER",
    "AcceptedSale",
    "AdvertSeller",
    "AvailableAction",
    "BasicMode",
    "BestPrice",
    "BestPrices",
    "BilledItem",
    "BillingInformation",
    "Breadcrumb",
    "CampaignPurged",
    "CancelledItem",
    "CancelledItemPayment",
    "Category",
    "CategoryMap",
    "CompensationDetails",
    "ConfirmedPreorder",
    "ContactedOld",
    "ContactedUs",
    "ContactedUser",
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
    "ImportedShippingStatus",
    "Inventory",
    "ItemAdjustment",
    "ItemClaim",
    "ItemDetail",
    "ItemInfos",
    "ItemLog",
    "ItemMail",
    "ItemMessage",
    "ItemPayment",
    "LicenceFee",
    "LicenceFeeAsset",
    "LineError",
    "ListedAdvert",
    "ListedProduct",
    "Listing",
    "Money",
    "Navigation",
    "NavigationCategory",
    "NewSales",
    "OfferCounts",
    "OwnAdvert",
    "PickupStore",
    "PostalAddress",
    "PrepaidLabel",
    "Pricing",
    "ProductAdverts",
    "ProductSummary",
    "ProductType",
    "ProductTypeTemplate",
    "ProductTypes",
    "References",
    "RefusedSale",
    "RelayPoint",
    "ReportedFile",
    "ReportedLine",
    "Reviews",
    "RivalAdvert",
    "Sale",
    "ShippingFile",
    "ShippingInformation",
    "ShippingNotice",
    "ShippingTypes",
    "ShippingZone",
    "SoldItem",
    "StockFile",
    "TemplateAttribute",
    "ToDoItem",
    "ToDoList",
    "TrackingRecorded",
    "WalletOperation",
    "WalletOperations",
    "XmlFileReceived",
    "XmlFileReport",
    "ZoneMode",
]
