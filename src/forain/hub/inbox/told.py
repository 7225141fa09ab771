"""A to-do in words: what happened and what to do, in the language in use, from its kind and its facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from babel.numbers import format_currency
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forain.hub.inbox.models import Todo
from forain.hub.kit.moments import language
from forain.hub.offers.models import StopKind
from forain.hub.orders.models import DisputeState, Stand
from forain.hub.outbox.ending import OURS
from forain.hub.outbox.models import Kind
from forain.hub.returns.models import Stage

#: Sentences by kind; the blanks are facts. A kind that is not here is told by its name and title alone.
SENTENCES: Mapping[str, str | Promise] = {
    "claim": gettext_lazy("A claim is open and waits for your answer."),
    "buyer_message": gettext_lazy("The buyer wrote and waits for your answer."),
    "marketplace_message": gettext_lazy("The marketplace's service wrote and waits for your answer."),
    "marketplace_other": gettext_lazy("The marketplace asks for attention: %(cause)s"),
    "return_to_decide": gettext_lazy("Reason of the buyer: %(reason)s"),
    "rejected_command": gettext_lazy("%(command)s was rejected: %(words)s"),
    "uncertain_command": gettext_lazy(
        "%(command)s was sent, the answer was lost, and it cannot be looked up. See on the marketplace whether it happened."
    ),
    "expired_command": gettext_lazy("%(command)s: %(words)s"),
    "unseen_command": gettext_lazy(
        "%(command)s was confirmed more than %(hours)s hours ago, and the marketplace still does not show it. See there what "
        "became of it; ask again if nothing did."
    ),
    "unmapped_state": gettext_lazy(
        "The marketplace says “%(words)s”, which Forain does not know. Nothing was guessed."
    ),
    "unknown_country": gettext_lazy("The marketplace wrote “%(words)s” as the country."),
    "money_residue": gettext_lazy("The amounts differ from the total by %(residue)s."),
    "unmapped_sku": gettext_lazy(
        "“%(sku)s” is no SKU of your catalogue; the order is not handed on until it is mapped."
    ),
    "do_not_ship": gettext_lazy("Keep the parcel back: the line is “%(state)s” on the marketplace."),
    "credential": gettext_lazy("The marketplace refuses the credentials. Enter new ones."),
    "account": gettext_lazy("The marketplace has deactivated this account. Write to its seller support."),
    "quota": gettext_lazy("The calls of this hour are used up; reading goes on by itself."),
    "connection": gettext_lazy("The marketplace cannot be read: %(words)s"),
    "quiet_connection": gettext_lazy(
        "No new sale for %(hours)s hours. In the last 30 days (%(orders)s sales) the longest pause was %(longest)s hours; "
        "more than %(threshold)s is unusual."
    ),
    "doubtful_address": gettext_lazy("Before the parcel leaves: %(doubts)s."),
    "offers_stopped": gettext_lazy(
        "%(what)s: %(count)s of %(total)s offers, more than your limit of %(limit)s %%. Look at the plan, then let it through by typing "
        "%(count)s, or leave it stopped."
    ),
    "offer_source": gettext_lazy("Offers do not come in by themselves: %(words)s"),
    "webhook": gettext_lazy("The back office does not take what it is sent: %(words)s"),
    "import_errors": gettext_lazy(
        "%(count)s offers have errors of %(causes)s kinds. Each kind is corrected in one go, and only those offers are sent again."
    ),
    "uncertain_push": gettext_lazy(
        "A file of offers was sent, the answer was lost, and what is on sale cannot be read: %(words)s"
    ),
}


def told(todo: Todo) -> str:
    """Everything the facts allow to say, in a line."""
    facts = todo.words
    sentence = SENTENCES.get(todo.kind)
    parts = [str(sentence) % _blanks(facts)] if sentence and _filled(str(sentence), facts) else []
    if facts.get("title"):
        parts.insert(0, _title(facts))
    return " – ".join(parts)


def _filled(sentence: str, facts: Mapping[str, Any]) -> bool:
    """Whether every blank has something to say; half a sentence is worse than none."""
    return all(facts.get(name) for name in _BLANKS if f"%({name})s" in sentence)


_BLANKS = (
    "cause", "reason", "command", "words", "residue", "state", "hours", "longest", "threshold", "orders", "doubts",
    "sku", "count", "causes", "total", "limit", "what",
)  # fmt: skip
#: Facts that are told as they are.
_PLAIN = (
    "cause", "reason", "words", "hours", "longest", "threshold", "orders", "sku", "count", "causes", "total", "limit",
)  # fmt: skip

#: Doubts about an address (`trade/address_doubts.py`) in words.
_DOUBTS: Mapping[str, str | Promise] = {
    "no_name": gettext_lazy("the name is missing"),
    "no_street": gettext_lazy("the street is missing"),
    "no_city": gettext_lazy("the town is missing"),
    "no_postcode": gettext_lazy("the postcode is missing"),
    "postcode": gettext_lazy("the postcode does not fit the country"),
}


def _blanks(facts: Mapping[str, Any]) -> dict[str, str]:
    return {
        **{name: str(facts.get(name, "")) for name in _PLAIN},
        "words": str(
            OURS.get(str(facts.get("code"))) or facts.get(f"words_{language()}") or facts.get("words", "")
        ),
        "doubts": ", ".join(str(_DOUBTS.get(one, one)) for one in str(facts.get("doubts", "")).split()),
        "command": _label(Kind, facts.get("command")),
        "state": _label(_states(facts), facts.get("state")),
        "what": _label(StopKind, facts.get("what")),
        "residue": _amount(facts.get("residue")),
    }


def _states(facts: Mapping[str, Any]) -> Any:
    """Whose states `state` is one of: a return's, a line's, or a claim's."""
    if facts.get("stage"):
        return Stage
    return Stand if facts.get("state") in Stand else DisputeState


def _label(choices: Any, value: Any) -> str:
    return str(dict(choices.choices).get(value, value or ""))


def _amount(fact: Any) -> str:
    """`0.30 EUR` in the language's way; what reads otherwise stays as it is."""
    found = re.fullmatch(r"(-?\d+(?:\.\d+)?) ([A-Z]{3})", str(fact or ""))
    if found is None:
        return str(fact or "")
    return format_currency(Decimal(found.group(1)), found.group(2), locale=language())


def _title(facts: Mapping[str, Any]) -> str:
    """The first product, and how many lines more."""
    more = int(facts.get("lines") or 1) - 1 if str(facts.get("lines") or 1).isdecimal() else 0
    if more < 1:
        return str(facts["title"])
    others = ngettext("and %(n)d more line", "and %(n)d more lines", more) % {"n": more}
    return _("%(title)s, %(others)s") % {"title": facts["title"], "others": others}
