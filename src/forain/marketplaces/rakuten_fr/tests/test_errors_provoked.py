"""Every row of every error table, in every version, provoked by the wrong call and by nothing else."""

from __future__ import annotations

import pytest

from forain.marketplaces.rakuten_fr.calls import offer
from forain.marketplaces.rakuten_fr.messages import ErrorResponse
from forain.marketplaces.rakuten_fr.sandbox.denial import Reason
from forain.marketplaces.rakuten_fr.sandbox.texts import TEXTS
from forain.marketplaces.rakuten_fr.tests.asking import ask_for
from forain.marketplaces.rakuten_fr.tests.provoked import ROWS, versions_of
from forain.marketplaces.rakuten_fr.tests.provoked.kinds import Row
from forain.marketplaces.rakuten_fr.tests.provoked.stock import LINE_CODES
from forain.marketplaces.rakuten_fr.tests.stock_support import sent
from forain.marketplaces.rakuten_fr.tests.support import Play
from forain.sdk import errors as sdk
from forain.wire.http import Exchange
from forain.wire.xml import decode

CASES = [
    pytest.param(service, version, row, id=f"{service}-{version}-{row.head[1]}-{number}")
    for service, rows in ROWS.items()
    for number, row in enumerate(rows)
    for version in versions_of(service, row)
]


@pytest.mark.parametrize(("service", "version", "row"), CASES)
def test_the_wrong_call_gets_the_exact_words_and_the_client_its_error(
    play: Play, service: str, version: str, row: Row
) -> None:
    ask = row.ask(play)
    exchanges: list[Exchange] = []
    with pytest.raises(sdk.Rejected) as failure:
        ask_for(play, service, version, ask, record=exchanges.append)
    error, exchange = failure.value, exchanges[-1]
    found = decode(ErrorResponse, exchange.response_body).value
    words = tuple(row.detail.replace("{}", ask.about).split("\n"))
    assert (found.type, found.code, found.message, found.details) == (*row.head, words)
    assert exchange.status == 200
    assert type(error) is row.error
    assert (error.service, error.code) == (offer.operations[service].name, row.head[1])


@pytest.mark.parametrize("code", LINE_CODES)
def test_each_code_of_a_line_is_read_from_the_report(play: Play, code: int) -> None:
    """In the client's words, from a file that really has that fault."""
    content = LINE_CODES[code](play)
    with play.client() as client:
        number = client.genericimportfile(content).import_id
        play.pass_time(minutes=2)
        [line] = client.iter_genericimportreport(number)
    assert code in {one.code for one in line.errors}
    assert all(one.text for one in line.errors)


def test_every_service_has_rows_and_every_needed_parameter_one() -> None:
    """Nothing is set by hand: a parameter or a service that is added wants its row."""
    assert set(ROWS) == set(offer.operations)
    for service, operation in offer.operations.items():
        told = {row.detail.replace("'", "").lower() for row in ROWS[service]}
        for name in operation.required:
            assert f"the parameter {name} is mandatory" in told or f"the parameter {name} is empty" in told


def test_every_reason_the_sandbox_can_give_is_provoked_somewhere() -> None:
    """Its own failures are injected only; the words of `lines` are those of its lines."""
    told = [(*row.head[:2], row.detail) for rows in ROWS.values() for row in rows]
    for reason in set(Reason) - {Reason.LINES}:
        words = TEXTS[reason]
        start = words.detail.partition("{subject}")[0]
        assert any(
            kind == words.type and code.replace("s E", "E") == words.code and detail.startswith(start)
            for kind, code, detail in told
        ), reason


def test_a_file_is_sent_before_its_report_is_asked_for(play: Play) -> None:
    """The number of a file that is known is good; the rows above differ in nothing else."""
    number = sent(play, LINE_CODES[40](play))
    with play.client() as client:
        assert client.genericimportreport(number).file.status == "Reçu"
