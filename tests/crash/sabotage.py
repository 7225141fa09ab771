"""A worker that breaks three promises at once: what `forain prove` must notice. Named by FORAIN_PROVE_WORKER."""

from __future__ import annotations

from typing import Any

from forain.connect.outcomes import Done
from forain.prove.plan import Doom
from forain.prove.worker import work


def broken(doom: Doom | None) -> None:
    """Sends shipments again blindly, calls sent what never was, and forgets lines of orders."""
    _send_blindly_and_lie()
    _forget()
    work(doom)


def _send_blindly_and_lie() -> None:
    from forain.hub.push import drain

    call = drain._call

    async def worse(command: Any, ask: Any, on_time_out: Any) -> Any:
        if command.kind == "ship" and command.order_reference[-1] in "012345":
            return Done(words="Trust me.")
        if command.kind == "ship":  # as if every first answer had been lost, and nobody looked
            await call(command, ask, on_time_out)
        return await call(command, ask, on_time_out)

    setattr(drain, "_call", worse)  # noqa: B010  mypy knows that functions are not for replacing


def _forget() -> None:
    from forain.hub.sync import take_in

    take_order = vars(take_in)["take_order"]

    def forget(work_: Any, connection: Any, seen: Any, **more: Any) -> Any:
        taken = take_order(work_, connection, seen, **more)
        if seen.reference.endswith("9"):
            taken.order.lines.all().delete()
        return taken

    setattr(take_in, "take_order", forget)  # noqa: B010
