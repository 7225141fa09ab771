"""Following `nexttoken`: a generator of flows that is given each page and stops by the rules of section 10."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from typing import Protocol, TypeVar

from forain.marketplaces.rakuten_fr.reading import Records
from forain.sdk.flow import Flow


class Page(Protocol):
    """An answer that may have a following one."""

    @property
    def next_token(self) -> str | None: ...


Answer = TypeVar("Answer")
Record = TypeVar("Record")
AnyPage = TypeVar("AnyPage", bound=Page)
Pages = Generator[Flow[AnyPage], AnyPage, None]


def pages(ask: Callable[[str], Flow[AnyPage]]) -> Pages[AnyPage]:
    """One flow for each page; the last page has no token, an empty one, or one that was already followed."""
    seen: set[str] = set()
    token = ""
    while True:
        page = yield ask(token)
        token = next_token(page, seen)
        if not token:
            return
        seen.add(token)


def next_token(page: Page, seen: set[str]) -> str:
    """The token to go on with, '' when this page is the last."""
    token = page.next_token or ""
    return "" if token in seen else token


def walk(found: Pages[AnyPage], run: Callable[[Flow[AnyPage]], AnyPage]) -> Iterator[AnyPage]:
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
    found: Pages[AnyPage], run: Callable[[Flow[AnyPage]], Awaitable[AnyPage]]
) -> AsyncIterator[AnyPage]:
    """The pages, with the async driver."""
    try:
        flow = next(found)
        while True:
            page = await run(flow)
            yield page
            flow = found.send(page)
    except StopIteration:
        return


def records(
    found: Pages[Records[Answer, Record]],
    run: Callable[[Flow[Records[Answer, Record]]], Records[Answer, Record]],
) -> Iterator[Record]:
    """The records of all pages, with the sync driver; a page's file is gone when its next one is asked for."""
    for page in walk(found, run):
        with page:
            yield from page
            page.answer()


async def records_async(
    found: Pages[Records[Answer, Record]],
    run: Callable[[Flow[Records[Answer, Record]]], Awaitable[Records[Answer, Record]]],
) -> AsyncIterator[Record]:
    """The records of all pages, with the async driver."""
    async for page in walk_async(found, run):
        with page:
            for record in page:
                yield record
            page.answer()
