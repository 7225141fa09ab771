"""The order in which a message class is written: fields that follow each other share the parents they have in common."""

from __future__ import annotations

from dataclasses import dataclass, field

from forain.wire._plan import Field, Plan, plan_of


@dataclass(slots=True)
class Slot:
    """One element to be written; `always`: even when there is nothing in it."""

    name: str
    value: Field | None = None
    children: list[Slot] = field(default_factory=list)
    always: bool = False

    @property
    def is_group(self) -> bool:
        """Whether it is there for its children alone."""
        return self.value is None

    @property
    def is_certain(self) -> bool:
        """Whether it is written whatever the record holds."""
        if self.always or self.value is None:
            return self.always or any(child.is_certain for child in self.children)
        one = self.value
        return not (self.children or one.many or one.is_presence) and not (
            one.optional and one.when_none == "omit"
        )


def layout(plan: Plan) -> Slot:
    """The order of writing of a message class."""
    top = Slot("")
    for one in plan.fields:
        slot = top
        for name in one.path[:-1]:
            slot = _below(slot, name)
            slot.always |= one.many and one.when_none == "empty"
        slot.children.append(Slot(one.path[-1], one))
    return top


def _below(slot: Slot, name: str) -> Slot:
    if not slot.children or slot.children[-1].name != name:
        slot.children.append(Slot(name))
    return slot.children[-1]


def is_leaf(record: type) -> bool:
    """Whether the records of a class hold no other records."""
    return not any(target.record for one in plan_of(record).fields for target in one.targets)
