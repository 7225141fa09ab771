"""The published online tests of shiba 1.2.1, a client of Rakuten France, run unchanged against the sandbox.

shiba is a stranger's: it is installed from its source distribution (the only one with its tests) into an environment
of its own with pytest below 9. A start-up hook (`startup/sitecustomize.py`) replaces hosts and nothing else: the
marketplace's by the sandbox, and the two public sites that shiba tests its own HTTP layer with by a local stand-in.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import threading
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import cast
from urllib.parse import parse_qsl

import pytest

from forain.marketplaces.rakuten_fr.tests.seen import SEEN, SHIBA, SHIBA_REFUSED
from forain.sandbox.delivery import Delivery
from forain.sandbox.door import Door
from forain.sandbox.inprocess import Sandbox
from forain.sandbox.reading import Call

HERE = Path(__file__).parent
PACKAGE = "shiba==1.2.1"
RAKUTEN = "https://ws.fr.shopping.rakuten.com"

#: A seed document says `ParameterError` for an unknown item, this test wants `Unknown error`.
CONTRADICTS_THE_SEED = {"test_contact_us_about_item"}


@pytest.fixture(scope="session")
def shiba(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Python of the environment and the folder of the unpacked source distribution."""
    home = _cache(tmp_path_factory)
    python = home / "venv" / "bin" / "python"
    if not (home / "ready").exists():
        _run(UV, "venv", "--quiet", "--clear", "--python", sys.executable, str(home / "venv"))
        _run(PIP, "download", "--no-deps", "--no-binary", "shiba", PACKAGE, "--dest", str(home))
        archive = next(home.glob("[Ss]hiba-1.2.1.tar.gz"))
        with tarfile.open(archive) as packed:
            packed.extractall(home, filter="data")
        into = ("pip", "install", "--quiet", "--python", str(python))
        _run(UV, *into, "--requirement", str(HERE / "requirements-shiba.txt"))
        _run(UV, *into, "--no-deps", str(archive))
        (home / "ready").touch()
    return python, next(one for one in home.glob("[Ss]hiba-1.2.1") if one.is_dir())


def _cache(factory: pytest.TempPathFactory) -> Path:
    """FORAIN_TEST_CACHE keeps the environment from one run to the next."""
    kept = os.environ.get("FORAIN_TEST_CACHE")
    home = Path(kept) / "shiba-1.2.1" if kept else factory.mktemp("shiba")
    home.mkdir(parents=True, exist_ok=True)
    return home


#: uv installs, as for our own environment; only pip can fetch a source distribution to be unpacked.
UV = (str(Path(sys.executable).with_name("uv")),)
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
_UNREACHABLE = (
    "NewConnectionError",
    "ConnectTimeout",
    "Max retries",
    "Temporary failure",
    "ProxyError",
    "ReadTimeout",
    "error sending request",
)


def _run(program: tuple[str, ...], *arguments: str) -> None:
    """With the settings of the person's own; skips only when the registry cannot be reached."""
    done = subprocess.run([*program, *arguments], check=False, capture_output=True, text=True)
    if done.returncode and any(one in done.stderr for one in _UNREACHABLE):
        pytest.skip(f"The package registry cannot be reached, so {PACKAGE} could not be installed.")
    assert done.returncode == 0, done.stderr


class _PublicSites(BaseHTTPRequestHandler):
    """What shiba's own tests expect of w3schools.com/xml/note.xml and httpbin.org/post."""

    NOTE = (
        b"<note><to>Tove</to><from>Jani</from><heading>Reminder</heading>"
        b"<body>Don't forget me this weekend!</body></note>"
    )

    def do_GET(self) -> None:
        self._answer(self.NOTE)

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["content-length"])))

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's own name
        """Say nothing."""


@contextmanager
def public_sites() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _PublicSites)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@dataclass(slots=True)
class Overheard:
    """The sandbox's door, with a list of the services asked there: those that answered, and those that refused."""

    door: Door
    answered: set[tuple[str, str]] = field(default_factory=set)
    refused: set[tuple[str, str]] = field(default_factory=set)

    def answer(self, call: Call) -> Delivery:
        delivery = self.door.answer(call)
        body = delivery.answer.body if delivery.answer else b""
        asked = dict(parse_qsl(call.query.decode("ascii")))
        name = "listing_old" if call.path == "/listing_ws" else asked.get("action", "")
        heard = self.refused if b"<errorresponse" in body else self.answered
        heard.add((name, asked.get("version", "")))
        return delivery

    @property
    def seen(self) -> dict[tuple[str, str], str]:
        """As `SEEN` has it: a service that answered once is one that works."""
        return {**dict.fromkeys(self.refused, SHIBA_REFUSED), **dict.fromkeys(self.answered, SHIBA)}


@pytest.mark.proof
@pytest.mark.slow
def test_the_online_tests_of_shiba_pass_but_for_the_one_that_contradicts_the_seed(
    shiba: tuple[Path, Path], tmp_path: Path
) -> None:
    python, source = shiba
    sandbox, report = Sandbox(seed=7), tmp_path / "report.xml"
    account = sandbox.accounts["rakuten_fr"]
    overheard = Overheard(sandbox.door)
    sandbox.door = cast("Door", overheard)
    with sandbox.listen() as url, public_sites() as sites:
        hosts = {RAKUTEN: url, "http://www.w3schools.com": sites, "http://httpbin.org": sites}
        environment = {
            **{name: text for name, text in os.environ.items() if not name.startswith("PYTEST_")},
            "PYTHONPATH": str(HERE / "startup"),
            "FORAIN_TEST_HOSTS": json.dumps(hosts),
            "SHIBA_API_LOGIN": account["login"],
            "SHIBA_API_PASSWORD": account["token"],
        }
        run = subprocess.run(
            [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--junit-xml", report, "tests/online"],
            cwd=source,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
        )
    print(run.stdout)
    passed, failed = _results(report)
    assert failed == CONTRADICTS_THE_SEED, run.stdout
    assert len(passed) == 26
    assert overheard.seen == {asked: clients[0] for asked, clients in SEEN.items()}


def _results(report: Path) -> tuple[set[str], set[str]]:
    """Names of the tests that passed and of those that did not, whatever the reason."""
    cases = ET.parse(report).getroot().iter("testcase")
    passed, failed = set[str](), set[str]()
    for case in cases:
        (failed if len(case) else passed).add(case.attrib["name"])
    return passed, failed
