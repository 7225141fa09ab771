"""What the connector can do with offers: push a file, follow its report, read what is published."""

from __future__ import annotations

import asyncio
import html
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from forain.connect.offers import (
    FileState,
    OfferBatch,
    OffersPage,
    ProductType,
    PublishedOffer,
    Pushed,
    PushOutcome,
    ReportPage,
    Template,
    TemplateField,
)
from forain.connect.outcomes import (
    Busy,
    Done,
    Refused,
    SendOutcome,
    Trouble,
    Unauthorised,
    Uncertain,
)
from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr import offer_rules, stock_writer
from forain.marketplaces.rakuten_fr.client import AsyncRakutenFrClient
from forain.marketplaces.rakuten_fr.offers import reporting, writing
from forain.marketplaces.rakuten_fr.outcomes import send_trouble, trouble
from forain.sdk.errors import NotFound, SdkError
from forain.trade.money import Money
from forain.trade.offer import OfferChange


class Tape(Protocol):
    """Remembers the last exchange."""

    @property
    def last(self) -> str: ...


class SellingLine(ABC):
    """The part of the connector that is about offers (`forain.connect.offers.SellsOffers`)."""

    @abstractmethod
    def _line(self) -> tuple[Tape, AsyncRakutenFrClient]:
        """A client for some calls, and what is remembered of them."""

    async def push(self, batch: OfferBatch) -> PushOutcome:
        """Write the file to disk line by line and queue it, once."""
        tape, client = self._line()
        with tempfile.TemporaryDirectory(prefix="forain-push-") as folder:
            path = Path(folder) / f"{batch.name}{'.csv' if _is_flat(batch.service) else '.xml'}"
            count = await asyncio.to_thread(_write, path, batch)
            try:
                reference = await _upload(client, batch, path)
            except SdkError as error:
                return _not_pushed(send_trouble(error))
        return Pushed(reference=reference, count=count, exchange_id=tape.last)

    async def report(self, service: str, reference: str, cursor: str | None = None) -> ReportPage | Trouble:
        """One page; a file whose report is not kept any more is gone, not an error."""
        tape, client = self._line()
        try:
            if _is_flat(service):
                return reporting.flat_page(await client.importreport(reference), tape.last)
            found = await client.genericimportreport(reference, next_token=cursor or "")
        except NotFound as error:
            return ReportPage(state=FileState.GONE, words=error.words, exchange_id=tape.last)
        except SdkError as error:
            return trouble(error)
        following = found.next_token if found.next_token and found.next_token != cursor else None
        return reporting.xml_page(found.file, found.lines, following, tape.last)

    async def published(self, cursor: str | None = None) -> OffersPage | Trouble:
        """One page of `export`; the price shown is that of a running campaign."""
        tape, client = self._line()
        try:
            found = await client.export(next_token=cursor or "")
        except SdkError as error:
            return trouble(error)
        following = found.next_token if found.next_token and found.next_token != cursor else None
        shown = tuple(map(_published, found.adverts))
        return OffersPage(offers=shown, exchange_id=tape.last, cursor=following)

    async def product_types(self) -> tuple[ProductType, ...] | Trouble:
        """producttypes; Rakuten's labels hold HTML escapes as text."""
        _, client = self._line()
        try:
            found = await client.producttypes()
        except SdkError as error:
            return trouble(error)
        return tuple(ProductType(code=one.alias, label=html.unescape(one.label)) for one in found.types)

    async def template(self, code: str) -> Template | Trouble:
        """producttypetemplate with its closed lists."""
        _, client = self._line()
        try:
            found = await client.producttypetemplate(code, with_values=True)
        except SdkError as error:
            return trouble(error)
        return Template(code=code, fields=tuple(_fields(found)))


def _is_flat(service: str) -> bool:
    return service == offer_rules.FLAT.name


def _write(path: Path, batch: OfferBatch) -> int:
    """The number of lines written. Runs in a thread: reading the changes may wait for a database."""
    counted = _Counted(batch)
    with path.open("wb") as file:
        if _is_flat(batch.service):
            file.writelines(writing.flat_lines(counted))
        else:
            file.writelines(stock_writer.write(writing.items(counted, batch.forms)))
    return counted.count


class _Counted(Iterable[OfferChange]):
    """The changes of a batch, counted as they pass."""

    def __init__(self, batch: OfferBatch) -> None:
        self._batch = batch
        self.count = 0

    def __iter__(self) -> Iterator[OfferChange]:
        for change in self._batch.changes:
            self.count += 1
            yield change


async def _upload(client: AsyncRakutenFrClient, batch: OfferBatch, path: Path) -> str:
    if _is_flat(batch.service):
        return (await client.import_(path, mapping_alias="PRICEQUANTITY")).import_id
    return (await client.genericimportfile(path, purge_and_replace=batch.replace)).import_id


def _not_pushed(outcome: SendOutcome) -> Refused | Busy | Unauthorised | Uncertain:
    """An upload is never "already so"."""
    return Uncertain(words=outcome.words) if isinstance(outcome, Done) else outcome


def _published(told: m.OwnAdvert) -> PublishedOffer:
    return PublishedOffer(
        sku=told.sku,
        quantity=None if told.unlimited_quantity else told.stock,
        price=Money.of(told.price, told.currency),
        reference=told.advert_id,
        title=told.product.headline,
    )


def _fields(found: m.ProductTypeTemplate) -> Iterator[TemplateField]:
    for part, keys in (("product", found.product), ("advert", found.advert), ("media", found.media)):
        for one in keys:
            yield TemplateField(
                name=one.key,
                label=html.unescape(one.label),
                part=part,
                kind=one.value_type,
                mandatory=one.mandatory,
                many=one.multivalued,
                values=one.values,
                units=one.units,
            )
