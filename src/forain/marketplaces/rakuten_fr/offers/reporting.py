"""Reports of both kinds of file as pages the hub understands (genericimportreport.md, importreport.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from forain.connect.offers import (
    FileState,
    ImageTrouble,
    LineProblem,
    LineState,
    ReportLine,
    ReportPage,
)
from forain.marketplaces.rakuten_fr import messages as m
from forain.marketplaces.rakuten_fr.offers.names import field_of
from forain.marketplaces.rakuten_fr.offers.wordings import code_of_flat, code_of_image, plain

#: Status words of genericimportreport, lower case without accents; a word nobody knows means wait.
_STATES: Final[Mapping[str, FileState]] = {
    "recu": FileState.WAITING,
    "en attente": FileState.WAITING,
    "m.a.j. en cours": FileState.WORKING,
    "traite": FileState.DONE,
    "annule": FileState.CANCELLED,
    "aucune ligne n'a ete chargee": FileState.DAMAGED,
}
_FLAT_STATES: Final[Mapping[str, FileState]] = {
    "processed": FileState.DONE,
    "process_failed": FileState.DAMAGED,
    "received": FileState.WAITING,
    "pending": FileState.WAITING,
    "processing": FileState.WORKING,
}
_DONE_WORD: Final = "traite"


def state_of(status: str) -> FileState:
    """Of a file; compared leniently, because the seed prints a typographic apostrophe."""
    return _STATES.get(plain(status).replace("’", "'"), FileState.WORKING)


def xml_page(
    file: m.ReportedFile, lines: Iterable[m.ReportedLine], cursor: str | None, exchange: str
) -> ReportPage:
    """One page of genericimportreport."""
    return ReportPage(
        state=state_of(file.status),
        words=file.status,
        lines=tuple(map(_line, lines)),
        images=tuple(_image(one) for one in file.image_errors),
        images_due=file.image_status == "IN_PROCESS",
        total=file.total_lines,
        failed=file.error_lines,
        cursor=cursor,
        exchange_id=exchange,
    )


def _line(told: m.ReportedLine) -> ReportLine:
    done = plain(told.status) == _DONE_WORD
    return ReportLine(
        sku=told.sku or "",
        state=LineState.DONE if done else LineState.REJECTED,
        problems=tuple(map(_problem, told.errors)),
        reference=told.advert_id or "",
    )


def _problem(told: m.LineError) -> LineProblem:
    key = told.key or ""
    return LineProblem(code=str(told.code), field=field_of(key), key=key, words=told.text, fatal=told.fatal)


def _image(told: m.ImageError) -> ImageTrouble:
    return ImageTrouble(
        url=told.url, reference=told.advert_id, words=told.detail, code=code_of_image(told.detail)
    )


def flat_page(told: m.FlatFileReport, exchange: str) -> ReportPage:
    """importreport, which has no pages and tells bad lines only."""
    return ReportPage(
        state=_FLAT_STATES.get(told.process_status.casefold(), FileState.WORKING),
        words=told.process_status,
        lines=tuple(map(_flat_line, told.errors)),
        names_bad_only=True,
        total=told.total_lines,
        failed=told.error_lines if told.error_lines is not None else len(told.errors),
        exchange_id=exchange,
    )


def _flat_line(told: m.FlatLineError) -> ReportLine:
    """The first column is the SKU; the code is ours, because the report has words only."""
    columns = told.data.split(";")
    code, field = code_of_flat(told.reason)
    value = {"price": 1, "quantity": 2, "sku": 0}.get(field)
    offending = columns[value].strip() if value is not None and value < len(columns) else told.data
    problem = LineProblem(code=code, field=field, value=offending, words=told.reason)
    return ReportLine(sku=columns[0].strip(), state=LineState.REJECTED, problems=(problem,))
