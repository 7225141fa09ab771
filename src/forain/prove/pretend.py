"""The sandbox of a proof, as a process of its own: an empty world whose first line of output says where it is."""

from __future__ import annotations

import json
import sys
from typing import Any


def main() -> int:
    """Serve on a free port with the seed given as argument, until SIGTERM."""
    from forain.sandbox.engine import Options
    from forain.sandbox.process import Process

    Process(options=Options(seed=int(sys.argv[1]), empty=True), announce=_announce, port=0).run()
    return 0


def _announce(addresses: Any, engine: Any) -> None:
    from forain.sandbox.control import accounts

    sys.stdout.write(json.dumps({"url": addresses.url, "accounts": accounts(engine)}) + "\n")
    sys.stdout.flush()
