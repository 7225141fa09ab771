"""What templates need beside Django's own: icons, money, times, badges, words by language."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from babel import Locale
from babel.numbers import format_currency, format_decimal
from django import forms, template
from django.contrib.staticfiles import finders
from django.forms import BoundField
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from forain.hub.connections.models import Connection
from forain.hub.connections.reasons import TROUBLES
from forain.hub.inbox import told as todo_words
from forain.hub.inbox.talk_views import address_of
from forain.hub.journal import names
from forain.hub.kit.clock import now
from forain.hub.outbox.ending import outcome_words
from forain.hub.outbox.models import Command
from forain.hub.web import audit_words, event_words, labels, page_words
from forain.hub.webhooks.post import WORDS as POST_WORDS
from forain.trade import carriers
from forain.trade.money import Money

register = template.Library()

DASH = "–"

#: Route → words, icon, where it stands: in the bar of a phone too (`main`), beside the work, or among the settings.
NAVIGATION: dict[str, tuple[str | Promise, str, str]] = {
    "home": (gettext_lazy("Home"), "home", "main"),
    "orders": (gettext_lazy("Orders"), "shopping-cart", "main"),
    "inbox": (gettext_lazy("Inbox"), "inbox", "main"),
    "shipments": (gettext_lazy("Shipments"), "package", "work"),
    "returns": (gettext_lazy("Returns"), "package-import", "main"),
    "offers": (gettext_lazy("Offers"), "tags", "work"),
    "skus": (gettext_lazy("SKUs"), "barcode", "work"),
    "activity": (gettext_lazy("Activity"), "activity", "work"),
    "connections": (gettext_lazy("Connections"), "plug-connected", "main"),
    "exchanges": (gettext_lazy("Exchanges"), "file-code", "set"),
    "carriers": (gettext_lazy("Carriers"), "truck-delivery", "set"),
    "consumers": (gettext_lazy("Consumers"), "building-store", "set"),
    "webhooks": (gettext_lazy("Webhooks"), "send", "set"),
    "api-keys": (gettext_lazy("API keys"), "key", "admin"),
    "people": (gettext_lazy("People"), "users", "set"),
    "audit": (gettext_lazy("Who did what"), "history", "admin"),
    "settings": (gettext_lazy("Settings"), "settings", "set"),
}


@dataclass(frozen=True, slots=True)
class Page:
    """An entry of the navigation. `counted`: shows how much there is to do. `place`: `main`, `work` or `set`."""

    address: str
    words: str
    icon: str
    place: str
    active: bool
    counted: bool

    @property
    def main(self) -> bool:
        return self.place == "main"


def _language() -> str:
    return (get_language() or "en")[:2]


@cache
def _version(path: str) -> str:
    """A digest of the file, so that browsers may keep it and still see a new one at once."""
    found = finders.find(path)
    if not isinstance(found, str):
        return ""
    with open(found, "rb") as file:  # noqa: PTH123  a path of the finders
        return hashlib.blake2b(file.read(), digest_size=5).hexdigest()


@register.filter
def spoken(words: Mapping[str, str]) -> str:
    """A text of a marketplace's room, language → words, in the language in use."""
    return words.get(_language()) or words.get("en", "")


@register.filter
def outcome(command: Command) -> str:
    """What came of a command, in the language in use where the words are ours."""
    return outcome_words(command)


@register.simple_tag
def asset(path: str) -> str:
    return f"{static(path)}?v={_version(path)}"


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """A picture of the sprite, hidden from screen readers: words stand beside it."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        extra,
        asset("vendor/icons.svg"),
        name,
    )


@register.filter
def money(minor: int | None, currency: str = "EUR") -> str:
    """Minor units in the language's way: `12,50 €`, `€12.50`."""
    if minor is None:
        return DASH
    return format_currency(Money(minor, currency).amount, currency, locale=_language())


@register.filter
def whole(number: int | None) -> str:
    """A count in the language's way: `10 000`, `10,000`."""
    return DASH if number is None else format_decimal(number, locale=_language())


@register.filter
def moment(when: datetime | None) -> SafeString | str:
    """A time as people say it: the hour today, day and hour otherwise; the full one on hover."""
    if when is None:
        return DASH
    local = timezone.localtime(when)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', local.isoformat(), full(when), _short(local)
    )


