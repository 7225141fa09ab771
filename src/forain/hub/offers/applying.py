"""Rules to what each account should show, as SQL over the offers: one expression for trying rules and for using them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from forain.hub.connections.models import Connection
from forain.hub.offers.canon import digest_of
from forain.hub.offers.locking import lock_offers
from forain.hub.offers.models import NOTHING, Rounding, SellingRules
from forain.hub.workspaces.models import Workspace
from forain.trade.offer import OFFER_FIELDS

#: Offers of one import that are worked out at once with it; more are worked out in one statement for all.
FEW = 20_000


def rules_of(connection: Connection) -> SellingRules:
    """The rules of a connection; made, as they are without any, when it has none yet."""
    return SellingRules.objects.get_or_create(
        connection=connection, defaults={"workspace_id": connection.workspace_id}
    )[0]


def selling(workspace: Workspace | UUID) -> list[SellingRules]:
    """Rules of every connection of the workspace whose marketplace takes offers."""
    key = workspace.pk if isinstance(workspace, Workspace) else workspace
    rows = Connection.objects.filter(workspace_id=key).order_by("created_at", "id")
    return [rules_of(one) for one in rows if one.manifest.offers is not None]


def expressions(rules: SellingRules) -> dict[str, str]:
    """SQL over offers (alias o) -> `quantity`, `price`, `offered`; the values of `parameters`."""
    return {
        "quantity": _quantity(rules),
        "price": _price(rules),
        "offered": f"NOT o.ended AND NOT ({_excluded(rules)})",
    }


def _quantity(rules: SellingRules) -> str:
    shown = f"greatest(0, o.quantity - o.reserved - {int(rules.stock_buffer)})"
    there = rules.connection.manifest.offers
    limits = [rules.max_shown, (there.largest_quantity or None) if there else None]
    known = [int(limit) for limit in limits if limit is not None]
    return f"least({shown}, {min(known)})" if known else shown


def _price(rules: SellingRules) -> str:
    price = "o.price_minor"
    if rules.price_factor_bp != 10_000:
        price = f"round({price} * {int(rules.price_factor_bp)} / 10000.0)::bigint"
    if rules.price_plus_minor:
        price = f"({price} + {int(rules.price_plus_minor)})"
    price = _rounded(f"greatest(1, {price})", rules)
    if rules.min_margin_bp is None:
        return price
    floor = f"ceil(o.cost_minor * {10_000 + int(rules.min_margin_bp)} / 10000.0)::bigint"
    raised = _rounded(floor, rules, up=True)
    return f"CASE WHEN {price} < {floor} THEN {raised} ELSE {price} END"


def _rounded(price: str, rules: SellingRules, *, up: bool = False) -> str:
    """Prices end in `ending_minor` of a hundred; none falls to zero."""
    if rules.rounding == Rounding.NONE:
        return price
    ending = int(rules.ending_minor)
    above = f"({price} + mod(mod({ending} - {price}, 100) + 100, 100))"
    below = f"({above} - CASE WHEN {above} = {price} THEN 0 ELSE 100 END)"
    if up or rules.rounding == Rounding.UP:
        return above
    if rules.rounding == Rounding.DOWN:
        return f"CASE WHEN {below} > 0 THEN {below} ELSE {above} END"
    nearest = f"CASE WHEN {price} - {below} < {above} - {price} THEN {below} ELSE {above} END"
    return f"CASE WHEN {below} > 0 THEN {nearest} ELSE {above} END"


def _excluded(rules: SellingRules) -> str:
    return " OR ".join(_condition(one) for one in rules.exclude) or "false"


def _condition(rule: Mapping[str, Any]) -> str:
    """One exclusion; `rules.py` has checked field and comparison."""
    field, how, value = str(rule["field"]), str(rule["is"]), str(rule["value"])
    if field in ("price", "quantity"):
        column = "o.price_minor" if field == "price" else "o.quantity"
        number = round(float(value) * 100) if field == "price" else int(value)
        return f"{column} {'<' if how == 'below' else '>'} {number}"
    column = "o.sku" if field == "sku" else f"coalesce(o.details->>{_text(field)}, '')"
    if how == "equals":
        return f"{column} = {_text(value)}"
    return (
        f"starts_with({column}, {_text(value)})"
        if how == "begins"
        else f"strpos(lower({column}), lower({_text(value)})) > 0"
    )


def _text(value: str) -> str:
    return "'" + value.replace("'", "''").replace("%", "%%") + "'"


def wanted(rules: SellingRules) -> str:
    """SELECT of (offer, wanted, price, quantity) over offers (alias o), without its WHERE."""
    found = expressions(rules)
    told = f"{_content_digest(rules)} || '|' || ({found['price']}) || '|' || ({found['quantity']}) || '|' || {_text(rules.shipping_profile)}"
    return (
        f"SELECT o.id AS offer_id, CASE WHEN {found['offered']} THEN md5({told})::uuid ELSE '{NOTHING}'::uuid END AS wanted, "
        f"({found['price']}) AS price, ({found['quantity']}) AS quantity FROM offers_offer o"
    )


def _content_digest(rules: SellingRules) -> str:
    """Of the content the marketplace understands: what it does not know is no difference there."""
    there = rules.connection.manifest.offers
    strange = sorted(OFFER_FIELDS - there.fields) if there else []
    if not strange:
        return "o.digest"
    names = "ARRAY[" + ", ".join(_text(name) for name in strange) + "]::text[]"
    return (
        f"CASE WHEN o.details ?| {names} THEN {digest_of(f'(o.details - {names})', 'o.currency')} "
        "ELSE o.digest END"
    )


def apply(rules: SellingRules, where: str = "", values: Sequence[Any] = ()) -> int:
    """Write the wanted state of the offers of `where` (SQL, alias o), or of all; how many listings changed.

    Call it under the lock. What is not wanted and was never there gets no listing.
    """
    statement = f"""
        MERGE INTO offers_listing l
        USING ({wanted(rules)} WHERE o.workspace_id = %s {where and f"AND {where}"}) s
        ON l.offer_id = s.offer_id AND l.connection_id = %s
        WHEN MATCHED AND l.wanted <> s.wanted THEN UPDATE SET
            wanted = s.wanted, wanted_price_minor = s.price, wanted_quantity = s.quantity,
            state = CASE WHEN l.state IN ('sent', 'new', 'held') THEN l.state ELSE 'pending' END
        WHEN NOT MATCHED AND s.wanted <> '{NOTHING}' THEN
            INSERT (workspace_id, connection_id, offer_id, wanted, wanted_price_minor, wanted_quantity)
            VALUES (%s, %s, s.offer_id, s.wanted, s.price, s.quantity)"""
    mine, there = rules.workspace_id, rules.connection_id
    with connection.cursor() as cursor:
        cursor.execute(statement, [mine, *values, there, mine, there])
        return int(cursor.rowcount)


def apply_to(workspace_id: UUID, skus: Iterable[str]) -> int:
    """What some offers should show, everywhere. Call it under the lock."""
    named = list(skus)
    return sum(apply(rules, "o.sku = ANY(%s)", [named]) for rules in selling(workspace_id))


def apply_where(workspace_id: UUID, where: str) -> int:
    """The same for the offers of an SQL condition (alias o)."""
    return sum(apply(rules, where) for rules in selling(workspace_id))


def mark_stale(workspace_id: UUID) -> None:
    """Everything is worked out anew by `refresh`: at once by who calls it next, at the latest by the sweep."""
    for rules in selling(workspace_id):
        SellingRules.objects.filter(pk=rules.pk).update(stale=True)


def refresh(workspace_id: UUID) -> int:
    """Work out what is stale; how many listings changed. Each connection is one transaction."""
    changed = 0
    for key in SellingRules.objects.filter(workspace_id=workspace_id, stale=True).values_list(
        "pk", flat=True
    ):
        with transaction.atomic():
            lock_offers(workspace_id)
            rules = (
                SellingRules.objects.select_for_update(no_key=True, of=("self",))
                .select_related("connection")
                .get(pk=key)
            )
            changed += apply(rules)
            SellingRules.objects.filter(pk=key).update(stale=False)
    return changed
