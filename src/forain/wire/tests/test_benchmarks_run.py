"""The codec's benchmarks still run; what they measure is not looked at here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]


@pytest.mark.skipif(not (ROOT / "bench").is_dir(), reason="the benchmarks are not part of the package")
def test_the_benchmarks_of_the_codec_run() -> None:
    names = ("decode_sales", "stream_report", "write_adverts")
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--small", "--check", *names],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert all(name.replace("_", " ") in done.stdout for name in names)