def _short(local: datetime) -> str:
    today = timezone.localtime(now()).date()
    if local.date() == today:
        return date_format(local, "H:i")
    if local.year == today.year:
        return date_format(local, gettext("j M H:i"))
    return date_format(local, gettext("j M Y"))


@register.filter
def day(when: date) -> str:
    """A day in words; French counts the first of a month as `1er`."""
    words = date_format(when, "j F Y")
    return f"1er{words[1:]}" if when.day == 1 and _language() == "fr" else words


@register.filter
def full(when: datetime | None) -> str:
    if when is None:
        return DASH
    return date_format(timezone.localtime(when), gettext("l j F Y, H:i:s"))


@register.filter
def countdown(when: datetime | None) -> SafeString | str:
    """How long is left; our script keeps it running with the words given on `<body>`."""
    if when is None:
        return DASH
    left = when - now()
    return format_html(
        '<time class="countdown {}" datetime="{}" title="{}" data-countdown>{}</time>',
        urgency(left),
        when.isoformat(),
        full(when),
        left_words(left),
    )


def urgency(left: timedelta) -> str:
    if left < timedelta(0):
        return "is-late"
    if left < timedelta(hours=6):
        return "is-urgent"
    return "is-soon" if left < timedelta(hours=24) else ""


def left_words(left: timedelta) -> str:
    """`2 d 4 h left`, `overdue by 3 h`; `forain.js` says the same."""
    span = span_words(abs(left))
    words = gettext("overdue by %(span)s") if left < timedelta(0) else gettext("%(span)s left")
    return words % {"span": span}


