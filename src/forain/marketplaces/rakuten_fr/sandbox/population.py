"""Fills the pretend marketplace: accounts always, sales with a history when asked, and new buyers one by one."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from forain.marketplaces.rakuten_fr.sandbox import letters, people, rules
from forain.marketplaces.rakuten_fr.sandbox.catalogue import (
    BUYERS,
    CARRIERS,
    MAILS,
    MODE_WEIGHTS,
    POINTS,
    PRODUCTS,
    QUESTIONS,
    Product,
)
from forain.marketplaces.rakuten_fr.sandbox.ground import Ground
from forain.marketplaces.rakuten_fr.sandbox.modes import BASIC, BY_LABEL
from forain.marketplaces.rakuten_fr.sandbox.state import Account, Item, Person, Point, Purchase, Right

DEMO_LOGIN: Final = "atelier-lumiere"
INDIVIDUAL_LOGIN: Final = "grenier-de-lea"
#: Hours since each new sale was ordered; those over 48 were reminded.
_NEW_AGES: Final = (0.2, 0.7, 1.5, 3, 5, 8, 14, 20, 27, 36, 50, 63)
_CURRENT_SALES: Final = 30


# -- accounts -----------------------------------------------------------------------------------------------


def open_accounts(ground: Ground) -> None:
    """The professional demo account and an individual one; tokens come from the seed alone."""
    open_account(ground, DEMO_LOGIN, professional=True, custom=True)
    open_account(ground, INDIVIDUAL_LOGIN, professional=False, custom=False)


def open_account(ground: Ground, login: str, *, professional: bool, custom: bool) -> Account:
    """A new account with a token of 32 hexadecimal digits."""
    digits = random.Random(f"{ground.world.seed}:rakuten_fr:{login}").getrandbits(128)
    account = Account(
        login=login,
        token=f"{digits:032x}",
        seller_id=ground.number("seller"),
        professional=professional,
        modes={one.alias: True for one in BASIC},
    )
    if custom:
        account.rights |= {Right.CUSTOM_SHIPPING, Right.EXPORT, Right.CAMPAIGNS}
        account.custom_modes = (("VELO", "Coursier à vélo", "24"),)
    ground.shop.accounts[login] = account
    return account


# -- sales --------------------------------------------------------------------------------------------------


def populate(ground: Ground) -> None:
    """About a dozen sales to answer, thirty under way, two of another seller; the same for the same seed."""
    dice = random.Random(f"{ground.world.seed}:rakuten_fr:history")
    now = ground.now()
    demo = ground.shop.accounts[DEMO_LOGIN]
    for sale, at in _current(ground, dice, demo, now):
        _live(ground, dice, sale, at, now)
    _troubles(ground, dice, now)
    for number, hours in enumerate(sorted(_NEW_AGES, reverse=True)):
        with ground.back_at(now - timedelta(hours=hours)):
            _new_sale(ground, dice, demo, number)
    individual = ground.shop.accounts[INDIVIDUAL_LOGIN]
    for hours in (30, 4):
        with ground.back_at(now - timedelta(hours=hours)):
            buy(ground, dice, individual)


def arrive(ground: Ground) -> Purchase:
    """One more sale of a random buyer, now."""
    return buy(ground, ground.world.random, ground.shop.accounts[DEMO_LOGIN])


def buy(
    ground: Ground,
    dice: random.Random,
    seller: Account,
    *,
    products: tuple[Product, ...] = (),
    buyer: Person | None = None,
    mode: str = "",
    nego: str = "",
) -> Purchase:
    """A sale; what is not given is drawn."""
    chosen = products or _basket(dice)
    mode = mode or dice.choices(*zip(*MODE_WEIGHTS, strict=True))[0]
    buyer = buyer or dice.choice(BUYERS)
    point = _point_for(dice, buyer) if BY_LABEL[mode].relay else None
    units = [unit_of(one, nego) for one in chosen]
    return people.order(ground, seller, buyer, mode, units, point)


def unit_of(product: Product, nego: str = "") -> people.Unit:
    """One unit of a product, at a tenth less when the price was negotiated."""
    price = (product.price * 9 / 10).quantize(product.price) if nego else product.price
    return people.Unit(
        advert_id=product.advert,
        sku=product.sku,
        headline=product.title,
        listed=product.price,
        price=price,
        ean=product.ean,
        isbn=product.ean if product.ean.startswith("978") else "",
        preorder=product.preorder,
        nego=bool(nego),
        nego_comment=nego,
        rsl=product.rsl,
        category=product.category,
    )


def _basket(dice: random.Random) -> tuple[Product, ...]:
    ordinary = [one for one in PRODUCTS if not one.preorder]
    size = dice.choices((1, 2, 3), (70, 20, 10))[0]
    if size > 1 and dice.random() < 0.4:
        return (dice.choice(ordinary),) * size  # three units of one advert are three items
    return tuple(dice.sample(ordinary, size))


def _point_for(dice: random.Random, buyer: Person) -> Point:
    near = [one for one in POINTS if one.country == buyer.country] or list(POINTS)
    return dice.choice(near)


def _by_login(login: str) -> Person:
    return next(one for one in BUYERS if one.login == login)


def _by_sku(*skus: str) -> tuple[Product, ...]:
    return tuple(next(one for one in PRODUCTS if one.sku == sku) for sku in skus)


def _new_sale(ground: Ground, dice: random.Random, seller: Account, number: int) -> None:
    """The first ones show what a seller must be ready for, the others are drawn."""
    match number:
        case 1:
            buy(ground, dice, seller, products=_by_sku("BOUGEOIR-3") * 3, mode="Suivi")
        case 2:
            buy(ground, dice, seller, products=_by_sku("COLLECTION-26"), mode="Recommandé")
        case 3:
            buy(ground, dice, seller, products=_by_sku("LAMPADAIRE-ARC"), nego="Prix négocié le mois dernier")
        case 4:
            buy(ground, dice, seller, buyer=_by_login("frietkot"), mode="Point relais Mondial Relay")
        case 5:
            buy(ground, dice, seller, buyer=_by_login("sol.y.luz"), mode="Suivi")
        case 6:
            buy(ground, dice, seller, products=_by_sku("000417", ""), mode="Normal")
        case _:
            buy(ground, dice, seller)


# -- history ------------------------------------------------------------------------------------------------


def _current(
    ground: Ground, dice: random.Random, seller: Account, now: datetime
) -> Iterator[tuple[Purchase, datetime]]:
    ages = sorted((dice.uniform(1.3, 24) for _ in range(_CURRENT_SALES)), reverse=True)
    for number, days in enumerate(ages):
        at = now - timedelta(days=days)
        with ground.back_at(at):
            preorder = _by_sku("COLLECTION-26") if number in {8, 20} else ()
            yield buy(ground, dice, seller, products=preorder), at


def _live(ground: Ground, dice: random.Random, sale: Purchase, at: datetime, now: datetime) -> None:
    """What an ordinary sale goes through, as far as it is old enough."""
    accepted = at + timedelta(hours=dice.uniform(0.5, 30))
    sent = accepted + timedelta(hours=dice.uniform(3, 60))
    received = sent + timedelta(days=dice.uniform(2, 9))
    ends, lazy = dice.random(), dice.random() < 0.2
    for item in ground.items_of(sale):
        with ground.back_at(accepted):
            rules.accept(ground, ground.seller_of(item), item.id, "249")
        if not item.preorder and sent < now and not lazy:
            with ground.back_at(sent):
                _ship(ground, dice, item)
        if item.shipment and received < now and ends < 0.45:
            with ground.back_at(received):
                people.receive(ground, item, str(dice.randint(4, 5)))


def _ship(ground: Ground, dice: random.Random, item: Item) -> None:
    mode = BY_LABEL[ground.sale_of(item).mode]
    carrier, form = CARRIERS[1] if mode.relay else dice.choice(CARRIERS)
    number = form.format(dice.randrange(10**8))
    rules.track(ground, ground.seller_of(item), item.id, carrier, number, "")


def _troubles(ground: Ground, dice: random.Random, now: datetime) -> None:
    """Claims, questions and mails on sales under way."""
    shipped = [one for one in ground.shop.items.values() if rules.may_track(ground, one) and one.shipment]
    dice.shuffle(shipped)
    amicable, escalated, asked, mailed, cancelled, both = shipped[:6]
    with ground.back_at(now - timedelta(hours=20)):
        people.claim(ground, amicable, "DAMAGED", "L’abat-jour est arrivé fêlé.")
        people.write(ground, amicable, "Bonjour, je vous envoie des photos de la fêlure.")
    with ground.back_at(now - timedelta(days=9)):
        people.claim(ground, escalated, "NOT_RECEIVED", "Je n'ai toujours rien reçu.")
    with ground.back_at(now - timedelta(hours=5)):
        people.write(ground, asked, QUESTIONS[0])
        letters.mail(ground, mailed, *MAILS[0])
        people.cancel(ground, cancelled, by="marketplace")
        people.write(ground, both, QUESTIONS[3])
        letters.mail(ground, both, *MAILS[1])
