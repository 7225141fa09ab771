"""xsdata: dataclasses and its serializer."""

import json
from dataclasses import dataclass, field

from xsdata.formats.dataclass.context import XmlContext
from xsdata.formats.dataclass.serializers import XmlSerializer
from xsdata.formats.dataclass.serializers.config import SerializerConfig


@dataclass(slots=True)
class Attribute:
    key: str = field(metadata={"type": "Element"})
    value: str = field(metadata={"type": "Element"})


@dataclass(slots=True)
class Section:
    attribute: list[Attribute] = field(metadata={"type": "Element"})


@dataclass(slots=True)
class Attributes:
    product: Section = field(metadata={"type": "Element"})
    advert: Section = field(metadata={"type": "Element"})
    media: Section = field(metadata={"type": "Element"})


@dataclass(slots=True)
class Item:
    alias: str = field(metadata={"type": "Element"})
    attributes: Attributes = field(metadata={"type": "Element"})


@dataclass(slots=True)
class Items:
    class Meta:
        name = "items"

    item: list[Item] = field(metadata={"type": "Element"})


def prepare(path):
    data = json.loads(path.read_text())
    serializer = XmlSerializer(context=XmlContext(), config=SerializerConfig(encoding=data["charset"]))

    def run():
        every = [item(*one) for _ in range(data["times"]) for one in data["adverts"]]
        with path.with_suffix(".xsdata").open("w", encoding=data["charset"]) as file:
            serializer.write(file, Items(every))
        return len(every)

    return run


def item(reference, title, _, price, stock):
    product = {
        "codebarres": "4006381333931",
        "titre": title,
        "typedeproduit": "Jeux d'éveil",
        "fabricant": "Atelier Lumière",
        "poids": "250 à 500 g",
    }
    advert = {
        "sellerReference": reference,
        "state": "Neuf",
        "sellingPrice": price,
        "qty": str(stock),
        "comment": "Envoi soigné sous 24 h",
    }
    media = {"image_url": "https://img.example.org/t1.jpg"}
    return Item("jouet", Attributes(section(product), section(advert), section(media)))


def section(pairs):
    return Section([Attribute(key, value) for key, value in pairs.items()])
