"""Spartoo's services to be called by hand (`forain call spartoo …`): every parameter as it goes over the wire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forain.marketplaces.spartoo.flows.caller import Answered, Caller
from forain.marketplaces.spartoo.flows.multipart import Upload
from forain.marketplaces.spartoo.operations import OPERATIONS, PARTENAIRE
from forain.marketplaces.spartoo.sites import site_of
from forain.sdk.calls import Asked, Offer, Told
from forain.sdk.flow import NO_RETRY, Flow
from forain.sdk.pacing import NO_PACE
from forain.wire.operation import Operation

__all__ = ["offer"]

#: Services that change one object (spartoo.md section 7.1, 4).
SINGLE = frozenset({"xml_maj_orders", "xml_maj_returns", "xml_maj_stock"})


class SpartooCalls:
    """`forain.sdk.calls.Offer`."""

    operations: Mapping[str, Operation[Any]] = OPERATIONS
    own = frozenset({PARTENAIRE.name})

    def call(self, asked: Asked) -> Flow[Told]:
        """A change of one object fails by a code in its echo; every other answer is shown with its marked items."""
        site = site_of(asked.credentials.get("site", ""))
        caller = Caller(asked.credentials["partenaire"], site, asked.endpoint, NO_RETRY, NO_PACE)
        files = tuple(
            (part, Upload(paper.name, "application/octet-stream", paper.content))
            for part, paper in asked.files.items()
        )
        judged = caller.change if asked.service in SINGLE else caller.read
        answered: Answered[Any] = yield from judged(OPERATIONS[asked.service], asked.given, files)
        marked = [f"{one.error.id}: {one.error.description}" for one in answered.marked]
        return Told(answered.message, (*answered.notes, *marked))


offer: Offer = SpartooCalls()
