"""The documentation is true: links resolve, languages agree, commands and settings exist, Python blocks and examples run."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from examples.back_office import BackOffice, Hub

from forain.hub.processes.ports import free_port
from forain.prove.crew import serving
from tests.conftest import Playground
from tests.crash.test_kill import until

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
#: Pages that tools write, checked by tests of their own.
GENERATED = ("coverage-", "api-reference")
PAGES = sorted(path for path in DOCS.glob("*/*.md") if not path.name.startswith(GENERATED))
ENGLISH = [path for path in PAGES if path.parent.name == "en"]
LINKED = [*PAGES, ROOT / "README.md"]

_FENCE = re.compile(r"^(<!-- run -->\n)?```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
_VARIABLE = re.compile(r"\bFORAIN_[A-Z_]*[A-Z]\b")
_INLINE = re.compile(r"`(forain [^`]+)`")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def blocks(page: Path) -> list[tuple[bool, str, str]]:
    """(is it run?, language, text) of each code block."""
    return [(bool(run), kind, text) for run, kind, text in _FENCE.findall(page.read_text(encoding="utf-8"))]


def prose(page: Path) -> str:
    """The page without its code blocks."""
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, made as forges make them."""
    words = [heading.lower() for _, heading in _HEADING.findall(prose(page))]
    return {re.sub(r"[^\w\- ]", "", word).replace(" ", "-") for word in words}


@pytest.mark.parametrize("page", LINKED, ids=name_of)
def test_every_relative_link_resolves(page: Path) -> None:
    """Files exist, and so do the headings that are pointed at."""
    for link in _LINK.findall(prose(page)):
        target, _, anchor = link.partition("#")
        if target.startswith("http"):
            continue
        file = (page.parent / target).resolve() if target else page
        assert file.exists(), link
        assert not anchor or anchor in anchors(file), link


@pytest.mark.parametrize("page", ENGLISH, ids=name_of)
def test_both_languages_have_the_same_build(page: Path) -> None:
    """Same headings by level, same code blocks, same tables: nothing is told in one language only."""
    twin = DOCS / "fr" / page.name
    assert twin.exists()

    def build(one: Path) -> tuple[list[int], list[tuple[bool, str]], int]:
        levels = [len(marks) for marks, _ in _HEADING.findall(prose(one))]
        rows = len(re.findall(r"^\|", prose(one), re.MULTILINE))
        return levels, [(run, kind) for run, kind, _ in blocks(one)], rows

    assert build(page) == build(twin)


def test_french_has_no_page_of_its_own() -> None:
    """A page that exists in French only is a page that was forgotten in English."""
    assert {page.name for page in PAGES if page.parent.name == "fr"} == {page.name for page in ENGLISH}


@pytest.mark.parametrize("page", [p for p in PAGES if p.parent.name == "fr"], ids=name_of)
def test_french_is_typeset(page: Path) -> None:
    """High punctuation and guillemets have their no-break spaces; quotation marks are French."""
    text = re.sub(r"`[^`]*`", "", prose(page))
    assert not re.findall(r".{0,20}(?: [;:!?»]|« ).{0,20}", text)
    assert "“" not in text
    assert not re.findall(r"\w'\w", text)


def commands(page: Path) -> list[list[str]]:
    """Every `forain …` in shell blocks and inline, as arguments."""
    shell = "\n".join(text.replace("\\\n", " ") for _, kind, text in blocks(page) if kind in ("sh", ""))
    lines = [line for line in shell.splitlines() if re.match(r"(\.venv/bin/)?forain ", line)]
    return [shlex.split(line)[1:] for line in [*lines, *_INLINE.findall(prose(page))]]


@pytest.mark.parametrize("page", LINKED, ids=name_of)
def test_every_command_exists_with_its_options(page: Path) -> None:
    """The words after `forain` are walked down the tree of commands; each option is one of the command's."""
    from forain.cli.program import program

    for words in commands(page):
        assert_known(program, [word for word in words if word != "COMMAND"])


