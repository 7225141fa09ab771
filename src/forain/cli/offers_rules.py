"""`forain offers list|show|rules|breaker|pushes`: what is sold, how each account sells it, what was stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from forain.cli.exits import Exit, Failure
from forain.cli.language import say
from forain.cli.options import hub_options

if TYPE_CHECKING:
    from forain.hub.offers.models import Stop
    from forain.hub.workspaces.models import Workspace

_limit = click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 500), help=say("How many at most."))  # fmt: skip


@click.command("list", help=say("List what is sold, by SKU."))
@click.option("--search", default="", help=say("Beginning of a SKU."))
@_limit
@hub_options
def list_offers(search: str, limit: int, as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.show import print_json, table

    with workspace() as merchant:
        from forain.hub.offers import queries, shapes

        found, _ = queries.offers(merchant, text=search, limit=limit)
        if as_json:
            print_json([shapes.offer_shape(row) for row in found])
            return
        rows = [
            (one.sku, one.quantity, one.reserved or "", f"{one.price_minor / 100:.2f} {one.currency}", one.details.get("title", ""))
            for one in found
        ]  # fmt: skip
        table(
            ("SKU", "Stock", "Reserved", "Price", "Article"),
            rows,
            empty="Nothing is sold yet: forain offers import FILE.",
        )


@click.command(help=say("Show one offer, and how it stands on each account."))
@click.argument("sku")
@hub_options
def show(sku: str, as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.show import facts, print_json, table

    with workspace() as merchant:
        from forain.hub.offers import shapes
        from forain.hub.offers.models import Offer

        row = Offer.objects.filter(workspace=merchant, sku=sku).first()
        if row is None:
            raise Failure(say("There is no offer {sku!r}.", sku=sku), Exit.NOT_FOUND)
        full = shapes.offer_in_full(row)
        if as_json:
            print_json(full)
            return
        facts([
            ("SKU", row.sku),
            ("Stock", row.quantity),
            ("Reserved", row.reserved or ""),
            ("Price", f"{row.price_minor / 100:.2f} {row.currency}"),
            *((name, str(value)[:100]) for name, value in row.details.items()),
        ])  # fmt: skip
        rows = [
            (one.connection, one.state, f"{one.wanted_quantity} × {one.wanted_price_minor / 100:.2f}", _published(one), one.problem)
            for one in full.listings
        ]  # fmt: skip
        table(("Account", "State", "Wanted", "Published", "Problem"), rows, empty="No account takes offers.")


def _published(one: Any) -> str:
    if one.published_quantity is None or one.published_price_minor is None:
        return "–"
    return f"{one.published_quantity} × {one.published_price_minor / 100:.2f}"


@click.group(help=say("How each account sells: stock kept back, prices, what is left out, when it goes out."))
def rules() -> None:
    pass


_RULES = {
    "stock_buffer": say("So many are kept back."),
    "max_shown": say("At most so many are shown; `-` for all."),
    "price_factor_bp": say("Prices times this, in basis points: 10500 is 5 % dearer."),
    "price_plus_minor": say("Cents added after that."),
    "rounding": say("none, up, nearest or down to the ending."),
    "ending_minor": say("90: prices end in .90."),
    "min_margin_bp": say("At least this margin on the cost, in basis points; `-` for none."),
    "shipping_profile": say("The shipping profile of all offers."),
    "push_every_seconds": say("Send by itself so often; 0: only when asked."),
    "check_first": say("1: what the marketplace would refuse is not sent; 0: the marketplace decides."),
    "zero_stop_bp": say("Stop when more than this share goes to zero, in basis points."),
    "price_stop_bp": say("Stop when a price falls by more, in basis points."),
    "shrink_stop_bp": say("Stop a complete file that leaves out more, in basis points."),
}


def rule_options(command: Any) -> Any:
    """One option for each rule that is a number or a word."""
    for name, words in reversed(_RULES.items()):
        kind = str if name in ("rounding", "shipping_profile") else _Number()
        command = click.option(f"--{name.replace('_', '-')}", name, type=kind, help=words)(command)
    without = click.option("--exclude", multiple=True, metavar="FIELD:HOW:VALUE", help=say("Leave these out, such as brand:equals:Zed; `-` for none."))  # fmt: skip
    return click.argument("connection")(without(command))


class _Number(click.ParamType[int | str]):
    """A whole number, or `-` for none."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | str:
        if isinstance(value, int):
            return value
        if value == "-":
            return "-"
        try:
            return int(value)
        except ValueError:
            self.fail(say("{value!r} is no whole number.", value=value), param, ctx)


def _wish(told: dict[str, Any], exclude: tuple[str, ...]) -> dict[str, Any]:
    wish = {name: (None if value == "-" else value) for name, value in told.items() if value is not None}
    if exclude:
        wish["exclude"] = [_exclusion(one) for one in exclude if one != "-"]
    return wish


