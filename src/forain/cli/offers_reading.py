"""How a file of offers is to be read, as it is told on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from forain.cli.exits import Exit, Failure
from forain.cli.language import say

if TYPE_CHECKING:
    from forain.hub.offers.reading.marked_up import Profile


def mapping(pairs: tuple[str, ...]) -> dict[str, str]:
    from forain.hub.offers.columns import FIELDS

    found = {}
    for pair in pairs:
        head, _, name = pair.rpartition("=")
        if not head or name not in FIELDS:
            raise Failure(
                say("{pair!r} is no HEAD=FIELD; fields: {known}", pair=pair, known=", ".join(FIELDS)),
                Exit.USAGE,
            )
        found[head] = name
    return found


def profile_of(file: Path | None) -> Profile | None:
    if file is None:
        return None
    import json

    from forain.hub.offers.reading.marked_up import Profile

    try:
        told = json.loads(file.read_text())
        return Profile(str(told["row"]), {str(name): str(path) for name, path in told["fields"].items()})
    except (ValueError, KeyError, AttributeError, TypeError):
        words = say('A profile is {{"row": "product", "fields": {{"sku": "reference", …}}}}.')
        raise Failure(words, Exit.USAGE) from None
