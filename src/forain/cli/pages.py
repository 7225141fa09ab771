"""What every list says when there is more than it showed."""

from __future__ import annotations

from forain.cli.show import note


def more(cursor: str) -> None:
    """Name the cursor of the next page, on stderr; nothing at the end of a list."""
    if cursor:
        note("There is more: --cursor {cursor}", cursor=cursor)
