"""Secrets at rest: sealed with Fernet keys of the data folder, newest key first, older ones still open.

Keys come from `FORAIN_SECRET_KEYS` (comma-separated) or the data folder's `secret.keys`, made at first start.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

#: Told of every value that is opened, so that logs can keep it out; the logs plug themselves in (`hub/ops/logs.py`).
opened_listeners: list[Callable[[Iterable[str]], None]] = []


class CannotUnseal(Exception):
    """The stored credentials were sealed with a key this installation does not have; enter them again."""


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.FORAIN_SECRET_KEYS])


def seal(values: Mapping[str, str]) -> bytes:
    return _fernet().encrypt(json.dumps(dict(values)).encode())


def unseal(sealed: bytes | memoryview) -> dict[str, str]:
    try:
        opened: dict[str, str] = json.loads(_fernet().decrypt(bytes(sealed)))
    except InvalidToken:
        raise CannotUnseal(CannotUnseal.__doc__) from None
    for tell in opened_listeners:
        tell(opened.values())
    return opened


def is_newest(sealed: bytes | memoryview) -> bool:
    """Whether the newest key opens it: nothing is left to rotate."""
    try:
        Fernet(settings.FORAIN_SECRET_KEYS[0]).decrypt(bytes(sealed))
    except InvalidToken:
        return False
    return True


def rotate(sealed: bytes | memoryview) -> bytes:
    """The same secret under the newest key. Raises CannotUnseal."""
    try:
        return _fernet().rotate(bytes(sealed))
    except InvalidToken:
        raise CannotUnseal(CannotUnseal.__doc__) from None
