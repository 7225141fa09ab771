"""Commands about returns: decide one, give its label (xml_maj_returns), and what became of it after a lost answer.

`details`: `return_reference`; `decision` is `accept` or `refuse`; `label_link` is an address of the label, else the
command's `paper` is the label itself. Spartoo takes no reason with a refusal.
"""

from __future__ import annotations

from collections.abc import Mapping

from forain.connect.contract import Applied, LookedUp
from forain.connect.outcomes import Done, Refused, SendOutcome
from forain.marketplaces.spartoo.client import AsyncSpartooClient
from forain.marketplaces.spartoo.flows.multipart import Upload
from forain.marketplaces.spartoo.messages import Return, ReturnUpdate
from forain.sdk import errors as sdk
from forain.trade.commands import Command, CommandKind

AWAITING_LABEL, AWAITING_RECEIPT, REFUSED, ACCEPTED = 14, 2, 3, 4

#: decision -> the status to ask for, and those that prove it took effect at some time.
DECISIONS: Mapping[str, tuple[int, frozenset[int]]] = {
    "accept": (ACCEPTED, frozenset({4, 5, 7})),
    "refuse": (REFUSED, frozenset({3})),
}
KINDS = frozenset({CommandKind.RETURN_DECIDE, CommandKind.RETURN_LABEL})


async def send(client: AsyncSpartooClient, command: Command) -> SendOutcome:
    """Raises what the client raises; the connector makes an outcome of it."""
    problem = _missing(command)
    if problem is not None:
        return problem
    case = command.details["return_reference"]
    try:
        answered = await _ask(client, case, command)
    except (sdk.AlreadySo, sdk.WrongState) as error:
        return await _not_from_here(client, command, error)
    told = answered.statut
    return Done(reference=case, words=told.description if told else "")


async def _ask(client: AsyncSpartooClient, case: str, command: Command) -> ReturnUpdate:
    if command.kind is CommandKind.RETURN_LABEL:
        answered = await client.maj_returns(
            case, label_link=command.details.get("label_link") or None, label_file=_upload(command)
        )
    else:
        answered = await client.maj_returns(case, DECISIONS[command.details["decision"]][0])
    return answered.message


def _upload(command: Command) -> Upload | None:
    paper = command.paper
    return Upload(paper.name, paper.content_type, paper.content) if paper else None


def _missing(command: Command) -> Refused | None:
    """What is refused here, before anything is sent."""
    details = command.details
    if not details.get("return_reference"):
        return Refused(code="local.return_reference", words="The command names no return.")
    if command.kind is CommandKind.RETURN_LABEL and not (details.get("label_link") or command.paper):
        return Refused(
            code="local.label", words="The command holds neither an address of a label nor a file."
        )
    if command.kind is CommandKind.RETURN_DECIDE and details.get("decision") not in DECISIONS:
        return Refused(code="local.decision", words="A return is accepted or refused.")
    return None


async def _not_from_here(client: AsyncSpartooClient, command: Command, error: sdk.Rejected) -> SendOutcome:
    """A same label is done already; a same status only when the return is seen there."""
    case = command.details["return_reference"]
    if command.kind is CommandKind.RETURN_LABEL and isinstance(error, sdk.AlreadySo):
        return Done(reference=case, words=error.words, already=True)
    found = await _found(client, case)
    if found and command.kind is CommandKind.RETURN_DECIDE and _reached(command, found):
        return Done(reference=case, words=found.status_name, already=True)
    where = f"status {found.status} ({found.status_name})" if found else "no list of this site"
    return Refused(code=error.code, words=f"{error.words} The return is in {where}.")


async def look_up(client: AsyncSpartooClient, command: Command) -> LookedUp:
    """A decision is seen in the status. A label is in no export: that it is still awaited tells that it never came;
    a link may be sent again whatever happened, because Spartoo answers -25 for the one it has."""
    found = await _found(client, command.details.get("return_reference", ""))
    if found is None or found.status is None:
        return LookedUp(applied=Applied.CANNOT_TELL, words="This site does not know the return.")
    if command.kind is CommandKind.RETURN_LABEL:
        by_link = bool(command.details.get("label_link")) and found.status == AWAITING_RECEIPT
        waits = found.status == AWAITING_LABEL or by_link
        return LookedUp(applied=Applied.NO if waits else Applied.CANNOT_TELL, words=found.status_name)
    applied = Applied.YES if _reached(command, found) else Applied.NO
    return LookedUp(applied=applied, words=found.status_name)


def _reached(command: Command, found: Return) -> bool:
    return found.status in DECISIONS[command.details["decision"]][1]


async def _found(client: AsyncSpartooClient, case: str) -> Return | None:
    answered = await client.export_returns(rid=case)
    return next((one for one in answered.message.returns if one.id == case), None)
