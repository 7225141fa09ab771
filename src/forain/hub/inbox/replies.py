"""Texts kept ready for answers: blanks in braces are filled from the order, and what cannot be filled is told."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from forain.hub.inbox.models import Claim, ReplyTemplate
from forain.hub.kit.clock import now
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders.models import Line
from forain.hub.parcels.models import Parcel
from forain.hub.workspaces.audit import note
from forain.hub.workspaces.models import Workspace
from forain.trade import carriers

_BLANK = re.compile(r"\{([A-Za-z_]+)\}")


def _parcel(line: Line) -> Parcel | None:
    rows = Parcel.objects.filter(order_id=line.order_id, line_references__contains=[line.reference])
    return rows.order_by("-pk").first()


def _of_parcel(line: Line, name: str) -> str:
    parcel = _parcel(line)
    return str(getattr(parcel, name)) if parcel else ""


def _carrier(line: Line) -> str:
    code = _of_parcel(line, "carrier")
    known = carriers.find(code) if code else None
    return known.name if known else code


def _claim(line: Line) -> str:
    claim = Claim.objects.filter(line=line).order_by("-opened_at").first()
    return claim.kind if claim else ""


#: Name of a blank → what stands there for a line.
BLANKS: Mapping[str, Callable[[Line], str]] = {
    "order": lambda line: line.order.reference,
    "line": lambda line: line.reference,
    "title": lambda line: line.title,
    "sku": lambda line: line.sku,
    "buyer": lambda line: line.order.buyer_name or line.order.buyer_login,
    "carrier": _carrier,
    "tracking_number": lambda line: _of_parcel(line, "tracking_number"),
    "tracking_url": lambda line: _of_parcel(line, "tracking_url"),
    "claim": _claim,
    "shop": lambda line: line.order.connection.account_label or line.order.connection.workspace.name,
}


def filled(text: str, line: Line) -> str:
    """The text for this line; a blank that is unknown or has nothing to say stays, and the check stops it."""

    def fill(found: re.Match[str]) -> str:
        say = BLANKS.get(found[1])
        return (say(line) if say else "") or found[0]

    return _BLANK.sub(fill, text)


def unknown_blanks(text: str) -> list[str]:
    return sorted({name for name in _BLANK.findall(text) if name not in BLANKS})


def of(workspace: Workspace) -> list[ReplyTemplate]:
    return list(ReplyTemplate.objects.filter(workspace=workspace))


def one(workspace: Workspace, template_id: uuid.UUID) -> ReplyTemplate:
    """Raises `ReplyTemplate.DoesNotExist`."""
    return ReplyTemplate.objects.get(workspace=workspace, pk=template_id)


def named(workspace: Workspace, name: str, language: str) -> ReplyTemplate:
    """By name, in this language if there is one. Raises `ReplyTemplate.DoesNotExist`."""
    rows = list(ReplyTemplate.objects.filter(workspace=workspace, name=name))
    if not rows:
        raise ReplyTemplate.DoesNotExist(name)
    return next((row for row in rows if row.language == language), rows[0])


def save(
    workspace: Workspace,
    *,
    name: str,
    language: str,
    partner: str,
    text: str,
    actor: str,
    template: ReplyTemplate | None = None,
) -> ReplyTemplate:
    """Keep a text, new or changed. Raises NotAllowed (`unknown_blank`, `template_exists`)."""
    strange = unknown_blanks(text)
    if strange:
        words = _("Unknown blanks: %(names)s. Known are: %(known)s.")
        names = ", ".join(f"{{{one}}}" for one in strange)
        raise NotAllowed("unknown_blank", words % {"names": names, "known": ", ".join(BLANKS)})
    row = template or ReplyTemplate(workspace=workspace)
    row.name, row.language, row.partner, row.text, row.changed_at = name, language, partner, text, now()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        words = _("There is a text of this name in this language.")
        raise NotAllowed("template_exists", words) from None
    note(workspace.pk, actor, "reply_template.saved", name, language=language)
    return row


def delete(template: ReplyTemplate, *, actor: str) -> None:
    note(template.workspace_id, actor, "reply_template.deleted", template.name, language=template.language)
    template.delete()
