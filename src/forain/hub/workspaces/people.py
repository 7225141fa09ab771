"""Who belongs to a workspace: added with a role, given another, taken out; the last administrator stays."""

from __future__ import annotations

import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from forain.hub.database.scope import everywhere
from forain.hub.kit.refusal import NotAllowed
from forain.hub.workspaces.audit import note
from forain.hub.workspaces.models import Membership, Role, User, Workspace


def members(workspace: Workspace) -> list[Membership]:
    rows = Membership.objects.filter(workspace=workspace).select_related("user")
    return list(rows.order_by("user__username"))


def member(workspace: Workspace, membership_id: int) -> Membership:
    """Raises `Membership.DoesNotExist`."""
    return Membership.objects.select_related("user").get(workspace=workspace, pk=membership_id)


def add(
    workspace: Workspace, name: str, *, full_name: str = "", role: str, language: str, actor: str
) -> tuple[User, str]:
    """A new login and its password, which can never be shown again. Raises NotAllowed (`user_exists`)."""
    password = secrets.token_urlsafe(12)
    first, _space, last = full_name.partition(" ")
    try:
        with transaction.atomic():
            person = User.objects.create_user(
                username=name, password=password, language=language, first_name=first, last_name=last
            )
            Membership.objects.create(workspace=workspace, user=person, role=Role(role))
            note(workspace.pk, actor, "user.created", name, role=role)
    except IntegrityError:
        raise NotAllowed("user_exists", _("There is somebody of this name already.")) from None
    return person, password


def give_role(row: Membership, role: str, *, actor: str) -> None:
    """Raises NotAllowed (`last_admin`)."""
    with transaction.atomic():
        _keep_an_administrator(row, Role(role))
        Membership.objects.filter(pk=row.pk).update(role=Role(role))
        note(row.workspace_id, actor, "user.role_given", row.user.username, role=role)


def remove(row: Membership, *, actor: str) -> None:
    """Out of this workspace; the login stays for others it belongs to. Raises NotAllowed (`last_admin`)."""
    with transaction.atomic():
        _keep_an_administrator(row, None)
        note(row.workspace_id, actor, "user.removed", row.user.username)
        row.delete()


def new_password(row: Membership, *, actor: str) -> str:
    """A password made for somebody who lost theirs. Raises NotAllowed (`belongs_elsewhere`): who has several
    workspaces is not taken over by one of them."""
    with everywhere("whether somebody belongs elsewhere too"):
        elsewhere = Membership.objects.filter(user=row.user).exclude(pk=row.pk).exists()
    if elsewhere:
        raise NotAllowed(
            "belongs_elsewhere",
            _("This person has other workspaces too: only they themselves may change their password."),
        )
    password = secrets.token_urlsafe(12)
    with transaction.atomic():
        row.user.set_password(password)
        row.user.save(update_fields=["password"])
        note(row.workspace_id, actor, "user.password_made", row.user.username)
    return password


def change_own_password(person: User, old: str, new: str) -> None:
    """Raises NotAllowed (`wrong_password`, `weak_password`)."""
    if not person.check_password(old):
        raise NotAllowed("wrong_password", _("This is not your current password."))
    try:
        validate_password(new, person)
    except ValidationError as error:
        raise NotAllowed("weak_password", " ".join(error.messages)) from None
    person.set_password(new)
    person.save(update_fields=["password"])


def _keep_an_administrator(row: Membership, role: Role | None) -> None:
    """The rows of administrators are locked, so two of them cannot take each other out at once."""
    admins = Membership.objects.select_for_update(no_key=True).filter(
        workspace_id=row.workspace_id, role=Role.ADMIN
    )
    if role is not Role.ADMIN and [one.pk for one in admins] == [row.pk]:
        raise NotAllowed("last_admin", _("The workspace needs an administrator: name another one first."))
