"""After five wrong passwords one name from one address waits five minutes, whichever web process it asks.

Only the pair waits, so nobody can lock another person out from elsewhere.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Final

from django.db.models import F, QuerySet

from forain.hub.kit.clock import now
from forain.hub.workspaces.models import LoginFailure

#: How many failures before a pair waits, and for how long after the first of them.
FAILURES: Final = 5
WAIT: Final = timedelta(minutes=5)


def waits(name: str, address: str) -> bool:
    """Whether this pair has guessed too often lately."""
    return _recent(name, address).filter(failures__gte=FAILURES).exists()


def count_failure(name: str, address: str) -> None:
    """One more wrong password; counts of processes that ask at once add up."""
    if _recent(name, address).update(failures=F("failures") + 1):
        return
    fresh = LoginFailure(key=_key(name, address), failures=1, began_at=now())
    LoginFailure.objects.bulk_create(
        [fresh], update_conflicts=True, unique_fields=["key"], update_fields=["failures", "began_at"]
    )


def forget(name: str, address: str) -> None:
    """The right password was given."""
    LoginFailure.objects.filter(key=_key(name, address)).delete()


def forget_old() -> int:
    """Drop what nobody waits for any more; called by the nightly cleaning."""
    return LoginFailure.objects.filter(began_at__lt=now() - WAIT).delete()[0]


def _recent(name: str, address: str) -> QuerySet[LoginFailure, LoginFailure]:
    return LoginFailure.objects.filter(key=_key(name, address), began_at__gt=now() - WAIT)


def _key(name: str, address: str) -> str:
    return hashlib.sha256(f"{name.casefold()}|{address}".encode()).hexdigest()
