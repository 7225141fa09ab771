"""An advert's own shipping prices and its quantities in Click & Collect shops."""

from __future__ import annotations

from collections.abc import Iterator

from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr import stock_decisions as decisions
from forain.marketplaces.rakuten_fr.sandbox.modes import MODES
from forain.marketplaces.rakuten_fr.sandbox.state import Account, Right
from forain.marketplaces.rakuten_fr.sandbox.stock.checking import number
from forain.marketplaces.rakuten_fr.sandbox.stock.state import Advert, Problem

ZONES = ("FRANCE", "FRANCE_DROM_COM", "EUROPE", "WORLD")
_ABROAD = frozenset({"NORMAL", "RECOMMANDE"})


def shipping_problems(account: Account, given: m.FileShipping | None) -> Iterator[Problem]:
    """Prices of one's own need the right to custom shipping; weights and prices must be numbers."""
    if given is None:
        return
    if given.zones and Right.CUSTOM_SHIPPING not in account.rights:
        yield Problem(code=70, key="shipping", text=decisions.NO_RIGHT)
        return
    if given.package_weight is not None and not given.package_weight.isdigit():
        yield Problem(code=60, key="package_weight", text=decisions.NOT_ACCEPTED)
    if (given.shipped_by_rsl or "0") not in {"0", "1"}:
        yield Problem(code=60, key="shipped_by_rsl", text=decisions.NOT_ACCEPTED)
    for zone in given.zones:
        yield from _zone_problems(account, zone)


def _zone_problems(account: Account, zone: m.FileZone) -> Iterator[Problem]:
    if zone.name not in ZONES:
        yield Problem(code=60, key="zone", text=decisions.NOT_ACCEPTED)
        return
    own = {alias for alias, _, _ in account.custom_modes}
    known = {one.alias for one in MODES} | own if zone.name == "FRANCE" else _ABROAD
    for mode in zone.modes:
        if mode.name not in known or mode.authorization not in {"0", "1"}:
            yield Problem(code=60, key=mode.name or "type", text=decisions.NOT_ACCEPTED)
        for price in (mode.leader_price, mode.follower_price):
            if price is not None and number(price) is None:
                yield Problem(code=60, key=mode.name or "type", text=decisions.NOT_ACCEPTED)


def set_shipping(advert: Advert, given: m.FileShipping | None) -> None:
    """They replace the account's own table for this advert."""
    if given is None:
        return
    if given.package_weight is not None:
        advert.shipping["package_weight"] = given.package_weight
    if given.shipped_by_rsl is not None:
        advert.shipping["shipped_by_rsl"] = given.shipped_by_rsl
    for zone in given.zones:
        for mode in zone.modes:
            prices = f"{mode.leader_price or ''}/{mode.follower_price or ''}"
            advert.shipping[f"{zone.name}/{mode.name}"] = prices if mode.authorization == "1" else "no"


def store_problems(given: tuple[m.FileStore, ...]) -> Iterator[Problem]:
    """Shops have numbers, quantities are whole."""
    for one in given:
        if one.store_id not in decisions.STORES:
            yield Problem(code=60, key="pickupstoreid", text=decisions.UNKNOWN_STORE)
        elif not (one.quantity or "").isdigit():
            yield Problem(code=60, key="qty", text=decisions.QUANTITY)


def set_stores(advert: Advert, given: tuple[m.FileStore, ...]) -> None:
    """Shop quantities come on top of the quantity for sending."""
    advert.stores |= {one.store_id or "": int(one.quantity or 0) for one in given}
