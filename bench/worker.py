"""Runs one competitor in a process of its own: a round for each line it is sent, an answer in JSON for each.

Knows nothing but the standard library, so that any environment can run it:
``python worker.py runs/expat_parse.py DOCUMENT``. The named file has a function ``prepare(path)`` that gives the
function to be timed, which returns how many records it met.
"""

from __future__ import annotations

import gc
import importlib.util
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path


def main(file: str, document: str) -> None:
    """Serve rounds until the input ends."""
    run = _prepared(file, Path(document))
    print("ready", flush=True)
    for _ in sys.stdin:
        print(json.dumps(one_round(run)), flush=True)


#: A round lasts at least this long, in processor seconds: a single run of 20 ms right after waiting for its turn finds
#: a processor that was asleep and cold caches, which a competitor that takes ten times as long hardly notices.
AT_LEAST = 0.25


def one_round(run: Callable[[], int]) -> dict[str, float]:
    """Seconds of processor time a run, records, and megabytes above what was taken before; only the first round's
    memory tells."""
    gc.collect()
    _reset_peak()
    before = _memory("VmRSS")
    began, runs, seconds = time.process_time(), 0, 0.0
    while seconds < AT_LEAST:
        count = run()
        runs += 1
        seconds = time.process_time() - began
    return {"seconds": seconds / runs, "count": count, "megabytes": (_memory("VmHWM") - before) / 1024}


def _prepared(file: str, document: Path) -> Callable[[], int]:
    spec = importlib.util.spec_from_file_location(Path(file).stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    run: Callable[[], int] = module.prepare(document)
    return run


def _memory(name: str) -> int:
    """Kilobytes, from Linux' own books."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    return 0


def _reset_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


if __name__ == "__main__":
    main(*sys.argv[1:])
