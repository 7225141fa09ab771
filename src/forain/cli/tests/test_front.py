"""`forain --version` and `--help` cost about what Python costs, and say the same as the commands themselves."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import click
import pytest

from forain.__about__ import __version__
from forain.cli.commands import COMMANDS
from forain.cli.front import help_page
from forain.cli.program import program

FORAIN = str(Path(sys.executable).with_name("forain"))


def modules_after(*arguments: str) -> set[str]:
    """Names of all modules a run of `forain` imported."""
    script = (
        f"import sys; sys.argv = ['forain', *{arguments!r}]\n"
        "from forain.cli.entry import main\n"
        "code = main(); print(*sys.modules, file=sys.stderr); sys.exit(code)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(run.stderr.split())


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ()])
def test_imports_nothing_heavy(arguments: tuple[str, ...]) -> None:
    heavy = {"click", "rich", "django", "lxml", "re", "typing", "pathlib", "subprocess"}
    assert not heavy & modules_after(*arguments)


def test_version_is_the_one_of_the_package() -> None:
    run = subprocess.run([FORAIN, "--version"], capture_output=True, text=True, check=True)
    assert run.stdout == f"forain {__version__}\n"


@pytest.mark.parametrize("tongue", ["en", "fr"])
def test_help_page_fits_and_names_every_command(tongue: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORAIN_LANG", tongue)
    page = help_page()
    assert all(f"\n  {name} " in page for name in COMMANDS)
    assert max(map(len, page.splitlines())) <= 90


def test_help_page_lists_exactly_what_can_be_called() -> None:
    """The table is the only list of commands: what it names can be imported and has that name."""
    for name in COMMANDS:
        command = program.get_command(click.Context(program), name)
        assert command is not None
        assert command.name == name


@pytest.mark.slow
def test_costs_little_more_than_python() -> None:
    """Loose bounds, because other work runs on test machines; `python -m bench.cli_start` holds the real goals."""
    bench = runpy.run_path(str(Path(__file__).parents[4] / "bench" / "cli_start.py"))
    found = bench["ratios"](20)
    assert found["forain --version"] < 2.2, found
    assert found["forain --help"] < 6.0, found
