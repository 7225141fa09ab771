"""Connections and marketplaces as the API shows them. Credentials go in and never come out."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, Field, StringConstraints

from forain.connect import contract
from forain.connect.registry import marketplaces
from forain.hub.connections import models, scans
from forain.hub.connections.budget import spent
from forain.hub.connections.reasons import Grade, reasons
from forain.hub.kit.routes import Listed, Moment, Name, Shape, Wish, in_language
from forain.trade.commands import CommandKind
from forain.trade.lifecycle import Fulfilment


class Mode(StrEnum):
    """`observe` only reads, `live` also sends, `paused` does neither."""

    OBSERVE = "observe"
    LIVE = "live"
    PAUSED = "paused"


class Health(StrEnum):
    """`stopped` needs a person; the others mend themselves."""

    NEW = "new"
    WELL = "well"
    TROUBLE = "trouble"
    STOPPED = "stopped"


class Reading(Shape):
    """One resource of a connection and how far it is read."""

    resource: str
    next_at: AwareDatetime = Field(description="When it is read next")
    last_ok_at: AwareDatetime | None = Field(description="When it was last read to its end")
    last_count: int = Field(description="How many observations the last visit brought")
    failures: int = Field(description="Failures in a row")


class Reason(Shape):
    """Why a connection is as it is."""

    code: str = Field(
        description="`credentials`, `deactivated`, `quota`, `own_budget`, `quota_forecast`, `clock_skew`, `quiet`, "
        "`behind`, `observe_mode`, `paused`…"
    )
    grade: Grade = Field(description="`stops`: a person must act; `warns`: look at it; `tells`: good to know")
    words: str = Field(description="In the caller's language")


class Spent(Shape):
    """Calls of one service in the running hour."""

    service: str
    calls: int
    quota: int
    exhausted_at: AwareDatetime | None = Field(
        description="When the quota ends at the present rate; null when the hour ends first"
    )


class Connection(Shape):
    """A seller account on a marketplace."""

    id: UUID
    marketplace: str = Field(description="Id of the marketplace: GET /marketplaces")
    name: str
    account: str = Field(description="Public name of the account")
    endpoint: str
    mode: Mode
    health: Health
    trouble_code: str = Field(
        description="`credentials`, `deactivated`, `quota`, `server`, `network`…; else empty"
    )
    trouble_words: str
    trouble_since: AwareDatetime | None
    blocked_until: AwareDatetime | None = Field(description="No call before this time")
    calls_per_hour: int = Field(description="The quota all calls share")
    facts: dict[str, Any] = Field(description="What the live check told: rights, versions…")
    last_ok_at: AwareDatetime | None
    created_at: AwareDatetime
    reasons: list[Reason] = Field(description="Why it is as it is, gravest first; empty when all is well")
    calls: list[Spent] = Field(description="The running hour by service, busiest first")
    skew_seconds: float | None = Field(
        description="How far the marketplace's clock is ahead of ours, by its `Date`; null when it tells none"
    )
    quiet_since: AwareDatetime | None = Field(
        description="The last sale, while the account is unusually quiet"
    )
    readings: list[Reading]


class Connections(Listed[Connection]):
    """All connections of the workspace, by name."""


class NewConnection(Wish):
    """A seller account to connect; its credentials are checked live and then sealed."""

    model_config = ConfigDict(json_schema_extra={"example": {
        "marketplace": "rakuten_fr",
        "name": "Rakuten, main account",
        "credentials": {"login": "my-shop", "token": "…"},
    }})  # fmt: skip

    marketplace: Name = Field(description="Id of the marketplace: GET /marketplaces")
    name: Annotated[str, StringConstraints(min_length=1, max_length=120)] = Field(
        description="Unique in the workspace"
    )
    credentials: dict[
        Annotated[str, StringConstraints(max_length=40)], Annotated[str, StringConstraints(max_length=400)]
    ] = Field(
        max_length=20,
        description="By the names of the marketplace's `credentials`; never shown again",
        json_schema_extra={"writeOnly": True},
    )
    endpoint: Annotated[str, StringConstraints(max_length=300, pattern=r"^(https?://[^\s]+)?$")] = Field(
        default="", description="Another address than the marketplace's own, such as a sandbox"
    )
    mode: Mode = Field(default=Mode.OBSERVE, description="`observe` until you are sure")


class ConnectionChange(Wish):
    mode: Mode


class Scan(Shape):
    """A read in depth: a nightly deep scan, or a backfill."""

    id: UUID
    kind: str = Field(description="`deep` or `backfill`")
    state: str = Field(description="`running`, `done` or `stopped`")
    since: AwareDatetime
    left: list[str] = Field(description="Resources still to read")
    pages: int
    seen: int = Field(description="Observations read")
    asked: int = Field(description="Open orders or lines asked about one by one")
    missed_count: int = Field(description="Orders that normal visits had not brought")
    changed_count: int = Field(description="Orders whose change normal visits had not seen")
    missed: list[str] = Field(description="The first 200 of them, by reference")
    changed: list[str] = Field(description="The first 200 of them, by reference")
    words: str
    next_at: AwareDatetime
    started_at: AwareDatetime
    finished_at: AwareDatetime | None
    created_by: str


class Scans(Listed[Scan]):
    """The newest 50 reads in depth of a connection."""


class NewBackfill(Wish):
    """From which day on everything is read."""

    since: Moment = Field(description="RFC 3339 with zone", examples=["2026-01-01T00:00:00Z"])


class NewCredentials(Wish):
    """New credentials of the same account; those left out stay."""

    credentials: dict[
        Annotated[str, StringConstraints(max_length=40)], Annotated[str, StringConstraints(max_length=400)]
    ] = Field(
        min_length=1,
        max_length=20,
        description="By the names of the marketplace's `credentials`; never shown again",
        json_schema_extra={"writeOnly": True},
    )


class CredentialField(Shape):
    name: str
    label: str = Field(description="In the caller's language")
    help: str = Field(description="In the caller's language")
    secret: bool


class Resource(Shape):
    """A thing a connection reads on a schedule."""

    name: str
    label: str = Field(description="In the caller's language")
    every_seconds: int
    kind: contract.ListKind = Field(description="`snapshot`: always everything; `window`: from a time on")


class WantedReason(Shape):
    """The words the marketplace wants with a command."""

    longest: int = Field(description="Characters at most")
    told_to: str = Field(description="Who reads it, in the caller's language")
    choices: dict[str, str] = Field(
        description="The marketplace's own list, code → words in the caller's language; empty: free words"
    )


class Label(Shape):
    """What the marketplace takes as a return label."""

    longest_link: int = Field(description="Characters of an address at most")
    types: list[str] = Field(description="Media types of a file")
    largest: int = Field(description="Bytes of a file at most")


class Capability(Shape):
    """A kind of command the marketplace can do."""

    kind: CommandKind
    scope: str = Field(description="`line`, `order` when only the whole basket can be commanded, or `return`")
    can_look_up: bool = Field(
        description="Whether its effect can be read back after a lost answer; without, a lost answer needs a person"
    )
    needs: list[str]
    allowed_from: list[Fulfilment] | None = Field(description="Where a line must stand; null: anywhere")
    reason: WantedReason | None
    label: Label | None


class Impossible(Shape):
    """A kind of command the marketplace cannot do."""

    kind: CommandKind
    words: str = Field(description="Why, and the way out, in the caller's language")


class Clock(Shape):
    """A time limit of the marketplace, as data."""

    name: str
    seconds: int
    working_days: bool = Field(description="Whether only working days count")
    basis: str = Field(description="The rule with its source, in the caller's language")
    certainty: contract.Certainty


class Marketplace(Shape):
    """What a marketplace is and can do."""

    id: str
    name: str
    country: str = Field(description="ISO 3166 alpha-2")
    time_zone: str
    endpoint: str
    calls_per_hour: int
    partial_acceptance: bool
    credentials: list[CredentialField]
    resources: list[Resource]
    capabilities: list[Capability]
    cannot: list[Impossible]
    clocks: list[Clock]


class Marketplaces(Listed[Marketplace]):
    """All marketplaces this installation knows."""


def connection(row: models.Connection) -> Connection:
    return Connection(
        id=row.pk,
        marketplace=row.marketplace_id,
        name=row.name,
        account=row.account_label,
        endpoint=row.endpoint,
        mode=Mode(row.mode),
        health=Health(row.health),
        trouble_code=row.trouble_code,
        trouble_words=row.trouble_words,
        trouble_since=row.trouble_since,
        blocked_until=row.blocked_until,
        calls_per_hour=_quota(row),
        facts=row.facts,
        last_ok_at=row.last_ok_at,
        created_at=row.created_at,
        reasons=[Reason(code=one.code, grade=one.grade, words=one.words) for one in reasons(row)],
        calls=_spent(row),
        skew_seconds=row.skew_seconds,
        quiet_since=row.quiet_since,
        readings=[_reading(one) for one in row.readings.all()],
    )


def all_marketplaces() -> Marketplaces:
    return Marketplaces(items=[_marketplace(room.manifest) for room in marketplaces().values()])


def _spent(row: models.Connection) -> list[Spent]:
    if row.marketplace_id not in marketplaces():
        return []
    return [
        Spent(service=one.service, calls=one.calls, quota=one.quota, exhausted_at=one.exhausted_at)
        for one in spent(row)
    ]


def _quota(row: models.Connection) -> int:
    """Also when the marketplace's plug-in is gone."""
    return row.hourly_quota if row.marketplace_id in marketplaces() else row.calls_per_hour


