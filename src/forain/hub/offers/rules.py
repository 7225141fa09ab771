"""Rules of a connection: checked, tried on real rows, then used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection as database
from django.db import transaction
from django.utils.translation import gettext as _

from forain.hub.connections.models import Connection
from forain.hub.kit.clock import now
from forain.hub.kit.refusal import NotAllowed
from forain.hub.offers import applying
from forain.hub.offers.columns import TEXTS
from forain.hub.offers.locking import lock_offers
from forain.hub.offers.models import Rounding, SellingRules
from forain.hub.workspaces.audit import note

#: What may be set, and its bounds.
BOUNDS: Mapping[str, tuple[int, int]] = {
    "stock_buffer": (0, 1_000_000),
    "max_shown": (0, 1_000_000_000),
    "price_factor_bp": (1, 1_000_000),
    "price_plus_minor": (-10_000_000, 10_000_000),
    "ending_minor": (0, 99),
    "min_margin_bp": (0, 1_000_000),
    "push_every_seconds": (0, 86_400),
    "check_first": (0, 1),
    "zero_stop_bp": (0, 10_000),
    "price_stop_bp": (0, 10_000),
    "shrink_stop_bp": (0, 10_000),
}
OPTIONAL = frozenset({"max_shown", "min_margin_bp"})
#: Members that decide what is wanted; the others only when and whether it goes out.
SHAPING = frozenset({
    "stock_buffer", "max_shown", "price_factor_bp", "price_plus_minor", "rounding", "ending_minor", "min_margin_bp",
    "exclude", "shipping_profile",
})  # fmt: skip
COMPARISONS = ("equals", "begins", "contains", "below", "above")
NUMBERS = ("price", "quantity")
EXCLUDABLE = ("sku", *NUMBERS, *TEXTS)
MOST_EXCLUSIONS = 100


@dataclass(frozen=True, slots=True)
class Trial:
    """One real offer as it is shown now and as it would be; None: not offered."""

    sku: str
    quantity: int
    price_minor: int
    currency: str
    now_quantity: int | None
    now_price_minor: int | None
    then_quantity: int | None
    then_price_minor: int | None


def changed(rules: SellingRules, wish: Mapping[str, Any]) -> SellingRules:
    """A copy with the wish in it, saved nowhere. Raises NotAllowed (`bad_rule`)."""
    names = [one.name for one in SellingRules._meta.concrete_fields if not one.is_relation]
    values = {name: getattr(rules, name) for name in names} | {
        name: _checked(name, wish[name]) for name in wish
    }
    copy = SellingRules(connection=rules.connection, workspace_id=rules.workspace_id, **values)
    if copy.rounding not in Rounding.values:
        raise _bad("rounding", ", ".join(Rounding.values))
    return copy


def _checked(name: str, value: Any) -> Any:
    if name == "exclude":
        return [_exclusion(one) for one in (value or [])[:MOST_EXCLUSIONS]]
    if name in ("rounding", "shipping_profile"):
        return str(value or "")[:80]
    if name not in BOUNDS:
        raise _bad(name, ", ".join(sorted({*BOUNDS, "rounding", "exclude", "shipping_profile"})))
    if value is None and name in OPTIONAL:
        return None
    least, most = BOUNDS[name]
    if not isinstance(value, int) or not least <= value <= most:
        raise _bad(name, f"{least} … {most}")
    return value


def _exclusion(one: Mapping[str, Any]) -> dict[str, str]:
    field, how, value = (str(one.get(name, "")) for name in ("field", "is", "value"))
    numeric = how in ("below", "above")
    if field not in EXCLUDABLE or how not in COMPARISONS or not value or (field in NUMBERS) != numeric:
        raise _bad("exclude", f"{', '.join(EXCLUDABLE)}; {', '.join(COMPARISONS)}")
    if numeric and not _is_number(field, value):
        raise _bad("exclude", value)
    return {"field": field, "is": how, "value": value[:200].replace("\0", "")}


def _is_number(field: str, value: str) -> bool:
    whole, point, cents = value.partition(".")
    decimals = field == "price" and cents.isdecimal() and len(cents) <= 2
    return whole.isdecimal() and len(whole) <= 9 and (not point or decimals)


def _bad(name: str, known: str) -> NotAllowed:
    words = _("The rule “%(name)s” cannot be so; it takes: %(known)s.")
    return NotAllowed("bad_rule", words % {"name": name, "known": known}, rule=name)


def put(connection: Connection, wish: Mapping[str, Any], *, actor: str) -> SellingRules:
    """Use the wish from now on; what is wanted is worked out anew where that changes it. Raises NotAllowed."""
    rules = changed(applying.rules_of(connection), wish)
    with transaction.atomic():
        lock_offers(connection.workspace_id)
        values = {name: getattr(rules, name) for name in wish}
        if rules.push_every_seconds and "push_every_seconds" in wish:
            values["next_push_at"] = now()
        stale = {"stale": True} if SHAPING & set(wish) else {}
        rows = SellingRules.objects.filter(pk=connection.pk)
        rows.update(**values, **stale, version=rules.version + 1, changed_at=now())
        note(
            connection.workspace_id,
            actor,
            "offers.rules_set",
            connection.name,
            **{k: str(v) for k, v in wish.items()},
        )
    applying.refresh(connection.workspace_id)
    return applying.rules_of(connection)


def attempt(
    connection: Connection, wish: Mapping[str, Any], skus: Sequence[str] = (), limit: int = 20
) -> Iterable[Trial]:
    """Try rules on real offers, the named ones or the first that would change. Nothing is written. Raises NotAllowed."""
    before = applying.rules_of(connection)
    old, new = (applying.expressions(one) for one in (before, changed(before, wish)))
    values: list[Any] = [connection.workspace_id]
    where = "true"
    if skus:
        where, values = "o.sku = ANY(%s)", [*values, list(skus)]
    shown = [
        f"CASE WHEN {one['offered']} THEN {one[name]} END"
        for one in (old, new)
        for name in ("quantity", "price")
    ]
    inner = f"SELECT o.sku, o.quantity, o.price_minor, o.currency, {', '.join(f'{sql} AS v{place}' for place, sql in enumerate(shown))}"
    differ = "true" if skus else "(v0, v1) IS DISTINCT FROM (v2, v3)"
    statement = (
        f"SELECT * FROM ({inner} FROM offers_offer o WHERE o.workspace_id = %s AND {where}) x WHERE {differ} "
        f"ORDER BY sku LIMIT {int(limit)}"
    )
    with database.cursor() as cursor:
        cursor.execute(statement, values)
        return [Trial(*row) for row in cursor.fetchall()]