def assert_known(command: click.Command, words: list[str]) -> None:
    context = click.Context(command, info_name="forain")
    options = {"--help", "-h", "--data", "--workspace"}
    for word in words:
        if word.startswith("--"):
            options |= {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
            assert word.partition("=")[0] in options, words
        elif isinstance(command, click.Group) and command.list_commands(context):
            if (found := command.get_command(context, word)) is None:
                assert word == "exit-codes" or word.startswith("/"), words
                continue
            command, context = found, click.Context(found, info_name=word, parent=context)


@pytest.mark.parametrize("page", LINKED, ids=name_of)
def test_every_variable_exists(page: Path) -> None:
    """A FORAIN_ name is a setting, the file of one, or stands literally in the program."""
    from forain.hub.config import Config

    settings = {f"FORAIN_{name.upper()}" for name in Config.model_fields}
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/forain").rglob("*.py"))
    for name in set(_VARIABLE.findall(page.read_text(encoding="utf-8"))):
        assert name.removesuffix("_FILE") in settings or f'"{name}"' in source, name


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_table_of_settings_is_complete(language: str) -> None:
    """Each setting has its row in operate.md, and no row is left of one that went."""
    from forain.hub.config import Config

    text = (DOCS / language / "operate.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(FORAIN_\w+)` \|", text, re.MULTILINE)
    assert rows == [f"FORAIN_{name.upper()}" for name in Config.model_fields]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_tables_that_repeat_the_program_are_complete(language: str) -> None:
    """Problem codes, fault kinds, kinds of to-dos, states, tabs and exit codes all stand in their page."""
    from forain.cli.exits import Exit
    from forain.hub.inbox.models import TodoKind
    from forain.hub.kit.problems import KNOWN
    from forain.hub.orders.queries import TABS
    from forain.sandbox.mischief import KINDS
    from forain.trade import lifecycle as axes

    axes_of_orders = (
        axes.Fulfilment,
        axes.HandOff,
        axes.Intent,
        axes.Dispute,
        axes.ReturnState,
        axes.MoneyState,
    )
    told: dict[str, Iterable[str]] = {
        "api.md": KNOWN,
        "sandbox.md": KINDS,
        "inbox.md": TodoKind.values,
        "orders.md": [word for words in (TABS, *axes_of_orders) for word in words],
    }
    for name, words in told.items():
        text = (DOCS / language / name).read_text(encoding="utf-8")
        assert not [word for word in words if f"`{word}`" not in text], name
    operate = (DOCS / language / "operate.md").read_text(encoding="utf-8")
    assert all(f"| {int(code)} |" in operate for code in Exit)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_python_of_the_sdk_page_runs(language: str) -> None:
    """Blocks after `<!-- run -->` are executed in order against a sandbox in this process; the others at least compile."""
    space: dict[str, Any] = {}
    for run, kind, text in blocks(DOCS / language / "sdk.md"):
        if kind == "python":
            code = compile(text, f"sdk.md ({language})", "exec")
            if run:
                exec(code, space)


def test_first_sales_runs() -> None:
    """The smallest example reads sales and accepts one."""
    done = subprocess.run(
        [sys.executable, ROOT / "examples" / "sdk_first_sales.py"], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1].endswith(": accepted")


def test_the_example_of_tests_runs() -> None:
    """It passes as it stands, under a pytest of its own."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "examples/test_with_sandbox.py"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.fixture
def hub(playground: Playground, tmp_path: Path) -> Iterator[str]:
    """The API served by granian, as `forain up` does; the test itself is the worker."""
    with serving(tmp_path) as url:
        yield url


@pytest.mark.slow
def test_the_back_office_takes_in_accepts_and_ships(playground: Playground, hub: str, tmp_path: Path) -> None:
    """What waited is acknowledged, accepted and shipped once each; a start without its cursor does nothing twice."""
    from forain.hub.orders.handoff import add_consumer
    from forain.hub.orders.models import Delivery
    from forain.hub.workspaces.keys import make

    playground.first_visit()
    waiting = [
        order for one in playground.connections for order in playground.orders(one, "awaiting_acceptance")
    ]
    add_consumer(playground.workspace, "erp", actor="test")
    _, key = make(playground.workspace, "erp")
    for cursor in ("first", "first", "second"):  # accepts, ships, then begins again without its cursor
        office = BackOffice(Hub(hub, key), "erp", tmp_path / cursor)
        while office.round(wait=0):
            pass
        playground.drain()
        playground.sync()
    taken = Delivery.objects.filter(order__in=waiting, state="acknowledged")
    assert waiting
    assert taken.count() == len(waiting)
    assert playground.effects("accepted")
    assert playground.effects("shipped")
    assert not playground.sandbox.ledger.repeated()


@pytest.mark.slow
def test_the_back_office_is_told_by_webhook(
    playground: Playground, hub: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real web process, a real worker, the example in a process of its own: each sale that waits is taken in, accepted
    and shipped once; the sandbox's ledger tells so, and a message with a wrong signature is turned away."""
    from forain.hub.config import config
    from forain.hub.orders.handoff import add_consumer
    from forain.hub.orders.models import Delivery, Line
    from forain.hub.webhooks.actions import add
    from forain.hub.webhooks.models import Delivery as Sent
    from forain.hub.workspaces.keys import make
    from tests.crash.test_kill import worker

    monkeypatch.setenv("FORAIN_WEBHOOK_NETWORKS", "127.0.0.0/8")
    config.cache_clear()
    port = free_port()
    erp = add_consumer(playground.workspace, "erp", actor="test")
    _, key = make(playground.workspace, "erp")
    address = f"http://127.0.0.1:{port}/"
    _, secret = add(playground.workspace, "erp", address, consumer=erp, actor="test")
    settings = {**os.environ, "HUB": hub, "KEY": key, "SECRET": secret}
    example = [sys.executable, str(ROOT / "examples" / "back_office.py"), "erp", str(port)]
    office = subprocess.Popen(example, env=settings)
    try:
        until(lambda: turned_away(address), 20, "the example listening")
        with worker():
            until(lambda: bool(playground.effects("shipped")), 90, "the first shipment")
            until(lambda: quiet(playground), 120, "every sale shipped")
            until(lambda: not Sent.objects.filter(state="waiting").exists(), 30, "every message taken")
    finally:
        office.terminate()
        office.wait(60)
        config.cache_clear()
    accepted, shipped = playground.effects("accepted"), playground.effects("shipped")
    left = Line.objects.filter(reference__in=set(accepted) - set(shipped))
    assert not left.exclude(fulfilment="awaiting_stock").exclude(marketplace_fulfilled=True).exists()
    assert len(shipped) > 10
    assert not playground.sandbox.ledger.repeated()
    assert Delivery.objects.filter(consumer=erp, state="acknowledged").count() >= 2
    assert not Sent.objects.exclude(state="delivered").exists()


def quiet(playground: Playground) -> bool:
    """Nothing waits for acceptance or shipment any more."""
    from forain.hub.orders.models import Line

    waits = Line.objects.filter(order__workspace=playground.workspace, marketplace_fulfilled=False)
    return not waits.filter(fulfilment__in=["awaiting_acceptance", "to_ship"], do_not_ship=False).exists()


def turned_away(address: str) -> bool:
    """Whether a message that nobody signed gets 401."""
    try:
        urllib.request.urlopen(urllib.request.Request(address, b"{}"), timeout=5).close()
    except urllib.error.HTTPError as no:
        return no.code == 401
    except OSError:
        return False
    raise AssertionError("taken without a signature")
