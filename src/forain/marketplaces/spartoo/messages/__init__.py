"""What travels between Spartoo and a seller, declared once for the client and for the sandbox."""

from __future__ import annotations

from forain.marketplaces.spartoo.messages.envelope import Envelope, Error, Item, Statut
from forain.marketplaces.spartoo.messages.orders import (
    Customers,
    Delivery,
    ExportedOrders,
    Order,
    OrderUpdate,
    Product,
    RelayInfo,
    UpdatedOrder,
)
from forain.marketplaces.spartoo.messages.returns import ExportedReturns, Return, ReturnedProduct

__all__ = [
    "Customers",
    "Delivery",
    "Envelope",
    "Error",
    "ExportedOrders",
    "ExportedReturns",
    "Item",
    "Order",
    "OrderUpdate",
    "Product",
    "RelayInfo",
    "Return",
    "ReturnedProduct",
    "Statut",
    "UpdatedOrder",
]
