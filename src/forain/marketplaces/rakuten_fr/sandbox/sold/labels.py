"""Prepaid labels: a number, an address that is a secret, and a PDF of one page behind it.

The real address is on a carrier's host; here the sandbox answers for the carrier.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

from forain.marketplaces.rakuten_fr.sandbox.ground import Ground
from forain.marketplaces.rakuten_fr.sandbox.state import Label, Purchase
from forain.sandbox.stage import Answer, Request

PATH: Final = "/rakuten_labels/"
_FORMS: Final = {
    "So Colissimo": "6C{:011d}",
    "Chronopost": "XY{:09d}FR",
    "Shop2Shop by Chronopost": "XS{:09d}FR",
}
_TRACKING: Final = {
    "So Colissimo": "https://www.laposte.fr/outils/suivre-vos-envois?code={}",
    "Chronopost": "https://www.chronopost.fr/tracking-no-cms/suivi-page?listeNumerosLT={}",
    "Shop2Shop by Chronopost": "https://www.chronopost.fr/tracking-no-cms/suivi-page?listeNumerosLT={}",
}


def label_of(ground: Ground, sale: Purchase) -> Label:
    """The purchase's label, the same whenever it is asked for."""
    if sale.label is None:
        number = _FORMS[sale.mode].format(int(sale.id) % 10**9)
        signature = hashlib.sha256(f"{ground.world.seed}:label:{sale.id}".encode()).hexdigest()[:24]
        sale.label = Label(number=number, signature=signature)
    return sale.label


def address(sale: Purchase, label: Label, host: str) -> str:
    """Where the PDF is; whoever knows it can read the buyer's address."""
    return f"http://{host or 'labels.invalid'}{PATH}{sale.id}.pdf?mode=prepaid&sig={label.signature}"


def tracking_address(sale: Purchase, label: Label) -> str:
    """The carrier's public page."""
    return _TRACKING[sale.mode].format(label.number)


def printed(ground: Ground, request: Request) -> Answer:
    """The PDF, for the right signature only."""
    sale = ground.shop.sales.get(request.path.removeprefix(PATH).removesuffix(".pdf"))
    signature = dict(request.query).get("sig", "")
    if (
        sale is None
        or sale.label is None
        or not hmac.compare_digest(signature.encode(), sale.label.signature.encode())
    ):
        return Answer(body=b"There is no such label.", content_type="text/plain", status=404)
    return Answer(body=_pdf(_lines(sale, sale.label)), content_type="application/pdf")


def _lines(sale: Purchase, label: Label) -> list[str]:
    buyer = sale.buyer
    where = sale.point
    place = (
        [where.name, where.address, f"{where.zip_code} {where.city}"]
        if where
        else [buyer.street, buyer.street2, f"{buyer.zip_code} {buyer.city}"]
    )
    person = f"{buyer.civility} {buyer.first_name} {buyer.last_name}"
    return [one for one in (sale.mode, label.number, person, *place) if one]


def _pdf(lines: list[str]) -> bytes:
    """The smallest document readers open: one A6 page of text."""
    shown = b" T* ".join(b"(" + _escaped(one) + b") Tj" for one in lines)
    stream = b"BT /F1 12 Tf 20 380 Td 18 TL " + shown + b" ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 298 420]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    return _assembled(objects)


def _assembled(objects: list[bytes]) -> bytes:
    document, places = b"%PDF-1.4\n", list[int]()
    for number, one in enumerate(objects, 1):
        places.append(len(document))
        document += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    tail = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(document))
    return document + head + table + tail


def _escaped(text: str) -> bytes:
    raw = text.encode("cp1252", "replace")
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
