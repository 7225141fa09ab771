"""A marketplace made for tests: it answers the live check as its credentials say, and knows two carriers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from forain.connect.contract import (
    Account,
    Capability,
    CarrierNames,
    Certainty,
    Checked,
    Clock,
    Connector,
    CredentialField,
    Label,
    ListKind,
    LookedUp,
    Manifest,
    Page,
    Problem,
    Reason,
    Record,
    Resource,
)
from forain.connect.outcomes import SendOutcome, Trouble, Unauthorised
from forain.trade.commands import Command, CommandKind

MANIFEST = Manifest(
    id="toymart",
    name="Toymart",
    country="FR",
    time_zone="Europe/Paris",
    endpoint="https://toymart.example",
    credentials=(
        CredentialField(name="login", label={"en": "Login", "fr": "Identifiant"}, help={"en": "Your login"}),
        CredentialField(name="token", label={"en": "Token"}, help={"en": "Your token"}, secret=True),
    ),
    resources=(
        Resource(
            name="sales",
            label={"en": "Sales", "fr": "Ventes"},
            every=timedelta(minutes=5),
            kind=ListKind.SNAPSHOT,
        ),
    ),
    capabilities=(
        Capability(kind=CommandKind.ACCEPT, scope="line"),
        Capability(kind=CommandKind.REFUSE, scope="line"),
        Capability(kind=CommandKind.SHIP, scope="line", needs=("carrier", "tracking_number")),
        Capability(
            kind=CommandKind.CANCEL,
            scope="line",
            action="cancel",
            reason=Reason(
                longest=40,
                told_to={"en": "The buyer reads it.", "fr": "L'acheteur la lit."},
                choices={"broken": {"en": "Broken", "fr": "Cassé"}, "gone": {"en": "Gone", "fr": "Épuisé"}},
            ),
        ),
        Capability(kind=CommandKind.RETURN_DECIDE, scope="return", needs=("decision",)),
        Capability(
            kind=CommandKind.RETURN_LABEL,
            scope="return",
            label=Label(longest_link=60, types=("application/pdf", "image/png"), largest=1000),
        ),
    ),
    clocks=(
        Clock(
            name="accept",
            amount=timedelta(hours=48),
            working_days=False,
            basis={"en": "48 h after the sale", "fr": "48 h après la vente"},
            certainty=Certainty.DOCUMENTED,
        ),
    ),
)


class ToyConnector:
    def __init__(self, account: Account) -> None:
        self.account = account

    async def check(self) -> Checked | Trouble:
        if self.account.credentials["token"] == "wrong":
            return Unauthorised(code="credentials", words="bad token")
        return Checked(facts={"seller": "42"})

    async def read(self, resource: str, since: datetime | None, cursor: str | None) -> Page | Trouble:
        raise NotImplementedError

    async def inspect(self, reference: str) -> Page | Trouble:
        raise NotImplementedError

    async def money(self, order_reference: str) -> Page | Trouble:
        raise NotImplementedError

    async def send(self, command: Command) -> SendOutcome:
        raise NotImplementedError

    async def look_up(self, command: Command) -> LookedUp | Trouble:
        raise NotImplementedError


class Toymart:
    manifest = MANIFEST

    def validate(self, credentials: Mapping[str, str]) -> tuple[Problem, ...]:
        missing = [one.name for one in MANIFEST.credentials if not credentials.get(one.name)]
        return tuple(
            Problem(
                field=name, code="missing", words={"en": f"Enter the {name}.", "fr": f"Saisissez {name}."}
            )
            for name in missing
        )

    @property
    def carriers(self) -> CarrierNames:
        return CarrierNames(names={"Colissimo": False, "Autre": True}, other="Autre")

    def carrier_label(self, carrier: str) -> tuple[str, bool] | None:
        return {"colissimo": ("Colissimo", False), "autre": ("Autre", True)}.get(carrier)

    def connect(self, account: Account, record: Record) -> Connector:
        return ToyConnector(account)
