"""A good call of every service, with the world it needs; `test_every_service` makes each in every version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from forain.marketplaces.rakuten_fr.tests.provoked.kinds import Ask
from forain.marketplaces.rakuten_fr.tests.stock_support import document, done, sent, toy
from forain.marketplaces.rakuten_fr.tests.support import Play

Make = Callable[[Play], Ask]


def _with(**given: str) -> Make:
    return lambda _: Ask(given=given)


def _item(*, accepted: bool = True, **given: str) -> Make:
    return lambda play: Ask(given={"itemid": play.item(accepted=accepted), **given})


def _purchase(play: Play) -> Ask:
    item = play.item(accepted=True, mode="So Colissimo")
    return Ask(given={"purchaseid": play.stage.ground.shop.items[item].sale_id})


def _lists(play: Play) -> Ask:
    """Something in every list: a sale to answer, one shipped, a claim."""
    play.sale(mode="Point relais Mondial Relay")
    play.item(shipped=True)
    play.tell("claim", item=play.item(shipped=True))
    return Ask()


def _talked_about(play: Play) -> Ask:
    item = play.item(shipped=True)
    play.tell("message", item=item, text="Bonjour")
    play.tell("claim", item=item)
    return Ask(given={"itemid": item})


def _paid(play: Play) -> str:
    play.tell("receipt", item=play.item(shipped=True))
    play.pass_time(days=4)
    return play.stage.ground.shop.wallet[-1].payout


def _wallet(play: Play) -> Ask:
    assert _paid(play)
    return Ask(given={"operationcause": "salestransfer"})


def _notice(play: Play) -> Ask:
    item = play.item(accepted=True)
    sale = play.stage.ground.shop.items[item].sale_id
    line = f"<purchaseid>{sale}</purchaseid><itemid>{item}</itemid><transporter>GLS</transporter>"
    return Ask(file=f"<items><item>{line}<trackingnumber>1</trackingnumber></item></items>".encode())


def _preorder(play: Play) -> Ask:
    assert play.item(accepted=True, items=[{"sku": "COLLECTION-26"}])
    return Ask(given={"advertid": "880000061", "stock": "1"})


def _flat_report(play: Play) -> Ask:
    with play.client() as client:
        number = client.import_(b"TOUR-77;1;1", mapping_alias="PRICEQUANTITY").import_id
    play.pass_time(minutes=2)
    return Ask(given={"fileid": number})


def _report(play: Play) -> Ask:
    number = sent(play, document(toy(), toy(sellerReference="B", qty="-1")))
    play.pass_time(minutes=10)
    return Ask(given={"fileid": number})


def _stocked(play: Play) -> Ask:
    done(play, toy(), toy(sellerReference="B"))
    return Ask(given={"scope": "PRICING"})


def _campaign(play: Play) -> Ask:
    play.tell("behaviour", purge_campaign=True)
    play.tell("campaign", campaign="81234")
    return Ask(given={"campaignid": "81234"})


GOOD: Final[Mapping[str, Make]] = {
    "getnewsales": _lists,
    "acceptsale": _item(accepted=False, shippingfromcountry="249"),
    "refusesale": _item(accepted=False),
    "getcurrentsales": _lists,
    "getiteminfos": _talked_about,
    "settrackingpackageinfos": _item(transporter_name="Colissimo", tracking_number="8R1"),
    "getitemtodolist": _lists,
    "contactusaboutitem": _item(content="Bonjour"),
    "contactpriceministeraboutitem": _item(content="Bonjour"),
    "getavailableshippingtypes": _with(),
    "contactuseraboutitem": _item(content="Bonjour"),
    "cancelitem": _item(comment="Cassé"),
    "confirmpreorder": _preorder,
    "getbillinginformation": _purchase,
    "getshippinginformation": _purchase,
    "getcompensationdetails": lambda play: Ask(given={"compensationid": _paid(play)}),
    "getoperations": _wallet,
    "importitemshippingstatus": _notice,
    "listing": _with(kw="lampe", scope="PRICING"),
    "listing_old": _with(kw="lampe", scope="PRICING"),
    "categorymap": _with(),
    "import": lambda _: Ask(given={"mappingalias": "PRICEQUANTITY"}, file=b"A;1;1"),
    "importreport": _flat_report,
    "genericimportfile": lambda _: Ask(file=document(toy())),
    "genericimportreport": _report,
    "producttypes": _with(),
    "producttypetemplate": _with(alias="jouet", scope="VALUES"),
    "export": _stocked,
    "purge_campaign": _campaign,
}
