"""`forain replies`: texts kept ready for answers, with blanks that are filled from the order."""

from __future__ import annotations

import sys

import click

from forain.cli.exits import Exit, Failure
from forain.cli.language import language, say
from forain.cli.options import hub_options
from forain.cli.threads import PARTNER

LANGUAGE = click.Choice(["fr", "en"])


@click.group(help=say("Texts kept ready for answers: list, save, delete."))
def replies() -> None:
    pass


@replies.command("list", help=say("List the texts."))
@hub_options
def list_replies(as_json: bool) -> None:
    from forain.cli.hub import workspace
    from forain.cli.serial import reply_list
    from forain.cli.show import print_json, table

    with workspace() as merchant:
        from forain.hub.inbox.replies import of

        found = of(merchant)
        if as_json:
            print_json(reply_list(found))
            return
        rows = [(one.name, one.language, one.get_partner_display(), one.text) for one in found]
        table(("Name", "Language", "With", "Text"), rows, empty="No text is kept yet.")


@replies.command(help=say("Keep a text, in place of one of the same name and language."))
@click.argument("name")
@click.option("--text", required=True, help=say("The text; `-` reads it from stdin."))
@click.option("--language", "tongue", type=LANGUAGE, help=say("Its language; yours without this."))
@click.option("--with", "partner", type=PARTNER, default="buyer", help=say("Whom to write to."))
@hub_options
def save(name: str, text: str, tongue: str | None, partner: str, as_json: bool) -> None:
    from forain.cli.hub import actor, workspace
    from forain.cli.serial import one_reply
    from forain.cli.show import note, print_json

    words = sys.stdin.read().strip() if text == "-" else text
    with workspace() as merchant:
        from forain.hub.inbox import replies as texts
        from forain.hub.inbox.models import ReplyTemplate

        spoken = tongue or language()
        before = ReplyTemplate.objects.filter(workspace=merchant, name=name, language=spoken).first()
        row = texts.save(
            merchant,
            name=name,
            language=spoken,
            partner=partner,
            text=words,
            template=before,
            actor=actor(),
        )
        if as_json:
            print_json(one_reply(row))
            return
        note("Kept.")


@replies.command(help=say("Forget a text."))
@click.argument("name")
@click.option("--language", "tongue", type=LANGUAGE, help=say("Its language; yours without this."))
@hub_options
def delete(name: str, tongue: str | None, as_json: bool) -> None:  # noqa: ARG001  nothing to print
    from forain.cli.hub import actor, workspace
    from forain.cli.show import note

    with workspace() as merchant:
        from forain.hub.inbox import replies as texts
        from forain.hub.inbox.models import ReplyTemplate

        row = ReplyTemplate.objects.filter(
            workspace=merchant, name=name, language=tongue or language()
        ).first()
        if row is None:
            raise Failure(say("There is no text {name!r}.", name=name), Exit.NOT_FOUND)
        texts.delete(row, actor=actor())
        note("Forgotten.")
