"""The help drawer: what each page is for and what can be done on it, in a few sentences, beside the page itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forain.hub.kit.pages import wants_part
from forain.hub.workspaces.doors import member

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Help:
    """`keys`: whether the page's list is walked with the keyboard; `picks`: and its rows chosen and acted on."""

    title: Words
    sentences: tuple[Words, ...]
    keys: bool = False
    picks: bool = False


PAGES: dict[str, Help] = {
    "home": Help(
        _("Home"),
        (
            _("What needs you comes first, the nearest deadline on top. A deadline that has passed is red."),
            _(
                "The stamp at the bottom says since when every connection has been read: what you see is at least as new."
            ),
            _("The page renews itself; nothing you do elsewhere is lost by leaving it open."),
        ),
    ),
    "orders": Help(
        _("Orders"),
        (
            _(
                "Each tab is a working state. An order moves when the marketplace is seen to agree, never because we sent something."
            ),
            _(
                "Tick orders to accept, ship or refuse them together: you see first what would happen, then each order's progress."
            ),
            _("Choose filters, then “Save this view”: the view has an address that can be shared."),
            _("“As a table” gives the same orders for a spreadsheet, one row for each line."),
        ),
        keys=True,
        picks=True,
    ),
    "inbox": Help(
        _("Inbox"),
        (
            _(
                "Everything that needs a person, urgent first, then by deadline, with the rule the deadline comes from."
            ),
            _(
                "A to-do ends by itself when what it asks for is seen done. It can be put off, or given to a colleague."
            ),
        ),
        keys=True,
    ),
    "returns": Help(
        _("Returns"),
        (
            _("A return waits for a label, then for the parcel, then for your decision."),
            _("Refusing needs a reason; it is kept with the return."),
        ),
    ),
    "shipments": Help(
        _("Shipments"),
        (
            _(
                "Take the orders to ship away as a file, fill in carrier and number, and give it back: every row is looked at first."
            ),
            _("The same file twice sends nothing twice."),
            _(
                "For a few parcels, tick the orders in the list and press “Ship”: numbers can be scanned one after the other."
            ),
        ),
    ),
    "skus": Help(
        _("SKUs"),
        (
            _("Forain finds your SKU for each line: the same SKU, another name of it, a GTIN, a pattern."),
            _(
                "When none leads to exactly one product, the order is parked: accepting and shipping stay possible, only your back office waits."
            ),
            _("Map the SKU once, and every order that waited for it goes on by itself."),
        ),
    ),
    "offers": Help(
        _("Offers"),
        (
            _(
                "A file says what you want to sell. The plan shows exactly what that changes at each marketplace; looking sends nothing."
            ),
            _(
                "Only what changed goes out. What would empty the shop or let prices collapse is stopped until somebody types the number."
            ),
            _("What is wrong with a file is grouped by its cause, with the row and what it says."),
            _(
                "A file needs a column “sku”, and “price” or “quantity” to change one; a new offer wants title, brand, pictures and its type too. examples/offers.csv has all of them."
            ),
        ),
        keys=True,
    ),
    "activity": Help(
        _("Activity"),
        (_("Everything that happened, newest first. “Proof” opens the marketplace's own answer."),),
    ),
    "connections": Help(
        _("Connections"),
        (
            _(
                "One connection is one seller account. “Observe” only reads; “live” also sends what you decide; “paused” does nothing."
            ),
            _(
                "Its page shows what is read and when, the hourly calls that are left, and the last exchanges."
            ),
            _(
                "A deep scan looks at everything once a night; a backfill reads orders since a day you choose."
            ),
        ),
    ),
    "exchanges": Help(
        _("Exchanges"),
        (
            _(
                "Each call to a marketplace as it was, byte for byte; passwords and tokens were taken out before it was kept."
            ),
            _(
                "“Copy as curl” gives the call as a command line to try again, with the secret left for you to fill in."
            ),
        ),
        keys=True,
    ),
    "carriers": Help(
        _("Carriers"),
        (
            _(
                "A marketplace takes only the carriers it knows. Others are mapped: to one of its names, with an address to follow the parcel."
            ),
            _("Test a real number to see which carrier it fits and where the buyer would follow it."),
        ),
    ),
    "consumers": Help(
        _("Consumers"),
        (
            _(
                "A consumer is a program that takes your orders in, such as an ERP. Each order shows where it stands with each consumer."
            ),
            _("A refusal comes with a reason and stays until it is mended."),
        ),
    ),
    "webhooks": Help(
        _("Webhooks"),
        (
            _(
                "Events are sent to your back office as they happen, signed, and tried again until they arrive."
            ),
            _("Every delivery can be looked at and sent again."),
        ),
    ),
    "api-keys": Help(
        _("API keys"),
        (
            _(
                "One key for each program. Its role says what it may do; it is shown once and kept only as a digest."
            ),
            _("A key that leaked is revoked here and opens nothing from that moment."),
        ),
    ),
    "people": Help(
        _("People"),
        (
            _(
                "Viewers look. Operators accept, ship, answer. Administrators also connect accounts and change settings."
            ),
            _("A workspace always keeps an administrator."),
        ),
    ),
    "audit": Help(
        _("Who did what"),
        (_("One line for each change a person or program asked for. Nothing here can be changed."),),
    ),
    "settings": Help(
        _("Settings"),
        (
            _(
                "What holds for the whole workspace: its name, where parcels leave from, time limits, how long things are kept."
            ),
            _("Your own language, colours and password are yours alone."),
        ),
    ),
    "clocks": Help(
        _("Time limits"),
        (
            _("Each limit shows the rule it comes from and how sure that rule is."),
            _(
                "A limit of your own, for instance a stricter one, takes the marketplace's place; deadlines are worked out anew at once."
            ),
        ),
    ),
}


@member
def help_page(request: HttpRequest, name: str) -> HttpResponse:
    if name not in PAGES:
        raise Http404
    context = {"help": PAGES[name]}
    return render(request, "web/_help.html" if wants_part(request) else "web/help.html", context)
