"""`forain api-key`: keys of programs; a key's text is shown once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from forain.cli.exits import Exit, Failure
from forain.cli.language import say
from forain.cli.options import hub_options

if TYPE_CHECKING:
    from forain.hub.workspaces.models import ApiKey, Workspace

ROLES = click.Choice(["viewer", "operator", "admin"])


@click.group("api-key", help=say("Create, list and revoke keys of programs."))
def api_key() -> None:
    pass


@api_key.command(help=say("Create a key called NAME; its text is shown this once."))
@click.argument("name")
@click.option("--role", type=ROLES, default="operator", show_default=True, help=say("What it may do."))
@hub_options
def create(name: str, role: str, as_json: bool) -> None:
    from forain.cli.hub import actor, workspace
    from forain.cli.show import note, print_json

    with workspace() as merchant:
        from forain.hub.workspaces.keys import make

        key, text = make(merchant, name, role, actor=actor())
        if as_json:
            print_json({**_shown(key), "key": text})
            return
        note("Key {name} ({role}); it cannot be shown again:", name=key.name, role=key.get_role_display())
        click.echo(text)


@api_key.command("list", help=say("List the keys, without their texts."))
@hub_options
def list_keys(as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.show import print_json, table

    with workspace() as merchant:
        found = list(merchant.api_keys.order_by("created_at"))
        if as_json:
            print_json([_shown(one) for one in found])
            return
        rows = [
            (
                one.name,
                f"{one.prefix}…",
                one.get_role_display(),
                one.created_at,
                one.last_used_at,
                one.revoked_at,
            )
            for one in found
        ]
        columns = ("Name", "Begins with", "Role", "Created", "Last used", "Revoked")
        table(columns, rows, empty="There is no key yet: `forain api-key create NAME`.")


@api_key.command(
    help=say("Revoke a key, by its name, its beginning or its id; it opens nothing from now on.")
)
@click.argument("key")
@hub_options
def revoke(key: str, as_json: bool) -> None:
    from forain.cli.hub import actor, workspace
    from forain.cli.show import note, print_json

    with workspace() as merchant:
        from forain.hub.workspaces.keys import revoke as revoke_it

        found = _named(merchant, key)
        revoke_it(found, actor=actor())
        found.refresh_from_db()
        if as_json:
            print_json(_shown(found))
        else:
            note("Key {name} is revoked.", name=found.name)


def _named(merchant: Workspace, text: str) -> ApiKey:
    found = [one for one in merchant.api_keys.filter(revoked_at=None) if _is(one, text)]
    if len(found) == 1:
        return found[0]
    raise Failure(say("No single key is called {name!r}.", name=text), Exit.NOT_FOUND)


def _is(key: ApiKey, text: str) -> bool:
    return text in (key.name, str(key.pk)) or text.rstrip("…") == key.prefix


def _shown(key: ApiKey) -> dict[str, Any]:
    names = ("id", "name", "prefix", "role", "created_at", "last_used_at", "revoked_at")
    return {name: getattr(key, name) for name in names}
