"""The web services as declarations: path, parameters, answer, and whether a call may be repeated blindly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forain.marketplaces.spartoo import messages as m
from forain.wire.operation import Operation, Parameter

#: Our canonical name -> other names real callers use (spartoo.md section 5). The client sends the canonical ones.
VARIANTS: Mapping[str, str] = {
    "partenaire": "partner",
    "statut": "status",
    "reference_partenaire": "partner_reference",
}

PARTENAIRE = Parameter("partenaire", required=True, note="the partner id, the only credential; secret")

EXPORT_ORDERS = Operation(
    name="xml_export_orders",
    method="POST",
    path="/mp/xml_export_orders.php",
    answer=m.ExportedOrders,
    parameters=(
        PARTENAIRE,
        Parameter("date", note="`YYYY-MM-DD:hh:mm:ss`, lower bound of the order date; or `oID`"),
        Parameter("oID", note="order id; or `date`"),
        Parameter("statut", note="2, 3, 11, 41, 45, 47; empty means all"),
    ),
)

MAJ_ORDERS = Operation(
    name="xml_maj_orders",
    method="POST",
    path="/mp/xml_maj_orders.php",
    answer=m.OrderUpdate,
    parameters=(
        PARTENAIRE,
        Parameter("oID", required=True),
        Parameter("statut", required=True, note="2, 3, 41, 45, 47"),
        Parameter("tracking_number", note="with 3"),
    ),
    # Not repeated blindly: that a second call is a harmless -9 is inferred, not documented; going to 3 mails the
    # buyer; and a repeat can meet an order that moved on meanwhile. A lost answer is looked up instead.
    repeatable=False,
)

EXPORT_RETURNS = Operation(
    name="xml_export_returns",
    method="POST",
    path="/mp/xml_export_returns.php",
    answer=m.ExportedReturns,
    parameters=(
        PARTENAIRE,
        Parameter("date", note="Unix time in seconds, lower bound of the creation; or `oID` or `rID`"),
        Parameter("oID", note="order id"),
        Parameter("rID", note="return id"),
        Parameter("statut", note="2, 3, 4, 5, 7, 14; empty means all"),
    ),
)

MAJ_RETURNS = Operation(
    name="xml_maj_returns",
    method="POST",
    path="/mp/xml_maj_returns.php",
    answer=m.ReturnUpdate,
    parameters=(
        PARTENAIRE,
        Parameter("rID", required=True, note="return id"),
        Parameter("statut", note="4 accepts, 3 refuses"),
        Parameter("label_link", note="address of a label the seller hosts"),
        Parameter("label_file", note="a file (PDF, PNG, JPEG), which Spartoo hosts"),
    ),
    repeatable=False,  # a decision about money; a lost answer is looked up
    upload="label_file",
)

EXPORT_BL = Operation(
    name="xml_export_bl",
    method="POST",
    path="/mp/xml_export_bl.php",
    answer=m.DeliverySlip,
    parameters=(PARTENAIRE, Parameter("xml", required=True, note="order id, articles and pieces")),
)

MAJ_STOCK = Operation(
    name="xml_maj_stock",
    method="POST",
    path="/mp/xml_maj_stock.php",
    answer=m.StockSet,
    parameters=(
        PARTENAIRE,
        Parameter("reference_partenaire", required=True, note="the parent product"),
        Parameter("products_size_reference", required=True, note="the size, `size_reference` of the import"),
        Parameter("products_quantity", required=True, note="the new quantity, not a difference"),
    ),
)

MAJ_STOCK_BATCH = Operation(
    name="xml_maj_stock_batch",
    method="POST",
    path="/mp/xml_maj_stock_batch.php",
    answer=m.StockBatchResult,
    parameters=(PARTENAIRE, Parameter("xml", required=True, note="products, sizes, quantities, prices")),
)

CHECK_STATUS = Operation(
    name="xml_check_status_products",
    method="POST",
    path="/mp/xml_check_status_products.php",
    answer=m.ProductStatuses,
    parameters=(PARTENAIRE, Parameter("xml", required=True, note="products or sizes")),
)

EXPORT_PRODUCTS = Operation(
    name="xml_export_products",
    method="POST",
    path="/mp/xml_export_products.php",
    answer=m.OnlineCatalogue,
    parameters=(PARTENAIRE, Parameter("reference_partenaire", note="this product only")),
)

_IMPORT_PARAMETERS = (
    PARTENAIRE,
    Parameter("xml", required=True, note="the products"),
    Parameter("force_description", note="1: replace descriptions, also of products without stock"),
    Parameter("force_overwrite", note="1: what is not in the document gets stock 0"),
    Parameter("async", note="1: queue it, as xml_import_products_async does"),
)

IMPORT_PRODUCTS = Operation(
    name="xml_import_products",
    method="POST",
    path="/mp/xml_import_products.php",
    answer=m.ImportResult,
    parameters=_IMPORT_PARAMETERS,
)

IMPORT_PRODUCTS_ASYNC = Operation(
    name="xml_import_products_async",
    method="POST",
    path="/mp/xml_import_products_async.php",
    answer=m.ImportQueued,
    parameters=_IMPORT_PARAMETERS,
    repeatable=False,  # the same file sent again is answered "no difference" (status 2), and the result is lost
)

OPERATIONS: Mapping[str, Operation[Any]] = {
    one.name: one
    for one in (
        IMPORT_PRODUCTS,
        IMPORT_PRODUCTS_ASYNC,
        MAJ_STOCK,
        MAJ_STOCK_BATCH,
        EXPORT_PRODUCTS,
        CHECK_STATUS,
        EXPORT_ORDERS,
        MAJ_ORDERS,
        EXPORT_BL,
        EXPORT_RETURNS,
        MAJ_RETURNS,
    )
}

#: What the `xml` parameter of a service holds.
REQUESTS: Mapping[str, type] = {
    IMPORT_PRODUCTS.name: m.ImportProducts,
    IMPORT_PRODUCTS_ASYNC.name: m.ImportProducts,
    MAJ_STOCK_BATCH.name: m.StockBatch,
    CHECK_STATUS.name: m.StatusRequest,
    EXPORT_BL.name: m.SlipRequest,
}
