"""lxml's own incremental writer, element by element."""

import json

from lxml import etree


def prepare(path):
    data = json.loads(path.read_text())

    def run():
        with (
            path.with_suffix(".lxml").open("wb") as file,
            etree.xmlfile(file, encoding=data["charset"]) as xml,
        ):
            xml.write_declaration()
            with xml.element("items"):
                for _ in range(data["times"]):
                    for one in data["adverts"]:
                        write(xml, *one)
        return len(data["adverts"]) * data["times"]

    return run


def write(xml, reference, title, _, price, stock):
    with xml.element("item"):
        with xml.element("alias"):
            xml.write("jouet")
        with xml.element("attributes"):
            with xml.element("product"):
                pair(xml, "codebarres", "4006381333931")
                pair(xml, "titre", title)
                pair(xml, "typedeproduit", "Jeux d'éveil")
                pair(xml, "fabricant", "Atelier Lumière")
                pair(xml, "poids", "250 à 500 g")
            with xml.element("advert"):
                pair(xml, "sellerReference", reference)
                pair(xml, "state", "Neuf")
                pair(xml, "sellingPrice", price)
                pair(xml, "qty", str(stock))
                pair(xml, "comment", "Envoi soigné sous 24 h")
            with xml.element("media"):
                pair(xml, "image_url", "https://img.example.org/t1.jpg")


def pair(xml, key, value):
    with xml.element("attribute"):
        with xml.element("key"):
            xml.write(key)
        with xml.element("value"):
            xml.write(etree.CDATA(value))
