"""A minimal command of its own, for the day when the hub does not start: status, start, stop."""

import argparse
import os
import sys
from pathlib import Path

from forain.hub.database.embedded import EmbeddedServer
from forain.hub.database.errors import ServerError
from forain.hub.database.place import leftovers


def _status(server: EmbeddedServer) -> int:
    found = server.status()
    print(f"state: {found.state}")
    facts = {"version": found.version, "process": found.pid, "socket": found.socket_dir}
    for name, value in {**facts, "files": found.cluster, "logs": found.logs}.items():
        if value:
            print(f"{name}: {value}")
    if os.geteuid() == 0:
        for folder in leftovers():
            print(f"left over, its data folder is gone: {folder}")
    return 0 if found.state == "running" else 3  # 3 is what init scripts say for "not running"


def _start(server: EmbeddedServer) -> int:
    info = server.ensure()
    print(
        f"PostgreSQL {info.version} {'started' if info.started_by_us else 'runs already'} in {info.socket_dir}"
    )
    return 0


def _stop(server: EmbeddedServer) -> int:
    print("stopped" if server.stop() else "it did not run")
    return 0


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m forain.hub.database", description=__doc__)
    actions = {"status": _status, "start": _start, "stop": _stop}
    parser.add_argument("action", choices=actions)
    parser.add_argument("--data", type=Path, required=True, help="Forain's data folder")
    chosen = parser.parse_args(arguments)
    try:
        return actions[chosen.action](EmbeddedServer(chosen.data))
    except ServerError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
