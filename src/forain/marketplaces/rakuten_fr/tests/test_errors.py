"""Which error a client raises for which error document (rakuten.md section 5)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from forain.marketplaces.rakuten_fr.errors import LinesRefused, rejection, until_next_hour
from forain.marketplaces.rakuten_fr.messages import ErrorResponse
from forain.marketplaces.rakuten_fr.tests.support import canned_client, sample
from forain.sdk import errors as sdk
from forain.wire.xml import encode

CASES: list[tuple[type[sdk.Rejected], str, str, str, str]] = [
    (sdk.AuthenticationFailed, "Sender", "InvalidUserConnection", "Unknown user or password.", "Incorrect login or password"),
    (sdk.AuthenticationFailed, "Sender", "InvalidUserConnection", "Unknown user or password", "Incorrect login or password"),
    (sdk.QuotaExceeded, "Sender", "InvalidUserRights", "Quota exceeded.", "write to the pro support"),
    (sdk.QuotaExceeded, "Sender", "InvalidUserRights", "Rights", "hourly quota exceeded"),
    (sdk.AccountDeactivated, "Sender", "InvalidUserRights", "Account deactivated.", ""),
    (sdk.PermissionMissing, "Sender", "InvalidUserRights", "", ""),
    (sdk.WrongState, "Status", "IncorrectStatusError", "Incorrect item status", "You cannot contact Rakuten France on this item."),
    (sdk.BadParameter, "Sender", "ParameterError", "Problem with parameters", "The parameter 'version' is mandatory"),
    (sdk.BadParameter, "Sender", "ParameterError", "Problem with parameters.", "The version 1999-01-01 is not supported"),
    (sdk.BadParameter, "Sender", "ParameterError", "Problem with parameters", "We encounter problems with your message. Please rephrase it"),
    (sdk.BadParameter, "Sender", "Parameters Error", "Problem with parameters", "The version xxx is not supported"),
    (sdk.NotFound, "Sender", "Parameters Error", "Problem with parameters", "Could not find the following fileId : 12"),
    (sdk.NotFound, "Sender", "ParameterError", "Problem with parameters", "The parameter 'itemid' is invalid."),
    (sdk.NotFound, "Sender", "ParameterError", "Problem with parameters", "You're not the seller of the item 140370929."),
    (sdk.NotFound, "Sender", "ParameterError", "Problem with parameters", "The mailparentid 154789 doesn't exist"),
    (sdk.NotFound, "Sender", "ParameterError", "Problem with parameters", "The parameter 'advertid' is invalid."),
    (sdk.NotFound, "Sender", "ParameterError", "Problem with parameters", "The parameter 'compensationid' is invalid."),
    (sdk.BadParameter, "Sender", "ParameterError", "Problem with parameters", "Your message cannot exceed 400 characters"),
    (sdk.BadParameter, "Sender", "ParameterError", "Problem with parameters.", "Either 'kw', 'refs', 'productids' or 'nav' has to be present"),
    (sdk.WrongState, "Status", "IncorrectStatusError", "Incorrect item status", "This item cannot be cancelled"),
    (LinesRefused, "Sender", "ParameterError", "Problem with parameters", "Article 12 : numéro incorrect"),
    (sdk.MarketplaceFailure, "Unknown error", "Unknown error", "Service unavailable", ""),
    (sdk.MarketplaceFailure, "ServerError", "ServerError", "Server not able to fullfill request.", "An error occurred"),
    (sdk.MarketplaceFailure, "ServerError", "", "Server not able to fullfill request.", ""),
    (sdk.Rejected, "Sender", "SomethingNew", "Never seen before", ""),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "kind", "code", "words", "detail"), CASES)
def test_each_error_document_becomes_one_typed_error(
    expected: type[sdk.Rejected], kind: str, code: str, words: str, detail: str
) -> None:
    document = ErrorResponse(type=kind, code=code, message=words, details=(detail,))
    with canned_client(encode(document)) as client, pytest.raises(sdk.Rejected) as failure:
        client.getitemtodolist()
    assert type(failure.value) is expected
    assert failure.value.code == (code or kind)
    assert failure.value.words == (detail or words or code)


def test_an_error_document_counts_whatever_the_http_status_is() -> None:
    with canned_client(sample("errorresponse.xml"), status=500) as client, pytest.raises(sdk.BadParameter):
        client.getnewsales()


def test_an_error_without_any_text_is_still_an_error() -> None:
    with canned_client(b"<errorresponse/>") as client, pytest.raises(sdk.Rejected, match="no reason given"):
        client.getnewsales()


def test_a_detail_outside_its_wrapper_is_counted_and_not_lost() -> None:
    body = b"<errorresponse><error><code>Odd</code><message>Well then</message></error></errorresponse>"
    with canned_client(body) as client, pytest.raises(sdk.Rejected, match="Well then"):
        client.acceptsale("1")


def test_a_spent_quota_says_how_long_until_the_next_hour() -> None:
    document = ErrorResponse(type="Sender", code="InvalidUserRights", message="Quota exceeded.", details=())
    error = rejection(document, service="getnewsales", now=datetime(2031, 5, 6, 9, 45, 30, tzinfo=UTC))
    assert isinstance(error, sdk.QuotaExceeded)
    assert error.retry_after == 14.5 * 60


def test_the_next_hour_is_never_now() -> None:
    assert until_next_hour(datetime(2031, 5, 6, 9, 0, tzinfo=UTC)) == 3600
