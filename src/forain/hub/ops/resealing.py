"""Brings every sealed secret under the newest key. What is under it already is left alone, so it goes on where it ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models

from forain.hub.kit.sealed import CannotUnseal, is_newest, rotate

#: The column sealed secrets stand in, whatever the table.
COLUMN = "sealed"


@dataclass(slots=True)
class Progress:
    """`lost` names rows no key of this installation opens."""

    total: int = 0
    done: int = 0
    rotated: int = 0
    lost: list[str] = field(default_factory=list)


def sealed_tables() -> list[type[models.Model]]:
    """Every table with sealed secrets; none is listed here, so a new one is found."""
    return [one for one in apps.get_models() if any(field.name == COLUMN for field in one._meta.get_fields())]


def reseal() -> Iterator[Progress]:
    """Row by row; stop it any time and start it again."""
    progress = Progress(total=sum(table._default_manager.count() for table in sealed_tables()))
    yield progress
    for table in sealed_tables():
        for row in table._default_manager.only("pk", COLUMN).order_by("pk").iterator(chunk_size=200):
            _row(progress, table, row)
            yield progress


def _row(progress: Progress, table: type[models.Model], row: Any) -> None:
    progress.done += 1
    before = bytes(row.sealed)
    if not before or is_newest(before):
        return
    try:
        after = rotate(before)
    except CannotUnseal:
        progress.lost.append(f"{table._meta.label} {row.pk}")
        return
    # Somebody may have entered new credentials meanwhile: those are under the newest key already.
    progress.rotated += table._default_manager.filter(pk=row.pk, sealed=before).update(sealed=after)
