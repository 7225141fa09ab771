"""The web process: granian serving Django as WSGI with a few threads, no access log, one worker process.

granian itself watches one child that has Django in it; if either dies, the other ends and the family starts anew.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import Any

#: Each thread may hold a database connection; pages are short, so a handful serves many people.
THREADS = 6
WAITING = 128


def main() -> int:
    """Serve on the host and port given as arguments, until SIGTERM."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    host, port = sys.argv[1], int(sys.argv[2])
    server = Granian(
        "forain.hub.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        backpressure=WAITING,
        websockets=False,
        log_level=LogLevels.error,
        workers_kill_timeout=20,
    )
    server.serve(target_loader=partial(_application, os.getpid()), wrap_loader=False)
    return 0


def _application(parent: int) -> Any:
    """In granian's child: the logs, then Django. The child ends when granian is killed."""
    from forain.hub.processes.child import end_with_parent

    end_with_parent(parent)
    from forain.hub.wsgi import application

    from forain.hub.ops.logs import set_up_logs  # isort: skip

    set_up_logs("web")
    return application
