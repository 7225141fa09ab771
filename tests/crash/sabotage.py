"""Workers that break a promise, each in its own way: what `forain prove` must notice. Named by FORAIN_PROVE_WORKER."""

from __future__ import annotations

from typing import Any

from forain.connect.contract import Applied, LookedUp
from forain.prove.plan import Doom
from forain.prove.worker import work


def blind(doom: Doom | None) -> None:
    """A lost answer is taken for a failed call: what was uncertain is simply sent again."""
    from forain.hub.push import drain, settle

    async def not_there(command: Any) -> None:
        from forain.hub.kit.threads import in_database

        found = LookedUp(applied=Applied.NO, words="Nobody looked.")
        await in_database(settle.settle_look_up, command, found)

    setattr(drain, "_look_up", not_there)  # noqa: B010  mypy knows that functions are not for replacing
    work(doom)


def forgetful(doom: Doom | None) -> None:
    """One order in ten is dropped after it was taken in."""
    from forain.hub.sync import take_in

    take_order = vars(take_in)["take_order"]

    def forget(work_: Any, connection: Any, seen: Any, **more: Any) -> Any:
        taken = take_order(work_, connection, seen, **more)
        if seen.reference.endswith("5"):
            taken.order.lines.all().delete()
        return taken

    setattr(take_in, "take_order", forget)  # noqa: B010
    work(doom)


def liar(doom: Doom | None) -> None:
    """A command is called confirmed before anything was sent."""
    from forain.connect.outcomes import Done
    from forain.hub.push import drain

    async def lie(command: Any, ask: Any, on_time_out: Any) -> Any:
        if command.kind == "ship" and command.order_reference[-1] in "02468ACE":
            return Done(words="Trust me.")
        return await call(command, ask, on_time_out)

    call = drain._call
    setattr(drain, "_call", lie)  # noqa: B010
    work(doom)
