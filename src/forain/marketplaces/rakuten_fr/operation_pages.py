"""Following `hasmoreoperations`: the next page is asked for by the date of the last operation, not by a token."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Protocol

from forain.marketplaces.rakuten_fr.messages import WalletOperation, WalletOperations
from forain.sdk.flow import Flow
from forain.wire.values import PARIS_SECONDS


class Ask(Protocol):
    """`Calls.getoperations`."""

    def __call__(self, *, older_than: datetime | None = None) -> Flow[WalletOperations]:
        """Ask for one page."""


def by_date(ask: Ask) -> Callable[[str], Flow[WalletOperations]]:
    """`ask` in the form `paging.pages` wants: `WalletOperations.next_token` is that date."""
    return lambda token: ask(older_than=PARIS_SECONDS.read(token) if token else None)


def fresh(page: WalletOperations, seen: set[str]) -> Iterator[WalletOperation]:
    """Operations not met before: whether the service leaves out the one with just that date is not documented."""
    for one in page.operations:
        if one.operation_id not in seen:
            seen.add(one.operation_id)
            yield one
