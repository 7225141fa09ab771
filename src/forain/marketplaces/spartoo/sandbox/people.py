"""Makes believable orders out of invented people and products (`people.toml`), with the stage's own dice."""

from __future__ import annotations

import random
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from forain.marketplaces.spartoo.sandbox import state as st

#: Sites that have people; any other site borrows the French ones.
SITES = ("com", "co.uk", "cz")

#: How often a line is reduced, has more than one piece, an order more than one line, or goes to a relay point.
REDUCED, SEVERAL, MULTI_LINE, RELAY = 0.4, 0.2, 0.35, 0.4

CENT = Decimal("0.01")


@cache
def _data() -> Mapping[str, Any]:
    source = resources.files(__package__).joinpath("people.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _site(suffix: str) -> Mapping[str, Any]:
    sites: Mapping[str, Mapping[str, Any]] = _data()["sites"]
    return sites.get(suffix, sites["com"])


@dataclass(frozen=True, slots=True)
class Maker:
    """Draws people, relay points and baskets."""

    dice: random.Random

    def order(
        self, oid: str, partner: str, site: str, now: datetime, *, relay: bool | None = None
    ) -> st.Order:
        """A verified order (11) placed now; `relay` None leaves the choice to the dice."""
        data = _site(site)
        buyer = self.person(site)
        at_relay = self.dice.random() < RELAY if relay is None else relay
        return st.Order(
            id=oid,
            partner=partner,
            site=site,
            status=st.VERIFIED,
            placed_at=now,
            changed_at=now,
            buyer=buyer,
            recipient=buyer,
            relay=self.relay(site, buyer) if at_relay else None,
            lines=self.basket(site),
            shipping=Decimal(self.dice.choice(data["shipping"])),
            shipping_name=data["relay"] if at_relay else data["home"],
            fee=Decimal("0.00")
            if self.dice.random() < 0.8
            else (Decimal("1.50") * _rate(data)).quantize(CENT),
            payment=self.dice.choice(data["payments"]),
        )

    def person(self, site: str) -> st.Person:
        data = _site(site)
        first, last = self.dice.choice(data["first"]), self.dice.choice(data["last"])
        postcode, city = self.dice.choice(data["cities"])
        return st.Person(
            first=first,
            last=last,
            street=self.dice.choice(data["streets"]),
            suburb=self.dice.choice(data["suburbs"]),
            city=city,
            postcode=postcode,
            country=data["country"],
            email=f"{_ascii(first)}.{_ascii(last)}@example.test",
            phone=f"{data['phone']}{self.dice.randrange(100):02d}",
        )

    def relay(self, site: str, buyer: st.Person) -> st.Relay:
        """A point in the buyer's town; ids keep their leading zeros."""
        data = _site(site)
        network, name = self.dice.choice(data["relays"])
        return st.Relay(
            id=f"{self.dice.randrange(100, 9999):06d}",
            network=network,
            name=name,
            street=self.dice.choice(data["streets"]),
            city=buyer.city,
            postcode=buyer.postcode,
            country=data["iso"],
        )

    def basket(self, site: str) -> tuple[st.Size, ...]:
        lines = 1 if self.dice.random() >= MULTI_LINE else self.dice.choice((2, 2, 3))
        products = self.dice.sample(_data()["products"], lines)
        return tuple(self._line(product, _rate(_site(site))) for product in products)

    def _line(self, product: Mapping[str, Any], rate: Decimal) -> st.Size:
        listed = (Decimal(product["price"]) * rate).quantize(CENT)
        reduced = (listed * self.dice.choice((80, 70, 50)) / 100).quantize(CENT)
        size: str = self.dice.choice(product["sizes"])
        return st.Size(
            reference=product["reference"],
            size_reference=size_reference(product["reference"], size),
            number=product["number"],
            name=product["name"],
            brand=product["brand"],
            size=size,
            colour=product["colour"],
            listed=listed,
            paid=reduced if self.dice.random() < REDUCED else listed,
            quantity=self.dice.choice((2, 3)) if self.dice.random() < SEVERAL else 1,
        )


def references() -> Sequence[str]:
    return [product["reference"] for product in _data()["products"]]


def products() -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = _data()["products"]
    return found


def price_on(site: str, euro: str) -> Decimal:
    """A price in euro, in the currency of a site."""
    return (Decimal(euro) * _rate(_site(site))).quantize(CENT)


def size_reference(reference: str, size: str) -> str:
    return f"{reference}-{_slug(size)}"


def _rate(data: Mapping[str, Any]) -> Decimal:
    return Decimal(data["rate"])


def _slug(size: str) -> str:
    return size.replace(" ", "-").replace("/", "_")


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(one for one in plain.lower() if one.isascii() and one.isalnum())
