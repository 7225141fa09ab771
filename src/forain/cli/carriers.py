"""`forain carriers`: the registry, a number tried, carriers of one's own, and what each goes by on an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forain.cli.exits import Exit, Failure
from forain.cli.language import say
from forain.cli.options import hub_options

if TYPE_CHECKING:
    from forain.hub.carriers.models import CarrierMapping
    from forain.hub.workspaces.models import Workspace


@click.group(help=say("Carriers: list, try a number, add your own, map them to a marketplace's names."))
def carriers() -> None:
    pass


@carriers.command("list", help=say("List the carriers this merchant knows."))
@click.option("--search", default="", help=say("Words of the code or name."))
@hub_options
def list_carriers(search: str, as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.serial import carrier_list
    from forain.cli.show import print_json, table

    with workspace() as merchant:
        found = [one for one in carrier_list(merchant)["items"] if _has(one, search)]
        if as_json:
            print_json({"items": found, "next": None})
            return
        rows = [
            (one["code"], one["name"], ", ".join(one["names"].values()), one["url"], one["certainty"])
            for one in found
        ]
        columns = ("Code", "Name", "At marketplaces", "Tracking address", "Certainty")
        table(columns, rows, empty="No carrier of this name: `forain carriers add --help`.")


def _has(one: dict[str, str], words: str) -> bool:
    return words.casefold() in f"{one['code']} {one['name']}".casefold()


@carriers.command(help=say("Show one carrier and what it goes by on each account."))
@click.argument("carrier")
@hub_options
def show(carrier: str, as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.serial import mapping_list, one_carrier
    from forain.cli.show import facts, print_json

    with workspace() as merchant:
        found = one_carrier(merchant, carrier)
        if found is None:
            raise _unknown(carrier)
        if as_json:
            print_json({**found, "mappings": mapping_list(merchant, carrier=carrier)["items"]})
            return
        shapes = [
            f"{one['pattern']} ({one['check']})" if one["check"] else one["pattern"]
            for one in found["numbers"]
        ]
        facts(
            [
                ("Code", found["code"]),
                ("Name", found["name"]),
                ("At marketplaces", ", ".join(found["names"].values())),
                ("Tracking address", found["url"]),
                ("Certainty", found["certainty"]),
                ("Numbers", " · ".join(shapes)),
                ("Relay points", found["network"]),
            ]
        )
        click.echo()
        _print_mappings(merchant, carrier)


@carriers.command("test", help=say("Whose number is this? Shape, check digit, and the buyer's address."))
@click.argument("number")
@click.option("--carrier", default="", help=say("Ask about this carrier alone."))
@click.option("--postcode", default="", help=say("The recipient's; some tracking pages want it."))
@hub_options
def test_number(number: str, carrier: str, postcode: str, as_json: bool) -> int:
    from forain.cli.hub import workspace
    from forain.cli.serial import judged
    from forain.cli.show import print_json, table

    with workspace() as merchant:
        try:
            found = judged(merchant, number, postcode, carrier)
        except LookupError:
            raise _unknown(carrier) from None
        if as_json:
            print_json(found)
        else:
            rows = [
                (one["name"], _verdict(one["verdict"]), one["rule"], one["url"]) for one in found["items"]
            ]
            table(
                ("Carrier", "Number", "Check digit", "The buyer's address"),
                rows,
                empty="No carrier we know has numbers of this shape.",
            )
        looks_right = any(one["verdict"] in ("right", "fits", "unknown") for one in found["items"])
        return Exit.OK if looks_right else Exit.FAILURE


def _verdict(code: str) -> str:
    return {
        "right": say("right, check digit included"),
        "fits": say("the shape fits"),
        "wrong_digit": say("wrong check digit"),
        "strange": say("another shape"),
    }.get(code, say("no shape is known"))


@carriers.command(help=say("Add a carrier of your own, or your words over one of the registry."))
@click.argument("code")
@click.option("--name", help=say("What people call it."))
@click.option("--pattern", help=say("Shape of its numbers, `VX[0-9]{6}` for instance."))
@click.option("--check", "check_rule", help=say("Rule of the check digit, `s10` for instance."))
@click.option("--url", help=say("Tracking address with {n} for the number, perhaps {zip}."))
@click.option("--network", help=say("Whose relay points it serves, by carrier code."))
@hub_options
def add(
    code: str,
    name: str | None,
    pattern: str | None,
    check_rule: str | None,
    url: str | None,
    network: str | None,
    as_json: bool,
) -> None:
    from forain.cli.hub import actor, workspace
    from forain.cli.serial import one_carrier
    from forain.cli.show import note, print_json

    with workspace() as merchant:
        from forain.hub.carriers.actions import Wanted, add_own

        wanted = Wanted(name=name, pattern=pattern, check_rule=check_rule, url=url, network=network)
        row = add_own(merchant, code, wanted, actor=actor())
        if as_json:
            print_json(one_carrier(merchant, row.code))
        else:
            note("Added: {code}", code=row.code)


@carriers.command(help=say("Remove a carrier of your own."))
@click.argument("code")
@hub_options
def remove(code: str, as_json: bool) -> None:
    from forain.cli.hub import actor, workspace
    from forain.cli.show import note, print_json

    with workspace() as merchant:
        from forain.hub.carriers.actions import remove_own
        from forain.hub.carriers.models import OwnCarrier

        try:
            row = remove_own(merchant, code, actor=actor())
        except OwnCarrier.DoesNotExist:
            raise _unknown(code) from None
        if as_json:
            print_json({"code": row.code, "name": row.name})
        else:
            note("Removed: {code}", code=row.code)


@carriers.command(help=say("List what carriers go by on the accounts."))
@click.option("--connection", help=say("Only this account."))
@hub_options
def mappings(connection: str | None, as_json: bool) -> None:
    from forain.cli.connections import named
    from forain.cli.hub import workspace
    from forain.cli.serial import mapping_list
    from forain.cli.show import print_json

    with workspace() as merchant:
        account = named(merchant, connection) if connection else None
        if as_json:
            print_json(mapping_list(merchant, account))
        else:
            _print_mappings(merchant)


@carriers.command("map", help=say("Say under which name of the marketplace a carrier goes on an account."))
@click.argument("carrier")
@click.option("--connection", required=True, help=say("The account."))
@click.option("--name", default="", help=say("The marketplace's name; without: the one for all others."))
@click.option("--url", default="", help=say("Tracking address with {n} for the number, perhaps {zip}."))
@click.option("--service", default="", help=say("Only for this shipping service."))
@click.option("--country", default="", help=say("Only to this country."))
@hub_options
def map_carrier(
    carrier: str, connection: str, name: str, url: str, service: str, country: str, as_json: bool
) -> None:
    from forain.cli.connections import named
    from forain.cli.hub import actor, workspace
    from forain.cli.serial import one_mapping
    from forain.cli.show import note, print_json

    with workspace() as merchant:
        from forain.hub.carriers import actions

        account = named(merchant, connection)
        row = actions.map_carrier(
            account, carrier, name=name, url=url, service=service, country=country, actor=actor()
        )
        if as_json:
            print_json(one_mapping(row))
        else:
            note(
                "{carrier} now goes as {name} on {account}.",
                carrier=row.carrier,
                name=row.name,
                account=account.name,
            )


@carriers.command(help=say("Forget what a carrier goes by on an account."))
@click.argument("carrier")
@click.option("--connection", required=True, help=say("The account."))
@click.option("--service", default="", help=say("Only for this shipping service."))
@click.option("--country", default="", help=say("Only to this country."))
@hub_options
def unmap(carrier: str, connection: str, service: str, country: str, as_json: bool) -> None:
    from forain.cli.connections import named
    from forain.cli.hub import actor, workspace
    from forain.cli.serial import one_mapping
    from forain.cli.show import note, print_json

    with workspace() as merchant:
        from forain.hub.carriers import actions, queries

        account = named(merchant, connection)
        rows = [
            row
            for row in queries.mappings_of(merchant, account.pk, carrier)
            if (row.service.casefold(), row.country) == (service.casefold(), country.upper())
        ]
        if not rows:
            raise Failure(
                say(
                    "{carrier!r} is not mapped like this on {account}.", carrier=carrier, account=account.name
                ),
                Exit.NOT_FOUND,
            )
        shown = one_mapping(rows[0])
        actions.unmap(rows[0], actor=actor())
        if as_json:
            print_json(shown)
        else:
            note("Removed: {code}", code=rows[0].carrier)


def _print_mappings(merchant: Workspace, carrier: str = "") -> None:
    from forain.cli.show import table
    from forain.hub.carriers.queries import mappings_of

    rows = [_mapping_row(one) for one in mappings_of(merchant, carrier=carrier)]
    columns = ("Carrier", "Account", "Goes as", "Tracking address", "Service", "Country", "Trouble")
    table(columns, rows, empty="Nothing is mapped.")


def _mapping_row(row: CarrierMapping) -> tuple[object, ...]:
    from forain.hub.carriers.queries import problem_with

    return row.carrier, row.connection.name, row.name, row.url, row.service, row.country, problem_with(row)


def _unknown(carrier: str) -> Failure:
    return Failure(say("There is no carrier {carrier!r}.", carrier=carrier), Exit.NOT_FOUND)
