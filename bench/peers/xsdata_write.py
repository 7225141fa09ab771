"""xsdata: its serializer over the same adverts, one after the other."""

# ruff: noqa: RUF009 - `of` gives dataclass fields

import json
from dataclasses import dataclass, field

from xsdata.formats.dataclass.context import XmlContext
from xsdata.formats.dataclass.serializers import XmlSerializer
from xsdata.formats.dataclass.serializers.config import SerializerConfig


def of(name, *, many=False):
    metadata = {"name": name, "type": "Element"}
    return field(default_factory=list, metadata=metadata) if many else field(metadata=metadata)


@dataclass(slots=True, kw_only=True)
class Attribute:
    key: str = of("key")
    value: str = of("value")


@dataclass(slots=True, kw_only=True)
class Section:
    attribute: list[Attribute] = of("attribute", many=True)


@dataclass(slots=True, kw_only=True)
class Attributes:
    product: Section = of("product")
    advert: Section = of("advert")


@dataclass(slots=True, kw_only=True)
class Advert:
    class Meta:
        name = "item"

    alias: str = of("alias")
    attributes: Attributes = of("attributes")


def prepare(path):
    """Give the function to be timed."""
    data = json.loads(path.read_text())
    some = [
        Advert(alias=alias, attributes=Attributes(product=_section(product), advert=_section(advert)))
        for alias, product, advert in data["adverts"]
    ]
    serializer = XmlSerializer(context=XmlContext(), config=SerializerConfig(xml_declaration=False))

    def run():
        with path.with_suffix(".xsdata").open("w", encoding="iso-8859-1", errors="xmlcharrefreplace") as file:
            for _ in range(data["times"]):
                for advert in some:
                    serializer.write(file, advert)
        return len(some) * data["times"]

    return run


def _section(pairs):
    return Section(attribute=[Attribute(key=key, value=value) for key, value in pairs])
