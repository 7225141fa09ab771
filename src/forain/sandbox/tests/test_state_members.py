"""Enumeration members in a state file: the way Debian 12's Python writes them is read, and nothing else that way."""

from __future__ import annotations

import pickle
from enum import Enum
from http import HTTPMethod
from io import BytesIO

import pytest

from forain.sandbox.saving import _Careful


class _ByName:
    """Pickles as Python 3.11.0 to 3.11.3 pickle an enumeration's member."""

    def __init__(self, owner: object, name: str) -> None:
        self.owner, self.name = owner, name

    def __reduce__(self) -> tuple[object, tuple[object, str]]:
        return getattr, (self.owner, self.name)


def test_a_member_pickled_by_name_is_read() -> None:
    """A state written by Python 3.11.2 is continued by any later one, and by itself."""
    data = pickle.dumps(_ByName(HTTPMethod, "PATCH"))
    member: Enum = _Careful(BytesIO(data), frozenset({"http"})).load()
    assert member is HTTPMethod.PATCH


def test_no_other_attribute_is_looked_up() -> None:
    """`getattr` on anything but an enumeration would let a file reach any function."""
    data = pickle.dumps(_ByName(BytesIO, "close"))
    with pytest.raises(pickle.UnpicklingError):
        _Careful(BytesIO(data), frozenset({"forain", "io", "_io"})).load()
