"""Before a push goes out: lines the marketplace would refuse are settled as rejected, where the merchant wants that.

They stand among the errors by cause like those a report told, are explained, corrected and sent again the same way.
"""

from __future__ import annotations

from collections.abc import Iterator

from forain.connect.offers import LineProblem
from forain.hub.journal.unit import unit
from forain.hub.offers import applying
from forain.hub.offers.checking import checker
from forain.hub.offers.models import Push, PushKind
from forain.hub.reports import lines, outcomes, todos
from forain.hub.reports.batch import told_lines
from forain.hub.reports.told import Verdict


def refuse_bad(push: Push) -> bool:
    """Whether anything is left to send. A full replacement is left alone: what is not in it would leave the sale."""
    if push.kind == PushKind.REPLACEMENT or not applying.rules_of(push.connection).check_first:
        return True
    found = list(_bad(push))
    if not found:
        return True
    with unit(push.workspace_id, "forain") as work:
        if not outcomes.write(push, outcome_code=""):  # somebody else has it
            return False
        outcomes.tally(push, lines.settle(push, found))
        outcomes.write(push, counts=push.counts)
        if lines.open_lines(push):
            todos.refresh(work, push.connection)
            return True
        outcomes.finish(work, push, names_bad_only=True)
        return False


def _bad(push: Push) -> Iterator[Verdict]:
    """With a bad variant its whole family waits: a variant left out of a file would be taken off sale."""
    rules = push.connection.manifest.offers
    check = checker(push.connection)
    problems: dict[str, tuple[LineProblem, ...]] = {}
    families: dict[str, list[str]] = {}
    for family, change in told_lines(push):
        sku = change.offer.sku
        families.setdefault(family if rules and rules.families else sku, []).append(sku)
        told = check(change)
        if any(one.fatal for one in told):
            problems[sku] = told
    for skus in families.values():
        spoiled = next((problems[sku] for sku in skus if sku in problems), None)
        if spoiled is not None:
            yield from (Verdict(sku, done=False, problems=problems.get(sku, spoiled)) for sku in skus)
