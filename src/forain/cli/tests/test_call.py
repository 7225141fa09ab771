"""`forain call`: any service of a room, three ways of showing, an exit code for each kind of failure, no secret told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from forain.cli.call import call
from forain.cli.exits import Exit
from forain.sandbox.inprocess import Sandbox


@pytest.fixture(scope="module")
def there() -> Iterator[tuple[Sandbox, str]]:
    sandbox = Sandbox(seed=1)
    with sandbox.listen() as url:
        yield sandbox, url


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORAIN_LANG", "en")


def _run(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(call, arguments, env=environment, prog_name="forain call")


def _secret(there: tuple[Sandbox, str]) -> str:
    found: str = there[0].accounts["spartoo"]["partenaire"]
    return found


def test_lists_are_tables_with_a_line_for_each_record(there: tuple[Sandbox, str]) -> None:
    done = _run("spartoo", "xml_export_products", "--sandbox", there[1])
    assert done.exit_code == 0
    assert "ALPINA LOW" in done.stdout
    assert "reference" in done.stdout
    one = _run(
        "spartoo",
        "xml_export_products",
        "--sandbox",
        there[1],
        "--site",
        "cz",
        "reference_partenaire=BOOT-77",
    )
    assert "price          2497.50" in one.stdout


def test_json_is_the_whole_message(there: tuple[Sandbox, str]) -> None:
    done = _run("spartoo", "xml_export_orders", "--sandbox", there[1], "--json", "date=2020-01-01")
    assert len(json.loads(done.stdout)["orders"]) == 17


def test_raw_xml_is_what_came_without_the_secret(there: tuple[Sandbox, str]) -> None:
    """`xml_maj_orders` echoes the partner id."""
    done = _run(
        "spartoo", "xml_maj_orders", "--endpoint", there[1], "--xml", "oID=X", "statut=2",
        FORAIN_CONNECT_PARTENAIRE=_secret(there),
    )  # fmt: skip
    assert done.exit_code == Exit.NOT_FOUND
    assert ET.fromstring(done.stdout).findtext("orders/order/partenaire") == "[redacted]"
    assert _secret(there) not in done.output


def test_values_and_files_come_from_files(there: tuple[Sandbox, str], tmp_path: Path) -> None:
    asked, label = tmp_path / "asked.xml", tmp_path / "label.pdf"
    asked.write_text(
        "<root><products><product><reference_partenaire>KID-9</reference_partenaire></product></products></root>"
    )
    label.write_bytes(b"%PDF-1.4\n%%EOF\n")
    state = _run("spartoo", "xml_check_status_products", "--sandbox", there[1], f"xml=@{asked}")
    assert "online" in state.stdout
    case = next(
        key for key, one in there[0].stages["spartoo"].objects("returns").items() if one["status"] == 14
    )
    sent = _run("spartoo", "xml_maj_returns", "--sandbox", there[1], f"rID={case}", f"label_file=@{label}")
    assert sent.exit_code == 0
    assert there[0].stages["spartoo"].objects("returns")[case]["status"] == 2


def test_a_secret_that_is_not_given_is_asked_for_unseen(there: tuple[Sandbox, str]) -> None:
    done = CliRunner().invoke(
        call,
        ["spartoo", "xml_export_orders", "--endpoint", there[1], "oID=X"],
        input=f"{_secret(there)}\n",
        env={"FORAIN_CONNECT_PARTENAIRE": None},
    )
    assert done.exit_code == 0
    assert _secret(there) not in done.output


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("oID=X",), Exit.OK),
        (("date=never",), Exit.REFUSED),
        (("--partenaire", "0123456789ABCDEF", "oID=X"), Exit.CREDENTIALS),
        (("--partenaire", "ABC", "oID=X"), Exit.CREDENTIALS),
        (("oid=X",), Exit.USAGE),
        (("oID",), Exit.USAGE),
        (("--endpoint", "http://127.0.0.1:9", "oID=X"), Exit.UNREACHABLE),
    ],
)
def test_the_exit_code_tells_what_happened(
    there: tuple[Sandbox, str], arguments: tuple[str, ...], code: Exit
) -> None:
    assert _run("spartoo", "xml_export_orders", "--sandbox", there[1], *arguments).exit_code == code


def test_services_and_parameters_are_told_by_the_help(there: tuple[Sandbox, str]) -> None:
    assert "spartoo" in _run("--help").stdout
    assert "xml_export_bl" in _run("spartoo", "--help").stdout
    assert "products_quantity*: the new quantity" in _run("spartoo", "xml_maj_stock", "--help").stdout
    assert _run("nowhere", "x").exit_code == Exit.USAGE
