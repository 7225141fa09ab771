"""The root command: knows every command's name, imports a command's module when it is called, ends in one exit code."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any

from forain.cli.language import say, speak_french_in_click

speak_french_in_click()  # before Click is imported, which takes its words once

import click  # noqa: E402

from forain.cli.commands import COMMANDS  # noqa: E402
from forain.cli.examples import explain  # noqa: E402
from forain.cli.exits import Exit, Failure, foreseen  # noqa: E402
from forain.cli.options import data_option, workspace_option  # noqa: E402


class Program(click.Group):
    """A group whose commands are a table; `forain --help` is answered before this is ever made."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  Click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        found: click.Command = getattr(importlib.import_module(module), name)
        explain(found, cmd_name)
        return found

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        from forain.cli.front import help_page

        formatter.write(help_page())


@click.command(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@data_option
@workspace_option
@click.version_option(package_name="forain", prog_name="forain", message="%(prog)s %(version)s")
def program() -> None:
    """The root of all commands."""


def run(arguments: Sequence[str]) -> int:
    """Run one command; every foreseeable failure ends in one sentence on stderr and its exit code."""
    try:
        return _code(program.main(list(arguments), prog_name="forain", standalone_mode=False))
    except (click.Abort, KeyboardInterrupt):
        click.echo(say("Interrupted."), err=True)
        return 130
    except click.ClickException as failure:
        failure.show()
        return failure.exit_code
    except BrokenPipeError:  # the reader, `head` for instance, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.OK
    except Exception as error:  # noqa: BLE001  raised again unless it was foreseen
        return _foreseen(error)


def _foreseen(error: Exception) -> int:
    failure: Failure | None = foreseen(error)
    if failure is None or os.environ.get("FORAIN_TRACEBACK"):
        raise error
    failure.show()
    return failure.exit_code


def _code(ended: Any) -> int:
    return ended if isinstance(ended, int) else Exit.OK
