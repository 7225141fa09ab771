"""`forain sandbox …`: start a sandbox, and play the buyer, the marketplace, the clock and bad luck in a running one.

Everything heavy is imported inside functions: the help must be quick.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from forain.cli.exits import Exit

DEFAULT_URL = "http://127.0.0.1:8801"

#: Controls that have a command of their own; `play` reaches every other one. Their options come from the stage.
SHORTCUTS = {
    "sale": "A buyer buys at Rakuten.",
    "order": "A buyer orders at Spartoo.",
    "return": "A buyer sends something back at Spartoo.",
    "message": "A buyer or the customer service writes at Rakuten.",
    "claim": "A buyer opens a claim at Rakuten.",
}

at_option = click.option("--at", metavar="URL", envvar="FORAIN_SANDBOX", default=DEFAULT_URL, show_default=True, help="The running sandbox.")  # fmt: skip
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


class Group(click.Group):
    """Adds the shortcuts, whose options are made from the control's fields only when one is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *SHORTCUTS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in SHORTCUTS:
            from forain.cli.sandbox_play import shortcut

            return shortcut(cmd_name)
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Lists the commands without making the shortcuts, which would import the stages."""
        rows = [
            (name, SHORTCUTS.get(name) or _summary(click.Group.get_command(self, ctx, name)))
            for name in self.list_commands(ctx)
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def _summary(command: click.Command | None) -> str:
    return command.get_short_help_str(80) if command else ""


@click.group(cls=Group)
def sandbox() -> None:
    """A local server that behaves like the marketplaces, and misbehaves on request."""


@sandbox.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option(
    "--port", default=8801, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one."
)
@click.option("--tls-port", type=click.IntRange(0, 65535), help="Serve TLS here too.")
@click.option("--tls-name", multiple=True, help="A further name in the certificate; may be repeated.")
@click.option(
    "--seed", default=1, show_default=True, type=click.IntRange(0), help="The same seed makes the same world."
)
@click.option("--speed", default=1.0, show_default=True, type=click.FloatRange(0), help="Simulated seconds for each real one; 0 stands still.")  # fmt: skip
@click.option("--empty", is_flag=True, help="Begin without sales, orders and messages.")
@click.option("--arrivals", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS", help="A new order every so many simulated seconds.")  # fmt: skip
@click.option("--state", type=click.Path(dir_okay=False, path_type=Path), help="Keep the world in this file and continue from it.")  # fmt: skip
@click.option("--control-open", is_flag=True, help="Let other machines use the control API.")
@json_option
def up(
    host: str, port: int, tls_port: int | None, tls_name: tuple[str, ...], seed: int, speed: float, empty: bool,
    arrivals: float | None, state: Path | None, control_open: bool, as_json: bool,
) -> None:  # fmt: skip
    """Start a sandbox; Ctrl-C ends it."""
    from forain.cli.sandbox_said import announce
    from forain.sandbox.engine import Options
    from forain.sandbox.listen import PortTaken
    from forain.sandbox.process import Process
    from forain.sandbox.saving import StateUnreadable

    process = Process(
        options=Options(seed=seed, speed=speed, empty=empty, arrivals=arrivals),
        announce=_announce_json if as_json else announce,
        host=host, port=port, tls_port=tls_port, tls_names=tls_name, state=state, control_open=control_open,
    )  # fmt: skip
    try:
        process.run()
    except (PortTaken, StateUnreadable) as error:
        click.echo(str(error), err=True)
        sys.exit(Exit.USAGE)


def _announce_json(addresses: Any, engine: Any) -> None:
    from forain.sandbox.control import PREFIX, accounts

    told = {"url": addresses.url, "control": addresses.url + PREFIX, "accounts": accounts(engine)}
    if addresses.tls_url:
        told["tls_url"] = addresses.tls_url
    click.echo(json.dumps(told))
    sys.stdout.flush()


@sandbox.command()
@click.argument("stage", required=False)
@click.argument("control", required=False)
@click.argument("fields", nargs=-1, type=click.UNPROCESSED)
@at_option
@json_option
def play(stage: str | None, control: str | None, fields: tuple[str, ...], at: str, as_json: bool) -> None:
    """Make anything happen: STAGE CONTROL name=value…; without arguments, list what can be."""
    from forain.cli import sandbox_play

    sandbox_play.play(stage, control, fields, at, as_json=as_json)


@sandbox.command()
@click.option("--set", "moment", metavar="TIME", help="Jump to this time, e.g. 2026-11-23T10:00:00+01:00.")
@click.option("--move", metavar="DURATION", help="Jump by seconds, or by 90m, 36h, 5d; negative goes back.")
@click.option("--speed", type=click.FloatRange(0), help="Simulated seconds for each real one.")
@click.option("--freeze/--run", default=None, help="Stop the clock, or let it run naturally.")
@at_option
@json_option
def clock(
    moment: str | None, move: str | None, speed: float | None, freeze: bool | None, at: str, as_json: bool
) -> None:
    """Show the clock, or change it; what falls due happens."""
    from forain.cli import sandbox_play

    change = {
        "set": moment,
        "move": sandbox_play.seconds(move) if move else None,
        "speed": speed,
        "freeze": freeze,
    }
    given = {name: value for name, value in change.items() if value is not None}
    method = "PATCH" if given else "GET"
    told = sandbox_play.ask(at, method, "/clock", given or None)
    sandbox_play.show(told, as_json=as_json)


@sandbox.group()
def fault() -> None:
    """Make calls go wrong: add, list, clear."""


class WithKinds(click.Command):
    """Lists the kinds of faults below the help, from the table that carries them out."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from forain.sandbox.mischief import KINDS

        super().format_epilog(ctx, formatter)
        with formatter.section("Kinds"):
            formatter.write_dl([(name, kind.summary) for name, kind in KINDS.items()])


