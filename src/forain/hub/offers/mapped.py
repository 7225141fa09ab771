"""How a program says what the columns of its files mean: head -> field, or for XML path -> field in a named element."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from forain.hub.kit.refusal import NotAllowed
from forain.hub.offers.columns import FIELDS
from forain.hub.offers.reading.marked_up import Profile


def reading_of(mapping: Mapping[str, str], row: str) -> tuple[dict[str, str], Profile | None]:
    """Mapping of heads, or the profile of an XML whose offers are elements named `row`. Raises NotAllowed
    (`bad_mapping`)."""
    unknown = sorted(set(mapping.values()) - set(FIELDS))
    if unknown:
        words = _("“%(fields)s” is no field of an offer. Fields are: %(known)s.")
        facts = {"fields": ", ".join(unknown)[:200], "known": ", ".join(FIELDS)}
        raise NotAllowed("bad_mapping", words % facts)
    if not row:
        return dict(mapping), None
    if "sku" not in mapping.values():
        raise NotAllowed("bad_mapping", _("Reading XML needs a mapping that says where the SKU stands."))
    return {}, Profile.of(row, mapping)


def pairs(told: Sequence[str]) -> dict[str, str]:
    """`HEAD=FIELD` each. Raises NotAllowed (`bad_mapping`)."""
    found = {}
    for one in told:
        head, _equals, member = one.rpartition("=")
        if not head:
            raise NotAllowed("bad_mapping", _("“%(pair)s” is no HEAD=FIELD.") % {"pair": one[:100]})
        found[head] = member
    return found
