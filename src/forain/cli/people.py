"""`forain user`: logins of people."""

from __future__ import annotations

import secrets

import click

from forain.cli.exits import Exit, Failure
from forain.cli.keys import ROLES
from forain.cli.language import language, say
from forain.cli.options import hub_options


@click.group(help=say("Create people's logins."))
def user() -> None:
    pass


@user.command(help=say("Create a login; without a password one is made and shown this once."))
@click.argument("name")
@click.option(
    "--role", type=ROLES, default="operator", show_default=True, help=say("What this person may do.")
)
@click.option("--language", "tongue", type=click.Choice(["fr", "en"]), help=say("Language of the pages."))
@click.option(
    "--password-file", type=click.File("r"), help=say("A file that holds it; - is the standard input.")
)
@hub_options
def create(name: str, role: str, tongue: str | None, password_file: object, as_json: bool) -> None:
    from forain.cli.hub import actor, workspace
    from forain.cli.show import note, print_json

    given = _read(password_file)
    password = given or secrets.token_urlsafe(12)
    with workspace() as merchant:
        _check(password if given else "", name)
        _first_must_be_admin(role)
        _make(merchant, name, password, role, tongue or language(), actor())
        made = {"user": name, "role": role, "workspace": merchant.name}
        if as_json:
            print_json({**made, **({} if given else {"password": password})})
        elif given:
            note("User {user} can log in.", user=name)
        else:
            note("User {user}, password {password} (shown this once only)", user=name, password=password)


def _read(file: object) -> str:
    return str(file.read()).strip() if hasattr(file, "read") else ""


def _check(password: str, name: str) -> None:
    """Django's own rules for passwords that people chose."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from forain.hub.workspaces.models import User

    if not password:
        return
    try:
        validate_password(password, User(username=name))
    except ValidationError as error:
        raise Failure(" ".join(error.messages), Exit.REFUSED) from None


def _first_must_be_admin(role: str) -> None:
    """Otherwise nobody could ever connect an account or make another login."""
    from forain.hub.workspaces.models import Membership, Role

    if role != Role.ADMIN and not Membership.objects.filter(role=Role.ADMIN).exists():
        raise Failure(
            say("Nobody is an administrator yet: begin with --role admin, or with `forain up`."), Exit.REFUSED
        )


def _make(merchant: object, name: str, password: str, role: str, tongue: str, actor: str) -> None:
    from django.db import IntegrityError, transaction

    from forain.hub.workspaces.audit import note
    from forain.hub.workspaces.models import Membership, User, Workspace

    assert isinstance(merchant, Workspace)
    try:
        with transaction.atomic():
            person = User.objects.create_user(username=name, password=password, language=tongue)
            Membership.objects.create(workspace=merchant, user=person, role=role)
            note(merchant.pk, actor, "user.created", name, role=role)
    except IntegrityError:
        raise Failure(say("There is a user {user!r} already.", user=name), Exit.REFUSED) from None
