"""`forain offers watch|sources|fetch|pause|resume|unwatch`: files that come by themselves."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from forain.cli.exits import Exit, Failure
from forain.cli.language import language, say
from forain.cli.offers_reading import mapping, profile_of
from forain.cli.options import hub_options

if TYPE_CHECKING:
    from forain.hub.offers.models import OfferSource
    from forain.hub.workspaces.models import Workspace


@click.command(help=say("Take in files of a folder, or of an address, by itself from now on."))
@click.argument("name")
@click.argument("place")
@click.option("--every", type=click.IntRange(5), help=say("Seconds between two looks; 900 at first."))
@click.option("--complete/--partial", default=None, help=say("What is not in the file is no longer sold."))
@click.option("--encoding", help=say("Where it cannot be told by itself."))
@click.option("--map", "mapped", multiple=True, metavar="HEAD=FIELD", help=say("What a head means."))
@click.option("--profile", type=click.Path(exists=True, dir_okay=False, path_type=Path), help=say("How an XML is read: a JSON file."))  # fmt: skip
@hub_options
def watch(
    name: str,
    place: str,
    every: int | None,
    complete: bool | None,
    encoding: str | None,
    mapped: tuple[str, ...],
    profile: Path | None,
    as_json: bool,
) -> None:
    from forain.cli.hub import actor, workspace
    from forain.cli.show import note, print_json

    told = {"place": place, "every_seconds": every, "complete": complete, "encoding": encoding}
    values: dict[str, Any] = {key: value for key, value in told.items() if value is not None}
    with workspace() as merchant:
        from forain.hub.offers import shapes, sources
        from forain.hub.offers.models import OfferSource

        if mapped:
            values["mapping"] = mapping(mapped)
        if (read := profile_of(profile)) is not None:
            values |= {"row": read.row, "mapping": {path: member for member, path in read.fields.items()}}
        row = OfferSource.objects.filter(workspace=merchant, name=name).first()
        if row is None:
            row = sources.add(merchant, name, values, actor=actor(), own_machine=True)
        else:
            row = sources.change(row, values, actor=actor(), own_machine=True)
        if as_json:
            print_json(shapes.source_shape(row))
        else:
            note("Watched every {every} s while a worker runs (`forain up`).", every=row.every_seconds)


@click.command(help=say("Where files come from by themselves."))
@hub_options
def sources(as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.show import print_json, table

    with workspace() as merchant:
        from forain.hub.offers import shapes
        from forain.hub.offers import sources as kept

        rows = kept.of(merchant)
        if as_json:
            print_json([shapes.source_shape(row) for row in rows])
            return
        shown = [(row.name, kept.shown(row), row.every_seconds, row.last_ok_at, _why(row)) for row in rows]
        table(("Name", "Place", "Every s", "Last read", "Why"), shown, empty="Nothing is watched.")


def _why(row: OfferSource) -> str:
    told: str = row.trouble_words.get(language(), "")
    return " · ".join(one for one in (say("paused") if row.paused else "", told) if one)


@click.command(help=say("Look at a source no more until it is resumed."))
@click.argument("name")
@hub_options
def pause(name: str, as_json: bool) -> None:
    _switch(name, paused=True, as_json=as_json)


@click.command(help=say("Look at a source again, the first time at once."))
@click.argument("name")
@hub_options
def resume(name: str, as_json: bool) -> None:
    _switch(name, paused=False, as_json=as_json)


def _switch(name: str, *, paused: bool, as_json: bool) -> None:
    from forain.cli.hub import actor, workspace
    from forain.cli.show import note, print_json

    with workspace() as merchant:
        from forain.hub.offers import shapes
        from forain.hub.offers import sources as kept

        row = kept.change(_found(merchant, name), {"paused": paused}, actor=actor(), own_machine=True)
        if as_json:
            print_json(shapes.source_shape(row))
        else:
            note("{name} is paused." if paused else "{name} is looked at again.", name=name)


@click.command(help=say("Read a source now, also what was seen before."))
@click.argument("name")
@hub_options
def fetch(name: str, as_json: bool) -> int:
    from forain.cli.hub import actor, workspace
    from forain.cli.show import facts, print_json

    with workspace() as merchant:
        from forain.hub.jobs.sources import look_at
        from forain.hub.kit.lease import claim
        from forain.hub.offers import shapes
        from forain.hub.offers import sources as kept
        from forain.hub.offers.models import OfferSource

        row = kept.read_again(_found(merchant, name), actor=actor())
        for claimed in claim(OfferSource.objects.filter(pk=row.pk).order_by("pk"), 1):
            asyncio.run(look_at(claimed))
        row.refresh_from_db()
        if as_json:
            print_json(shapes.source_shape(row))
        else:
            facts([
                ("Place", kept.shown(row)),
                ("Last read", row.last_ok_at),
                ("Why", row.trouble_words.get(language(), "")),
            ])  # fmt: skip
        return int(Exit.FAILURE if row.trouble_code else Exit.OK)


@click.command(help=say("Take nothing more in from there; what came stays."))
@click.argument("name")
@hub_options
def unwatch(name: str, as_json: bool) -> None:
    from forain.cli.hub import actor, workspace
    from forain.cli.show import note, print_json

    with workspace() as merchant:
        from forain.hub.offers import sources as kept

        kept.remove(_found(merchant, name), actor=actor())
        if as_json:
            print_json({"removed": name})
        else:
            note("{name} is watched no more.", name=name)


def _found(merchant: Workspace, name: str) -> OfferSource:
    from forain.hub.offers.models import OfferSource

    row = OfferSource.objects.filter(workspace=merchant, name=name).first()
    if row is None:
        raise Failure(say("There is no source {name!r}.", name=name), Exit.NOT_FOUND)
    return row
