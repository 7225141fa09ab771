"""Every transport variant as a program of its own, over a socket: right answers from every service."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from forain.marketplaces.spartoo.operations import OPERATIONS
from forain.marketplaces.spartoo.tests.samples_of_calls import good_calls, set_stage
from forain.marketplaces.spartoo.tests.support import Play

SCRIPTS = Path(__file__).parent / "scripts"
VARIANTS = [
    ("urlencoded.py", "fr"),
    ("urlencoded.py", "en"),
    ("empty_post.py", "fr"),
    ("get.py", "fr"),
    ("multipart_expect.py", "fr"),
    ("slip_port_80.py", "fr"),
]


@pytest.mark.parametrize(("script", "names"), VARIANTS)
def test_a_foreign_program_gets_right_answers_from_every_service(script: str, names: str) -> None:
    play = Play.begin(datetime(2031, 5, 9, 12, 0, tzinfo=UTC))
    calls = good_calls(set_stage(play))
    with play.sandbox.listen() as url:
        done = subprocess.run(
            [sys.executable, SCRIPTS / script, url, play.partenaire, names],
            input=json.dumps(calls),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    wanted = ["xml_export_bl"] if script.startswith("slip") else sorted(OPERATIONS)
    assert sorted(done.stdout.split("\n")[:-1]) == [f"{service} 1" for service in wanted]


def test_every_script_is_run() -> None:
    kept = {path.name for path in SCRIPTS.glob("*.py")} - {"__init__.py"}
    assert kept == {script for script, _ in VARIANTS}