def span_words(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    units = {"d": gettext("d"), "h": gettext("h"), "min": gettext("min")}
    if days:
        return f"{days} {units['d']} {hours} {units['h']}"
    if hours:
        return f"{hours} {units['h']} {rest:02d}"
    return f"{rest} {units['min']}"


@register.filter
def ago(when: datetime | None) -> SafeString | str:
    if when is None:
        return gettext("never")
    span = max(now() - when, timedelta(0))
    words = (
        gettext("just now")
        if span < timedelta(minutes=1)
        else gettext("%(span)s ago") % {"span": span_words(span)}
    )
    return format_html(
        '<time datetime="{}" title="{}" data-ago>{}</time>', when.isoformat(), full(when), words
    )


@register.simple_tag
def badge(state: str, label: str, extra: str = "") -> SafeString:
    return format_html(
        '<span class="badge {} {}">{}</span>', labels.TONES.get(state, "bg-secondary-lt"), extra, label
    )


@register.simple_tag
def severity_badge(severity: int, label: str) -> SafeString:
    return format_html(
        '<span class="badge {}">{}</span>', labels.SEVERITIES.get(severity, "bg-secondary-lt"), label
    )


@register.filter
def health_tone(health: str) -> str:
    return labels.DOTS.get(health, "text-secondary")


@register.filter
def todo_icon(kind: str) -> str:
    return labels.TODO_ICONS.get(kind, "bell")


@register.filter
def event_icon(kind: str) -> str:
    return labels.EVENT_ICONS.get(kind.partition(".")[0], "point")


@register.filter
def event_name(kind: str) -> str:
    """What people call a kind of event."""
    return names.name(kind)


@register.filter
def event_subjects(kinds: list[str]) -> list[names.Chosen]:
    """Kinds of events by what they are about."""
    return names.chosen(kinds)


@register.filter
def event_sentence(event: Any) -> str:
    return event_words.sentence(event.kind, event.data)


@register.simple_tag
def marketplace_mark(connection: Connection) -> SafeString:
    """The marketplace's colour and name. Colours are attributes of a picture: the content policy forbids styles."""
    return _mark(connection.manifest.colour, connection.manifest.name, "")


@register.simple_tag
def connection_mark(connection: Connection) -> SafeString:
    """The marketplace's colour and the name the merchant gave the connection."""
    return _mark(connection.manifest.colour, connection.name, connection.manifest.name)


def _mark(colour: str, words: str, title: str) -> SafeString:
    return format_html(
        '<span class="marketplace" title="{}"><svg class="marketplace-dot" viewBox="0 0 10 10" aria-hidden="true">'
        '<circle cx="5" cy="5" r="5" fill="{}"></circle></svg>{}</span>',
        title,
        colour,
        words,
    )


@register.filter
def in_language(words: Mapping[str, str] | None) -> str:
    """Text given in several languages: ours, else English, else any."""
    if not words:
        return ""
    return words.get(_language()) or words.get("en") or next(iter(words.values()), "")


@register.filter
def country(code: str | None) -> str:
    """`FR` → France, in the reader's language."""
    if not code:
        return ""
    return str(Locale(_language()).territories.get(code.upper(), code))


@register.filter
def lines_count(number: int) -> str:
    return ngettext("%(n)d line", "%(n)d lines", number) % {"n": number}


@register.simple_tag(takes_context=True)
def address_with(context: Mapping[str, Any], **changes: Any) -> str:
    """This page's address with some parameters changed; an empty value takes one away."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in ("", None):
            query[name] = str(value)
    text = query.urlencode()
    return f"?{text}" if text else "?"


@register.simple_tag
def script_words() -> SafeString:
    """What `forain.js` says, as attributes of `<body>`; `{}` is filled by it."""
    blank = {"span": "{}"}
    words = {
        "d": gettext("d"),
        "h": gettext("h"),
        "min": gettext("min"),
        "left": gettext("%(span)s left") % blank,
        "late": gettext("overdue by %(span)s") % blank,
        "ago": gettext("%(span)s ago") % blank,
        "now": gettext("just now"),
        "copied": gettext("Copied"),
        "updated": gettext("The page was updated"),
        "offline": gettext("Connection lost. Retrying…"),
        "trouble": gettext("Forain is in trouble. Retrying…"),
        "expired": gettext("Your session has ended. Reload the page to log in again."),
    }
    return format_html_join(" ", 'data-{}="{}"', words.items())


@register.simple_tag
def hour_bars(hours: list[int]) -> SafeString:
    """Sales of each hour as bars; the numbers are told in words for those who do not see them."""
    top = max([*hours, 1])
    bars = format_html_join(
        "", '<rect class="{}" x="{}" y="{}" width="3" height="{}"></rect>', _bars(hours, top)
    )
    told = ", ".join(f"{hour} h: {count}" for hour, count in enumerate(hours) if count) or gettext("none yet")
    return format_html(
        '<svg class="bars" viewBox="0 0 96 40" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>'
        '<div class="row-line soft"><span>0 h</span><span class="ms-auto">24 h</span></div>',
        told,
        bars,
    )


def _bars(hours: list[int], top: int) -> Iterator[tuple[str, str, str, str]]:
    for hour, count in enumerate(hours):
        height = max(38 * count / top, 1)
        yield ("" if count else "zero", f"{hour * 4 + 0.5}", f"{40 - height:.1f}", f"{height:.1f}")


@register.simple_tag
def day_bars(days: list[Any]) -> SafeString:
    """Sales of each day as bars; each tells its day, orders and money to the pointer, all of them to the ear."""
    top = max([one.minor for one in days] + [1])
    told = [
        f"{date_format(one.day, gettext('j M'))}: {one.orders} · {money(one.minor, one.currency)}"
        for one in days
    ]
    bars = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="20" height="{}" rx="2"><title>{}</title></rect>',
        (
            (
                "zero" if not one.minor else "today" if one is days[-1] else "",
                place * 26,
                f"{80 - height:.1f}",
                f"{height:.1f}",
                words,
            )
            for place, (one, words) in enumerate(zip(days, told, strict=True))
            if (height := max(78 * one.minor / top, 1.5))
        ),
    )
    return format_html(
        '<svg class="bars days" viewBox="0 0 {} 80" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>'
        '<div class="row-line soft"><span>{}</span><span class="ms-auto">{}</span></div>',
        len(days) * 26 - 6,
        "; ".join(told),
        bars,
        date_format(days[0].day, gettext("j M")),
        gettext("today"),
    )


@register.simple_tag(takes_context=True)
def nav(context: Mapping[str, Any]) -> list[Page]:
    """The pages of the navigation somebody may open; the one we are in is marked."""
    here, admin = context["request"].path, context.get("may_administer")
    return [_page(name, here) for name, entry in NAVIGATION.items() if admin or entry[2] != "admin"]


def _page(name: str, here: str) -> Page:
    words, picture, place = NAVIGATION[name]
    address = reverse(name)
    active = here == address if name == "home" else here.startswith(address)
    return Page(address, str(words), picture, "set" if place == "admin" else place, active, name == "inbox")


@register.simple_tag
def icon_of(name: str, extra: str = "") -> SafeString:
    """Like `icon`, for a name that comes from data (`labels.py`)."""
    return icon(name, extra)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The input of a form field in Tabler's clothes, tied to its hint and its error."""
    select = isinstance(field.field.widget, forms.Select)
    notes = [f"{field.id_for_label}-hint"] if field.help_text else []
    notes += [f"{field.id_for_label}-error"] if field.errors else []
    attributes: dict[str, str | bool] = {"class": "form-select" if select else "form-control"}
    if field.errors:
        attributes |= {"class": f"{attributes['class']} is-invalid", "aria-invalid": "true"}
    if notes:
        attributes["aria-describedby"] = " ".join(notes)
    return field.as_widget(attrs=attributes)


@register.simple_tag
def cancelled_words(line: Any) -> str:
    """Who ended a line, and when: sellers are judged by it."""
    who = {
        "buyer": gettext("Cancelled by the buyer"),
        "seller": gettext("Cancelled by you"),
        "marketplace": gettext("Cancelled by the marketplace"),
        "system": gettext("Cancelled by the system"),
    }.get(line.cancelled_by, gettext("Cancelled, by whom is unknown"))
    when = {
        "before_acceptance": gettext("before acceptance"),
        "after_acceptance": gettext("after acceptance"),
    }.get(line.cancelled_phase, "")
    return f"{who}, {when}" if when else who


@register.filter
def of(mapping: Mapping[Any, Any], key: Any) -> Any:
    """The value of a key; 0 where there is none."""
    return mapping.get(key, 0)


@register.simple_tag
def pair(name: str, value: Any) -> str:
    """A name and its value, with the language's own colon."""
    return gettext("%(name)s: %(value)s") % {"name": name, "value": value}


@register.filter
def todo_address(todo: Any) -> str:
    """Where a to-do leads: the conversation, the claim, the order or the connection it is about."""
    return address_of(todo)


@register.simple_tag
def certainty(word: str) -> str:
    """How sure a rule is, in brackets; nothing for a word we do not know."""
    words = labels.CERTAINTIES.get(word)
    return f"({words})" if words else ""


@register.filter
def told(todo: Any) -> str:
    """What a to-do is about, in a sentence."""
    return todo_words.told(todo)


@register.filter
def fact_name(name: str) -> str:
    """What a connection's fact is called; the marketplace's own word where we have none."""
    return str(labels.FACTS.get(name, name.replace("_", " ")))


@register.filter
def fact_value(value: str) -> str:
    return {"yes": gettext("yes"), "no": gettext("no")}.get(value, value)


@register.filter
def trouble_told(code: str) -> str:
    """What a connection's trouble means, before the marketplace's own words."""
    return str(TROUBLES.get(code, ""))


@register.filter
def post_words(words: str) -> str:
    """What came of a webhook's try: our own sentences in the reader's language, the receiver's as they are."""
    return gettext(words) if words in POST_WORDS.values() else words


@register.filter
def carrier_name(code: str) -> str:
    """What people call a carrier or relay network; the code itself where the registry has no name."""
    carrier = carriers.find(code) if code else None
    return carrier.name if carrier else code


@register.filter
def clock_name(code: str) -> str:
    """What a time limit is called."""
    return page_words.said(page_words.CLOCKS, code)


@register.filter
def claim_kind(code: str) -> str:
    """Why the buyer claims; the marketplace's own word where we have none."""
    return str(page_words.CLAIMS.get(code, code))


@register.filter
def offer_field(code: str) -> str:
    """What a member of an offer is called."""
    return page_words.offer_field(code)


@register.filter
def offer_value(value: Any) -> str:
    """A list or the attributes of an offer as people write them."""
    return DASH if value is None else page_words.offer_value(value)


@register.filter
def detail_value(value: str, code: str) -> str:
    """An amount in the language's way (`39,99`); everything else as the marketplace wrote it."""
    amount = code in page_words.AMOUNTS and re.fullmatch(r"\d+\.\d\d?", value)
    return format_decimal(Decimal(value), format="#,##0.00", locale=_language()) if amount else value


@register.filter
def detail_name(code: str) -> str:
    """What a marketplace's word about a line or a return is called."""
    return page_words.said(page_words.DETAILS, code)


@register.filter
def audit_action(code: str) -> str:
    return audit_words.action(code)


@register.filter
def audit_facts(details: Mapping[str, Any]) -> str:
    return audit_words.facts(details)
