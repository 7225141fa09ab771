"""Writes the parts of the stock documents from what the rules found, as each version knows them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr import stock_decisions as decisions
from forain.marketplaces.rakuten_fr.sandbox.stock.state import FileStatus, ImportFile, Outcome, Problem
from forain.marketplaces.rakuten_fr.sandbox.stock.types import CAMPAIGN, IMAGE, Key, Type, keys_of

_UPDATED: Final = datetime(2014, 8, 5, 22, 0, tzinfo=UTC)
#: Missing once in each recorded list.
_WITHOUT_DATE: Final = frozenset({"mev_activite_loisirs"})
_ENDED: Final = {FileStatus.DONE: "PROCESSED", FileStatus.CANCELLED: "PROCESS_FAILED", FileStatus.DAMAGED: "PROCESS_FAILED"}  # fmt: skip


# -- files --------------------------------------------------------------------------------------------------


def file(found: ImportFile, *, with_images: bool) -> m.ReportedFile:
    """The state of a file; while it waits its working date is that of its upload."""
    return m.ReportedFile(
        name=found.name,
        status=found.status.value,
        upload_date=found.at,
        process_date=found.began or found.at,
        total_lines=found.total,
        processed_lines=found.done,
        error_lines=found.failed,
        success_rate=_rate(found),
        image_status=found.image_status if with_images else None,
        image_errors=tuple(_image_error(*one) for one in found.image_errors) if with_images else (),
    )


def _rate(found: ImportFile) -> str | None:
    """Truncated: 1080 of 1474 are 73%. Not before the file is done."""
    if found.status is not FileStatus.DONE or not found.total:
        return None
    return f"{100 * found.done // found.total}%"


def _image_error(url: str, aid: str, detail: str) -> m.ImageError:
    return m.ImageError(url=url, advert_id=aid, detail=detail)


def line(found: Outcome) -> m.ReportedLine:
    """One line; numbers only where something was done."""
    return m.ReportedLine(
        sku=found.sku or None,
        status="Traité" if found.ok else "Erreur",
        product_id=found.pid or None,
        advert_id=found.aid or None,
        errors=tuple(_line_error(one) for one in found.problems),
    )


def _line_error(one: Problem) -> m.LineError:
    return m.LineError(key=one.key or None, code=one.code, text=one.text, fatal=one.fatal)


def flat_report(found: ImportFile, *, user: str, version: str) -> m.FlatFileReport:
    """With more than is known of the real service, all of it optional."""
    waiting = dict(
        zip((FileStatus.RECEIVED, FileStatus.QUEUED, FileStatus.UPDATING), decisions.FLAT_STATES, strict=True)
    )
    return m.FlatFileReport(
        user=user,
        version=version,
        file_id=found.id,
        process_status=_ENDED.get(found.status) or waiting[found.status],
        name=found.name,
        upload_date=found.at,
        process_date=found.began,
        total_lines=found.total,
        processed_lines=found.done,
        error_lines=found.failed,
        errors=tuple(m.FlatLineError(data=data, reason=reason) for data, reason in found.flat_errors),
    )


# -- product types ------------------------------------------------------------------------------------------


def product_type(alias: str, label: str, number: int, with_category: bool) -> m.ProductType:
    """An entry of the list; the label holds HTML escapes as recorded."""
    return m.ProductType(
        alias=alias,
        label=label.replace("'", "&#39;"),
        update_date=None if alias in _WITHOUT_DATE else _UPDATED,
        category_ref=str(300000 + number) if with_category else None,
    )


def template(kind: Type, version: str, *, with_values: bool) -> dict[str, Any]:
    """The response part of producttypetemplate."""
    product, advert = keys_of(kind, version)
    newer = version >= decisions.REFURBISHED_SINCE

    def shown(keys: tuple[Key, ...]) -> tuple[m.TemplateAttribute, ...]:
        return tuple(_attribute(one, with_values=with_values, star=newer) for one in keys)

    return {
        "label": kind.label,
        "update_date": None if kind.alias in _WITHOUT_DATE else _UPDATED,
        "product": shown(product),
        "advert": shown(advert),
        "media": shown((IMAGE,)),
        "campaign": shown(CAMPAIGN),
        "package_weight": "30" if version >= decisions.SHIPPING_SAMPLE_SINCE else None,
        "zones": _SAMPLE if version >= decisions.SHIPPING_SAMPLE_SINCE else (),
        "pickup_stores": _STORES if version >= decisions.STORES_SINCE else (),
    }


def _attribute(key: Key, *, with_values: bool, star: bool) -> m.TemplateAttribute:
    return m.TemplateAttribute(
        label=f"{key.label}*" if star and key.mandatory else key.label,
        key=key.name,
        mandatory=key.mandatory,
        value_type=key.kind,
        units=key.units,
        multivalued=key.many,
        has_values=bool(key.values),
        values=key.values if with_values else (),
    )


def _zone(name: str, *modes: str) -> m.ShippingZone:
    return m.ShippingZone(
        name=name,
        modes=tuple(
            m.ZoneMode(name=one, authorized=True, leader_price=Decimal("3.5"), follower_price=Decimal(1))
            for one in modes
        ),
    )


#: A sample with made-up prices, in the recorded order of the zones.
_SAMPLE: Final = (
    _zone("WORLD", "NORMAL", "RECOMMANDE"),
    _zone("EUROPE", "NORMAL", "RECOMMANDE"),
    _zone("FRANCE_DROM_COM", "NORMAL", "RECOMMANDE"),
    _zone("FRANCE", "NORMAL", "SUIVI", "RECOMMANDE", "EXPRESS_DELIVERY", "MONDIAL_RELAY"),
)
_STORES: Final = (m.PickupStore(store_id="1", quantity="2"),)