def _exclusion(text: str) -> dict[str, str]:
    field, _, rest = text.partition(":")
    how, _, value = rest.partition(":")
    return {"field": field, "is": how, "value": value}


@rules.command("show", help=say("Show the rules of an account."))
@click.argument("connection")
@hub_options
def show_rules(connection: str, as_json: bool) -> None:
    from forain.cli.connections import named
    from forain.cli.hub import workspace

    with workspace() as merchant:
        from forain.hub.offers import applying

        _print(applying.rules_of(named(merchant, connection)), as_json=as_json)


@rules.command("set", help=say("Change rules of an account; the plan shows what differs then."))
@rule_options
@hub_options
def set_rules(connection: str, exclude: tuple[str, ...], as_json: bool, **told: Any) -> None:
    from forain.cli.connections import named
    from forain.cli.hub import actor, workspace

    with workspace() as merchant:
        from forain.hub.offers import rules

        row = rules.put(named(merchant, connection), _wish(told, exclude), actor=actor())
        _print(row, as_json=as_json)


@rules.command("try", help=say("Try rules on real offers before they are on. Changes nothing."))
@click.option(
    "--sku", "skus", multiple=True, help=say("On this one; without, on the first that would change.")
)
@_limit
@rule_options
@hub_options
def try_rules(
    connection: str, exclude: tuple[str, ...], skus: tuple[str, ...], limit: int, as_json: bool, **told: Any
) -> None:
    from forain.cli.connections import named
    from forain.cli.hub import workspace
    from forain.cli.show import print_json, table

    with workspace() as merchant:
        from forain.hub.offers import rules, shapes

        found = rules.attempt(named(merchant, connection), _wish(told, exclude), skus, limit)
        if as_json:
            print_json(shapes.trials_shape(found))
            return
        rows = [
            (one.sku, _shown(one.now_quantity, one.now_price_minor), _shown(one.then_quantity, one.then_price_minor))
            for one in found
        ]  # fmt: skip
        table(("SKU", "Now", "Then"), rows, empty="Nothing would change.")


def _shown(quantity: int | None, minor: int | None) -> str:
    return "–" if quantity is None or minor is None else f"{quantity} × {minor / 100:.2f}"


def _print(row: Any, *, as_json: bool) -> None:
    from forain.cli.show import facts, print_json
    from forain.hub.offers import shapes

    shape = shapes.rules_shape(row)
    if as_json:
        print_json(shape)
        return
    facts([(name, str(value)) for name, value in shape.model_dump().items() if value is not None])


@click.group(help=say("What the circuit breaker stopped, and letting it through."))
def breaker() -> None:
    pass


@breaker.command("list", help=say("What waits for a decision."))
@hub_options
def list_stops(as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.show import print_json, table

    with workspace() as merchant:
        from forain.hub.offers import breaker, shapes

        found = breaker.open_stops(merchant)
        if as_json:
            print_json([shapes.stop_shape(one) for one in found])
            return
        rows = [
            (str(one.pk)[-8:], one.connection.name if one.connection else one.subject, breaker.explain(one)) for one in found
        ]  # fmt: skip
        table(("Id", "About", "Why"), rows, empty="Nothing is stopped.")


@breaker.command(help=say("Let a stop through by typing how many offers it concerns."))
@click.argument("stop")
@click.option("--type", "typed", required=True, help=say("The number of offers concerned."))
@hub_options
def confirm(stop: str, typed: str, as_json: bool) -> None:
    from forain.cli.hub import actor, workspace

    with workspace() as merchant:
        from forain.hub.offers import breaker

        _decided(breaker.confirm(_found(merchant, stop), typed, actor=actor()), as_json=as_json)


@breaker.command(help=say("Leave it stopped; the next attempt is judged anew."))
@click.argument("stop")
@hub_options
def dismiss(stop: str, as_json: bool) -> None:
    from forain.cli.hub import actor, workspace

    with workspace() as merchant:
        from forain.hub.offers import breaker

        _decided(breaker.dismiss(_found(merchant, stop), actor=actor()), as_json=as_json)


def _found(merchant: Workspace, text: str) -> Stop:
    from forain.hub.offers.models import Stop

    rows = list(Stop.objects.filter(workspace=merchant, pk__endswith=text.lower())[:2])
    if len(rows) != 1:
        raise Failure(say("There is no stop {id!r}.", id=text), Exit.NOT_FOUND)
    return rows[0]


def _decided(row: Stop, *, as_json: bool) -> None:
    from forain.cli.show import note, print_json
    from forain.hub.offers import shapes

    if as_json:
        print_json(shapes.stop_shape(row))
    else:
        note("{state}. Push again, or send the file again.", state=row.get_state_display())
