"""Texts of a file to values, as SQL over the staging table: the database converts a million rows where they lie.

Spaces (also the no-break ones of French amounts) and the euro sign are dropped, a decimal comma is a point. What is
still no number is told as a bad row, never guessed: `1.299,00` has two points.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from forain.hub.offers.columns import TEXTS, Layout

#: Words for a condition that are not our own, folded to lower case.
CONDITIONS = {
    "neuf": "new", "comme neuf": "like_new", "très bon": "very_good", "tres bon": "very_good", "très bon état": "very_good",
    "bon": "good", "bon état": "good", "correct": "acceptable", "reconditionné": "refurbished", "reconditionne": "refurbished",
}  # fmt: skip
_OWN_CONDITIONS = ("new", "like_new", "very_good", "good", "acceptable", "refurbished")
_YES = "('1','true','yes','y','oui','o','x','vrai')"
_BLANKS = "E' \\u00a0\\u202f'"


@dataclass(frozen=True, slots=True)
class Conversion:
    """SQL expressions over a staging table whose columns are c0, c1… as `layout` says."""

    layout: Layout

    def has(self, field: str) -> bool:
        return field in self.layout.places

    def text(self, field: str) -> str:
        """A cell; staged without blanks around it, NULL when it is empty."""
        return f"c{self.layout.places[field]}"

    @property
    def sku(self) -> str:
        return self.text("sku")

    @property
    def quantity(self) -> str:
        """Negative stock, which some programs write for what is oversold, is none."""
        return f"greatest(0, {self._digits('quantity')}::int)"

    def _digits(self, field: str) -> str:
        """What is a number as it stands is not looked at again: `translate` costs more than the rest of the row."""
        cell = f"c{self.layout.places[field]}"
        return f"(CASE WHEN pg_input_is_valid({cell}, 'integer') THEN {cell} ELSE translate({cell}, {_BLANKS}, '') END)"

    def _amount(self, field: str) -> str:
        cell = f"c{self.layout.places[field]}"
        return (
            f"(CASE WHEN pg_input_is_valid({cell}, 'numeric') THEN {cell} "
            f"ELSE translate({cell}, E', \\u00a0\\u202f€', '.') END)"
        )

    def minor(self, field: str) -> str:
        """Minor units of an amount that was judged to be one; NULL for an empty cell."""
        return f"(nullif({self._amount(field)}, '')::numeric * 100)::bigint"

    @property
    def ended(self) -> str:
        return f"coalesce(lower({self.text('ended')}) IN {_YES}, false)" if self.has("ended") else "false"

    @property
    def currency(self) -> str:
        return f"coalesce(upper({self.text('currency')}), 'EUR')" if self.has("currency") else "'EUR'"

    @property
    def members(self) -> list[str]:
        """Members of `Offer.details` that the file tells."""
        named = [name for name in (*TEXTS, "images", "attributes", "shipping") if self.has(name)]
        return named if not self.layout.attributes or "attributes" in named else [*named, "attributes"]

    @property
    def details(self) -> str:
        """The members of the file as one jsonb without those that are empty."""
        texts = [name for name in TEXTS if self.has(name)]
        names = ", ".join(f"'{name}'" for name in texts)
        values = ", ".join(self._condition() if name == "condition" else self.text(name) for name in texts)
        built = [f"jsonb_object(ARRAY[{names}]::text[], ARRAY[{values}]::text[])"] if texts else []
        built += [f"jsonb_build_object('{name}', {value})" for name, value in self._structured()]
        if not built:
            return "'{}'::jsonb"
        stripped = f"jsonb_strip_nulls({' || '.join(built)})"
        if len(built) > 1 or not texts:
            return stripped
        empty = f"num_nulls({', '.join(map(self.text, texts))})"
        return f"CASE WHEN {empty} = 0 THEN {built[0]} ELSE {stripped} END"

    def _structured(self) -> Iterator[tuple[str, str]]:
        if self.has("images"):
            yield "images", f"to_jsonb(regexp_split_to_array({self.text('images')}, '\\s*[|\\s]\\s*'))"
        attributes = self._attributes()
        if attributes:
            yield "attributes", f"nullif(jsonb_strip_nulls({attributes}), '{{}}'::jsonb)"
        if self.has("shipping"):
            yield "shipping", f"{self.text('shipping')}::jsonb"

    def _attributes(self) -> str:
        parts = (
            [f"coalesce({self.text('attributes')}::jsonb, '{{}}'::jsonb)"] if self.has("attributes") else []
        )
        if self.layout.attributes:
            names = ", ".join(_quoted(name) for name in self.layout.attributes)
            values = ", ".join(f"c{place}" for place in self.layout.attributes.values())
            parts.append(f"jsonb_object(ARRAY[{names}]::text[], ARRAY[{values}]::text[])")
        return " || ".join(parts)

    def _condition(self) -> str:
        cases = " ".join(f"WHEN {_quoted(word)} THEN '{own}'" for word, own in CONDITIONS.items())
        return f"CASE lower({self.text('condition')}) {cases} ELSE lower({self.text('condition')}) END"

    @property
    def row_digest(self) -> str:
        """64 bits over the row as it came, and over how its columns were understood."""
        used = sorted({*self.layout.places.values(), *self.layout.attributes.values()})
        cells = ", ".join(f"coalesce(c{place}, '')" for place in used)
        told = repr((sorted(self.layout.places.items()), sorted(self.layout.attributes.items())))
        return f"hashtextextended(concat_ws(E'\\x1f', {cells}), {zlib.crc32(told.encode())})"

    @property
    def sound(self) -> str:
        """True for rows whose SKU, quantity and price are right at first sight, which most are: it costs a third of
        the verdicts, which the others are left to."""
        good = [f"octet_length({self.sku}) BETWEEN 1 AND 120"]
        if self.has("quantity"):
            good.append(f"pg_input_is_valid({self.text('quantity')}, 'integer')")
        if self.has("price"):
            price = self.text("price")
            amount = f"{price}::numeric BETWEEN 0.01 AND 9999999999 AND scale({price}::numeric) <= 2"
            good.append(f"CASE WHEN pg_input_is_valid({price}, 'numeric') THEN {amount} END")
        return f"coalesce({' AND '.join(good)}, false)"

    @property
    def suspicion(self) -> str:
        """True for bad rows: the verdicts on SKU, quantity and price are asked only where `sound` says no."""
        verdicts = list(self.verdicts())
        seen = [wrong for code, wrong, _ in verdicts if code.startswith(("sku_", "quantity_", "price_"))]
        others = [wrong for _, wrong, _ in verdicts if wrong not in seen]
        return " OR ".join([f"(NOT {self.sound} AND {_any(seen)})", *(f"({wrong})" for wrong in others)])

    def verdicts(self) -> Iterator[tuple[str, str, str]]:
        """(code, condition of a bad row, the cell to show); first those that `sound` answers too."""
        raw = {name: f"c{place}" for name, place in self.layout.places.items()}
        yield "sku_missing", f"{self.sku} IS NULL", "''"
        yield "sku_long", f"length({self.sku}) > 120", raw["sku"]
        if self.has("quantity"):
            yield (
                "quantity_bad",
                f"NOT coalesce(pg_input_is_valid({self._digits('quantity')}, 'integer'), false)",
                raw["quantity"],
            )
        if self.has("price"):
            yield "price_bad", f"NOT {self._is_amount('price')}", raw["price"]
            yield (
                "price_zero",
                f"CASE WHEN pg_input_is_valid({self._amount('price')}, 'numeric') THEN {self._amount('price')}::numeric = 0 END",
                raw["price"],
            )
        if self.has("cost"):
            yield (
                "cost_bad",
                f"{self.text('cost')} IS NOT NULL AND NOT {self._is_amount('cost')}",
                raw["cost"],
            )
        if self.has("currency"):
            yield "currency_bad", f"{self.currency} !~ '^[A-Z]{{3}}$'", raw["currency"]
        if self.has("condition"):
            own = ", ".join(f"'{one}'" for one in _OWN_CONDITIONS)
            yield "condition_bad", f"NOT coalesce({self._condition()} IN ({own}), true)", raw["condition"]
        for name, kind in (("shipping", "array"), ("attributes", "object")):
            if self.has(name):
                is_kind = f"pg_input_is_valid({self.text(name)}, 'jsonb') AND jsonb_typeof({self.text(name)}::jsonb) = '{kind}'"
                yield (
                    "shipping_bad",
                    f"NOT coalesce(CASE WHEN {is_kind} THEN true ELSE {self.text(name)} IS NULL END, true)",
                    raw[name],
                )

    def _is_amount(self, field: str) -> str:
        """Not negative, finite, at most two decimals; NaN and infinity are above every bound."""
        amount = self._amount(field)
        return (
            f"coalesce(CASE WHEN pg_input_is_valid({amount}, 'numeric') THEN {amount}::numeric BETWEEN 0 AND 9999999999 "
            f"AND scale(trim_scale({amount}::numeric)) <= 2 END, false)"
        )


def _any(conditions: list[str]) -> str:
    return "(" + " OR ".join(f"({one})" for one in conditions) + ")"


def _quoted(text: str) -> str:
    """An SQL literal; psycopg's placeholders are escaped too."""
    return "'" + text.replace("'", "''").replace("%", "%%") + "'"
