"""The limit: as many bytes to a file, made before the clock starts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

PIECE = 64 * 1024
ADVERT = "<item><alias></alias><attributes><product></product><advert></advert></attributes></item>"
ATTRIBUTE = "<attribute><key></key><value><![CDATA[]]></value></attribute>"


def prepare(path: Path) -> Callable[[], int]:
    """Give the function to be timed."""
    data = json.loads(path.read_text())
    total = sum(_length(*advert) for advert in data["adverts"]) * int(data["times"])
    piece = b"x" * PIECE

    def run() -> int:
        with path.with_suffix(".bare").open("wb") as file:
            for _ in range(total // PIECE):
                file.write(piece)
            file.write(piece[: total % PIECE])
        return len(data["adverts"]) * int(data["times"])

    return run


def _length(alias: str, *sections: list[tuple[str, str]]) -> int:
    pairs = [pair for section in sections for pair in section]
    return len(ADVERT) + len(alias) + sum(len(ATTRIBUTE) + len(key) + len(value) for key, value in pairs)
