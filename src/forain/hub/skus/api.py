"""Routes of the merchant's catalogue of SKUs."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from ninja import Query, Router
from pydantic import Field, StringConstraints

from forain.hub.connections.models import Connection
from forain.hub.kit.routes import Cursor, Level, Limit, Listed, Shape, Wish, needs
from forain.hub.skus import actions, queries
from forain.hub.skus.models import Alias, Product, Strategy
from forain.hub.workspaces.callers import Call

routes = Router(tags=["SKUs"])

Sku = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Code = Annotated[str, StringConstraints(max_length=20)]


class ShownProduct(Shape):
    """One SKU of the merchant."""

    id: UUID
    sku: str
    title: str
    gtins: list[str] = Field(description="Without leading zeros")


class Products(Listed[ShownProduct]):
    """Products by SKU."""


class WantedProduct(Wish):
    sku: Sku
    title: Annotated[str, StringConstraints(max_length=300)] = ""
    gtins: list[Code] = Field(default=[], max_length=20)


class WantedProducts(Wish):
    """Products to add; one whose SKU is there is renewed."""

    products: list[WantedProduct] = Field(min_length=1, max_length=1000)


class Put(Shape):
    count: int = Field(description="How many products were added or renewed")


class ShownAlias(Shape):
    """What a marketplace calls a product."""

    id: UUID
    alias: str
    sku: str
    connection_id: UUID | None = Field(description="null: for every connection")


class Aliases(Listed[ShownAlias]):
    """Aliases by name."""


class WantedAlias(Wish):
    """From now on `alias` means `sku`."""

    alias: Sku = Field(description="The SKU as the marketplace tells it")
    sku: Sku = Field(description="A SKU of the catalogue")
    connection_id: UUID | None = Field(default=None, description="Only for this connection")


class MappingRules(Shape):
    strategies: list[Strategy] = Field(description="In the order they are tried; none: nothing is mapped")
    patterns: list[str] = Field(description="Texts around {sku}", examples=[["FR-{sku}"]])
    on: bool = Field(description="Whether lines are mapped: the catalogue has a product")


class WantedRules(Wish):
    strategies: list[Strategy] = Field(max_length=4)
    patterns: list[Sku] = Field(default=[], max_length=50)


class Gone(Shape):
    removed: bool


@routes.get("/skus/products", response=Products, operation_id="listProducts", summary="The catalogue")
@needs(Level.LOOK, "bad_cursor")
def list_products(
    request: Call,
    text: Annotated[str, Query(max_length=120, description="Beginning of a SKU")] = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Products:
    """SKUs of the merchant that begin with `text`, in their order."""
    found, following = queries.products(request.auth.workspace, text=text, cursor=cursor, limit=limit)
    return Products(items=[_product(row) for row in found], next=following)


@routes.post("/skus/products", response=Put, operation_id="putProducts", summary="Add or renew products")
@needs(Level.CONFIGURE)
def put_products(request: Call, body: WantedProducts) -> Put:
    """At most 1,000 at a time. Orders that were parked for one of these SKUs go on by themselves."""
    wanted = [actions.NewProduct(one.sku, one.title, one.gtins) for one in body.products]
    return Put(count=actions.put_products(request.auth.workspace, wanted, actor=request.auth.actor))


@routes.delete(
    "/skus/products/{uuid:product_id}",
    response=Gone,
    operation_id="removeProduct",
    summary="Remove a product",
)
@needs(Level.CONFIGURE)
def remove_product(request: Call, product_id: UUID) -> Gone:
    """Its aliases go with it; lines that were mapped keep their SKU."""
    row = Product.objects.get(workspace=request.auth.workspace, pk=product_id)
    actions.remove_product(row, actor=request.auth.actor)
    return Gone(removed=True)


@routes.get("/skus/aliases", response=Aliases, operation_id="listAliases", summary="Other names of SKUs")
@needs(Level.LOOK, "bad_cursor")
def list_aliases(request: Call, cursor: Cursor = "", limit: Limit = 50) -> Aliases:
    """What marketplaces call the merchant's products."""
    found, following = queries.aliases(request.auth.workspace, cursor=cursor, limit=limit)
    return Aliases(items=[_alias(row) for row in found], next=following)


@routes.post("/skus/aliases", response=ShownAlias, operation_id="putAlias", summary="Map a marketplace's SKU")
@needs(Level.ACT, "unknown_sku", "not_found")
def put_alias(request: Call, body: WantedAlias) -> ShownAlias:
    """Orders that were parked for it go on by themselves."""
    workspace = request.auth.workspace
    connection = (
        Connection.objects.get(workspace=workspace, pk=body.connection_id) if body.connection_id else None
    )
    return _alias(actions.put_alias(workspace, body.alias, body.sku, connection, actor=request.auth.actor))


@routes.delete(
    "/skus/aliases/{uuid:alias_id}", response=Gone, operation_id="removeAlias", summary="Remove an alias"
)
@needs(Level.ACT)
def remove_alias(request: Call, alias_id: UUID) -> Gone:
    """Lines that were mapped by it keep their SKU."""
    row = Alias.objects.get(workspace=request.auth.workspace, pk=alias_id)
    actions.remove_alias(row, actor=request.auth.actor)
    return Gone(removed=True)


@routes.get(
    "/skus/rules", response=MappingRules, operation_id="getMappingRules", summary="How lines are mapped"
)
def get_rules(request: Call) -> MappingRules:
    """Strategies in the order they are tried, and whether mapping is on."""
    return _rules(request)


@routes.put(
    "/skus/rules",
    response=MappingRules,
    operation_id="setMappingRules",
    summary="Choose how lines are mapped",
)
@needs(Level.CONFIGURE, "bad_pattern", "bad_strategies")
def set_rules(request: Call, body: WantedRules) -> MappingRules:
    """Open orders without a SKU are looked at again."""
    actions.set_rules(
        request.auth.workspace,
        [one.value for one in body.strategies],
        body.patterns,
        actor=request.auth.actor,
    )
    return _rules(request)


def _rules(request: Call) -> MappingRules:
    row, is_on = queries.rules(request.auth.workspace)
    return MappingRules(strategies=[Strategy(one) for one in row.strategies], patterns=row.patterns, on=is_on)


def _product(row: Product) -> ShownProduct:
    return ShownProduct(id=row.pk, sku=row.sku, title=row.title, gtins=row.gtins)


def _alias(row: Alias) -> ShownAlias:
    return ShownAlias(id=row.pk, alias=row.alias, sku=row.product.sku, connection_id=row.connection_id)
