"""What the tests about stock share: lines as XML, files sent and waited for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from lxml import etree

from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr.tests.support import Play
from forain.wire.xml import decode, encode

TOY: Mapping[str, str] = {
    "codebarres": "4006381333931",
    "titre": "Tour d'équilibre en bois",
    "typedeproduit": "Jeux d'éveil",
    "fabricant": "Atelier Lumière",
    "poids": "250 à 500 g",
}
OFFER: Mapping[str, str] = {
    "sellerReference": "TOUR-01",
    "state": "Neuf",
    "sellingPrice": "18.5",
    "qty": "12",
}
IMAGE = "https://img.example.org/t1.jpg"
PULL: Mapping[str, str] = {
    "submitterreference": "PULL-BRUME",
    "title": "Pull Brume en laine",
    "varpublic": "Femme",
    "manufacturer": "Atelier Lumière",
    "prdUseDomain": "Ville",
}


def section(pairs: Mapping[str, str]) -> m.FileSection:
    return m.FileSection(
        attributes=tuple(m.FileAttribute(key=key, values=(one,)) for key, one in pairs.items())
    )


def item(
    advert: Mapping[str, str] | None = None,
    product: Mapping[str, str] | None = None,
    *,
    alias: str | None = None,
    images: str = "",
    campaign: Mapping[str, str] | None = None,
    shipping: m.FileShipping | None = None,
    stores: tuple[m.FileStore, ...] = (),
) -> m.FileLine:
    return m.FileLine(
        alias=alias,
        attributes=m.FileAttributes(
            product=section(product) if product else None,
            advert=section(advert) if advert else None,
            media=section({"image_url": images}) if images else None,
            campaigns=(m.FileCampaign(attributes=section(campaign).attributes),) if campaign else (),
            shipping=shipping,
            stores=stores,
        ),
    )


def toy(**advert: str) -> m.FileLine:
    """A new product with an advert on it."""
    return item({**OFFER, **advert}, TOY, alias="jouet", images=IMAGE)


def document(*lines: m.FileLine) -> bytes:
    return encode(m.StockFile(lines=lines))


def sent(play: Play, content: bytes, **more: str) -> str:
    """The number of a file that was sent."""
    return decode(m.XmlFileReceived, play.upload(content, **more)).value.import_id


def worked(play: Play, content: bytes, **more: str) -> m.XmlFileReport:
    """The report of a file, once it is done."""
    number = sent(play, content, **more)
    play.pass_time(minutes=2)
    return report(play, number)


def done(play: Play, *lines: m.FileLine) -> m.XmlFileReport:
    return worked(play, document(*lines))


def report(play: Play, number: str, **more: str) -> m.XmlFileReport:
    return decode(m.XmlFileReport, play.call("genericimportreport", fileid=number, **more)).value


def errors(found: m.XmlFileReport, line: int = 0) -> list[tuple[str | None, int, bool]]:
    return [(one.key, one.code, one.fatal) for one in found.lines[line].errors]


def wait(play: Play, span: timedelta) -> None:
    play.pass_time(seconds=span.total_seconds())


def valid(schema: etree.XMLSchema, body: bytes) -> bool:
    schema.assertValid(etree.fromstring(body))
    return True
