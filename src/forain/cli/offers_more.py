"""`forain offers drift|watch|sources|replace`: what a marketplace shows, files that come by themselves, the whole inventory."""

from __future__ import annotations

import click

from forain.cli.exits import Exit
from forain.cli.language import language, say
from forain.cli.options import hub_options


@click.command(help=say("Compare what an account shows with what we believe. Changes nothing there."))
@click.argument("connection")
@hub_options
def drift(connection: str, as_json: bool) -> int:
    from forain.cli.connections import named
    from forain.cli.hub import actor, workspace
    from forain.cli.show import facts, print_json, table

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
            shown = [(one["sku"], one["what"]) for one in row.examples]
            table(("SKU", "What"), shown, empty="Nothing differs.")
    return Exit.OK if row.state == "done" else Exit.FAILURE


@click.command(help=say("Take in files of a folder, or of an address, by itself from now on."))
@click.argument("name")
@click.argument("place")
@click.option("--every", default=900, show_default=True, type=click.IntRange(5), help=say("Seconds between two looks."))  # fmt: skip
@click.option("--complete", is_flag=True, help=say("What is not in the file is no longer sold."))
@hub_options
def watch(name: str, place: str, every: int, complete: bool, as_json: bool) -> None:
    from forain.cli.hub import actor, workspace
    from forain.cli.show import note, print_json

    with workspace() as merchant:
        from forain.hub.offers import sources

        row = sources.add(merchant, name, place, every_seconds=every, complete=complete, actor=actor())
        if as_json:
            print_json({"id": row.pk, "name": row.name, "kind": row.kind, "every_seconds": row.every_seconds})
        else:
            note("Watched every {every} s while a worker runs (`forain up`).", every=row.every_seconds)


@click.command(help=say("Where files come from by themselves."))
@hub_options
def sources(as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.show import print_json, table

    with workspace() as merchant:
        from forain.hub.offers.models import OfferSource

        rows = list(OfferSource.objects.filter(workspace=merchant).order_by("name"))
        if as_json:
            names = ("id", "name", "kind", "every_seconds", "next_at", "last_ok_at", "trouble_words")
            print_json([{name: getattr(row, name) for name in names} for row in rows])
            return
        shown = [(row.name, row.get_kind_display(), row.last_ok_at, row.trouble_words.get(language(), "")) for row in rows]  # fmt: skip
        table(("Name", "Kind", "Last read", "Why"), shown, empty="Nothing is watched.")


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
