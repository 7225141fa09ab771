"""One handler for each service of `/stock_ws`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr import stock_decisions as decisions
from forain.marketplaces.rakuten_fr import stock_operations as operations
from forain.marketplaces.rakuten_fr.sandbox.call import Call
from forain.marketplaces.rakuten_fr.sandbox.denial import Denied, Reason
from forain.marketplaces.rakuten_fr.sandbox.stock import answers, campaigns, files, flat, inventory
from forain.marketplaces.rakuten_fr.sandbox.stock.lines import Desk, record
from forain.marketplaces.rakuten_fr.sandbox.stock.types import labels, type_of


def genericimportfile(call: Call) -> m.XmlFileReceived:
    part = call.upload()
    purge = call.get("purgeandreplace").lower() == "true"
    file = files.receive(call.ground, call.account, part.name, part.content, purge=purge)
    return m.XmlFileReceived(**_head(call), import_id=file.id, status="OK")


def genericimportreport(call: Call) -> m.XmlFileReport:
    file = files.known(
        call.ground, call.account, call.need("fileid"), is_flat=False, kept=decisions.REPORT_KEPT
    )
    token = call.get("nexttoken")
    subject = (call.account.login, "report", file.id)
    shown, following = inventory.page(call.ground, subject, decisions.REPORT_PAGE, len(file.outcomes), token)
    return m.XmlFileReport(
        **_head(call),
        file_id=file.id,
        token=token or None,
        file=answers.file(file, with_images=call.version >= decisions.IMAGE_STATES_SINCE),
        lines=tuple(answers.line(file.outcomes[number]) for number in shown),
        next_token=following,
    )


def import_(call: Call) -> m.FlatFileReceived:
    layout = _layout(call)
    part = call.upload()
    file = files.receive(call.ground, call.account, part.name, part.content, layout=layout)
    return m.FlatFileReceived(**_head(call), import_id=file.id, status="OK")


def _layout(call: Call) -> str:
    """A named mapping wins; a profile is told by its columns, because only the back office knows it."""
    alias, profile = call.get("mappingalias"), call.get("profileid")
    if alias and alias not in {"PRICEQUANTITY", "FULLADVERT"}:
        raise Denied(Reason.INVALID, "mappingalias")
    if profile and profile not in call.account.profiles:
        raise Denied(Reason.INVALID, "profileid")
    if not alias and not profile:
        raise Denied(Reason.MISSING, "profileid")
    return alias or flat.BY_COLUMNS


def importreport(call: Call) -> m.FlatFileReport:
    kept = decisions.FLAT_REPORT_KEPT
    file = files.known(call.ground, call.account, call.need("fileid"), is_flat=True, kept=kept)
    return answers.flat_report(file, **_head(call))


def producttypes(call: Call) -> m.ProductTypes:
    with_category = call.version >= decisions.CATEGORY_REF_SINCE
    found = enumerate(labels().items())
    return m.ProductTypes(
        **_head(call),
        types=tuple(answers.product_type(*one, number, with_category) for number, one in found),
    )


def producttypetemplate(call: Call) -> m.ProductTypeTemplate:
    alias = call.need("alias")
    kind = type_of(alias)
    if kind is None:
        raise Denied(Reason.INVALID, "alias")
    with_values = call.get("scope") == "VALUES"
    return m.ProductTypeTemplate(
        **_head(call),
        alias=alias,
        scope="VALUES" if with_values else None,
        **answers.template(kind, call.version, with_values=with_values),
    )


def export(call: Call) -> m.Inventory:
    pricing = call.get("scope") == "PRICING"
    adverts = call.ground.shop.stock.of_seller(call.account.login)
    subject = (call.account.login, "export", call.get("scope"))
    token = call.get("nexttoken")
    shown, following = inventory.page(call.ground, subject, decisions.EXPORT_PAGE, len(adverts), token)
    newer = call.version >= decisions.LAST_VERSION_SINCE
    return m.Inventory(
        login=call.account.login,
        scope=call.get("scope") or None,
        version=call.version,
        token=token or None,
        last_version=call.operation.version if newer else "",
        count=len(shown),
        next_token=following,
        adverts=tuple(inventory.own_advert(call.ground, adverts[one], pricing=pricing) for one in shown),
    )


def purge_campaign(call: Call) -> m.CampaignPurged:
    """Answers only when the sandbox was told to: the real service is known by name alone."""
    if not call.ground.shop.switches.purge_campaign:
        raise Denied(Reason.UNKNOWN_ACTION)
    campaign = call.need("campaignid")
    try:
        count = campaigns.purge(call.ground.shop.stock, call.account.login, campaign)
    except LookupError:
        raise Denied(Reason.INVALID, "campaignid") from None
    desk = Desk(call.ground, call.account)
    record(desk, "campaign_purged", campaign, "purge_campaign", adverts=str(count))
    return m.CampaignPurged(**_head(call), campaign_id=campaign, status="OK")


def _head(call: Call) -> dict[str, Any]:
    return {"user": call.account.login, "version": call.version}


STOCK_HANDLERS: Final[Mapping[str, Callable[[Call], Any]]] = {
    operations.IMPORT.name: import_,
    operations.IMPORTREPORT.name: importreport,
    operations.GENERICIMPORTFILE.name: genericimportfile,
    operations.GENERICIMPORTREPORT.name: genericimportreport,
    operations.PRODUCTTYPES.name: producttypes,
    operations.PRODUCTTYPETEMPLATE.name: producttypetemplate,
    operations.EXPORT.name: export,
    operations.PURGE_CAMPAIGN.name: purge_campaign,
}
