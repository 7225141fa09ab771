"""`forain offers report`, `errors`, `fix`, `types`: what marketplaces said about offers, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from forain.cli.exits import Exit, Failure
from forain.cli.language import say
from forain.cli.options import hub_options

if TYPE_CHECKING:
    from forain.hub.connections.models import Connection
    from forain.hub.offers.models import Push
    from forain.hub.reports.grouping import Group
    from forain.hub.workspaces.models import Workspace

connection_option = click.option("--connection", help=say("Only this account."))
LIMIT = click.IntRange(1, 200)


def attach(group: click.Group) -> None:
    """Add these commands to `forain offers`."""
    for command in (report, errors, fix, types, decide):
        group.add_command(command)


@click.command(help=say("What became of a push; without PUSH the last pushes."))
@click.argument("push", default="")
@click.option("--outcome", type=click.Choice(["done", "rejected", "lost"]), help=say("Only offers with this outcome."))  # fmt: skip
@click.option("--limit", default=20, show_default=True, type=LIMIT, help=say("How many at most."))
@click.option("--cursor", default="", help=say("Where the previous page ended."))
@connection_option
@hub_options
def report(
    push: str, outcome: str | None, limit: int, cursor: str, connection: str | None, as_json: bool
) -> None:
    from forain.cli.hub import workspace
    from forain.cli.offers_told import show_push, show_pushes

    with workspace() as merchant:
        from forain.hub.reports import queries

        if push:
            row = _push(merchant, push)
            page = queries.lines(row, outcome=outcome or "", cursor=cursor, limit=limit)
            show_push(row, page, as_json=as_json)
            return
        account = _account(merchant, connection) if connection else None
        key = account.pk if account else None
        show_pushes(queries.pushes(merchant, connection=key, cursor=cursor, limit=limit), as_json=as_json)


@click.command(help=say("Errors of offers by cause: what is wrong, how often, what to do, where to click."))
@click.option("--push", default="", help=say("Only told about this push."))
@click.option("--cause", default="", help=say("The offers of one cause instead."))
@click.option("--limit", default=50, show_default=True, type=LIMIT, help=say("How many at most."))
@click.option("--cursor", default="", help=say("Where the previous page ended."))
@connection_option
@hub_options
def errors(push: str, cause: str, limit: int, cursor: str, connection: str | None, as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.offers_told import show_causes, show_errors

    with workspace() as merchant:
        from forain.hub.reports import grouping, queries

        account = _account(merchant, connection) if connection else None
        told = _push(merchant, push) if push else None
        rows = grouping.problems(
            merchant, connection=account.pk if account else None, push=told.pk if told else None
        )
        if not cause:
            show_causes(grouping.groups(rows), as_json=as_json)
            return
        found = rows.filter(cause=_cause(grouping.groups(rows), cause).cause)
        show_errors(queries.page_of(found, cursor=cursor, limit=limit), as_json=as_json)


@click.command(
    context_settings={"ignore_unknown_options": True},  # Spartoo's causes begin with a minus
    help=say("Correct all offers of a CAUSE in one go. Only shows what would change, unless --apply."),
)
@click.argument("cause")
@click.option("--set", "value", default=None, help=say("Give the field this value."))
@click.option("--replace", nargs=2, default=None, metavar="FIND WITH", help=say("Put one text in the place of another."))  # fmt: skip
@click.option("--drop", is_flag=True, help=say("Take away the offending picture, or the value."))
@click.option("--resend", is_flag=True, help=say("Change nothing and send the offers again."))
@click.option("--field", default="", help=say("Field of the offers, where it is not that of the cause."))
@click.option("--apply", "really", is_flag=True, help=say("Make the change."))
@connection_option
@hub_options
def fix(
    cause: str,
    value: str | None,
    replace: tuple[str, str] | None,
    drop: bool,
    resend: bool,
    field: str,
    really: bool,
    connection: str | None,
    as_json: bool,
) -> None:
    from forain.cli.hub import actor, workspace
    from forain.cli.offers_told import show_correction

    if sum((value is not None, replace is not None, drop, resend)) != 1:
        raise Failure(say("Say one of --set, --replace, --drop and --resend."), Exit.USAGE)
    with workspace() as merchant:
        from forain.hub.kit.refusal import NotAllowed
        from forain.hub.reports import correcting, grouping

        key = _account(merchant, connection).pk if connection else None
        found = _cause(grouping.groups(grouping.problems(merchant, connection=key)), cause)
        wish = correcting.Wish(
            cause=found.cause,
            operation=_operation(value, replace, drop),
            field=field,
            value=value if value is not None else (replace or ("", ""))[1],
            find=(replace or ("", ""))[0],
        )
        try:
            if really:
                made = correcting.correct(found.connection, wish, actor=actor())
                show_correction(found.connection, made, as_json=as_json)
            else:
                seen = correcting.preview(found.connection, wish)
                show_correction(found.connection, (wish, seen), as_json=as_json)
        except NotAllowed as refusal:
            raise Failure(refusal.words, Exit.REFUSED) from None


def _operation(value: str | None, replace: tuple[str, str] | None, drop: bool) -> Any:
    from forain.hub.reports.correcting import Operation

    if value is not None:
        return Operation.SET
    if replace is not None:
        return Operation.REPLACE
    return Operation.DROP if drop else Operation.RESEND


@click.command(help=say("Search a marketplace's product types by WORDS; with --code show the form of one."))
@click.argument("words", nargs=-1)
@click.option("--code", default="", help=say("Show the keys and closed lists of this type."))
@click.option("--limit", default=50, show_default=True, type=LIMIT, help=say("How many at most."))
@connection_option
@hub_options
def types(words: tuple[str, ...], code: str, limit: int, connection: str | None, as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.offers_told import show_form, show_types

    with workspace() as merchant:
        import asyncio

        from forain.hub.reports import forms
        from forain.hub.reports.models import Form

        account = _selling(merchant, connection)
        if code:
            row = Form.objects.filter(connection=account, code=code).first()
            if row is None or forms.template_is_stale(row):
                _insist(asyncio.run(forms.read_template(account, code)))
                row = Form.objects.get(connection=account, code=code)
            show_form(row, " ".join(words), as_json=as_json)
            return
        if forms.is_stale(account):
            _insist(asyncio.run(forms.refresh(account)))
        show_types(list(forms.search(account, " ".join(words))[:limit]), as_json=as_json)


@click.command(help=say("Say whether a push arrived that nobody else can tell of."))
@click.argument("push")
@click.option("--arrived/--lost", default=None, help=say("What you saw on the marketplace."))
@hub_options
def decide(push: str, arrived: bool | None, as_json: bool) -> None:
    from forain.cli.hub import actor, workspace
    from forain.cli.offers_told import show_pushes

    if arrived is None:
        raise Failure(say("Say --arrived or --lost."), Exit.USAGE)
    with workspace() as merchant:
        from forain.hub.kit.refusal import NotAllowed
        from forain.hub.reports import deciding, queries

        try:
            row = deciding.decide(_push(merchant, push), arrived=arrived, actor=actor())
        except NotAllowed as refusal:
            raise Failure(refusal.words, Exit.REFUSED) from None
        show_pushes(queries.Pushes([queries.one(merchant, row.pk)]), as_json=as_json)


# -- what was named -----------------------------------------------------------------------------------------


def _push(merchant: Workspace, text: str) -> Push:
    """By its id, the end of it, the marketplace's number, or `last`."""
    from django.db.models import Q

    from forain.hub.offers.models import Push

    rows = Push.objects.select_related("connection").filter(workspace=merchant)
    named = Q(pk__endswith=text.lower()) | Q(reference=text)
    found = list((rows if text == "last" else rows.filter(named)).order_by("-created_at", "-pk")[:2])
    if not found or (len(found) > 1 and text != "last"):
        words = say("There is no push {id!r}.", id=text) if not found else say("Several pushes end so.")
        raise Failure(words, Exit.NOT_FOUND)
    return found[0]


def _account(merchant: Workspace, name: str) -> Connection:
    from forain.cli.connections import named

    return named(merchant, name)


def _selling(merchant: Workspace, name: str | None) -> Connection:
    """The named account, or the only one that sells offers."""
    from forain.cli.offers import accounts

    found = [one for one in accounts(merchant, name) if one.manifest.offers is not None]
    if len(found) != 1:
        raise Failure(say("Name the account: --connection NAME."), Exit.USAGE)
    return found[0]


def _cause(groups: list[Group], text: str) -> Group:
    """By its name, or by its code where there is one such."""
    found = [one for one in groups if text in (one.cause, one.code)]
    exact = [one for one in found if one.cause == text] or found
    if len(exact) != 1:
        words = say("There is no cause {id!r}.", id=text) if not exact else say("Several causes are called so; name the account or the whole cause.")  # fmt: skip
        raise Failure(words, Exit.NOT_FOUND)
    return exact[0]


def _insist(trouble: Any) -> None:
    if trouble is not None:
        words = say("The marketplace did not answer: {words}", words=trouble.words)
        raise Failure(words, Exit.UNREACHABLE)
