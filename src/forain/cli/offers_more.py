"""`forain offers drift|replace`: what a marketplace shows, and the whole inventory anew."""

from __future__ import annotations

import click

from forain.cli.exits import Exit
from forain.cli.language import say
from forain.cli.options import hub_options

_WHAT = {
    "drifted": say("drifted"),
    "missing": say("missing"),
    "adopted": say("adopted"),
    "foreign": say("foreign"),
}
#: Findings a terminal shows.
_MOST = 50


@click.command(help=say("Compare what an account shows with what we believe. Changes nothing there."))
@click.argument("connection")
@hub_options
def drift(connection: str, as_json: bool) -> int:
    from forain.cli.connections import named
    from forain.cli.hub import actor, workspace
    from forain.cli.show import facts, note, print_json, table

    with workspace() as merchant:
        from forain.hub.reports.auditing import audit_now

        row = audit_now(named(merchant, connection), actor=actor())
        counts = {name: getattr(row, name) for name in ("seen", "drifted", "missing", "adopted", "foreign")}
        if as_json:
            print_json({"state": row.state, "words": row.words, **counts, "examples": row.examples})
        else:
            facts([
                ("Seen", row.seen),
                ("Drifted", row.drifted),
                ("Missing", row.missing),
                ("Adopted", row.adopted),
                ("Not ours", row.foreign),
                ("Why", row.words),
            ])  # fmt: skip
            shown = [
                (one["sku"], _WHAT[one["what"]], _stood(one["believed"]), _stood(one["shown"]))
                for one in row.examples
            ]
            table(("SKU", "What", "Believed", "Shown there"), shown[:_MOST], empty="Nothing differs.")
            if len(shown) > _MOST:
                note("{more} more; --json has the first thousand.", more=len(shown) - _MOST)
            if row.drifted or row.missing:
                note("What differs is in the plan now; `forain offers push` sets it right.")
    return Exit.OK if row.state == "done" else Exit.FAILURE


def _stood(told: dict[str, int | None]) -> str:
    """`5 × 18.50`, as far as it is known."""
    count, minor = told["quantity"], told["price_minor"]
    parts = ("" if count is None else str(count), "" if minor is None else f"{minor / 100:.2f}")
    return " × ".join(part for part in parts if part) or "–"


@click.command(help=say("Replace everything an account sells by what is wanted; type its name."))
@click.argument("connection")
@click.option("--type", "typed", required=True, help=say("The name of the account."))
@hub_options
def replace(connection: str, typed: str, as_json: bool) -> int:
    from forain.cli.connections import named
    from forain.cli.hub import actor, workspace
    from forain.cli.offers_shown import show_queued

    with workspace() as merchant:
        from forain.hub.offers import pushing

        account = named(merchant, connection)
        return show_queued([(account, pushing.replace(account, typed, actor=actor()))], as_json=as_json)
