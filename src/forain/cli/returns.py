"""`forain returns`: what buyers send back."""

from __future__ import annotations

import click

from forain.cli.language import say
from forain.cli.options import hub_options


@click.group(help=say("List returns."))
def returns() -> None:
    pass


@returns.command("list", help=say("List returns, newest first."))
@click.option("--state", default="", help=say("Only this state, `awaiting_label` for instance."))
@click.option(
    "--limit", default=50, show_default=True, type=click.IntRange(1, 500), help=say("How many at most.")
)
@click.option("--cursor", default="", help=say("Where the previous page ended."))
@hub_options
def list_returns(state: str, limit: int, cursor: str, as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.pages import more
    from forain.cli.serial import return_page
    from forain.cli.show import print_json, table

    with workspace() as merchant:
        from forain.hub.returns.queries import page as page_of

        page = page_of(merchant, tab=state, cursor=cursor, limit=limit)
        if as_json:
            print_json(return_page(page))
            return
        rows = [
            (
                one.reference,
                one.order_reference,
                one.get_state_display(),
                one.title or one.sku,
                one.opened_at,
                one.reason,
            )
            for one in page.returns
        ]
        table(("Return", "Order", "State", "Article", "Opened", "Reason"), rows, empty="No returns.")
        more(page.next)
