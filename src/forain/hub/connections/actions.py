"""What a person may do with a connection: connect an account, change its mode, give it new credentials."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forain.connect.contract import Account, Checked, Exchange, Marketplace
from forain.connect.outcomes import Trouble
from forain.connect.registry import UnknownMarketplace, marketplace
from forain.hub.connections.health import trouble_code
from forain.hub.connections.models import Connection, Health, Mode, Reading
from forain.hub.journal.unit import unit
from forain.hub.kit.clock import now
from forain.hub.kit.sealed import CannotUnseal, unseal
from forain.hub.workspaces.audit import note
from forain.hub.workspaces.models import Workspace
from forain.trade.events import EventKind

CHECK_SECONDS = 40


class CannotConnect(Exception):
    """`field` is the form field to mend ('' for the whole), `code` for programs, `words` for people."""

    def __init__(self, field: str, code: str, words: str) -> None:
        self.field, self.code, self.words = field, code, words
        super().__init__(words)


def connect(
    workspace: Workspace,
    marketplace_id: str,
    name: str,
    credentials: Mapping[str, str],
    endpoint: str = "",
    mode: str = Mode.OBSERVE,
    *,
    actor: str,
    options: Mapping[str, str] | None = None,
) -> Connection:
    """Check what was typed, then the account itself with a call that changes nothing, then keep it sealed."""
    room = _room(marketplace_id)
    cleaned = _validated(room, credentials)
    _name_free(workspace, name)
    account = Account(
        endpoint=endpoint or room.manifest.endpoint,
        credentials=cleaned,
        ship_from=workspace.ship_from,
        options=dict(options or {}),
    )
    checked = check(room, account)
    row = Connection(
        workspace=workspace,
        marketplace_id=room.manifest.id,
        name=name.strip() or room.manifest.name,
        endpoint=account.endpoint,
        mode=mode,
        health=Health.WELL,
        facts=dict(checked.facts),
        options=dict(options or {}),
        account_label=_public_label(room, cleaned, checked),
        last_ok_at=now(),
    )
    row.seal_credentials(cleaned)
    return _keep(row, actor)


def check(room: Marketplace, account: Account) -> Checked:
    """The live, read-only check. Raises CannotConnect with the marketplace's reason and ours."""
    try:
        result = asyncio.run(_check(room, account))
    except TimeoutError:
        raise CannotConnect("", "network", _("The marketplace did not answer in time. Try again.")) from None
    if not isinstance(result, Checked):
        raise _explained(result, room)
    return result


async def _check(room: Marketplace, account: Account) -> Checked | Trouble:
    async with asyncio.timeout(CHECK_SECONDS):
        return await room.connect(account, _forget).check()


def set_mode(connection: Connection, mode: str, *, actor: str) -> None:
    """`observe` reads only, `live` also sends, `paused` does neither."""
    wanted = Mode(mode)
    with unit(connection.workspace_id, actor) as work:
        row = Connection.objects.select_for_update(no_key=True).get(pk=connection.pk)
        before, row.mode, row.next_at = row.mode, wanted, now()
        row.save(update_fields=["mode", "next_at"])
        work.event(
            EventKind.CONNECTION_CHANGED,
            "connection",
            row.pk,
            connection_id=row.pk,
            before=before,
            after=wanted.value,
        )
        note(row.workspace_id, actor, "connection.mode", row.name, before=before, after=wanted.value)
    connection.mode = wanted


def replace_credentials(connection: Connection, credentials: Mapping[str, str], *, actor: str) -> None:
    """New credentials for the same account, checked live before they replace the old ones."""
    room = connection.room
    cleaned = _validated(room, {**_old(connection), **credentials})
    account = Account(
        endpoint=connection.endpoint,
        credentials=cleaned,
        ship_from=connection.workspace.ship_from,
        options={str(key): str(value) for key, value in connection.options.items()},
    )
    checked = check(room, account)
    _same_account(connection, checked)
    with unit(connection.workspace_id, actor) as work:
        row = Connection.objects.select_for_update(no_key=True).get(pk=connection.pk)
        row.seal_credentials(cleaned)
        row.facts, row.health, row.next_at, row.blocked_until = dict(checked.facts), Health.NEW, now(), None
        row.save(update_fields=["sealed", "facts", "health", "next_at", "blocked_until"])
        work.event(
            EventKind.CONNECTION_CHANGED, "connection", row.pk, connection_id=row.pk, what="credentials"
        )
        note(row.workspace_id, actor, "connection.credentials", row.name)


