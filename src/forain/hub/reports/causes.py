"""Causes: problems of the same kind, explained in words and told apart by what is to be done about them."""

from __future__ import annotations

from typing import cast

from forain.connect.explaining import unknown
from forain.connect.offers import ExplainsOffers, Explanation, LineProblem
from forain.hub.connections.models import Connection

#: Between the code of an explanation and the field, in the name of a cause.
MARK = "|"


def explain(connection: Connection, code: str, key: str = "", words: str = "") -> Explanation:
    """The room's explanation; one that says "unknown" where the room explains nothing."""
    room = connection.room
    if connection.manifest.offers is None:
        return unknown(code)
    return cast("ExplainsOffers", room).explain(code, key, words)


def cause_of(connection: Connection, problem: LineProblem) -> str:
    """Of one code and field there is one thing to do; unknown codes are told apart by the marketplace's words."""
    found = explain(connection, problem.code, problem.key, problem.words)
    told_apart = problem.field or (problem.words[:60] if not found.source else "")
    return f"{found.code}{MARK}{told_apart}"


def explanation_of(connection: Connection, cause: str) -> Explanation:
    """The explanation a cause was named after."""
    code = cause.partition(MARK)[0]
    plain, _, key = code.partition(":")
    return explain(connection, plain, key)
