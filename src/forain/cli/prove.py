"""`forain prove`: real workers, a sandbox that misbehaves, and a ledger that shows what was kept."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from forain.cli.exits import Exit
from forain.cli.language import say
from forain.cli.options import json_option
from forain.cli.show import facts, note, print_json, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from forain.prove.compare import Findings
    from forain.prove.exactly_once import Proof
    from forain.prove.stage import Progress

STEPS = {
    "starting": "Starting…",
    "working": "Orders come, workers die…",
    "settling": "No more faults; waiting until everything has ended…",
    "comparing": "Comparing with the sandbox's own truth…",
}
PROMISES = {
    "lost": "Orders and lines lost",
    "duplicated": "Orders and lines duplicated",
    "twice": "Effects applied twice",
    "unending": "Commands without an end",
    "untrue": "Commands whose end is not true",
    "untold": "Orders whose webhook never came",
    "apart": "Lines that stand elsewhere",
}


#: What had not come to its end, as the proof names it.
MOVING = {
    "orders that have not arrived": "Orders that have not arrived",
    "open commands": "Open commands",
    "confirmed commands not seen": "Confirmed commands whose effect was not seen",
    "wake-ups": "Wake-ups that wait",
    "calls of the back office": "Calls of the back office without an answer",
    "decisions put off": "Decisions put off while a connection is refused",
    "turns without rest": "Moments that were missing to a rest",
}


@click.group(help=say("Prove the hub's promises against a sandbox, on a database of its own."))
def prove() -> None:
    pass


@prove.command(
    "exactly-once",
    help=say(
        "Sell through a sandbox with all faults on, kill the workers with `kill -9` at their commit points, and compare "
        "with what the sandbox saw. Exit code 1 when anything was lost, done twice or left without an end."
    ),
)
@click.option(
    "--orders", default=2000, show_default=True, type=click.IntRange(1), help=say("How many orders.")
)
@click.option(
    "--crashes",
    default=100,
    show_default=True,
    type=click.IntRange(0),
    help=say("How many workers are killed."),
)
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help=say("The plan's seed."))
@click.option(
    "--workers", default=3, show_default=True, type=click.IntRange(1, 20), help=say("How many at once.")
)
@click.option(
    "--limit",
    default=1200,
    show_default=True,
    type=click.IntRange(10),
    help=say("Seconds after which it is given up."),
)
@click.option("--keep", is_flag=True, help=say("Keep the database and the logs afterwards."))
@json_option
def exactly_once(
    orders: int, crashes: int, seed: int, workers: int, limit: int, keep: bool, as_json: bool
) -> int:
    from forain.prove.exactly_once import Wish, run

    wish = Wish(orders, crashes, seed, workers, float(limit), keep)
    with _bar(orders) as tell:
        proof = run(wish, tell)
    if as_json:
        print_json(proof.told())
    else:
        _print(proof)
    return Exit.OK if proof.kept else Exit.FAILURE


@contextmanager
def _bar(orders: int) -> Iterator[Callable[[Progress], None]]:
    """A bar on stderr, for people only: where stderr is no terminal it says nothing."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TextColumn("☠ {task.fields[crashes]}  ⇄ {task.fields[open]}"),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("", total=orders, crashes=0, open=0)

        def tell(now: Any) -> None:
            words = say(STEPS[now.step])
            bar.update(
                task, description=words, completed=now.orders, crashes=now.crashes, open=now.open_commands
            )

        yield tell


def _print(proof: Proof) -> None:
    found = proof.findings
    facts(
        [
            ("Seed", proof.wish.seed),
            ("Orders", found.orders),
            ("Lines", found.lines),
            ("Commands", sum(found.commands.values())),
            ("Effects", found.effects),
            ("Workers killed", sum(proof.crashes.values())),
            ("Database server killed", proof.database_kills),
            ("Web process killed", proof.web_kills),
            ("Calls struck by faults", proof.faults_struck),
            ("Seconds", round(proof.seconds)),
        ]
    )
    click.echo()
    table(["Killed at", "Times"], sorted(proof.crashes.items()), empty="Nobody was killed.")
    click.echo()
    table(["Command", "Times"], sorted(found.commands.items()), empty="Nothing was asked for.")
    click.echo()
    table(["Needs you", "Order", "Reason", "Truth"], _people(proof), empty="Nothing needs a person.")
    click.echo()
    facts([(PROMISES[name], one.count) for name, one in found.broken.items()])
    _verdict(proof)


