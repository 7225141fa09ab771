"""What holds for every test of the repository."""

from __future__ import annotations

import gc


def pytest_collection_finish() -> None:
    """Everything imported by now stays: the garbage collector need not walk through Django again and again.

    Measured over journeys and requests made from the API's document: a fifth of their CPU time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
