"""Whether anything may be sent through a connection at all, with the reason and the way out."""

from __future__ import annotations

from django.utils.translation import gettext as _

from forain.hub.connections.models import Connection, Health, Mode
from forain.hub.kit.refusal import NotAllowed
from forain.hub.kit.routes import in_language
from forain.trade.commands import CommandKind


def closed(connection: Connection) -> NotAllowed | None:
    """Why nothing may be sent now; None when it may."""
    if connection.mode == Mode.OBSERVE:
        return NotAllowed(
            "observe_mode", _("This connection only observes. Switch it to live to send anything.")
        )
    if connection.mode == Mode.PAUSED:
        return NotAllowed("paused", _("This connection is paused. Resume it first."))
    if connection.health == Health.STOPPED:
        return NotAllowed(
            "connection_stopped",
            _("The marketplace refuses this account at the moment. Mend the connection first."),
        )
    return None


def not_offered(connection: Connection, kind: CommandKind, label: str) -> NotAllowed | None:
    """Why the marketplace cannot do this kind at all; None when it can. `label` names the kind for people."""
    manifest = connection.manifest
    if manifest.capability(kind) is not None:
        return None
    words = _("%(marketplace)s cannot do this: %(kind)s.") % {"marketplace": manifest.name, "kind": label}
    why = in_language(manifest.cannot.get(kind))
    return NotAllowed("not_offered", f"{words} {why}".strip(), kind=kind.value)
