"""Writes the documents. Decides nothing: it is given what happened and says it in Spartoo's words.

Form of answers: spartoo.md section 7.2. On success no item carries an error; a failed call has an empty container.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from forain.marketplaces.spartoo import messages as m
from forain.marketplaces.spartoo.errors import OK
from forain.marketplaces.spartoo.sandbox import state as st
from forain.marketplaces.spartoo.sandbox import words
from forain.marketplaces.spartoo.sites import Site
from forain.sandbox.stage import Answer
from forain.wire.xml import encode

CONTENT_TYPE = "text/xml; charset=UTF-8"

Label = Callable[[int], str]

Document = m.Envelope


def answer(document: Document) -> Answer:
    return Answer(body=encode(document), content_type=CONTENT_TYPE)


def failure(service: str, code: int, told: m.Statut) -> Document:
    """A call-level error: the container is there and truly empty (section 17, 4)."""
    return FAILURES[service](code, told)


def _scalar(
    kind: Callable[..., Document], container: str, empty: object = ()
) -> Callable[[int, m.Statut], Document]:
    """Services whose `errors` is a bare number (section 7, variant S)."""
    return lambda code, _told: kind(**{container: empty, "code": code})


def _listed(kind: Callable[..., Document], container: str) -> Callable[[int, m.Statut], Document]:
    """Services with rows of errors and a root `statut`."""
    return lambda code, told: kind(**{container: (), "errors": (error(code),), "statut": told})


FAILURES: Mapping[str, Callable[[int, m.Statut], Document]] = {
    "xml_export_orders": _listed(m.ExportedOrders, "orders"),
    "xml_maj_orders": _listed(m.OrderUpdate, "orders"),
    "xml_export_returns": _listed(m.ExportedReturns, "returns"),
    "xml_maj_returns": _listed(m.ReturnUpdate, "returns"),
    "xml_import_products": _scalar(m.ImportResult, "products"),
    "xml_import_products_async": _scalar(m.ImportQueued, "url", None),
    "xml_maj_stock": lambda code, _told: m.StockSet(code=code),
    "xml_maj_stock_batch": _scalar(m.StockBatchResult, "products"),
    "xml_export_products": _scalar(m.OnlineCatalogue, "products"),
    "xml_check_status_products": _scalar(m.ProductStatuses, "products"),
    "xml_export_bl": _scalar(m.DeliverySlip, "bl", None),
}


def orders(found: Iterable[st.Order], site: Site, told: m.Statut) -> m.ExportedOrders:
    return m.ExportedOrders(
        orders=tuple(order(one, site) for one in found),
        errors=(error(OK),),
        statut=told,
    )


def returns(found: Iterable[st.Return], site: Site, told: m.Statut) -> m.ExportedReturns:
    return m.ExportedReturns(
        returns=tuple(return_(one, site) for one in found),
        errors=(error(OK),),
        statut=told,
    )


def ko_return(case: st.Return, site: Site, code: int) -> m.ExportedReturns:
    """The KO example of the seed: a call's error inside a whole return, beside a root `statut` of its own."""
    return m.ExportedReturns(
        returns=(return_(case, site, (error(code),)),),
        statut=m.Statut(id=str(case.status), description=words.return_status(case.status)),
    )


def order_update(
    partenaire: str, oid: str, statut: str, tracking: str | None, code: int, present: int | None
) -> m.OrderUpdate:
    """The echo of a call on one order; the root `statut` is the order's status after it."""
    echo = m.UpdatedOrder(
        partenaire=partenaire, oid=oid, statut=statut, tracking_number=tracking, errors=(error(code),)
    )
    told = (
        m.Statut() if present is None else m.Statut(id=str(present), description=words.order_status(present))
    )
    return m.OrderUpdate(orders=(echo,), statut=told)


def return_update(
    partenaire: str, rid: str, link: str, file: str, code: int, present: int | None
) -> m.ReturnUpdate:
    """The echo of a call on one return; the root `statut` is the return's status after it."""
    echo = m.UpdatedReturn(
        partenaire=partenaire,
        rid=rid,
        label_link=link or None,
        label_file=file or None,
        errors=(error(code),),
    )
    told = (
        m.Statut() if present is None else m.Statut(id=str(present), description=words.return_status(present))
    )
    return m.ReturnUpdate(returns=(echo,), statut=told)


def slip(order: str, pdf: str) -> m.DeliverySlip:
    return m.DeliverySlip(bl=m.Slip(order_id=order, pdf=pdf), code=OK)


def error(code: int) -> m.Error:
    return m.Error(id=code, description=words.error(code))


def filter_statut(given: str, statut: int | None, label: Label) -> m.Statut:
    """An echo of the `statut` parameter, both children empty without one (section 7.2)."""
    return m.Statut(id=given, description="" if statut is None else label(statut))


def order(told: st.Order, site: Site) -> m.Order:
    return m.Order(
        id=told.id,
        customers=_customers(told.buyer),
        delivery=_delivery(told),
        payment_method=told.payment,
        payment_price=told.fee,
        shipping_price=told.shipping,
        shipping_name=told.shipping_name,
        total=told.total,
        status_name=words.order_status(told.status, site.language),
        status_id=told.status,
        date_purchased=told.placed_at,
        last_modified=told.changed_at,
        products=tuple(_product(line) for line in told.lines),
    )


def _customers(person: st.Person) -> m.Customers:
    return m.Customers(
        firstname=person.first,
        lastname=person.last,
        company=person.company,
        street_address=person.street,
        suburb=person.suburb,
        city=person.city,
        postcode=person.postcode,
        state=person.region,
        country=person.country,
        email_address=person.email,
        telephone=person.phone,
    )


def _delivery(told: st.Order) -> m.Delivery:
    """For relay orders too the street fields hold the customer's address (xml_export_orders, "Not documented")."""
    person = told.recipient
    return m.Delivery(
        firstname=person.first,
        lastname=person.last,
        relay_info=_relay(told.relay) if told.relay else None,
        company=person.company,
        suburb=person.suburb,
        street_address=person.street,
        city=person.city,
        postcode=person.postcode,
        state=person.region,
        country=person.country,
    )


def _relay(relay: st.Relay) -> m.RelayInfo:
    return m.RelayInfo(
        id=relay.id,
        type=relay.network,
        name=relay.name,
        address=relay.street,
        city=relay.city,
        postcode=relay.postcode,
        country_iso=relay.country,
    )


def _product(line: st.Size) -> m.Product:
    return m.Product(
        reference=line.reference,
        name=line.name,
        qty=line.quantity,
        spartoo=line.number,
        manufacturers=line.brand,
        size=line.size,
        size_reference=line.size_reference,
        color=line.colour,
        price_unit=line.listed,
        price_unit_with_reduce=line.paid,
        final_price=line.total,
    )


def return_(told: st.Return, site: Site, rows: tuple[m.Error, ...] = ()) -> m.Return:
    line = told.line
    return m.Return(
        id=told.id,
        date=told.opened_at,
        status_name=words.return_status(told.status, site.language),
        status=told.status,
        reason=words.reason(told.reason, site.language),
        order=told.order,
        product=m.ReturnedProduct(
            reference=line.reference,
            name=line.name,
            spartoo=line.number,
            manufacturers=line.brand,
            size=line.size,
            size_reference=line.size_reference,
            color=line.colour,
        ),
        errors=rows,
    )
