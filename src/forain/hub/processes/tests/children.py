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


def stubborn() -> None:
    """Ignores SIGTERM, and so does its own child."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    Path(sys.argv[1]).write_text(str(child.pid), encoding="ascii")
    time.sleep(60)


def main() -> None:
    from forain.hub.processes.member import Member

    child = Member("sleeper", (f"{__spec__.name}:sleep",))
    child.start()
    Path(sys.argv[1]).write_text(str(child.pid), encoding="ascii")
    time.sleep(60)


if __name__ == "__main__":
    main()
