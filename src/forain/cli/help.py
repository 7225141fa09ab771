"""`forain help`: a command's help, and the topics that belong to no command."""

from __future__ import annotations

import click

from forain.cli.exits import MEANING, Exit, Failure
from forain.cli.language import language, say


@click.command("help", help=say("Help about a command, or about exit-codes."))
@click.argument("topic", nargs=-1)
@click.pass_context
def help_command(ctx: click.Context, topic: tuple[str, ...]) -> None:
    if topic == ("exit-codes",):
        click.echo(exit_codes())
        return
    root = ctx.find_root()
    click.echo(_found(root, topic).get_help())


def _found(root: click.Context, topic: tuple[str, ...]) -> click.Context:
    here = root
    for name in topic:
        group = here.command
        command = group.get_command(here, name) if isinstance(group, click.Group) else None
        if command is None:
            raise Failure(say("There is no help about {topic!r}.", topic=" ".join(topic)), Exit.NOT_FOUND)
        here = click.Context(command, info_name=name, parent=here)
    return here


def exit_codes() -> str:
    """The table of exit codes, in the person's language."""
    column = 1 if language() == "fr" else 0
    rows = [f"  {code.value}  {words[column]}" for code, words in MEANING.items()]
    return "\n".join([say("How a command ends:"), *rows])
