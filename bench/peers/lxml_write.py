"""lxml.xmlfile: an element for each advert, written as it comes."""

import json

from lxml import etree


def prepare(path):
    """Give the function to be timed."""
    data = json.loads(path.read_text())

    def run():
        with etree.xmlfile(path.with_suffix(".lxml"), encoding="iso-8859-1") as file, file.element("items"):
            for _ in range(data["times"]):
                for advert in data["adverts"]:
                    file.write(_item(*advert))
        return len(data["adverts"]) * data["times"]

    return run


def _item(alias, product, advert):
    item = etree.Element("item")
    etree.SubElement(item, "alias").text = alias
    attributes = etree.SubElement(item, "attributes")
    for name, pairs in (("product", product), ("advert", advert)):
        section = etree.SubElement(attributes, name)
        for key, value in pairs:
            attribute = etree.SubElement(section, "attribute")
            etree.SubElement(attribute, "key").text = key
            etree.SubElement(attribute, "value").text = etree.CDATA(value)
    return item
