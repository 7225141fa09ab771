"""The hub in a process of its own: its plan over the table, `ROUNDS` times; seconds of the wall and peak memory.

Run by `bench/offers_plan.py`: ``python plan_forain.py CONNECTION ROUNDS`` prints JSON. `megabytes` is the peak of the
whole process, Django included.
"""

import json
import os
import statistics
import sys
import time
from pathlib import Path


def main(connection_id: str, rounds: str) -> None:
    """Boot, plan, tell."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forain.hub.settings")
    import django

    django.setup()
    from forain.hub.database.scope import whole_process

    whole_process("bench")
    from forain.hub.connections.models import Connection
    from forain.hub.offers import plan

    account = Connection.objects.get(pk=connection_id)
    taken = []
    for _ in range(int(rounds)):
        began = time.perf_counter()
        count = sum(1 for one in plan.differences(account) if one.fields)
        taken.append(time.perf_counter() - began)
    print(json.dumps({"seconds": statistics.median(taken), "count": count, "megabytes": _peak()}))


def _peak() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


main(*sys.argv[1:])
