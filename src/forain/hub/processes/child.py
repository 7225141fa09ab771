"""The start of every child process: it has a session of its own, and ends when its parent is gone.

`python -m forain.hub.processes.child MODULE:FUNCTION [ARGUMENTS…]`; the function gets its arguments in `sys.argv`.
Ctrl-C in a terminal reaches the parent alone, which then ends its children in order.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import threading
import time

PARENT = "FORAIN_PARENT"


def end_with_parent(parent: int | None = None) -> None:
    """Watch the parent's process from a thread and end ourselves, politely, once it is no longer our parent."""
    expected = parent if parent is not None else int(os.environ.get(PARENT, "0"))
    if expected:
        threading.Thread(target=_watch, args=(expected,), daemon=True, name="forain-parent").start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(30)
    os._exit(1)


def main() -> int:
    end_with_parent()
    module, _, name = sys.argv[1].partition(":")
    sys.argv = [sys.argv[1], *sys.argv[2:]]
    return int(getattr(importlib.import_module(module), name)() or 0)


if __name__ == "__main__":
    sys.exit(main())
