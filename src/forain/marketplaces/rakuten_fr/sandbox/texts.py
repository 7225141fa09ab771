"""The exact words of the error documents: type, code, message and detail for each reason, as data.

Sources: rakuten.md section 5, the seeds for getitemtodolist and contactusaboutitem, the file of each service.
Quotes, capitals and full stops differ by service, and clients compare them.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from forain.marketplaces.rakuten_fr import decisions, stock_decisions
from forain.marketplaces.rakuten_fr.sandbox.denial import Denied, Reason


@dataclass(frozen=True, slots=True)
class Words:
    """`detail` may hold `{subject}`; `more` are the details behind the first."""

    type: str
    code: str
    message: str
    detail: str
    more: tuple[str, ...] = ()


_PARAMETER = ("Sender", "ParameterError", "Problem with parameters")
_RIGHTS = ("Sender", "InvalidUserRights")
_STATE = ("Status", "IncorrectStatusError", "Incorrect item status")

_SERVER = ("ServerError", "ServerError", "Server not able to fullfill request.")  # so spelled
_SHIPPED_ALREADY = "Article {subject} : a déjà été expédié"
_WRONG_STATUS = (
    "Article {subject} : statut incorrect. L'enregistrement de votre numéro de suivi n'est possible que"
    ' si le statut de votre article est "confirmé".'
)

TEXTS: Final = MappingProxyType(
    {
        Reason.UNKNOWN_ACTION: Words(*_PARAMETER, decisions.UNKNOWN_ACTION),
        Reason.MISSING: Words(*_PARAMETER, "The parameter '{subject}' is mandatory"),
        Reason.BAD_LOGIN: Words(
            "Sender", "InvalidUserConnection", "Unknown user or password", "Incorrect login or password"
        ),
        Reason.BAD_VERSION: Words(*_PARAMETER, "The version {subject} is not supported"),
        Reason.NO_RIGHT: Words(*_RIGHTS, decisions.NO_RIGHT_MESSAGE, decisions.NO_RIGHT_DETAIL),
        Reason.DEACTIVATED: Words(*_RIGHTS, decisions.DEACTIVATED_MESSAGE, decisions.DEACTIVATED_DETAIL),
        Reason.QUOTA: Words(*_RIGHTS, "Quota exceeded.", decisions.QUOTA_DETAIL),
        Reason.INVALID: Words(*_PARAMETER, "The parameter '{subject}' is invalid."),
        Reason.NOT_THE_SELLER: Words(*_PARAMETER, "You're not the seller of the item {subject}."),
        Reason.NO_SUCH_MAIL: Words(*_PARAMETER, "The mailparentid {subject} doesn't exist"),
        Reason.REPHRASE: Words(*_PARAMETER, "We encounter problems with your message. Please rephrase it"),
        Reason.NO_CONTACT: Words(*_STATE, "You cannot contact Rakuten France on this item."),
        Reason.NOT_CONFIRMED: Words(*_STATE, _WRONG_STATUS),
        Reason.ALREADY_SHIPPED: Words(*_STATE, _SHIPPED_ALREADY),
        Reason.NO_BUYER_CONTACT: Words(*_STATE, decisions.NO_BUYER_CONTACT),
        Reason.CANNOT_CANCEL: Words(*_STATE, decisions.CANNOT_CANCEL),
        Reason.COMMENT_TOO_LONG: Words(*_PARAMETER, decisions.COMMENT_TOO_LONG),
        Reason.NO_FILE: Words(*_SERVER, "An error occurred while submitting the file"),
        Reason.NOT_XML: Words(*_PARAMETER, decisions.NOT_XML),
        Reason.TOO_MANY_LINES: Words(*_PARAMETER, decisions.TOO_MANY_LINES),
        Reason.LINES: Words(*_PARAMETER, ""),
        Reason.LINE_ITEM: Words(*_PARAMETER, "Article {subject} : numéro incorrect"),
        Reason.LINE_SHIPPED: Words(*_PARAMETER, _SHIPPED_ALREADY),
        Reason.LINE_STATUS: Words(*_PARAMETER, _WRONG_STATUS),
        Reason.LINE_CARRIER: Words(*_PARAMETER, decisions.LINE_CARRIER),
        Reason.LINE_TRACKING: Words(*_PARAMETER, decisions.LINE_TRACKING),
        Reason.LINE_URL: Words(*_PARAMETER, decisions.LINE_URL),
        Reason.NO_CRITERION: Words(
            *_PARAMETER, "Either 'kw', 'refs', 'productids' or 'nav' has to be present"
        ),
        Reason.NO_SUCH_FILE: Words(*_PARAMETER, "Could not find the following fileId : {subject}"),
        Reason.PURGED_ALREADY: Words(*_PARAMETER, stock_decisions.PURGED_ALREADY),
        Reason.NO_EXPORT: Words(
            *_RIGHTS, stock_decisions.NO_EXPORT_MESSAGE, stock_decisions.NO_EXPORT_DETAIL
        ),
        Reason.INTERNAL: Words("Unknown error", "Unknown error", "Service unavailable", ""),
    }
)

#: Services that name a missing parameter without quotes, and the one that also spells it differently.
_WITHOUT_QUOTES: Final = frozenset({"getitemtodolist"})
_SPELLED: Final = MappingProxyType({("acceptsale", "itemid"): "itemID", ("refusesale", "itemid"): "itemID"})
_STOP_AFTER_PROBLEM: Final = frozenset({"acceptsale", "refusesale", "listing", "categorymap"})
#: Printed without its full stop in the seed of this service alone.
_NO_STOP_AFTER_LOGIN: Final = frozenset({"getitemtodolist"})
#: The seed of contactusaboutitem, whose family contactuseraboutitem is of, knows one text for a login that is missing or empty.
_CONTACT: Final = frozenset({"contactusaboutitem", "contactpriceministeraboutitem", "contactuseraboutitem"})
#: Spelled so in the seed of genericimportreport; importreport is taken to follow it.
_TWO_WORDS: Final = frozenset({"genericimportreport", "importreport"})


def words(denied: Denied, service: str) -> Words:
    """The texts of the error document."""
    found = TEXTS[denied.reason]
    first, *more = [_detail(one, service) for one in denied.lines or (denied,)]
    return Words(found.type, _code(found, service), _message(found, service), first, tuple(more))


def _detail(denied: Denied, service: str) -> str:
    if denied.reason is Reason.MISSING:
        return _mandatory(service, denied.subject)
    return TEXTS[denied.reason].detail.replace("{subject}", denied.subject)


def _code(found: Words, service: str) -> str:
    is_parameter = found.code == "ParameterError"
    return "Parameters Error" if is_parameter and service in _TWO_WORDS else found.code


def _message(found: Words, service: str) -> str:
    if found.code == "ParameterError" and service in _STOP_AFTER_PROBLEM:
        return found.message + "."
    if found.code == "InvalidUserConnection" and service not in _NO_STOP_AFTER_LOGIN:
        return found.message + "."
    return found.message


def _mandatory(service: str, name: str) -> str:
    if service in _CONTACT and name == "login":
        return "The parameter 'login' is empty"
    spelled = _SPELLED.get((service, name))
    if spelled or service in _WITHOUT_QUOTES:
        return f"The parameter {spelled or name} is mandatory"
    return f"The parameter '{name}' is mandatory"
