"""What the connector can do with offers: set stock, import products, follow a queued import, read the catalogue."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Protocol

from forain.connect.offers import (
    OfferBatch,
    OffersPage,
    ProductType,
    PublishedOffer,
    Pushed,
    PushOutcome,
    ReportPage,
    Template,
)
from forain.connect.outcomes import Busy, Done, Refused, SendOutcome, Trouble, Unauthorised, Uncertain
from forain.marketplaces.spartoo import messages as m
from forain.marketplaces.spartoo import offer_rules
from forain.marketplaces.spartoo.client import AsyncSpartooClient, Force
from forain.marketplaces.spartoo.offers import forms, reporting, writing
from forain.marketplaces.spartoo.offers.writing import Family
from forain.marketplaces.spartoo.outcomes import send_trouble, trouble
from forain.marketplaces.spartoo.sites import Site
from forain.sdk import errors as sdk
from forain.trade.money import Money
from forain.trade.offer import ChangeKind

#: Codes of `xml_maj_stock` that speak of the size, not of the call.
_OF_THE_SIZE = (sdk.NotFound, sdk.WrongState)


class Tape(Protocol):
    """Remembers the last exchange."""

    @property
    def last(self) -> str: ...


class SellingLine(ABC):
    """The part of the connector that is about offers (`forain.connect.offers.SellsOffers`)."""

    _site: Site

    @abstractmethod
    def _selling(self) -> tuple[Tape, AsyncSpartooClient]:
        """A client for some calls, and what is remembered of them."""

    async def push(self, batch: OfferBatch) -> PushOutcome:
        """One document, or one size; a push holds no more lines than its service takes."""
        found = await asyncio.to_thread(lambda: tuple(writing.families(batch.changes)))
        count = sum(len(one.changes) for one in found)
        tape, client = self._selling()
        try:
            reference, report = await self._pushed(batch.service, found, tape, client)
        except sdk.SdkError as error:
            return _not_pushed(send_trouble(error))
        return Pushed(reference=reference, count=count, report=report, exchange_id=tape.last)

    async def _pushed(
        self, service: str, found: tuple[Family, ...], tape: Tape, client: AsyncSpartooClient
    ) -> tuple[str, ReportPage | None]:
        """The reference of a queued import, or the report that came at once."""
        language = self._site.language
        if service == offer_rules.ONE.name:
            return "", await _set_one(client, tape, found[0])
        if service == offer_rules.BATCH.name:
            stock = await client.maj_stock_batch([writing.stock_of(one, language) for one in found])
            return "", reporting.batch_page(stock.message.products, tape.last)
        products = [writing.product_of(one, language) for one in found]
        if service == offer_rules.QUEUED.name:
            queued = await client.import_products_async(products, _force(found))
            return queued.message.url or "", None
        answered = await client.import_products(products, _force(found))
        return "", reporting.import_page(answered.message.products, tape.last)

    async def report(self, service: str, reference: str, cursor: str | None = None) -> ReportPage | Trouble:  # noqa: ARG002  there are no pages
        """One look at the result address of a queued import."""
        tape, client = self._selling()
        try:
            answered = await client.import_progress(reference)
        except sdk.SdkError as error:
            return trouble(error)
        return reporting.progress_page(answered.message, tape.last)

    async def published(self, cursor: str | None = None) -> OffersPage | Trouble:  # noqa: ARG002  there are no pages
        """What is online on this site; products without stock are not in it."""
        tape, client = self._selling()
        try:
            answered = await client.export_products()
        except sdk.SdkError as error:
            return trouble(error)
        shown = tuple(one for product in answered.message.products for one in self._shown(product))
        return OffersPage(offers=shown, exchange_id=tape.last, total=len(shown))

    def _shown(self, product: m.OnlineProduct) -> Iterator[PublishedOffer]:
        told = next((one for one in product.languages if one.code == self._site.language), None)
        amount = told.price if told else product.price
        price = Money.of(amount, self._site.currency) if amount is not None else None
        name = (told.name if told else product.name) or ""
        if not product.sizes:
            yield PublishedOffer(
                sku=product.reference,
                quantity=product.quantity,
                price=price,
                title=name,
                family=product.reference,
            )
        for size in product.sizes:
            yield PublishedOffer(
                sku=size.reference, quantity=size.quantity, price=price, title=name, family=product.reference
            )

    async def product_types(self) -> tuple[ProductType, ...] | Trouble:
        """Spartoo has no call for its lists: those it gives to sellers are part of the room."""
        return forms.product_types(self._site.language)

    async def template(self, code: str) -> Template | Trouble:
        """The lists that go with a category."""
        found = forms.template(code, self._site.language)
        return found or Refused(code="local.no_such_type", words=f"Spartoo has no category {code}.")


async def _set_one(client: AsyncSpartooClient, tape: Tape, family: Family) -> ReportPage:
    change = family.changes[0]
    sku = change.offer.sku
    try:
        await client.maj_stock(family.reference, sku, writing.quantity_of(change))
    except sdk.Rejected as error:
        if not isinstance(error, _OF_THE_SIZE):
            raise
        return reporting.single_page(sku, error.code, error.words, tape.last)
    return reporting.single_page(sku, "", "", tape.last)


def _force(found: tuple[Family, ...]) -> Force:
    """A changed description is forced: without, products without stock keep the old one."""
    changed = any(
        one.kind is ChangeKind.UPDATE and "description" in one.fields
        for family in found
        for one in family.changes
    )
    return Force(description=changed)


def _not_pushed(outcome: SendOutcome) -> Refused | Busy | Unauthorised | Uncertain:
    """A document is never "already so"."""
    return Uncertain(words=outcome.words) if isinstance(outcome, Done) else outcome
