"""Money to the seller: on Mondays and Thursdays one payout of all that became due, with its lines, into the wallet.

Sources: rakuten.md section 11.3 (23 days, Monday and Thursday), getcompensationdetails (lines and their signs). That
the subscription is taken with the first payout of a month is ours.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from forain.marketplaces.rakuten_fr import decisions
from forain.marketplaces.rakuten_fr.sandbox.ground import Ground
from forain.marketplaces.rakuten_fr.sandbox.money import bill, cents, vat
from forain.marketplaces.rakuten_fr.sandbox.state import (
    Account,
    Item,
    Licence,
    Line,
    Payment,
    Payout,
    PayoutLine,
    Status,
    WalletEntry,
)
from forain.wire.values import PARIS


def pay_out(ground: Ground, login: str) -> None:
    """Everything closed and unpaid, what is to be taken off, the subscription; nothing when nothing is due."""
    now = ground.now()
    ground.shop.planned.discard((login, now))
    account = ground.shop.accounts.get(login)
    if account is None:
        return
    due = _due(ground, login, now)
    lines = [
        PayoutLine(kind=Line.PAYMENT, item=one.id, amount=bill(one).net, status=one.status) for one in due
    ]
    lines += ground.shop.owed.pop(login, [])
    licences = ground.shop.credits.pop(login, [])
    if not lines and not licences:
        return
    payout = _written(ground, login, lines, licences)
    if account.professional and lines:
        payout.licences[:0] = _licence(ground, account, payout)
    _into_wallet(ground, payout)
    for item in due:
        item.payment, item.payout = Payment.PAID, payout.id
        ground.effect(item, "paid", service="", by="marketplace", payout=payout.id)


def refund(ground: Ground, item: Item) -> None:
    """An item cancelled after it was paid: what was paid is taken off the next payout."""
    line = PayoutLine(kind=Line.CANCELLATION, item=item.id, amount=bill(item).net, status=Status.CANCELLED)
    _take_off(ground, item, line)


def adjust(ground: Ground, item: Item, amount: Decimal) -> None:
    """Something given back to the buyer, such as the shipping: taken off the next payout."""
    line = PayoutLine(kind=Line.ADJUSTMENT, item=item.id, amount=cents(amount), status=item.status)
    _take_off(ground, item, line)
    ground.effect(item, "adjusted", service="", by="marketplace", amount=str(line.amount))


def credit_licence(ground: Ground, account: Account, excluding_tax: Decimal) -> Licence:
    """A credit note on the subscription of this month, with the next payout."""
    amount = cents(excluding_tax)
    note = Licence(
        id=ground.number("licence"),
        period=_month(ground.now()),
        excluding_tax=amount,
        vat=vat(amount),
        is_credit=True,
    )
    ground.shop.credits.setdefault(account.login, []).append(note)
    ground.pay_on(account.login, ground.now())
    return note


def _take_off(ground: Ground, item: Item, line: PayoutLine) -> None:
    login = ground.sale_of(item).seller
    ground.shop.owed.setdefault(login, []).append(line)
    ground.pay_on(login, ground.now())


def _due(ground: Ground, login: str, now: datetime) -> list[Item]:
    """Closed at this moment already: a payout of the past, caught up with, does not pay what was closed later."""
    return [
        item
        for sale in ground.shop.sales.values()
        if sale.seller == login
        for item in ground.items_of(sale)
        if item.status is Status.CLOSED
        and not item.payout
        and item.ended_at is not None
        and item.ended_at <= now
    ]


def _written(ground: Ground, login: str, lines: list[PayoutLine], licences: list[Licence]) -> Payout:
    payout = Payout(
        id=ground.number("payout").zfill(6),
        seller=login,
        at=ground.now(),
        invoice=ground.number("invoice"),
        lines=lines,
        licences=licences,
    )
    ground.shop.payouts[payout.id] = payout
    return payout


def _licence(ground: Ground, account: Account, payout: Payout) -> list[Licence]:
    """The subscription, when no earlier payout of the month took it."""
    period = _month(payout.at)
    taken = (
        one.period == period and not one.is_credit
        for other in ground.shop.payouts.values()
        if other.seller == account.login
        for one in other.licences
    )
    if not account.licence_fee or any(taken):
        return []
    fee = cents(account.licence_fee)
    return [Licence(id=ground.number("licence"), period=period, excluding_tax=fee, vat=vat(fee))]


def _into_wallet(ground: Ground, payout: Payout) -> None:
    number = ground.number("operation")
    entry = WalletEntry(id=number, seller=payout.seller, at=payout.at, amount=payout.total, payout=payout.id)
    ground.shop.wallet.append(entry)


def _month(moment: datetime) -> str:
    return moment.astimezone(PARIS).strftime("%m/%Y")


def ripe_at(ground: Ground, item: Item) -> datetime:
    """When an undisputed item is closed and paid without the buyer's word."""
    return ground.sale_of(item).at + decisions.AUTOMATIC_PAYMENT_AFTER
