"""Documents of any size, always the same for the same size: written as text, without our own codec."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

_BASE = "https://static.fr.shopping.rakuten.com/res/schema"
_WORDS = (
    "lampe",
    "bureau",
    "articulée",
    "chêne",
    "été",
    "vase",
    "ébréché",
    "numéro",
    "bleu",
    "coton",
    "d'occasion",
)
_SHIPPING = ("Normal", "Suivi", "Recommandé", "Express")


def sales(path: Path, count: int) -> None:
    """An answer of getnewsales with that many sales (Rakuten, service getnewsales, version 2017-08-07)."""
    dice = random.Random(2026)
    with path.open("w", encoding="iso-8859-1") as file:
        file.write(_head("getnewsales", "2017-08-07"))
        file.write(
            "<request><version>2017-08-07</version><user>atelier-lumiere</user></request>\n<response>\n"
        )
        file.write("<lastversion>2017-08-07</lastversion>\n<sellerid>40100200</sellerid>\n<sales>\n")
        file.writelines(_sale(dice, number) for number in range(count))
        file.write("</sales>\n</response>\n</getnewsalesresult>\n")


def report(path: Path, count: int) -> None:
    """An answer of genericimportreport with that many products (same, version 2017-02-10)."""
    dice = random.Random(2026)
    with path.open("w", encoding="iso-8859-1") as file:
        file.write(_head("genericimportreport", "2017-02-10"))
        file.write(
            "<request><user>atelier</user><version>2017-02-10</version><fileid>300012345</fileid></request>\n"
        )
        file.write("<response>\n<file><filename>stock.xml</filename><status>Traité</status></file>\n")
        file.writelines(_product(dice, number) for number in range(count))
        file.write("<nexttoken>12345678901</nexttoken></response>\n</genericimportreportresult>\n")


def _head(service: str, version: str) -> str:
    namespace = f"{_BASE}/{service}"
    return (
        '<?xml version="1.0" encoding="ISO-8859-1"?>\n\n'
        f'<{service}result xmlns="{namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="{namespace} {namespace}/{service}.{version}.xsd">\n'
    )


def _words(dice: random.Random, count: int) -> str:
    return " ".join(dice.choices(_WORDS, k=count))


def _sale(dice: random.Random, number: int) -> str:
    items = "".join(_item(dice, number * 8 + unit) for unit in range(dice.choice((1, 1, 1, 2, 3))))
    date = f"{dice.randint(1, 28):02}/{dice.randint(1, 12):02}/2026-{dice.randint(0, 23):02}:{dice.randint(0, 59):02}"
    return f"""<sale>
<purchaseid>{700000000 + number}</purchaseid>
<purchasedate>{date}</purchasedate>
<deliveryinformation>
<shippingtype>{dice.choice(_SHIPPING)}</shippingtype>
<isfullrsl>N</isfullrsl>
<purchasebuyerlogin><![CDATA[lampadaire{dice.randint(1, 9999)}]]></purchasebuyerlogin>
<purchasebuyeremail>buyer-{700000000 + number}@example.invalid</purchasebuyeremail>
<deliveryaddress>
<civility>Mme</civility><lastname><![CDATA[Exemple]]></lastname><firstname><![CDATA[Zoé]]></firstname>
<address1><![CDATA[{dice.randint(1, 200)} allée des Essais]]></address1><address2><![CDATA[]]></address2>
<zipcode>{dice.randint(10000, 95999)}</zipcode><city><![CDATA[Bordeaux]]></city>
<country><![CDATA[France]]></country><countryalpha2>FX</countryalpha2>
<phonenumber1>05{dice.randint(10**7, 10**8 - 1)}</phonenumber1><phonenumber2></phonenumber2>
</deliveryaddress>
</deliveryinformation>
<items>
{items}</items>
</sale>
"""


def _item(dice: random.Random, number: int) -> str:
    price = f"{dice.randint(100, 99999) / 100}"
    return f"""<item>
<sku><![CDATA[REF-{dice.randint(1, 10**6):07}]]></sku><advertid>{880000000 + dice.randint(1, 10**6)}</advertid>
<advertpricelisted><amount>{price}</amount><currency>EUR</currency></advertpricelisted>
<itemid>{910000000 + number}</itemid><headline><![CDATA[{_words(dice, 5)}]]></headline>
<itemstatus><![CDATA[REQUESTED]]></itemstatus><ispreorder>N</ispreorder><is_fulfilment>N</is_fulfilment>
<isnego>N</isnego><negotiationcomment></negotiationcomment>
<price><amount>{price}</amount><currency>EUR</currency></price>
<isrsl>N</isrsl><isbn></isbn><ean>{4006381000000 + dice.randint(1, 10**6)}</ean>
<paymentstatus><![CDATA[INCOMING]]></paymentstatus><sellerscore></sellerscore>
</item>
"""


def _product(dice: random.Random, number: int) -> str:
    if dice.random() < 0.75:
        return (
            f"<product><sku>REF-{number:07}</sku><status>Traité</status><pid>{40000000 + number}</pid>"
            f"<aid>{990000000 + number}</aid><errors/></product>\n"
        )
    fatal = "<fatal_error/>" if dice.random() < 0.5 else ""
    return (
        f"<product><sku>REF-{number:07}</sku><status>Erreur</status>\n<errors><error><error_key>qty</error_key>"
        f"<error_code>60</error_code><error_text>Saisissez une quantité</error_text>{fatal}</error></errors></product>\n"
    )


def adverts(count: int) -> Iterator[tuple[str, list[tuple[str, str]], list[tuple[str, str]]]]:
    """Alias, product attributes and advert attributes of that many adverts (Rakuten, stock XML format)."""
    dice = random.Random(2026)
    for number in range(count):
        product = [("submitterreference", f"P-{number:07}"), ("titre", _words(dice, 6)), ("marque", "Exemple"),
                   ("description", _words(dice, 20))]  # fmt: skip
        advert = [("sellerReference", f"REF-{number:07}"), ("sellingPrice", f"{dice.randint(100, 99999) / 100:.2f}"),
                  ("qty", str(dice.randint(0, 50))), ("state", "10"), ("comment", _words(dice, 10))]  # fmt: skip
        yield "lampe", product, advert
