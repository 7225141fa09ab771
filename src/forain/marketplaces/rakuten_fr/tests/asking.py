"""Carries an `Ask` out with the client's own flow, in any version."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from forain.marketplaces.rakuten_fr.calls import ByHand, offer
from forain.marketplaces.rakuten_fr.tests.provoked.kinds import Ask
from forain.marketplaces.rakuten_fr.tests.support import Play
from forain.sdk.calls import Paper
from forain.sdk.client import SyncDriver
from forain.sdk.flow import NO_RETRY
from forain.wire.http import Exchange

#: For a service whose versions nobody recorded.
ANY_DAY = "2013-01-01"


def ask_for(
    play: Play,
    service: str,
    version: str,
    ask: Ask,
    *,
    record: Callable[[Exchange], None] | None = None,
    notice: Callable[[str, str], None] = lambda *_: None,
) -> Any:
    """The typed answer; raises what the client raises."""
    calls = ByHand(
        login=play.login if ask.login is None else ask.login,
        token=play.token if ask.token is None else ask.token,
        endpoint=play.sandbox.url,
        retry=NO_RETRY,
        notice=notice,
    )
    operation = offer.operations[service]
    files = {} if ask.file is None else {operation.upload or "": Paper("file.xml", ask.file)}
    given = {"version": version or ANY_DAY, **ask.given}
    with SyncDriver(record=record, transport=play.sandbox.transport()) as driver:
        return driver.run(calls.ask(operation, given, files))
