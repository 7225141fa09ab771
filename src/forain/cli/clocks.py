"""`forain clocks`: the time limits that run, and the merchant's own in their place."""

from __future__ import annotations

import click

from forain.cli.exits import Exit, Failure
from forain.cli.language import say
from forain.cli.options import hub_options

UNIT = click.Choice(["hours", "days", "working_days"])


@click.group(help=say("Time limits: show them, set your own, take those back."))
def clocks() -> None:
    pass


@clocks.command("list", help=say("List the limits of every account, with the rule each comes from."))
@click.option("--connection", help=say("Only this account."))
@hub_options
def list_clocks(connection: str | None, as_json: bool) -> None:
    from forain.cli.connections import named
    from forain.cli.hub import workspace
    from forain.cli.serial import clock_list
    from forain.cli.show import print_json, table

    with workspace() as merchant:
        from forain.hub.clocks.effective import all_running, amount_words, told
        from forain.hub.connections.queries import all_of
        from forain.hub.kit.routes import in_language

        rows = [named(merchant, connection)] if connection else all_of(merchant)
        if as_json:
            print_json(clock_list(rows))
            return
        shown = [
            (row.name, one.clock.name, amount_words(*told(one.clock)), in_language(one.clock.basis))
            for row in rows
            for one in all_running(row)
        ]
        table(("Account", "Clock", "Limit", "By the rule"), shown, empty="No account is connected yet.")


@clocks.command("set", help=say("Set a limit of your own, for every account or for one."))
@click.argument("name")
@click.argument("amount", type=click.IntRange(1, 8760))
@click.argument("unit", type=UNIT)
@click.option("--connection", help=say("Only this account."))
@click.option("--reason", default="", help=say("Why, for the others."))
@hub_options
def set_clock(name: str, amount: int, unit: str, connection: str | None, reason: str, as_json: bool) -> None:
    from forain.cli.connections import named
    from forain.cli.hub import actor, workspace
    from forain.cli.serial import clock_rule
    from forain.cli.show import note, print_json

    with workspace() as merchant:
        from forain.hub.inbox.clocking import set_clock as set_rule

        account = named(merchant, connection) if connection else None
        rule = set_rule(
            merchant, name=name, amount=amount, measure=unit, connection=account, reason=reason, actor=actor()
        )
        if as_json:
            print_json(clock_rule(rule))
            return
        note("Set. Deadlines that run were worked out anew.")


@clocks.command("reset", help=say("Take a limit of your own back; the marketplace's counts again."))
@click.argument("name")
@click.option("--connection", help=say("Only this account."))
@hub_options
def reset_clock(name: str, connection: str | None, as_json: bool) -> None:  # noqa: ARG001  nothing to print
    from forain.cli.connections import named
    from forain.cli.hub import actor, workspace
    from forain.cli.show import note

    with workspace() as merchant:
        from forain.hub.clocks.models import ClockRule
        from forain.hub.inbox.clocking import reset_clock as reset

        account = named(merchant, connection) if connection else None
        rule = ClockRule.objects.filter(workspace=merchant, name=name, connection=account).first()
        if rule is None:
            raise Failure(say("There is no limit of your own for {name!r}.", name=name), Exit.NOT_FOUND)
        reset(rule, actor=actor())
        note("Taken back. Deadlines that run were worked out anew.")