def _old(connection: Connection) -> dict[str, str]:
    """What is kept, so that only what changes must be typed; nothing when it cannot be opened any more."""
    try:
        return unseal(connection.sealed)
    except CannotUnseal:
        return {}


def _same_account(connection: Connection, checked: Checked) -> None:
    """Orders belong to an account: another account is another connection."""
    for name in ("seller_id", "seller"):
        before, after = connection.facts.get(name), checked.facts.get(name)
        if before and after and before != after:
            words = _(
                "These credentials are of another account (%(after)s, not %(before)s). Connect it on its own."
            )
            raise CannotConnect("", "other_account", words % {"after": after, "before": before})


def _room(marketplace_id: str) -> Marketplace:
    try:
        return marketplace(marketplace_id)
    except UnknownMarketplace as error:
        raise CannotConnect("marketplace", "unknown_marketplace", str(error)) from None


def _validated(room: Marketplace, credentials: Mapping[str, str]) -> dict[str, str]:
    cleaned = {name: value.strip() for name, value in credentials.items()}
    for problem in room.validate(cleaned):
        raise CannotConnect(problem.field, problem.code, _in_language(problem.words))
    return cleaned


def _in_language(words: Mapping[str, str]) -> str:
    return words.get((get_language() or "en")[:2]) or words["en"]


def _name_free(workspace: Workspace, name: str) -> None:
    if Connection.objects.filter(workspace=workspace, name=name.strip()).exists():
        raise CannotConnect(
            "name", "name_taken", _("Another connection has this name; choose a different one.")
        )


def _explained(trouble: Trouble, room: Marketplace) -> CannotConnect:
    code = trouble_code(trouble)
    ours = {
        "credentials": _(
            "%(name)s does not know these credentials. Check both fields; copy the token again."
        ),
        "deactivated": _(
            "%(name)s has deactivated this account. Write to its seller support, then try again."
        ),
        "rights": _("This account has no right to the web services of %(name)s. Ask its seller support."),
        "quota": _("The account has used up its calls for this hour. Try again after the full hour."),
        "network": _("%(name)s could not be reached. Check the address and this machine's network."),
        "server": _("%(name)s is in trouble at the moment. Try again in a few minutes."),
        "garbled": _("The answer is not a document of %(name)s. Check the address."),
    }.get(code, _("%(name)s refused: %(words)s"))
    return CannotConnect("", code, ours % {"name": room.manifest.name, "words": trouble.words})


def _public_label(room: Marketplace, credentials: Mapping[str, str], checked: Checked) -> str:
    public = [
        credentials[one.name]
        for one in room.manifest.credentials
        if not one.secret and one.name in credentials
    ]
    return (public[0] if public else checked.facts.get("account", ""))[:120]


def _forget(_: Exchange) -> None:
    """The check happens before there is a connection to keep its exchange under."""


def _keep(row: Connection, actor: str) -> Connection:
    try:
        with transaction.atomic(), unit(row.workspace_id, actor) as work:
            row.save(force_insert=True)
            Reading.objects.bulk_create(
                Reading(connection=row, resource=one.name) for one in row.manifest.resources
            )
            work.event(
                EventKind.CONNECTION_ADDED,
                "connection",
                row.pk,
                connection_id=row.pk,
                marketplace=row.marketplace_id,
            )
            note(row.workspace_id, actor, "connection.added", row.name, mode=row.mode)
    except IntegrityError:
        raise CannotConnect(
            "name", "name_taken", _("Another connection has this name; choose a different one.")
        ) from None
    return row
