"""Rakuten France on the sandbox's stage: from a request to a document, and what the console may see and do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from forain.marketplaces.rakuten_fr import operations
from forain.marketplaces.rakuten_fr.sandbox import answers, checks, clockwork, population, texts
from forain.marketplaces.rakuten_fr.sandbox.controls import controls
from forain.marketplaces.rakuten_fr.sandbox.denial import Denied, Reason
from forain.marketplaces.rakuten_fr.sandbox.ground import STAGE, Ground
from forain.marketplaces.rakuten_fr.sandbox.services import HANDLERS
from forain.marketplaces.rakuten_fr.sandbox.sold import labels
from forain.marketplaces.rakuten_fr.sandbox.state import Shop
from forain.marketplaces.rakuten_fr.sandbox.stock import files, supply
from forain.marketplaces.rakuten_fr.sandbox.stock.controls import stock_controls
from forain.sandbox.stage import Answer, Control, Request
from forain.sandbox.world import World

#: Injected refusals by the name the engine gives them.
_INJECTED: Mapping[str, Reason] = {
    "quota": Reason.QUOTA,
    "deactivated": Reason.DEACTIVATED,
    "internal": Reason.INTERNAL,
}


class RakutenStage:
    """Fulfils `forain.sandbox.stage.Stage`."""

    id = STAGE

    def __init__(self, world: World) -> None:
        self.ground = Ground(world)
        clockwork.wind_up(self.ground)
        files.wind_up(self.ground)
        population.open_accounts(self.ground)

    def owns(self, path: str) -> bool:
        """The paths of rakuten.md section 1."""
        return path.rstrip("/") in operations.PATHS or path.startswith(labels.PATH)

    def service(self, request: Request) -> str:
        """The action asked for, '' when there is no such service."""
        name = _parameters(request).get("action", "").strip()
        return name if operations.operation(name) else ""

    def account(self, request: Request) -> str:
        """The login given, '' when there is no such account."""
        login = _parameters(request).get("login", "").strip()
        return login if login in self.ground.shop.accounts else ""

    def answer(self, request: Request) -> Answer:
        """Check, let the service act, write."""
        if request.path.startswith(labels.PATH):
            return labels.printed(self.ground, request)
        try:
            call = checks.admitted(self.ground, request)
            message = HANDLERS[call.operation.name](call)
        except Denied as denied:
            return self._denial(denied, request)
        return _answer(answers.document(self.ground, call.operation, call.version, message))

    def refuse(self, request: Request, why: str) -> Answer:
        """The document of an injected refusal."""
        return self._denial(Denied(_INJECTED[why]), request)

    def _denial(self, denied: Denied, request: Request) -> Answer:
        return _answer(answers.error(self.ground, texts.words(denied, self.service(request))))

    def accounts(self) -> Mapping[str, Any]:
        """The demo seller."""
        demo = self.ground.shop.accounts[population.DEMO_LOGIN]
        return {"login": demo.login, "token": demo.token}

    def populate(self) -> None:
        """A believable shop with a history."""
        population.populate(self.ground)
        supply.populate(self.ground)

    def arrive(self) -> None:
        """One more sale, now."""
        population.arrive(self.ground)

    def controls(self) -> tuple[Control, ...]:
        """What a person may make happen."""
        return (*controls(self.ground), *stock_controls(self.ground))

    def kinds(self) -> tuple[str, ...]:
        """Objects that can be read."""
        return tuple(self._objects())

    def objects(self, kind: str) -> Mapping[str, Mapping[str, Any]]:
        """All objects of a kind, as JSON-able data."""
        if kind not in self.kinds():
            raise LookupError(f"There are no {kind!r} here, only {', '.join(self.kinds())}.")
        return {key: _plain(one) for key, one in self._objects()[kind].items()}

    def _objects(self) -> Mapping[str, Mapping[str, Any]]:
        shop = self.ground.shop
        return {
            "sales": shop.sales,
            "items": shop.items,
            "payouts": shop.payouts,
            "operations": {one.id: one for one in shop.wallet},
            **supply.objects(self.ground),
        }

    def state(self) -> Shop:
        """Everything, as plain data."""
        return self.ground.shop

    def restore(self, state: Shop) -> None:
        """Go on from what `state` gave."""
        self.ground.shop = state


def _parameters(request: Request) -> dict[str, str]:
    return request.parameters(first="query")


def _plain(one: Any) -> Mapping[str, Any]:
    """JSON-able, without the bytes of a stock file that waits."""
    told: dict[str, Any] = msgspec.to_builtins(one)
    told.pop("content", None)
    return told


def _answer(body: bytes) -> Answer:
    return Answer(body=body, content_type=answers.CONTENT_TYPE)
