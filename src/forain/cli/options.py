"""Options many commands share, so that `forain --data X orders list` and `forain orders list --data X` are the same."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from forain.cli.language import say

F = TypeVar("F", bound=Callable[..., Any])

_WORKSPACE = "forain.workspace"


def _remember_data(_ctx: click.Context, _option: click.Parameter, folder: Path | None) -> None:
    if folder is not None:
        os.environ["FORAIN_DATA"] = str(folder.expanduser().absolute())


def _remember_workspace(ctx: click.Context, _option: click.Parameter, name: str | None) -> None:
    if name is not None:
        ctx.meta[_WORKSPACE] = name


def wanted_workspace() -> str | None:
    """The workspace somebody named by option or environment."""
    named = click.get_current_context().meta.get(_WORKSPACE)
    return named or os.environ.get("FORAIN_WORKSPACE") or None


def data_option(command: F) -> F:
    return click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        metavar=say("DIR"),
        expose_value=False,
        is_eager=True,
        callback=_remember_data,
        help=say("Folder of everything that is kept (also FORAIN_DATA)."),
    )(command)


def workspace_option(command: F) -> F:
    return click.option(
        "--workspace",
        metavar=say("NAME"),
        expose_value=False,
        is_eager=True,
        callback=_remember_workspace,
        help=say("The merchant, where there are several (also FORAIN_WORKSPACE)."),
    )(command)


def json_option(command: F) -> F:
    return click.option("--json", "as_json", is_flag=True, help=say("Print JSON for programs."))(command)


def hub_options(command: F) -> F:
    """What every command has that looks into one merchant's data."""
    return data_option(workspace_option(json_option(command)))
