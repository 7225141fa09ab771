"""The stage: Spartoo's services as the sandbox's engine wants them. HTTP ends here, rules begin behind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forain.marketplaces.spartoo.messages import Statut
from forain.marketplaces.spartoo.sandbox import answers, pages, people, services
from forain.marketplaces.spartoo.sandbox.controls import Hands, order_paper, product_paper, return_paper
from forain.marketplaces.spartoo.sandbox.people import Maker
from forain.marketplaces.spartoo.sandbox.populate import populate, stock_up
from forain.marketplaces.spartoo.sandbox.pretended import Pretended
from forain.marketplaces.spartoo.sandbox.reading import asked, service_of
from forain.marketplaces.spartoo.sandbox.rules import STAGE, Rules
from forain.marketplaces.spartoo.sandbox.state import Partner, State
from forain.sandbox.stage import Answer, Control, Request
from forain.sandbox.world import World

NOT_THERE = b"<!DOCTYPE html>\n<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>\n"
BROKEN = b"<!DOCTYPE html>\n<html><head><title>500</title></head><body><h1>Internal Server Error</h1></body></html>\n"
HTML = "text/html; charset=UTF-8"

#: Which code the engine's injected refusals are answered with. Spartoo has no code for its own failure: HTTP 500.
INJECTED = {"quota": -429, "deactivated": -428}


class SpartooStage:
    """`forain.sandbox.stage.Stage` for Spartoo."""

    id = STAGE

    def __init__(self, world: World) -> None:
        self._world = world
        self._rules = Rules(world, State())
        self._maker = Maker(self._rules.dice)
        self._pretended = Pretended.of(self._rules)
        self._hands = Hands(self._rules, self._maker)
        for number in (1, 2):
            partner = Partner(id=self._rules.new_order_id(), name=f"partner-{number}")
            self._rules.state.partners[partner.id] = partner

    def owns(self, path: str) -> bool:
        """Every script below `/mp/`; the ones that are not served here answer 404 as a web server does."""
        return path.startswith("/mp/") and path.endswith(".php")

    def service(self, request: Request) -> str:
        return service_of(request.path)

    def account(self, request: Request) -> str:
        partner = self._rules.state.partners.get(asked(request).get("partenaire"))
        return partner.name if partner else ""

    def answer(self, request: Request) -> Answer:
        call = asked(request)
        if not call.service:
            return pages.answer(self._pretended, request) or Answer(
                body=NOT_THERE, content_type=HTML, status=404
            )
        return answers.answer(services.answer(self._pretended, call))

    def refuse(self, request: Request, why: str) -> Answer:
        call = asked(request)
        if why not in INJECTED or not call.service:
            return Answer(body=BROKEN, content_type=HTML, status=500)
        return answers.answer(answers.failure(call.service, INJECTED[why], Statut()))

    def accounts(self) -> Mapping[str, Any]:
        """The first partner: the demo account."""
        first = next(iter(self._rules.state.partners.values()))
        return {"partenaire": first.id}

    def populate(self) -> None:
        populate(self._rules, self._maker)
        stock_up(self._pretended.goods)

    def arrive(self) -> None:
        """One more order for the demo account, more often on the French site than elsewhere."""
        site = self._rules.dice.choice(("com", "com", "com", *people.SITES))
        partner = next(iter(self._rules.state.partners.values()))
        made = self._maker.order(self._rules.new_order_id(), partner.name, site, self._world.now())
        self._rules.place(made)

    def controls(self) -> tuple[Control, ...]:
        return self._hands.controls()

    def kinds(self) -> tuple[str, ...]:
        return ("orders", "returns", "products")

    def objects(self, kind: str) -> Mapping[str, Mapping[str, Any]]:
        state = self._rules.state
        if kind == "orders":
            return {key: order_paper(one) for key, one in state.orders.items()}
        if kind == "returns":
            return {key: return_paper(one) for key, one in state.returns.items()}
        if kind == "products":
            return {f"{owner}:{key}": product_paper(one) for (owner, key), one in state.goods.items()}
        raise LookupError(f"There are no {kind!r} here.")

    def state(self) -> Any:
        return {"state": self._rules.state, "dice": self._rules.dice.getstate()}

    def restore(self, state: Any) -> None:
        self._rules.state = state["state"]
        self._rules.dice.setstate(state["dice"])
