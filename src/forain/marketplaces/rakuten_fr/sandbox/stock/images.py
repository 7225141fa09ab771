"""Pictures of a file: nothing is fetched, the address alone decides (host `.invalid` and `missing` names fail)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from forain.marketplaces.rakuten_fr import stock_decisions as decisions


def errors(images: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Address, advert and reason of each picture that cannot be taken in."""
    counted: Counter[str] = Counter()
    for url, aid in images:
        counted[aid] += 1
        reason = decisions.IMAGE_TOO_MANY if counted[aid] > decisions.IMAGES_AN_ADVERT else reason_of(url)
        if reason:
            yield url, aid, reason


def reason_of(url: str) -> str:
    """Why a picture cannot be fetched, '' when it can."""
    try:
        found = urlsplit(url)
    except ValueError:
        return decisions.IMAGE_ADDRESS
    if found.scheme not in {"http", "https"} or not found.hostname:
        return decisions.IMAGE_ADDRESS
    if found.hostname.endswith(".invalid") or "missing" in found.path:
        return decisions.IMAGE_MISSING
    return "" if found.path.lower().endswith(decisions.IMAGE_ENDINGS) else decisions.IMAGE_KIND
