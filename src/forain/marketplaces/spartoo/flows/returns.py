"""Returns: read them, decide one, give its label."""

from __future__ import annotations

from datetime import datetime

from forain.marketplaces.spartoo import messages as m
from forain.marketplaces.spartoo import operations
from forain.marketplaces.spartoo.flows.caller import Answered, Caller
from forain.marketplaces.spartoo.flows.multipart import Upload
from forain.marketplaces.spartoo.flows.orders import number
from forain.sdk.flow import Flow
from forain.wire import values


def export_returns(
    caller: Caller, date: datetime | None, oid: str | None, rid: str | None, statut: int | None
) -> Flow[Answered[m.ExportedReturns]]:
    given = {"date": _unix(date), "oID": oid, "rID": rid, "statut": number(statut)}
    return caller.read(operations.EXPORT_RETURNS, given)


def maj_returns(
    caller: Caller, rid: str, statut: int | None, label_link: str | None, label_file: Upload | None
) -> Flow[Answered[m.ReturnUpdate]]:
    given = {"rID": rid, "statut": number(statut), "label_link": label_link}
    files = (("label_file", label_file),) if label_file else ()
    return caller.change(operations.MAJ_RETURNS, given, files)


def _unix(moment: datetime | None) -> str | None:
    return values.UNIX.write(moment) if moment else None
