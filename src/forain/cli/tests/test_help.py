"""Every command explains itself, in both languages, without a database and without looking for one."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from forain.cli.exits import Exit
from forain.cli.program import program, run

FORAIN = str(Path(sys.executable).with_name("forain"))


def paths(group: click.Group, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command, and every command of every group."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        yield (*before, name)
        if isinstance(command, click.Group):
            yield from paths(command, (*before, name))


@pytest.mark.parametrize("path", list(paths(program)), ids=" ".join)
def test_help_of_every_command(path: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORAIN_DATABASE_URL", "postgresql://nowhere.invalid/none")
    result = CliRunner().invoke(program, [*path, "--help"])
    assert result.exit_code == 0, result.output
    assert "--help" in result.output
    assert "None" not in result.output


#: Made from what is found: their options are the examples.
_FOUND = (
    "call ",
    "connect ",
    "sandbox claim",
    "sandbox message",
    "sandbox order",
    "sandbox return",
    "sandbox sale",
)


def leaves() -> Iterator[tuple[str, click.Command]]:
    for path in paths(program):
        here: click.Command = program
        for name in path:
            assert isinstance(here, click.Group)
            found = here.get_command(click.Context(here), name)
            assert found is not None
            here = found
        if not isinstance(here, click.Group):
            yield " ".join(path), here


def test_every_command_has_examples_that_can_be_read() -> None:
    """Each example's options exist, and what the command must be told is told; no example is left of a command that went."""
    from forain.cli.examples import EXAMPLES

    known = dict(leaves())
    assert {name for name in known if not name.startswith(_FOUND)} == set(EXAMPLES)
    for name, examples in EXAMPLES.items():
        for words in examples:
            context = click.Context(known[name], info_name=name, resilient_parsing=True)
            told, left, _ = known[name].make_parser(context).parse_args(shlex.split(words))
            must = [one.name for one in known[name].params if one.required and not told.get(str(one.name))]
            assert not must, (name, words)
            assert not left, (name, words)


def test_help_ends_with_examples_and_cuts_nothing_off() -> None:
    said = CliRunner().invoke(program, ["offers", "fix", "--help"]).output
    assert said.rstrip().endswith('forain offers fix "60:fabricant|brand" --set "Sans marque" --apply')
    assert "..." not in CliRunner().invoke(program, ["offers", "--help"]).output.partition("Commands:")[2]


def test_french_speaks_in_clicks_own_words_too() -> None:
    environment = {**os.environ, "FORAIN_LANG": "fr"}
    said = subprocess.run(
        [FORAIN, "orders", "--nope"], capture_output=True, text=True, env=environment, check=False
    )
    assert said.returncode == Exit.USAGE
    assert "Il n'y a pas d'option" in said.stderr
    assert said.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["nope"],
        ["orders", "nope"],
        ["orders", "list", "--limit", "x"],
        ["orders", "show"],
        ["up", "--port", "0"],
    ],
)
def test_what_is_not_understood_ends_with_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == Exit.USAGE
    assert capsys.readouterr().out == ""


def test_topic_exit_codes_lists_them_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["help", "exit-codes"]) == Exit.OK
    shown = capsys.readouterr().out
    assert all(f"  {code.value}  " in shown for code in Exit)


def test_help_of_a_command_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["help", "orders", "ship"]) == Exit.OK
    assert "--carrier" in capsys.readouterr().out
    assert run(["help", "nope"]) == Exit.NOT_FOUND
