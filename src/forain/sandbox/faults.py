"""Rules that say which calls go wrong, and how: by stage, service, account, probability and a count."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from forain.sandbox.mischief import KINDS, Parameters

_NAMES = "|".join(KINDS)
_KIND_HELP = "\n".join(f"- `{name}`: {kind.summary}" for name, kind in KINDS.items())

#: The name of a kind of fault; the pattern is made from the table, so the two cannot disagree.
KindName = Annotated[
    str,
    Meta(pattern=f"^({_NAMES})$", description=_KIND_HELP, extra_json_schema={"enum": list(KINDS)}),
]
Pattern = Annotated[str, Meta(min_length=1, max_length=200, description="A name; `*` stands for any.")]


class NewFault(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A rule: which calls are struck, how, how often."""

    kind: KindName
    stage: Pattern = "*"
    service: Pattern = "*"
    account: Pattern = "*"
    probability: Annotated[float, Meta(gt=0, le=1, description="Chance that a matching call is struck.")] = (
        1.0
    )
    count: Annotated[int, Meta(ge=1, le=1_000_000_000)] | None = None
    delay: (
        Annotated[float, Meta(ge=0, le=3600, description="Seconds, for `timeout_*` and `slow`.")] | None
    ) = None
    status: Annotated[int, Meta(ge=400, le=599, description="For `status` and `status_after`.")] = 503
    empty: Annotated[bool, Meta(description="For `status`: no body instead of an HTML page.")] = False
    size: Annotated[int, Meta(ge=0, le=10_000_000_000, description="Bytes, for `huge`.")] = 100 * 1024 * 1024

    def parameters(self) -> Parameters:
        return Parameters(delay=self.delay, status=self.status, empty=self.empty, size=self.size)


class Rule(msgspec.Struct, kw_only=True):
    """A rule in force. `left` is None without a limit; a spent rule stays listed until it is deleted."""

    id: str
    fault: NewFault
    left: int | None
    struck: int = 0

    def matches(self, stage: str, service: str, account: str) -> bool:
        if self.left == 0:
            return False
        asked = ((self.fault.stage, stage), (self.fault.service, service), (self.fault.account, account))
        return all(wanted == "*" or fnmatchcase(given.lower(), wanted.lower()) for wanted, given in asked)


@dataclass(slots=True)
class Faults:
    """The first rule that matches and whose chance comes up strikes.

    The generator is the faults' own, seeded from the world's seed, so setting a fault does not change the world.
    """

    seed: int
    rules: dict[str, Rule] = field(default_factory=dict)
    random: random.Random = field(init=False)
    _number: int = 0

    def __post_init__(self) -> None:
        self.random = random.Random(f"faults {self.seed}")

    def add(self, fault: NewFault) -> Rule:
        self._number += 1
        rule = Rule(id=f"f{self._number}", fault=fault, left=fault.count)
        self.rules[rule.id] = rule
        return rule

    def remove(self, rule: str) -> None:
        """Raises LookupError when there is no such rule."""
        if rule not in self.rules:
            raise LookupError(f"There is no fault {rule!r}.")
        del self.rules[rule]

    def clear(self) -> int:
        removed = len(self.rules)
        self.rules.clear()
        return removed

    def strike(self, stage: str, service: str, account: str) -> Rule | None:
        """The rule that strikes this call, counted; None when it is spared."""
        for rule in self.rules.values():
            if rule.matches(stage, service, account) and self.random.random() < rule.fault.probability:
                rule.struck += 1
                rule.left = None if rule.left is None else rule.left - 1
                return rule
        return None

    def saved(self) -> dict[str, Any]:
        """Plain data for the state file."""
        return {
            "rules": msgspec.to_builtins(list(self.rules.values())),
            "random": self.random.getstate(),
            "number": self._number,
        }

    def restore(self, saved: dict[str, Any]) -> None:
        found = [msgspec.convert(one, Rule) for one in saved["rules"]]
        self.rules = {rule.id: rule for rule in found}
        self.random.setstate(saved["random"])
        self._number = saved["number"]
