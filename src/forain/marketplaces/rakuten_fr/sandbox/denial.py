"""Why the pretend Rakuten says no: reasons of the rules, without the words of the documents."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Each has its exact words in `texts.py`."""

    UNKNOWN_ACTION = "unknown_action"
    MISSING = "missing"
    BAD_LOGIN = "bad_login"
    BAD_VERSION = "bad_version"
    NO_RIGHT = "no_right"
    DEACTIVATED = "deactivated"
    QUOTA = "quota"
    INVALID = "invalid"
    NOT_THE_SELLER = "not_the_seller"
    NO_SUCH_MAIL = "no_such_mail"
    REPHRASE = "rephrase"
    NO_CONTACT = "no_contact"
    NOT_CONFIRMED = "not_confirmed"
    ALREADY_SHIPPED = "already_shipped"
    NO_SUCH_FILE = "no_such_file"
    PURGED_ALREADY = "purged_already"
    NO_EXPORT = "no_export"
    NO_BUYER_CONTACT = "no_buyer_contact"
    CANNOT_CANCEL = "cannot_cancel"
    COMMENT_TOO_LONG = "comment_too_long"
    NO_FILE = "no_file"
    NOT_XML = "not_xml"
    TOO_MANY_LINES = "too_many_lines"
    LINES = "lines"
    LINE_ITEM = "line_item"
    LINE_SHIPPED = "line_shipped"
    LINE_STATUS = "line_status"
    LINE_CARRIER = "line_carrier"
    LINE_TRACKING = "line_tracking"
    LINE_URL = "line_url"
    NO_CRITERION = "no_criterion"
    INTERNAL = "internal"


class Denied(Exception):
    """A rule refuses; `subject` is the parameter or the object it is about."""

    def __init__(self, reason: Reason, subject: str = "", lines: tuple[Denied, ...] = ()) -> None:
        self.reason = reason
        self.subject = subject
        self.lines = lines  #: of an upload, one for each bad line
        super().__init__(f"{reason} {subject}".strip())
