"""What came of a file of shipments, for the API and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from forain.hub.kit.routes import Shape
from forain.hub.parcels.importing import Result
from forain.hub.parcels.reading_files import Sheet


class RowOutcome(StrEnum):
    """`asked_for`: commands are on their way. `ready`: a preview found nothing against it. `already`: under way or done
    under this number, nothing changed. `refused`: nothing was asked for."""

    ASKED_FOR = "asked_for"
    READY = "ready"
    ALREADY = "already"
    REFUSED = "refused"


class ImportedRow(Shape):
    """One row of the file."""

    line: int = Field(description="Line of the file, from 1")
    outcome: RowOutcome
    order: str
    carrier: str
    tracking_number: str
    code: str = Field(description="Why it was refused, for programs; else empty")
    reason: str = Field(description="Why it was refused, for people; else empty")
    fix: str = Field(description="What to do about it; else empty")
    warnings: list[str] = Field(description="What does not look right, though nothing holds it back")
    command_ids: list[UUID] = Field(description="Follow them at GET /commands/{id}")


class ImportReport(Shape):
    """What came of a file, row by row."""

    preview: bool = Field(description="True when nothing was written")
    form: str = Field(description="`json_lines`, or the separator that was found")
    encoding: str
    columns: dict[str, str] = Field(description="Head in the file → what it was taken for")
    counts: dict[str, int] = Field(description="Outcome → rows")
    items: list[ImportedRow]


def report(sheet: Sheet, results: Sequence[Result], *, preview: bool) -> ImportReport:
    items = [_row(one) for one in results]
    counts = {outcome.value: sum(one.outcome is outcome for one in items) for outcome in RowOutcome}
    return ImportReport(
        preview=preview,
        form=sheet.form,
        encoding=sheet.encoding,
        columns=dict(sheet.columns),
        counts=counts,
        items=items,
    )


def _row(one: Result) -> ImportedRow:
    return ImportedRow(
        line=one.row.number,
        outcome=RowOutcome(one.outcome),
        order=one.row.order,
        carrier=one.row.carrier,
        tracking_number=one.row.tracking_number,
        code=one.code,
        reason=one.reason,
        fix=one.fix,
        warnings=one.warnings,
        command_ids=[command.pk for command in one.commands],
    )
