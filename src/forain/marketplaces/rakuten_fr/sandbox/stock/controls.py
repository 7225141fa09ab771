"""What a person may make happen about stock: back office and support."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any

from msgspec import Meta, Struct

from forain.marketplaces.rakuten_fr.sandbox.ground import Ground
from forain.marketplaces.rakuten_fr.sandbox.stock import files, supply
from forain.marketplaces.rakuten_fr.sandbox.stock.state import Product
from forain.marketplaces.rakuten_fr.sandbox.stock.types import type_of
from forain.sandbox.stage import Control


class FileCancellation(Struct, forbid_unknown_fields=True):
    """A stock file is taken out of the queue."""

    file: Annotated[str, Meta(description="number of the file, as the upload answered")]


class NewCampaign(Struct, forbid_unknown_fields=True):
    """A promotion campaign is opened in the back office, from now on."""

    campaign: Annotated[str, Meta(pattern="^[0-9]{1,12}$")] = "81234"
    account: str = supply.DEMO_LOGIN
    label: str = "Soldes"
    days: Annotated[float, Meta(gt=0)] = 30


class NewProduct(Struct, forbid_unknown_fields=True):
    """Rakuten puts a sheet into its catalogue."""

    alias: str = "jouet"
    title: str = "Article d'essai"
    barcodes: Annotated[str, Meta(description="several divided by |")] = ""
    reference: Annotated[str, Meta(description="the maker's")] = ""


def stock_controls(ground: Ground) -> tuple[Control, ...]:
    """All of them, for the engine."""
    table: tuple[tuple[str, str, type[Any], Any], ...] = (
        ("file_cancel", "A waiting stock file is cancelled", FileCancellation, cancel),
        ("campaign", "A promotion campaign is opened", NewCampaign, campaign),
        ("product", "A product comes into the catalogue", NewProduct, product),
    )
    return tuple(
        Control(name=name, summary=summary, body=body, run=partial(act, ground))
        for name, summary, body, act in table
    )


def cancel(ground: Ground, asked: FileCancellation) -> Mapping[str, Any]:
    """Cancel it, before its turn."""
    file = ground.shop.stock.files.get(asked.file)
    if file is None:
        raise LookupError(f"There is no stock file {asked.file!r}.")
    files.cancel(ground, file)
    return {"file": file.id, "status": file.status.value}


def campaign(ground: Ground, asked: NewCampaign) -> Mapping[str, Any]:
    """Open it."""
    if asked.account not in ground.shop.accounts:
        raise LookupError(f"There is no account {asked.account!r}.")
    supply.open_campaign(ground, asked.account, asked.campaign, asked.label, days=asked.days)
    return {"campaign": asked.campaign}


def product(ground: Ground, asked: NewProduct) -> Mapping[str, Any]:
    """Add it; nobody owns it."""
    if type_of(asked.alias) is None:
        raise LookupError(f"There is no product type {asked.alias!r}.")
    values = {"titre": asked.title, "codebarres": asked.barcodes, "referencefabricant": asked.reference}
    made = Product(
        pid=ground.number("product"),
        alias=asked.alias,
        values={key: value for key, value in values.items() if value},
    )
    ground.shop.stock.add_product(made)
    return {"product": made.pid}
