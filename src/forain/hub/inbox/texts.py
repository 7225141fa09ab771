"""What is wrong with a text, in words: the rules are data of the marketplace (`trade/writing.py`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forain.hub.inbox.contact import KINDS
from forain.hub.kit.refusal import NotAllowed
from forain.hub.orders.models import Line
from forain.trade.writing import Finding, TextRules, Weight, check

#: Code of a finding → what to do; the blanks are the place, what stands there and what would do instead.
WORDS: Mapping[str, str | Promise] = {
    "text_missing": gettext_lazy("Write something."),
    "text_too_long": gettext_lazy(
        "The text is too long: it has at most %(instead)s characters; cut from “%(excerpt)s” on."
    ),
    "text_markup": gettext_lazy("Take out the markup “%(excerpt)s”: the marketplace refuses it."),
    "text_control": gettext_lazy("Take out the invisible sign at place %(place)s."),
    "text_blank_left": gettext_lazy(
        "The blank “%(excerpt)s” has nothing to say here; fill it in or take it out."
    ),
    "text_mail_address": gettext_lazy(
        "“%(excerpt)s” is an e-mail address; marketplaces dislike contacts past them. Confirm to send it."
    ),
    "text_phone_number": gettext_lazy(
        "“%(excerpt)s” is a telephone number; marketplaces dislike contacts past them. Confirm to send it."
    ),
    "text_link": gettext_lazy("“%(excerpt)s” is a link; it will arrive as plain text."),
    "text_charset": gettext_lazy("“%(excerpt)s” may arrive damaged; “%(instead)s” would arrive as it is."),
    "text_charset_alone": gettext_lazy("“%(excerpt)s” may arrive damaged."),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A text with all that was found in it."""

    text: str
    findings: Sequence[Finding]

    @property
    def stops(self) -> list[Finding]:
        return [one for one in self.findings if one.weight is Weight.STOP]

    def unconfirmed(self, confirmed: Collection[str]) -> list[Finding]:
        doubts = [one for one in self.findings if one.weight is Weight.CONFIRM]
        return [one for one in doubts if one.code not in confirmed]


def checked(line: Line, partner: str, text: str) -> Checked:
    """The text as it would be sent, with findings by weight and place."""
    rules = line.order.connection.manifest.correspondence(KINDS[partner])
    plain = text.replace("\r\n", "\n").strip()
    return Checked(plain, check(plain, rules.text if rules else TextRules(longest=1000)))


def insist(found: Checked, confirmed: Collection[str] = ()) -> None:
    """Raises NotAllowed with the places: `text_refused`, or `text_to_confirm` where a person may decide."""
    if found.stops:
        raise NotAllowed("text_refused", told(found.stops[0]), findings=[shown(one) for one in found.stops])
    open_ = found.unconfirmed(confirmed)
    if open_:
        raise NotAllowed("text_to_confirm", told(open_[0]), findings=[shown(one) for one in open_])


def told(one: Finding) -> str:
    code = one.code
    if code == "text_charset" and not one.instead:
        code = "text_charset_alone"
    words = WORDS.get(code, _("Something is wrong at place %(place)s."))
    return str(words) % {"excerpt": one.excerpt, "instead": one.instead, "place": one.start + 1}


def shown(one: Finding) -> dict[str, Any]:
    """A finding as a program reads it."""
    return {
        "code": one.code,
        "weight": one.weight.value,
        "start": one.start,
        "end": one.end,
        "excerpt": one.excerpt,
        "instead": one.instead,
        "words": told(one),
    }
