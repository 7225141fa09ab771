"""What a person or program does to the catalogue; every change looks at the open orders again."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from forain.hub.connections.models import Connection
from forain.hub.kit.refusal import NotAllowed
from forain.hub.skus.models import BEGINNING, Alias, Product, Rules, Strategy
from forain.hub.skus.resolve import PLACE, plain_gtin
from forain.hub.workspaces.audit import note
from forain.hub.workspaces.models import Workspace

#: Told of a workspace whose catalogue changed, after the change is kept; the orders plug themselves in.
_followers: list[Callable[[uuid.UUID], int]] = []


def plug(follower: Callable[[uuid.UUID], int]) -> None:
    _followers.append(follower)


@dataclass(frozen=True, slots=True)
class NewProduct:
    sku: str
    title: str = ""
    gtins: Sequence[str] = ()


def put_products(workspace: Workspace, products: Iterable[NewProduct], *, actor: str) -> int:
    """Add products, or renew those of the same SKU; how many were given."""
    rows = {
        one.sku: Product(workspace=workspace, sku=one.sku, title=one.title[:300], gtins=_plain(one.gtins))
        for one in products
    }
    with transaction.atomic():
        Product.objects.bulk_create(
            rows.values(),
            update_conflicts=True,
            unique_fields=["workspace", "sku"],
            update_fields=["title", "gtins"],
            batch_size=1000,
        )
        note(workspace.pk, actor, "skus.products_put", count=len(rows))
        _look_again(workspace)
    _tell(workspace)
    return len(rows)


def remove_product(product: Product, *, actor: str) -> None:
    """Its aliases go with it; lines that were mapped keep their SKU."""
    with transaction.atomic():
        note(product.workspace_id, actor, "skus.product_removed", product.sku)
        product.delete()


def put_alias(
    workspace: Workspace, alias: str, sku: str, connection: Connection | None = None, *, actor: str
) -> Alias:
    """From now on `alias` means `sku`. Raises NotAllowed (`unknown_sku`)."""
    product = Product.objects.filter(workspace=workspace, sku=sku).first()
    if product is None:
        raise NotAllowed(
            "unknown_sku", _("Your catalogue has no SKU “%(sku)s”; add it first.") % {"sku": sku}
        )
    with transaction.atomic():
        row, made = Alias.objects.update_or_create(
            workspace=workspace,
            connection=connection,
            alias=alias,
            defaults={"product": product, "created_by": actor[:160]},
        )
        note(workspace.pk, actor, "skus.alias_put", alias, sku=sku, new=made)
        _look_again(workspace)
    _tell(workspace)
    return row


def remove_alias(alias: Alias, *, actor: str) -> None:
    with transaction.atomic():
        note(alias.workspace_id, actor, "skus.alias_removed", alias.alias)
        alias.delete()


def set_rules(
    workspace: Workspace, strategies: Sequence[str], patterns: Sequence[str], *, actor: str
) -> Rules:
    """Which strategies, in which order. Raises NotAllowed (`bad_pattern`, `bad_strategies`)."""
    if len(set(strategies)) < len(strategies) or not set(strategies) <= set(Strategy.values):
        raise NotAllowed(
            "bad_strategies", _("Name each strategy once: %(known)s.") % {"known": ", ".join(Strategy.values)}
        )
    for pattern in patterns:
        if pattern.count(PLACE) != 1:
            raise NotAllowed("bad_pattern", _("A pattern has {sku} once, such as FR-{sku}: “%s”.") % pattern)
    with transaction.atomic():
        row = rules_of(workspace)
        row.strategies, row.patterns = list(strategies), list(patterns)
        row.save(update_fields=["strategies", "patterns"])
        note(workspace.pk, actor, "skus.rules_set", strategies=list(strategies), patterns=list(patterns))
        _look_again(workspace)
    _tell(workspace)
    return row


def rules_of(workspace: Workspace) -> Rules:
    return Rules.objects.get_or_create(workspace=workspace)[0]


def _plain(gtins: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(code for code in map(plain_gtin, gtins) if code))


def _look_again(workspace: Workspace) -> None:
    Rules.objects.update_or_create(workspace=workspace, defaults={"remap_after": BEGINNING})


def _tell(workspace: Workspace) -> None:
    """A first batch at once; the workers' sweep does the rest."""
    for follower in _followers:
        follower(workspace.pk)
