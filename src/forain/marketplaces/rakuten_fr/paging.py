"""Following `nexttoken`: a generator of flows that is given each page and stops by the rules of section 10."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator

from forain.marketplaces.rakuten_fr.messages import CurrentSales
from forain.sdk.flow import Flow

Pages = Generator[Flow[CurrentSales], CurrentSales, None]


def pages(ask: Callable[[str], Flow[CurrentSales]]) -> Pages:
    """One flow for each page; the last page has no token, an empty one, or one that was already followed."""
    seen: set[str] = set()
    token = ""
    while True:
        page = yield ask(token)
        token = next_token(page, seen)
        if not token:
            return
        seen.add(token)


def next_token(page: CurrentSales, seen: set[str]) -> str:
    """The token to go on with, '' when this page is the last."""
    return "" if page.next_token in seen else page.next_token


def walk(found: Pages, run: Callable[[Flow[CurrentSales]], CurrentSales]) -> Iterator[CurrentSales]:
    """The pages, with the sync driver."""
    try:
        flow = next(found)
        while True:
            page = run(flow)
            yield page
            flow = found.send(page)
    except StopIteration:
        return


async def walk_async(
    found: Pages, run: Callable[[Flow[CurrentSales]], Awaitable[CurrentSales]]
) -> AsyncIterator[CurrentSales]:
    """The pages, with the async driver."""
    try:
        flow = next(found)
        while True:
            page = await run(flow)
            yield page
            flow = found.send(page)
    except StopIteration:
        return
