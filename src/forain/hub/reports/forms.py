"""Product types and their forms, kept for each connection: searched by people, and what offers are checked against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from functools import lru_cache
from typing import Any, Final

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform

from forain.connect.offers import Forms, ProductType, SellsOffers, Template, TemplateField
from forain.connect.outcomes import Trouble
from forain.hub.connections.models import Connection, account_of
from forain.hub.exchanges.keep import keep
from forain.hub.kit.clock import now
from forain.hub.kit.fold import fold
from forain.hub.kit.threads import in_database
from forain.hub.offers.models import Push, PushLine
from forain.hub.reports.models import Form

#: Marketplaces ask not to be asked more often; lists change seldom.
KEPT_FOR: Final = timedelta(days=1)


def forms_of(connection: Connection) -> Forms:
    """The templates that are known here, each read once."""

    @lru_cache(maxsize=256)
    def find(code: str) -> Template | None:
        row = Form.objects.filter(connection_id=connection.pk, code=code).exclude(template=None).first()
        return template_of(row) if row else None

    return find


def template_of(row: Form) -> Template:
    """From its kept form."""
    return Template(code=row.code, fields=tuple(_field(one) for one in row.template or ()))


def _field(kept: Mapping[str, Any]) -> TemplateField:
    lists = {name: tuple(kept[name]) for name in ("values", "meanings", "units")}
    return TemplateField(**{**kept, **lists})


def search(connection: Connection, words: str) -> QuerySet[Form, Form]:
    """Types with all the words in label, path or code, shortest labels first."""
    rows = Form.objects.filter(connection=connection)
    for word in fold(words).split():
        rows = rows.filter(folded__contains=word)
    return rows.order_by("label", "code")


def is_stale(connection: Connection) -> bool:
    """Whether the list was never read or is older than a day."""
    newest = Form.objects.filter(connection=connection).order_by("-read_at").first()
    return newest is None or now() - newest.read_at > KEPT_FOR


def template_is_stale(row: Form) -> bool:
    """Whether the form was never read or is older than a day."""
    return row.template_at is None or now() - row.template_at > KEPT_FOR


async def refresh(connection: Connection) -> Trouble | None:
    """Read the list of types again; the trouble when it could not be."""
    recorded: list[Any] = []
    account = await in_database(account_of, connection)
    connector: SellsOffers = connection.room.connect(account, recorded.append)  # type: ignore[assignment]
    try:
        found = await connector.product_types()
    finally:
        await in_database(keep, connection, list(recorded))
    if not isinstance(found, tuple):
        return found
    await in_database(_store, connection, found)
    return None


def _store(connection: Connection, found: tuple[ProductType, ...]) -> None:
    moment = now()
    rows = [
        Form(
            connection=connection,
            code=one.code,
            label=one.label[:300],
            path=list(one.path),
            folded=fold(" ".join((one.code, one.label, *one.path))),
            read_at=moment,
        )
        for one in found
    ]
    Form.objects.bulk_create(
        rows,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["connection", "code"],
        update_fields=["label", "path", "folded", "read_at"],
    )


#: Forms read before one push; the rest of its types are written without.
AT_ONCE: Final = 20


def missing(push: Push) -> list[str]:
    """Product types of a push whose forms were never read here: lines are written with the keys of their form."""
    named = KeyTextTransform("product_type", "details")
    codes = PushLine.objects.filter(push=push).exclude(details=None).annotate(code=named)
    wanted = set(codes.filter(code__isnull=False).order_by().values_list("code", flat=True).distinct()) - {""}
    known = Form.objects.filter(connection_id=push.connection_id, code__in=wanted).exclude(template=None)
    return sorted(wanted - set(known.values_list("code", flat=True)))[:AT_ONCE]


async def complete(push: Push) -> None:
    """Read what is missing; a form that cannot be read keeps nothing from going out."""
    for code in await in_database(missing, push):
        await read_template(push.connection, code)


async def read_template(connection: Connection, code: str) -> Trouble | None:
    """Read the form of one type; the trouble when it could not be."""
    recorded: list[Any] = []
    account = await in_database(account_of, connection)
    connector: SellsOffers = connection.room.connect(account, recorded.append)  # type: ignore[assignment]
    try:
        found = await connector.template(code)
    finally:
        await in_database(keep, connection, list(recorded))
    if not isinstance(found, Template):
        return found
    await in_database(_store_template, connection, found)
    return None


def _store_template(connection: Connection, found: Template) -> None:
    told = [asdict(one) for one in found.fields]
    row, _ = Form.objects.get_or_create(
        connection=connection, code=found.code, defaults={"label": found.code, "folded": fold(found.code)}
    )
    row.template, row.template_at = told, now()
    row.save(update_fields=["template", "template_at"])
