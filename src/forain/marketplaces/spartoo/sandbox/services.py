"""One function per web service: what was asked, by the rules, as a document. A refusal becomes its document here."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping

from forain.marketplaces.spartoo import messages as m
from forain.marketplaces.spartoo.errors import OK
from forain.marketplaces.spartoo.sandbox import answers, goods_services, labels, slip_paper, slips, words
from forain.marketplaces.spartoo.sandbox.answers import Document
from forain.marketplaces.spartoo.sandbox.documents import document
from forain.marketplaces.spartoo.sandbox.pretended import Pretended, Service
from forain.marketplaces.spartoo.sandbox.reading import Asked
from forain.marketplaces.spartoo.sandbox.rules import Refusal
from forain.marketplaces.spartoo.sandbox.state import Order, Partner, Return, Stored

#: Selects nothing.
NO_STATUS = -1


def answer(world: Pretended, asked: Asked) -> Document:
    try:
        partner = world.rules.admit(asked.get("partenaire"), asked.service)
        return SERVICES[asked.service](world, partner, asked)
    except Refusal as refusal:
        return answers.failure(asked.service, refusal.code, _echo(asked))


def _echo(asked: Asked) -> m.Statut:
    """The filter, told by failed exports too; a failed change has no status to tell."""
    if asked.service not in ("xml_export_orders", "xml_export_returns"):
        return m.Statut()
    label = words.return_status if asked.service == "xml_export_returns" else words.order_status
    return answers.filter_statut(asked.get("statut"), asked.statut, label)


def export_orders(world: Pretended, partner: Partner, asked: Asked) -> Document:
    found = world.rules.orders(partner, asked.site.suffix, asked.since, asked.get("oID"), _filter(asked))
    return answers.orders(found, asked.site, _echo(asked))


def export_returns(world: Pretended, partner: Partner, asked: Asked) -> Document:
    rules, ids = world.rules, (asked.get("oID"), asked.get("rID"))
    try:
        found = rules.returns(partner, asked.site.suffix, asked.since, *ids, _filter(asked))
    except Refusal as refusal:
        shown = rules.any_return(partner) if rules.state.switches.ko_inside_item else None
        if shown is None:
            raise
        return answers.ko_return(shown, asked.site, refusal.code)
    return answers.returns(found, asked.site, _echo(asked))


def _filter(asked: Asked) -> int | None:
    """The status to select; a word that is no status selects nothing (xml_export_returns)."""
    return NO_STATUS if asked.get("statut") and asked.statut is None else asked.statut


def maj_orders(world: Pretended, partner: Partner, asked: Asked) -> Document:
    """-5 stands at the root; what concerns an order stands in its echo (form of `xml_maj_returns`)."""
    rules, oid, statut = world.rules, asked.get("oID"), asked.statut
    if not oid or statut is None:
        raise Refusal(-5)
    code, order = OK, None
    try:
        order = rules.find_order(partner, asked.site.suffix, oid)
        rules.move_order(order, statut, asked.get("tracking_number"), asked.service)
    except Refusal as refusal:
        code = refusal.code
    return _updated(asked, code, order)


def _updated(asked: Asked, code: int, order: Order | None) -> Document:
    return answers.order_update(
        partenaire=asked.get("partenaire"),
        oid=asked.get("oID"),
        statut=asked.get("statut"),
        tracking=asked.get("tracking_number") or None,
        code=code,
        present=order.status if order else None,
    )


def maj_returns(world: Pretended, partner: Partner, asked: Asked) -> Document:
    """Calls without a return or a wish fail at the root, all else in the echo (decision `change-errors`)."""
    rules, rid, wish = world.rules, asked.get("rID"), _wish(asked)
    if not rid or not (wish.status is not None or wish.link or wish.file):
        raise Refusal(-5)
    code, case = OK, None
    try:
        case = labels.find_return(rules, partner, asked.site.suffix, rid)
        labels.change_return(rules, case, wish, asked.service)
    except Refusal as refusal:
        code = refusal.code
    return _updated_return(asked, code, case)


def _wish(asked: Asked) -> labels.Wish:
    """`label_file` as a file, or as text: an address is taken for a link, all else for a broken file."""
    upload, text = asked.files.get("label_file"), asked.get("label_file")
    file = (upload.name, upload.content) if upload else None
    link = asked.get("label_link")
    if text and not file:
        link, file = (link or text, None) if labels.is_address(text) else (link, ("label", b""))
    return labels.Wish(status=asked.statut, link=link, file=file)


def _updated_return(asked: Asked, code: int, case: Return | None) -> Document:
    stored = asked.address("file", case.label_file) if case and case.label_file else ""
    return answers.return_update(
        partenaire=asked.get("partenaire"),
        rid=asked.get("rID"),
        link=case.label_link if case else "",
        file=stored,
        code=code,
        present=case.status if case else None,
    )


def export_bl(world: Pretended, partner: Partner, asked: Asked) -> Document:
    """Sequence of checks: the document, its order id, its references, then the order itself."""
    told = document(m.SlipRequest, asked.get("xml"))
    if not told.order_id:
        raise Refusal(-5)
    pieces = [(one.reference or one.translated or "", one.quantity) for one in told.products]
    if not pieces or not all(reference for reference, _ in pieces):
        raise Refusal(-12)
    order = world.rules.find_order(partner, asked.site.suffix, told.order_id)
    pdf = slip_paper.draw(order, slips.pack(order, pieces), asked.site.language)
    return answers.slip(order.id, _delivered(world, asked, pdf))


def _delivered(world: Pretended, asked: Asked, pdf: bytes) -> str:
    """Base64 without line breaks, or an address when the switch says so."""
    if not world.rules.state.switches.slip_as_link:
        return base64.b64encode(pdf).decode("ascii")
    token = hashlib.sha256(pdf).hexdigest()[:32]
    world.rules.state.files[token] = Stored("application/pdf", pdf)
    return asked.address("file", token)


SERVICES: Mapping[str, Service] = {
    "xml_export_orders": export_orders,
    "xml_maj_orders": maj_orders,
    "xml_export_returns": export_returns,
    "xml_maj_returns": maj_returns,
    "xml_export_bl": export_bl,
    **goods_services.SERVICES,
}
