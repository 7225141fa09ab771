"""What the children of the tests do; run as a program it is a parent that waits to be killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path


def sleep() -> None:
    time.sleep(60)


def speak() -> None:
    print("said", flush=True)
    time.sleep(60)


def tell(pid: int) -> None:
    """The file is there only with its content: who waits for it may read it at once."""
    told = Path(sys.argv[1])
    draft = told.with_suffix(".draft")
    draft.write_text(str(pid), encoding="ascii")
    draft.rename(told)


def stubborn() -> None:
    """Ignores SIGTERM, and so does its own child."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    tell(child.pid)
    time.sleep(60)


def main() -> None:
    from forain.hub.processes.member import Member

    child = Member("sleeper", (f"{__spec__.name}:sleep",))
    child.start()
    assert child.pid is not None
    tell(child.pid)
    time.sleep(60)


if __name__ == "__main__":
    main()
