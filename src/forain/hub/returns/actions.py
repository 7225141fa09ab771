"""What a person or program may ask for about a return: decide it, give its label. Asking twice is harmless."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from forain.connect.contract import Label
from forain.hub.journal.unit import Unit, unit
from forain.hub.kit.refusal import NotAllowed
from forain.hub.outbox.asking import Wish, same_already, write
from forain.hub.outbox.models import Command
from forain.hub.outbox.wake import wake
from forain.hub.returns.labels import checked_file, checked_link
from forain.hub.returns.models import Return
from forain.hub.returns.preflight import decision_refusal, label_refusal
from forain.hub.workspaces.audit import note
from forain.trade.commands import CommandKind, Paper

#: Our own limit for the reason of a refusal, which Spartoo does not take: people here read it.
LONGEST_REASON = 400


def accept(row: Return, *, actor: str) -> Command:
    """The parcel came back and all is well: the marketplace pays the buyer. Raises NotAllowed."""
    return _decide(row, {"decision": "accept"}, actor)


def refuse(row: Return, *, reason: str, actor: str) -> Command:
    """The return is not accepted. Raises NotAllowed (`reason_missing`, `reason_too_long`…)."""
    reason = " ".join(reason.split())
    if not reason:
        raise NotAllowed("reason_missing", _("Say why the return is refused; it is kept with the return."))
    if len(reason) > LONGEST_REASON:
        raise NotAllowed("reason_too_long", _("A reason has at most 400 characters."), longest=LONGEST_REASON)
    return _decide(row, {"decision": "refuse", "reason": reason}, actor)


def label_link(row: Return, link: str, *, actor: str) -> Command:
    """Give the address of a prepaid label. Raises NotAllowed."""
    return _label(row, actor, {"label_link": checked_link(link, _rule(row))}, None)


def label_file(row: Return, name: str, content: bytes, *, actor: str) -> Command:
    """Give a prepaid label itself; the marketplace hosts it. Raises NotAllowed."""
    return _label(row, actor, {}, checked_file(name, content, _rule(row)))


def _rule(row: Return) -> Label:
    capability = row.connection.manifest.capability(CommandKind.RETURN_LABEL)
    if capability is None or capability.label is None:
        raise label_refusal(row) or NotAllowed("not_offered", _("The marketplace takes no label."))
    return capability.label


def _decide(row: Return, details: Mapping[str, str], actor: str) -> Command:
    with unit(row.workspace_id, actor) as work:
        locked = _locked(row)
        wish = _wish(locked, CommandKind.RETURN_DECIDE, details, None)
        no = decision_refusal(locked, details["decision"])
        return same_already(work, wish) or _write(work, locked, wish, no)


def _label(row: Return, actor: str, details: Mapping[str, str], paper: Paper | None) -> Command:
    with unit(row.workspace_id, actor) as work:
        locked = _locked(row)
        wish = _wish(locked, CommandKind.RETURN_LABEL, details, paper)
        return same_already(work, wish) or _write(work, locked, wish, label_refusal(locked))


def _locked(row: Return) -> Return:
    rows = Return.objects.select_for_update(no_key=True, of=("self",)).select_related("connection")
    return rows.get(pk=row.pk)


def _write(work: Unit, row: Return, wish: Wish, no: NotAllowed | None) -> Command:
    if no is not None:
        raise no
    command = write(work, wish, before=row.state)
    note(row.workspace_id, work.actor, f"command.{wish.kind.value}", row.reference, **wish.details)
    connection_id = row.connection_id
    work.after_commit(lambda: wake(connection_id))
    return command


def _wish(row: Return, kind: CommandKind, details: Mapping[str, str], paper: Paper | None) -> Wish:
    return Wish(
        kind=kind,
        workspace_id=row.workspace_id,
        connection_id=row.connection_id,
        order_id=row.order_id,
        return_id=row.pk,
        order_reference=row.order_reference,
        held=(row.pk,),
        details={"return_reference": row.reference, **details},
        paper=paper,
    )