def _reading(row: models.Reading) -> Reading:
    return Reading(
        resource=row.resource,
        next_at=row.next_at,
        last_ok_at=row.last_ok_at,
        last_count=row.last_count,
        failures=row.failures,
    )


def _marketplace(manifest: contract.Manifest) -> Marketplace:
    return Marketplace(
        id=manifest.id,
        name=manifest.name,
        country=manifest.country,
        time_zone=manifest.time_zone,
        endpoint=manifest.endpoint,
        calls_per_hour=manifest.calls_per_hour,
        partial_acceptance=manifest.partial_acceptance,
        credentials=[_credential(one) for one in manifest.credentials],
        resources=[_resource(one) for one in manifest.resources],
        capabilities=[_capability(manifest, one) for one in manifest.capabilities],
        cannot=[Impossible(kind=kind, words=_said(words)) for kind, words in manifest.cannot.items()],
        clocks=[_clock(one) for one in manifest.clocks],
    )


def _credential(one: contract.CredentialField) -> CredentialField:
    return CredentialField(name=one.name, label=_said(one.label), help=_said(one.help), secret=one.secret)


def _resource(one: contract.Resource) -> Resource:
    return Resource(
        name=one.name, label=_said(one.label), every_seconds=int(one.every.total_seconds()), kind=one.kind
    )


def _capability(manifest: contract.Manifest, one: contract.Capability) -> Capability:
    starts = manifest.starts(one.kind)
    return Capability(
        kind=one.kind,
        scope=one.scope,
        can_look_up=one.can_look_up,
        needs=list(one.needs),
        allowed_from=None if starts is None else [state for state in Fulfilment if state in starts],
        reason=_wanted(one.reason) if one.reason else None,
        label=_label(one.label) if one.label else None,
    )


def _wanted(one: contract.Reason) -> WantedReason:
    choices = {code: _said(words) for code, words in one.choices.items()}
    return WantedReason(longest=one.longest, told_to=_said(one.told_to), choices=choices)


def _label(one: contract.Label) -> Label:
    return Label(longest_link=one.longest_link, types=list(one.types), largest=one.largest)


def _clock(one: contract.Clock) -> Clock:
    return Clock(
        name=one.name,
        seconds=int(one.amount.total_seconds()),
        working_days=one.working_days,
        basis=_said(one.basis),
        certainty=one.certainty,
    )


def _said(words: Mapping[str, str]) -> str:
    return in_language(words)


def scan(row: scans.Scan) -> Scan:
    return Scan.model_validate({name: getattr(row, name) for name in Scan.model_fields})
