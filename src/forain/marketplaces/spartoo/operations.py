"""The web services as declarations: path, parameters, answer, and whether a call may be repeated blindly."""

from __future__ import annotations

from forain.marketplaces.spartoo.messages import ExportedOrders, ExportedReturns, OrderUpdate
from forain.wire.operation import Operation, Parameter

#: Our canonical name -> other names real callers use (spartoo.md section 5). The client sends the canonical ones.
VARIANTS: dict[str, str] = {"partenaire": "partner", "statut": "status"}

PARTENAIRE = Parameter("partenaire", required=True, note="the partner id, the only credential; secret")

EXPORT_ORDERS = Operation(
    name="xml_export_orders",
    method="POST",
    path="/mp/xml_export_orders.php",
    answer=ExportedOrders,
    parameters=(
        PARTENAIRE,
        Parameter("date", note="`YYYY-MM-DD:hh:mm:ss`, lower bound of the order date; or `oID`"),
        Parameter("oID", note="order id; or `date`"),
        Parameter("statut", note="2, 3, 11, 41, 45, 47; empty means all"),
    ),
    pace="xml_export_orders",
)

MAJ_ORDERS = Operation(
    name="xml_maj_orders",
    method="POST",
    path="/mp/xml_maj_orders.php",
    answer=OrderUpdate,
    parameters=(
        PARTENAIRE,
        Parameter("oID", required=True),
        Parameter("statut", required=True, note="2, 3, 41, 45, 47"),
        Parameter("tracking_number", note="with 3"),
    ),
    # Not repeated blindly: that a second call is a harmless -9 is inferred, not documented; going to 3 mails the
    # buyer; and a repeat can meet an order that moved on meanwhile. A lost answer is looked up instead.
    repeatable=False,
    pace="xml_maj_orders",
)

EXPORT_RETURNS = Operation(
    name="xml_export_returns",
    method="POST",
    path="/mp/xml_export_returns.php",
    answer=ExportedReturns,
    parameters=(
        PARTENAIRE,
        Parameter("date", note="Unix time in seconds, lower bound of the creation; or `oID` or `rID`"),
        Parameter("oID", note="order id"),
        Parameter("rID", note="return id"),
        Parameter("statut", note="2, 3, 4, 5, 7, 14; empty means all"),
    ),
    pace="xml_export_returns",
)

OPERATIONS: dict[str, Operation[ExportedOrders] | Operation[OrderUpdate] | Operation[ExportedReturns]] = {
    EXPORT_ORDERS.name: EXPORT_ORDERS,
    MAJ_ORDERS.name: MAJ_ORDERS,
    EXPORT_RETURNS.name: EXPORT_RETURNS,
}