@fault.command("add", cls=WithKinds)
@click.argument("kind")
@click.option("--stage", help="Only this marketplace.")
@click.option("--service", help="Only this service; `*` stands for any characters.")
@click.option("--account", help="Only this account.")
@click.option("--probability", type=float, help="Chance that a matching call is struck (1).")
@click.option("--count", type=int, help="Strike so many times, then no more.")
@click.option("--delay", type=float, help="Seconds, for timeout_* and slow.")
@click.option("--status", type=int, help="HTTP status, for status and status_after (503).")
@click.option("--empty", is_flag=True, default=None, help="For status: no body.")
@click.option("--size", type=int, help="Bytes, for huge.")
@at_option
@json_option
def fault_add(kind: str, at: str, as_json: bool, **fields: Any) -> None:
    """Add a fault of KIND."""
    from forain.cli import sandbox_play

    body = {"kind": kind, **{name: value for name, value in fields.items() if value is not None}}
    sandbox_play.show(sandbox_play.ask(at, "POST", "/faults", body), as_json=as_json)


@fault.command("list")
@at_option
@json_option
def fault_list(at: str, as_json: bool) -> None:
    """List the faults in force and the kinds there are."""
    from forain.cli import sandbox_play

    told = sandbox_play.ask(at, "GET", "/faults")
    if as_json:
        sandbox_play.show(told, as_json=True)
        return
    sandbox_play.table(map(_rule_row, told["faults"]), empty="No fault is in force.")
    sandbox_play.table([{"kind": name, "what it does": words} for name, words in told["kinds"].items()])


def _rule_row(rule: dict[str, Any]) -> dict[str, Any]:
    asked = rule["fault"]
    row = {name: asked[name] for name in ("kind", "stage", "service", "account", "probability")}
    return {"id": rule["id"], **row, "left": rule["left"], "struck": rule["struck"]}


@fault.command("clear")
@click.argument("identity", metavar="[ID]", required=False)
@at_option
@json_option
def fault_clear(identity: str | None, at: str, as_json: bool) -> None:
    """Forget one fault, or all."""
    from forain.cli import sandbox_play

    path = f"/faults/{identity}" if identity else "/faults"
    sandbox_play.show(sandbox_play.ask(at, "DELETE", path), as_json=as_json)


@sandbox.command()
@click.option("--after", type=int, help="Only entries after this number.")
@click.option("--by", help="Only effects of: seller, buyer, marketplace, clock.")
@click.option("--stage", help="Only this marketplace.")
@click.option("--limit", type=int, help="At most so many (100).")
@at_option
@json_option
def ledger(at: str, as_json: bool, **query: Any) -> None:
    """Show every effect that was applied, and what a seller did more than once."""
    from forain.cli import sandbox_play

    told = sandbox_play.ask(at, "GET", "/ledger", query=query)
    if as_json:
        sandbox_play.show(told, as_json=True)
        return
    sandbox_play.table(sandbox_play.ledger_rows(told["entries"]), empty="Nothing happened yet.")
    if told["repeated"]:
        click.echo("Done more than once:")
        sandbox_play.table(told["repeated"])


@sandbox.command()
@click.option("--seed", type=int, help="Another world; without it the same again.")
@click.option("--empty", is_flag=True, help="Without sales, orders and messages.")
@at_option
@json_option
def reset(seed: int | None, empty: bool, at: str, as_json: bool) -> None:
    """Begin a new world."""
    from forain.cli import sandbox_play

    body = {"empty": empty} | ({"seed": seed} if seed is not None else {})
    sandbox_play.show(sandbox_play.ask(at, "POST", "/reset", body), as_json=as_json)


@sandbox.command()
@click.argument("stage", required=False)
@click.argument("kind", required=False)
@click.argument("identity", metavar="[ID]", required=False)
@click.option("--limit", type=int, help="At most so many (100).")
@click.option("--cursor", type=int, help="`next` of the page before.")
@at_option
@json_option
def objects(
    stage: str | None, kind: str | None, identity: str | None, limit: int | None, cursor: int | None, at: str, as_json: bool
) -> None:  # fmt: skip
    """Read any object: STAGE KIND [ID]; without arguments, list what there is."""
    from forain.cli import sandbox_play

    if not (stage and kind):
        told = sandbox_play.ask(at, "GET", "/stages")
        rows = [{"stage": one["id"], "kinds": ", ".join(one["kinds"])} for one in told["stages"]]
        sandbox_play.show(told, as_json=True) if as_json else sandbox_play.table(rows)
        return
    if identity:
        sandbox_play.show(sandbox_play.ask(at, "GET", f"/{stage}/{kind}/{identity}"), as_json=as_json)
        return
    told = sandbox_play.ask(at, "GET", f"/{stage}/{kind}", query={"limit": limit, "cursor": cursor})
    if as_json:
        sandbox_play.show(told, as_json=True)
        return
    sandbox_play.table(sandbox_play.overview(told["objects"]), empty=f"No {kind}.")
    if told["next"] is not None:
        click.echo(f"{told['total']} in all; the next page: --cursor {told['next']}")


if __name__ == "__main__":
    sandbox()
