"""A "no" over HTTP as problem+json (RFC 9457): a stable code for programs, words and the way out for people.

`KNOWN` is the one table of codes; `GET /api/v1/problems/{code}` shows its rows, so every `type` can be opened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from typing import Any

import msgspec
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEDIA_TYPE = "application/problem+json"
TYPES = "/api/v1/problems/"


@dataclass(frozen=True, slots=True)
class Known:
    """A kind of problem: its usual status, what it is called, and what to do about it."""

    status: int
    title: str | Promise
    way_out: str | Promise = ""


#: Code -> what is known of it. A code that is not here is described by its status alone.
KNOWN: Mapping[str, Known] = {
    "bad_request": Known(400, _("The request cannot be read"), _("Compare it with /api/v1/openapi.json.")),
    "malformed_json": Known(400, _("The body is not JSON"), _("Send one JSON object, encoded as UTF-8.")),
    "unauthorised": Known(
        401,
        _("No valid API key"),
        _("Send the header “Authorization: Bearer frn_…” with a key made by “forain api-key create”."),
    ),
    "forbidden": Known(
        403, _("This key may not do that"), _("Use a key whose role is high enough: operator to act, admin to configure.")
    ),
    "csrf_failed": Known(403, _("The page's token is missing"), _("Reload the page and try again.")),
    "not_found": Known(404, _("There is no such thing here"), _("Check the id and the workspace of the key.")),
    "method_not_allowed": Known(405, _("This address does not know the method"), _("The header Allow names those it knows.")),
    "conflict": Known(409, _("Not possible now")),
    "idempotency_in_progress": Known(
        409,
        _("The same request is still being carried out"),
        _("Wait as long as Retry-After says, then send it again with the same Idempotency-Key."),
    ),
    "wrong_state": Known(
        409, _("The state of the line does not allow it"), _("Ask GET /orders/{id}/actions what is possible now.")
    ),
    "observe_mode": Known(409, _("The connection only observes"), _("Switch it to live: PATCH /connections/{id}.")),
    "paused": Known(409, _("The connection is paused"), _("Resume it: PATCH /connections/{id}.")),
    "connection_stopped": Known(
        409, _("The marketplace refuses the account"), _("Mend the connection; the to-do says what is wrong.")
    ),
    "not_allowed_there": Known(
        409,
        _("The marketplace does not allow it on this line"),
        _("“marketplace_actions” of the line names what it allows; it is asked again when the line changes."),
    ),
    "already_sent": Known(
        409, _("The same was sent and is not yet seen"), _("Wait until the command of “facts” has “seen_at”.")
    ),
    "reason_too_long": Known(422, _("The reason is too long"), _("“facts” names the limit.")),
    "reason_unknown": Known(422, _("The marketplace has no such reason"), _("“facts” lists its reasons.")),
    "offer_unknown": Known(409, _("The offer of the line is not known"), _("Confirm it on the marketplace.")),
    "older_preorders_first": Known(
        409, _("Older pre-orders come first"), _("Confirm the lines of “facts” before, or all together.")
    ),
    "nothing_chosen": Known(422, _("No order was chosen"), _("Send “orders”, or a “filter”.")),
    "too_many": Known(422, _("Too many orders at once"), _("“facts” names the limit; send the rest afterwards.")),
    "not_in_bulk": Known(422, _("This cannot be asked for many orders at once"), _("Ask order by order.")),
    "not_yours_to_say": Known(
        409, _("This command needs nobody"), _("Only commands in the state “needs_person” are decided by a person.")
    ),
    "too_late": Known(409, _("The chance of the command has passed"), _("Drop it, and ask for what is possible now.")),
    "return_wrong_state": Known(
        409, _("The state of the return does not allow it"), _("“facts” lists what is possible now.")
    ),
    "label_missing": Known(422, _("The label is missing"), _("Send “link”, or “file” with its content in base64.")),
    "label_both": Known(422, _("A link and a file were sent"), _("Send one of them.")),
    "label_not_base64": Known(422, _("The file is not base64"), _("Encode the content of the file in base64.")),
    "label_link_malformed": Known(422, _("The address of the label is malformed"), _("It must begin with http:// or https://.")),
    "label_link_too_long": Known(422, _("The address of the label is too long"), _("Shorten it, or send the file.")),
    "label_empty": Known(422, _("The file of the label is empty")),
    "label_too_large": Known(422, _("The file of the label is too large"), _("“facts” names the limit; or send a link.")),
    "label_type": Known(422, _("The file of the label is of another type"), _("“facts” lists the types that are taken.")),
    "command_open": Known(
        409, _("Another command holds the line"), _("Follow that command at GET /commands/{id} and try again after its end.")
    ),
    "not_offered": Known(409, _("The marketplace cannot do this"), _("GET /marketplaces lists what it can do.")),
    "whole_order_only": Known(
        409, _("The marketplace decides on whole orders"), _("Leave out “lines”, or name all lines of the order.")
    ),
    "marketplace_fulfilled": Known(409, _("The marketplace ships this line itself")),
    "do_not_ship": Known(
        409,
        _("Do not ship"),
        _("Keep the parcel back, then say so: POST /orders/{id}/acknowledge-stop."),
    ),
    "held": Known(409, _("The order or line is held"), _("Release it: POST /orders/{id}/release.")),
    "not_held": Known(409, _("Nothing is held"), _("GET /orders/{id} shows what is held and why.")),
    "reason_missing": Known(422, _("The reason is missing"), _("Say why, in a few words.")),
    "nothing_to_acknowledge": Known(
        409, _("No line is marked “do not ship”"), _("GET /orders/{id} shows which lines are.")
    ),
    "no_lines": Known(422, _("No line was chosen"), _("Name at least one line, or leave “lines” out for all that allow it.")),
    "not_read": Known(409, _("The marketplace could not be asked"), _("Try again in a moment.")),
    "push_not_yours": Known(409, _("This push needs nobody"), _("Only pushes in the state “needs_person” are decided by a person.")),
    "nothing_to_correct": Known(409, _("There is nothing to correct"), _("GET /offer-errors lists the causes there are.")),
    "cannot_correct": Known(422, _("This cannot be corrected in one go"), _("Name a “field” of the offers, or use “resend”.")),
    "bad_value": Known(422, _("This is no value for the field"), _("Prices are decimal amounts above 0, quantities whole numbers.")),
    "unknown_sku": Known(409, _("The catalogue has no such SKU"), _("Add it first: POST /skus/products.")),
    "since_in_future": Known(422, _("The day is in the future"), _("Choose a day in the past.")),
    "bad_file": Known(422, _("The file cannot be taken in"), _("Mend the line that is named; nothing was taken in.")),
    "bad_pattern": Known(422, _("The pattern is malformed"), _("Write {sku} once in it, such as FR-{sku}.")),
    "bad_strategies": Known(
        422, _("The strategies are not right"), _("Name each of them at most once: sku, alias, gtin, pattern.")
    ),
    "unknown_line": Known(422, _("The order has no such line"), _("Name lines by “id” or “reference” of GET /orders/{id}.")),
    "carrier_missing": Known(409, _("The carrier is missing"), _("GET /carriers lists the codes.")),
    "carrier_unmapped": Known(
        409,
        _("The marketplace does not know this carrier"),
        _(
            "Map it with PUT /carrier-mappings (“facts.request” is the request to complete), on the page “facts.page”, "
            "or by “facts.command”; then send the same request again. Or take a carrier of GET /carriers that has a name there."
        ),
    ),
    "carrier_name_unknown": Known(
        409, _("The marketplace lists no carrier of this name"), _("“facts.names” holds the names it takes.")
    ),
    "carrier_not_taken": Known(409, _("The marketplace takes no carrier"), _("Ship without a mapping.")),
    "carrier_exists": Known(409, _("There is a carrier of this code"), _("Change it: PATCH /carriers/{code}.")),
    "carrier_code_malformed": Known(422, _("The code is malformed"), _("Use letters, digits, “_” and “.”.")),
    "carrier_name_missing": Known(422, _("The carrier has no name"), _("Send “name”.")),
    "pattern_missing": Known(422, _("A check digit rule without a pattern"), _("Send “pattern” too.")),
    "pattern_malformed": Known(
        422, _("The pattern of numbers is malformed"), _("For example [A-Z]{2}[0-9]{9}FR or 6A[0-9]{11}.")
    ),
    "pattern_too_loose": Known(422, _("The pattern of numbers is too loose"), _("Give more of its parts a fixed length.")),
    "check_rule_unknown": Known(422, _("There is no such check digit rule"), _("GET /carriers shows the rules in use.")),
    "template_malformed": Known(
        422, _("The template is not a web address"), _("For example https://track.example.com/{n}.")
    ),
    "template_no_number": Known(422, _("The template has no place for the number"), _("Put {n} where the number belongs.")),
    "template_placeholder": Known(422, _("The template has an unknown place"), _("Only {n} and {zip} are known.")),
    "template_needed": Known(
        422, _("This name wants a tracking address"), _("Send “url”, a template with {n} for the number.")
    ),
    "country_unknown": Known(422, _("The country is unknown"), _("Send its ISO code, such as FR.")),
    "tracking_number_malformed": Known(
        409, _("The tracking number is malformed"), _("Send letters, digits and signs only.")
    ),
    "file_empty": Known(422, _("The file is empty"), _("Send at least one row below the heads.")),
    "file_unreadable": Known(422, _("The file cannot be read"), _("Save it as CSV in UTF-8, or send JSON lines.")),
    "file_columns_missing": Known(
        422, _("A column is missing"), _("Name the columns order, carrier and tracking_number in the first line.")
    ),
    "file_no_rows": Known(422, _("The file has no row"), _("Send at least one row below the heads.")),
    "file_mixed_encoding": Known(422, _("The file has two encodings"), _("Save the whole file in UTF-8.")),
    "file_encoding_unknown": Known(422, _("The encoding cannot be told"), _("Save the file in UTF-8, or name its encoding.")),
    "file_truncated": Known(422, _("The file is cut off"), _("Send it again once it is written to its end.")),
    "file_heads_twice": Known(422, _("Two heads say the same"), _("Keep one of each.")),
    "file_too_large": Known(413, _("The file is too large"), _("“facts” names the limit; cut it into parts.")),
    "file_bomb": Known(422, _("The archive holds far more than it can honestly"), _("Send the file unpacked, in parts.")),
    "file_archive": Known(422, _("The archive holds several files"), _("Send one file in an archive.")),
    "file_formulas": Known(422, _("A cell would be run as a formula"), _("Save values instead of formulas.")),
    "file_xml_unsafe": Known(422, _("The XML declares a document type"), _("Leave the declaration out.")),
    "file_no_profile": Known(422, _("The XML needs a mapping profile"), _("Name “row” and “column”, or import it in the terminal with --profile.")),
    "file_all_bad": Known(422, _("No row can be taken in"), _("GET /offers/imports names the reason of each row.")),
    "file_shrank": Known(409, _("The complete file leaves out too many offers"), _("Confirm the stop of GET /offers/stops, then send the file again.")),
    "no_replacement": Known(409, _("The marketplace has no full replacement"), _("Push what differs.")),
    "erasure_not_typed": Known(422, _("The reference was not typed"), _("Type the reference of the order, as “facts” tells it.")),
    "order_not_over": Known(409, _("An order of the buyer is not over"), _("Finish it first; GET /orders/{id}/erasure names it.")),
    "erased_already": Known(409, _("The buyer is forgotten already"), _("GET /erasures lists the certificates.")),
    "replacement_not_typed": Known(422, _("The name was not typed"), _("Type the name of the connection, as “facts” tells it.")),
    "replaced_lately": Known(409, _("Everything was replaced lately"), _("Push what differs, or wait until 24 hours are over.")),
    "push_under_way": Known(409, _("A push is under way"), _("Wait until it is done, then ask again.")),
    "no_offers": Known(409, _("This marketplace takes no offers"), _("GET /marketplaces lists what it can do.")),
    "bad_rule": Known(422, _("The rule cannot be so"), _("“detail” says what it takes.")),
    "bad_source": Known(422, _("Offers cannot come from there"), _("“detail” says what it takes.")),
    "bad_mapping": Known(422, _("The mapping names something unknown"), _("“detail” lists the fields of an offer.")),
    "source_paused": Known(409, _("The source is paused"), _("Resume it: PATCH /offers/sources/{id} with “paused”: false.")),
    "source_exists": Known(409, _("There is a source of this name"), _("GET /offers/sources lists them.")),
    "stop_not_typed": Known(422, _("The number was not typed"), _("Type the number of offers concerned, as “facts” tells it.")),
    "stop_decided": Known(409, _("The stop was decided already"), _("Push again: what differs now is judged anew.")),
    "file_too_long": Known(422, _("The file has too many rows"), _("Send it in parts of 10,000 rows.")),
    "row_unreadable": Known(422, _("A line cannot be read"), _("Mend that line; the others went on.")),
    "order_missing": Known(422, _("The row names no order"), _("Fill the column “order”.")),
    "unknown_order": Known(404, _("There is no such order"), _("Take the reference as GET /orders shows it.")),
    "order_ambiguous": Known(409, _("Several orders have this reference"), _("Add a column “connection”.")),
    "line_twice": Known(409, _("The file ships an article twice"), _("Keep the row with the right number.")),
    "slip_not_fetched": Known(
        409, _("The delivery slip is not here"), _("Ask for it: POST /orders/{id}/delivery-slip.")
    ),
    "slip_not_offered": Known(409, _("There is no delivery slip"), _("Put your own paper into the parcel.")),
    "slip_not_ready": Known(409, _("Too early for the delivery slip"), _("Accept the order first.")),
    "slip_refused": Known(
        409, _("The marketplace gives no slip"), _("“detail” has its words; print the slip in its seller area.")
    ),
    "slip_unavailable": Known(
        503, _("The marketplace cannot be asked now"), _("Try again in a few minutes; it is also fetched by itself.")
    ),
    "other_parcel": Known(
        409, _("The line went under another number"), _("Follow the command in “facts”; a wrong number is corrected, not sent again.")
    ),
    "tracking_number_missing": Known(
        409, _("The tracking number is missing"), _("Send “tracking_number”: no parcel goes without.")
    ),
    "tracking_number_too_long": Known(
        409, _("The tracking number is too long"), _("Send at most 64 characters.")
    ),
    "tracking_url_needed": Known(
        409, _("The marketplace wants a tracking address"), _("Send tracking_url, beginning with https://.")
    ),
    "tracking_url_malformed": Known(409, _("The tracking address is malformed"), _("It must begin with http:// or https://.")),
    "contact_closed": Known(
        409, _("It is not possible to write now"), _("GET /lines/{id}/contact tells the rule and its last moment.")
    ),
    "text_refused": Known(
        422, _("The text would be refused"), _("“facts.findings” names each place; POST /threads/{id}/check shows them before.")
    ),
    "text_to_confirm": Known(
        422, _("The text wants a word from you"), _("Name the codes of “facts.findings” in “confirm” to send it as it is.")
    ),
    "unknown_parent": Known(
        422, _("There is no such mail to answer"), _("Take the “reference” of a message of the marketplace in GET /threads/{id}.")
    ),
    "unknown_blank": Known(422, _("The text has an unknown blank")),
    "template_exists": Known(409, _("There is a text of this name"), _("GET /reply-templates lists them.")),
    "todo_resolved": Known(409, _("The to-do is done already")),
    "snooze_past": Known(422, _("The moment has passed")),
    "snooze_too_long": Known(409, _("It cannot be put off so long"), _("Choose a moment before “due_at”, or give it to somebody.")),
    "unknown_person": Known(422, _("There is no such person here"), _("GET /people lists them.")),
    "days_kept": Known(422, _("So many days cannot be kept"), _("“detail” says how many can.")),
    "unknown_clock": Known(422, _("There is no such clock"), _("GET /clocks lists them.")),
    "clock_amount": Known(422, _("The limit is out of range")),
    "already_acknowledged": Known(
        409, _("The consumer acknowledged the order already"), _("The hand-off keeps the first merchant reference.")
    ),
    "not_acknowledged": Known(
        409, _("The consumer has not acknowledged the order"), _("There is nothing to take back.")
    ),
    "webhook_exists": Known(409, _("There is a webhook of this name"), _("GET /webhooks lists them.")),
    "webhook_disabled": Known(
        409, _("The webhook is disabled"), _("Mend the receiver, then POST /webhooks/{id}/enable.")
    ),
    "webhook_address": Known(
        422,
        _("Events cannot be sent to this address"),
        _("Use https:// and a public host; FORAIN_WEBHOOK_NETWORKS allows networks of your own."),
    ),
    "rotation_under_way": Known(
        409, _("The secret before the last still signs"), _("Wait until it ends, or rotate with “overlap_hours” 0.")
    ),
    "consumer_exists": Known(409, _("There is a consumer of this name"), _("GET /consumers lists them.")),
    "too_large": Known(413, _("The body is too large"), _("A body has at most 5 MiB.")),
    "unsupported_media_type": Known(415, _("The body is not sent as JSON"), _("Send “Content-Type: application/json”.")),
    "invalid": Known(422, _("Some values are not right"), _("“errors” names each of them.")),
    "unknown_parameter": Known(422, _("The address has an unknown parameter"), _("“errors” names it; check its spelling.")),
    "bad_cursor": Known(422, _("The cursor is not one of ours"), _("Start again without it, then follow “next”.")),
    "idempotency_key_malformed": Known(
        422, _("The Idempotency-Key is malformed"), _("Use 1 to 255 visible ASCII characters, for example a UUID.")
    ),
    "idempotency_key_reused": Known(
        422, _("The Idempotency-Key was used for another request"), _("Use a new key for each new intention.")
    ),
    "cannot_connect": Known(422, _("The account could not be connected"), _("“errors” names the field to mend.")),
    "internal": Known(500, _("Something broke here"), _("Try again; if it stays, look into the log of the hub.")),
    "unavailable": Known(503, _("The database does not answer"), _("Try again in a moment.")),
}  # fmt: skip

_BY_STATUS = {
    400: "bad_request", 401: "unauthorised", 403: "forbidden", 404: "not_found", 405: "method_not_allowed",
    409: "conflict", 413: "too_large", 415: "unsupported_media_type", 422: "invalid", 503: "unavailable",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldError:
    """One value that is not right. `field` is its path: `body.lines.0`, `query.limit`."""

    field: str
    code: str
    detail: str


@dataclass(eq=False)
class Problem(Exception):
    """Raise it anywhere below a route. `code` is a key of `KNOWN`; `detail` is already in the caller's language."""

    code: str
    detail: str | Promise = ""
    status: int = 0
    errors: Sequence[FieldError] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        Exception.__init__(self, self.code)
        if not self.status:
            self.status = KNOWN[self.code].status if self.code in KNOWN else 409

    @property
    def document(self) -> dict[str, Any]:
        known = KNOWN.get(self.code) or Known(self.status, HTTPStatus(self.status).phrase)
        said = {
            "type": f"{TYPES}{self.code}",
            "title": str(known.title),
            "status": self.status,
            "detail": str(self.detail or known.title),
            "code": self.code,
        }
        extra = {
            "way_out": str(known.way_out),
            "errors": [asdict(one) for one in self.errors],
            "facts": dict(self.facts),
        }
        return {**said, **{name: value for name, value in extra.items() if value}}


def for_status(status: int) -> Problem:
    """The problem that says no more than its status."""
    code = _BY_STATUS.get(status) or ("internal" if status >= 500 else "bad_request")
    return Problem(code, status=status)


def answer(problem: Problem) -> HttpResponse:
    """The problem as a response; never cached, never with anything of the request in it."""
    body = msgspec.json.encode(problem.document, enc_hook=str)
    response = HttpResponse(
        body, status=problem.status, content_type=MEDIA_TYPE, headers=dict(problem.headers)
    )
    response.headers["Cache-Control"] = "no-store"
    if problem.status == HTTPStatus.UNAUTHORIZED:
        response.headers.setdefault("WWW-Authenticate", 'Bearer realm="Forain"')
    return response
