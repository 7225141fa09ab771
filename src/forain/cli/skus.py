"""`forain skus`: the merchant's own SKUs, what marketplaces call them, and what waits to be mapped."""

from __future__ import annotations

from pathlib import Path

import click

from forain.cli.language import say
from forain.cli.options import hub_options

STRATEGIES = click.Choice(["sku", "alias", "gtin", "pattern"])


@click.group(help=say("Your own SKUs, and what marketplaces call them."))
def skus() -> None:
    pass


@skus.command("import", help=say("Add or renew products from a CSV FILE with the columns sku, title, gtin."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@hub_options
def import_file(file: Path, as_json: bool) -> None:
    from forain.cli.hub import actor, workspace
    from forain.cli.show import note, print_json

    with workspace() as merchant:
        from forain.hub.skus.actions import put_products
        from forain.hub.skus.csvfile import read_csv

        count = put_products(merchant, read_csv(file.read_bytes()), actor=actor())
        if as_json:
            print_json({"count": count})
        else:
            note(
                "{count} products are in the catalogue; orders parked for them go on by themselves.",
                count=count,
            )


@skus.command("list", help=say("List your products by SKU."))
@click.option("--search", default="", help=say("Beginning of a SKU."))
@click.option(
    "--limit", default=50, show_default=True, type=click.IntRange(1, 500), help=say("How many at most.")
)
@hub_options
def list_products(search: str, limit: int, as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.show import print_json, table

    with workspace() as merchant:
        from forain.hub.skus.queries import products

        found, _ = products(merchant, text=search, limit=limit)
        if as_json:
            print_json(
                [{"id": one.pk, "sku": one.sku, "title": one.title, "gtins": one.gtins} for one in found]
            )
            return
        rows = [(one.sku, one.title, ", ".join(one.gtins)) for one in found]
        table(
            ("SKU", "Article", "GTIN"),
            rows,
            empty="The catalogue is empty: nothing is mapped and nothing waits.",
        )


@skus.command(help=say("From now on, ALIAS of a marketplace means your SKU."))
@click.argument("alias")
@click.argument("sku")
@click.option("--connection", help=say("Only this account."))
@hub_options
def alias(alias: str, sku: str, connection: str | None, as_json: bool) -> None:
    from forain.cli.connections import named
    from forain.cli.hub import actor, workspace
    from forain.cli.show import note, print_json

    with workspace() as merchant:
        from forain.hub.skus.actions import put_alias

        account = named(merchant, connection) if connection else None
        row = put_alias(merchant, alias, sku, account, actor=actor())
        if as_json:
            print_json(
                {"id": row.pk, "alias": row.alias, "sku": row.product.sku, "connection_id": row.connection_id}
            )
        else:
            note("{alias} means {sku}; orders parked for it go on by themselves.", alias=alias, sku=sku)


@skus.command(help=say("What waits to be mapped, most orders first."))
@hub_options
def unmapped(as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.show import print_json, table

    with workspace() as merchant:
        from forain.hub.orders.skus import unmapped as waiting

        found = waiting(merchant)
        if as_json:
            print_json(found)
            return
        rows = [(one["sku"], one["connection__name"], one["title"], one["orders"]) for one in found]
        table(("SKU", "Account", "Article", "Orders"), rows, empty="Nothing waits.")


@skus.command(help=say("Choose which ways lead to a SKU, in which order; without any, shows them."))
@click.argument("strategies", nargs=-1, type=STRATEGIES)
@click.option("--pattern", "patterns", multiple=True, help=say("A text around {sku}, such as FR-{sku}."))
@hub_options
def rules(strategies: tuple[str, ...], patterns: tuple[str, ...], as_json: bool) -> None:
    from forain.cli.hub import actor, workspace
    from forain.cli.show import facts, print_json

    with workspace() as merchant:
        from forain.hub.skus import actions, queries

        row, is_on = queries.rules(merchant)
        if strategies or patterns:
            chosen, around = strategies or row.strategies, patterns or row.patterns
            row = actions.set_rules(merchant, list(chosen), list(around), actor=actor())
        if as_json:
            print_json({"strategies": row.strategies, "patterns": row.patterns, "on": is_on})
            return
        facts([("Ways", ", ".join(row.strategies)), ("Patterns", ", ".join(row.patterns)), ("In use", is_on)])