def _people(proof: Proof) -> list[list[str]]:
    return [
        [one["kind"], one["order"], f"{one['reason']}: {one['words']}", one["truth"]]
        for one in proof.findings.needs_person
    ]


def _verdict(proof: Proof) -> None:
    _examples(proof.findings)
    if not proof.quiet:
        note("It did not come to rest within {seconds} s.", seconds=int(proof.wish.limit))
    _tell_moving(proof.moving)
    _end(kept=proof.kept, folder=proof.folder)


@prove.command(
    help=say(
        "Read many connections with several workers while lists come twice and out of order: counts and states must be "
        "the sandbox's, without a deadlock, and the webhook of a sale must come soon after the next visit. Exit code 1 "
        "otherwise."
    )
)
@click.option(
    "--connections",
    default=50,
    show_default=True,
    type=click.IntRange(2, 500),
    help=say("How many connections."),
)
@click.option(
    "--workers", default=4, show_default=True, type=click.IntRange(1, 20), help=say("How many at once.")
)
@click.option(
    "--seconds", default=120, show_default=True, type=click.IntRange(5), help=say("How long sales come.")
)
@click.option(
    "--every", default=5.0, show_default=True, type=click.FloatRange(0.5), help=say("Seconds between visits.")
)
@click.option(
    "--rate", default=4.0, show_default=True, type=click.FloatRange(0.1), help=say("Sales in a second.")
)
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help=say("The plan's seed."))
@click.option("--keep", is_flag=True, help=say("Keep the database and the logs afterwards."))
@json_option
def concurrency(
    connections: int,
    workers: int,
    seconds: int,
    every: float,
    rate: float,
    seed: int,
    keep: bool,
    as_json: bool,
) -> int:
    from forain.prove.concurrency import Wish, run

    wish = Wish(connections, workers, float(seconds), every, rate, seed, keep)
    with _bar(round(seconds * rate)) as tell:
        proof = run(wish, tell)
    if as_json:
        print_json(proof.told())
        return Exit.OK if proof.kept else Exit.FAILURE
    found = proof.findings
    facts(
        [
            ("Connections", wish.connections),
            ("Calls", proof.calls),
            ("Sales", proof.sales),
            ("Webhooks that came", proof.arrived),
            ("Sale to webhook, median (s)", f"{proof.median:.2f}"),
            ("Sale to webhook, p95 (s)", f"{proof.p95:.2f}"),
            ("Sale to webhook, slowest (s)", f"{proof.slowest:.2f}"),
            ("Goal (s)", f"{proof.goal:.2f}"),
            ("Deadlocks", proof.deadlocks),
            *((PROMISES[name], one.count) for name, one in found.broken.items()),
        ]
    )
    _examples(found)
    _tell_moving(proof.moving)
    if not proof.in_time:
        note("Some webhooks came too late or not at all.")
    _end(kept=proof.kept, folder=proof.folder)
    return Exit.OK if proof.kept else Exit.FAILURE


def _tell_moving(moving: Mapping[str, int]) -> None:
    for name, count in moving.items():
        note("{promise}: {example}", promise=say(MOVING[name]), example=count)


def _examples(found: Findings) -> None:
    for name, one in found.broken.items():
        for example in one.examples:
            note("{promise}: {example}", promise=say(PROMISES[name]), example=example)


def _end(*, kept: bool, folder: str) -> None:
    if folder:
        note("Database and logs are kept in {place}.", place=folder)
    click.echo(say("Every promise was kept.") if kept else say("A promise was broken."))
