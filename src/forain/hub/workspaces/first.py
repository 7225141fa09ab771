"""The first person of an empty hub: let in by a code that only who started the hub, or reads its log, can know.

The code is worked out from the hub's own signing key and its first workspace, so that every web process knows it and
none keeps it. It opens nothing any more once somebody exists.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from forain.hub.database.scope import everywhere
from forain.hub.kit.refusal import NotAllowed
from forain.hub.workspaces.audit import note
from forain.hub.workspaces.models import Language, Membership, Role, User, Workspace

_SALT: Final = "forain.hub.workspaces.first"
#: 120 bits, in letters and digits that can be typed.
_BYTES: Final = 15
#: Two who are first at the same moment, and the command line's first workspace, wait for each other.
_LOCK: Final = 7236719


def place(name: str) -> Workspace | None:
    """The workspace that waits for its first person, made if there is none; None once somebody exists."""
    with everywhere("whether anybody is here yet"), transaction.atomic():
        _alone()
        if User.objects.exists():
            return None
        return Workspace.objects.order_by("created_at").first() or Workspace.objects.create(name=name)


def nobody_yet() -> bool:
    return not User.objects.exists()


def code_of(workspace: Workspace) -> str:
    """Groups of four with hyphens."""
    digest = salted_hmac(_SALT, str(workspace.pk), algorithm="sha256").digest()
    text = base64.b32encode(digest[:_BYTES]).decode()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def is_code(given: str) -> bool:
    """Whether this is the code of the empty hub; never once somebody exists."""
    with everywhere("whether anybody is here yet"):
        waiting = None if User.objects.exists() else Workspace.objects.order_by("created_at").first()
    return waiting is not None and constant_time_compare(_digest(given), _digest(code_of(waiting)))


def _digest(code: str) -> str:
    told = "".join(one for one in code.upper() if one.isalnum())
    return hashlib.sha256(told.encode()).hexdigest()


def settle(code: str, name: str, password: str, *, full_name: str, workspace: str, language: str) -> User:
    """The first administrator, and the workspace's name. Raises NotAllowed (`wrong_code`, `not_first`, `weak_password`)."""
    first, _space, last = full_name.partition(" ")
    person = User(username=name, first_name=first, last_name=last, language=Language(language))
    _require_good(password, person)
    with everywhere("the first person of an empty hub"), transaction.atomic():
        _alone()
        waiting = Workspace.objects.order_by("created_at").first()
        if User.objects.exists() or waiting is None:
            raise NotAllowed("not_first", _("Somebody has been here first. Log in, or ask them for a login."))
        if not is_code(code):
            raise NotAllowed("wrong_code", _("This is not the code that was printed when the hub started."))
        waiting.name = workspace
        waiting.save(update_fields=["name"])
        person.set_password(password)
        person.save()
        Membership.objects.create(workspace=waiting, user=person, role=Role.ADMIN)
        note(waiting.pk, name, "user.created", name, role=Role.ADMIN.value)
    return person


def _require_good(password: str, person: User) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise NotAllowed("weak_password", " ".join(error.messages)) from None


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
