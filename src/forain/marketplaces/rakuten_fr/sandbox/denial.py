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
    NO_FILE = "no_file"
    NO_SUCH_FILE = "no_such_file"
    PURGED_ALREADY = "purged_already"
    NO_EXPORT = "no_export"
    INTERNAL = "internal"


class Denied(Exception):
    """A rule refuses; `subject` is the parameter or the object it is about."""

    def __init__(self, reason: Reason, subject: str = "") -> None:
        self.reason = reason
        self.subject = subject
        super().__init__(f"{reason} {subject}".strip())
