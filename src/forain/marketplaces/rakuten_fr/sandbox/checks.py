"""What is checked before any service is asked, in the order of rakuten.md section 5."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from forain.marketplaces.rakuten_fr import operations
from forain.marketplaces.rakuten_fr.sandbox.call import Call
from forain.marketplaces.rakuten_fr.sandbox.denial import Denied, Reason
from forain.marketplaces.rakuten_fr.sandbox.ground import Ground
from forain.marketplaces.rakuten_fr.sandbox.state import Account, Right
from forain.marketplaces.rakuten_fr.stock_operations import STOCK
from forain.sandbox.stage import Request
from forain.wire.operation import Operation

#: The right a service needs; all others belong to selling.
_RIGHTS: Final = MappingProxyType(
    {"getavailableshippingtypes": Right.CUSTOM_SHIPPING, "export": Right.EXPORT}
)
_NO_RIGHT: Final = MappingProxyType({"export": Reason.NO_EXPORT})
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


#: Services for professional sellers only (the first lines of their pages).
_PROFESSIONAL: Final = frozenset({"getcompensationdetails"})
#: Who calls a service that wants no login: it has every right and no quota.
_ANYBODY: Final = Account(login="", token="", seller_id="", rights=set(Right))


def admitted(ground: Ground, request: Request) -> Call:
    """A call that may go on to its service; raises `Denied` with the first thing that is wrong."""
    parameters = request.parameters(first="query")
    operation = known_operation(request.path, parameters)
    credentials = [one for one in ("login", "pwd", "version") if one in operation.required]
    for name in credentials:
        if not parameters.get(name, "").strip():
            raise Denied(Reason.MISSING, name)
    account = caller(ground, parameters, credentials)
    version = parameters["version"].strip()
    if not is_supported(operation, version):
        raise Denied(Reason.BAD_VERSION, version)
    insist_on_right(account, operation)
    if account.login:
        count_call(ground, account, operation.name)
    return Call(ground, account, operation, version, parameters, request.files, request.host)


def is_supported(operation: Operation[Any], version: str) -> bool:
    """One of the known versions; any day where nobody recorded one."""
    return version in operation.versions if operation.versions else bool(_DAY.fullmatch(version))


def known_operation(path: str, parameters: Mapping[str, str]) -> Operation[Any]:
    """The service asked for, on its own path."""
    found = operations.operation(parameters.get("action", "").strip(), path)
    if found is None or found.path != path.rstrip("/"):
        raise Denied(Reason.UNKNOWN_ACTION)
    return found


def insist_on_right(account: Account, operation: Operation[Any]) -> None:
    """Rights are given by Rakuten; some services are for professionals anyway."""
    closed = operation.name in _PROFESSIONAL or operation.path == STOCK  # all of it is about stock
    if closed and not account.professional:
        raise Denied(Reason.NO_RIGHT)
    if _RIGHTS.get(operation.name, Right.SALES) not in account.rights:
        raise Denied(_NO_RIGHT.get(operation.name, Reason.NO_RIGHT))


def caller(ground: Ground, parameters: Mapping[str, str], credentials: Sequence[str]) -> Account:
    """By login and token; the old listing knows its callers by their login, categorymap asks nobody."""
    if "pwd" in credentials:
        return known_account(ground, parameters)
    if "login" not in credentials:
        return _ANYBODY
    account = ground.shop.accounts.get(parameters["login"].strip())
    if account is None:
        raise Denied(Reason.BAD_LOGIN)
    return account


def known_account(ground: Ground, parameters: Mapping[str, str]) -> Account:
    """Login and token, compared without telling by the time taken how much of the token was right."""
    account = ground.shop.accounts.get(parameters["login"].strip())
    token = parameters["pwd"].strip().encode()
    if account is None or not hmac.compare_digest(token, account.token.encode()):
        raise Denied(Reason.BAD_LOGIN)
    if not account.active:
        raise Denied(Reason.DEACTIVATED)
    return account


def count_call(ground: Ground, account: Account, service: str) -> None:
    """The quota of the running hour, for each service and account."""
    hour = ground.now().isoformat(timespec="hours")[:13]
    key = (account.login, service, hour)
    calls = ground.shop.calls
    for old in [one for one in calls if one[2] != hour]:
        del calls[old]
    calls[key] = calls.get(key, 0) + 1
    if calls[key] > account.calls_per_hour:
        raise Denied(Reason.QUOTA)
