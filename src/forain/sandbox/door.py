"""Where every call comes in, from a socket or from a test: control calls one way, marketplace calls
another, the console a third."""

from __future__ import annotations

from dataclasses import dataclass

from forain.sandbox import console
from forain.sandbox.control import PREFIX, ControlRoom, problem
from forain.sandbox.delivery import Delivery, plain
from forain.sandbox.engine import Engine
from forain.sandbox.reading import Call, Unreadable, request_of


@dataclass(slots=True)
class Door:
    engine: Engine
    control: ControlRoom

    def answer(self, call: Call) -> Delivery:
        if is_control(call.path):
            return Delivery(answer=self.control.answer(call))
        if console.is_console(call.path):
            return Delivery(answer=console.answer(call, self.control))
        try:
            request = request_of(call)
        except Unreadable as error:
            return Delivery(answer=plain(400, str(error)))
        return self.engine.respond(request)


def is_control(path: str) -> bool:
    return path == PREFIX or path.startswith(f"{PREFIX}/")


def too_large(path: str, limit: int) -> Delivery:
    """413, in the dialect of whoever was called."""
    words = f"A body may have at most {limit} bytes."
    return Delivery(answer=problem(413, words) if is_control(path) else plain(413, words))
