"""What people and programs did, in the reader's words: one line of the audit for each, and the facts beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from forain.hub.clocks.models import Unit
from forain.hub.connections.models import Mode
from forain.hub.journal import names
from forain.hub.offers.models import SourceKind
from forain.hub.outbox.models import Kind
from forain.hub.web import page_words
from forain.hub.workspaces.models import Role

#: Action → words. A test finds an action that has none.
ACTIONS: Final[Mapping[str, str | Promise]] = {
    "api_key.made": _("API key made"),
    "api_key.revoked": _("API key revoked"),
    "buyer.erased": _("Buyer forgotten"),
    "carrier.added": _("Carrier added"),
    "carrier.changed": _("Carrier changed"),
    "carrier.mapped": _("Carrier mapped"),
    "carrier.removed": _("Carrier removed"),
    "carrier.unmapped": _("Carrier's mapping removed"),
    "clock.closed_days": _("Days of closing set"),
    "clock.reset": _("Time limit given back to the marketplace's"),
    "clock.set": _("Time limit set"),
    "command.person.again": _("To be sent again"),
    "command.person.dropped": _("Given up"),
    "connection.added": _("Account connected"),
    "connection.backfill": _("Older orders asked for"),
    "connection.credentials": _("Credentials replaced"),
    "connection.deep": _("Everything read again"),
    "connection.mode": _("Mode changed"),
    "connection.scan_stopped": _("Reading in depth stopped"),
    "consumer.added": _("Consumer added"),
    "offers.audit_asked": _("What is on sale looked at"),
    "offers.corrected": _("Offers corrected"),
    "offers.imported": _("File of offers taken in"),
    "offers.replaced": _("Everything on sale replaced"),
    "offers.rules_set": _("Rules of offers changed"),
    "offers.source_added": _("Source of offers added"),
    "offers.source_asked": _("Source of offers read at once"),
    "offers.source_changed": _("Source of offers changed"),
    "offers.source_paused": _("Source of offers paused"),
    "offers.source_resumed": _("Source of offers resumed"),
    "offers.source_removed": _("Source of offers removed"),
    "offers.stop_dismissed": _("Stopped offers left as they are"),
    "offers.stop_confirmed": _("Stopped offers let through"),
    "order.acknowledged": _("Order confirmed by the back office"),
    "order.handoff_refused": _("Order refused by the back office"),
    "order.held": _("Order held"),
    "order.released": _("Order released"),
    "order.stop_acknowledged": _("“Do not ship” taken note of"),
    "order.test_made": _("Test order made"),
    "order.unacknowledged": _("Confirmation by the back office taken back"),
    "order.view_forgotten": _("View of orders forgotten"),
    "order.view_saved": _("View of orders saved"),
    "push.decided": _("Said whether a file of offers arrived"),
    "reply_template.deleted": _("Reply template deleted"),
    "reply_template.saved": _("Reply template saved"),
    "skus.alias_put": _("SKU mapped"),
    "skus.alias_removed": _("SKU's mapping removed"),
    "skus.product_removed": _("Article removed"),
    "skus.products_put": _("Articles added"),
    "skus.rules_set": _("Ways of mapping SKUs changed"),
    "user.created": _("Person added"),
    "user.password_made": _("New password made"),
    "user.removed": _("Person removed"),
    "user.role_given": _("Role changed"),
    "webhook.added": _("Webhook added"),
    "webhook.changed": _("Webhook changed"),
    "webhook.disabled": _("Webhook switched off"),
    "webhook.enabled": _("Webhook switched on"),
    "webhook.removed": _("Webhook removed"),
    "webhook.replayed": _("Webhook's deliveries sent again"),
    "webhook.rotated": _("Webhook's secret replaced"),
    "webhook.tested": _("Webhook tried"),
    "workspace.changed": _("Settings changed"),
}
#: Names of facts → words; others are shown as they are kept.
FACTS: Final[Mapping[str, str | Promise]] = {
    "after": _("after"),
    "amount": _("how long"),
    "arrived": _("arrived"),
    "before": _("before"),
    "changed": _("changed"),
    "code": _("code"),
    "command": pgettext_lazy("fact of the audit", "command"),
    "connection": _("connection"),
    "consumer": _("consumer"),
    "count": _("how many"),
    "delivery": pgettext_lazy("fact of the audit", "delivery"),
    "ended": _("ended"),
    "field": _("field"),
    "exchange_days": _("days exchanges are kept"),
    "hours": pgettext_lazy("fact of the audit", "hours both secrets count"),
    "kind": pgettext_lazy("fact of the audit", "kind"),
    "kinds": _("events"),
    "language": pgettext_lazy("fact of the audit", "language"),
    "lines": _("lines"),
    "merchant_reference": pgettext_lazy("fact of the audit", "reference in the back office"),
    "mode": _("mode"),
    "name": pgettext_lazy("fact of the audit", "name"),
    "new": _("new"),
    "offers": pgettext_lazy("fact of the audit", "offers"),
    "orders": _("orders"),
    "patterns": pgettext_lazy("fact of the audit", "patterns"),
    "place": pgettext_lazy("fact of the audit", "where"),
    "reason": _("reason"),
    "role": _("role"),
    "scan": pgettext_lazy("fact of the audit", "reading in depth"),
    "ship_from": _("parcels leave from"),
    "skip_missed": pgettext_lazy("fact of the audit", "what was missed is left out"),
    "sku": _("SKU"),
    "since": _("since"),
    "strategies": pgettext_lazy("fact of the audit", "ways"),
    "unit": pgettext_lazy("fact of the audit", "unit"),
    "what": pgettext_lazy("fact of the audit", "what was changed"),
    "why": pgettext_lazy("fact of the audit", "why"),
}


#: Facts whose value is one of a few: what each is called.
CHOICES: Final[tuple[tuple[type[TextChoices], frozenset[str]], ...]] = (
    (Role, frozenset({"role"})),
    (Mode, frozenset({"mode", "before", "after"})),
    (SourceKind, frozenset({"kind"})),
    (Unit, frozenset({"unit"})),
)


def action(code: str) -> str:
    """The action in words; a command by what it asks of the marketplace; the code itself where nobody gave it words."""
    if code in ACTIONS:
        return str(ACTIONS[code])
    kind = code.removeprefix("command.")
    return str(Kind(kind).label) if kind != code and kind in Kind.values else code


def facts(details: Mapping[str, Any]) -> str:
    """Each fact with its name, without those that say nothing."""
    told = (
        (str(FACTS.get(name, name.replace("_", " "))), _value(name, value)) for name, value in details.items()
    )
    return " · ".join(
        gettext("%(name)s: %(value)s") % {"name": name, "value": value} for name, value in told if value
    )


def _value(name: str, value: Any) -> str:
    if name == "kinds":
        return ", ".join(names.name(kind) for kind in value)
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    if name == "new" and isinstance(value, bool):
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    for choices, those in CHOICES:
        if name in those and value in choices.values:
            return str(choices(value).label)
    if name == "field" and isinstance(value, str):
        return page_words.offer_field(value)
    return "" if value is None else str(value)
